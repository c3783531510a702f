"""Interest after a decision, and the time a judge gives."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given, strategies as st
from litige_legal import judgment as j, rates
from litige_legal.execution import Receipt

from .law import PARAMETERS, VALUES, make_values


def decision(amount="1200", runs_after=date(2026, 6, 30), **kwargs):
    return j.Decision((j.Granted(D(amount), runs_after),), **kwargs)


def lines(one, until, receipts=(), values=VALUES):
    found = j.interest_after(one, receipts, until, values)
    return [(line.days, str(line.rate.percent), str(line.interest)) for line in found]


def test_vector_d_five_points_more_from_two_months_after_it_was_enforceable():
    """Legal reference, vector D: 1 200 euros, August 2026, 31 days at 7.75 % make 7.90."""
    one = decision(enforceable_on=date(2026, 5, 31))
    assert lines(one, date(2026, 8, 31)) == [(31, "2.75", "2.80"), (31, "7.75", "7.90")]
    assert j.majorated_from(date(2026, 5, 31), VALUES) == date(2026, 8, 1)


def test_while_it_is_not_enforceable_the_rate_stays():
    """Art. L313-3 CMF: from the day it became enforceable, not from the judgment."""
    assert lines(decision(), date(2026, 8, 31)) == [(62, "2.75", "5.61")]
    assert j.majorated_from(None, VALUES) is None


def test_time_given_by_the_judge_keeps_the_increase_away():
    """Art. 1343-5 C. civ.: increases of interest do not run during the time given."""
    one = decision(enforceable_on=date(2026, 5, 31), grace_until=date(2026, 8, 15))
    assert lines(one, date(2026, 8, 31)) == [(46, "2.75", "4.16"), (16, "7.75", "4.08")]
    assert j.majorated_from(date(2026, 5, 31), VALUES, date(2026, 8, 15)) == date(2026, 8, 16)


def test_article_700_and_costs_bear_interest_from_the_decision_alone():
    """Art. 1231-7 C. civ.: damages bear interest from the judgment."""
    one = j.Decision(
        (j.Granted(D(1000), date(2026, 6, 30)), j.Granted(D(200), date(2026, 7, 31))),
    )
    assert lines(one, date(2026, 8, 31)) == [(31, "2.75", "2.34"), (31, "2.75", "2.80")]


def test_a_payment_lowers_what_bears_interest_from_the_day_after():
    paid = [Receipt(date(2026, 7, 31), D(1000))]
    assert lines(decision(), date(2026, 8, 31), paid) == [
        (31, "2.75", "2.80"),
        (31, "2.75", "0.47"),
    ]
    everything = [Receipt(date(2026, 7, 31), D(1300))]
    assert lines(decision(), date(2026, 8, 31), everything) == [(31, "2.75", "2.80")]


def test_the_rate_granted_is_the_rate_that_runs():
    late = decision(rate=j.LATE_PAYMENT_RATE, enforceable_on=date(2026, 5, 31))
    assert lines(late, date(2026, 8, 31)) == [(62, "12.40", "25.28")]
    agreed = decision(rate=j.AGREED_RATE, agreed_percent=D("9"))
    assert lines(agreed, date(2026, 8, 31)) == [(62, "9", "18.35")]
    assert lines(decision(rate=j.NO_INTEREST), date(2026, 8, 31)) == []


def test_an_unknown_semester_is_never_extrapolated():
    with pytest.raises(rates.MissingLegalValue):
        lines(decision(), date(2027, 1, 1))


def test_at_most_two_years_are_given():
    values = make_values(parameters={**PARAMETERS, j.GRACE_MONTHS: "24"})
    assert j.last_grace_day(date(2026, 9, 15), values) == date(2028, 9, 15)


def test_a_decision_as_a_whole():
    share = j.Share
    assert j.result([share("principal", D(10), D(10)), share("700", D(0), D(0))]) == "granted"
    assert j.result([share("principal", D(10), D(10)), share("700", D(5), D(2))]) == "partly"
    assert j.result([share("principal", D(10), D(0))]) == "refused"


AMOUNTS = st.integers(1, 10**6).map(lambda cents: D(cents) / 100)
DAYS = st.integers(0, 183).map(lambda days: date(2026, 7, 1) + timedelta(days))


@given(AMOUNTS, DAYS, DAYS, AMOUNTS, DAYS)
def test_paying_or_having_time_never_raises_interest(amount, until, enforceable_on, paid, day):
    plain = decision(amount, enforceable_on=enforceable_on - timedelta(150))
    owed = j.total(j.interest_after(plain, [], until, VALUES))
    less = j.total(j.interest_after(plain, [Receipt(day, paid)], until, VALUES))
    calm = plain._replace(grace_until=until)
    # One more line rounds by half a cent at most.
    assert less <= owed + D("0.02")
    assert j.total(j.interest_after(calm, [], until, VALUES)) <= owed + D("0.02")
    spent = sum(line.days for line in j.interest_after(plain, [], until, VALUES))
    assert spent == max((until - date(2026, 6, 30)).days, 0)
