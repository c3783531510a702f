"""Figures, dates and spaces as letters print them."""

from datetime import date
from decimal import Decimal as D

import pytest
from litige_legal import typography
from litige_legal.typography import NARROW, NBSP


@pytest.mark.parametrize(
    ("value", "language", "printed"),
    [
        ("1234.5", "fr", f"1{NARROW}234,50{NBSP}€"),
        ("-12", "fr", f"−12,00{NBSP}€"),
        ("1234567.89", "fr", f"1{NARROW}234{NARROW}567,89{NBSP}€"),
        ("1234.5", "en", "€1,234.50"),
        ("-12", "en", "-€12.00"),
    ],
)
def test_amounts(value, language, printed):
    assert typography.amount(D(value), "EUR", language) == printed


def test_other_currencies_keep_their_code():
    assert typography.amount(D("10"), "CHF", "fr") == f"10,00{NBSP}CHF"
    assert typography.amount(D("10"), "CHF", "en") == f"CHF{NBSP}10.00"


def test_percentages_keep_every_decimal_that_counts():
    assert typography.percent(D("12.150"), "fr") == f"12,15{NBSP}%"
    assert typography.percent(D("10"), "fr") == f"10,00{NBSP}%"
    assert typography.percent(D("2.625"), "en") == "2.625%"


def test_the_first_of_the_month_is_an_ordinal_in_french_only():
    day = date(2026, 8, 1)
    assert typography.long_date(day, "fr") == f"1er{NBSP}août{NBSP}2026"
    assert typography.long_date(day, "en") == f"1{NBSP}August{NBSP}2026"


def test_days_in_words_and_figures():
    assert typography.days(8, "fr") == f"huit (8){NBSP}jours"
    assert typography.days(1, "fr") == f"un (1){NBSP}jour"
    assert typography.days(15, "en") == f"fifteen (15){NBSP}days"


@pytest.mark.parametrize(
    ("registry", "siren"),
    [
        ("73282932000074", f"732{NBSP}829{NBSP}320"),
        ("732 829 320", f"732{NBSP}829{NBSP}320"),
        ("HRB 4711", None),
        (None, None),
    ],
)
def test_siren(registry, siren):
    assert typography.siren(registry) == siren


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("payer : tout", f"payer{NBSP}: tout"),
        ("Pourquoi ?", f"Pourquoi{NARROW}?"),
        ("fin ; suite", f"fin{NARROW}; suite"),
        ("« mot »", f"«{NBSP}mot{NBSP}»"),
        ("«mot»", f"«{NBSP}mot{NBSP}»"),
        ("12 €", f"12{NBSP}€"),
        ("n° 7", f"n°{NBSP}7"),
        ("l'article 3", f"l’article{NBSP}3"),
        ("https://exemple.fr?x=1;y", "https://exemple.fr?x=1;y"),
        ("à 10:30", "à 10:30"),
    ],
)
def test_french_spaces(typed, printed):
    assert typography.french_spaces(typed) == printed
    assert typography.french_spaces(printed) == printed, "and only once"
