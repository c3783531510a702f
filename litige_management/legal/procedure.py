"""The order of the steps of a proceeding: which may come next, and why another may not.

Steps, and what each comes after, are data handed in by the caller; so are the periods that delays
open and close. Nothing here knows an injonction de payer from an appeal.

>>> kinds = [StepKind("filed"), StepKind("granted", after={"filed"}, choice="order"),
...          StepKind("refused", after={"filed"}, choice="order")]
>>> possible(kinds, [])
('filed',)
>>> possible(kinds, [Taken("filed", date(2026, 9, 1))])
('granted', 'refused')
>>> refusal(kinds, "refused", date(2026, 9, 20),
...         [Taken("filed", date(2026, 9, 1)), Taken("granted", date(2026, 9, 15))]).code
'other_choice'
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

#: What may be known of a proceeding: the conditions of its steps and of its delays.
CIVIL, COMMERCIAL, LAWYER = "civil", "commercial", "lawyer"
IN_PERSON, NOT_IN_PERSON = "in_person", "not_in_person"
ABSENT, APPEARED = "absent", "appeared"
FIRST_RESORT, LAST_RESORT = "first_resort", "last_resort"
DEFAULT = "by_default"
PROVISIONAL, NOT_PROVISIONAL = "provisional", "not_provisional"
CONDITIONS = (
    CIVIL,
    COMMERCIAL,
    LAWYER,
    IN_PERSON,
    NOT_IN_PERSON,
    ABSENT,
    APPEARED,
    FIRST_RESORT,
    LAST_RESORT,
    DEFAULT,
    PROVISIONAL,
    NOT_PROVISIONAL,
)

#: Why a step cannot be recorded.
TWICE, OTHER_CHOICE, EXCLUDED = "twice", "other_choice", "excluded"
MISSING, BEFORE, CONDITION = "missing", "before", "condition"
NOT_OVER, TOO_LATE = "not_over", "too_late"


class StepKind(NamedTuple):
    """One step as the catalogue knows it.

    :param after: it comes after one of these, at least; none: it may come first, or at any time;
    :param excluded_by: once one of these was taken, it no longer can;
    :param choice: of all steps with the same name here, one alone can be taken;
    :param repeatable: it may be taken several times (a hearing put off, an act of enforcement);
    :param condition: it exists only when this is known of the proceeding.
    """

    code: str
    after: Collection[str] = frozenset()
    excluded_by: Collection[str] = frozenset()
    choice: str = ""
    repeatable: bool = False
    condition: str = ""


class Taken(NamedTuple):
    """A step that was taken, and its day."""

    code: str
    day: date


class Period(NamedTuple):
    """A delay under way or over.

    :param opens: steps that must wait until it is over;
    :param closes: steps that only count until its last day.
    """

    name: str
    last_day: date
    opens: Collection[str] = frozenset()
    closes: Collection[str] = frozenset()


class Refusal(NamedTuple):
    """Why a step cannot be recorded: ``steps`` stand in its way (or are the missing ones), ``day``
    is the day to compare with, ``period`` the delay that decides."""

    code: str
    steps: tuple[str, ...] = ()
    day: date | None = None
    period: str = ""


def holds(condition: str, facts: Collection[str]) -> bool:
    """Whether a condition is met: none always is, one about what nobody knows never is."""
    if condition == DEFAULT:
        # A judgment is given by default in last resort only: else an absent party may appeal.
        return ABSENT in facts and LAST_RESORT in facts
    return not condition or condition in facts


def refusal(
    kinds: Iterable[StepKind],
    code: str,
    day: date | None,
    taken: Sequence[Taken],
    facts: Collection[str] = frozenset(),
    periods: Iterable[Period] = (),
) -> Refusal | None:
    """Why the step ``code`` cannot be recorded on ``day``, ``None`` when it can.

    :param day: ``None`` asks whether it could be on some day
    :param taken: the other steps of the proceeding
    """
    by_code = {kind.code: kind for kind in kinds}
    kind = by_code[code]
    codes = {one.code for one in taken}
    if not holds(kind.condition, facts):
        return Refusal(CONDITION)
    if code in codes and not kind.repeatable:
        return Refusal(TWICE, (code,), _first(taken, {code}))
    rivals = {one.code for one in by_code.values() if kind.choice and one.choice == kind.choice}
    for why, others in ((OTHER_CHOICE, rivals - {code}), (EXCLUDED, set(kind.excluded_by))):
        if others & codes:
            return Refusal(why, tuple(sorted(others & codes)), _first(taken, others))
    if kind.after and not set(kind.after) & codes:
        return Refusal(MISSING, tuple(sorted(kind.after)))
    if day is None:
        return None
    first = _first(taken, kind.after)
    if first and day < first:
        return Refusal(BEFORE, tuple(sorted(set(kind.after) & codes)), first)
    return _refused_by_period(code, day, periods)


def _refused_by_period(code, day, periods):
    for period in periods:
        if code in period.opens and day <= period.last_day:
            return Refusal(NOT_OVER, (), period.last_day, period.name)
        if code in period.closes and day > period.last_day:
            return Refusal(TOO_LATE, (), period.last_day, period.name)
    return None


def _first(taken, codes):
    return min((one.day for one in taken if one.code in codes), default=None)


def possible(
    kinds: Sequence[StepKind], taken: Sequence[Taken], facts: Collection[str] = frozenset()
) -> tuple[str, ...]:
    """The steps that may come next, in the order of the catalogue."""
    return tuple(
        kind.code for kind in kinds if refusal(kinds, kind.code, None, taken, facts) is None
    )


def disorder(kinds: Sequence[StepKind], taken: Sequence[Taken]) -> tuple[Taken, date] | None:
    """The first step dated before all those it comes after, with their first day: what a
    corrected day may have put out of order."""
    by_code = {kind.code: kind for kind in kinds}
    for one in taken:
        first = _first(taken, set(by_code[one.code].after) - {one.code})
        if first and one.day < first:
            return one, first
    return None


def latest_before(day: date, days: int, is_working: Callable[[date], bool]) -> date:
    """The last day on which ``days`` whole days are left before ``day``.

    A delay counted back is not made longer: on a day when courts do not work, the one before.

    >>> latest_before(date(2026, 12, 1), 15, lambda day: day.weekday() < 5)
    datetime.date(2026, 11, 16)
    >>> latest_before(date(2026, 11, 30), 15, lambda day: day.weekday() < 5)
    datetime.date(2026, 11, 13)
    """
    last = day - timedelta(days)
    while not is_working(last):
        last -= timedelta(1)
    return last
