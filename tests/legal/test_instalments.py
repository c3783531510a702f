"""Instalments always add up, and keep their day of the month."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given, strategies as st
from litige_legal.instalments import FREQUENCIES, MONTH, QUARTER, WEEK, due_dates, split

CENT = D("0.01")


def test_last_instalment_takes_the_rounding():
    assert split(D("1000.00"), 3) == [D("333.33"), D("333.33"), D("333.34")]


def test_currency_without_cents_rounds_to_its_unit():
    assert split(D(1000), 3, D(1)) == [D(333), D(333), D(334)]


@pytest.mark.parametrize("count", [0, -1, 101])
def test_no_instalment_or_instalments_of_nothing_are_refused(count):
    with pytest.raises(ValueError):
        split(D("1.00"), count)


@given(st.integers(1, 10**7), st.integers(1, 48))
def test_instalments_add_up_and_differ_by_less_than_a_cent_each(cents, count):
    total = D(cents) * CENT
    if cents < count:
        with pytest.raises(ValueError):
            split(total, count)
        return
    parts = split(total, count)
    assert sum(parts) == total
    assert len(parts) == count
    assert 0 <= parts[-1] - parts[0] < count * CENT


def test_months_keep_the_day_whenever_they_have_it():
    assert due_dates(date(2027, 1, 31), 4, MONTH) == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
    ]


def test_weeks_and_quarters():
    assert due_dates(date(2026, 12, 28), 2, WEEK)[-1] == date(2027, 1, 4)
    assert due_dates(date(2026, 11, 30), 2, QUARTER)[-1] == date(2027, 2, 28)


@given(st.sampled_from(FREQUENCIES), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_dates_grow(frequency, first):
    dates = due_dates(first, 12, frequency)
    assert dates == sorted(set(dates))
    assert dates[0] == first


def test_unknown_frequency_is_refused():
    with pytest.raises(ValueError):
        due_dates(date(2026, 1, 1), 2, "fortnightly")
