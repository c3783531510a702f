"""An invoice in dispute is not reset, cancelled or deleted without saying why."""

import random

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestInvoiceGuard(LitigeCommon):
    def setUp(self):
        super().setUp()
        self.move = self._create_overdue()
        self.case = self._open_case(self.move)
        self.claim = self.case.claim_ids

    def _ask(self, act):
        """Let a person try; return the little form that asks why."""
        with self.assertRaises(RedirectWarning) as warning:
            act()
        message, action, _button, *_rest = warning.exception.args
        self.assertIn(self.case.name, message)
        return Form(self.env[action["res_model"]].with_context(**action["context"]))

    def _answer(self, act, reason="Invoice made twice"):
        with self._ask(act) as form:
            form.reason = reason
        form.record.action_confirm()
        self._run_precommit()

    def _get_reasons(self):
        return self.case.event_ids.filtered(lambda event: event.kind == "invoice_change")

    # === ASKING === #

    def test_resetting_asks_why_and_says_so_in_the_chronology(self):
        self._answer(self.move.button_draft, "Wrong VAT rate")
        self.assertEqual(self.move.state, "draft")
        event = self._get_reasons()
        self.assertIn("Wrong VAT rate", event.summary)
        self.assertIn(self.env.user.name, event.summary)
        self.assertEqual((event.claim_id, event.author_id), (self.claim, self.env.user))
        self.assertBuckets(self.claim, claimed=1200, open=1200)

    def test_cancelling_a_confirmed_invoice_asks_once(self):
        """Odoo resets it first, and then cancels it."""
        self._answer(self.move.button_cancel)
        self.assertEqual(self.move.state, "cancel")
        self.assertEqual(len(self._get_reasons()), 1)
        self.assertBuckets(self.claim, claimed=1200, conceded=1200)

    def test_deleting_offers_to_cancel_instead(self):
        self._answer(self.move.button_draft)
        self._answer(self.move.unlink)
        self.assertTrue(self.move.exists())
        self.assertEqual(self.move.state, "cancel")
        with self.assertRaisesRegex(UserError, "cancel it rather than delete it"):
            self.move.unlink()

    def test_the_form_says_which_dispute(self):
        form = self._ask(self.move.button_draft)
        self.assertEqual(form.case_names, self.case.name)
        form.reason = "Wrong VAT rate"
        form.save()

    def test_a_reason_of_spaces_is_none(self):
        with self._ask(self.move.button_draft) as form:
            form.reason = "   "
        with self.assertRaises(RedirectWarning):
            form.record.action_confirm()
        self.assertEqual(self.move.state, "posted")

    def test_many_at_once_are_asked_about_once(self):
        other, free = self._create_overdue(amount=300), self._create_overdue(amount=80)
        case = self._open_case(other)
        self._answer((self.move | other | free).button_draft)
        self.assertEqual(set((self.move | other | free).mapped("state")), {"draft"})
        self.assertEqual(len(self._get_reasons()), 1)
        self.assertIn("invoice_change", case.event_ids.mapped("kind"))

    def test_an_invoice_outside_any_open_dispute_is_not_asked_about(self):
        self._create_overdue().button_draft()
        self.case.action_close_mistake()
        self.move.button_draft()
        self.assertFalse(self._get_reasons())

    def test_undisputed_invoices_cost_one_search(self):
        moves = self._create_overdue() | self._create_overdue()
        self.env.flush_all()
        with self.assertQueryCount(1):
            moves._litige_note_change("draft")

    def test_odoo_itself_is_not_asked_and_says_so(self):
        self.move.sudo().button_draft()
        self.assertIn("no reason was given", self._get_reasons().summary)

    def test_nobody_from_outside_can_say_that_it_was_asked(self):
        with self.assertRaises(RedirectWarning):
            self.move.with_context(litige_change_noted=True).button_draft()

    # === RIGHTS === #

    def test_accountant_without_rights_on_disputes_can_answer(self):
        user = new_test_user(
            self.env,
            "accounts",
            groups="account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.env = self.env(user=user)
        self._answer(self.move.with_user(user).button_draft)
        self.assertEqual(self.move.state, "draft")
        self.assertEqual(self._get_reasons().sudo().author_id, user)

    def test_the_reason_stays_ours(self):
        """How a company corrects its books is not in the papers for others."""
        self._answer(self.move.button_draft, "Our salesman promised too much")
        _document, shown = self.case._render_chronology()
        self.assertIn(self.move.name, shown)
        self.assertNotIn("promised too much", shown)

    # === BUCKETS === #

    def test_buckets_add_up_whatever_is_done_to_the_invoice(self):
        """Random sequences of resets, corrections, cancellations, payments and credit notes."""
        random.seed(20261123)
        for _story in range(5):
            move = self._create_overdue(amount=1000)
            disputed = round(random.uniform(1, 1000), 2)
            claim = self._open_case(move, disputed={move: disputed}).claim_ids
            story = []
            for _step in range(7):
                story.append(self._do_something(move))
                self._run_precommit()
                with self.subTest(story=story):
                    self.assertAddsUp(claim)
                    before = len(claim.case_id.event_ids)
                    claim._sync_ledger()
                    self.assertEqual(len(claim.case_id.event_ids), before, "noted once")

    def _do_something(self, move):
        changed = self._change(move)
        steps = {
            "draft": ["post", "correct", "cancel"],
            "cancel": ["reset"],
            "posted": ["reset", "cancel", "pay", "pay", "credit", "undo"],
        }[move.state]
        step = random.choice(steps)
        if step == "reset":
            changed.button_draft()
        elif step == "cancel":
            changed.button_cancel()
        elif step == "post":
            move.action_post()
        elif step == "correct":
            move.invoice_line_ids.price_unit = round(random.uniform(100, 1500), 2)
        elif step == "undo":
            move.line_ids.remove_move_reconcile()
        elif move.amount_residual > 1:
            amount = round(random.uniform(1, move.amount_residual), 2)
            (self._pay if step == "pay" else self._credit)(move, amount)
        return step

    def assertAddsUp(self, claim):
        done = ("conceded", "paid", "settled", "written_off", "open")
        parts = {name: claim[f"{name}_amount"] for name in done}
        self.assertAlmostEqual(claim.claimed_amount, sum(parts.values()), 2)
        self.assertGreaterEqual(min(parts.values()), 0)
        self.assertAlmostEqual(
            claim.open_amount, claim.open_disputed_amount + claim.open_undisputed_amount, 2
        )
        self.assertGreaterEqual(claim.open_disputed_amount, 0)
        self.assertGreaterEqual(claim.open_undisputed_amount, 0)
        if claim.move_id.state == "posted":
            self.assertAlmostEqual(claim.open_amount, claim.move_id.amount_residual, 2)
        elif claim.move_id.state == "cancel":
            self.assertEqual(claim.open_amount, 0)
