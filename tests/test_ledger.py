"""What the ledger does reaches the dispute: once, right, and without disturbing the accountant."""

import random

from odoo.tests import tagged

from .common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestLedger(LitigeCommon):
    def setUp(self):
        super().setUp()
        self.move = self._create_overdue()
        self.case = self._open_case(self.move)
        self.claim = self.case.claim_ids

    def assertBuckets(self, claim, **expected):
        names = ("claimed", "paid", "conceded", "settled", "written_off", "open")
        actual = {name: claim[f"{name}_amount"] for name in names}
        self.assertEqual(actual, {**dict.fromkeys(names, 0.0), **expected})

    # === PAYMENTS === #

    def test_full_payment_settles_the_claim_and_offers_to_close(self):
        self._pay(self.move)
        self.assertBuckets(self.claim, claimed=1200, paid=1200)
        self.assertEvents(self.case, "payment")
        self.assertTrue(self.case.is_all_settled)
        activity = self.case.activity_search(["litige_management.mail_activity_type_close_paid"])
        self.assertEqual(activity.user_id, self.case.user_id)
        self.assertEqual(self.case.phase, "identification", "nothing closes by itself")
        self.case.action_close_paid()
        self.assertEqual((self.case.phase, self.case.outcome), ("closed", "paid"))

    def test_partial_payment_keeps_the_case_open(self):
        self._pay(self.move, 500)
        self.assertBuckets(self.claim, claimed=1200, paid=500, open=700)
        self.assertFalse(
            self.case.activity_search(["litige_management.mail_activity_type_close_paid"])
        )

    def test_payment_fills_the_undisputed_part_first(self):
        move = self._create_overdue(amount=1000)
        claim = self._open_case(move, disputed={move: 400}).claim_ids
        self.assertEqual((claim.open_disputed_amount, claim.open_undisputed_amount), (400, 600))
        self._pay(move, 700)
        self.assertEqual((claim.open_disputed_amount, claim.open_undisputed_amount), (300, 0))

    def test_credit_note_fills_the_disputed_part_first(self):
        move = self._create_overdue(amount=1000)
        claim = self._open_case(move, disputed={move: 400}).claim_ids
        self._credit(move, 300)
        self.assertEqual((claim.open_disputed_amount, claim.open_undisputed_amount), (100, 600))
        self.assertBuckets(claim, claimed=1000, conceded=300, open=700)

    def test_reconciled_unreconciled_reconciled_again_is_noted_three_times(self):
        payment = self._pay(self.move)
        line = payment.move_id.line_ids.filtered(lambda line: line.reconciled)
        line.remove_move_reconcile()
        self._run_precommit()
        self.assertBuckets(self.claim, claimed=1200, open=1200)
        self.assertFalse(
            self.case.activity_search(["litige_management.mail_activity_type_close_paid"]),
            "the offer to close is taken back",
        )
        receivable = self.move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        (line | receivable).reconcile()
        self._run_precommit()
        self.assertEvents(self.case, "payment", "payment_reversed", "payment")
        self.assertBuckets(self.claim, claimed=1200, paid=1200)

    def test_comparing_again_writes_nothing(self):
        self._pay(self.move, 500)
        before = self.case.event_ids
        self.claim._sync_ledger()
        self.claim._sync_ledger()
        self.assertEqual(self.case.event_ids, before)

    def test_two_payments_of_the_same_amount_are_two_events(self):
        self._pay(self.move, 500)
        self._pay(self.move, 500)
        self.assertEvents(self.case, "payment", "payment")
        self.assertBuckets(self.claim, claimed=1200, paid=1000, open=200)

    def test_write_off_inside_a_payment_is_not_money(self):
        account = self.company_data["default_account_expense"]
        self._pay(self.move, 1190, payment_difference_handling="reconcile",
                  writeoff_account_id=account.id)
        self.assertBuckets(self.claim, claimed=1200, paid=1190, written_off=10)
        self.assertEvents(self.case, "payment", "write_off")

    def test_payment_from_before_the_dispute_is_history(self):
        move = self._create_overdue(amount=1000)
        payment = self._pay(move, 300)
        case = self._open_case(move)
        self.assertEvents(case, "payment")
        self.assertBuckets(case.claim_ids, claimed=700, open=700)
        payment.move_id.line_ids.remove_move_reconcile()
        self._run_precommit()
        self.assertEvents(case, "payment", "payment_reversed")
        self.assertBuckets(case.claim_ids, claimed=1000, open=1000)
        self.assertEqual(case.claim_ids.open_undisputed_amount, 300, "nobody disputed that part")

    # === PAYMENTS WITHOUT ENTRY === #

    def _pay_without_entry(self, move):
        method_line = self.company_data["default_journal_bank"].inbound_payment_method_line_ids[0]
        payment = self.env["account.payment"].create({
            "payment_type": "inbound", "partner_type": "customer",
            "partner_id": move.commercial_partner_id.id, "amount": move.amount_residual,
            "payment_method_line_id": method_line.id,
            "invoice_ids": [(6, 0, move.ids)],
        })
        payment.outstanding_account_id = False
        payment.action_post()
        return payment

    def test_payment_without_entry_is_under_way_until_it_fails(self):
        payment = self._pay_without_entry(self.move)
        self._run_precommit()
        if payment.move_id:
            self.fail("this chart gives every payment an entry: nothing tested")
        self.assertEqual(self.claim.state, "pending")
        self.assertEvents(self.case, "payment_pending")
        self.assertBuckets(self.claim, claimed=1200, paid=1200)
        payment.action_cancel()
        self._run_precommit()
        self.assertEvents(self.case, "payment_pending", "invoice_state")
        self.assertBuckets(self.claim, claimed=1200, open=1200)

    # === THE INVOICE ITSELF === #

    def test_reset_and_reposted_invoice_says_so_once(self):
        self.move.button_draft()
        self._run_precommit()
        self.assertEqual(self.claim.state, "draft")
        self.assertBuckets(self.claim, claimed=1200, open=1200)
        self.move.action_post()
        self._run_precommit()
        self.assertEvents(self.case, "invoice_state", "invoice_state")
        self.assertBuckets(self.claim, claimed=1200, open=1200)
        self.assertTrue(self.move.no_followup, "the hold outlives the correction")

    def test_corrected_amount_is_followed(self):
        self.move.button_draft()
        self.move.invoice_line_ids.price_unit = 900
        self.move.action_post()
        self._run_precommit()
        self.assertBuckets(self.claim, claimed=900, open=900)
        self.assertEqual(self.claim.open_disputed_amount, 900)

    def test_cancelled_invoice_is_conceded(self):
        self.move.button_draft()
        self.move.button_cancel()
        self._run_precommit()
        self.assertBuckets(self.claim, claimed=1200, conceded=1200)
        self.claim._sync_ledger()
        self.assertBuckets(self.claim, claimed=1200, conceded=1200)

    def test_credited_invoice_is_settled(self):
        self._credit(self.move)
        self.assertBuckets(self.claim, claimed=1200, conceded=1200)
        self.assertTrue(self.case.is_all_settled)

    def test_moved_to_doubtful_customers_is_still_due(self):
        receivable = self.move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        doubtful = receivable.account_id.copy({"code": "416999", "name": "Clients douteux"})
        entry = self.env["account.move"].create({
            "line_ids": [
                (0, 0, {"account_id": receivable.account_id.id, "credit": 1200,
                        "partner_id": self.customer.id}),
                (0, 0, {"account_id": doubtful.id, "debit": 1200,
                        "partner_id": self.customer.id}),
            ],
        })
        entry.action_post()
        (receivable | entry.line_ids[0]).reconcile()
        self._run_precommit()
        self.assertEvents(self.case, "transfer")
        self.assertBuckets(self.claim, claimed=1200, open=1200)
        self.assertFalse(self.case.is_all_settled)

    # === AFTER CLOSING === #

    def test_payment_that_bounces_after_closing_wakes_the_owner(self):
        payment = self._pay(self.move)
        self.case.action_close_paid()
        payment.move_id.line_ids.remove_move_reconcile()
        self._run_precommit()
        self.assertTrue(
            self.case.activity_search(["litige_management.mail_activity_type_ledger_alert"])
        )
        self.case._reopen("Chèque sans provision")
        self.assertEqual(self.case.phase, "identification")
        self.assertBuckets(self.claim, claimed=1200, open=1200)

    # === THE ACCOUNTANT === #

    def test_a_failure_never_reaches_the_bank_reconciliation(self):
        """Even a broken chronology lets the payment through; the night makes up for it."""
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE litige_claim SET baseline = '"x"' WHERE id = %s""", (self.claim.id,)
        )
        self.claim.invalidate_recordset()
        with self.assertLogs("odoo.addons.litige_management", "ERROR"):
            self._pay(self.move)
        self.assertEqual(self.move.payment_state, "paid")
        self.env.cr.execute(
            "UPDATE litige_claim SET baseline = '{}' WHERE id = %s", (self.claim.id,)
        )
        self.claim.invalidate_recordset()
        with self.enter_registry_test_mode():
            self.env.ref("litige_management.ir_cron_litige_claim_sync").method_direct_trigger()
        self.claim.invalidate_recordset()
        self.assertBuckets(self.claim, claimed=1200, paid=1200)

    def test_billing_user_without_rights_on_disputes_can_register_a_payment(self):
        user = self.env["res.users"].create({
            "name": "Facturation", "login": "billing_only",
            "company_id": self.company.id, "company_ids": [(6, 0, self.company.ids)],
            "group_ids": [(6, 0, [self.env.ref("account.group_account_invoice").id])],
        })
        self.env["account.payment.register"].with_user(user).with_context(
            active_model="account.move", active_ids=self.move.ids
        ).create({})._create_payments()
        self._run_precommit()
        self.assertBuckets(self.claim, claimed=1200, paid=1200)

    def test_without_dispute_a_payment_costs_one_search(self):
        move = self._create_overdue()
        self._run_precommit()
        self.env["litige.claim"]._touch(move.ids)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["litige.claim"]._sync_touched()

    # === INVARIANT === #

    def test_buckets_always_add_up(self):
        """Claimed = conceded + paid + settled + written off + open, whatever is booked."""
        random.seed(20261122)
        for _story in range(6):
            move = self._create_overdue(amount=1000)
            before = round(random.uniform(0, 300), 2)
            if before > 100:
                self._pay(move, before)
            disputed = round(random.uniform(0, move.amount_residual), 2)
            case = self._open_case(move, disputed={move: disputed})
            claim = case.claim_ids
            for _step in range(5):
                self._random_step(move)
                self.assertAddsUp(claim)

    def _random_step(self, move):
        partials = move.line_ids.matched_credit_ids
        step = random.choice(["pay", "credit", "undo", "write_off"])
        if step == "undo" and partials:
            random.choice(list(partials)).unlink()
            self._run_precommit()
        elif move.amount_residual > 1 and step == "pay":
            self._pay(move, round(random.uniform(1, move.amount_residual), 2))
        elif move.amount_residual > 1 and step == "credit":
            self._credit(move, round(random.uniform(1, move.amount_residual), 2))
        elif move.amount_residual > 20 and step == "write_off":
            self._pay(
                move, move.amount_residual - 10, payment_difference_handling="reconcile",
                writeoff_account_id=self.company_data["default_account_expense"].id,
            )

    def assertAddsUp(self, claim):
        parts = (claim.conceded_amount + claim.paid_amount + claim.settled_amount
                 + claim.written_off_amount + claim.open_amount)
        self.assertAlmostEqual(claim.claimed_amount, parts, 2)
        self.assertAlmostEqual(claim.open_amount, claim.move_id.amount_residual, 2)
        self.assertAlmostEqual(
            claim.open_amount, claim.open_disputed_amount + claim.open_undisputed_amount, 2
        )
        self.assertGreaterEqual(claim.open_disputed_amount, 0)
        self.assertGreaterEqual(claim.open_undisputed_amount, 0)
