"""Until when a claim can be sued for, and why.

The period runs from the performance, or from the due date when the contract agreed one, for each
instalment on its own (art. 2224 and 2233 C. civ., L218-2 C. conso.). It is counted to the day, and
a week-end does not extend it (art. 2228, 2229).

Only a closed list moves it. *Interruption* starts the whole period again (art. 2231): a written
acknowledgment, even of a part, for the whole debt (art. 2240); a claim in court, until it ends, and
never if it was withdrawn, lapsed or dismissed (art. 2241 to 2243); a conservatory measure or an act
of enforcement (art. 2244). *Suspension* stops it for a while (art. 2238, 2239). A formal notice,
even registered, a request for a payment order, talks, offers or a promise by telephone move
nothing: no kind of event exists for them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from . import suspension
from .semesters import add_months
from .standing import Standing, parse

#: What interrupts...
ACKNOWLEDGMENT, COURT_CLAIM, ENFORCEMENT, TITLE = INTERRUPTIONS = (
    "acknowledgment",
    "court_claim",
    "enforcement",
    "title",
)
#: ... and what suspends.
AMICABLE, EXPERTISE = SUSPENSIONS = ("amicable", "expertise")
KINDS = (*INTERRUPTIONS, *SUSPENSIONS)

#: Code of the citation each kind of event rests on.
RULES = {
    ACKNOWLEDGMENT: "acknowledgment",
    COURT_CLAIM: "limitation_court_claim",
    ENFORCEMENT: "limitation_enforcement",
    TITLE: "limitation_title",
    AMICABLE: "suspension",
    EXPERTISE: "limitation_expertise",
}
#: How a claim in court may end so that it never interrupted anything (art. 2243 C. civ.).
LOST_OUTCOMES = frozenset({"withdrawn", "lapsed", "dismissed", "inadmissible", "rejected"})

#: What the claim is, when its debtor's standing does not say it all.
USUAL, CARRIAGE = NATURES = ("usual", "carriage")
#: Periods: code of the parameter (months), and of the citation.
CONSUMER = ("limitation_consumer_months", "limitation_consumer")
GENERAL = ("limitation_general_months", "limitation_general")
TRADE = ("limitation_trade_months", "limitation_trade")
CARRIAGE_PERIOD = ("limitation_carriage_months", "limitation_carriage")
PUBLIC = ("limitation_public_months", "limitation_public")
#: Other parameters (months).
TITLE_MONTHS = "limitation_title_months"
CEILING_MONTHS = "limitation_ceiling_months"

#: Where the period stands.
RUNNING, SUSPENDED, IN_COURT = "running", "suspended", "in_court"
#: What became of an event.
COUNTED, TOO_LATE, LOST = "counted", "too_late", "lost"


class Event(NamedTuple):
    """Something on the closed list.

    :param kind: one of :data:`KINDS`
    :param day: when it happened; for a claim in court or a suspension, when it began
    :param ended_on: when that ended, ``None`` while it lasts
    :param lost: a claim in court that was withdrawn, lapsed or dismissed (art. 2243)
    :param months: the period from now on, when it is another one (an enforceable title)
    :param key: whatever the caller knows the event by
    """

    kind: str
    day: date
    ended_on: date | None = None
    lost: bool = False
    months: int | None = None
    key: object = None


class Line(NamedTuple):
    """What one event did: ``limit`` is the last day to sue after it, ``None`` while it lasts."""

    event: Event
    outcome: str
    limit: date | None


class Course(NamedTuple):
    """Where the period stands.

    :param limit: the last day to sue, ``None`` while nothing runs
    :param state: ``RUNNING``, ``SUSPENDED`` or ``IN_COURT``
    """

    start: date
    limit: date | None
    state: str
    lines: tuple[Line, ...] = ()


def periods(
    standing: str | None, confirmed: bool, nature: str = USUAL
) -> tuple[tuple[str, str], tuple[str, str]]:
    """The periods to count with, as (safe, arguable) pairs of codes.

    As long as nobody has checked what the customer is, the safe one is the shortest that may
    apply, a consumer's.
    """
    if nature == CARRIAGE:
        return CARRIAGE_PERIOD, CARRIAGE_PERIOD
    found = parse(standing)
    stated = {
        Standing.CONSUMER: CONSUMER,
        Standing.MERCHANT: TRADE,
        Standing.PUBLIC: PUBLIC,
    }.get(found, GENERAL)
    return (stated if confirmed and found else CONSUMER), stated


def starts(
    performed_on: date | None, due_on: date | None, due_agreed: bool, issued_on: date | None = None
) -> tuple[date | None, date | None]:
    """The days that start the period of one instalment, as (safe, arguable).

    :param performed_on: the day the works or the delivery were completed, when it is known
    :param due_agreed: a person checked that the contract agreed the due date (art. 2233, 3°)
    :param issued_on: the day of the invoice: while the performance is unknown, it stands for it on
        the safe side, though an invoice sent late is later than the performance
    """
    if due_on and due_agreed:
        return due_on, due_on
    known = [day for day in (performed_on or issued_on, due_on) if day]
    return min(known, default=None), due_on or performed_on or issued_on


def public_start(day: date) -> date:
    """A public body's debts lapse with whole years: from the end of the year (loi 68-1250)."""
    return date(day.year, 12, 31)


