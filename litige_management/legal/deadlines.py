"""Delays of procedure, as the code counts them, and the calendars they need.

* a delay in days does not count the day that starts it; one in months or years ends on the day of
  the same number, or on the last day of the month; months are counted before days (art. 641 CPC);
* a procedural delay that would end on a Saturday, a Sunday or a public holiday ends on the next
  working day (art. 642 CPC). The limitation of a claim does not: hand in no calendar for it;
* a party that lives overseas or abroad has more months to appear or to appeal (art. 643 CPC);
* the working days of an insurer (art. L113-2 C. assur.) are counted one by one.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from functools import lru_cache

import holidays

from .semesters import ONE_DAY, add_months

DAYS, WORKING_DAYS, WEEKS, MONTHS = UNITS = ("days", "working_days", "weeks", "months")

#: Public holidays that a place has of its own, by the code that companies choose; the eleven of
#: art. L3133-1 C. trav. apply everywhere. The value is the code of the `holidays` library.
REGIONS: dict[str, str | None] = {
    "mainland": None,
    "alsace_moselle": "57",
    "guadeloupe": "971",
    "martinique": "972",
    "guyane": "973",
    "reunion": "974",
    "mayotte": "976",
    "saint_pierre": "PM",
    "saint_barthelemy": "BL",
    "saint_martin": "MF",
    "new_caledonia": "NC",
    "polynesia": "PF",
    "wallis_futuna": "WF",
}

#: Where a party lives, for art. 643 CPC.
MAINLAND, OVERSEAS, ABROAD = "mainland", "overseas", "abroad"
#: Parameters (months): what distance adds.
OVERSEAS_MONTHS = "distance_delay_overseas_months"
ABROAD_MONTHS = "distance_delay_abroad_months"
_OVERSEAS_COUNTRIES = frozenset(
    ("GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF")
)
_OVERSEAS_ZIPS = ("97", "98")
_MONACO_ZIP = "980"


class Calendar:
    """Which days are worked: neither Saturday, nor Sunday, nor public holiday."""

    __slots__ = ("_holidays",)

    def __init__(self, public_holidays: Container[date] = ()):
        self._holidays = public_holidays

    def is_working(self, day: date) -> bool:
        """Whether a delay may end on that day (art. 642 CPC)."""
        return day.weekday() < 5 and day not in self._holidays

    def roll(self, day: date) -> date:
        """That day, or the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day


@lru_cache(maxsize=len(REGIONS))
def calendar_of(region: str = "mainland") -> Calendar:
    """The calendar of one place of France.

    :raises KeyError: the place is not one of :data:`REGIONS`
    """
    return Calendar(holidays.country_holidays("FR", subdiv=REGIONS[region]))


def working_days(day: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th working day after ``day``, which does not count itself.

    :raises ValueError: ``count`` is negative
    """
    if count < 0:
        raise ValueError("A delay is not negative.")
    while count:
        day += ONE_DAY
        count -= calendar.is_working(day)
    return day


def last_day(
    day: date,
    value: int,
    unit: str,
    *,
    calendar: Calendar | None = None,
    extra_months: int = 0,
) -> date:
    """The last day of a delay that ``day`` starts (art. 641 and 642 CPC).

    :param unit: one of :data:`UNITS`
    :param calendar: of the court, for a delay of procedure: it ends on a working day; ``None`` for
        the others (limitation, contract), which end on whatever day it is
    :param extra_months: what distance adds (:func:`distance_extension`)
    :raises ValueError: an unknown unit, a negative delay, or working days without a calendar
    """
    if unit not in UNITS:
        raise ValueError(f"A delay is counted in {', '.join(UNITS)}, not in {unit!r}.")
    if value < 0 or extra_months < 0:
        raise ValueError("A delay is not negative.")
    end = add_months(day, extra_months + (value if unit == MONTHS else 0))
    if unit == WORKING_DAYS:
        if calendar is None:
            raise ValueError("Working days need a calendar.")
        return working_days(end, value, calendar)
    if unit in (DAYS, WEEKS):
        end += timedelta(**{unit: value})
    return calendar.roll(end) if calendar else end


def residence(country: str | None, zip_code: str | None = None) -> str:
    """Where a party lives, from the code of its country and its postal code.

    An unknown country is taken for the mainland: that gives the least time.
    """
    code = (country or "FR").upper()
    if code in _OVERSEAS_COUNTRIES:
        return OVERSEAS
    if code != "FR":
        return ABROAD
    zip_code = (zip_code or "").replace(" ", "")
    if zip_code.startswith(_MONACO_ZIP):
        return ABROAD
    return OVERSEAS if zip_code.startswith(_OVERSEAS_ZIPS) else MAINLAND


def distance_extension(where: str, overseas_months: int, abroad_months: int) -> int:
    """Months added to appear, oppose or appeal before a court of the mainland (art. 643 CPC).

    :param where: of :func:`residence`
    :param overseas_months: value of :data:`OVERSEAS_MONTHS` on the day
    :param abroad_months: value of :data:`ABROAD_MONTHS` on the day
    """
    return {MAINLAND: 0, OVERSEAS: overseas_months, ABROAD: abroad_months}[where]
