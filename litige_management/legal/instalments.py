"""Payment in instalments: equal parts, the last one takes the rounding.

>>> split(Decimal("100"), 3)
[Decimal('33.33'), Decimal('33.33'), Decimal('33.34')]
>>> due_dates(date(2026, 1, 31), 3, MONTH)
[datetime.date(2026, 1, 31), datetime.date(2026, 2, 28), datetime.date(2026, 3, 31)]
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from .semesters import add_months

WEEK, FORTNIGHT, MONTH, QUARTER = "week", "fortnight", "month", "quarter"
_DAYS = {WEEK: 7, FORTNIGHT: 14}
_MONTHS = {MONTH: 1, QUARTER: 3}
FREQUENCIES = (*_DAYS, *_MONTHS)


def split(total: Decimal, count: int, rounding: Decimal = Decimal("0.01")) -> list[Decimal]:
    """``total`` in ``count`` equal parts, multiples of ``rounding``; the last takes the rest.

    The parts always add up to ``total``, and the last is never the smallest.

    :raises ValueError: no part, or a part that would be zero or less.
    """
    if count < 1:
        raise ValueError("At least one instalment is needed")
    part = (total / count / rounding).to_integral_value(ROUND_FLOOR) * rounding
    if part <= 0:
        raise ValueError(f"{total} is too little for {count} instalments")
    return [part] * (count - 1) + [total - part * (count - 1)]


def due_dates(first: date, count: int, frequency: str) -> list[date]:
    """``count`` dates from ``first``; months keep the day of ``first`` whenever they have it.

    :raises ValueError: an unknown frequency.
    """
    if frequency in _DAYS:
        return [first + timedelta(days=_DAYS[frequency] * rank) for rank in range(count)]
    if frequency in _MONTHS:
        return [add_months(first, _MONTHS[frequency] * rank) for rank in range(count)]
    raise ValueError(f"Unknown frequency {frequency!r}")
