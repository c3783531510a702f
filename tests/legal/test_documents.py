"""What is frozen with a letter: the statement as JSON, the amount in words."""

import json
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from litige_legal import debts, statement, statement_json, words

from .law import VALUES, credit, make_debt, payment
from .test_properties import days, invoices


@given(invoices(), invoices(), days)
@settings(max_examples=60)
def test_statement_comes_back_from_its_json(one, other, as_of):
    for mode in debts.MODES:
        made = statement.make_statement([one, other._replace(key=2)], VALUES, as_of, mode)
        frozen = json.loads(json.dumps(statement_json.to_dict(made)))
        assert statement_json.from_dict(frozen) == made


def test_json_carries_version_rates_and_totals():
    movements = (
        payment(date(2026, 6, 30), "500", reference="VIR 12"),
        credit(date(2026, 7, 1), "100", "gesture"),
    )
    made = statement.make_statement(
        [make_debt(movements=movements)],
        VALUES,
        date(2026, 7, 31),
        debts.INTEREST_FIRST,
        for_declaration=True,
    )
    data = statement_json.to_dict(made)
    assert data["schema"] == "litige.statement/1"
    assert [rate["semester"] for rate in data["rates"]] == ["2026-S1", "2026-S2"]
    segment = data["lines"][0]["segments"][0]
    assert segment["interest"] == "11.98"
    assert data["rates"][segment["rate"]]["percent"] == segment["percent"] == "12.15"
    assert data["totals"]["total_claimed"] == str(made.total_claimed)
    assert data["lines"][0]["imputation"]["payments"][0]["reference"] == "VIR 12"


def test_unknown_version_is_refused():
    with pytest.raises(ValueError, match="litige.statement/9"):
        statement_json.from_dict({"schema": "litige.statement/9"})


@pytest.mark.parametrize(
    ("amount", "french"),
    [
        ("0", "zéro euro"),
        ("0.01", "un centime"),
        ("1", "un euro"),
        ("1.01", "un euro et un centime"),
        ("21.50", "vingt et un euros et cinquante centimes"),
        ("71", "soixante et onze euros"),
        ("80", "quatre-vingts euros"),
        ("81", "quatre-vingt-un euros"),
        ("200", "deux cents euros"),
        ("1200.50", "mille deux cents euros et cinquante centimes"),
        ("80000", "quatre-vingt mille euros"),
        ("200000", "deux cent mille euros"),
        ("1000000", "un million d'euros"),
        ("1200000", "un million deux cent mille euros"),
        ("3000000.20", "trois millions d'euros et vingt centimes"),
        ("1000000000", "un milliard d'euros"),
        ("1234.565", "mille deux cent trente-quatre euros et cinquante-sept centimes"),
    ],
)
def test_amount_in_french_words(amount, french):
    assert words.amount_in_words(D(amount)) == french


@pytest.mark.parametrize(
    ("amount", "currency", "language", "expected"),
    [
        ("1", "EUR", "en_GB", "one euro"),
        ("0", "EUR", "en", "zero euros"),
        ("1200.50", "EUR", "en", "one thousand, two hundred euros and fifty cents"),
        ("500.50", "CHF", "fr_FR", "cinq cents CHF et 50/100"),
        ("500", "USD", "en", "five hundred USD"),
    ],
)
def test_other_languages_and_currencies(amount, currency, language, expected):
    assert words.amount_in_words(D(amount), currency, language) == expected


@pytest.mark.parametrize(("amount", "language"), [("-1", "fr"), ("1", "de")])
def test_no_words_for_what_cannot_be_written(amount, language):
    with pytest.raises(ValueError, match="No words"):
        words.amount_in_words(D(amount), "EUR", language)
