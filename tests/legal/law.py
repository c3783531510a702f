"""Loads `litige_management/legal` alone, and the law the tests count with.

Importing the addon needs Odoo; its legal layer does not. It is loaded here by its path
under the name `litige_legal`, as the plain package it is.
"""

import sys
from datetime import date
from decimal import Decimal as D
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "litige_management" / "legal"


def load():
    """The legal layer as package `litige_legal`, loaded once."""
    if "litige_legal" not in sys.modules:
        spec = spec_from_file_location(
            "litige_legal",
            FOLDER / "__init__.py",
            submodule_search_locations=[str(FOLDER)],
        )
        sys.modules["litige_legal"] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules["litige_legal"])
    return sys.modules["litige_legal"]


load()

from litige_legal import debts, rates, statement  # noqa: E402

#: Legal interest rate, "other cases", and ECB rate anchoring each semester.
TABLE = {
    date(2023, 7, 1): ("4.22", "4.00"),
    date(2024, 1, 1): ("5.07", "4.50"),
    date(2024, 7, 1): ("4.92", "4.25"),
    date(2025, 1, 1): ("3.71", "3.15"),
    date(2025, 7, 1): ("2.76", "2.15"),
    date(2026, 1, 1): ("2.62", "2.15"),
    date(2026, 7, 1): ("2.75", "2.40"),
}
PARAMETERS = {
    rates.FIXED_INDEMNITY: "40",
    rates.LATE_PAYMENT_MARGIN: "10",
    rates.CONTRACT_RATE_FLOOR_MULTIPLE: "3",
    rates.JUDGMENT_MAJORATION: "5",
    rates.JUDGMENT_MAJORATION_MONTHS: "2",
    rates.YEAR_BASIS: "365",
}


def make_values(table=None, parameters=None):
    """The law of the tests, or another one."""
    table = TABLE if table is None else table
    parameters = PARAMETERS if parameters is None else parameters
    return rates.LegalValues(
        [
            rates.LegalRate(series, day, D(row[column]), f"{series} {day}")
            for day, row in table.items()
            for column, series in enumerate((rates.LEGAL_INTEREST_OTHER, rates.ECB_MRO))
        ],
        [
            rates.LegalParameter(code, date(2013, 1, 1), D(value), source=code)
            for code, value in parameters.items()
        ],
    )


VALUES = make_values()


def payment(day, amount, **kwargs):
    """A payment of ``amount`` euros."""
    return debts.Movement(debts.PAYMENT, day, D(amount), **kwargs)


def credit(day, amount, ground):
    """A credit note for ``error`` or as a ``gesture``."""
    kinds = {"error": debts.CREDIT_ERROR, "gesture": debts.CREDIT_GESTURE}
    return debts.Movement(kinds[ground], day, D(amount))


def make_debt(amount="1200", due_on=date(2026, 5, 31), **kwargs):
    """A merchant's invoice, one instalment unless ``instalments`` are given."""
    fields = {
        "key": 1,
        "reference": "F2026-001",
        "instalments": (debts.Instalment(due_on, D(amount)),),
        "standing": "merchant",
    }
    fields.update(kwargs)
    return debts.Debt(**fields)


def owed(debt, as_of, mode=debts.CLAIMED, values=VALUES, **kwargs):
    """The statement line of one debt."""
    return statement.make_statement([debt], values, as_of, mode, **kwargs).lines[0]


def periods(line):
    """(days, percent, interest) of each segment, for reading at a glance."""
    return [(s.days, str(s.rate.percent), str(s.interest)) for s in line.segments]
