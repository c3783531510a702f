"""Standing, semesters and the tables of the law."""

import doctest
import subprocess
import sys
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from litige_legal import payment_terms, prevention, rates, semesters, standing, words
from litige_legal.semesters import Semester
from litige_legal.standing import Regime, Standing

from .law import VALUES


def test_loads_without_odoo():
    """In a fresh interpreter every module of the layer loads and no Odoo comes along."""
    here = Path(__file__).parent
    program = f"""
import sys
sys.path.insert(0, {str(here)!r})
import law, importlib
for path in law.FOLDER.glob("*.py"):
    if path.stem != "__init__":
        importlib.import_module("litige_legal." + path.stem)
found = [name for name in sys.modules if name.split(".")[0] == "odoo"]
sys.exit(f"odoo imported: {{found}}" if found else 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", [payment_terms, prevention, rates, words])
def test_examples_in_the_documentation(module):
    module.__dict__.setdefault("date", date)
    assert doctest.testmod(module).failed == 0


class TestStanding:
    @pytest.mark.parametrize(
        ("code", "professional", "indemnity", "regime"),
        [
            ("consumer", False, False, Regime.LEGAL_FROM_NOTICE),
            ("non_professional", False, False, Regime.LEGAL_FROM_NOTICE),
            ("merchant", True, True, Regime.LATE_PAYMENT),
            ("artisan", True, True, Regime.LATE_PAYMENT),
            ("professional", True, True, Regime.LATE_PAYMENT),
            ("farmer", True, True, Regime.LATE_PAYMENT),
            ("public", False, False, None),
            (None, False, False, None),
        ],
    )
    def test_what_follows_from_it(self, code, professional, indemnity, regime):
        assert standing.is_professional(code) is professional
        assert standing.owes_fixed_indemnity(code) is indemnity
        assert standing.late_payment_regime(code) is regime
        assert standing.is_consumer(code) is (code == "consumer")

    def test_members_are_their_codes(self):
        assert Standing.MERCHANT == "merchant" == str(Standing.MERCHANT)
        assert len(Standing) == 7

    def test_unknown_code_is_an_error_not_a_default(self):
        with pytest.raises(ValueError, match="company"):
            standing.is_professional("company")


class TestSemesters:
    def test_bounds(self):
        first, second = Semester(2026, 1), Semester.of(date(2026, 7, 1))
        assert (first.start, first.end) == (date(2026, 1, 1), date(2026, 6, 30))
        assert (second.start, second.end) == (date(2026, 7, 1), date(2026, 12, 31))
        assert first.following == second
        assert second.following.label == "2027-S1"

    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            (date(2026, 5, 31), 2, date(2026, 7, 31)),
            (date(2026, 12, 31), 2, date(2027, 2, 28)),
            (date(2023, 12, 31), 2, date(2024, 2, 29)),
            (date(2026, 3, 31), -1, date(2026, 2, 28)),
        ],
    )
    def test_months_end_on_the_same_day_or_the_last(self, day, months, expected):
        assert semesters.add_months(day, months) == expected


class TestValues:
    def test_rate_of_the_semester_not_of_the_day(self):
        for day in (date(2026, 1, 1), date(2026, 6, 30)):
            assert VALUES.rate(rates.ECB_MRO, day).percent == D("2.15")

    def test_rate_must_start_a_semester(self):
        row = rates.LegalRate(rates.ECB_MRO, date(2026, 6, 17), D("2.40"))
        with pytest.raises(ValueError, match="2026-06-17"):
            rates.LegalValues([row])

    def test_later_row_of_a_semester_wins(self):
        day = date(2026, 7, 1)
        shipped = rates.LegalRate(rates.ECB_MRO, day, D("2.40"))
        own = shipped._replace(percent=D("2.65"))
        law = rates.LegalValues([shipped, own])
        assert law.rate(rates.ECB_MRO, day).percent == D("2.65")

    def test_parameter_in_force_until_replaced(self):
        law = rates.LegalValues(
            (),
            [
                rates.LegalParameter("x", date(2026, 9, 1), D(3)),
                rates.LegalParameter("x", date(2020, 1, 1), D(6)),
            ],
        )
        assert law.parameter("x", date(2026, 8, 31)).value == 6
        assert law.parameter("x", date(2026, 9, 1)).value == 3
        with pytest.raises(rates.MissingLegalValue, match="2019-12-31"):
            law.parameter("x", date(2019, 12, 31))
        with pytest.raises(rates.MissingLegalValue):
            law.parameter("y", date(2026, 1, 1))
