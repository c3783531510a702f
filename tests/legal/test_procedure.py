"""The order of the steps of a proceeding, on plain values."""

from datetime import date, timedelta

from hypothesis import given, strategies as st
from litige_legal import procedure as p

from . import law  # noqa: F401  (loads the legal layer)

FILED, ORDER, SERVED = date(2026, 9, 1), date(2026, 9, 15), date(2026, 9, 18)
KINDS = [
    p.StepKind("filed"),
    p.StepKind("deposited", after={"filed"}, condition=p.COMMERCIAL),
    p.StepKind("granted", after={"filed"}, choice="order"),
    p.StepKind("refused", after={"filed"}, choice="order"),
    p.StepKind("served", after={"granted"}, repeatable=True),
    p.StepKind("first_act", after={"served"}, condition=p.NOT_IN_PERSON),
    p.StepKind("opposition", after={"served"}),
    p.StepKind("enforceable", after={"served"}, excluded_by={"opposition"}),
]
GRANTED = [p.Taken("filed", FILED), p.Taken("granted", ORDER)]
ON_SERVICE = [*GRANTED, p.Taken("served", SERVED)]


def refused(code, day, taken, facts=frozenset(), periods=()):
    answer = p.refusal(KINDS, code, day, taken, facts, periods)
    return answer and answer.code


def test_nothing_is_served_before_an_order():
    answer = p.refusal(KINDS, "served", SERVED, [p.Taken("filed", FILED)])
    assert (answer.code, answer.steps) == (p.MISSING, ("granted",))


def test_an_order_is_granted_or_refused_once():
    assert refused("refused", SERVED, GRANTED) == p.OTHER_CHOICE
    assert refused("granted", SERVED, GRANTED) == p.TWICE


def test_each_debtor_may_be_served():
    assert refused("served", SERVED, ON_SERVICE) is None


def test_a_step_is_not_older_than_what_it_comes_after():
    answer = p.refusal(KINDS, "served", ORDER - timedelta(1), GRANTED)
    assert (answer.code, answer.day) == (p.BEFORE, ORDER)
    assert refused("served", ORDER, GRANTED) is None


def test_costs_are_deposited_before_the_commercial_court_alone():
    taken = [p.Taken("filed", FILED)]
    assert refused("deposited", FILED, taken) == p.CONDITION
    assert refused("deposited", FILED, taken, {p.COMMERCIAL}) is None


def test_an_opposition_stops_the_order():
    taken = [*ON_SERVICE, p.Taken("opposition", date(2026, 10, 2))]
    assert refused("enforceable", date(2026, 12, 1), taken) == p.EXCLUDED


def test_enforceable_only_once_the_period_is_over():
    period = p.Period("opposition", date(2026, 10, 19), opens={"enforceable"})
    answer = p.refusal(KINDS, "enforceable", date(2026, 10, 19), ON_SERVICE, periods=[period])
    assert (answer.code, answer.day, answer.period) == (p.NOT_OVER, period.last_day, "opposition")
    assert refused("enforceable", date(2026, 10, 20), ON_SERVICE, periods=[period]) is None


def test_an_order_served_too_late_is_void():
    """Art. 1411 CPC: non avenue unless served within the delay."""
    limit = p.Period("serve it", date(2026, 12, 15), closes={"served"})
    assert refused("served", date(2026, 12, 15), GRANTED, periods=[limit]) is None
    assert refused("served", date(2026, 12, 16), GRANTED, periods=[limit]) == p.TOO_LATE


def test_what_nobody_knows_meets_no_condition():
    assert "first_act" not in p.possible(KINDS, ON_SERVICE)
    assert "first_act" in p.possible(KINDS, ON_SERVICE, {p.NOT_IN_PERSON})


def test_by_default_means_absent_and_in_last_resort():
    assert not p.holds(p.DEFAULT, {p.ABSENT})
    assert not p.holds(p.DEFAULT, {p.ABSENT, p.FIRST_RESORT})
    assert p.holds(p.DEFAULT, {p.ABSENT, p.LAST_RESORT})


def test_a_corrected_day_that_breaks_the_order_is_found():
    assert p.disorder(KINDS, ON_SERVICE) is None
    wrong = [p.Taken("filed", FILED), p.Taken("granted", SERVED), p.Taken("served", ORDER)]
    assert p.disorder(KINDS, wrong) == (p.Taken("served", ORDER), SERVED)


CODES = [kind.code for kind in KINDS]
FACTS = st.frozensets(st.sampled_from(p.CONDITIONS))


@given(st.lists(st.sampled_from(CODES), max_size=12), FACTS)
def test_walking_through_what_is_possible_never_meets_a_refusal_nor_a_contradiction(wishes, facts):
    taken, day = [], FILED
    for code in wishes:
        may = p.possible(KINDS, taken, facts)
        assert (code in may) == (p.refusal(KINDS, code, day, taken, facts) is None)
        if code in may:
            taken.append(p.Taken(code, day))
        day += timedelta(1)
    codes = {one.code for one in taken}
    assert not {"granted", "refused"} <= codes
    assert p.disorder(KINDS, taken) is None
    for kind in KINDS:
        if kind.code in codes and kind.after:
            assert codes & set(kind.after)
