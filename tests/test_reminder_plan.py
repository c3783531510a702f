"""The plan of a day: who is reminded, of what, at which level; who is left alone, and why."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from odoo.addons.litige_management.legal import dunning

from .reminder_common import ReminderCommon


class TestReminderPlan(ReminderCommon):
    def test_nothing_before_the_first_level_then_each_in_turn(self):
        self._create_overdue(days=4)
        plan = self._plan()
        self.assertSkipped(plan, self.customer, dunning.WAITING)
        self.assertEqual(plan.skipped[0].details["days"], 1)
        self.assertPlanned(self._plan(days=1), self.customer, self.first)

    def test_never_reminded_begins_politely_however_late(self):
        self._create_overdue(days=200)
        self.assertPlanned(self._plan(), self.customer, self.first)

    def test_one_message_lists_all_that_is_late_instalment_by_instalment(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Thirds",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 30, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 30, "nb_days": 20}),
                    Command.create({"value": "percent", "value_amount": 40, "nb_days": 60}),
                ],
            }
        )
        parts = self._create_overdue(
            amount=1000.0, days=10, invoice_payment_term_id=terms.id, invoice_date_due=False
        )
        other = self._create_overdue(amount=500.0, days=1)
        planned = self.assertPlanned(self._plan(), self.customer, self.first)
        self.assertEqual(
            [(line.move_id, line.amount, line.days) for line in planned.lines],
            [(parts.id, 300.0, 40), (parts.id, 300.0, 20), (other.id, 500.0, 1)],
        )
        self.assertEqual(planned.amount, 1100.0)

    def test_biggest_amount_first(self):
        small = self._create_customer("Petit")
        self._create_overdue(small, amount=10.0)
        self._create_overdue(amount=9000.0)
        self.assertEqual(
            [one.partner_id for one in self._plan().planned], [self.customer.id, small.id]
        )

    def test_what_is_to_come_is_never_called_late(self):
        (self.second | self.last).is_on = False
        ahead = self.env["litige.reminder.level"].create(
            {"name": "Bientôt", "company_id": self.company.id, "days": -3}
        )
        ahead.is_on = True
        self._create_overdue(days=60)
        self.assertEqual(self._run().level_id, self.first)
        self._touch_bank(self.today + timedelta(days=8))
        coming = self._create_overdue(days=-10)
        [line] = self.assertPlanned(self._plan(days=8), self.customer, ahead).lines
        self.assertEqual(line.move_id, coming.id)

    def test_two_instalments_of_one_day_are_reminded_as_one(self):
        self.first.write({"times": 2, "rest_days": 0})
        (self.second | self.last).is_on = False
        terms = self.env["account.payment.term"].create(
            {
                "name": "Halves",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                ],
            }
        )
        self._create_overdue(days=6, invoice_payment_term_id=terms.id, invoice_date_due=False)
        self._run()
        self.assertPlanned(self._plan(days=1), self.customer, self.first)

    def test_part_that_is_not_disputed_is_asked_for(self):
        move = self._create_overdue(amount=1000.0)
        self._open_case(move, {move: 400.0})
        [line] = self.assertPlanned(self._plan(), self.customer).lines
        self.assertEqual((line.amount, line.held), (600.0, 400.0))

    def test_number_of_queries_does_not_depend_on_the_number_of_customers(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._plan()
            return self.env.cr.sql_log_count - before

        self._create_overdue()
        self._plan()
        few = min(count() for _round in range(2))
        for rank in range(12):
            customer = self._create_customer(f"Client {rank}", email=f"c{rank}@example.com")
            self._create_overdue(customer)
            self._create_overdue(customer, days=12)
        many = min(count() for _round in range(2))
        self.assertEqual(many, few)
        planned = self._plan().planned[:1]
        self.env["litige.reminder"]._make(self.company, self.today - timedelta(days=10), planned)
        with_a_past = min(count() for _round in range(2))
        self.assertLessEqual(max(many, with_a_past), 10)


class TestReminderSkips(ReminderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_overdue(amount=1200.0, days=10)

    def test_wholly_disputed(self):
        self._open_case(self.move)
        skipped = self.assertSkipped(self._plan(), self.customer, dunning.HELD)
        self.assertEqual(skipped.details["moves"], [self.move.name])

    def test_the_day_a_hold_is_lifted(self):
        case = self._open_case(self.move)
        case.claim_ids._release_hold("They accept the invoice")
        self.assertSkipped(self._plan(), self.customer, dunning.LIFTED_TODAY)
        self.assertPlanned(self._plan(days=1), self.customer)

    def test_kept_out_of_follow_up(self):
        self.move.no_followup = True
        self.assertSkipped(self._plan(), self.customer, dunning.NO_FOLLOWUP)

    def test_blocked(self):
        self.move.payment_state = "blocked"
        self.env.flush_all()
        self.assertSkipped(self._plan(), self.customer, dunning.BLOCKED)

    def test_customer_who_may_not_pay(self):
        self.customer.litige_insolvency_kind = "redressement"
        self.assertSkipped(self._plan(), self.customer, dunning.BAN)
        self.customer.litige_insolvency_kind = False
        self.consumer.litige_overindebted_on = self.today
        self._create_overdue(self.consumer)
        self.assertSkipped(self._plan(), self.consumer, dunning.BAN)

    def test_promise_until_its_day(self):
        self._promise(3)
        skipped = self.assertSkipped(self._plan(), self.customer, dunning.PROMISE)
        self.assertEqual(skipped.details["date"], self.today + timedelta(days=3))
        self.assertPlanned(self._plan(days=7), self.customer)

    def _promise(self, days):
        return self.env["litige.communication"].create(
            {
                "move_id": self.move.id,
                "summary": "Ils paient vendredi",
                "has_promise": True,
                "promise_amount": 1200.0,
                "promise_date": self.today + timedelta(days=days),
            }
        )

    def test_money_that_nobody_matched(self):
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.customer.id,
                "payment_type": "inbound",
                "partner_type": "customer",
                "amount": 700.0,
                "journal_id": self.company_data["default_journal_bank"].id,
            }
        )
        payment.action_post()
        skipped = self.assertSkipped(self._plan(), self.customer, dunning.UNRECONCILED)
        self.assertEqual(skipped.details["amount"], 700.0)
        self.assertEqual(skipped.details["moves"], [payment.move_id.name or payment.name])

    def test_payment_that_has_no_entry_of_its_own(self):
        self.move.payment_state = "paid"  # as Odoo calls it, whatever is left on its lines
        self.env.flush_all()
        self.assertTrue(self.move.amount_residual)
        self.assertSkipped(self._plan(), self.customer, dunning.IN_PAYMENT)

    def test_credit_note_that_nobody_matched(self):
        refund = self._create_overdue(amount=50.0, move_type="out_refund")
        skipped = self.assertSkipped(self._plan(), self.customer, dunning.UNRECONCILED)
        self.assertEqual(skipped.details["moves"], [refund.name])

    def test_books_not_up_to_date(self):
        skipped = self.assertSkipped(
            self._plan(days=self.company.litige_bank_entry_days + 1), self.customer, dunning.BOOKS
        )
        self.assertEqual(skipped.details["date"], self.today)

    def test_public_body_when_the_company_says_so(self):
        self.customer.litige_standing = "public"
        self.assertPlanned(self._plan(), self.customer)
        self.company.litige_reminder_skip_public = True
        self.assertSkipped(self._plan(), self.customer, dunning.PUBLIC)

    def test_spoken_to_lately(self):
        self._log(self.customer)
        skipped = self.assertSkipped(self._plan(), self.customer, dunning.RECENT)
        self.assertEqual(skipped.details["date"], self.today)
        self.assertSkipped(self._plan(days=self.first.rest_days - 1), self.customer, dunning.RECENT)
        self.assertPlanned(self._plan(days=self.first.rest_days), self.customer)

    def test_consumer_is_not_contacted_too_often(self):
        self.levels.rest_days = 0
        self._create_overdue(self.consumer, days=10)
        self._log(self.customer, self.customer, self.consumer)
        self.assertPlanned(self._plan(), self.consumer)
        self._log(self.consumer)
        plan = self._plan()
        self.assertSkipped(plan, self.consumer, dunning.CONSUMER_LIMIT)
        self.assertPlanned(plan, self.customer, self.first)
        self.assertPlanned(self._plan(days=7), self.consumer)

    def test_consumer_who_complained_is_left_alone_until_somebody_decides(self):
        self._create_overdue(self.consumer, days=10)
        for partner in self.consumer, self.customer:
            self._log(partner, direction="in", channel="letter", is_complaint=True)
        plan = self._plan(days=7)
        self.assertSkipped(plan, self.consumer, dunning.COMPLAINT)
        self.assertPlanned(plan, self.customer)
        preview = self.env["litige.reminder.preview"].browse(
            self.env["litige.reminder.preview"].action_open()["res_id"]
        )
        preview.date = self.today + timedelta(days=7)
        preview.action_refresh()
        self.assertEqual(preview.skipped_ids.filtered("can_resume").partner_id, self.consumer)
        preview.skipped_ids.filtered("can_resume").action_resume()
        self.assertPlanned(self._plan(days=7), self.consumer)
        auditor = new_test_user(self.env, "reminder_auditor", "account.group_account_readonly")
        with self.assertRaises(AccessError):
            self.consumer.with_user(auditor).action_litige_resume_reminders()

    def _log(self, *partners, **values):
        for partner in partners:
            self.env["litige.communication"].create(
                {"partner_id": partner.id, "channel": "call", "summary": "Appel", **values}
            )

    def test_without_any_address_it_becomes_a_call(self):
        self.customer.email = False
        planned = self.assertPlanned(self._plan(), self.customer, self.first)
        self.assertEqual((planned.channel, planned.note), ("call", "no_email"))

    def test_invoicing_contact_is_written_to(self):
        self.customer.email = False
        contact = self._create_customer(
            "Comptabilité", is_company=False, parent_id=self.customer.id, type="invoice"
        )
        contact.email = "compta@example.com"
        planned = self.assertPlanned(self._plan(), self.customer)
        self.assertEqual((planned.contact_id, planned.email), (contact.id, "compta@example.com"))
