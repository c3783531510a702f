"""Which amicable ways are open, to whom, and what the right act is."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st
from litige_legal import amicable as ami

TODAY = date(2026, 11, 22)
VALUES = ami.Values(complaint_months=12, business_floor=Decimal(1500))
STANDINGS = (
    "consumer",
    "non_professional",
    "merchant",
    "artisan",
    "professional",
    "farmer",
    "public",
)


def judge(remedy, **values):
    facts = {
        "standing": "consumer",
        "today": TODAY,
        "amount": Decimal(1850),
        "has_mediator": True,
        "complaint_on": date(2026, 10, 1),
        **values,
    }
    return ami.judge(remedy, ami.Facts(**facts), VALUES)


# === CONSUMER MEDIATION === #


def test_consumer_mediation_is_open_but_never_ours_to_propose():
    verdict = judge(ami.CONSUMER_MEDIATION)
    assert (verdict.status, verdict.reason) == (ami.OPEN, "theirs_to_start")
    assert verdict.acts[0] == ami.INFORM
    assert ami.PROPOSE not in verdict.acts


@pytest.mark.parametrize("standing", [one for one in STANDINGS if one != "consumer"])
def test_consumer_mediation_is_for_consumers_alone(standing):
    verdict = judge(ami.CONSUMER_MEDIATION, standing=standing)
    assert (verdict.status, verdict.reason) == (ami.CLOSED, "not_consumer")
    assert not verdict.acts


def test_the_complaint_may_be_a_year_old_to_the_day():
    a_year_ago = judge(ami.CONSUMER_MEDIATION, complaint_on=date(2025, 11, 22))
    assert a_year_ago.status == ami.OPEN
    older = judge(ami.CONSUMER_MEDIATION, complaint_on=date(2025, 11, 21))
    assert (older.status, older.reason) == (ami.CLOSED, "old_complaint")
    assert ami.INFORM not in older.acts


def test_without_written_complaint_the_consumer_is_told_to_write_first():
    verdict = judge(ami.CONSUMER_MEDIATION, complaint_on=None)
    assert (verdict.status, verdict.reason) == (ami.WARNING, "no_complaint")
    assert verdict.acts == (ami.INFORM,)


def test_without_confirmed_mediator_nothing_may_be_sent():
    verdict = judge(ami.CONSUMER_MEDIATION, has_mediator=False)
    assert verdict.acts == (ami.CHOOSE_MEDIATOR,)


def test_health_is_outside_the_scheme():
    assert judge(ami.CONSUMER_MEDIATION, outside_scheme=True).rule == "mediation_excluded"


def test_an_unknown_standing_is_confirmed_first():
    for remedy in (ami.CONSUMER_MEDIATION, ami.BUSINESS_MEDIATOR, ami.ASSOCIATION):
        assert judge(remedy, standing=None).acts == (ami.CONFIRM_STANDING,)


# === THE OTHERS === #


@pytest.mark.parametrize("standing", STANDINGS[:-1])
def test_conciliation_is_open_to_all_and_ours_to_propose(standing):
    verdict = judge(ami.CONCILIATION, standing=standing)
    assert (verdict.status, verdict.acts[0]) == (ami.OPEN, ami.PROPOSE)


def test_conciliation_warns_abroad_and_with_a_public_body():
    assert judge(ami.CONCILIATION, abroad=True).status == ami.WARNING
    assert judge(ami.CONCILIATION, standing="public").status == ami.WARNING


def test_business_mediator_is_not_a_consumer_mediator():
    assert judge(ami.BUSINESS_MEDIATOR).status == ami.CLOSED
    assert judge(ami.BUSINESS_MEDIATOR, standing="non_professional").status == ami.CLOSED
    for standing in ("merchant", "public"):
        assert judge(ami.BUSINESS_MEDIATOR, standing=standing).status == ami.OPEN


def test_business_mediator_seldom_takes_small_sums():
    small = judge(ami.BUSINESS_MEDIATOR, standing="merchant", amount=Decimal("1499.99"))
    assert (small.status, small.reason) == (ami.WARNING, "small_amount")
    enough = judge(ami.BUSINESS_MEDIATOR, standing="merchant", amount=Decimal(1500))
    assert enough.status == ami.OPEN


def test_a_paid_mediation_must_not_hide_the_free_one():
    assert judge(ami.MEDIATION).reason == "free_one_exists"
    assert judge(ami.MEDIATION, standing="merchant").status == ami.OPEN


def test_nothing_is_arranged_on_a_debt_that_may_not_be_paid():
    for remedy in (ami.NEGOTIATION, ami.CONCILIATION, ami.MEDIATION, ami.PARTICIPATORY):
        insolvent = judge(remedy, standing="merchant", insolvent=True)
        assert (insolvent.status, insolvent.acts) == (ami.CLOSED, ())
        assert judge(remedy, over_indebted=True).rule == "over_indebtedness"
    # The consumer keeps the right to be informed and heard.
    assert judge(ami.CONSUMER_MEDIATION, over_indebted=True).status == ami.OPEN


def test_what_runs_is_not_started_twice():
    verdict = judge(ami.CONCILIATION, running=frozenset({ami.CONCILIATION}))
    assert ami.START not in verdict.acts


FACTS = st.builds(
    ami.Facts,
    standing=st.sampled_from([None, *STANDINGS]),
    today=st.just(TODAY),
    amount=st.decimals(min_value=0, max_value=50000, places=2),
    complaint_on=st.none() | st.dates(date(2023, 1, 1), TODAY),
    has_mediator=st.booleans(),
    outside_scheme=st.booleans(),
    insolvent=st.booleans(),
    over_indebted=st.booleans(),
    abroad=st.booleans(),
    in_court=st.booleans(),
    running=st.frozensets(st.sampled_from(sorted(ami.RULES))),
)


@given(facts=FACTS, remedy=st.sampled_from(sorted(ami.RULES)))
def test_every_verdict_has_a_reason_and_stays_within_the_law(facts, remedy):
    verdict = ami.judge(remedy, facts, VALUES)
    assert verdict.remedy == remedy
    assert verdict.status in (ami.OPEN, ami.WARNING, ami.CLOSED)
    assert verdict.reason
    if remedy in (ami.CONSUMER_MEDIATION, ami.ASSOCIATION):
        assert ami.PROPOSE not in verdict.acts
    if ami.INFORM in verdict.acts:
        assert facts.standing == "consumer"
        assert facts.has_mediator
    if verdict.status == ami.CLOSED:
        assert not {ami.PROPOSE, ami.START} & set(verdict.acts)
