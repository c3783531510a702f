"""How long a customer may be given to pay: the ceilings of the law, as functions on dates.

The number of days comes from the dated tables (``rates.LegalValues``), never from here.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from .rates import LegalValues, MissingLegalValue

#: Longest term between professionals, from the issue of the invoice (L441-10 I C. com.).
B2B_DAYS = "b2b_payment_days"
#: The same, counted to the end of a month, when the contract says so (same article).
B2B_MONTH_END_DAYS = "b2b_payment_month_end_days"
#: Longest deferred payment that stays outside consumer credit (L312-4 C. conso.).
B2C_DAYS = "b2c_deferred_days"


class Excess(NamedTuple):
    """A due date beyond a ceiling of the law.

    ``days`` is the ceiling, ``latest`` the last day it allows, ``given`` the days given;
    ``month_days`` the ceiling of a term to the end of a month, between professionals.
    """

    code: str
    days: int
    latest: date
    given: int
    month_days: int = 0


def month_end(day: date) -> date:
    """Last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def latest_at_month_end(issued_on: date, days: int) -> date:
    """Last day of a term of ``days`` "fin de mois".

    Custom reads it two ways: the end of the month in which the days are over, or the days
    after the end of the month of the invoice. The later one is kept: what either allows
    is not called an excess.

    >>> latest_at_month_end(date(2026, 1, 10), 45)
    datetime.date(2026, 3, 17)
    >>> latest_at_month_end(date(2026, 1, 20), 45)
    datetime.date(2026, 3, 31)
    """
    return max(
        month_end(issued_on + timedelta(days=days)),
        month_end(issued_on) + timedelta(days=days),
    )


def b2b_excess(
    issued_on: date, due_on: date, values: LegalValues, to_month_end: bool = False
) -> Excess | None:
    """What a due date between professionals exceeds, ``None`` when it is lawful.

    :param to_month_end: the term is counted to the end of a month, as a contract must say
        expressly.
    :return: ``None`` too when the tables hold no ceiling for that day: nothing is guessed.
    """
    try:
        days = int(values.parameter(B2B_DAYS, issued_on).value)
        month_days = int(values.parameter(B2B_MONTH_END_DAYS, issued_on).value)
    except MissingLegalValue:
        return None
    latest = issued_on + timedelta(days=days)
    if to_month_end:
        latest = max(latest, latest_at_month_end(issued_on, month_days))
    if due_on <= latest:
        return None
    return Excess(B2B_DAYS, days, latest, (due_on - issued_on).days, month_days)


def b2c_excess(supplied_on: date, due_on: date, values: LegalValues) -> Excess | None:
    """What a due date given to a consumer exceeds, ``None`` when it is no credit.

    :param supplied_on: day of the supply, from which the law counts.
    :return: ``None`` too before the ceiling was in force.
    """
    try:
        days = int(values.parameter(B2C_DAYS, supplied_on).value)
    except MissingLegalValue:
        return None
    latest = supplied_on + timedelta(days=days)
    if due_on <= latest:
        return None
    return Excess(B2C_DAYS, days, latest, (due_on - supplied_on).days)
