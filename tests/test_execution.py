"""A signed agreement follows the ledger, to the cent and to the day."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user

from .settlement_common import SettlementCommon


class ExecutionCommon(SettlementCommon):
    """Agreements signed without printing: the PDF has its own tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls.case.claim_ids.move_id.sorted("invoice_date_due")[0]
        cls.other = cls.case.claim_ids.move_id - cls.invoice

    def _perform(self, settlement):
        """Return the agreement, signed today by both sides."""
        return self._sign(self._confirm(settlement))

    def _get_parts(self, settlement):
        return [
            (line.amount, line.paid_amount, line.state) for line in settlement._get_instalments()
        ]

    def _later(self, days):
        return freeze_time(str(self.first_due + timedelta(days=days)) + " 09:00:00")

    def _unpay(self, payments):
        """Take a payment off its invoices, as a bounced transfer does."""
        payments.move_id.line_ids.remove_move_reconcile()
        self._run_precommit()


class TestExecution(ExecutionCommon):
    def test_payments_fill_the_instalments_in_their_order(self):
        plan = self._perform(self._create_plan())  # 2000 in three
        self.assertEqual(plan.execution_state, "pending")
        self._pay(self.invoice, 700.0)
        self.assertEqual(
            self._get_parts(plan),
            [(666.66, 666.66, "done"), (666.66, 33.34, "open"), (666.68, 0.0, "open")],
        )
        self.assertEqual((plan.paid_amount, plan.left_amount), (700.0, 1300.0))

    def test_progress_tells_what_was_paid_and_what_comes_next(self):
        plan = self._perform(self._create_plan())  # 2000 in three
        self._pay(self.invoice, 700.0)
        self.assertIn("1 of 3 instalments paid", plan.progress_text)
        self.assertRegex(plan.progress_text, r"Next: 633[.,]32")
        self._pay(self.invoice)
        self._pay(self.other)
        self.assertFalse(plan.progress_text)

    def test_a_cent_missing_leaves_the_instalment_open(self):
        plan = self._perform(self._create_plan())
        self._pay(self.invoice, 666.65)
        self.assertEqual(self._get_parts(plan)[0], (666.66, 666.65, "open"))
        self._pay(self.other, 0.01)
        self.assertEqual(self._get_parts(plan)[0], (666.66, 666.66, "done"))
        self.assertEqual(plan._get_instalments()[0].done_on, self.today)

    def test_paying_everything_early_performs_the_agreement(self):
        plan = self._perform(self._create_plan())
        self._pay(self.invoice)
        self._pay(self.other)
        self.assertRecordValues(
            plan, [{"execution_state": "performed", "left_amount": 0.0, "surplus_amount": 0.0}]
        )

    def test_reversed_payment_reopens_what_it_paid(self):
        plan = self._perform(self._create_plan())
        payments = self._pay(self.invoice)
        self.assertEqual([state for *_rest, state in self._get_parts(plan)][0], "done")
        self._unpay(payments)
        self.assertEqual(
            self._get_parts(plan),
            [(666.66, 0.0, "open"), (666.66, 0.0, "open"), (666.68, 0.0, "open")],
        )
        summaries = self.case.event_ids.filtered(lambda e: e.kind == "agreement").mapped("summary")
        self.assertTrue(any("due again" in summary for summary in summaries))

    def test_looking_twice_writes_nothing_twice(self):
        plan = self._perform(self._create_plan())
        self._pay(self.invoice, 700.0)
        before = len(self.case.event_ids)
        plan._refresh_execution()
        self.case.claim_ids._sync_ledger()
        self.assertEqual(len(self.case.event_ids), before)
        paid = self.case.event_ids.filtered(lambda e: "paid:" in e.summary)
        self.assertEqual(len(paid), 1)

    def test_what_was_paid_before_the_text_was_final_fulfils_nothing(self):
        self._pay(self.invoice, 200.0)
        plan = self._perform(self._create_plan())
        self.assertEqual(plan.settled_amount, 1800.0)
        self.assertEqual(plan.paid_amount, 0.0)
        self._pay(self.invoice, 600.0)
        self.assertEqual(plan.paid_amount, 600.0)

    def test_what_is_paid_between_the_text_and_the_signature_counts(self):
        plan = self._confirm(self._create_plan())
        self._pay(self.invoice, 666.66)
        self._sign(plan)
        self.assertEqual(self._get_parts(plan)[0], (666.66, 666.66, "done"))

    def test_credit_note_of_the_discount_pays_no_instalment(self):
        deal = self._perform(self._create_transaction(waived=200.0))
        self._credit(self.invoice, 200.0, ground="gesture")
        self.assertEqual(deal.paid_amount, 0.0)
        self._credit(self.invoice, 50.0)
        self.assertEqual(deal.paid_amount, 50.0)

    def test_charges_included_are_paid_though_no_invoice_bears_them(self):
        deal = self._perform(
            self._create_plan(charges_fate="included", charges_amount=96.4)  # 3 × 698.80
        )
        both = self.invoice | self.other
        for _rank in range(2):
            self._pay(both, 698.8, group_payment=True)
        self.assertEqual(deal.paid_amount, 1397.6)
        last = self._pay(both, 698.8, group_payment=True)  # 602.40 on the invoices
        self.assertEqual((deal.left_amount, deal.execution_state), (0.0, "performed"))
        self.assertFalse(deal.surplus_amount)
        self._unpay(last)
        self.assertEqual(deal.left_amount, 698.8)

    def test_what_a_payment_brings_for_another_invoice_pays_no_charge(self):
        deal = self._perform(
            self._create_plan(charges_fate="included", charges_amount=96.4, count=1)
        )
        elsewhere = self._create_overdue(amount=50.0)
        self._pay(self.invoice | self.other | elsewhere, 2100.0, group_payment=True)
        self.assertEqual(deal.left_amount, 46.4)

    def test_instalment_noted_by_hand_leaves_the_ledger(self):
        plan = self._perform(self._create_plan())
        first = plan._get_instalments()[0]
        first.action_done()
        self._pay(self.invoice, 666.66)
        self.assertEqual([state for *_r, state in self._get_parts(plan)], ["done", "done", "open"])
        first.action_reopen()
        self.assertEqual([state for *_r, state in self._get_parts(plan)], ["done", "open", "open"])

    def test_nobody_writes_what_was_paid(self):
        plan = self._perform(self._create_plan())
        user = new_test_user(
            self.env, "litige_paid", groups="litige_management.litige_management_group_user"
        )
        for record, vals in (
            (plan._get_instalments()[0], {"paid_amount": 1.0}),
            (plan, {"execution_state": "performed"}),
            (plan, {"accelerated_on": self.today}),
            (plan, {"title_state": "granted"}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.with_user(user).write(vals)

    def test_an_accountant_without_right_on_disputes_books_the_payment(self):
        plan = self._perform(self._create_plan())
        accountant = new_test_user(self.env, "litige_books", groups="account.group_account_user")
        self._pay(self.invoice.with_user(accountant), 666.66)
        self.assertEqual(plan._get_instalments()[0].state, "done")

    def test_days_of_grace_count_as_being_in_time(self):
        plan = self._perform(self._create_plan())
        with self._later(5):
            plan._refresh_execution()
            self.assertEqual(plan.execution_state, "pending")
        with self._later(6):
            plan._refresh_execution()
            self.assertEqual(plan.execution_state, "late")
            self.assertTrue(
                self.case.activity_search(["litige_management.mail_activity_type_instalment_late"])
            )
            self._pay(self.invoice, 666.66, date=self.first_due + timedelta(days=6))
            self.assertEqual(plan.execution_state, "pending")
            self.assertFalse(
                self.case.activity_search(["litige_management.mail_activity_type_instalment_late"])
            )
