"""Figures, dates and spaces as French and English letters write them.

>>> amount(Decimal("1234.5"), "EUR", "fr") == "1\\u202f234,50\\u00a0€"
True
>>> long_date(date(2026, 8, 1), "fr")
'1er\\xa0août\\xa02026'
>>> french_spaces("payer : « tout » !") == "payer\\u00a0: «\\u00a0tout\\u00a0»\\u202f!"
True
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from num2words import num2words

from .words import amount_in_words

NBSP = "\u00a0"
#: Narrow no-break space: between thousands, before ; ! ?
NARROW = "\u202f"

_MONTHS = {
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


def number(value: Decimal, language: str, decimals: int = 2) -> str:
    """``value`` with its thousands apart, to ``decimals`` places."""
    text = f"{value:,.{decimals}f}"
    if language != "fr":
        return text
    return text.replace(",", NARROW).replace(".", ",").replace("-", "\u2212")


def amount(value: Decimal, currency: str, language: str, decimals: int = 2) -> str:
    """``value`` with its currency: ``1 234,50 €`` or ``€1,234.50``."""
    figures = number(value, language, decimals)
    symbol = _SYMBOLS.get(currency)
    if language == "fr":
        return f"{figures}{NBSP}{symbol or currency}"
    if symbol:
        return f"-{symbol}{figures[1:]}" if value < 0 else f"{symbol}{figures}"
    return f"{currency}{NBSP}{figures}"


def percent(value: Decimal, language: str) -> str:
    """A percentage with at least two decimals and no useless third: ``12,15 %``."""
    value = Decimal(value).normalize()
    decimals = max(2, -value.as_tuple().exponent)
    figures = number(value, language, decimals)
    return f"{figures}{NBSP}%" if language == "fr" else f"{figures}%"


def long_date(day: date, language: str) -> str:
    """``3 août 2026``, ``1er août 2026``; ``3 August 2026``."""
    first = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{first}{NBSP}{_MONTHS[language][day.month - 1]}{NBSP}{day.year}"


def short_date(day: date) -> str:
    """``03/08/2026``: day first, in both languages."""
    return f"{day:%d/%m/%Y}"


def days(count: int, language: str) -> str:
    """``huit (8) jours``, ``eight (8) days``."""
    words = num2words(count, lang=language)
    if language == "fr":
        return f"{words} ({count}){NBSP}jour{'s' if count > 1 else ''}"
    return f"{words} ({count}){NBSP}day{'' if count == 1 else 's'}"


def count(value: int, language: str) -> str:
    """How many, in words below ten: ``quatre``, ``12``."""
    return num2words(value, lang=language) if 1 < value < 10 else str(value)


def grouped(text: str, sizes: tuple[int, ...]) -> str:
    """``text`` without its spaces, cut in groups; the last size repeats.

    >>> grouped("FR7630006000011234567890189", (4,)).replace(NBSP, " ")
    'FR76 3000 6000 0112 3456 7890 189'
    """
    text = re.sub(r"\s", "", text or "")
    groups, rank = [], 0
    while text:
        size = sizes[min(rank, len(sizes) - 1)]
        groups.append(text[:size])
        text, rank = text[size:], rank + 1
    return NBSP.join(groups)


def siren(registry: str | None) -> str | None:
    """The SIREN of a company number (SIREN or SIRET), grouped; ``None`` when it is neither."""
    digits = re.sub(r"\D", "", registry or "")
    return grouped(digits[:9], (3,)) if len(digits) in (9, 14) else None


_RULES = (
    (re.compile(r"[ \u00a0\u202f]*([;!?])(?=[\s\u00a0<)»]|$)"), NARROW + r"\1"),
    (re.compile(r"(?<=\S)[ \u00a0\u202f]+:(?=[\s\u00a0<]|$)"), NBSP + ":"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NBSP),
    (re.compile(r"[ \u00a0\u202f]*»"), NBSP + "»"),
    (re.compile(r"(?<=\d)[ ]+(?=[€%])"), NBSP),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NBSP),
    (re.compile(r"\b(n°|art\.|articles?|p\.|L\.|R\.|D\.|M\.|Mme|Me)[ ]+(?=\S)"), r"\1" + NBSP),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
)


def french_spaces(text: str) -> str:
    """``text`` with the no-break spaces and apostrophes of French printing.

    For text alone: HTML attributes and entities would be damaged.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


_CODES = {
    "C. com.": "code de commerce",
    "C. civ.": "code civil",
    "CPC": "code de procédure civile",
    "CMF": "code monétaire et financier",
    "C. conso.": "code de la consommation",
    "CPCE": "code des procédures civiles d’exécution",
}
_SOURCE = re.compile(
    r"^Art\. (?P<articles>.+?) (?P<code>" + "|".join(map(re.escape, _CODES)) + r")$"
)


def cite(source: str, language: str = "fr") -> str:
    """A source of the tables as a letter cites it; anything else as it is.

    >>> cite("Art. L441-10 II et D441-5 C. com.").replace(NBSP, " ")
    'articles L. 441-10, II, et D. 441-5 du code de commerce'
    >>> cite("Art. L441-10 II C. com.", "en").replace(NBSP, " ")
    'article L. 441-10, II, of the French commercial code'
    """
    found = _SOURCE.match(source or "")
    if not found:
        return source or ""
    articles = re.sub(r"\b([LRD])(\d)", rf"\1.{NBSP}\2", found["articles"])
    articles = re.sub(r"(?<=\d) ([IVX]+)\b", rf",{NBSP}\1,", articles)
    noun = "articles" if " et " in articles or "," in found["articles"] else "article"
    return cited(f"{noun}{NBSP}{articles} du {_CODES[found['code']]}", language)


_ENGLISH_CODES = {
    "code de commerce": "commercial code",
    "code civil": "civil code",
    "code de procédure civile": "code of civil procedure",
    "code monétaire et financier": "monetary and financial code",
    "code de la consommation": "consumer code",
    "code des procédures civiles d’exécution": "code of civil enforcement procedures",
}


def cited(citation: str, language: str = "fr") -> str:
    """A French citation of the law in the language of the letter.

    >>> cited("articles 1405 et suivants du code de procédure civile", "en")
    'articles 1405 et seq. of the French code of civil procedure'
    """
    if language == "fr":
        return citation
    for french, english in _ENGLISH_CODES.items():
        if citation.endswith(f" du {french}"):
            citation = f"{citation.removesuffix(f' du {french}')} of the French {english}"
            break
    for french, english in ((" et ", " and "), (" and suivants", " et seq."), (" à ", " to ")):
        citation = citation.replace(french, english)
    return citation


__all__ = [
    "Decimal",
    "amount",
    "amount_in_words",
    "cite",
    "cited",
    "count",
    "days",
    "french_spaces",
    "grouped",
    "long_date",
    "number",
    "percent",
    "short_date",
    "siren",
]
