"""Which judicial ways are open, to whom, before which court, and what closes them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st
from litige_legal import claim_facts as cf, courts, decision, judicial as jud

from .judicial_law import STANDINGS, TODAY, VALUES, facts


def judge(code, values=VALUES, **changes):
    return jud.judge(code, facts(**changes), values)


def told(verdict):
    return verdict.status, verdict.reason


# === THE COURT === #


@pytest.mark.parametrize(
    ("standing", "creditor", "local_law", "court"),
    [
        ("merchant", "merchant", False, courts.COMMERCIAL_COURT),
        ("artisan", "merchant", False, courts.COMMERCIAL_COURT),  # since 1 January 2022
        ("artisan", "artisan", False, courts.COMMERCIAL_COURT),
        ("consumer", "merchant", False, courts.CIVIL_COURT),
        ("professional", "merchant", False, courts.CIVIL_COURT),
        ("farmer", "merchant", False, courts.CIVIL_COURT),
        ("non_professional", "merchant", False, courts.CIVIL_COURT),
        ("merchant", "professional", False, courts.CHOICE),
        ("merchant", "professional", True, courts.CIVIL_COURT),
        ("merchant", "artisan", True, courts.COMMERCIAL_CHAMBER),
        ("merchant", None, False, None),
    ],
)
def test_court_by_both_standings(standing, creditor, local_law, court):
    """Art. L721-3 C. com."""
    assert courts.find(standing, creditor, local_law) == court


@pytest.mark.parametrize(
    ("court", "amount", "attempted", "expected"),
    [
        ("civil", 5000, False, courts.ATTEMPT_REQUIRED),
        ("civil", "5000.01", False, courts.NOT_THIS_AMOUNT),
        ("civil", 1200, True, courts.ATTEMPT_DONE),
        ("commercial", 1200, False, courts.NOT_THIS_COURT),
        ("choice", 1200, False, courts.CHOICE),
        ("chamber", 1200, False, courts.COMMERCIAL_CHAMBER),
        (None, 1200, False, courts.COURT_UNKNOWN),
        (None, 9000, False, courts.NOT_THIS_AMOUNT),
    ],
)
def test_attempt_before_suing(court, amount, attempted, expected):
    """Art. 750-1 CPC."""
    assert courts.attempt(court, Decimal(amount), Decimal(5000), attempted) == expected


# === WORKED EXAMPLES === #


def test_a_small_consumer_claim_without_attempt_opens_the_payment_order_alone():
    for code in (jud.LAWSUIT, jud.REQUEST):
        verdict = judge(code)
        assert told(verdict) == (jud.CLOSED, "attempt_required")
        assert (verdict.rule, verdict.acts) == ("amicable_attempt", (cf.CONCILIATE,))
    assert told(judge(jud.PAYMENT_ORDER)) == (jud.OPEN, "order")
    assert told(judge(jud.SUMMARY_ORDER)) == (jud.WARNING, "attempt_or_urgency")


def test_the_certificate_of_the_conciliator_opens_them():
    for code, reason in ((jud.LAWSUIT, "lawsuit"), (jud.REQUEST, "request")):
        assert told(judge(code, attempted=True)) == (jud.OPEN, reason)


def test_an_artisan_is_sued_before_the_commercial_court_without_attempt():
    for code in (jud.PAYMENT_ORDER, jud.LAWSUIT, jud.SUMMARY_ORDER):
        verdict = judge(code, standing="artisan")
        assert (verdict.status, verdict.court) == (jud.OPEN, courts.COMMERCIAL_COURT)
    assert told(judge(jud.REQUEST, standing="artisan")) == (jud.CLOSED, "commercial_court")


def test_the_payment_order_costs_a_fee_before_the_commercial_court_only():
    assert judge(jud.PAYMENT_ORDER, standing="merchant").costs == (cf.ORDER_FEE,)
    assert judge(jud.PAYMENT_ORDER).costs == ()  # exempt from the contribution too
    assert judge(jud.LAWSUIT, attempted=True).costs == (cf.CIVIL_CONTRIBUTION,)
    assert judge(jud.LAWSUIT, standing="merchant").costs == ()


def test_a_lawyer_is_compulsory_above_the_ceiling_but_never_for_the_payment_order():
    for code, lawyer in (
        (jud.LAWSUIT, True),
        (jud.SUMMARY_ORDER, True),
        (jud.PAYMENT_ORDER, False),
    ):
        assert judge(code, amount="10000.01").lawyer is lawyer
        assert judge(code, amount=10000).lawyer is False


def test_a_choice_of_courts_is_told():
    verdict = judge(jud.LAWSUIT, standing="merchant", creditor="professional")
    assert told(verdict) == (jud.WARNING, "choice_attempt")
    request = judge(jud.REQUEST, standing="merchant", creditor="professional", attempted=True)
    assert (request.status, request.court) == (jud.OPEN, courts.CIVIL_COURT)


def test_the_provision_asks_for_the_undisputed_part_which_decides_the_rest():
    """The demand is what art. 750-1 and 761 CPC look at, not the whole claim."""
    asked = judge(jud.SUMMARY_ORDER, amount=12000, undisputed=4000)
    assert told(asked) == (jud.WARNING, "attempt_or_urgency")
    assert (asked.partial, asked.lawyer) == (True, False)
    assert judge(jud.SUMMARY_ORDER, amount=12000).lawyer is True


def test_the_provision_is_open_on_the_undisputed_part_alone():
    """Art. 835 al. 2 and 873 al. 2 CPC."""
    verdict = judge(jud.SUMMARY_ORDER, standing="merchant", undisputed=500)
    assert (told(verdict), verdict.partial) == ((jud.OPEN, "provision_part"), True)
    assert verdict.rule == "summary_order_commercial"
    assert judge(jud.SUMMARY_ORDER, undisputed=0).reason == "seriously_disputed"


def test_a_contested_claim_suits_the_payment_order_badly():
    assert told(judge(jud.PAYMENT_ORDER, undisputed=500)) == (jud.WARNING, "partly_disputed")
    assert told(judge(jud.PAYMENT_ORDER, undisputed=0)) == (jud.CLOSED, "disputed_order")


@pytest.mark.parametrize("code", [jud.PAYMENT_ORDER, jud.SMALL_CLAIMS, jud.REQUEST])
def test_without_an_address_or_abroad_it_is_closed(code):
    """Art. 1406 CPC; R125-1 CPCE."""
    values = {"attempted": True}
    assert judge(code, address=cf.ADDRESS_UNKNOWN, **values).reason == "no_address"
    assert judge(code, abroad=True, **values).status == jud.CLOSED
    doubtful = judge(code, address=cf.ADDRESS_DOUBTFUL, **values)
    assert told(doubtful) == (jud.WARNING, "doubtful_address")


def test_the_european_order_is_for_other_member_states():
    assert judge(jud.EUROPEAN_ORDER).reason == "not_abroad"
    assert judge(jud.EUROPEAN_ORDER, abroad=True).reason == "outside_europe"
    assert judge(jud.EUROPEAN_ORDER, abroad=True, in_europe=True).status == jud.WARNING


# === THE FORMAL NOTICE === #


def test_what_counts_of_a_notice_is_its_effect_never_its_posting():
    none = {"notice_on": None, "notice_until": None}
    assert told(judge(jud.PAYMENT_ORDER, **none)) == (jud.WARNING, "no_notice")
    posted = judge(jud.PAYMENT_ORDER, **none, notice_sent=True)
    assert told(posted) == (jud.WARNING, "notice_under_way")
    running = judge(jud.PAYMENT_ORDER, notice_until=TODAY)
    assert (told(running), running.day) == ((jud.WARNING, "notice_running"), TODAY)
    assert judge(jud.PAYMENT_ORDER, notice_until=TODAY - timedelta(1)).status == jud.OPEN


def test_the_card_of_the_notice_follows_it():
    none = {"notice_on": None, "notice_until": None}
    assert told(judge(jud.FORMAL_NOTICE, **none)) == (jud.OPEN, "notice_first")
    assert judge(jud.FORMAL_NOTICE, **none, notice_sent=True).acts[0] == cf.NOTE_RECEIPT
    assert judge(jud.FORMAL_NOTICE).reason == "notice_done"
    # A debt may be asked for when it can be sued for no more.
    late = judge(jud.FORMAL_NOTICE, limit=TODAY - timedelta(1))
    assert told(late) == (jud.WARNING, "time_barred")


# === SMALL CLAIMS, MERCHANTS === #


def test_interest_counts_towards_the_ceiling_of_small_claims():
    """Art. L125-1 and R125-1 CPCE: principal and interest."""
    assert judge(jud.SMALL_CLAIMS, amount=4990, interest=Decimal(10)).status == jud.OPEN
    above = judge(jud.SMALL_CLAIMS, amount=4990, interest=Decimal("10.01"))
    assert told(above) == (jud.CLOSED, "above_ceiling")


def test_between_merchants_small_claims_may_be_excluded():
    verdict = judge(jud.SMALL_CLAIMS, standing="merchant", creditor="merchant")
    assert told(verdict) == (jud.WARNING, "between_merchants")
    assert judge(jud.SMALL_CLAIMS, standing="merchant", creditor="artisan").status == jud.OPEN


def test_nothing_is_claimed_while_small_claims_recovery_is_pending():
    """Art. R125-7 CPCE."""
    pending = {"running": frozenset({jud.SMALL_CLAIMS})}
    for code in (jud.FORMAL_NOTICE, jud.PAYMENT_ORDER, jud.LAWSUIT):
        assert told(judge(code, **pending)) == (jud.CLOSED, "small_claims_pending")
    assert judge(jud.SMALL_CLAIMS, **pending).acts == ()


def test_uncontested_claims_wait_for_their_decree_and_exclude_artisans():
    merchants = {"standing": "merchant", "creditor": "merchant"}
    assert judge(jud.UNCONTESTED, **merchants).reason == "awaits_decree"
    applied = VALUES._replace(uncontested=True)
    assert judge(jud.UNCONTESTED, applied, **merchants).status == jud.OPEN
    assert judge(jud.UNCONTESTED, applied, standing="artisan").reason == "merchants_only"


# === LIMITATION === #


def test_between_the_safe_and_the_arguable_day_it_is_a_warning():
    past, future = TODAY - timedelta(1), TODAY + timedelta(200)
    assert told(judge(jud.PAYMENT_ORDER, limit=past)) == (jud.CLOSED, "time_barred")
    arguable = judge(jud.PAYMENT_ORDER, limit=past, arguable_limit=future)
    assert told(arguable) == (jud.WARNING, "perhaps_time_barred")
    assert judge(jud.PAYMENT_ORDER, limit=TODAY + timedelta(30)).reason == "limit_near"
    assert judge(jud.PAYMENT_ORDER, limit=TODAY).status == jud.WARNING
    assert judge(jud.PAYMENT_ORDER, limit=future).status == jud.OPEN


# === INSOLVENCY === #


def test_the_declaration_is_all_that_insolvency_leaves():
    """Art. R622-24 and L622-26 C. com."""
    insolvent = {"standing": "merchant", "insolvent": True}
    for code in jud.RULES.keys() - {jud.DECLARATION, jud.OPPOSITION, jud.APPEAL, jud.CASSATION}:
        assert told(judge(code, **insolvent)) == (jud.CLOSED, "insolvent")
    assert judge(jud.DECLARATION, **insolvent).reason == "publication_unknown"
    published = {**insolvent, "published_on": date(2026, 9, 23)}
    last = judge(jud.DECLARATION, **published)
    assert (told(last), last.day) == ((jud.OPEN, "declare_until"), TODAY)
    late = judge(jud.DECLARATION, **{**published, "published_on": date(2026, 9, 22)})
    assert (told(late), late.rule) == ((jud.WARNING, "declare_late"), "insolvency_relief")
    never = judge(jud.DECLARATION, **{**published, "published_on": date(2026, 5, 22)})
    assert told(never) == (jud.CLOSED, "declare_never")


# === AGAINST A DECISION === #


def decided(kind, amount=8000, until=TODAY, by_default=False, reopens=False):
    return {"decision": decision.Decision(kind, Decimal(amount), until, by_default, reopens)}


@pytest.mark.parametrize(
    ("code", "facts_of_decision", "expected"),
    [
        (jud.APPEAL, {}, (jud.CLOSED, "no_decision")),
        (jud.OPPOSITION, decided("order"), (jud.WARNING, "theirs_to_oppose")),
        (
            jud.OPPOSITION,
            decided("order", until=date(2026, 10, 1)),
            (jud.CLOSED, "decision_settled"),
        ),
        (
            jud.OPPOSITION,
            decided("order", until=date(2026, 10, 1), reopens=True),
            (jud.WARNING, "theirs_to_oppose"),
        ),
        (jud.APPEAL, decided("order"), (jud.CLOSED, "order_not_appealed")),
        (jud.APPEAL, decided("judgment"), (jud.WARNING, "appeal_until")),
        (jud.APPEAL, decided("judgment", 5000), (jud.CLOSED, "last_resort")),
        (jud.APPEAL, decided("summary", until=None), (jud.WARNING, "not_notified")),
        (
            jud.APPEAL,
            decided("judgment", until=date(2026, 11, 22)),
            (jud.CLOSED, "decision_settled"),
        ),
        (jud.OPPOSITION, decided("judgment"), (jud.CLOSED, "not_by_default")),
        (jud.OPPOSITION, decided("judgment", 900, by_default=True), (jud.WARNING, "oppose_until")),
        (jud.OPPOSITION, decided("judgment", by_default=True), (jud.CLOSED, "appeal_instead")),
        (jud.CASSATION, decided("judgment"), (jud.CLOSED, "appeal_first")),
        (jud.CASSATION, decided("judgment", 900), (jud.WARNING, "cassation_until")),
        (jud.CASSATION, decided("ruling"), (jud.WARNING, "cassation_until")),
    ],
)
def test_against_a_decision(code, facts_of_decision, expected):
    """Art. 538, 490, 612, 1416 CPC; R211-3-24 COJ, R721-6 C. com."""
    assert told(judge(code, **facts_of_decision)) == expected


# === PROPERTIES === #

days = st.none() | st.dates(date(2025, 1, 1), date(2028, 12, 31))
euros = st.decimals(min_value=0, max_value=30000, places=2)
DECISIONS = st.none() | st.builds(
    decision.Decision, st.sampled_from(decision.KINDS), euros, days, st.booleans()
)


@st.composite
def all_facts(draw):
    amount = draw(euros)
    share = draw(st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]))
    running = draw(st.frozensets(st.sampled_from(sorted(jud.RULES)), max_size=2))
    return jud.Facts(
        standing=draw(st.sampled_from([None, *STANDINGS])),
        today=TODAY,
        amount=amount,
        undisputed=amount * share,
        interest=draw(st.sampled_from([Decimal(0), Decimal(50)])),
        creditor=draw(st.sampled_from([None, *STANDINGS[2:6]])),
        notice_on=draw(days),
        notice_until=draw(days),
        limit=draw(days),
        arguable_limit=draw(days),
        published_on=draw(days),
        address=draw(st.sampled_from([cf.ADDRESS_KNOWN, cf.ADDRESS_DOUBTFUL, cf.ADDRESS_UNKNOWN])),
        running=running,
        decision=draw(DECISIONS),
        **{
            name: draw(st.booleans())
            for name in ("attempted", "notice_sent", "abroad", "in_europe", "local_law")
        },
        **{
            name: draw(st.integers(0, 5)) == 0
            for name in ("insolvent", "over_indebted", "enforceable", "under_agreement")
        },
    )


CODES = st.sampled_from(sorted(jud.RULES))


@settings(max_examples=200)
@given(facts=all_facts(), code=CODES)
def test_every_way_is_either_open_or_closed_and_says_why(facts, code):
    verdict = jud.judge(code, facts, VALUES)
    assert verdict.remedy == code
    assert verdict.status in (jud.OPEN, jud.WARNING, jud.CLOSED)
    assert verdict.is_open == (verdict.status != jud.CLOSED)
    assert verdict.reason
    if verdict.status == jud.CLOSED:
        assert jud.START not in verdict.acts
        assert not verdict.partial
    if code in facts.running:
        assert jud.START not in verdict.acts
    assert jud.judge(code, facts, VALUES) == verdict


@settings(max_examples=200)
@given(facts=all_facts(), more=euros, code=st.sampled_from([jud.SMALL_CLAIMS, jud.REQUEST]))
def test_raising_the_amount_never_opens_a_way_with_a_ceiling(facts, more, code):
    facts = facts._replace(amount=facts.amount + 1, undisputed=facts.undisputed + 1)
    raised = facts._replace(amount=facts.amount + more, undisputed=facts.undisputed + more)
    if jud.judge(code, raised, VALUES).is_open:
        assert jud.judge(code, facts, VALUES).is_open


@settings(max_examples=200)
@given(facts=all_facts(), code=CODES)
def test_an_attempt_never_closes_and_contesting_never_opens(facts, code):
    without = jud.judge(code, facts._replace(attempted=False), VALUES)
    if without.is_open:
        assert jud.judge(code, facts._replace(attempted=True), VALUES).is_open
    contested = jud.judge(code, facts._replace(undisputed=Decimal(0)), VALUES)
    if contested.is_open:
        assert jud.judge(code, facts, VALUES).is_open


@settings(max_examples=200)
@given(facts=all_facts(), code=CODES)
def test_what_forbids_payment_closes_every_action(facts, code):
    for name in ("insolvent", "over_indebted"):
        told = facts._replace(insolvent=False, over_indebted=False)._replace(**{name: True})
        verdict = jud.judge(code, told, VALUES)
        if name == "over_indebted" and code in cf.TITLES:
            continue
        if code not in (jud.DECLARATION, jud.OPPOSITION, jud.APPEAL, jud.CASSATION):
            assert verdict.status == jud.CLOSED
            assert verdict.reason == name


@settings(max_examples=200)
@given(facts=all_facts(), code=st.sampled_from(sorted(cf.TITLES)))
def test_over_indebtedness_suspends_enforcement_and_no_suit_for_a_title(facts, code):
    """Art. L722-2 and L722-5 C. conso."""
    facts = facts._replace(over_indebted=False)
    without = jud.judge(code, facts, VALUES)
    verdict = jud.judge(code, facts._replace(over_indebted=True), VALUES)
    assert verdict.is_open == without.is_open
    if verdict.is_open:
        assert (verdict.status, verdict.reason) == (jud.WARNING, "over_indebted_title")
        assert verdict.acts == without.acts
