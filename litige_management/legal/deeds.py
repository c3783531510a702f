"""How a French deed names companies and courts.

>>> legal_form("S.A.R.L. Dubreuil")
'SARL'
>>> of_court("la cour d’appel de Lyon"), before_court("tribunal judiciaire de Lyon")
('de la cour d’appel de Lyon', 'le tribunal judiciaire de Lyon')
"""

from __future__ import annotations

import re

#: Legal forms that a name may start with, all feminine: "représentée par".
_FEMININE_FORMS = frozenset(
    (
        "ASSOCIATION",
        "EARL",
        "EURL",
        "FONDATION",
        "MUTUELLE",
        "SA",
        "SARL",
        "SAS",
        "SASU",
        "SCA",
        "SCEA",
        "SCI",
        "SCIC",
        "SCM",
        "SCOP",
        "SCP",
        "SCS",
        "SELARL",
        "SELAS",
        "SELASU",
        "SNC",
        "SOCIETE",
        "SOCIÉTÉ",
    )
)
_FORMS = _FEMININE_FORMS | {"EIRL", "GAEC", "GIE", "SYNDICAT"}
_ARTICLE = re.compile(r"^(le |la |l['’]|du |de la |de l['’])", re.IGNORECASE)
_VOWELS = "aeiouéèê"


def legal_form(name: str | None) -> str:
    """The legal form that ``name`` starts with, without its dots; empty when it has none."""
    first = (name or "").split(maxsplit=1)[:1]
    form = first[0].replace(".", "").rstrip(",").upper() if first else ""
    return form if form in _FORMS else ""


def names_legal_form(text: str | None) -> bool:
    """Whether a legal form is written anywhere in ``text``."""
    words = re.findall(r"[\w.]+", text or "")
    upper = {word.replace(".", "") for word in words}
    # A form is written in capitals, or in full: "société par actions simplifiée".
    return bool(_FORMS & upper) or bool(
        re.search(
            r"société (à|par|en|civile|anonyme|coopérative)|association|syndicat",
            (text or "").lower(),
        )
    )


def with_company(name: str) -> str:
    """``name`` after "La société", unless it already says what it is.

    >>> with_company("SARL Dubreuil"), with_company("Dubreuil et fils")
    ('SARL Dubreuil', 'La société Dubreuil et fils')
    """
    return name if legal_form(name) else f"La société {name}"


def represented(identity: str) -> str:
    """The words that introduce who acts for the legal person named by ``identity``."""
    feminine = identity.startswith("La ") or legal_form(identity) in _FEMININE_FORMS
    return "représentée par" if feminine else "agissant par"


def before_court(court: str) -> str:
    """``court`` with its article, as after "devant"."""
    noun, article = _split_article(court)
    return article + noun


def of_court(court: str) -> str:
    """``court`` after "de": "du tribunal", "de la cour"."""
    noun, article = _split_article(court)
    return f"du {noun}" if article == "le " else f"de {article}{noun}"


def _split_article(court: str) -> tuple[str, str]:
    """The noun of a court and its article, found or guessed from its first word."""
    court = court.strip()
    found = _ARTICLE.match(court)
    noun = court[found.end() :] if found else court
    written = found and found.group().lower().replace("'", "’")
    if written:
        article = {"du ": "le ", "de la ": "la ", "de l’": "l’"}.get(written, written)
    elif noun[:1].lower() in _VOWELS:
        article = "l’"
    else:
        feminine = noun.lower().startswith(("cour", "chambre", "juridiction"))
        article = "la " if feminine else "le "
    return noun, article
