"""Dated values of the law, handed in by the caller.

Two kinds, two rules:

* a *rate* belongs to one semester of one series; the value in force on 1 January or
  1 July anchors the whole semester. A semester without a row has no rate: the
  computation stops and names what is missing. Nothing is carried over.
* a *parameter* (an amount, a number of points or days) is in force from its date until
  a later row replaces it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .semesters import Semester, is_semester_start

#: Legal interest rate, "other cases": every creditor who is not a private individual,
#: even against a consumer (art. L313-2 CMF).
LEGAL_INTEREST_OTHER = "legal_interest_other"
#: Legal interest rate of a creditor who is a natural person outside a profession.
LEGAL_INTEREST_INDIVIDUAL = "legal_interest_individual"
#: Main refinancing rate of the European Central Bank (art. L441-10 II C. com.).
ECB_MRO = "ecb_mro"
SERIES = (LEGAL_INTEREST_OTHER, LEGAL_INTEREST_INDIVIDUAL, ECB_MRO)

#: Fixed recovery indemnity, euros per late invoice (art. D441-5 C. com.).
FIXED_INDEMNITY = "fixed_indemnity"
#: Points added to the ECB rate when the contract is silent (art. L441-10 II C. com.).
LATE_PAYMENT_MARGIN = "late_payment_margin"
#: A contractual rate may not be below this multiple of the legal rate (same article).
CONTRACT_RATE_FLOOR_MULTIPLE = "contract_rate_floor_multiple"
#: Points added to the legal rate when a judgment stays unpaid (art. L313-3 CMF)...
JUDGMENT_MAJORATION = "judgment_majoration"
#: ... this many months after it became enforceable.
JUDGMENT_MAJORATION_MONTHS = "judgment_majoration_months"
#: Days in the year of the interest formula, leap years included.
YEAR_BASIS = "year_basis"


class MissingLegalValue(LookupError):
    """The tables hold no value of the law for that date.

    :ivar kind: ``"rate"`` or ``"parameter"``;
    :ivar code: series or parameter code;
    :ivar semester: the :class:`Semester` without a row (rates);
    :ivar day: the day asked for.
    """

    def __init__(self, kind: str, code: str, day: date):
        self.kind = kind
        self.code = code
        self.day = day
        self.semester = Semester.of(day)
        when = self.semester.label if kind == "rate" else day.isoformat()
        super().__init__(f"No {kind} {code} for {when}")


class LegalRate(NamedTuple):
    """Rate of one semester. ``percent`` is per year; ``source`` names the text."""

    series: str
    date_from: date
    percent: Decimal
    source: str = ""
    verified: bool = True


class LegalParameter(NamedTuple):
    """Value in force from ``date_from``; ``unit`` says of what."""

    code: str
    date_from: date
    value: Decimal
    unit: str = ""
    source: str = ""


class LegalValues:
    """The law as one company reads it: rates by semester, parameters by date.

    Immutable once built. Later rows of the same series and semester (or code and date)
    replace earlier ones, so callers list shipped rows first and their own last.

    >>> values = LegalValues([LegalRate(ECB_MRO, date(2026, 7, 1), Decimal("2.40"))])
    >>> values.rate(ECB_MRO, date(2026, 11, 22)).percent
    Decimal('2.40')
    >>> values.rate(ECB_MRO, date(2027, 1, 1))
    Traceback (most recent call last):
        ...
    litige_legal.rates.MissingLegalValue: No rate ecb_mro for 2027-S1
    """

    __slots__ = ("_parameters", "_rates")

    def __init__(
        self,
        rates: Iterable[LegalRate] = (),
        parameters: Iterable[LegalParameter] = (),
    ):
        self._rates: dict[str, dict[Semester, LegalRate]] = {}
        for row in rates:
            if not is_semester_start(row.date_from):
                raise ValueError(f"{row.series}: {row.date_from} starts no semester")
            by_semester = self._rates.setdefault(row.series, {})
            by_semester[Semester.of(row.date_from)] = row
        dated: dict[str, dict[date, LegalParameter]] = {}
        for parameter in parameters:
            dated.setdefault(parameter.code, {})[parameter.date_from] = parameter
        self._parameters: dict[str, tuple[list[date], list[LegalParameter]]] = {}
        for code, by_date in dated.items():
            starts = sorted(by_date)
            self._parameters[code] = (starts, [by_date[day] for day in starts])

    def rate(self, series: str, day: date) -> LegalRate:
        """The rate of the semester of ``day``.

        :raises MissingLegalValue: that semester has no row.
        """
        try:
            return self._rates[series][Semester.of(day)]
        except KeyError:
            raise MissingLegalValue("rate", series, day) from None

    def has_rate(self, series: str, semester: Semester) -> bool:
        """Whether the semester has a row."""
        return semester in self._rates.get(series, ())

    def parameter(self, code: str, day: date) -> LegalParameter:
        """The parameter in force on ``day``.

        :raises MissingLegalValue: no row starts on or before that day.
        """
        starts, rows = self._parameters.get(code, ((), ()))
        rank = bisect_right(starts, day)
        if not rank:
            raise MissingLegalValue("parameter", code, day)
        return rows[rank - 1]

    def changes(self, code: str, start: date, end: date) -> list[date]:
        """Days after ``start`` and up to ``end`` when the parameter changes."""
        starts, _rows = self._parameters.get(code, ((), ()))
        return [day for day in starts if start < day <= end]
