"""Reminders of instalments by e-mail: off by default, before and after, once each."""

from datetime import timedelta

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .settlement_common import SettlementCommon


class TestInstalmentReminder(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.company.write({"litige_instalment_days_before": 3, "litige_instalment_days_after": 2})
        self.plan = self._sign(self._confirm(self._create_plan()))

    def _run(self, days):
        """Let the night of `days` after the first instalment pass; return the e-mails queued."""
        before = self.env["mail.mail"].search([])
        cron = self.env.ref("litige_management.ir_cron_litige_commitment_remind")
        self.env.flush_all()
        then = f"{self.first_due + timedelta(days=days)} 03:00:00"
        with freeze_time(then), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        return self.env["mail.mail"].search([]) - before

    def test_nothing_is_sent_unless_the_company_wants_it(self):
        self.assertFalse(self.env["res.company"].create({"name": "N"}).litige_instalment_days_after)
        self.company.write({"litige_instalment_days_before": 0, "litige_instalment_days_after": 0})
        self.assertFalse(self._run(-3))
        self.assertFalse(self._run(2))

    def test_reminder_before_is_sent_once_on_its_day(self):
        self.assertFalse(self._run(-4))
        mail = self._run(-3)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertRegex(mail.body_html, r"666[.,]66")
        self.assertFalse(self._run(-2))

    def test_reminder_after_asks_for_what_is_left(self):
        self._pay(self.plan._get_moves()[0], 600.0)
        self.assertFalse(self._run(1))
        mail = self._run(2)
        self.assertEqual(len(mail), 1)
        self.assertRegex(mail.body_html, r"\b66[.,]66")
        self.assertFalse(self._run(3))

    def test_paid_instalment_and_forbidden_debt_are_left_alone(self):
        self.customer.litige_overindebted_on = self.today
        self.assertFalse(self._run(-3))
        self.customer.litige_overindebted_on = False
        self._pay(self.plan._get_moves()[0], 700.0)
        self.assertFalse(self._run(2))

    def test_old_delays_are_not_dug_up(self):
        self.assertFalse(self._run(2 + 8))
        self.assertEqual(len(self._run(2 + 7)), 1)

    def test_one_that_cannot_be_written_stops_no_other(self):
        other = self._sign(self._confirm(self._create_plan(self.consumer_case)))
        wrong = self.plan._get_instalments()[0]
        template = self.env.ref("litige_management.mail_template_litige_instalment_before")
        template.email_cc = "{{ 1 / (object.id - %s) }}" % wrong.id
        with mute_logger("odoo.addons.litige_management.models.litige_commitment_reminder"):
            mails = self._run(-3)
        self.assertEqual(mails.recipient_ids, other.partner_id)
        self.assertFalse(wrong.reminded_before, "the next night tries again")
