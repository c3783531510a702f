"""What a letter may announce to an unpaid debtor: what the law leaves open, and no more.

Announcing an action that is not legally possible is an aggressive practice (art. L121-6 5°
C. conso.). Nothing is decided here: :mod:`.judicial` says what is open, for letters and screens.
"""

from __future__ import annotations

from typing import NamedTuple

from . import judicial
from .judicial import LAWSUIT, PAYMENT_ORDER, Facts, Values

CONCILIATION = "conciliation"

#: Reasons why suing waits for an amicable attempt: a letter proposes one then.
_ATTEMPT_FIRST = frozenset({"attempt_required", "attempt_court_unknown"})


class FollowUp(NamedTuple):
    """One open way.

    :param code: ``PAYMENT_ORDER``, ``LAWSUIT`` or ``CONCILIATION``;
    :param rule: code of the rule it rests on: its citation is dated data, not known here;
    :param court: of :mod:`.courts`, or ``None`` when it is not settled;
    :param partial: open for the undisputed part only.
    """

    code: str
    rule: str
    court: str | None = None
    partial: bool = False


def follow_ups(facts: Facts, values: Values) -> tuple[FollowUp, ...]:
    """The ways open today, the lightest first; none when nothing may be claimed.

    Nothing is announced to an over-indebted consumer, who may not pay even if there is a title.
    """
    if facts.over_indebted:
        return ()
    found = []
    suit = judicial.judge(LAWSUIT, facts, values)
    if suit.reason in _ATTEMPT_FIRST:
        found.append(FollowUp(CONCILIATION, "amicable_attempt"))
    order = judicial.judge(PAYMENT_ORDER, facts, values)
    if order.is_open:
        found.append(FollowUp(PAYMENT_ORDER, "payment_order", order.court, order.partial))
    if suit.is_open:
        found.append(FollowUp(LAWSUIT, "", suit.court))
    return tuple(found)
