"""Reminders of a day: who is reached by which step, of what, and who is left alone and why.

>>> STEPS = (Step("first", 5, rest=7), Step("firm", 15, rest=7), Step("file", 30, contact=False))
>>> find_step(STEPS, 8, None)
0
>>> find_step(STEPS, 40, None)  # never reminded: no step is skipped, however late
0
>>> find_step(STEPS, 40, Past("first", 5))
1
>>> find_step(STEPS, 10, Past("first", 5)) is None  # the next one is not reached yet
True
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

# Why an instalment, or a customer, is not reminded. A closed list: screens have words for each.
HELD = "held"
LIFTED_TODAY = "lifted_today"
NO_FOLLOWUP = "no_followup"
BLOCKED = "blocked"
IN_PAYMENT = "in_payment"
PROMISE = "promise"
SETTLEMENT = "settlement"
BAN = "ban"
BOOKS = "books"
UNRECONCILED = "unreconciled"
COMPLAINT = "complaint"
PUBLIC = "public"
RECENT = "recent"
CONSUMER_LIMIT = "consumer_limit"
WAITING = "waiting"
DONE = "done"
TODAY = "today"

#: What keeps one instalment out of reminders, the most telling first.
LINE_REASONS = (
    BAN,
    HELD,
    LIFTED_TODAY,
    SETTLEMENT,
    PROMISE,
    IN_PAYMENT,
    BLOCKED,
    NO_FOLLOWUP,
)
#: What leaves a whole customer alone, in the order in which it is told.
CUSTOMER_REASONS = (
    BAN,
    PUBLIC,
    COMPLAINT,
    UNRECONCILED,
    BOOKS,
    TODAY,
    DONE,
    WAITING,
    CONSUMER_LIMIT,
    RECENT,
)
REASONS = tuple(dict.fromkeys((*LINE_REASONS, *CUSTOMER_REASONS)))
#: Days over which the contacts with a consumer are counted.
CONSUMER_DAYS = 7


class Step(NamedTuple):
    """One step of the reminders of a company.

    :param days: after the due date; below zero, before it.
    :param times: how often the same instalment may be reminded at this step.
    :param rest: days without any contact before it, at least.
    :param contact: it reaches the customer; else it only wakes somebody of the company.
    """

    key: object
    days: int
    times: int = 1
    rest: int = 0
    contact: bool = True


class Past(NamedTuple):
    """The last step at which an instalment was reminded, and how often at that one.

    :param days: those of that step, which may be one no longer.
    """

    key: object
    days: int
    times: int = 1


class Facts(NamedTuple):
    """What is known of a customer on a day, beside what they owe.

    :param contacts: days on which we wrote to them or called them, whatever the way.
    :param last_contact: the last exchange in either direction.
    """

    is_barred: bool = False
    is_consumer: bool = False
    is_public: bool = False
    has_complained: bool = False
    has_unreconciled: bool = False
    contacts: Sequence[date] = ()
    last_contact: date | None = None
    is_done_today: bool = False


class Choice(NamedTuple):
    """What happens to a customer: a step (its rank) or the reason why nothing does."""

    rank: int | None
    reason: str | None = None


def spread_hold(amounts: Sequence[tuple[date, float]], held: float) -> list[float]:
    """What may be asked of each instalment when a part of the invoice is held.

    The held amount lies on the oldest instalments, wherever they stand in the list.

    >>> spread_hold([(date(2026, 2, 1), 100.0), (date(2026, 1, 1), 100.0)], 130.0)
    [70.0, 0.0]
    """
    left = [amount for _day, amount in amounts]
    for rank in sorted(range(len(amounts)), key=lambda one: (amounts[one][0], one)):
        taken = min(left[rank], held)
        left[rank] -= taken
        held -= taken
        if held <= 0:
            break
    return left


def find_reached(steps: Sequence[Step], days: int) -> int | None:
    """The rank of the last step that an instalment late by `days` has reached."""
    reached = None
    for rank, step in enumerate(steps):
        if step.days > days:
            break
        reached = rank
    return reached


def find_step(steps: Sequence[Step], days: int, past: Past | None) -> int | None:
    """The rank of the step due for an instalment late by `days`, ``None``: none today.

    Steps follow one another: none is skipped but those before the due date once it is over, so
    that a customer is asked politely first, however late the reminders are switched on.

    :param steps: ordered by `days`.
    """
    reached = find_reached(steps, days)
    if reached is None:
        return None
    first = 0
    if days > 0:
        first = sum(step.days < 0 for step in steps)
        if first > reached:
            return None
    last = find_rank(steps, past) if past else None
    if last is None:
        return first if days > 0 else reached
    if last < reached:
        return max(last + 1, first)
    step = steps[reached]
    if last == reached and past.key == step.key and past.times < step.times:
        return last
    return None


def find_rank(steps: Sequence[Step], past: Past) -> int | None:
    """The rank of the step reminded at, else of the last one before it that there is now."""
    for rank, step in enumerate(steps):
        if step.key == past.key:
            return rank
    return find_reached(steps, past.days)


def find_next(steps: Sequence[Step], days: int, past: Past | None) -> int | None:
    """In how many days an instalment late by `days` reaches its next step, ``None``: never."""
    last = find_rank(steps, past) if past else None
    for rank, step in enumerate(steps):
        if step.days > days and (last is None or rank > last):
            return step.days - days
    return None


def count_contacts(contacts: Sequence[date], today: date, days: int = CONSUMER_DAYS) -> int:
    """How many contacts fall in the `days` days that end with `today`.

    >>> count_contacts([date(2026, 1, 1), date(2026, 1, 2)], date(2026, 1, 8))
    1
    """
    return sum(0 <= (today - day).days < days for day in contacts)


def choose(
    steps: Sequence[Step],
    ranks: Sequence[int],
    facts: Facts,
    today: date,
    *,
    consumer_limit: int = 0,
    skip_public: bool = False,
    books_are_old: bool = False,
    has_next: bool = False,
) -> Choice:
    """What happens to a customer today: the highest of the steps `ranks`, or why nothing does.

    :param ranks: the step due for each instalment that has one.
    :param consumer_limit: how many contacts a consumer may have in `CONSUMER_DAYS` days, this one
        included; zero: no limit.
    :param has_next: a later step will be reached.
    """
    if facts.is_barred:
        return Choice(None, BAN)
    if facts.is_public and skip_public:
        return Choice(None, PUBLIC)
    if facts.has_complained and facts.is_consumer:
        return Choice(None, COMPLAINT)
    if facts.has_unreconciled:
        return Choice(None, UNRECONCILED)
    if books_are_old:
        return Choice(None, BOOKS)
    if facts.is_done_today:
        return Choice(None, TODAY)
    if not ranks:
        return Choice(None, WAITING if has_next else DONE)
    rank = max(ranks)
    step = steps[rank]
    if step.contact and facts.is_consumer and consumer_limit > 0:
        known = count_contacts(facts.contacts, today)
        if known >= consumer_limit:
            return Choice(None, CONSUMER_LIMIT)
    if facts.last_contact and (today - facts.last_contact).days < step.rest:
        return Choice(None, RECENT)
    return Choice(rank)
