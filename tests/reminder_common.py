"""Builders of reminders: levels switched on, books up to date, customers who owe."""

from datetime import timedelta

from odoo import Command
from odoo.tests import freeze_time

from .common import LitigeCommon


class ReminderCommon(LitigeCommon):
    """The company of the other tests, its usual levels on, and a bank entry of today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels = cls.company.litige_reminder_level_ids.sorted("days")
        cls.first, cls.second, cls.last = cls.levels
        cls.levels.is_on = True
        cls.company.litige_reminder_working_days = False
        cls._touch_bank(cls.today)

    @classmethod
    def _touch_bank(cls, day):
        """Post a bank entry of `day` that has nothing to do with customers."""
        bank = cls.company_data["default_journal_bank"]
        move = cls.env["account.move"].create(
            {
                "journal_id": bank.id,
                "date": day,
                "line_ids": [
                    Command.create({"account_id": bank.default_account_id.id, "debit": 1.0}),
                    Command.create(
                        {
                            "account_id": cls.company_data["default_account_revenue"].id,
                            "credit": 1.0,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        return move

    def _plan(self, days=0, partners=None, **options):
        """Return the plan of today, or of a day to come."""
        return self.env["litige.reminder.plan"]._plan(
            self.company, self.today + timedelta(days=days), partners, **options
        )

    def assertSkipped(self, plan, partner, reason):
        """Assert that a customer is left alone, for one reason."""
        self.assertNotIn(partner.id, [one.partner_id for one in plan.planned])
        found = {one.partner_id: one for one in plan.skipped}
        self.assertIn(partner.id, found)
        self.assertEqual(found[partner.id].reason, reason)
        return found[partner.id]

    def assertPlanned(self, plan, partner, level=None):
        """Assert that a customer is reminded, at one level."""
        found = {one.partner_id: one for one in plan.planned}
        reasons = {one.partner_id: one.reason for one in plan.skipped}
        self.assertIn(partner.id, found, reasons.get(partner.id))
        if level:
            self.assertEqual(found[partner.id].level_id, level.id)
        return found[partner.id]

    def _run(self, days=0):
        """Let the reminders of today, or of a day to come, be made; return them."""
        before = self.env["litige.reminder"].search([])
        self.env.flush_all()
        morning = f"{self.today + timedelta(days=days)} 07:00:00"
        with freeze_time(morning), self.enter_registry_test_mode():
            self.env.ref("litige_management.ir_cron_litige_reminder").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["litige.reminder"].search([]) - before
