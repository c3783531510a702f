"""Whom the reminders of a day reach: worked examples, and what holds for any customer."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st
from litige_legal import dunning
from litige_legal.dunning import Facts, Past, Step

TODAY = date(2026, 11, 23)
STEPS = (
    Step("soon", -3),
    Step("first", 5, rest=7),
    Step("firm", 15, times=2, rest=7),
    Step("file", 30, rest=0, contact=False),
)
CALM = Facts()

steps_of = st.lists(
    st.tuples(st.integers(-30, 90), st.integers(1, 3), st.integers(0, 15), st.booleans()),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[0],
).map(lambda rows: tuple(Step(days, days, *rest) for days, *rest in sorted(rows)))
recent_days = st.integers(0, 40).map(lambda count: TODAY - timedelta(days=count))
facts_of = st.builds(
    Facts,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.lists(recent_days, max_size=6),
    st.none() | recent_days,
    st.booleans(),
)


@pytest.mark.parametrize(
    ("days", "past", "expected"),
    [
        (-4, None, None),
        (-3, None, "soon"),
        (-1, Past("soon", -3), None),
        (1, None, None),  # what announces a due date has no sense after it
        (4, Past("soon", -3), None),
        (5, Past("soon", -3), "first"),
        (200, None, "first"),
        (200, Past("first", 5), "firm"),
        (200, Past("firm", 15), "file"),
        (20, Past("firm", 15), "firm"),
        (20, Past("firm", 15, 2), None),
        (200, Past("file", 30), None),
        (20, Past("gone", 12), "firm"),
        (20, Past("gone", 99), None),
    ],
)
def test_step_of_an_instalment(days, past, expected):
    rank = dunning.find_step(STEPS, days, past)
    assert (STEPS[rank].key if rank is not None else None) == expected


@given(steps_of, st.integers(-60, 400), st.integers(1, 12))
def test_steps_follow_one_another_and_end(steps, days, rounds):
    """Run the same instalment again and again: no step comes back, none is skipped."""
    past, seen = None, []
    for _round in range(len(steps) * 3 + rounds):
        rank = dunning.find_step(steps, days, past)
        if rank is None:
            break
        assert steps[rank].days <= days, "never before its day"
        if seen:
            assert rank in (seen[-1], seen[-1] + 1)
        seen.append(rank)
        times = past.times + 1 if past and past.key == steps[rank].key else 1
        assert times <= steps[rank].times
        past = Past(steps[rank].key, steps[rank].days, times)
    assert dunning.find_step(steps, days, past) is None, "it ends"


@given(
    steps_of, st.lists(st.integers(0, 5), max_size=5), facts_of, st.integers(0, 4), st.booleans()
)
def test_choice_is_a_step_or_a_reason(steps, ranks, facts, limit, books):
    ranks = [rank % len(steps) for rank in ranks]
    choice = dunning.choose(
        steps, ranks, facts, TODAY, consumer_limit=limit, skip_public=True, books_are_old=books
    )
    assert (choice.rank is None) == (choice.reason is not None)
    if choice.rank is None:
        assert choice.reason in dunning.CUSTOMER_REASONS
        return
    assert choice.rank == max(ranks)
    assert not (facts.is_barred or facts.has_unreconciled or facts.is_done_today or books)
    assert not (facts.is_consumer and facts.has_complained)
    step = steps[choice.rank]
    if facts.last_contact:
        assert (TODAY - facts.last_contact).days >= step.rest
    if facts.is_consumer and limit and step.contact:
        week = [day for day in facts.contacts if (TODAY - day).days < 7]
        assert len(week) < limit


@given(
    st.lists(st.tuples(recent_days, st.integers(1, 10_000)), min_size=1, max_size=6),
    st.integers(0, 70_000),
)
def test_hold_takes_the_oldest_first_and_nothing_more(parts, held):
    left = dunning.spread_hold(parts, held)
    total = sum(amount for _day, amount in parts)
    assert sum(left) == max(total - held, 0)
    assert all(0 <= one <= amount for one, (_day, amount) in zip(left, parts, strict=True))
    ordered = [one for _day, one in sorted(zip(parts, left, strict=True), key=lambda p: p[0][0])]
    touched = [one for one in ordered if one]
    assert ordered[len(ordered) - len(touched) :] == touched or len({d for d, _a in parts}) < len(
        parts
    )


def test_consumer_may_be_contacted_again_after_seven_days():
    facts = Facts(is_consumer=True, contacts=[TODAY - timedelta(days=6)] * 2)
    assert dunning.choose(STEPS, [1], facts, TODAY, consumer_limit=2).reason == "consumer_limit"
    tomorrow = TODAY + timedelta(days=1)
    assert dunning.choose(STEPS, [1], facts, tomorrow, consumer_limit=2).rank == 1


def test_limit_of_contacts_keeps_no_dispute_from_being_proposed():
    facts = Facts(is_consumer=True, contacts=[TODAY] * 5)
    assert dunning.choose(STEPS, [3], facts, TODAY, consumer_limit=2).rank == 3


def test_every_reason_of_a_line_comes_before_the_others_in_one_order():
    assert len(set(dunning.LINE_REASONS)) == len(dunning.LINE_REASONS)
    assert set(dunning.LINE_REASONS) | set(dunning.CUSTOMER_REASONS) == set(dunning.REASONS)
