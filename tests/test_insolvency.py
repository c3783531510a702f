"""A customer who may no longer pay: what stops, and what must be declared by when."""

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user

from .amicable_common import AmicableCommon
from .letter_common import plain


class TestInsolvency(AmicableCommon):
    def _open_insolvency(self, **values):
        self.customer.write(
            {
                "litige_insolvency_kind": "redressement",
                "litige_insolvency_date": self._day(12),
                "litige_insolvency_published_on": self._day(5),
                "litige_insolvency_publication": "BODACC A n° 218",
                **values,
            }
        )

    def _declarations(self, case=None):
        return (case or self.case).proceeding_ids.filtered(
            lambda one: one.remedy_id.code == "insolvency_declaration"
        )

    def _running(self):
        return self.case.deadline_ids.filtered(
            lambda one: one.state == "running" and one.kind == "step"
        )

    def _told(self):
        return self.case.event_ids.filtered(lambda event: event.kind == "insolvency")

    def test_the_declaration_is_counted_two_months_from_the_publication(self):
        """Art. R622-24 C. com."""
        self._open_insolvency()
        [deadline] = self._running()
        self.assertEqual(deadline.source_date, self._day(5))
        self.assertGreaterEqual(deadline.date, self._day(5) + relativedelta(months=2))
        self.assertIn("R622-24", deadline.basis)
        self.assertTrue(deadline.activity_id)
        self.assertIn("BODACC A n° 218", self._told().summary)
        card = self._card(self.case, "insolvency_declaration")
        self.assertEqual(card["status"], "open")
        self.assertEqual(card["running"], self._declarations().id)

    def test_goods_under_retention_of_title_are_claimed_within_three_months(self):
        """Art. L624-9 C. com."""
        self._open_insolvency()
        self.case.is_title_retained = True
        goods = self._running().filtered(lambda one: "L624-9" in one.basis)
        self.assertGreaterEqual(goods.date, self._day(5) + relativedelta(months=3))
        self.case.write({"is_title_retained": True})
        self.assertEqual(len(self._running()), 2)

    def test_a_corrected_publication_moves_the_delay_and_is_told(self):
        self._open_insolvency()
        self.customer.litige_insolvency_published_on = self._day(3)
        [deadline] = self._running()
        self.assertEqual(deadline.source_date, self._day(3))
        self.assertEqual(len(self._declarations()), 1)
        self.assertEqual(len(self._told()), 2)

    def test_without_a_publication_nothing_is_counted_yet(self):
        self._open_insolvency(litige_insolvency_published_on=False)
        self.assertFalse(self._running())
        self.assertIn("note the day", self._card(self.case, "insolvency_declaration")["reason"])
        self.customer.litige_insolvency_published_on = self._day(5)
        self.assertTrue(self._running())

    def test_noted_by_mistake_it_goes_away(self):
        self._open_insolvency()
        self.customer.litige_insolvency_kind = False
        self.assertFalse(self._running())
        self.assertEqual(self._declarations().outcome, "withdrawn")
        self.assertNotEqual(self._card(self.case, "payment_order")["status"], "closed")

    def test_every_action_and_every_letter_stops(self):
        self._open_insolvency()
        for code in ("formal_notice", "payment_order", "lawsuit", "summary_order", "small_claims"):
            card = self._card(self.case, code)
            self.assertEqual(card["status"], "closed")
            self.assertIn("L. 622-7", plain(card["reason"]))
        letter = self._write_letter("reminder")
        self.assertIn("insolvency proceeding", letter._confirm()[letter])

    def test_a_dispute_opened_afterwards_starts_with_its_declaration(self):
        self._open_insolvency()
        case = self._open_case(self._create_overdue(days=40))
        self.assertTrue(self._declarations(case))
        self.assertEqual(case.event_ids.sorted("rank")[0].kind, "opened")
        other = self._open_case(self._create_overdue(self.consumer, days=40))
        self.assertFalse(self._declarations(other))

    def test_saving_the_customer_without_change_tells_nothing_again(self):
        self._open_insolvency()
        self._open_insolvency()
        self.customer.phone = "01 02 03 04 05"
        self.assertEqual(len(self._told()), 1)

    def test_over_indebtedness_stops_the_rest_and_is_told(self):
        self.consumer.litige_overindebted_on = self._day(2)
        case = self.consumer_case
        self.assertFalse(self._declarations(case))
        events = case.event_ids.filtered(lambda event: event.kind == "insolvency")
        self.assertIn("may no longer be paid nor chased", events.summary)
        self.assertIn("L. 722-2", plain(self._card(case, "small_claims")["reason"]))

    def test_a_title_is_sought_from_the_over_indebted_and_nothing_enforced(self):
        self.consumer.litige_overindebted_on = self._day(2)
        order = self._card(self.consumer_case, "payment_order")
        self.assertEqual(order["status"], "warning")
        self.assertIn("give you a title", plain(order["reason"]))
        self.assertIn("L. 722-2", plain(order["reason"]))
        for code in ("small_claims", "protective_seizure", "formal_notice"):
            self.assertEqual(self._card(self.consumer_case, code)["status"], "closed", code)

    def test_dates_make_sense(self):
        with self.assertRaisesRegex(ValidationError, "never before"):
            self._open_insolvency(litige_insolvency_published_on=self._day(13))
        with self.assertRaisesRegex(ValidationError, "not to come"):
            self._open_insolvency(litige_insolvency_published_on=self._in(1))

    def test_an_accountant_notes_it_without_rights_on_disputes(self):
        accountant = new_test_user(
            self.env,
            "insolvency_accountant",
            groups="account.group_account_invoice,base.group_partner_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.customer.with_user(accountant).write(
            {
                "litige_insolvency_kind": "liquidation",
                "litige_insolvency_date": self._day(12),
                "litige_insolvency_published_on": self._day(5),
            }
        )
        self.assertTrue(self._running())

    def test_a_closed_dispute_is_left_alone(self):
        self.case._close("abandoned", reason="Too small")
        self._open_insolvency()
        self.assertFalse(self._declarations())
        with self.assertRaises(UserError):
            self._start(self.case, "insolvency_declaration")
