"""What is left of the original claim when an agreement fails (art. 1343-1 C. civ.).

The payments of the agreement are counted again, one by one, on the day each came: on the interest
and indemnities accrued that day and then on the principal, or the other way round, as the parties
agreed; the oldest invoice first (art. 1342-10). What a payment leaves of the principal goes on
bearing interest: it cannot be counted once for all at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .applied import RateBook
from .debts import CREDIT_ERROR, PAYMENT, WRITE_OFF, ZERO, Debt, Movement
from .execution import INTEREST, ORDERS, Balance, Receipt
from .interest import last_day, segments
from .standing import Regime


class Returned(NamedTuple):
    """One invoice of a failed agreement.

    :param due: the principal due on the day of the agreement, as the deed states it
    :param waived: what of it stays given up all the same, from that day
    :param indemnity: the fixed indemnity of its late payment
    """

    debt: Debt
    regime: Regime
    due: Decimal
    waived: Decimal = ZERO
    indemnity: Decimal = ZERO


def returned_claim(
    invoices: Sequence[Returned],
    receipts: Iterable[Receipt],
    agreed_on: date,
    as_of: date,
    book: RateBook,
    order: str,
) -> Balance:
    """Principal and charges left on ``as_of``, once the payments of the agreement are counted.

    :param receipts: what came in by the agreement; what came before is already out of ``due``
    :param order: ``PRINCIPAL`` or ``INTEREST``: what a payment extinguishes first
    :raises ValueError: another order
    :raises MissingLegalValue: a rate is not in the tables
    """
    if order not in ORDERS:
        raise ValueError(f"Unknown order of imputation {order!r}")
    invoices = sorted(invoices, key=lambda one: min(one.debt.instalments).due_on)
    debts = [_as_agreed(one, agreed_on) for one in invoices]
    left = [one.due - one.waived for one in invoices]
    fixed = sum((one.indemnity for one in invoices), ZERO)
    charges_paid = surplus = ZERO

    def charges_on(day):
        interest = (
            line.interest
            for debt, one in zip(debts, invoices, strict=True)
            for line in segments(debt, one.regime, last_day(debt, day), book)
        )
        return max(ZERO, sum(interest, fixed) - charges_paid)

    for receipt in sorted(receipts):
        if receipt.day > as_of:
            continue
        rest = receipt.amount
        if order == INTEREST:
            part = min(rest, charges_on(receipt.day))
            charges_paid += part
            rest -= part
        for rank, due in enumerate(left):
            part = min(rest, due)
            if part:
                debts[rank] = _with(debts[rank], Movement(PAYMENT, receipt.day, part))
                left[rank] -= part
                rest -= part
        if order != INTEREST:
            part = min(rest, charges_on(receipt.day))
            charges_paid += part
            rest -= part
        surplus += rest
    return Balance(sum(left, ZERO), charges_on(as_of), surplus)


def _as_agreed(one: Returned, agreed_on: date) -> Debt:
    """The invoice as it stood in the agreement: nothing received since, nothing disputed any more.

    What lowered it before stays where it was booked. Whatever else the deed leaves out is no longer
    claimed from its day.
    """
    debt = one.debt._replace(movements=(), disputed=ZERO)
    gone = debt.principal - one.due
    for movement in sorted(
        one.debt.movements, key=lambda line: (line.kind != CREDIT_ERROR, line.dated_on)
    ):
        part = min(movement.amount, gone)
        if part > 0:
            debt = _with(debt, movement._replace(amount=part))
            gone -= part
    gone += one.waived
    return _with(debt, Movement(WRITE_OFF, agreed_on, gone)) if gone else debt


def _with(debt: Debt, movement: Movement) -> Debt:
    return debt._replace(movements=(*debt.movements, movement))
