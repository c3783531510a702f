"""Holds taken, reviewed and lifted, one or many at a time, each with a reason and an owner."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.litige_management.models import litige_followup

from .common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestHoldBulk(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.moves = cls._create_overdue() | cls._create_overdue(cls.consumer, 300)
        cls.cases = cls.env["litige.case"].union(*(cls._open_case(move) for move in cls.moves))
        cls.claims = cls.cases.claim_ids
        cls.colleague = new_test_user(
            cls.env,
            "colleague",
            groups="litige_management.litige_management_group_user",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.soon = cls.today + timedelta(days=15)

    def _form(self, action):
        return Form(self.env[action["res_model"]].with_context(**action["context"]))

    def _hold(self, claims, **values):
        with self._form(claims.action_hold()) as form:
            for name, value in {"review_date": self.soon, **values}.items():
                form[name] = value
        form.record.action_hold()

    # === LIFTING === #

    def test_many_are_lifted_for_one_reason_that_each_chronology_keeps(self):
        with self._form(self.claims.action_lift_hold()) as form:
            form.reason = "The works were accepted"
        form.record.action_lift()
        self.assertFalse(any(self.claims.mapped("is_held")))
        self.assertEqual(set(self.claims.mapped("hold_lifted_on")), {self.today})
        for case in self.cases:
            event = case.event_ids.filtered(lambda event: event.kind == "hold_lifted")
            self.assertIn("The works were accepted", event.summary)
            self.assertEqual(event.author_id, self.env.user)

    def test_only_what_is_held_is_lifted(self):
        self.claims[0]._lift_hold("Paid half")
        action = self.claims.action_lift_hold()
        self.assertEqual(action["context"]["default_claim_ids"], self.claims[1:].ids)

    def test_nothing_is_lifted_without_a_reason(self):
        for reason in ("", "  ", None):
            with self.assertRaisesRegex(UserError, "Say why"):
                self.claims._lift_hold(reason)
        self.assertTrue(all(self.claims.mapped("is_held")))

    def test_nothing_leaves_today_even_if_the_dispute_ended_earlier(self):
        case = self.cases[0]
        case._write_protected({"date_opened": self.today - timedelta(days=9)})
        case._close("abandoned", as_of=self.today - timedelta(days=3))
        self.assertEqual(case.claim_ids.hold_lifted_on, self.today)

    def test_tools_that_remind_by_themselves_wait_until_tomorrow(self):
        """Enterprise's follow-up is closed source: a date of ours stands for its own."""
        field, later = "litige_registered_email_on", self.today + timedelta(days=20)
        self.consumer[field] = later
        with patch.object(litige_followup, "NEXT_REMINDER", field):
            self.claims._lift_hold("The works were accepted")
        self.assertEqual(self.customer[field], self.today + timedelta(days=1))
        self.assertEqual(self.consumer[field], later, "A later day that somebody chose stays")

    # === HOLDING === #

    def test_many_are_held_again_and_each_keeps_its_owner(self):
        self.claims[0].sudo().hold_user_id = self.colleague
        since = self.claims.mapped("hold_since")
        self._hold(self.claims, reason="The expert comes back")
        self.assertEqual(self.claims.mapped("hold_reason"), ["The expert comes back"] * 2)
        self.assertEqual(set(self.claims.mapped("hold_review_date")), {self.soon})
        self.assertEqual(self.claims[0].hold_user_id, self.colleague)
        self.assertEqual(self.claims[1].hold_user_id, self.env.user)
        self.assertEqual(self.claims.mapped("hold_since"), since)

    def test_an_owner_can_be_named_for_all(self):
        self._hold(self.claims, user_id=self.colleague)
        self.assertEqual(self.claims.hold_user_id, self.colleague)

    def test_whoever_left_the_company_owns_no_hold_any_more(self):
        self.claims.sudo().hold_user_id = self.colleague
        self.colleague.active = False
        self._hold(self.claims)
        self.assertEqual(self.claims.hold_user_id, self.env.user)

    def test_one_reason_for_different_holds_is_for_a_person_to_word(self):
        self.assertEqual(self._form(self.claims.action_hold()).reason, "Non-payment")
        self.claims[0].sudo().hold_reason = "The expert comes back"
        self.assertFalse(self._form(self.claims.action_hold()).reason)

    def test_what_is_no_longer_in_dispute_is_not_held(self):
        self.claims._lift_hold("Paid half")
        self._pay(self.moves[0])
        self.claims._hold_again("Motif", self.soon)
        self.assertEqual(self.claims.mapped("is_held"), [False, True])
        with self.assertRaisesRegex(UserError, "Nothing is in dispute"):
            self.claims[0]._hold_again("Motif", self.soon)

    # === REVIEWING === #

    def _let_the_day_come(self):
        self.claims._write_protected({"hold_review_date": self.today})
        self.env["litige.claim"]._cron_review_holds()

    def test_nobody_is_asked_about_what_was_paid_meanwhile(self):
        xmlid = ["litige_management.mail_activity_type_hold_review"]
        self._pay(self.moves[0])
        self._let_the_day_come()
        self.assertFalse(self.cases[0].activity_search(xmlid))
        self.assertFalse(self.cases[0].is_review_due)
        self.assertTrue(self.cases[1].activity_search(xmlid))
        self.assertTrue(self.cases[1].is_review_due)

    def test_the_list_says_what_to_review(self):
        for days, state in ((0, "due"), (7, "soon"), (8, "later")):
            self.claims._write_protected({"hold_review_date": self.today + timedelta(days=days)})
            self.assertEqual(set(self.claims.mapped("hold_review_state")), {state})
        self.claims._lift_hold("Paid half")
        self.assertFalse(any(self.claims.mapped("hold_review_state")))
