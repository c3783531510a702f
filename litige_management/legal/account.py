"""A customer's account: what was invoiced and paid, what is open, how old it is.

    account = make_account(lines, matches, as_of=date(2026, 11, 23))
    account.closing            # what the customer owes, credits set off
    account.open_lines         # every line not settled yet
    account.ages               # (bucket, amount): their sum and the credits make `closing`

Plain bookkeeping in one currency: amounts are Decimals, owed by the customer when positive.
Whatever the order of payments, ``closing == opening + movements == what is open``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)
#: Days late that start each bucket of ages, after what is not due yet. A habit of accountants.
AGES = (1, 31, 61, 91)
INVOICE, CREDIT_NOTE, PAYMENT, REFUND, OTHER, ELSEWHERE = KINDS = (
    "invoice",
    "credit_note",
    "payment",
    "refund",
    "other",
    "elsewhere",
)


class Line(NamedTuple):
    """One line of the customer's account in the books.

    ``entry`` groups the lines of one document; ``amount`` is owed when positive. A line that an
    entry moved to another account names its ``invoice``, ``dated_on`` the day of that.
    """

    key: int
    entry: int
    kind: str
    booked_on: date
    amount: Decimal
    due_on: date | None = None
    name: str = ""
    label: str = ""
    invoice: int | None = None
    dated_on: date | None = None


class Match(NamedTuple):
    """What was set off on one line on a day. ``amount`` is positive, in the line's currency.

    ``other`` is the line it was matched with; one that is not in the account (another
    currency, another customer) moves the sum out of it.
    """

    line: int
    other: int
    matched_on: date
    amount: Decimal
    other_name: str = ""


class OpenLine(NamedTuple):
    """A line that is not settled, ``amount`` what is left of it, ``days`` how late it is."""

    line: Line
    amount: Decimal
    days: int


class Movement(NamedTuple):
    """One transaction and the balance after it; a document is told once, on one line."""

    booked_on: date
    kind: str
    name: str
    label: str
    due_on: date | None
    amount: Decimal
    balance: Decimal = ZERO

    @property
    def debit(self) -> Decimal:
        """What it adds to the debt."""
        return max(self.amount, ZERO)

    @property
    def credit(self) -> Decimal:
        """What it takes from the debt."""
        return max(-self.amount, ZERO)


class Account(NamedTuple):
    """The account on a day: ``opening`` before ``since``, ``movements`` from then on."""

    as_of: date
    since: date | None
    opening: Decimal
    movements: tuple[Movement, ...]
    closing: Decimal
    open_lines: tuple[OpenLine, ...]
    ages: tuple[tuple[int, Decimal], ...]
    credits: Decimal

    @property
    def overdue(self) -> Decimal:
        """What should have been paid already, credits not set off."""
        return sum((amount for start, amount in self.ages if start), ZERO)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to print."""
        return not (self.opening or self.movements or self.open_lines)


class Charge(NamedTuple):
    """Interest and indemnity of one overdue invoice, asked for on top of the balance."""

    reference: str
    principal: Decimal
    interest: Decimal
    indemnity: Decimal

    @property
    def total(self) -> Decimal:
        """Both."""
        return self.interest + self.indemnity


class Charges(NamedTuple):
    """What is asked for on top of the balance in one currency, and the rates it was counted at."""

    lines: list[Charge]
    rates: tuple

    @property
    def total(self) -> Decimal:
        """All of it."""
        return sum((line.total for line in self.lines), ZERO)


def make_account(
    lines: Iterable[Line],
    matches: Iterable[Match],
    as_of: date,
    since: date | None = None,
) -> Account:
    """Return the account on ``as_of`` from every line of the books up to that day.

    :param since: first day of the period told transaction by transaction; without one all are.
    """
    known = {line.key: line for line in lines if line.booked_on <= as_of}
    kept = [match for match in matches if match.line in known and match.matched_on <= as_of]
    open_lines = _get_open(known, kept, as_of)
    movements = _get_movements(known, kept)
    before = [one for one in movements if since and one.booked_on < since]
    balance = opening = sum((one.amount for one in before), ZERO)
    told = []
    for one in movements[len(before) :]:
        balance += one.amount
        told.append(one._replace(balance=balance))
    owed = [one for one in open_lines if one.amount > 0]
    return Account(
        as_of,
        since,
        opening,
        tuple(told),
        balance,
        tuple(open_lines),
        _get_ages(owed),
        sum((one.amount for one in open_lines if one.amount < 0), ZERO),
    )


def _get_open(known, matches, as_of):
    left = {key: line.amount for key, line in known.items()}
    for match in matches:
        left[match.line] -= match.amount if known[match.line].amount > 0 else -match.amount
    found = []
    for key, amount in left.items():
        line = known[key]
        if amount:
            due_on = line.due_on or line.booked_on
            found.append(OpenLine(line, amount, max((as_of - due_on).days, 0)))
    return sorted(
        found,
        key=lambda one: (
            one.amount < 0,
            one.line.due_on or one.line.booked_on,
            one.line.booked_on,
            one.line.key,
        ),
    )


def _get_movements(known, matches):
    """Return the transactions, oldest first: one per document, and what left the account."""
    documents = {}
    for line in known.values():
        documents.setdefault(line.entry, []).append(line)
    movements = [
        Movement(
            min(line.booked_on for line in part),
            part[0].kind,
            part[0].name,
            part[0].label,
            max((line.due_on for line in part if line.due_on), default=None),
            sum((line.amount for line in part), ZERO),
        )
        for part in documents.values()
    ]
    movements += _get_moved_out(known, matches)
    # On the same day, what is owed comes before what pays it.
    return sorted(
        (one for one in movements if one.amount),
        key=lambda one: (one.booked_on, one.amount < 0, one.name),
    )


def _get_moved_out(known, matches):
    """Return what a match takes out of the account: set off elsewhere, or lost in exchange."""
    totals = {}
    for match in matches:
        sign = -1 if known[match.line].amount > 0 else 1
        if match.other in known:
            # Both sides are here: they cancel out, but for a difference of rounding.
            pair = (match.matched_on, min(match.line, match.other), max(match.line, match.other))
            name = ""
        else:
            pair, name = (match.matched_on, match.line, match.other), match.other_name
        total, _name = totals.get(pair, (ZERO, ""))
        totals[pair] = (total + sign * match.amount, name)
    return [
        Movement(matched_on, ELSEWHERE, known[key].name if key in known else "", name, None, total)
        for (matched_on, key, _other), (total, name) in totals.items()
        if total
    ]


def _get_ages(owed):
    starts = (0, *AGES)
    totals = dict.fromkeys(starts, ZERO)
    for one in owed:
        start = max(age for age in starts if age <= one.days)
        totals[start] += one.amount
    return tuple(totals.items())
