"""Cover by a legal-protection contract, and the days that count, by the articles of the law."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st
from litige_legal.deadlines import Calendar, calendar_of
from litige_legal.insurance import Facts, Policy, action_by, coverage, declare_by

FRANCE = calendar_of()
DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))
SIGNED = date(2025, 1, 1)
REFUSED_ON = date(2026, 11, 10)
PLAIN = Policy(SIGNED, excludes_unpaid="no")


def judge(policy=PLAIN, **facts):
    known = {
        "today": date(2026, 11, 12),
        "amount": Decimal(2000),
        "loss_on": REFUSED_ON,
        "declare_by": date(2026, 11, 18),
    }
    verdict = coverage(policy, Facts(**{**known, **facts}))
    return verdict.status, verdict.reason


# === THE TIME TO DECLARE === #


def test_l113_2_five_working_days_leave_out_weekends_and_holidays():
    # Tuesday 10 November 2026; Wednesday 11 is a holiday, 14 and 15 a weekend.
    assert declare_by(REFUSED_ON, 5, FRANCE) == date(2026, 11, 18)


def test_l113_2_a_contract_never_gives_less_than_the_law():
    assert declare_by(REFUSED_ON, 5, FRANCE, 5, "days") == date(2026, 11, 18)
    assert declare_by(REFUSED_ON, 5, FRANCE, 2) == date(2026, 11, 18)


def test_a_contract_may_give_more():
    assert declare_by(REFUSED_ON, 5, FRANCE, 30, "days") == date(2026, 12, 10)
    assert declare_by(REFUSED_ON, 5, FRANCE, 10) == date(2026, 11, 25)


@given(DAYS, st.integers(0, 40), st.integers(0, 60), st.sampled_from(("days", "working_days")))
def test_the_last_day_is_the_later_of_both_counts(loss, minimum, days, unit):
    def count(left, calendar):
        day = loss
        while left:
            day += timedelta(days=1)
            left -= not calendar or calendar.is_working(day)
        return day

    expected = count(minimum, FRANCE)
    if days:
        expected = max(expected, count(days, FRANCE if unit == "working_days" else None))
    assert declare_by(loss, minimum, FRANCE, days, unit) == expected


# === SUING THE INSURER === #


def test_l114_1_two_years_and_l114_2_a_registered_letter_starts_them_again():
    assert action_by(REFUSED_ON, [], 24) == date(2028, 11, 10)
    assert action_by(REFUSED_ON, [date(2027, 3, 1)], 24) == date(2029, 3, 1)


def test_a_registered_letter_sent_too_late_starts_nothing_again():
    assert action_by(REFUSED_ON, [date(2028, 11, 11)], 24) == date(2028, 11, 10)


@given(DAYS, st.lists(DAYS, max_size=6))
def test_a_registered_letter_never_shortens_the_time(loss, letters):
    ends = [action_by(loss, letters[:count], 24) for count in range(len(letters) + 1)]
    assert min(ends) == ends[0]


# === COSTS === #


# === COVER === #


@pytest.mark.parametrize(
    ("policy", "facts", "answer"),
    [
        (PLAIN, {}, ("open", "covered")),
        (PLAIN, {"loss_on": None}, ("warning", "no_loss")),
        (Policy(date(2026, 11, 11)), {}, ("closed", "before_period")),
        (Policy(SIGNED, date(2026, 11, 9)), {}, ("closed", "after_period")),
        (Policy(SIGNED, date(2026, 11, 10), excludes_unpaid="no"), {}, ("open", "covered")),
        (Policy(date(2026, 9, 1), waiting_months=3), {}, ("closed", "waiting")),
        (Policy(SIGNED, threshold=Decimal("2000.01")), {}, ("closed", "below_threshold")),
        (Policy(SIGNED, threshold=Decimal(2000), excludes_unpaid="no"), {}, ("open", "covered")),
        (Policy(SIGNED, excludes_unpaid="yes"), {}, ("closed", "excluded")),
        (Policy(SIGNED, excludes_unpaid="yes"), {"contested": True}, ("warning", "contested_only")),
        (Policy(SIGNED), {}, ("warning", "exclusion_unknown")),
        (Policy(SIGNED), {"contested": True}, ("open", "covered")),
        (PLAIN, {"known_on": date(2024, 12, 31)}, ("warning", "known_before")),
        (PLAIN, {"today": date(2026, 11, 19)}, ("warning", "late")),
        (PLAIN, {"declared_on": date(2026, 11, 19)}, ("warning", "declared_late")),
        (
            PLAIN,
            {"declared_on": date(2026, 11, 18), "today": date(2027, 2, 1)},
            ("open", "declared"),
        ),
        (PLAIN, {"action_by": date(2026, 11, 11)}, ("warning", "time_barred")),
        (Policy(SIGNED, excludes_unpaid="yes"), {"answer": "accepted"}, ("open", "accepted")),
        (PLAIN, {"answer": "refused"}, ("closed", "refused")),
    ],
)
def test_cover_and_its_one_reason(policy, facts, answer):
    assert judge(policy, **facts) == answer


def test_l113_2_a_late_declaration_never_closes_the_door():
    assert judge(today=date(2027, 11, 12))[0] == "warning"


POLICIES = st.builds(
    Policy,
    DAYS,
    st.none() | DAYS,
    st.integers(0, 12),
    st.decimals(0, 5000, places=2),
    st.sampled_from(("yes", "no", "unknown")),
)
FACTS = st.builds(
    Facts,
    DAYS,
    st.decimals(0, 10000, places=2),
    st.none() | DAYS,
    st.none() | DAYS,
    st.booleans(),
    st.none() | DAYS,
    st.none() | DAYS,
    st.none() | DAYS,
    st.sampled_from(("", "accepted", "refused")),
)


@given(POLICIES, FACTS)
def test_one_status_and_always_a_reason(policy, facts):
    verdict = coverage(policy, facts)
    assert verdict.status in ("open", "warning", "closed") and verdict.reason


@given(POLICIES, FACTS, st.decimals(0, 5000, places=2))
def test_a_higher_stake_never_closes_a_cover(policy, facts, more):
    before = coverage(policy, facts)
    after = coverage(policy, facts._replace(amount=facts.amount + more))
    assert after.is_open or not before.is_open


@given(POLICIES, FACTS)
def test_a_contested_invoice_is_never_worse_covered_than_an_unpaid_one(policy, facts):
    plain = coverage(policy, facts._replace(contested=False))
    contested = coverage(policy, facts._replace(contested=True))
    assert contested.is_open or not plain.is_open


@given(DAYS, st.integers(0, 20))
def test_without_holidays_only_weekends_are_left_out(loss, count):
    assert declare_by(loss, count, Calendar()) <= declare_by(loss, count, FRANCE)
