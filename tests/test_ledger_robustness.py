"""The ledger's door does not disturb the accountant, and its sums always hold."""

import random

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestLedgerRobustness(LitigeCommon):
    def setUp(self):
        super().setUp()
        self.move = self._create_overdue()
        self.case = self._open_case(self.move)
        self.claim = self.case.claim_ids

    # === THE ACCOUNTANT === #

    def test_errors_of_other_modules_are_theirs_to_raise(self):
        self._pay_without_precommit(self.move)

        def refuse():
            raise UserError("Another module refuses this commit")

        self.env.cr.precommit.add(refuse)
        with self.assertRaisesRegex(UserError, "Another module"):
            self._run_precommit()

    def _pay_without_precommit(self, move):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        ).create({})._create_payments()

    def test_archived_owner_is_not_the_one_to_wake(self):
        owner = new_test_user(
            self.env,
            "gone",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.case.user_id = owner
        owner.active = False
        self._pay(self.move)
        activity = self.case.activity_search(["litige_management.mail_activity_type_close_paid"])
        self.assertTrue(activity.user_id.active)

    def test_a_bank_statement_of_many_disputes_costs_few_queries_each(self):
        counts = []
        for size in (2, 12):
            moves = self.env["account.move"].union(
                *(self._create_overdue(days=n + 1) for n in range(size))
            )
            claims = self.env["litige.claim"].union(
                *(self._open_case(move).claim_ids for move in moves)
            )
            claims = self.env["litige.claim"].browse(claims.ids)
            for move in moves:
                self._pay_without_precommit(move)
            self.env.cr.precommit.clear()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            claims._sync_ledger()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 10, counts)

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
        user = self.env["res.users"].create(
            {
                "name": "Facturation",
                "login": "billing_only",
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(6, 0, [self.env.ref("account.group_account_invoice").id])],
            }
        )
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
                move,
                move.amount_residual - 10,
                payment_difference_handling="reconcile",
                writeoff_account_id=self.company_data["default_account_expense"].id,
            )

    def assertAddsUp(self, claim):
        parts = (
            claim.conceded_amount
            + claim.paid_amount
            + claim.settled_amount
            + claim.written_off_amount
            + claim.open_amount
        )
        self.assertAlmostEqual(claim.claimed_amount, parts, 2)
        self.assertAlmostEqual(claim.open_amount, claim.move_id.amount_residual, 2)
        self.assertAlmostEqual(
            claim.open_amount, claim.open_disputed_amount + claim.open_undisputed_amount, 2
        )
        self.assertGreaterEqual(claim.open_disputed_amount, 0)
        self.assertGreaterEqual(claim.open_undisputed_amount, 0)
