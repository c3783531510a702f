"""What the ledger does reaches the dispute: once, right, and without disturbing the accountant."""

from datetime import timedelta

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from .common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestLedger(LitigeCommon):
    def setUp(self):
        super().setUp()
        self.move = self._create_overdue()
        self.case = self._open_case(self.move)
        self.claim = self.case.claim_ids

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
        self._pay(
            self.move, 1190, payment_difference_handling="reconcile", writeoff_account_id=account.id
        )
        self.assertBuckets(self.claim, claimed=1200, paid=1190, written_off=10)
        self.assertEvents(self.case, "payment", "write_off")
        [event] = self.case.event_ids.filtered(lambda event: event.kind == "write_off")
        self.assertIn(f"Accounting entry on {self.move.name}, claim kept", event.summary)

    def test_a_payment_says_its_own_reference_only(self):
        for memo, end in ((self.move.name, ""), ("VIR 0412", ": VIR 0412")):
            self._pay(self.move, 100, communication=memo)
            event = self.case.event_ids.sorted("rank")[-1]
            self.assertEqual(event.summary, f"Payment received on {self.move.name}{end}")

    def test_a_payment_dated_ahead_is_noted_today(self):
        self._pay(self.move, 500, date=self.today + timedelta(days=20))
        event = self.case.event_ids.sorted("rank")[-1]
        self.assertEqual((event.kind, event.occurred_on), ("payment", self.today))
        self.assertIn("(dated ", event.summary)

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

    def _pay_without_entry(self, move, amount=None):
        method_line = self.company_data["default_journal_bank"].inbound_payment_method_line_ids[0]
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": move.commercial_partner_id.id,
                "amount": amount or move.amount_residual,
                "payment_method_line_id": method_line.id,
                "invoice_ids": [(6, 0, move.ids)],
            }
        )
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

    def test_part_payment_without_entry_covers_its_own_amount_only(self):
        payment = self._pay_without_entry(self.move, 100)
        self._run_precommit()
        self.assertFalse(payment.move_id)
        self.assertBuckets(self.claim, claimed=1200, paid=100, open=1100)
        self.assertFalse(self.case.is_all_settled)
        self.assertEqual(self.case.event_ids.sorted("rank")[-1].amount, 100)

    # === OTHER ACCOUNTS OF THE CUSTOMER === #

    def _post_entry(self, *lines):
        """Post an entry of (account, debit or credit, amount) for the customer."""
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    (0, 0, {"account_id": account.id, side: amount, "partner_id": self.customer.id})
                    for account, side, amount in lines
                ]
            }
        )
        entry.action_post()
        return entry

    def _move_receivable(self, account, amount=1200):
        receivable = self.move._litige_get_term_lines()
        entry = self._post_entry(
            (receivable.account_id, "credit", amount), (account, "debit", amount)
        )
        (receivable | entry.line_ids[0]).reconcile()
        self._run_precommit()
        return entry

    def test_credit_balance_used_on_the_same_account_is_a_payment(self):
        self._move_receivable(self.company_data["default_account_receivable"], 300)
        self.assertBuckets(self.claim, claimed=1200, paid=300, open=900)

    def test_what_is_paid_on_the_doubtful_account_reaches_the_dispute(self):
        doubtful = self.company_data["default_account_receivable"].copy(
            {"code": "416998", "name": "Clients douteux"}
        )
        entry = self._move_receivable(doubtful)
        self.assertBuckets(self.claim, claimed=1200, open=1200)
        bank = self.company_data["default_journal_bank"].default_account_id
        payment = self._post_entry((doubtful, "credit", 500), (bank, "debit", 500))
        (entry.line_ids[1] | payment.line_ids[0]).reconcile()
        self.claim._sync_ledger()  # as every night: no invoice was touched
        self.assertBuckets(self.claim, claimed=1200, paid=500, open=700)
        self.assertEvents(self.case, "transfer", "recovery")

    def test_account_416_of_the_french_chart_is_still_due_though_no_receivable(self):
        doubtful = self._get_doubtful_account()
        self.assertEqual(doubtful.account_type, "asset_current")
        entry = self._move_receivable(doubtful)
        self.assertBuckets(self.claim, claimed=1200, open=1200)
        bank = self.company_data["default_journal_bank"].default_account_id
        expense = self.company_data["default_account_expense"]
        for account, amount in ((bank, 300), (expense, 200), (bank, 400)):
            other = self._post_entry((doubtful, "credit", amount), (account, "debit", amount))
            (entry.line_ids[1] | other.line_ids[0]).reconcile()
        self.claim._sync_ledger()
        self.assertBuckets(self.claim, claimed=1200, paid=700, written_off=200, open=300)
        self.assertEvents(self.case, "transfer", "recovery", "loss", "recovery")
        self.claim._sync_ledger()
        self.assertEvents(self.case, "transfer", "recovery", "loss", "recovery")

    def test_what_goes_on_to_a_third_account_is_not_paid(self):
        doubtful = self._get_doubtful_account()
        entry = self._move_receivable(doubtful)
        receivable = self.move._litige_get_term_lines().account_id
        back = self._post_entry((doubtful, "credit", 1200), (receivable, "debit", 1200))
        (entry.line_ids[1] | back.line_ids[0]).reconcile()
        self.claim._sync_ledger()
        self.assertBuckets(self.claim, claimed=1200, open=1200)

    def _get_doubtful_account(self):
        return self.env["account.account"].search(
            [("code", "=like", "416%"), ("company_ids", "in", self.company.id)], limit=1
        )

    # === THE INVOICE ITSELF === #

    def test_amount_changed_in_one_go_is_noted_with_the_new_amount(self):
        self._change(self.move).button_draft()
        self.move.invoice_line_ids.price_unit = 900
        self.move.action_post()
        self._run_precommit()
        event = self.case.event_ids.sorted("rank")[-1]
        self.assertEqual((event.kind, event.amount), ("invoice_state", 900))
        self.claim._sync_ledger()
        self.assertEqual(self.case.event_ids.sorted("rank")[-1], event)

    def test_disputed_invoice_keeps_its_customer_and_its_currency(self):
        self._change(self.move).button_draft()
        for values in (
            {"partner_id": self.consumer.id},
            {"currency_id": self.env.ref("base.USD").id},
        ):
            with self.assertRaisesRegex(UserError, "cannot change"):
                self.move.write(values)
        with self.assertRaisesRegex(RedirectWarning, "cancel it rather than delete it"):
            self.move.unlink()

    def test_cancelled_invoice_does_not_close_as_paid(self):
        self._change(self.move).button_draft()
        self._change(self.move).button_cancel()
        self._run_precommit()
        self.assertEqual(self.case.proposed_outcome, "conceded")
        with self.assertRaisesRegex(UserError, "Nothing was paid"):
            self.case.action_close_paid()

    def test_hold_covers_the_lines_made_anew(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Deux fois",
                "line_ids": [
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": n}) for n in (0, 9)
                ],
            }
        )
        self._change(self.move).button_draft()
        self.move.invoice_payment_term_id = term
        self.move.action_post()
        self._run_precommit()
        self.assertEqual(self.move._litige_get_term_lines().mapped("no_followup"), [True, True])

    def test_merging_into_a_newer_case_notes_nothing_twice(self):
        self._change(self.move).button_draft()
        self._run_precommit()
        newer = self._open_case(self._create_overdue(amount=80))
        self.case._merge_into(newer)
        self.move.action_post()
        self._run_precommit()
        count = len(newer.event_ids)
        newer.claim_ids._sync_ledger()
        newer.claim_ids._sync_ledger()
        self.assertEqual(len(newer.event_ids), count)

    def test_reset_and_reposted_invoice_says_so_once(self):
        self._change(self.move).button_draft()
        self._run_precommit()
        self.assertEqual(self.claim.state, "draft")
        self.assertBuckets(self.claim, claimed=1200, open=1200)
        self.move.action_post()
        self._run_precommit()
        self.assertEvents(self.case, "invoice_state", "invoice_state")
        self.assertBuckets(self.claim, claimed=1200, open=1200)
        self.assertTrue(self.move.no_followup, "the hold outlives the correction")

    def test_corrected_amount_is_followed(self):
        self._change(self.move).button_draft()
        self.move.invoice_line_ids.price_unit = 900
        self.move.action_post()
        self._run_precommit()
        self.assertBuckets(self.claim, claimed=900, open=900)
        self.assertEqual(self.claim.open_disputed_amount, 900)

    def test_cancelled_invoice_is_conceded(self):
        self._change(self.move).button_draft()
        self._change(self.move).button_cancel()
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
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "account_id": receivable.account_id.id,
                            "credit": 1200,
                            "partner_id": self.customer.id,
                        },
                    ),
                    (
                        0,
                        0,
                        {"account_id": doubtful.id, "debit": 1200, "partner_id": self.customer.id},
                    ),
                ],
            }
        )
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
