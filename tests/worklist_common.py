"""Builders of the worklist: customers with late invoices, and books up to date."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, new_test_user

from .reminder_common import ReminderCommon


class WorklistCommon(ReminderCommon):
    """Reminders are off: nothing leaves by itself, people call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels.is_on = False
        cls.caller = new_test_user(
            cls.env,
            "worklist_caller",
            groups="litige_management.litige_management_group_user,base.group_partner_manager",
            company_id=cls.company.id,
            company_ids=[fields.Command.set(cls.company.ids)],
            tz="Europe/Paris",
        )

    def _work(self, user=None):
        """Return the worklist as a user sees it."""
        return self.env["litige.worklist"].with_user(user or self.caller)

    def _get_day(self):
        self.env.flush_all()
        return self._work().get_day()

    def _get_names(self):
        return [entry["name"] for entry in self._get_day()["entries"]]

    def _get_skipped(self, partner):
        rows = {row["id"]: row["why"] for row in self._get_day()["skipped"]}
        return rows.get(partner.id, "")

    def _record(self, partner, outcome, known=None, **values):
        card = self._work().get_customer(partner.id)
        return self._work().record(
            partner.id, outcome, {"known": card["known"] if known is None else known, **values}
        )

    def _get_latest(self, partner):
        return self.env["litige.contact.outcome"].search(
            [("partner_id", "=", partner.id), ("is_latest", "=", True)]
        )

    def _wait(self, **delta):
        """Let time pass, as a context."""
        return freeze_time(fields.Datetime.now() + timedelta(**delta))

    def assertAmount(self, amount, text):
        """Assert that an amount is told, whatever the spaces it is written with."""
        self.assertIn(amount, " ".join(text.split()))
