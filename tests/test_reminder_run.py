"""The run of a day: one line however often it stops, and what it leaves for people to do."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, new_test_user

from .reminder_common import ReminderCommon


class TestReminderRun(ReminderCommon):
    def _get_run(self):
        return self.env["litige.reminder.run"].search([("company_id", "=", self.company.id)])

    def _run_without_time(self):
        """Let the run of today happen while each batch uses up the time there is."""
        module = "odoo.addons.base.models.ir_cron.MIN_TIME_PER_JOB"
        Run = type(self.env["litige.reminder.run"])
        remind = Run._remind
        with (
            patch(module, 0),
            patch.object(
                Run, "_remind", lambda run, company, ids, _limit: remind(run, company, ids, 1)
            ),
        ):
            return self._run()

    def test_a_run_short_of_time_goes_on_as_one_and_ends(self):
        for days in (8, 9):
            customer = self._create_customer(f"Garage {days}", email=f"g{days}@example.com")
            self._create_overdue(customer, days=days)
        self._create_overdue(days=10)
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        triggers = [("cron_id", "=", queue.id)]
        before = self.env["ir.cron.trigger"].search_count(triggers)
        reminders = self._run_without_time()
        run = self._get_run()
        self.assertEqual(len(run), 1)
        self.assertEqual((run.planned_count, run.done_count), (len(reminders), len(reminders)))
        self.assertTrue(run.ended_at)
        self.assertGreater(
            self.env["ir.cron.trigger"].search_count(triggers), before, "the e-mails leave at once"
        )

    def test_what_is_left_to_people_speaks_their_language_and_sends_no_email(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.user.write({"lang": "fr_FR", "email": "claire@example.com"})
        self.company.litige_reminder_user_id = self.user
        self.customer.email = False
        self._create_overdue(days=10)
        mails = self.env["mail.mail"].search_count([])
        [reminder] = self._run()
        self.assertEqual(reminder.channel, "call")
        activity = self.customer.activity_ids
        self.assertEqual(activity.user_id, self.user)
        self.assertEqual(activity.summary, "Appeler au sujet de factures en retard")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_a_call_to_make_is_no_reminder_of_the_invoice_yet(self):
        self.customer.email = False
        move = self._create_overdue(days=10)
        [reminder] = self._run()
        self.assertEqual((move.litige_reminder_count, move.litige_last_reminder_date), (0, False))
        reminder._note_sent()
        move.invalidate_recordset()
        self.assertEqual(
            (move.litige_reminder_count, move.litige_last_reminder_date), (1, self.today)
        )

    def test_only_the_firm_email_asks_for_payment_by_a_day(self):
        move = self._create_overdue(days=20)
        [first] = self._run()
        self.assertFalse(first.answer_by)
        with freeze_time(f"{self.today} 08:00:00"):
            first._note_sent()
        [second] = self._run(days=7)
        self.assertEqual(second.line_ids.move_id, move)
        self.assertEqual(second.answer_by, fields.Date.add(second.date, days=8))

    def test_invoices_paid_at_once_are_called_invoices(self):
        first, other = self._create_overdue(days=10), self._create_overdue(days=12)
        [reminder] = self._run()
        self.assertEqual(reminder.line_ids.move_id, first | other)
        self.assertEqual(reminder._get_short_text(), "2 factures")
        self.assertEqual(reminder._get_invoices_text(), "deux factures échues")

    def test_a_reminder_of_the_undisputed_part_wakes_nobody(self):
        move = self._create_overdue(amount=1000.0, days=10)
        case = self._open_case(move, {move: 400.0})
        follower = new_test_user(
            self.env, "claire", "litige_management.litige_management_group_user"
        )
        told_of_emails = self.env.ref("litige_management.mail_message_subtype_email")
        case.message_subscribe(follower.partner_id.ids, told_of_emails.ids)
        [reminder] = self._run()
        reminder._note_sent()
        message = reminder.communication_id.message_id
        self.assertEqual((message.model, message.res_id), ("litige.case", case.id))
        self.assertFalse(message.notification_ids)
