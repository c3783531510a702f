"""Checks before a letter leaves, how it was sent, and the day it took effect."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .letter_common import LetterCommon


class TestChecks(LetterCommon):
    """Each warning is acknowledged by name, or the letter stops."""

    def _get_codes(self, letter):
        letter._refresh_checks()
        return set(letter.check_ids.mapped("code"))

    def test_it_stops_until_each_warning_is_seen(self):
        letter = self._write_letter()
        action = letter.action_confirm()
        self.assertEqual((action["res_model"], letter.state), ("litige.letter", "draft"))
        self.assertGreater(letter.check_count, 1)
        letter.check_ids[0].is_acknowledged = True
        with self.assertRaises(UserError):
            letter.action_confirm_checked()
        letter.check_ids.is_acknowledged = True
        letter.action_confirm_checked()
        self.assertEqual(letter.state, "confirmed")

    def test_the_name_of_who_saw_it_is_kept(self):
        letter = self._write_letter()
        user = new_test_user(
            self.env,
            "prudente",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        letter._refresh_checks()
        letter.check_ids.with_user(user).is_acknowledged = True
        self.assertEqual(letter.check_ids.user_id, user)
        self.assertTrue(all(letter.check_ids.mapped("acknowledged_at")))

    def test_a_warning_that_changes_must_be_seen_again(self):
        letter = self._write_letter()
        letter._refresh_checks()
        letter.check_ids.is_acknowledged = True
        self._credit_alone(150)
        letter._refresh_checks()
        self.assertEqual(
            letter.check_ids.filtered(lambda check: not check.is_acknowledged).code, "unreconciled"
        )
        letter._refresh_checks()
        self.assertEqual(
            len(letter.check_ids.filtered("is_acknowledged")),
            len(letter.check_ids) - 1,
            "unchanged warnings stay seen",
        )

    def test_money_received_and_not_matched(self):
        letter = self._write_letter()
        self.assertNotIn("unreconciled", self._get_codes(letter))
        self._credit_alone(150)
        self.assertIn("unreconciled", self._get_codes(letter))
        self.assertIn("150", letter.check_ids.filtered(lambda c: c.code == "unreconciled").message)

    def test_invoice_never_sent(self):
        letter = self._write_letter()
        self.assertIn("never_sent", self._get_codes(letter))
        letter.move_ids.is_move_sent = True
        self.assertNotIn("never_sent", self._get_codes(letter))

    def test_postal_address(self):
        letter = self._write_letter()
        self.assertNotIn("no_address", self._get_codes(letter))
        letter.partner_id.street = False
        self.assertIn("no_address", self._get_codes(letter))
        letter.channel = "email"
        self.assertNotIn("no_address", self._get_codes(letter))

    def test_bank_entries_up_to_date(self):
        letter = self._write_letter()
        self.assertIn("old_bank", self._get_codes(letter))
        other = self._create_overdue(self.consumer, amount=10)
        self._pay(other, date=self._day(3))
        self.assertNotIn("old_bank", self._get_codes(letter))
        self.company.litige_bank_entry_days = 2
        self.assertIn("old_bank", self._get_codes(letter))

    def test_standing_to_confirm(self):
        letter = self._write_letter()
        self.assertNotIn("standing", self._get_codes(letter))
        self.case.standing_confirmed = False
        self.assertIn("standing", self._get_codes(letter))
        self.assertNotIn("standing", self._get_codes(self._write_letter("reminder")))

    def test_consumer_mediator_missing(self):
        self.assertIn("mediator", self._get_codes(self._write_letter(case=self.consumer_case)))
        self.assertNotIn("mediator", self._get_codes(self._write_letter()))

    def test_letterhead_incomplete(self):
        letter = self._write_letter()
        self.assertNotIn("identity", self._get_codes(letter))
        self.company.litige_signatory_name = False
        self.assertIn("identity", self._get_codes(letter))

    def _credit_alone(self, amount):
        """A credit note of the customer that nobody matched."""
        refund = self._create_overdue(amount=amount, move_type="out_refund")
        self.assertFalse(refund.line_ids.filtered("reconciled"))


class TestEffectiveDate(LetterCommon):
    """One rule: received, else first presented; never posted; nothing without an address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = cls._confirm(cls._write_letter(date=cls._day(12)))
        cls.claim = cls.case.claim_ids.filtered(lambda claim: claim.move_id == cls.older)

    def test_posting_starts_nothing(self):
        self._deliver(self.notice)
        self.assertFalse(self.notice.effective_date)
        self.assertFalse(self.claim.notice_date)

    def test_presented_then_received(self):
        delivery = self._deliver(self.notice)
        delivery.date_presented = self._day(8)
        self.assertEqual(delivery.effective_date, self._day(8))
        self.assertEqual(self.claim.notice_date, self._day(8))
        delivery.write({"date_received": self._day(6), "result": "received"})
        self.assertEqual(delivery.effective_date, self._day(6))
        self.assertEqual(self.claim.notice_date, self._day(6))

    def test_refused_or_unclaimed_counts_from_the_presentation(self):
        for result in ("refused", "unclaimed"):
            delivery = self._deliver(self.notice, date_presented=self._day(8), result=result)
            self.assertEqual(delivery.effective_date, self._day(8), result)

    def test_wrong_address_or_lost_has_no_effect(self):
        for result in ("wrong_address", "lost", "failed"):
            delivery = self._deliver(self.notice, date_presented=self._day(8), result=result)
            self.assertFalse(delivery.effective_date, result)
        self.assertFalse(self.claim.notice_date)

    def test_a_result_learnt_later_takes_the_effect_back(self):
        delivery = self._deliver(self.notice, date_presented=self._day(8))
        self.assertEqual(self.claim.notice_date, self._day(8))
        delivery.result = "wrong_address"
        self.assertFalse(self.claim.notice_date)
        self.assertFalse(self.claim.notice_letter_id)

    def test_by_hand_with_a_reason(self):
        delivery = self._deliver(self.notice, result="lost")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            delivery.date_override = self._day(7)
            delivery.flush_recordset()
        delivery.write({"date_override": self._day(7), "override_reason": "Aveu écrit du client"})
        self.assertEqual(self.claim.notice_date, self._day(7))

    def test_the_earliest_valid_notice_wins(self):
        second = self._confirm(self._write_letter(date=self._day(11)))
        self._deliver(second, date_presented=self._day(5))
        self.assertEqual(self.claim.notice_date, self._day(5))
        self._deliver(self.notice, date_presented=self._day(9))
        self.assertEqual(self.claim.notice_date, self._day(9))
        self.assertEqual(self.claim.notice_letter_id, self.notice)

    def test_only_the_invoices_it_lists(self):
        third = self._create_overdue(amount=50.0, days=15)
        self.env["litige.case.opening"]._add_claims(
            [(self.case, [{"move": third, "disputed": 50.0}])]
        )
        self._deliver(self.notice, date_presented=self._day(8))
        claim = self.case.claim_ids.filtered(lambda claim: claim.move_id == third)
        self.assertFalse(claim.notice_date)

    def test_a_reminder_is_no_notice(self):
        reminder = self._confirm(self._write_letter("reminder"))
        self._deliver(reminder, date_presented=self._day(8))
        self.assertFalse(self.claim.notice_date)

    def test_an_invoice_that_enters_later_brings_its_notice(self):
        move = self._create_overdue(amount=70.0, days=40)
        letter, _refusals = self.env["litige.letter"]._write_letters("notice", move)
        self._deliver(self._confirm(letter), date_presented=self._day(8))
        case = self._open_case(move)
        self.assertEqual(case.claim_ids.notice_date, self._day(8))

    def test_consumer_interest_then_runs_from_it(self):
        letter = self._confirm(self._write_letter(case=self.consumer_case))
        self._deliver(letter, date_presented=self._day(9))
        statement = self.env["litige.statement"]._statement_for_moves(
            self.consumer_invoice, self.today, "claimed"
        )
        [line] = statement.lines
        self.assertEqual(line.debt.notice_on, self._day(9))
        self.assertGreater(line.interest, 0)

    def test_each_fact_is_noted_once(self):
        delivery = self._deliver(self.notice)
        delivery.write({"date_presented": self._day(8)})
        delivery.write({"date_presented": self._day(8), "number": "1A"})
        delivery.write({"date_received": self._day(6), "result": "received"})
        texts = (
            self.case.event_ids.filtered(lambda event: event.kind == "delivery")
            .sorted("rank")
            .mapped("summary")
        )
        self.assertEqual(len(texts), len(set(texts)), texts)
        self.assertEqual(len([text for text in texts if "first presented" in text]), 1)
        days = self.case.event_ids.filtered(lambda event: "received" in event.summary)
        self.assertEqual(days.mapped("occurred_on"), [self._day(6)])

    def test_impossible_dates_are_refused(self):
        for values in (
            {"date_presented": self._day(11)},
            {"date_presented": self._day(5), "date_received": self._day(7)},
            {"date_posted": self.today + timedelta(days=1)},
            {"result": "received"},
            {"result": "unclaimed"},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self._deliver(self.notice, **values)

    def test_only_confirmed_letters_are_sent_and_no_sending_is_deleted(self):
        with self.assertRaises(ValidationError):
            self._deliver(self._write_letter())
        with self.assertRaises(UserError):
            self._deliver(self.notice).unlink()


class TestEmail(LetterCommon, MailCommon):
    """A letter sent by e-mail carries its frozen PDF and is noted as a sending."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls._confirm(cls._write_letter("reminder"))

    def _compose(self):
        action = self.letter.action_send_email()
        composer = self.env["mail.compose.message"].with_context(**action["context"]).create({})
        return composer

    def test_the_composer_joins_the_frozen_bytes(self):
        composer = self._compose()
        [attachment] = composer.attachment_ids
        self.assertEqual(attachment.raw, self.letter._get_frozen_attachments()[self.letter].raw)
        self.assertEqual(composer.partner_ids, self.customer)

    def test_sending_is_noted(self):
        with self.mock_mail_gateway():
            self._compose()._action_send_mail()
        [delivery] = self.letter.delivery_ids
        self.assertEqual((delivery.channel, delivery.result), ("email", "pending"))
        self.assertFalse(delivery.effective_date)
        self.assertIn("delivery", self.case.event_ids.mapped("kind"))
        self.assertTrue(self._mails)

    def test_the_customer_never_follows_the_letter(self):
        with self.mock_mail_gateway():
            self._compose()._action_send_mail()
        self.assertNotIn(self.customer, self.letter.message_partner_ids)

    def test_a_failure_leaves_a_retry(self):
        with self.mock_mail_gateway():
            self._compose()._action_send_mail()
        delivery = self.letter.delivery_ids
        notice = delivery.message_id.sudo().notification_ids
        notice.write({"notification_status": "exception", "failure_type": "mail_smtp"})
        notice.mail_mail_id.state = "exception"
        self.assertTrue(delivery.email_error)
        with self.mock_mail_gateway():
            delivery.action_retry()
        self.assertTrue(self._mails)

    def test_a_draft_is_not_sent(self):
        with self.assertRaises(UserError):
            self._write_letter("reminder").action_send_email()
