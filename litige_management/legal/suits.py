"""The ways that put a claim before a court: payment order, request, interim payment, lawsuit."""

from __future__ import annotations

from . import courts
from .claim_facts import (
    ADDRESS_UNKNOWN,
    CIVIL_CONTRIBUTION,
    CONCILIATE,
    FILL_ADDRESS,
    LAWSUIT,
    ORDER_FEE,
    PAYMENT_ORDER,
    REQUEST,
    SET_STANDING,
    SUMMARY_ORDER,
    Facts,
    Values,
    judged,
    stopped,
)
from .courts import CHOICE, COMMERCIAL_CHAMBER, COMMERCIAL_COURT
from .verdict import CLOSED, START, WARNING, Verdict

COMMERCIAL = frozenset({COMMERCIAL_COURT, COMMERCIAL_CHAMBER})


def payment_order(facts: Facts, values: Values) -> Verdict:
    """Certain, fixed and due (art. 1405 CPC); the debtor's domicile alone (art. 1406 CPC).

    No amicable attempt (Cass. 2e civ., avis 25/09/2025 no. 25-70.013), no lawyer at any amount.
    """
    code, rule = PAYMENT_ORDER, "payment_order"
    stop = stopped(facts, code)
    if stop:
        return stop
    if facts.abroad:
        return Verdict(code, CLOSED, "abroad_order", "payment_order_territory")
    if facts.address == ADDRESS_UNKNOWN:
        return Verdict(code, CLOSED, "no_address", "payment_order_territory", (FILL_ADDRESS,))
    if facts.undisputed <= 0:
        return Verdict(code, CLOSED, "disputed_order", "payment_order_claim")
    where = facts.court
    costs = (ORDER_FEE,) if where == COMMERCIAL_COURT else ()
    if facts.undisputed < facts.amount:
        found = Verdict(code, WARNING, "partly_disputed", "payment_order_claim", (START,))
        return found._replace(court=where, costs=costs, partial=True)
    return judged(facts, code, "order", rule, court=where, costs=costs)


def request(facts: Facts, values: Values) -> Verdict:
    """A form to the civil court for small claims, without summons (art. 818 CPC)."""
    code, rule = REQUEST, "small_request"
    stop = stopped(facts, code)
    if stop:
        return stop
    if facts.abroad:
        return Verdict(code, CLOSED, "abroad_request", rule)
    if facts.court in COMMERCIAL:
        return Verdict(code, CLOSED, "commercial_court", "court_commercial")
    if facts.amount > values.small_request_ceiling:
        return Verdict(code, CLOSED, "above_ceiling", rule)
    if facts.address == ADDRESS_UNKNOWN:
        return Verdict(code, CLOSED, "no_address", rule, (FILL_ADDRESS,))
    if facts.court is None:
        return Verdict(code, CLOSED, "court_unknown", "court_commercial", (SET_STANDING,))
    where = courts.CIVIL_COURT if facts.court == CHOICE else facts.court
    if _needs_attempt(facts, values, where):
        return Verdict(code, CLOSED, "attempt_required", "amicable_attempt", (CONCILIATE,))
    return judged(facts, code, "request", rule, court=where, costs=(CIVIL_CONTRIBUTION,))


def _needs_attempt(facts: Facts, values: Values, where: str | None) -> bool:
    state = courts.attempt(where, facts.amount, values.attempt_ceiling, facts.attempted)
    return state in (courts.ATTEMPT_REQUIRED, courts.COURT_UNKNOWN)


def _court_values(facts: Facts, values: Values) -> dict:
    """What a summons before the court of this claim costs and needs."""
    where = facts.court
    return {
        "court": where,
        "lawyer": facts.amount > values.lawyer_ceiling,
        "costs": () if where in (COMMERCIAL_COURT, CHOICE, None) else (CIVIL_CONTRIBUTION,),
    }


def summary_order(facts: Facts, values: Values) -> Verdict:
    """A provision on what cannot seriously be contested, even a part (art. 835 and 873 CPC).

    Art. 750-1 applies before the civil court, but urgency may excuse the attempt (Cass. 2e civ.
    14/04/2022 no. 20-22.886): a warning, no closed door.
    """
    commercial = facts.court in COMMERCIAL
    code, rule = SUMMARY_ORDER, f"summary_order_{'commercial' if commercial else 'civil'}"
    stop = stopped(facts, code)
    if stop:
        return stop
    if facts.undisputed <= 0:
        return Verdict(code, CLOSED, "seriously_disputed", rule)
    partial = facts.undisputed < facts.amount
    # The provision asks for that part alone: it decides the attempt and the lawyer.
    facts = facts._replace(amount=facts.undisputed)
    found = {**_court_values(facts, values), "partial": partial}
    if facts.abroad:
        return Verdict(code, WARNING, "abroad_court", acts=(START,))._replace(**found)
    if _needs_attempt(facts, values, facts.court):
        verdict = Verdict(code, WARNING, "attempt_or_urgency", "amicable_attempt")
        return verdict._replace(acts=(CONCILIATE, START), **found)
    return judged(facts, code, "provision_part" if partial else "provision", rule, **found)


def lawsuit(facts: Facts, values: Values) -> Verdict:
    """The whole dispute before the judge, by summons (art. 54 and 56 CPC)."""
    code = LAWSUIT
    stop = stopped(facts, code)
    if stop:
        return stop
    found = _court_values(facts, values)
    if facts.abroad:
        return Verdict(code, WARNING, "abroad_court", acts=(START,))._replace(**found)
    if _needs_attempt(facts, values, facts.court):
        if facts.court is None:
            acts = (SET_STANDING, CONCILIATE)
            return Verdict(code, CLOSED, "attempt_court_unknown", "amicable_attempt", acts)
        return Verdict(code, CLOSED, "attempt_required", "amicable_attempt", (CONCILIATE,))
    if facts.address == ADDRESS_UNKNOWN:
        verdict = Verdict(code, WARNING, "no_address_search", acts=(FILL_ADDRESS, START))
        return verdict._replace(**found)
    state = courts.attempt(facts.court, facts.amount, values.attempt_ceiling, facts.attempted)
    if state in (CHOICE, COMMERCIAL_CHAMBER):
        verdict = Verdict(code, WARNING, f"{state}_attempt", "amicable_attempt", (START,))
        return verdict._replace(**found)
    return judged(facts, code, "lawsuit", "summons", **found)
