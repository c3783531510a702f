"""Payments set against interest first (art. 1343-1 C. civ.).

Doing so *is* claiming the interest, and leaves principal on an invoice the ledger may
show as paid. So it happens on the statement only, when the creditor chose it, beside
the balance as booked. Interest on the disputed part is not claimed and absorbs nothing;
the fixed indemnity comes last and absorbs nothing either.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .applied import RateBook
from .debts import CREDIT_ERROR, PAYMENT, UNDISPUTED, ZERO, Debt
from .interest import FROM_THE_START, Segment, add_segments, first_days
from .semesters import ONE_DAY
from .standing import Regime


class ImputedPayment(NamedTuple):
    """One payment, as split between interest and principal."""

    dated_on: date
    amount: Decimal
    to_interest: Decimal
    to_principal: Decimal
    reference: str
    source: str


class Imputation(NamedTuple):
    """The account of one invoice, interest first.

    ``principal_paid`` is what the payments left for the principal; ``interest_open`` the
    undisputed interest still unpaid.
    """

    payments: tuple[ImputedPayment, ...]
    segments: tuple[Segment, ...]
    principal_paid: Decimal
    interest_open: Decimal


def impute_interest_first(debt: Debt, regime: Regime, end: date, book: RateBook) -> Imputation:
    """Run the account of ``debt`` up to ``end``: accrue, then set each payment first
    against the interest accrued that day included, then against the principal."""
    lines: list[Segment] = []
    imputed: list[ImputedPayment] = []
    net = interest_open = principal_paid = ZERO
    timeline = _timeline(debt, regime)
    for rank, (day, _order, change, movement) in enumerate(timeline):
        if movement is None:
            net += change
        else:
            to_interest = min(movement.amount, interest_open)
            to_principal = movement.amount - to_interest
            interest_open -= to_interest
            net -= to_principal
            principal_paid += to_principal
            imputed.append(_imputed(movement, to_interest, to_principal))
        following = timeline[rank + 1][0] if rank + 1 < len(timeline) else None
        until = end if following is None else min(end, following - ONE_DAY)
        if net > 0 and day <= until:
            interest_open += add_segments(lines, debt, regime, book, day, until, net)
    return Imputation(tuple(imputed), tuple(lines), principal_paid, interest_open)


def _imputed(movement, to_interest, to_principal):
    return ImputedPayment(
        dated_on=movement.dated_on,
        amount=movement.amount,
        to_interest=to_interest,
        to_principal=to_principal,
        reference=movement.reference,
        source=movement.imputation_source,
    )


def _timeline(debt: Debt, regime: Regime):
    """What changes the account, by first day of effect; principal before payments."""
    timeline = [(day, 0, amount, None) for day, amount in first_days(debt, regime)]
    for movement in debt.movements:
        if movement.kind == CREDIT_ERROR:
            timeline.append((FROM_THE_START, 1, -movement.amount, None))
        elif movement.kind == PAYMENT:
            timeline.append((movement.dated_on + ONE_DAY, 2, ZERO, movement))
        else:
            timeline.append((movement.dated_on + ONE_DAY, 1, -movement.amount, None))
    return sorted(timeline, key=lambda change: change[:2])


def undisputed_interest(lines: tuple[Segment, ...]) -> Decimal:
    """Interest that may be claimed among the lines."""
    return sum((line.interest for line in lines if line.part == UNDISPUTED), ZERO)
