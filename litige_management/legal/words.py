"""Amounts in words, as legal documents write them.

>>> amount_in_words(Decimal("1200.50"), "EUR", "fr")
'mille deux cents euros et cinquante centimes'
>>> amount_in_words(Decimal("1000000"), "EUR", "fr")
"un million d'euros"
>>> amount_in_words(Decimal("80.01"), "EUR", "en")
'eighty euros and one cent'
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

_EURO = {
    "fr": ("euro", "euros", "centime", "centimes", "et"),
    "en": ("euro", "euros", "cent", "cents", "and"),
}


def amount_in_words(
    amount: Decimal, currency: str = "EUR", language: str = "fr", decimals: int = 2
) -> str:
    """``amount`` in words, lower case, in French or English.

    Euros are named with their cents; any other currency by its ISO code, with the
    fraction in figures (``cinq cents CHF et 50/100``).

    :raises ValueError: negative amount, or another language.
    """
    language = language[:2].lower()
    if language not in _EURO:
        raise ValueError(f"No words for language {language!r}")
    if amount < 0:
        raise ValueError(f"No words for the negative amount {amount}")
    quantum = Decimal(1).scaleb(-decimals)
    units, fraction = divmod(Decimal(amount).quantize(quantum, ROUND_HALF_UP), 1)
    units, cents = int(units), int(fraction.scaleb(decimals))
    one, many, cent, cents_name, join = _EURO[language]
    if currency != "EUR":
        words = f"{_number(units, language)} {currency}"
        return f"{words} {join} {cents:0{decimals}d}/{10**decimals}" if cents else words
    in_cents = f"{_number(cents, language)} {_plural(cents, cent, cents_name, language)}"
    if cents and not units:
        return in_cents
    name = _plural(units, one, many, language)
    link = " d'" if language == "fr" and units and units % 1_000_000 == 0 else " "
    in_units = f"{_number(units, language)}{link}{name}"
    return f"{in_units} {join} {in_cents}" if cents else in_units


def _number(number: int, language: str) -> str:
    return num2words(number, lang=language)


def _plural(number: int, one: str, many: str, language: str) -> str:
    """French counts zero with the singular, English with the plural."""
    singular = number < 2 if language == "fr" else number == 1
    return one if singular else many