def run(
    start: date,
    months: int,
    events: Iterable[Event] = (),
    *,
    floor_months: int,
    ceiling_months: int | None = None,
) -> Course:
    """Count the period from its start through the events, and tell what each of them did.

    :param months: the length of the period
    :param floor_months: least time left after a suspension (art. 2238, 2239)
    :param ceiling_months: acknowledgments and suspensions never carry it further (art. 2232)
    :raises ValueError: an event is not on the closed list, or ends before it begins
    """
    ordered = sorted(events, key=lambda event: (event.day, KINDS.index(event.kind)))
    for event in ordered:
        if event.ended_on is not None and event.ended_on < event.day:
            raise ValueError(f"What began on {event.day} cannot end on {event.ended_on}.")

    def count(first: Sequence[Event]) -> tuple[date | None, str, dict[int, str]]:
        return _count(start, months, first, floor_months, ceiling_months)

    lines = []
    for rank, event in enumerate(ordered):
        limit, _state, outcomes = count(ordered[: rank + 1])
        lines.append(Line(event, outcomes[rank], limit))
    limit, state, _outcomes = count(ordered)
    return Course(start, limit, state, tuple(lines))


def _count(
    start: date,
    months: int,
    events: Sequence[Event],
    floor_months: int,
    ceiling_months: int | None,
) -> tuple[date | None, str, dict[int, str]]:
    """Return the limit after these events, where it stands, and what each became, by rank."""
    stops = suspension.merge(
        suspension.Suspension(event.day, event.ended_on)
        for event in events
        if event.kind in SUSPENSIONS
    )
    anchor, length, in_court, uncapped = start, months, False, False
    outcomes: dict[int, str] = {}
    for rank, event in enumerate(events):
        limit = None if in_court else _limit(anchor, length, stops, floor_months)
        if event.kind in SUSPENSIONS:
            # What had run out before the attempt is not revived by it.
            late = limit is not None and event.day > limit
            outcomes[rank] = TOO_LATE if late else COUNTED
        elif event.lost:
            outcomes[rank] = LOST
        elif limit is not None and event.day > limit:
            outcomes[rank] = TOO_LATE
        else:
            outcomes[rank] = COUNTED
            uncapped = uncapped or event.kind != ACKNOWLEDGMENT
            length = event.months or length
            if event.kind == COURT_CLAIM and event.ended_on is None:
                in_court = True
            else:
                anchor = max(anchor, event.ended_on or event.day)
                # A decision that can be enforced ends the wait for one.
                in_court = in_court and event.kind != TITLE
    if in_court:
        return None, IN_COURT, outcomes
    limit = _limit(anchor, length, stops, floor_months)
    if limit is None:
        return None, SUSPENDED, outcomes
    if ceiling_months is not None and not uncapped:
        limit = min(limit, add_months(start, ceiling_months))
    return limit, RUNNING, outcomes


def _limit(
    anchor: date, length: int, stops: Sequence[suspension.Suspension], floor_months: int
) -> date | None:
    """The end of a whole period that starts on ``anchor``, ``None`` while it is suspended."""
    for stop in stops:
        if stop.start <= anchor and (stop.ended_on is None or anchor < stop.ended_on):
            if stop.ended_on is None:
                return None
            anchor = stop.ended_on
    later = [stop for stop in stops if stop.start >= anchor]
    return suspension.extend(add_months(anchor, length), later, floor_months)


def unpaid_instalments(
    instalments: Sequence[tuple[date | None, float]], open_amount: float, least: float = 0.005
) -> list[date | None]:
    """The due dates that something is still owed for: payments go to the oldest first.

    :param instalments: (due date, amount) of each, in any order; those without a date come first
    :param open_amount: what is still due on the whole
    :param least: below it, an amount is nothing
    """
    unpaid, left = [], open_amount
    for due_on, amount in sorted(
        instalments, key=lambda one: (one[0] is not None, one[0] or date.min), reverse=True
    ):
        if left <= least:
            break
        unpaid.append(due_on)
        left -= amount
    return unpaid[::-1]
