"""The customer's written complaint: noted from their writings, never from what they said aloud."""

from decimal import Decimal

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form

from .amicable_common import AmicableCommon


class TestComplaint(AmicableCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.consumer_case.complaint_on = False

    def _log(self, case=None, ago=0, **values):
        where = {"case_id": case.id} if case else {}
        return self.env["litige.communication"].create(
            {
                "partner_id": self.consumer.id,
                "channel": "letter",
                "direction": "in",
                "summary": "Le plan est rayé : je demande sa réparation.",
                "occurred_at": fields.Datetime.subtract(fields.Datetime.now(), days=ago),
                **where,
                **values,
            }
        )

    def test_a_letter_of_complaint_gives_the_dispute_its_day(self):
        self._log(self.consumer_case, 12, is_complaint=True)
        self.assertEqual(self.consumer_case.complaint_on, self._day(12))

    def test_a_letter_that_complains_of_nothing_gives_none(self):
        self._log(self.consumer_case, 12)
        self.assertFalse(self.consumer_case.complaint_on)

    def test_what_was_said_aloud_or_by_us_is_no_written_complaint(self):
        for values in ({"channel": "call"}, {"channel": "meeting"}, {"direction": "out"}):
            with self.subTest(**values), self.assertRaisesRegex(ValidationError, "in writing"):
                self._log(self.consumer_case, is_complaint=True, **values)

    def test_the_form_forgets_the_tick_of_a_call(self):
        view = "litige_management.litige_communication_view_form_log"
        context = {
            "default_case_id": self.consumer_case.id,
            "default_partner_id": self.consumer.id,
            "default_channel": "email",
        }
        with Form(self.env["litige.communication"].with_context(**context), view) as form:
            form.direction = "in"
            form.is_complaint = True
            form.channel = "call"
            form.summary = "Elle dit que le plan est rayé."
        self.assertFalse(form.record.is_complaint)
        self.assertFalse(self.consumer_case.complaint_on)

    def test_a_day_typed_by_hand_is_kept(self):
        self.consumer_case.complaint_on = self._day(40)
        self._log(self.consumer_case, 12, is_complaint=True)
        self.consumer_case._note_complaint(self._day(50))
        self.assertEqual(self.consumer_case.complaint_on, self._day(40))

    def test_a_complaint_logged_before_the_dispute_is_taken_over_with_it(self):
        self._log(None, 5, is_complaint=True, partner_id=self.other_consumer().id)
        case = self._open_case(self._create_overdue(self.other_consumer(), amount=300.0))
        self.assertEqual(case.complaint_on, self._day(5))

    def other_consumer(self):
        if not hasattr(self, "_other"):
            self._other = self._create_customer(
                "Louis Faure", is_company=False, litige_standing="consumer"
            )
        return self._other

    def test_what_was_written_in_a_mediation_is_no_complaint(self):
        self._log(
            self.consumer_case,
            is_complaint=True,
            confidential=True,
            confidential_ground="mediation",
        )
        self.assertFalse(self.consumer_case.complaint_on)

    def test_contesting_on_the_portal_is_a_written_complaint(self):
        visitor = {"author": self.consumer, "ip": "127.0.0.1", "via": "link"}
        self.consumer_case._portal_contest(
            visitor, self.consumer_case.claim_ids.id, Decimal(100), "Le plan est rayé."
        )
        self.assertEqual(self.consumer_case.complaint_on, self.today)

    def test_a_complaint_goes_with_the_dispute_that_another_absorbs(self):
        other = self._open_case(self._create_overdue(self.consumer, amount=100.0))
        self.consumer_case.complaint_on = self._day(40)
        self.consumer_case._merge_into(other)
        self.assertEqual(other.complaint_on, self._day(40))

    # === LOOKING FOR IT === #

    def _find(self):
        return self.consumer_case.action_find_complaint()["params"]

    def test_the_first_writing_of_the_customer_is_proposed_with_its_words(self):
        self._log(self.consumer_case, 30, channel="call", summary="Au téléphone")
        self._log(self.consumer_case, 9, summary="Encore rayé")
        self._log(self.consumer_case, 20, channel="email", summary="Le plan est rayé")
        found = self._find()
        self.assertEqual(self.consumer_case.complaint_on, self._day(20))
        self.assertIn("Le plan est rayé", found["message"])

    def test_without_any_writing_the_screen_says_so(self):
        self._log(self.consumer_case, 30, channel="call", summary="Au téléphone")
        self.assertIn("Nothing in writing", self._find()["message"])
        self.assertFalse(self.consumer_case.complaint_on)
