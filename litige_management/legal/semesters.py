"""Semesters and months, as the law counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class Semester(NamedTuple):
    """Half of a civil year; ``half`` is 1 (January to June) or 2."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> Semester:
        """The semester that contains ``day``."""
        return cls(day.year, 1 if day.month < 7 else 2)

    @property
    def start(self) -> date:
        """First day: the anchor of the semester's rates."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def end(self) -> date:
        """Last day, inclusive."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def following(self) -> Semester:
        """The semester after this one."""
        return Semester(self.year, 2) if self.half == 1 else Semester(self.year + 1, 1)

    @property
    def label(self) -> str:
        """Printed name, e.g. ``2026-S2``."""
        return f"{self.year}-S{self.half}"


def is_semester_start(day: date) -> bool:
    """Whether ``day`` is 1 January or 1 July."""
    return day.day == 1 and day.month in (1, 7)


def add_months(day: date, months: int) -> date:
    """Same day of the month ``months`` later; the month's last day when it has no such
    day (art. 641 CPC)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
