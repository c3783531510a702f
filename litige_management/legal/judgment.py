"""What a decision makes due: interest after it, five points more once it stays unpaid, instalments.

The sums granted bear interest at the legal rate, or at the rate the judge granted. Two months after
the decision became *enforceable* (not after it was given), the legal rate is raised (art. L313-3
CMF), except while the judge gave time to pay (art. 1343-5 C. civ.). Interest bears no interest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .applied import RateBook
from .debts import PAYMENT, ZERO, Debt, Instalment, Movement
from .execution import Receipt
from .interest import Segment, add_segments, overdue_curve
from .rates import LegalValues
from .semesters import ONE_DAY, add_months
from .standing import Regime

#: Parameter: months that a judge may give a debtor, at most (art. 1343-5 C. civ.).
GRACE_MONTHS = "grace_months"

#: Rates that a decision grants on the principal.
LEGAL_RATE, LATE_PAYMENT_RATE, AGREED_RATE, NO_INTEREST = (
    "legal",
    "late_payment",
    "agreed",
    "none",
)


class Granted(NamedTuple):
    """A sum granted, and the last day on which it does not bear interest yet."""

    amount: Decimal
    runs_after: date


class Decision(NamedTuple):
    """What decides the interest after a decision.

    :param sums: principal with its own start, then what bears interest from the decision
    :param enforceable_on: ``None`` while it is not
    :param grace_until: last day of the time given by the judge
    :param rate: ``LEGAL_RATE``, ``LATE_PAYMENT_RATE``, ``AGREED_RATE`` or ``NO_INTEREST``
    :param agreed_percent: per cent a year, for ``AGREED_RATE``
    """

    sums: tuple[Granted, ...]
    enforceable_on: date | None = None
    grace_until: date | None = None
    rate: str = LEGAL_RATE
    agreed_percent: Decimal | None = None


def interest_after(
    decision: Decision, receipts: Iterable[Receipt], until: date, values: LegalValues
) -> list[Segment]:
    """Lines of interest up to ``until`` inclusive, each with its days, rate and sources.

    Payments lower the sums that bear interest, the oldest first; a payment still bears interest on
    its own day.

    :raises MissingLegalValue: the law of one of these semesters is not in the tables
    """
    sums = [one for one in decision.sums if one.amount > 0]
    if decision.rate == NO_INTEREST or not sums:
        return []
    regime = Regime.LEGAL_FROM_NOTICE if decision.rate == LEGAL_RATE else Regime.LATE_PAYMENT
    debt = Debt(
        key=None,
        reference="",
        instalments=tuple(Instalment(one.runs_after, one.amount) for one in sums),
        movements=tuple(
            Movement(PAYMENT, one.day, one.amount) for one in sorted(receipts) if one.amount > 0
        ),
        notice_on=min(one.runs_after for one in sums),
        enforceable_on=decision.enforceable_on,
        contract_rate=decision.agreed_percent if decision.rate == AGREED_RATE else None,
    )
    starts = [(one.runs_after + ONE_DAY, one.amount) for one in sums]
    return _lines(debt, regime, starts, until, decision.grace_until, RateBook(values))


def _lines(debt, regime, starts, end, grace_until, book):
    lines: list[Segment] = []
    calm = debt._replace(enforceable_on=None)
    curve = overdue_curve(starts, debt)
    for rank, (day, overdue) in enumerate(curve):
        following = curve[rank + 1][0] - ONE_DAY if rank + 1 < len(curve) else end
        until = min(end, following)
        if not overdue:
            continue
        if grace_until and day <= grace_until:
            add_segments(lines, calm, regime, book, day, min(until, grace_until), overdue)
            day = grace_until + ONE_DAY
        add_segments(lines, debt, regime, book, day, until, overdue)
    return lines


def majorated_from(
    enforceable_on: date | None, values: LegalValues, grace_until: date | None = None
) -> date | None:
    """First day of the raised rate, ``None`` while the decision is not enforceable."""
    if not enforceable_on:
        return None
    months = values.parameter("judgment_majoration_months", enforceable_on)
    day = add_months(enforceable_on, int(months.value)) + ONE_DAY
    return max(day, grace_until + ONE_DAY) if grace_until else day


def total(lines: Iterable[Segment]) -> Decimal:
    """Interest of all lines."""
    return sum((line.interest for line in lines), ZERO)


def last_grace_day(decided_on: date, values: LegalValues) -> date:
    """The last day to which a judge may put off or spread a payment."""
    return add_months(decided_on, int(values.parameter(GRACE_MONTHS, decided_on).value))


class Share(NamedTuple):
    """One head of claim: what was asked and what was granted."""

    name: str
    claimed: Decimal
    granted: Decimal

    @property
    def refused(self) -> Decimal:
        """What was asked in vain; a judge never grants more than what was asked."""
        return max(self.claimed - self.granted, ZERO)


def result(shares: Sequence[Share]) -> str:
    """``"granted"``, ``"partly"`` or ``"refused"``: what the decision is, taken as a whole."""
    if not any(share.granted > 0 for share in shares):
        return "refused"
    return "partly" if any(share.refused > 0 for share in shares) else "granted"
