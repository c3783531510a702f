"""Legal-protection insurance: whether a contract covers a dispute, and until when to declare it.

* the loss (*sinistre*) is the refusal, or the silence, opposed to a claim that the insured makes or
  receives (art. L127-2-1 C. assur.): never the day of the invoice;
* it is declared within the time of the contract, which is never shorter than a few working days; a
  late declaration forfeits the cover only if the contract says so and the insurer proves its harm
  (art. L113-2);
* what is spent before the declaration is not reimbursed unless it was urgent (art. L127-2-2);
* what the insurer owes is claimed within a time (art. L114-1) that a registered letter to the
  insurer starts again (art. L114-2).

Delays are handed in by the caller, as they stand on the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from . import deadlines
from .semesters import add_months
from .verdict import CLOSED, OPEN, WARNING, Verdict

COVER = "insurance"

#: Parameters: the shortest time to declare (working days), the time to sue the insurer (months).
MIN_DAYS, ACTION_MONTHS = "insurer_min_days", "insurer_action_months"

#: Whether a contract leaves out invoices that are merely unpaid.
YES, NO, UNKNOWN = "yes", "no", "unknown"

#: What an insurer answers.
ACCEPTED, REFUSED = "accepted", "refused"

#: Rules: their citations are dated data.
LOSS, EARLY_COSTS, DELAY = "insurance_loss", "insurance_early_costs", "insurance_delay"
ACTION, DISAGREEMENT = "insurance_action", "insurance_disagreement"


class Policy(NamedTuple):
    """What a contract says.

    :param date_from: the first day of its cover
    :param date_to: its last day; ``None`` while it is renewed by itself
    :param waiting_months: losses of its first months are not covered
    :param threshold: below this amount at stake, the insurer does not step in
    :param excludes_unpaid: ``YES``, ``NO`` or ``UNKNOWN``: invoices that nobody contests
    """

    date_from: date
    date_to: date | None = None
    waiting_months: int = 0
    threshold: Decimal = Decimal(0)
    excludes_unpaid: str = UNKNOWN


class Facts(NamedTuple):
    """What decides whether a contract covers a dispute.

    :param today: the day the question is asked
    :param amount: what is at stake, in the currency of the contract
    :param loss_on: the day of the refusal or silence; ``None`` before any
    :param known_on: the day since when the company knows of the trouble
    :param contested: the customer contests something: more than an unpaid invoice
    :param declare_by: the last day to declare (:func:`declare_by`)
    :param declared_on: the day it was declared
    :param action_by: the last day to sue the insurer (:func:`action_by`)
    :param answer: ``ACCEPTED``, ``REFUSED`` or empty
    """

    today: date
    amount: Decimal
    loss_on: date | None = None
    known_on: date | None = None
    contested: bool = False
    declare_by: date | None = None
    declared_on: date | None = None
    action_by: date | None = None
    answer: str = ""


# === DAYS === #


def declare_by(
    loss_on: date,
    min_days: int,
    calendar: deadlines.Calendar,
    contract_days: int = 0,
    unit: str = deadlines.WORKING_DAYS,
) -> date:
    """The last day to declare a loss: that of the contract, never sooner than the law allows.

    :param min_days: shortest time, in working days (value of :data:`MIN_DAYS`; art. L113-2 4°)
    :param contract_days: time given by the contract, 0 when it is not known
    :param unit: of ``contract_days``: ``"working_days"`` or ``"days"``
    :raises ValueError: a negative delay
    """
    floor = deadlines.working_days(loss_on, min_days, calendar)
    if not contract_days:
        return floor
    counted = calendar if unit == deadlines.WORKING_DAYS else None
    return max(floor, deadlines.last_day(loss_on, contract_days, unit, calendar=counted))


def action_by(loss_on: date, interruptions: Iterable[date], months: int) -> date:
    """The last day to sue the insurer for what it owes (art. L114-1 and L114-2).

    :param interruptions: days of registered letters to the insurer about what it owes; one sent
        when the time was over starts nothing again
    :param months: value of :data:`ACTION_MONTHS`
    """
    end = add_months(loss_on, months)
    for day in sorted(interruptions):
        if loss_on <= day <= end:
            end = add_months(day, months)
    return end


# === COVER === #


def coverage(policy: Policy, facts: Facts) -> Verdict:
    """Say whether a contract covers a dispute, with the one reason that decides.

    Never more than what was recorded of the contract: an open answer is what the insurer has to
    confirm, save when it has answered.
    """
    return (
        _answered(facts) or _left_out(policy, facts) or _to_check(policy, facts) or _covered(facts)
    )


def _say(status: str, reason: str, rule: str = "", day: date | None = None) -> Verdict:
    return Verdict(COVER, status, reason, rule, day=day)


def _answered(facts: Facts) -> Verdict | None:
    """The insurer's own answer comes before what we think of its contract."""
    if facts.answer == ACCEPTED:
        return _say(OPEN, "accepted")
    if facts.answer == REFUSED:
        return _say(CLOSED, "refused", DISAGREEMENT, facts.action_by)
    return None


def _left_out(policy: Policy, facts: Facts) -> Verdict | None:
    """What the contract leaves out for certain."""
    loss = facts.loss_on or facts.today
    if loss < policy.date_from:
        return _say(CLOSED, "before_period", day=policy.date_from)
    if policy.date_to and loss > policy.date_to:
        return _say(CLOSED, "after_period", day=policy.date_to)
    opens_on = add_months(policy.date_from, policy.waiting_months)
    if loss < opens_on:
        return _say(CLOSED, "waiting", day=opens_on)
    if facts.amount < policy.threshold:
        return _say(CLOSED, "below_threshold")
    if policy.excludes_unpaid == YES and not facts.contested:
        return _say(CLOSED, "excluded")
    return None


def _to_check(policy: Policy, facts: Facts) -> Verdict | None:
    """What the insurer may object, the gravest first."""
    if not facts.loss_on:
        return _say(WARNING, "no_loss", LOSS)
    reference = facts.declared_on or facts.today
    if facts.action_by and facts.action_by < reference:
        return _say(WARNING, "time_barred", ACTION, facts.action_by)
    if facts.declare_by and facts.declare_by < reference:
        reason = "declared_late" if facts.declared_on else "late"
        return _say(WARNING, reason, DELAY, facts.declare_by)
    if facts.known_on and facts.known_on < policy.date_from:
        return _say(WARNING, "known_before", day=policy.date_from)
    if policy.excludes_unpaid == YES:
        return _say(WARNING, "contested_only")
    if policy.excludes_unpaid == UNKNOWN and not facts.contested:
        return _say(WARNING, "exclusion_unknown")
    return None


def _covered(facts: Facts) -> Verdict:
    if facts.declared_on:
        return _say(OPEN, "declared", day=facts.declared_on)
    return _say(OPEN, "covered", LOSS, facts.declare_by)
