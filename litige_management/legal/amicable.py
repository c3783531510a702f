"""Which amicable ways are open on a dispute, and why: in codes that screens put into words.

A verdict never says more than the law: what we may not start ourselves is not *ours* even when it
is open, and no way is ever a duty towards a consumer (art. L612-4 C. conso.). Ceilings and delays
are handed in by the caller, as they stand on the day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .semesters import add_months
from .standing import Standing, is_consumer, is_professional, parse
from .verdict import CLOSED, CONFIRM_STANDING, OPEN, START, WARNING, Verdict

NEGOTIATION = "negotiation"
CONSUMER_MEDIATION = "consumer_mediation"
CONCILIATION = "conciliation"
MEDIATION = "mediation"
BUSINESS_MEDIATOR = "business_mediator"
ASSOCIATION = "consumer_association"
PARTICIPATORY = "participatory"

#: Parameters (months, euros): see :class:`Values`.
COMPLAINT_MONTHS = "mediation_complaint_months"
BUSINESS_FLOOR = "business_mediator_amount"

#: Acts that a screen offers; it words them and knows how to do them.
PROPOSE, INFORM, ANSWER = "propose", "inform", "answer"
CHOOSE_MEDIATOR = "choose_mediator"


class Values(NamedTuple):
    """What the law or practice sets, on the day.

    :param complaint_months: how old a written complaint may be (L612-2 C. conso.)
    :param business_floor: below it, the Médiateur des entreprises seldom takes a file
    """

    complaint_months: int
    business_floor: Decimal


class Facts(NamedTuple):
    """What decides which amicable ways are open.

    :param standing: the customer's, for this purchase; ``None`` when nobody has confirmed it
    :param today: the day the question is asked
    :param amount: principal due today
    :param complaint_on: day of the customer's written complaint to us, ``None`` without any
    :param has_mediator: we may name a consumer mediator: agreement in force, list checked
    :param outside_scheme: our sector is outside consumer mediation (health, higher education)
    :param insolvent: an insolvency proceeding is open against the customer
    :param over_indebted: the commission has admitted the consumer's file
    :param abroad: the customer lives in another country
    :param in_court: a court has the dispute already
    :param running: codes of the ways already taken and not ended
    """

    standing: str | None
    today: date
    amount: Decimal
    complaint_on: date | None = None
    has_mediator: bool = False
    outside_scheme: bool = False
    insolvent: bool = False
    over_indebted: bool = False
    abroad: bool = False
    in_court: bool = False
    running: frozenset[str] = frozenset()


def _no_payment(facts: Facts, remedy: str) -> Verdict | None:
    """No arrangement on a debt that the law forbids to pay.

    Art. L622-7 C. com. (insolvency), art. L722-5 C. conso. (over-indebtedness).
    """
    if facts.insolvent:
        return Verdict(remedy, CLOSED, "insolvent", "insolvency")
    if facts.over_indebted:
        return Verdict(remedy, CLOSED, "over_indebted", "over_indebtedness")
    return None


def negotiation(facts: Facts, values: Values) -> Verdict:
    """Talking is always free, but no talk suspends the limitation (art. 2238 C. civ.)."""
    return Verdict(NEGOTIATION, OPEN, "always", "suspension", (PROPOSE, START))


def consumer_mediation(facts: Facts, values: Values) -> Verdict:
    """The consumer's right, which we can only inform of and answer.

    Art. L611-3 (not between professionals, not a professional's action), L611-4 (sectors left
    out), L612-2 (prior written complaint, less than a year old), L616-1 (our duty to inform).
    """
    code = CONSUMER_MEDIATION
    if parse(facts.standing) is None:
        return Verdict(code, CLOSED, "unknown_standing", "mediation_scope", (CONFIRM_STANDING,))
    if not is_consumer(facts.standing):
        return Verdict(code, CLOSED, "not_consumer", "mediation_scope")
    if facts.outside_scheme:
        return Verdict(code, CLOSED, "outside_scheme", "mediation_excluded")
    if not facts.has_mediator:
        return Verdict(code, WARNING, "no_mediator", "mediation_duty", (CHOOSE_MEDIATOR,))
    if facts.in_court:
        return Verdict(code, WARNING, "court_has_it", "mediation_conditions", (INFORM,))
    if facts.complaint_on is None:
        return Verdict(code, WARNING, "no_complaint", "mediation_conditions", (INFORM,))
    if add_months(facts.complaint_on, values.complaint_months) < facts.today:
        return Verdict(code, CLOSED, "old_complaint", "mediation_conditions", (ANSWER,))
    return Verdict(code, OPEN, "theirs_to_start", "mediation_scope", (INFORM, START))


def conciliation(facts: Facts, values: Values) -> Verdict:
    """Free, without form, open to companies too (art. 1530 s. CPC)."""
    standing = parse(facts.standing)
    if facts.abroad:
        return Verdict(CONCILIATION, WARNING, "abroad", "amicable", (START,))
    if standing is Standing.PUBLIC:
        return Verdict(CONCILIATION, WARNING, "public_body", "", (START,))
    return Verdict(CONCILIATION, OPEN, "free_for_all", "amicable", (PROPOSE, START))


def mediation(facts: Facts, values: Values) -> Verdict:
    """Both sides choose a mediator and usually share the cost (art. 1530 s., 1536 s. CPC).

    Ours to propose only to whom no free mediator is reserved.
    """
    if is_consumer(facts.standing) and not facts.outside_scheme:
        return Verdict(MEDIATION, WARNING, "free_one_exists", "mediation_duty", (START,))
    acts = (PROPOSE, START) if parse(facts.standing) else (START,)
    return Verdict(MEDIATION, OPEN, "both_agree", "amicable", acts)


def business_mediator(facts: Facts, values: Values) -> Verdict:
    """The Médiateur des entreprises: free, between companies or with a public body."""
    code, rule = BUSINESS_MEDIATOR, "business_mediator"
    standing = parse(facts.standing)
    if standing is None:
        return Verdict(code, CLOSED, "unknown_standing", rule, (CONFIRM_STANDING,))
    if not (is_professional(standing) or standing is Standing.PUBLIC):
        return Verdict(code, CLOSED, "not_business", rule)
    if facts.in_court:
        return Verdict(code, WARNING, "in_court", rule, (START,))
    if facts.amount < values.business_floor:
        return Verdict(code, WARNING, "small_amount", rule, (START,))
    return Verdict(code, OPEN, "business", rule, (START,))


def association(facts: Facts, values: Values) -> Verdict:
    """A consumer may be helped by an association: we answer it, we do not call on it."""
    if parse(facts.standing) is None:
        return Verdict(ASSOCIATION, CLOSED, "unknown_standing", "", (CONFIRM_STANDING,))
    if not is_consumer(facts.standing):
        return Verdict(ASSOCIATION, CLOSED, "consumers_only")
    return Verdict(ASSOCIATION, OPEN, "theirs_to_call", "", (START,))


def participatory(facts: Facts, values: Values) -> Verdict:
    """Each side with a lawyer, under a written agreement with a term (art. 2062 s. C. civ.)."""
    return Verdict(PARTICIPATORY, WARNING, "lawyers_needed", "participatory", (START,))


RULES: dict[str, Callable[[Facts, Values], Verdict]] = {
    NEGOTIATION: negotiation,
    CONSUMER_MEDIATION: consumer_mediation,
    CONCILIATION: conciliation,
    MEDIATION: mediation,
    BUSINESS_MEDIATOR: business_mediator,
    ASSOCIATION: association,
    PARTICIPATORY: participatory,
}
#: What insolvency and over-indebtedness do not close: the consumer's own rights.
_THEIRS = frozenset({CONSUMER_MEDIATION, ASSOCIATION})


def judge(remedy: str, facts: Facts, values: Values) -> Verdict:
    """What is to be said of one way on the day.

    :raises KeyError: no rule is known for that code
    """
    verdict = RULES[remedy](facts, values)
    if remedy not in _THEIRS:
        verdict = _no_payment(facts, remedy) or verdict
    if remedy in facts.running:
        return verdict._replace(acts=tuple(act for act in verdict.acts if act != START))
    return verdict
