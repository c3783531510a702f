"""A statement as JSON, frozen with the letter that prints it.

``schema`` names the version. Amounts and percentages are strings, dates ISO; the rates
applied are listed once, segments point at them by rank. ``from_dict(to_dict(s)) == s``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .applied import AppliedRate, RatePart
from .debts import Debt, Instalment, Movement, Note
from .imputation import Imputation, ImputedPayment
from .interest import Indemnity, Segment
from .semesters import Semester
from .standing import Regime
from .statement import TOTALS, DebtStatement, Statement

SCHEMA = "litige.statement/1"

_DATES = {
    "date_from",
    "date_to",
    "dated_on",
    "due_on",
    "invoice_date",
    "notice_on",
    "enforceable_on",
    "insolvent_on",
    "opened_on",
    "as_of",
}
_TEXTS = {
    "key",
    "reference",
    "standing",
    "contract_source",
    "currency",
    "kind",
    "imputation_source",
    "source",
    "part",
    "code",
    "semester",
    "mode",
}
_AS_IS = {"days", "count", "decimals", "divisor", "insolvent", "over_indebted"}
_AS_IS.add("late_payment_agreed")


def to_dict(statement: Statement) -> dict:
    """JSON-ready form; ``totals`` is there for readers, not read back."""
    applied = {rate: rank for rank, rate in enumerate(statement.rates)}
    return {
        "schema": SCHEMA,
        "as_of": statement.as_of.isoformat(),
        "mode": statement.mode,
        "currency": statement.currency,
        "rates": [_rate_to_dict(rate) for rate in applied],
        "lines": [_line_to_dict(line, applied) for line in statement.lines],
        "totals": {name: str(value) for name, value in statement.totals.items()},
    }


def from_dict(data: dict) -> Statement:
    """The statement :func:`to_dict` wrote.

    :raises ValueError: unknown schema.
    """
    if data.get("schema") != SCHEMA:
        raise ValueError(f"Unknown statement schema {data.get('schema')!r}")
    as_of = date.fromisoformat(data["as_of"])
    rates = [_rate_from_dict(row) for row in data["rates"]]
    lines = tuple(_line_from_dict(row, rates, as_of, data["mode"]) for row in data["lines"])
    return Statement(as_of, data["mode"], data["currency"], lines)


def _plain(value):
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _row(values, without=()):
    """Fields of a named tuple as plain JSON values."""
    return {
        name: _plain(value)
        for name, value in zip(values._fields, values, strict=True)
        if name not in without
    }


def _value(name, plain):
    if plain is None or name in _TEXTS or name in _AS_IS:
        return plain
    return date.fromisoformat(plain) if name in _DATES else Decimal(plain)


def _make(kind, row, **extra):
    fields = {name: _value(name, plain) for name, plain in row.items()}
    return kind(**{**fields, **extra})


def _rate_to_dict(rate):
    row = _row(rate, without=("semester", "parts"))
    return {
        **row,
        "semester": rate.semester.label,
        "parts": [_row(part) for part in rate.parts],
    }


def _rate_from_dict(row):
    year, half = row["semester"].split("-S")
    parts = tuple(_make(RatePart, part) for part in row["parts"])
    semester = Semester(int(year), int(half))
    return _make(AppliedRate, row | {"parts": None}, parts=parts, semester=semester)


def _segment_to_dict(segment, applied):
    row = _row(segment, without=("rate",))
    return {**row, "rate": applied[segment.rate], "percent": str(segment.rate.percent)}


def _segment_from_dict(row, rates):
    row = dict(row)
    row.pop("percent")
    return _make(Segment, row | {"rate": None}, rate=rates[row["rate"]])


_NESTED = ("debt", "segments", "indemnity", "imputation", "notes")


def _line_to_dict(line, applied):
    row = _row(line, without=(*_NESTED, "as_of", "mode", "regime"))
    row["regime"] = line.regime.value
    row["debt"] = _debt_to_dict(line.debt)
    row["segments"] = [_segment_to_dict(one, applied) for one in line.segments]
    row["indemnity"] = line.indemnity and _row(line.indemnity)
    row["imputation"] = line.imputation and {
        "payments": [_row(one) for one in line.imputation.payments],
        "segments": [_segment_to_dict(o, applied) for o in line.imputation.segments],
        "principal_paid": str(line.imputation.principal_paid),
        "interest_open": str(line.imputation.interest_open),
    }
    row["notes"] = [
        {"code": code, "params": {name: _plain(v) for name, v in params.items()}}
        for code, params in line.notes
    ]
    row["totals"] = {name: str(getattr(line, name)) for name in TOTALS}
    return row


def _line_from_dict(row, rates, as_of, mode):
    figures = {
        name: Decimal(row[name]) for name in DebtStatement._fields if name in TOTALS and name in row
    }
    return DebtStatement(
        debt=_debt_from_dict(row["debt"]),
        as_of=as_of,
        mode=mode,
        regime=Regime(row["regime"]),
        segments=tuple(_segment_from_dict(one, rates) for one in row["segments"]),
        indemnity=row["indemnity"] and _make(Indemnity, row["indemnity"]),
        imputation=row["imputation"] and _imputation(row["imputation"], rates),
        notes=tuple(
            Note(
                note["code"],
                {name: _value(name, plain) for name, plain in note["params"].items()},
            )
            for note in row["notes"]
        ),
        **figures,
    )


def _imputation(row, rates):
    return Imputation(
        payments=tuple(_make(ImputedPayment, one) for one in row["payments"]),
        segments=tuple(_segment_from_dict(one, rates) for one in row["segments"]),
        principal_paid=Decimal(row["principal_paid"]),
        interest_open=Decimal(row["interest_open"]),
    )


def _debt_to_dict(debt):
    row = _row(debt, without=("instalments", "movements"))
    row["standing"] = None if debt.standing is None else str(debt.standing)
    row["instalments"] = [_row(one) for one in debt.instalments]
    row["movements"] = [_row(one) for one in debt.movements]
    return row


def _debt_from_dict(row):
    instalments = tuple(_make(Instalment, one) for one in row["instalments"])
    movements = tuple(_make(Movement, one) for one in row["movements"])
    plain = {k: v for k, v in row.items() if k not in ("instalments", "movements")}
    return _make(Debt, plain, instalments=instalments, movements=movements)
