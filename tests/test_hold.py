"""The hold: out of reminders, given back exactly as it was."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestHold(LitigeCommon):
    def test_whole_invoice_is_kept_out_of_every_followup(self):
        move = self._create_overdue()
        self.assertFalse(move.no_followup)
        case = self._open_case(move)
        self.assertTrue(move.no_followup)
        self.assertEqual(move.litige_held_amount, 1200)
        case.claim_ids._release_hold()
        self.assertFalse(move.no_followup)
        self.assertEqual(case.claim_ids.hold_lifted_on, self.today)

    def test_invoice_already_out_of_followup_stays_out_after_the_hold(self):
        move = self._create_overdue()
        move.no_followup = True
        case = self._open_case(move)
        case.action_close_mistake()
        self.assertTrue(move.no_followup)

    def test_each_line_gets_its_own_earlier_value_back(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Deux fois",
                "line_ids": [
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": n}) for n in (0, 1)
                ],
            }
        )
        move = self._create_overdue(invoice_payment_term_id=term.id)
        first, second = move.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET no_followup = true WHERE id = %s", (first.id,)
        )
        first.invalidate_recordset()
        case = self._open_case(move)
        self.assertTrue(first.no_followup and second.no_followup)
        case.action_close_mistake()
        self.assertEqual((first.no_followup, second.no_followup), (True, False))

    def test_partial_dispute_leaves_the_rest_to_be_chased(self):
        move = self._create_overdue(amount=1000)
        case = self._open_case(move, disputed={move: 400})
        self.assertFalse(move.no_followup)
        self.assertTrue(move.litige_is_partial)
        self.assertEqual(case.held_amount, 400)

    def test_hold_covers_the_invoice_once_the_undisputed_part_is_paid(self):
        move = self._create_overdue(amount=1000)
        case = self._open_case(move, disputed={move: 400})
        payment = self._pay(move, 600)
        self.assertTrue(move.no_followup)
        payment.move_id.line_ids.remove_move_reconcile()
        self._run_precommit()
        self.assertFalse(move.no_followup, "and is given back when that payment bounces")
        self.assertEqual(case.held_amount, 400)

    def test_hold_needs_a_reason_and_a_review_date(self):
        claim = self._open_case(self._create_overdue(), hold=False).claim_ids
        self.assertFalse(claim.is_held)
        for reason, date in (("", self.today), ("Motif", False)):
            with self.assertRaisesRegex(UserError, "reason and the date"):
                claim._apply_hold(reason, date)

    def test_review_date_wakes_the_owner_once(self):
        case = self._open_case(self._create_overdue())
        self.env["litige.claim"]._cron_review_holds()
        xmlid = ["litige_management.mail_activity_type_hold_review"]
        self.assertFalse(case.activity_search(xmlid), "not before its day")
        case.claim_ids.sudo().hold_review_date = self.today
        self.env["litige.claim"]._cron_review_holds()
        self.env["litige.claim"]._cron_review_holds()
        self.assertEqual(case.activity_search(xmlid).user_id, case.user_id)

    def test_customer_can_pay_at_any_time_and_sees_the_invoice(self):
        move = self._create_overdue()
        self._open_case(move)
        self._pay(move)
        self.assertEqual(move.payment_state, "paid")

    def test_holding_and_releasing_many_costs_as_many_queries_as_few(self):
        def claims(count):
            moves = self.env["account.move"].union(
                *(self._create_overdue(days=n + 1) for n in range(count))
            )
            return self.env["litige.claim"].browse(self._open_case(moves, hold=False).claim_ids.ids)

        counts = []
        claims(1)._apply_hold("Motif", self.today)  # warm the caches
        for batch in (claims(2), claims(12)):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch._apply_hold("Motif", self.today + timedelta(days=5))
            batch._release_hold()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def test_uninstalling_gives_the_invoices_back(self):
        from odoo.addons.litige_management.hooks import uninstall_hook

        move = self._create_overdue()
        self._open_case(move)
        uninstall_hook(self.env)
        self._run_precommit()
        self.assertFalse(move.no_followup, "Nothing holds it again before the end")
