"""Which rate applies on which days, and where each of its parts comes from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from . import rates
from .debts import Debt, Note
from .rates import LegalValues, MissingLegalValue
from .semesters import ONE_DAY, Semester, add_months
from .standing import Regime

#: Kinds of applied rate.
LATE_PAYMENT_DEFAULT = "late_payment_default"
CONTRACT = "contract"
LEGAL = "legal"
LEGAL_MAJORATED = "legal_majorated"


class RatePart(NamedTuple):
    """One term of a rate: ``code`` is a series, a parameter code or ``contract``."""

    code: str
    value: Decimal
    date_from: date | None
    source: str


class AppliedRate(NamedTuple):
    """The yearly rate, in per cent, that applies during one semester.

    ``divisor`` turns *principal x percent x days* into interest: 100 x year basis.
    """

    kind: str
    semester: Semester
    percent: Decimal
    parts: tuple[RatePart, ...]
    divisor: int


class RatePeriod(NamedTuple):
    """Days ``start`` to ``end`` inclusive, inside one semester, under one rate."""

    start: date
    end: date
    rate: AppliedRate


class RateBook:
    """Rates applied to debts, worked out once per semester and kind.

    One book serves any number of debts: it is what makes a statement of thousands of
    invoices cost a few dictionary reads each.
    """

    def __init__(self, values: LegalValues):
        self.values = values
        self._periods: dict[tuple, tuple[RatePeriod, ...]] = {}
        self._floors: dict[tuple, Note | None] = {}

    def kind_for(self, debt: Debt, regime: Regime) -> str:
        """Kind of rate before any judgment."""
        if regime is Regime.LEGAL_FROM_NOTICE:
            return LEGAL
        return LATE_PAYMENT_DEFAULT if debt.contract_rate is None else CONTRACT

    def majorated_from(self, debt: Debt, kind: str) -> date | None:
        """First day of the majoration (art. L313-3 CMF), which raises the legal rate
        only, or ``None``."""
        if kind != LEGAL or debt.enforceable_on is None:
            return None
        months = self.values.parameter(rates.JUDGMENT_MAJORATION_MONTHS, debt.enforceable_on)
        return add_months(debt.enforceable_on, int(months.value)) + ONE_DAY

    def periods(self, kind: str, day: date, debt: Debt) -> tuple[RatePeriod, ...]:
        """The periods of the semester of ``day``, in order.

        :raises MissingLegalValue: the law of that semester is not in the tables.
        """
        key = (kind, day.year, day.month > 6)
        if kind == CONTRACT:
            key += (debt.contract_rate, debt.contract_source)
        found = self._periods.get(key)
        if found is None:
            found = self._periods[key] = self._make_periods(kind, day, debt)
        return found

    def _make_periods(self, kind, day, debt):
        semester = Semester.of(day)
        starts = {semester.start}
        for code in _PARAMETERS[kind]:
            starts.update(self.values.changes(code, semester.start, semester.end))
        ordered = sorted(starts)
        ends = [start - ONE_DAY for start in ordered[1:]] + [semester.end]
        return tuple(
            RatePeriod(start, end, self._apply(kind, start, semester, debt))
            for start, end in zip(ordered, ends, strict=True)
        )

    def _apply(self, kind, day, semester, debt):
        if kind == CONTRACT:
            parts = (RatePart(CONTRACT, debt.contract_rate, None, debt.contract_source),)
        elif kind == LATE_PAYMENT_DEFAULT:
            parts = (
                self._rate_part(rates.ECB_MRO, day),
                self._parameter_part(rates.LATE_PAYMENT_MARGIN, day),
            )
        else:
            parts = (self._rate_part(rates.LEGAL_INTEREST_OTHER, day),)
            if kind == LEGAL_MAJORATED:
                parts += (self._parameter_part(rates.JUDGMENT_MAJORATION, day),)
        basis = self.values.parameter(rates.YEAR_BASIS, day)
        return AppliedRate(
            kind=kind,
            semester=semester,
            percent=sum(part.value for part in parts),
            parts=parts,
            divisor=100 * int(basis.value),
        )

    def _rate_part(self, series, day):
        row = self.values.rate(series, day)
        return RatePart(series, row.percent, row.date_from, row.source)

    def _parameter_part(self, code, day):
        row = self.values.parameter(code, day)
        return RatePart(code, row.value, row.date_from, row.source)

    def floor_note(self, rate: AppliedRate) -> Note | None:
        """What to say of a contractual rate in its semester: below the legal floor,
        floor unknown, or nothing. The rate itself is never changed."""
        key = (rate.percent, rate.semester)
        if key not in self._floors:
            self._floors[key] = self._compare_with_floor(rate)
        return self._floors[key]

    def _compare_with_floor(self, rate):
        day = rate.semester.start
        params = {"semester": rate.semester.label, "percent": rate.percent}
        multiple = self.values.parameter(rates.CONTRACT_RATE_FLOOR_MULTIPLE, day).value
        try:
            legal = self.values.rate(rates.LEGAL_INTEREST_OTHER, day)
        except MissingLegalValue:
            return Note("contract_floor_unknown", params)
        floor = multiple * legal.percent
        if rate.percent >= floor:
            return None
        return Note("contract_rate_below_floor", {**params, "floor": floor})


_PARAMETERS = {
    LATE_PAYMENT_DEFAULT: (rates.LATE_PAYMENT_MARGIN, rates.YEAR_BASIS),
    CONTRACT: (rates.YEAR_BASIS,),
    LEGAL: (rates.YEAR_BASIS,),
    LEGAL_MAJORATED: (rates.JUDGMENT_MAJORATION, rates.YEAR_BASIS),
}
