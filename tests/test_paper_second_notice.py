"""The second formal notice, registered letters and what remains of their delay."""

import base64
from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user

from .letter_common import LetterCommon


class TestSecondNotice(LetterCommon):
    """It recalls the first notice and what became of it, and takes effect like a notice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._confirm(cls._write_letter(date=cls._day(30)))

    def _write_second(self):
        return self._write_letter("second_notice")

    def _get_opening(self, **sending):
        self._deliver(self.first, date_posted=self._day(29), **sending)
        body, _text = self._render(self._write_second())
        return self._get_text(body, "opening")

    def test_the_first_comes_before_the_second(self):
        with self.assertRaises(UserError) as error:
            self._confirm_or_fail(self._write_second())
        self.assertIn("write the first one", str(error.exception))

    def _confirm_or_fail(self, letter):
        failures = letter._confirm()
        if failures:
            raise UserError(failures[letter])

    def test_it_says_what_became_of_the_first(self):
        for sending, words in (
            ({"date_received": self._day(27), "result": "received"}, "que vous avez reçue le"),
            ({"date_presented": self._day(27), "result": "refused"}, "et refusée"),
            ({"date_presented": self._day(27), "result": "unclaimed"}, "et non réclamée"),
            ({"result": "wrong_address"}, "n’a pu vous être remise ; la présente la remplace"),
        ):
            with self.subTest(words), self.env.cr.savepoint() as savepoint:
                self.assertIn(words, self._get_opening(**sending))
                savepoint.rollback()

    def test_it_demands_once_more_and_takes_effect(self):
        self._deliver(self.first, date_posted=self._day(29), result="wrong_address")
        second = self._confirm(self._write_second())
        body, text = self._render(second)
        self.assertIn("une nouvelle fois en demeure", self._get_text(body, "demand"))
        self.assertIn("article 1344 du code civil", text)
        self.assertTrue(body.find_class("annex"), "the statement is annexed")
        self.assertEqual((second.channel, second.notice_days), ("registered", 8))
        self._deliver(second, date_presented=self._day(4))
        self.assertEqual(set(self.case.claim_ids.mapped("notice_date")), {self._day(4)})

    def test_the_earliest_notice_keeps_its_date(self):
        self._deliver(self.first, date_posted=self._day(29), date_presented=self._day(27))
        second = self._confirm(self._write_second())
        self._deliver(second, date_presented=self._day(4))
        self.assertEqual(set(self.case.claim_ids.mapped("notice_date")), {self._day(27)})


class TestRegisteredLetters(LetterCommon):
    """Which day counts, what has no effect, and how many days are left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = cls._confirm(cls._write_letter(date=cls._day(12)))

    def test_the_effect_is_said_in_words(self):
        for values, words in (
            ({}, "Under way"),
            ({"date_presented": self._day(8)}, "first presented"),
            ({"date_presented": self._day(8), "result": "unclaimed"}, "Not claimed: it counts"),
            ({"date_presented": self._day(8), "result": "refused"}, "Refused: it counts"),
            ({"result": "wrong_address"}, "Wrong address: it has no effect"),
            ({"result": "lost"}, "Lost: it has no effect"),
            ({"date_received": self._day(6), "result": "received"}, "the day it was received"),
        ):
            with self.subTest(words):
                self.assertIn(words, self._deliver(self.notice, **values).effect_text)

    def test_the_case_counts_the_days(self):
        self.assertFalse(self.case.notice_status)
        delivery = self._deliver(self.notice)
        self.assertEqual(self.case.notice_status, "way")
        self.assertIn("starts when it is first presented", self.case.notice_countdown)
        delivery.date_presented = self._day(5)
        self.assertEqual(self.case.notice_ends_on, self.today + timedelta(days=3))
        self.assertEqual(self.case.notice_status, "running")
        self.assertIn("3 days remain", self.case.notice_countdown)

    def test_whoever_reads_the_dispute_reads_the_days_left(self):
        self._deliver(self.notice, date_presented=self._day(5))
        reader = new_test_user(
            self.env,
            "lectrice",
            groups="account.group_account_readonly",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        case = self.case.with_user(reader)
        case.invalidate_recordset()
        self.assertIn("3 days remain", case.notice_countdown)

    def test_the_last_day_and_the_day_after(self):
        delivery = self._deliver(self.notice, date_presented=self._day(8))
        self.assertIn("today is the last day", self.case.notice_countdown)
        delivery.date_presented = self._day(9)
        self.assertEqual(self.case.notice_status, "over")
        self.assertIn("1 days ago", self.case.notice_countdown)

    def test_without_effect_it_must_be_sent_again(self):
        self._deliver(self.notice, result="wrong_address")
        self.assertEqual(self.case.notice_status, "void")
        self.assertIn("send the letter again", self.case.notice_countdown)
        self.assertFalse(self.case.notice_ends_on)
        self._deliver(self.notice, date_presented=self._day(2))
        self.assertEqual(self.case.notice_status, "running")

    def test_the_scanned_receipt_becomes_an_exhibit(self):
        scan = base64.b64encode(b"%PDF-1.4 receipt")
        delivery = self._deliver(self.notice, date_presented=self._day(8), result="unclaimed")
        delivery.write({"receipt": scan, "receipt_name": "avis.pdf"})
        [exhibit] = self.case.exhibit_ids
        self.assertEqual(exhibit.type_id.code, "notice_receipt")
        self.assertEqual((exhibit.date, exhibit.file_name), (self._day(8), "avis.pdf"))
        self.assertIn(self.notice.name, exhibit.name)
        delivery.write({"receipt": scan})
        self.assertEqual(len(self.case.exhibit_ids), 1, "the same scan is filed once")

    def test_a_registered_email_needs_the_consent_of_a_consumer(self):
        letter = self._confirm(self._write_letter(case=self.consumer_case, date=self._day(12)))
        with self.assertRaises(ValidationError) as error:
            self._deliver(letter, channel="registered_email")
        self.assertIn("must have agreed beforehand", str(error.exception))
        self.consumer.litige_registered_email_on = self._day(2)
        with self.assertRaises(ValidationError):
            self._deliver(letter, channel="registered_email")  # agreed after it was sent
        self.consumer.litige_registered_email_on = self._day(40)
        delivery = self._deliver(letter, channel="registered_email", date_received=self._day(9))
        self.assertEqual(delivery.effective_date, self._day(9))

    def test_it_is_said_before_the_letter_leaves(self):
        letter = self._write_letter(case=self.consumer_case, channel="registered_email")
        letter._refresh_checks()
        self.assertIn("registered_email", letter.check_ids.mapped("code"))
        self.consumer.litige_registered_email_on = self._day(40)
        letter._refresh_checks()
        self.assertNotIn("registered_email", letter.check_ids.mapped("code"))

    def test_a_professional_needs_none(self):
        self._deliver(self.notice, channel="registered_email", date_received=self._day(9))
        self.assertEqual(self.notice.effective_date, self._day(9))
