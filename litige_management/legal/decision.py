"""What was decided on a claim, as far as it says what may still be done against it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

#: What was decided: a payment order, a judgment, an interim ruling, a ruling on appeal.
ORDER, JUDGMENT, SUMMARY, RULING = KINDS = ("order", "judgment", "summary", "ruling")


class Decision(NamedTuple):
    """The last decision given on the claim.

    :param kind: one of :data:`KINDS`
    :param amount: what was claimed, which says whether an appeal is open
    :param until: last day to act against it, ``None`` while nobody notified it
    :param by_default: the side that lost did not appear, and was not summoned in person
    :param reopens: a payment order was not served in person, and no act was since: the delay to
        oppose it runs from the first one, or the first seizure (art. 1416, al. 2, CPC)
    """

    kind: str
    amount: Decimal
    until: date | None = None
    by_default: bool = False
    reopens: bool = False

    def is_final(self, ceiling: Decimal) -> bool:
        """Whether no appeal is open: the claim is within the court's last resort."""
        return self.kind in (JUDGMENT, SUMMARY) and self.amount <= ceiling
