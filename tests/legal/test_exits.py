"""Sums of accounting exits: worked examples to the cent, and properties."""

from decimal import Decimal as D

import pytest
from hypothesis import given, strategies as st
from litige_legal import exits

Part = exits.Part


def _part(base, tax):
    return Part(D(base), D(tax))


def test_whole_invoice_gives_back_its_bases_and_vat():
    parts = [_part("1000.00", "200.00"), _part("500.00", "50.00")]
    assert exits.split(D("1750.00"), parts) == parts


def test_part_of_an_invoice_at_two_rates():
    # 1 750.00 due: 1 200.00 at 20 % and 550.00 at 10 %; 700.00 left: 480.00 and 220.00.
    parts = [_part("1000.00", "200.00"), _part("500.00", "50.00")]
    assert exits.split(D("700.00"), parts) == [_part("400.00", "80.00"), _part("200.00", "20.00")]


def test_cents_of_a_third_add_up():
    # 333.33 at 20 %: VAT 55.56 (55.555), base 277.77.
    assert exits.split(D("333.33"), [_part("1000", "200")]) == [_part("277.77", "55.56")]
    assert exits.shares(D("100"), [D(1)] * 3) == [D("33.33"), D("33.34"), D("33.33")]


def test_invoice_without_vat_has_none():
    assert exits.split(D("80.00"), [_part("120", "0")]) == [_part("80.00", "0")]


def test_nothing_to_share():
    with pytest.raises(ValueError, match="nothing"):
        exits.shares(D(1), [D(0)])


def test_depreciation_is_completed_then_reversed():
    # 1 200.00 with VAT, 1 000.00 without: 50 % is 500.00; at 75 %, 250.00 more; paid, all back.
    assert exits.depreciation(D("1000"), D(50)) == D("500.00")
    assert exits.depreciation(D("1000"), D(75), D("500")) == D("250.00")
    assert exits.depreciation(D("0"), D(75), D("750")) == D("-750.00")
    with pytest.raises(ValueError, match="percentage"):
        exits.depreciation(D(1), D(101))


def test_heaviest_situation_is_proposed():
    late = exits.Situation("late", D(25))
    lost = exits.Situation("liquidation", D(100))
    assert exits.proposed_percent([late, lost]) is lost
    assert exits.proposed_percent([]) is None


def test_limit_counts_what_was_conceded_before():
    assert not exits.exceeds(None, D(10**6), D(1))
    assert not exits.exceeds(D(500), D(300), D(200))
    assert exits.exceeds(D(500), D(300), D("200.01"))
    assert exits.exceeds(D(0), D(0), D("0.01"))


cents = st.integers(1, 10**9).map(lambda value: D(value) / 100)
rates = st.sampled_from([D(0), D("2.1"), D("5.5"), D(10), D(20)])


@st.composite
def invoices(draw):
    parts = []
    for base in draw(st.lists(cents, min_size=1, max_size=4)):
        parts.append(Part(base, (base * draw(rates) / 100).quantize(D("0.01"))))
    return parts


@given(invoices(), st.integers(0, 100))
def test_split_adds_up_and_stays_within_the_invoice(parts, percent):
    total = sum(part.total for part in parts)
    amount = (total * percent / 100).quantize(D("0.01"))
    got = exits.split(amount, parts)
    assert sum(part.total for part in got) == amount
    for part, whole in zip(got, parts, strict=True):
        assert part.tax >= 0
        assert part.base >= D("-0.01")
        # VAT is that of the base at the rate of the invoice, within its rounding.
        assert abs(part.tax - part.total * whole.tax / whole.total) <= D("0.005")


@given(invoices())
def test_the_whole_is_the_invoice_itself(parts):
    assert exits.split(sum(part.total for part in parts), parts) == parts
