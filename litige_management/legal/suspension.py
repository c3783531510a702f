"""Suspension of the limitation by mediation, conciliation or a participatory procedure.

Art. 2238 C. civ.: the limitation stops on the day the parties agree in writing, once the dispute
has arisen, to a mediation or conciliation; without a writing, on the first meeting. A mere proposal
stops nothing. It runs again, for at least six months, from the day one of the parties, the mediator
or the conciliator declares the attempt ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .semesters import add_months

#: Parameter (months): the least time left when the limitation runs again.
FLOOR_MONTHS = "mediation_suspension_floor_months"


class Suspension(NamedTuple):
    """One suspension.

    :param start: the day that stops the limitation (:func:`starts_on`)
    :param ended_on: the day the end was declared, ``None`` while it lasts
    """

    start: date
    ended_on: date | None = None


def starts_on(
    agreed_on: date | None, first_meeting_on: date | None, arose_on: date | None = None
) -> date | None:
    """The day from which the limitation is suspended, ``None`` when nothing suspends it.

    :param agreed_on: written agreement of both parties to try; one that came before the dispute (a
        clause of the contract) does not count
    :param first_meeting_on: counts only without a written agreement
    :param arose_on: the day the dispute arose, when it is known
    """
    if agreed_on and (arose_on is None or agreed_on >= arose_on):
        return agreed_on
    return first_meeting_on


def merge(suspensions: Iterable[Suspension]) -> list[Suspension]:
    """The same days suspended, without overlaps, oldest first: two attempts at once count once."""
    merged: list[Suspension] = []
    for one in sorted(suspensions, key=lambda one: one.start):
        last = merged[-1] if merged else None
        if last is None or (last.ended_on is not None and one.start > last.ended_on):
            merged.append(one)
        elif last.ended_on is not None:
            ended_on = one.ended_on and max(last.ended_on, one.ended_on)
            merged[-1] = last._replace(ended_on=ended_on)
    return merged


def extend(limit: date, suspensions: Iterable[Suspension], floor_months: int) -> date | None:
    """The last day to sue after these suspensions, ``None`` while one of them lasts.

    What was left when it stopped is left again from the declared end, and never less than the
    floor. What had run out already is not revived.

    :param limit: the last day to sue without any suspension
    :param floor_months: value of :data:`FLOOR_MONTHS` on the day of the end
    :raises ValueError: a suspension ends before it starts
    """
    for start, ended_on in merge(suspensions):
        if ended_on is not None and ended_on < start:
            raise ValueError(f"A suspension from {start} cannot end on {ended_on}.")
        if start > limit:
            continue
        if ended_on is None:
            return None
        limit = max(ended_on + (limit - start), add_months(ended_on, floor_months))
    return limit
