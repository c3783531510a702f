"""Art. 2238 C. civ.: what suspends the limitation, and how much of it is left afterwards."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st
from litige_legal.semesters import add_months
from litige_legal.suspension import Suspension, extend, merge, starts_on

FLOOR = 6


def test_a_proposal_suspends_nothing():
    assert starts_on(None, None) is None


def test_the_written_agreement_counts_even_when_they_met_before():
    assert starts_on(date(2026, 3, 10), date(2026, 3, 2)) == date(2026, 3, 10)
    assert starts_on(None, date(2026, 3, 2)) == date(2026, 3, 2)


def test_a_clause_older_than_the_dispute_is_no_such_agreement():
    assert starts_on(date(2025, 1, 1), None, arose_on=date(2026, 1, 1)) is None
    assert starts_on(date(2025, 1, 1), date(2026, 2, 1), arose_on=date(2026, 1, 1)) == date(
        2026, 2, 1
    )


def test_what_was_left_is_left_again():
    # A year was left on 10 March: a year is left on 20 May.
    one = Suspension(date(2026, 3, 10), date(2026, 5, 20))
    assert extend(date(2027, 3, 10), [one], FLOOR) == date(2027, 5, 20)


def test_never_less_than_six_months():
    one = Suspension(date(2026, 3, 10), date(2026, 5, 20))
    assert extend(date(2026, 3, 15), [one], FLOOR) == date(2026, 11, 20)


def test_six_months_from_the_end_of_august_end_with_february():
    one = Suspension(date(2026, 8, 1), date(2026, 8, 31))
    assert extend(date(2026, 8, 1), [one], FLOOR) == date(2027, 2, 28)


def test_while_it_lasts_there_is_no_last_day():
    assert extend(date(2027, 1, 1), [Suspension(date(2026, 3, 10))], FLOOR) is None


def test_what_had_run_out_is_not_revived():
    late = Suspension(date(2026, 3, 11), date(2026, 4, 1))
    assert extend(date(2026, 3, 10), [late], FLOOR) == date(2026, 3, 10)
    assert extend(date(2026, 3, 10), [Suspension(date(2026, 3, 11))], FLOOR) == date(2026, 3, 10)


def test_two_attempts_at_once_count_once():
    both = [
        Suspension(date(2026, 3, 1), date(2026, 4, 1)),
        Suspension(date(2026, 3, 15), date(2026, 5, 1)),
    ]
    assert merge(both) == [Suspension(date(2026, 3, 1), date(2026, 5, 1))]
    assert extend(date(2027, 3, 1), both, FLOOR) == date(2027, 5, 1)


def test_an_attempt_that_lasts_covers_the_one_that_ended():
    both = [Suspension(date(2026, 3, 1), date(2026, 4, 1)), Suspension(date(2026, 3, 15))]
    assert merge(both) == [Suspension(date(2026, 3, 1))]


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValueError, match="cannot end"):
        extend(date(2027, 1, 1), [Suspension(date(2026, 3, 10), date(2026, 3, 9))], FLOOR)


DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(0, 900)


@st.composite
def spells(draw):
    start = draw(DAYS)
    return Suspension(start, start + timedelta(draw(LENGTHS)))


@given(limit=DAYS, suspensions=st.lists(spells(), max_size=4))
def test_a_suspension_never_shortens_and_leaves_the_floor(limit, suspensions):
    result = extend(limit, suspensions, FLOOR)
    assert result >= limit
    applied = [one for one in merge(suspensions) if one.start <= limit]
    for one in applied:
        assert result >= add_months(one.ended_on, FLOOR)


@given(limit=DAYS, suspensions=st.lists(spells(), max_size=4))
def test_their_order_does_not_matter(limit, suspensions):
    assert extend(limit, suspensions, FLOOR) == extend(limit, suspensions[::-1], FLOOR)
