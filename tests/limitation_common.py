"""Builders for the tests of limitations and deadlines."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time

from odoo.addons.litige_management.legal.semesters import add_months

from .amicable_common import AmicableCommon

PAPER = ("reconnaissance.pdf", b"%PDF-1.4 je reconnais devoir")


class LimitationCommon(AmicableCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim = cls.consumer_case.claim_ids
        cls.issued = cls.consumer_invoice.invoice_date

    @classmethod
    def _ago(cls, months):
        return add_months(cls.today, -months)

    @classmethod
    def _make_case(cls, left, months=24, partner=None, **values):
        """Return a dispute on one invoice whose last day to sue is in `left` days.

        :param months: the length of its limitation; the invoice and its due date are the same day
        """
        day = add_months(cls.today + timedelta(days=left), -months)
        move = cls._create_overdue(
            partner or cls.consumer, invoice_date=day, invoice_date_due=day, **values
        )
        return cls._open_case(move)

    @classmethod
    def _edit(cls, claims, **values):
        """Change what the last day to sue is counted from, as the dialog does."""
        wizard = (
            cls.env["litige.claim.limitation"]
            .with_context(claims.action_edit_limitation()["context"])
            .create({"reason": "Acceptance of works signed", **values})
        )
        wizard.action_apply()

    @classmethod
    def _step_type(cls, case, effect, code="lawsuit_test"):
        """Return a running judicial proceeding on `case`, with a step of this effect."""
        remedy = cls.env["litige.remedy"].create(
            {
                "name": "Lawsuit",
                "code": f"{code}_{case.id}",
                "track": "judicial",
                "summary": "Before the court.",
                "step_ids": [
                    fields.Command.create({"name": "Filed", "code": "filed"}),
                    fields.Command.create({"name": "Served", "code": "served", "effect": effect}),
                ],
            }
        )
        return cls.env["litige.proceeding"].create(
            {"case_id": case.id, "remedy_id": remedy.id, "date_start": cls._day(40)}
        )

    def _follow(self, days=0):
        """Let the nightly follow-up run `days` from now."""
        cron = self.env.ref("litige_management.ir_cron_litige_deadline_follow")
        self.env.flush_all()
        then = fields.Datetime.now() + timedelta(days=days)
        with freeze_time(then), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _limitations(self, case):
        return case.deadline_ids.filtered(lambda one: one.kind == "limitation")
