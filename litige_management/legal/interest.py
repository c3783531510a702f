"""Late-payment interest on one invoice, segment by segment, and the fixed indemnity.

A segment is a run of days with the same rate and the same overdue principal. Its first
day is the day after the due date (or after the formal notice took effect), its last the
day of a payment, of the rate's last day, or of the statement, all inclusive:

    interest = round half up (principal x percent x days / (100 x 365))

The year basis comes from the legal parameters; a leap day counts as a day. A due date
that falls on a holiday is not moved: that rule is for court deadlines, not for prices.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from . import rates
from .applied import CONTRACT, LEGAL_MAJORATED, AppliedRate, RateBook
from .debts import (
    CREDIT_ERROR,
    DISPUTED,
    UNDISPUTED,
    ZERO,
    Debt,
    StatementRefused,
)
from .semesters import ONE_DAY
from .standing import Regime, Standing, late_payment_regime

#: Before any due date, with a day before it: where credit notes for error count.
FROM_THE_START = date.min + ONE_DAY
_CENT = Decimal("0.01")


class Segment(NamedTuple):
    """One printed line of interest; both dates are inclusive."""

    date_from: date
    date_to: date
    days: int
    principal: Decimal
    interest: Decimal
    part: str
    rate: AppliedRate


class Indemnity(NamedTuple):
    """Fixed recovery indemnity: ``count`` times ``amount``, ``part`` as for segments."""

    amount: Decimal
    count: int
    part: str
    date_from: date
    source: str

    @property
    def total(self) -> Decimal:
        """Euros asked for, or only shown, on this invoice."""
        return self.amount * self.count


def regime_of(debt: Debt, as_of: date, for_declaration: bool = False) -> Regime:
    """The regime that governs the debt on that day.

    :param for_declaration: the statement goes to the insolvency representative (declared
        claim), not to the debtor: allowed, interest stopped the day before the judgment.
    :raises StatementRefused: unknown standing, public body, insolvent or over-indebted.
    """
    if debt.insolvent or debt.insolvent_on:
        opened_on = debt.insolvent_on
        known_later = opened_on is not None and as_of < opened_on
        declared = for_declaration and opened_on is not None
        if not (known_later or declared):
            raise _refusal("insolvent", debt, opened_on=opened_on)
    if debt.over_indebted:
        raise _refusal("over_indebted", debt)
    regime = late_payment_regime(debt.standing, debt.late_payment_agreed)
    if regime is None:
        public = debt.standing == Standing.PUBLIC
        raise _refusal("public_body" if public else "unknown_standing", debt)
    return regime


def _refusal(code, debt, **params):
    return StatementRefused(code, key=debt.key, reference=debt.reference, **params)


def last_day(debt: Debt, as_of: date) -> date:
    """Last day that bears interest: the statement's date, or the day before the
    insolvency judgment (art. L622-28 C. com.)."""
    if debt.insolvent_on and debt.insolvent_on <= as_of:
        return debt.insolvent_on - ONE_DAY
    return as_of


def first_days(debt: Debt, regime: Regime) -> list[tuple[date, Decimal]]:
    """First interest day and amount of each instalment; empty while nothing runs.

    Under the legal regime nothing runs before a notice that lists this invoice took
    effect, nor on an instalment not yet due by then. Interest itself bears none.
    """
    if not debt.bears_interest:
        return []
    if regime is Regime.LATE_PAYMENT:
        return [(due_on + ONE_DAY, amount) for due_on, amount in debt.instalments]
    if debt.notice_on is None:
        return []
    notice_on = debt.notice_on
    return [(max(due_on, notice_on) + ONE_DAY, amount) for due_on, amount in debt.instalments]


def overdue_curve(starts: list[tuple[date, Decimal]], debt: Debt) -> list[tuple[date, Decimal]]:
    """Overdue principal from each day it changes, in order.

    What was paid or credited fills the oldest due instalment first, so the overdue
    principal is what is due less what was received, never below zero. A payment still
    bears interest on its own day. A credit note for error counts from the start, on
    whatever day it was written: that part of the price was never due.
    """
    changes = list(starts)
    for movement in debt.movements:
        if movement.kind == CREDIT_ERROR:
            changes.append((FROM_THE_START, -movement.amount))
        else:
            changes.append((movement.dated_on + ONE_DAY, -movement.amount))
    changes.sort()
    curve: list[tuple[date, Decimal]] = []
    net = ZERO
    for day, change in changes:
        net += change
        if curve and curve[-1][0] == day:
            curve.pop()
        curve.append((day, net if net > 0 else ZERO))
    return curve


def segments(debt: Debt, regime: Regime, end: date, book: RateBook) -> list[Segment]:
    """Lines of interest up to ``end`` inclusive, with payments as the ledger booked them.

    The disputed part of the overdue principal has its own lines: a payment fills the
    undisputed part first.
    """
    starts = first_days(debt, regime)
    if not starts:
        return []
    curve = overdue_curve(starts, debt)
    lines: list[Segment] = []
    rank_of_last = len(curve) - 1
    for rank, (day, overdue) in enumerate(curve):
        if not overdue or day > end:
            continue
        until = end if rank == rank_of_last else min(end, curve[rank + 1][0] - ONE_DAY)
        add_segments(lines, debt, regime, book, day, until, overdue)
    return lines


def add_segments(
    lines: list[Segment],
    debt: Debt,
    regime: Regime,
    book: RateBook,
    start: date,
    end: date,
    overdue: Decimal,
) -> Decimal:
    """Append the lines of a run of days with one principal.

    :return: the interest of the undisputed part over these days.
    """
    disputed = min(debt.disputed, overdue)
    undisputed = overdue - disputed
    kind = book.kind_for(debt, regime)
    majorated = book.majorated_from(debt, kind) if debt.enforceable_on else None
    quantum = _CENT if debt.decimals == 2 else Decimal(1).scaleb(-debt.decimals)
    gained = ZERO
    while start <= end:
        stop = end
        current = kind
        if majorated:
            if start >= majorated:
                current = LEGAL_MAJORATED
            else:
                stop = min(end, majorated - ONE_DAY)
        for first, last, rate in book.periods(current, start, debt):
            first = max(first, start)
            last = min(last, stop)
            if first > last:
                continue
            days = (last - first).days + 1
            weight = rate.percent * days
            if undisputed:
                interest = undisputed * weight / rate.divisor
                interest = interest.quantize(quantum, ROUND_HALF_UP)
                gained += interest
                lines.append(Segment(first, last, days, undisputed, interest, UNDISPUTED, rate))
            if disputed:
                interest = disputed * weight / rate.divisor
                interest = interest.quantize(quantum, ROUND_HALF_UP)
                lines.append(Segment(first, last, days, disputed, interest, DISPUTED, rate))
            start = last + ONE_DAY
    return gained


def indemnity(
    debt: Debt,
    regime: Regime,
    end: date,
    book: RateBook,
    per_instalment: bool = False,
) -> Indemnity | None:
    """Fixed indemnity of a late invoice, or ``None`` when nothing was late.

    One per invoice; one per late instalment only by explicit choice. It belongs to the
    disputed part, and is then shown only, when nothing else was late. The law fixes it in
    euros: nothing is added to an account in another currency.
    """
    if regime is not Regime.LATE_PAYMENT or debt.currency != "EUR" or not debt.bears_interest:
        return None
    count, part, late_on = _lateness(debt, end)
    if not count:
        return None
    value = book.values.parameter(rates.FIXED_INDEMNITY, late_on)
    return Indemnity(
        amount=value.value,
        count=count if per_instalment else 1,
        part=part,
        date_from=late_on,
        source=value.source,
    )


def _lateness(debt: Debt, end: date) -> tuple[int, str, date | None]:
    """Late instalments by ``end``, the part they belong to, the first late day."""
    if len(debt.instalments) == 1 and not debt.movements:
        due_on, amount = debt.instalments[0]
        if due_on >= end:
            return 0, UNDISPUTED, None
        part = DISPUTED if amount <= debt.disputed else UNDISPUTED
        return 1, part, due_on + ONE_DAY
    never_due = sum((m.amount for m in debt.movements if m.kind == CREDIT_ERROR), ZERO)
    count, late_on, part = 0, None, DISPUTED
    due_so_far = ZERO
    for due_on, amount in sorted(debt.instalments):
        due_so_far += amount
        if due_on >= end:
            break
        received_in_time = never_due + sum(
            m.amount for m in debt.movements if m.kind != CREDIT_ERROR and m.dated_on <= due_on
        )
        late = min(amount, due_so_far - received_in_time)
        if late <= 0:
            continue
        count += 1
        late_on = late_on or due_on + ONE_DAY
        if due_so_far - received_in_time > debt.disputed:
            part = UNDISPUTED
    return count, part, late_on


def floor_notes(lines: list[Segment], book: RateBook) -> list:
    """Notes on the semesters where a contractual rate is below its legal floor."""
    notes = []
    seen = set()
    for line in lines:
        rate = line.rate
        if rate.kind == CONTRACT and rate.semester not in seen:
            seen.add(rate.semester)
            note = book.floor_note(rate)
            if note:
                notes.append(note)
    return notes
