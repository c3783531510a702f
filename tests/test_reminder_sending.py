"""What leaves: one message per customer, its words, its statement, and the trace it leaves."""

import io
import re
from datetime import timedelta
from unittest.mock import patch

from pypdf import PdfReader

from odoo import Command
from odoo.tests import new_test_user
from odoo.tools import html2plaintext, mute_logger

from .reminder_common import ReminderCommon


def read_pdf(content):
    """The words of a PDF on one line."""
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


class TestReminderSending(ReminderCommon):
    def test_nothing_leaves_before_the_levels_are_on(self):
        self._create_overdue(days=20)
        self.levels.action_switch_off()
        self.assertFalse(self._run())

    def test_nothing_leaves_on_a_sunday_nor_on_a_public_holiday(self):
        self.company.litige_reminder_working_days = True
        self.assertFalse(self.company._litige_reminds_on(self.today.replace(2026, 11, 22)))
        self.assertFalse(self.company._litige_reminds_on(self.today.replace(2026, 11, 11)))
        self.assertTrue(self.company._litige_reminds_on(self.today.replace(2026, 11, 23)))

    def test_one_email_with_every_overdue_instalment_and_its_statement(self):
        moves = self._create_overdue(amount=1234.5, days=10) | self._create_overdue(days=2)
        reminder = self._run()
        self.assertEqual(len(reminder), 1)
        self.assertEqual((reminder.state, reminder.level_id), ("queued", self.first))
        self.assertEqual(reminder.line_ids.move_id, moves)
        mail = reminder.mail_id
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.customer))
        self.assertIn("Rappel\N{NO-BREAK SPACE}:", mail.subject)
        text = html2plaintext(mail.body_html)
        for move in moves:
            self.assertIn(move.name, text)
        self.assertIn("2\N{NARROW NO-BREAK SPACE}434,50\N{NO-BREAK SPACE}€", text)
        self.assertNotIn("intérêt", text)
        self.assertNotIn("40,00", text)
        [statement] = mail.attachment_ids
        words = read_pdf(statement.raw)
        self.assertIn("Relevé des sommes échues", words)
        self.assertIn(moves[0].name, words)
        self.assertTrue(statement._litige_is_frozen())

    def test_same_day_and_next_days_nothing_more_then_the_next_level(self):
        self._create_overdue(days=5)
        self.assertEqual(self._run().level_id, self.first)
        self.assertFalse(self._run())
        self.assertFalse(self._run(days=9))
        self._touch_bank(self.today + timedelta(days=10))
        second = self._run(days=10)
        self.assertEqual(second.level_id, self.second)
        self.assertRegex(html2plaintext(second.mail_id.body_html), "mise en demeure")

    def test_english_customer_gets_english(self):
        self.customer.lang = "en_US"
        self._create_overdue(days=10)
        mail = self._run().mail_id
        self.assertIn("Reminder: invoice", mail.subject)
        self.assertIn("Left to pay", html2plaintext(mail.body_html))
        self.assertIn("Statement of overdue sums", read_pdf(mail.attachment_ids.raw))

    def test_no_transfer_is_asked_for_without_an_account_to_pay_to(self):
        self.company.partner_id.bank_ids.active = False
        self._create_overdue(days=10)
        reminder = self._run()
        self.assertFalse(reminder._has_account())
        self.env["res.partner.bank"].create(
            {"acc_number": "FR7630006000011234567890189", "partner_id": self.company.partner_id.id}
        )
        self.assertTrue(reminder._has_account())

    def test_currencies_are_totalled_apart(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self._create_overdue(days=10, amount=100.0)
        self._create_overdue(days=10, amount=50.0, currency_id=dollar.id)
        reminder = self._run()
        self.assertEqual(
            reminder._get_total_text(),
            "100,00\N{NO-BREAK SPACE}€ et 50,00\N{NO-BREAK SPACE}$",
        )

    def test_message_before_the_due_date_announces_it(self):
        self.env["litige.reminder.level"].create(
            {"name": "Bientôt", "company_id": self.company.id, "days": -5}
        ).is_on = True
        self._create_overdue(days=-3)
        reminder = self._run()
        self.assertTrue(reminder._is_to_come())
        self.assertIn("À venir", reminder.mail_id.subject)

    def test_disputed_part_is_named_and_not_asked_for(self):
        move = self._create_overdue(amount=1000.0, days=10)
        self._open_case(move, {move: 400.0})
        reminder = self._run()
        self.assertEqual(reminder.line_ids.mapped("amount"), [600.0])
        self.assertIn("400,00", html2plaintext(reminder.mail_id.body_html))

    def test_invoice_and_customer_count_their_reminders(self):
        move = self._create_overdue(days=10)
        self._run()
        self.assertEqual(move.litige_reminder_count, 1)
        self.assertEqual(move.litige_last_reminder_date, self.today)
        self.assertEqual(self.customer.litige_reminder_count, 1)
        found = self.env["account.move"].search([("litige_last_reminder_date", ">=", self.today)])
        self.assertIn(move, found)

    # === ISOLATION === #

    def test_one_that_cannot_be_written_stops_no_other(self):
        other = self._create_customer("Autre", email="autre@example.com")
        self._create_overdue(days=10)
        self._create_overdue(other, days=10)
        template = self.first._get_template()
        template.email_cc = "{{ 1 / (object.partner_id.id - %s) }}" % self.customer.id
        with mute_logger(
            "odoo.addons.litige_management.models.litige_reminder_sending_mixin",
            "odoo.addons.mail.models.mail_render_mixin",
        ):
            reminders = self._run()
        by_customer = {one.partner_id: one for one in reminders}
        self.assertEqual(by_customer[other].state, "queued")
        self.assertEqual(by_customer[self.customer].state, "failed")
        self.assertTrue(by_customer[self.customer].error)
        template.email_cc = False
        self.assertEqual(self._run(days=1).channel, "email", "tried again the next day")

    def test_statement_that_cannot_be_printed_does_not_keep_the_email(self):
        self._create_overdue(days=10)
        mixin = type(self.env["litige.reminder"])
        with patch.object(mixin, "_render_pdfs", lambda s: {r: ValueError("broken") for r in s}):
            reminder = self._run()
        self.assertEqual(reminder.state, "queued")
        self.assertFalse(reminder.mail_id.attachment_ids)
        self.assertIn("broken", reminder.document_error)

    # === OTHER CHANNELS === #

    def test_call_is_planned_for_who_makes_it_and_done_once_logged(self):
        self.company.litige_reminder_user_id = self.env.user
        self.customer.email = False
        self._create_overdue(days=10)
        reminder = self._run()
        self.assertEqual((reminder.channel, reminder.state), ("call", "queued"))
        activity = self.customer.activity_ids
        self.assertEqual(activity.user_id, self.env.user)
        self.env["litige.communication"].create(
            {"partner_id": self.customer.id, "channel": "call", "summary": "Paie demain"}
        )
        self.assertEqual(reminder.state, "sent")

    def test_letter_is_drafted_and_done_once_confirmed(self):
        self.first.channel = "letter"
        self._create_overdue(days=10)
        reminder = self._run()
        letter = reminder.letter_ids
        self.assertEqual(
            (letter.kind, letter.state, reminder.state), ("reminder", "draft", "queued")
        )
        letter._confirm()
        self.assertEqual(reminder.state, "sent")

    def test_dispute_is_proposed_once_all_reminders_are_done(self):
        self.levels.rest_days = 0
        self.company.litige_reminder_user_id = self.env.user
        move = self._create_overdue(days=40)
        recent = self._create_overdue(days=6, amount=10.0)
        self._run()
        self._run(days=1)
        self.assertEqual(self._run(days=2).channel, "propose")
        kind = self.env.ref("litige_management.mail_activity_type_litige_propose")
        self.assertEqual(move.activity_ids.activity_type_id, kind)
        self.assertEqual(move.activity_ids.user_id, self.env.user)
        self.assertFalse(recent.activity_ids)
        self.assertFalse(self._run(days=3))

    def test_salesperson_who_left_or_sees_no_invoice_follows_none(self):
        self.levels.rest_days = 0
        seller = new_test_user(
            self.env,
            "reminder_seller",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        boss = self.company._litige_get_reminder_fallback()
        move = self._create_overdue(days=40, invoice_user_id=seller.id)
        self.assertEqual(self._run().user_id, seller)
        seller.active = False
        reminder = self._run(days=1)
        self.assertFalse(reminder.user_id)
        self.assertNotIn(seller.email, reminder.mail_id.email_from)
        seller.active = True
        self.assertEqual(self._run(days=2).state, "sent")
        self.assertEqual(move.activity_ids.user_id, boss)

    def test_who_follows_the_reminders_and_left_is_replaced_by_a_manager(self):
        follower = new_test_user(
            self.env,
            "reminder_follower",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.company.litige_reminder_user_id = follower
        self.assertEqual(self.company._litige_get_reminder_fallback(), follower)
        follower.active = False
        boss = self.company._litige_get_reminder_fallback()
        self.assertTrue(boss.active)
        self.assertTrue(boss.has_group("litige_management.litige_management_group_manager"))

    def test_dispute_is_opened_and_held_when_the_company_wants_it(self):
        self.levels.rest_days = 0
        self.last.channel = "open"
        move = self._create_overdue(days=40)
        for day in range(3):
            self._run(days=day)
        self.assertEqual(move.litige_case_id.claim_ids.is_held, True)
        self.assertSkipped(self._plan(days=3), self.customer, "held")

    # === COMPANIES === #

    def test_companies_remind_for_themselves(self):
        other = self.company_data_2["company"] if hasattr(self, "company_data_2") else None
        company = other or self.env["res.company"].create({"name": "Autre société"})
        self.assertEqual(len(company.litige_reminder_level_ids), 3)
        self.assertFalse(any(company.litige_reminder_level_ids.mapped("is_on")))
        self._create_overdue(days=10)
        self.assertEqual(self._run().company_id, self.company)


class TestReminderResult(ReminderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_overdue(amount=1200.0, days=10)

    def _deliver(self, reminder, reason=None):
        """Let Odoo's mail queue say what became of the e-mail."""
        with (
            patch.object(type(self.env["ir.mail_server"]), "_disable_send", lambda _self: False),
            patch.object(
                type(self.env["ir.mail_server"]),
                "send_email",
                side_effect=Exception(reason)
                if reason
                else lambda message, **_kw: message["Message-Id"],
            ),
            patch.object(type(self.env["ir.mail_server"]), "_connect__", lambda *_a, **_kw: None),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            reminder.mail_id.sudo().send()
        self.env.invalidate_all()

    def test_sent_email_is_an_exchange_with_the_customer(self):
        reminder = self._run()
        self._deliver(reminder)
        self.assertEqual(reminder.state, "sent", reminder.error)
        exchange = reminder.communication_id
        self.assertEqual((exchange.channel, exchange.direction), ("email", "out"))
        self.assertEqual((exchange.partner_id, exchange.move_id), (self.customer, self.move))
        self.assertIn(self.move.name, exchange.summary)

    def test_queued_email_does_not_leave_once_it_is_paid_or_disputed(self):
        other = self._create_customer("Autre", email="autre@example.com")
        theirs = self._create_overdue(other, days=10)
        kept = self._create_customer("Reste", email="reste@example.com")
        self._open_case(part := self._create_overdue(kept, days=10), {part: 400.0})
        reminders = self._run().grouped("partner_id")
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.move.ids
        )
        register.create({"amount": 200.0})._create_payments()
        self._open_case(theirs)
        self._deliver(self.env["litige.reminder"].union(*reminders.values()))
        self.assertEqual(reminders[self.customer].state, "cancelled")
        self.assertEqual(reminders[other].state, "cancelled")
        self.assertEqual(reminders[kept].state, "sent")

    def test_reminder_of_the_rest_enters_the_chronology_of_the_dispute(self):
        case = self._open_case(self.move, {self.move: 400.0})
        self._deliver(self._run())
        self.assertIn("email", case.event_ids.mapped("kind"))

    def test_reminder_and_its_exchange_are_one_contact(self):
        self._deliver(self._run())
        self.levels.rest_days = 0
        reading = self.env["litige.reminder.plan"]
        rows = reading._read_lines(self.company, self.today, 0, None)
        found = reading._read_all(self.company, self.today, rows, None, 7)
        self.assertEqual(len(found.out[self.customer.id]), 1)

    def test_failed_email_becomes_a_call(self):
        reminder = self._run()
        self._deliver(reminder, "mailbox unavailable")
        self.assertEqual(reminder.state, "failed")
        self.assertIn("mailbox unavailable", reminder.error)
        self.assertFalse(reminder.communication_id)
        again = self._run(days=1)
        self.assertEqual((again.level_id, again.channel), (self.first, "call"))

    def test_failure_of_our_own_server_blames_nobody(self):
        reminder = self._run()
        with (
            patch.object(
                type(self.env["ir.mail_server"]), "_connect__", side_effect=OSError("unreachable")
            ),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            reminder.mail_id.sudo().send()
        self.env.invalidate_all()
        self.assertEqual(reminder.state, "failed")
        self.assertFalse(self.customer.activity_ids)
        self.assertEqual(self._run(days=1).channel, "email", "tried again the next day")

    def test_new_address_is_written_to_again(self):
        self._deliver(self._run(), "mailbox unavailable")
        self.customer.email = "nouvelle@example.com"
        self.assertEqual(self._run(days=1).channel, "email")

    def test_email_that_comes_back(self):
        reminder = self._run()
        self._deliver(reminder)
        self.env["mail.thread"]._routing_handle_bounce(
            None,
            {
                "bounced_email": "client@example.com",
                "bounced_partner": self.customer,
                "bounced_msg_ids": [],
                "bounced_message": reminder.mail_message_id,
                "body": "<p>550 unknown user</p>",
                "email_from": "mailer-daemon@example.com",
                "to": "bounce@example.com",
                "message_id": "<bounce@example.com>",
            },
        )
        self.assertEqual(reminder.state, "failed")
        self.assertIn("550 unknown user", reminder.error)

    def test_cancelled_email_frees_the_customer_for_the_next_day(self):
        reminder = self._run()
        reminder.mail_id.cancel()
        self.assertEqual(reminder.state, "cancelled")
        self.assertFalse(self._run(), "not twice the same day")
        self.assertEqual(self._run(days=1).level_id, self.first)

    def test_report_of_a_run_tells_who_was_left_alone(self):
        self._create_overdue(self.consumer, days=2)
        self._run()
        run = self.env["litige.reminder.run"].search([("company_id", "=", self.company.id)])
        self.assertEqual((run.done_count, run.skipped_count, run.failed_count), (1, 1, 0))
        self.assertEqual(run.skipped, {"waiting": 1})
        self.assertTrue(run.ended_at)
        self.assertIn("E-mail: 1", run.report)
