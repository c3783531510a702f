from datetime import date
from decimal import Decimal

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user
from odoo.tools import mute_logger

from .common import LitigeCommon


class TestLegalValues(LitigeCommon):
    """The law as dated rows: ours to update, a company's own on top, never extrapolated."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rate = cls.env["litige.legal.rate"]
        cls.Parameter = cls.env["litige.legal.parameter"]
        cls.manager = new_test_user(
            cls.env,
            "legal_manager",
            "litige_management.litige_management_group_manager",
            company_id=cls.company.id,
            company_ids=[fields.Command.set(cls.company.ids)],
        )
        cls.user = new_test_user(
            cls.env,
            "legal_user",
            "litige_management.litige_management_group_user",
            company_id=cls.company.id,
            company_ids=[fields.Command.set(cls.company.ids)],
        )

    def _shipped(self, series, day):
        return self.Rate.search(
            [
                ("series", "=", series),
                ("date_from", "=", day),
                ("company_id", "=", False),
            ]
        )

    def _own(self, series="ecb_mro", day="2026-07-01", value=2.65, **values):
        return self.Rate.with_user(self.manager).create(
            {
                "series": series,
                "date_from": day,
                "value": value,
                "source": "Banque de France",
                **values,
            }
        )

    def _percent(self, day, series="ecb_mro", company=None):
        values = self.Rate._get_legal_values(company or self.company)
        return values.rate(series, day).percent

    def _missing(self, day):
        """The law of `day`'s semester is taken away, as before its publication."""
        self.Rate.sudo().search([("date_from", "=", day)]).unlink()

    # === WHAT IS SHIPPED === #

    def test_every_semester_from_2015_to_2026_is_shipped_with_its_source(self):
        days = [date(year, month, 1) for year in range(2015, 2027) for month in (1, 7)]
        for series in ("legal_interest_other", "legal_interest_individual", "ecb_mro"):
            rows = self.Rate.search([("series", "=", series), ("company_id", "=", False)])
            self.assertEqual(sorted(rows.mapped("date_from")), days, series)
            self.assertTrue(all(row.source and row.is_verified for row in rows))
            self.assertNotIn("company", rows.mapped("verification"))

    def test_rates_of_the_published_tables(self):
        expected = {
            # L441-10 default, less ten points; legal interest of a business; of an individual
            date(2015, 1, 1): ("0.05", "0.93", "4.06"),
            date(2016, 1, 1): ("0.05", "1.01", "4.54"),
            date(2016, 7, 1): ("0.00", "0.93", "4.35"),
            date(2021, 1, 1): ("0.00", "0.79", "3.14"),
            date(2022, 7, 1): ("0.00", "0.77", "3.15"),  # the rise came on 27 July
            date(2023, 1, 1): ("2.50", "2.06", "4.47"),
            date(2023, 7, 1): ("4.00", "4.22", "6.82"),
            date(2024, 1, 1): ("4.50", "5.07", "8.01"),
            date(2024, 7, 1): ("4.25", "4.92", "8.16"),
            date(2025, 1, 1): ("3.15", "3.71", "7.21"),
            date(2025, 7, 1): ("2.15", "2.76", "6.65"),
            date(2026, 1, 1): ("2.15", "2.62", "6.67"),
            date(2026, 7, 1): ("2.40", "2.75", "6.84"),
        }
        series = ("ecb_mro", "legal_interest_other", "legal_interest_individual")
        for day, percents in expected.items():
            found = tuple(str(self._percent(day, code)) for code in series)
            self.assertEqual(found, percents, day)

    def test_parameters_of_the_calculations(self):
        values = self.Rate._get_legal_values(self.company)
        expected = {
            "fixed_indemnity": 40,
            "late_payment_margin": 10,
            "contract_rate_floor_multiple": 3,
            "judgment_majoration": 5,
            "judgment_majoration_months": 2,
            "year_basis": 365,
        }
        for code, value in expected.items():
            self.assertEqual(values.parameter(code, date(2026, 7, 1)).value, value, code)

    # === SHIPPED ROWS ARE OURS === #

    def test_managers_change_nothing_that_was_shipped(self):
        row = self._shipped("ecb_mro", "2026-07-01").with_user(self.manager)
        parameter = self.env.ref("litige_management.litige_legal_parameter_fixed_indemnity")
        for record in (row, parameter.with_user(self.manager)):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                record.value = 9
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                record.unlink()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self._own(company_id=False)

    def test_users_read_the_law_and_write_none(self):
        self.assertTrue(self.Rate.with_user(self.user).search([], limit=1).value is not None)
        with self.assertRaises(AccessError):
            self.Rate.with_user(self.user).create(
                {
                    "series": "ecb_mro",
                    "date_from": "2027-01-01",
                    "value": 2,
                    "source": "x",
                }
            )

    # === A COMPANY'S OWN ROWS WIN === #

    def test_own_row_wins_and_the_difference_shows(self):
        own = self._own()
        self.assertEqual(own.company_id, self.company)
        self.assertEqual(self._percent(date(2026, 8, 1)), Decimal("2.65"))
        self.assertTrue(own.is_different)
        self.assertEqual(own.shipped_value, 2.4)
        own.value = 2.4
        self.assertFalse(own.is_different)
        self.assertEqual(self._percent(date(2026, 8, 1)), Decimal("2.40"))
        own.value = 2.65
        own.unlink()
        self.assertEqual(self._percent(date(2026, 8, 1)), Decimal("2.40"))

    def test_own_row_survives_an_update_of_the_shipped_one(self):
        own = self._own()
        self._shipped("ecb_mro", "2026-07-01").sudo().value = 2.5
        self.assertEqual(self._percent(date(2026, 8, 1)), Decimal("2.65"))
        own.invalidate_recordset()
        self.assertEqual((own.value, own.shipped_value), (2.65, 2.5))

    def test_other_companies_do_not_see_it_branches_count_with_it(self):
        self._own()
        branch = (
            self.env["res.company"]
            .sudo()
            .create(
                {
                    "name": "Agence",
                    "parent_id": self.company.id,
                }
            )
        )
        other = self.env["res.company"].sudo().create({"name": "Autre"})
        self.assertEqual(self._percent(date(2026, 8, 1), company=branch), Decimal("2.65"))
        self.assertEqual(self._percent(date(2026, 8, 1), company=other), Decimal("2.40"))
        stranger = new_test_user(
            self.env,
            "stranger",
            "litige_management.litige_management_group_manager",
            company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )
        self.assertFalse(
            self.Rate.with_user(stranger).search([("company_id", "=", self.company.id)])
        )

    def test_rate_starts_a_semester_once(self):
        with self.assertRaisesRegex(ValidationError, "1 January or 1 July"):
            self._own(day="2026-06-17")
        self._own()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._own()

    def test_own_parameter_is_named_like_the_one_it_replaces(self):
        Parameter = self.Parameter.with_user(self.manager)
        own = Parameter.create(
            {
                "code": "fixed_indemnity",
                "date_from": "2026-09-01",
                "value": 60,
                "unit": "amount",
                "source": "Décret",
            }
        )
        self.assertEqual(own.name, "Fixed recovery indemnity, per late invoice")
        values = self.Rate._get_legal_values(self.company)
        self.assertEqual(values.parameter("fixed_indemnity", date(2026, 8, 31)).value, 40)
        self.assertEqual(values.parameter("fixed_indemnity", date(2026, 9, 1)).value, 60)
        with self.assertRaisesRegex(ValidationError, "fixed_idemnity"):
            own.code = "fixed_idemnity"

    def test_read_in_two_queries_then_in_none(self):
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        self.company.parent_ids  # noqa: B018  (read with the company on every screen)
        with self.assertQueryCount(2):
            self.Rate._get_legal_values(self.company)
        with self.assertQueryCount(0):
            self.Rate._get_legal_values(self.company)

    # === REMINDER === #

    def _reminders(self):
        return self.Rate._get_reminders().filtered(lambda one: one.user_id == self.manager)

    @freeze_time("2026-11-16")
    def test_nothing_before_the_last_weeks_of_the_semester(self):
        self.Rate._cron_remind_missing()
        self.assertFalse(self._reminders())

    @freeze_time("2026-11-17")
    def test_one_reminder_each_until_the_rates_are_there(self):
        self.Rate._cron_remind_missing()
        self.Rate._cron_remind_missing()
        reminder = self._reminders()
        self.assertEqual(len(reminder), 1)
        self.assertEqual(reminder.date_deadline, date(2027, 1, 1))
        self.assertIn("2027-S1", reminder.summary)
        self.assertEqual(reminder.res_model, "litige.legal.rate")
        self._own(day="2027-01-01", value=2.4)
        self.assertTrue(self._reminders(), "the legal interest rate is still missing")
        self._own("legal_interest_other", "2027-01-01", 2.8)
        self.assertFalse(self._reminders())
        self.Rate._cron_remind_missing()
        self.assertFalse(self._reminders())

    @freeze_time("2026-09-10")
    def test_a_semester_already_begun_is_asked_for_at_once(self):
        self._missing("2026-07-01")
        self.Rate._cron_remind_missing()
        self.assertEqual(self._reminders().date_deadline, date(2026, 7, 1))
