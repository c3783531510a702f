"""How an agreement is carried out: payments fill its instalments, soonest due first.

>>> plan = [Instalment(date(2027, 1, 31), Decimal(100)), Instalment(date(2027, 2, 28), Decimal(50))]
>>> result = fill(plan, [Receipt(date(2027, 1, 20), Decimal(120))])
>>> [(line.paid, line.done_on) for line in result.lines]
[(Decimal('100'), datetime.date(2027, 1, 20)), (Decimal('20'), None)]
>>> result.open, result.surplus
(Decimal('30'), Decimal('0'))

The order in which payments are booked never matters: their day and their amount do. What is left
if the agreement fails is counted twice, and never mixed: under the agreement (:func:`balance` of
the amount to pay), and by the original claim (:func:`balance` of the amount it came from).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)

PRINCIPAL, INTEREST = ORDERS = ("principal", "interest")


class Instalment(NamedTuple):
    """What is to be paid, and the last day to pay it."""

    due_on: date
    amount: Decimal


class Receipt(NamedTuple):
    """What came in, and when."""

    day: date
    amount: Decimal


class Filled(NamedTuple):
    """One instalment and what payments left of it; ``done_on``: the day it was paid in full."""

    instalment: Instalment
    paid: Decimal
    done_on: date | None

    @property
    def open(self) -> Decimal:
        """What is still to be paid."""
        return self.instalment.amount - self.paid

    def is_late(self, today: date, grace_days: int = 0) -> bool:
        """Whether it is unpaid after its last day in time, days of grace included."""
        return self.open > 0 and today > last_day(self.instalment.due_on, grace_days)


class Execution(NamedTuple):
    """The instalments in the order given, and what was received beyond them."""

    lines: tuple[Filled, ...]
    surplus: Decimal

    @property
    def paid(self) -> Decimal:
        """All that the instalments received."""
        return sum((line.paid for line in self.lines), ZERO)

    @property
    def open(self) -> Decimal:
        """All that they still lack."""
        return sum((line.open for line in self.lines), ZERO)


class Balance(NamedTuple):
    """What is left of a sum made of principal and charges, and what it received beyond."""

    principal: Decimal
    charges: Decimal
    surplus: Decimal

    @property
    def total(self) -> Decimal:
        """What is left to pay."""
        return self.principal + self.charges


def fill(instalments: Sequence[Instalment], receipts: Iterable[Receipt]) -> Execution:
    """Fill ``instalments`` with ``receipts``: the soonest due first, by the oldest payment first.

    :raises ValueError: a negative amount
    """
    instalments, receipts = list(instalments), list(receipts)
    if any(one.amount < 0 for one in (*instalments, *receipts)):
        raise ValueError("Neither an instalment nor a payment is negative")
    paid = [ZERO] * len(instalments)
    done: list[date | None] = [None] * len(instalments)
    # Equal dates keep the order in which the agreement lists them.
    waiting = sorted(range(len(instalments)), key=lambda rank: instalments[rank].due_on)
    surplus = ZERO
    for receipt in sorted(receipts):
        left = receipt.amount
        while waiting and left > 0:
            rank = waiting[0]
            part = min(left, instalments[rank].amount - paid[rank])
            paid[rank] += part
            left -= part
            if paid[rank] == instalments[rank].amount:
                done[rank] = receipt.day
                waiting.pop(0)
        surplus += left
    lines = zip(instalments, paid, done, strict=True)
    return Execution(tuple(Filled(*line) for line in lines), surplus)


def balance(principal: Decimal, charges: Decimal, paid: Decimal, order: str = PRINCIPAL) -> Balance:
    """What ``paid`` leaves of ``principal`` and ``charges``, set against one first.

    :param order: ``PRINCIPAL`` or ``INTEREST``: what a payment extinguishes first
    :raises ValueError: a negative amount, or another order
    """
    if order not in ORDERS:
        raise ValueError(f"Unknown order of imputation {order!r}")
    if min(principal, charges, paid) < 0:
        raise ValueError("Neither what is due nor what was paid is negative")
    first, second = (principal, charges) if order == PRINCIPAL else (charges, principal)
    to_first = min(first, paid)
    to_second = min(second, paid - to_first)
    left = first - to_first, second - to_second
    if order == INTEREST:
        left = left[::-1]
    return Balance(*left, surplus=paid - to_first - to_second)


def last_day(due_on: date, grace_days: int = 0) -> date:
    """The last day on which an instalment is still paid in time."""
    return due_on + timedelta(days=grace_days)


def cure_until(effective_on: date, cure_days: int) -> date:
    """The last day left by a notice of default: the day it took effect does not count."""
    return effective_on + timedelta(days=cure_days)
