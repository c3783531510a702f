"""OCA's account_credit_control, where it is installed: it waits while an amount is in dispute."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from ..common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestCreditControl(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids |= cls.env.ref(
            "account_credit_control.group_account_credit_control_manager"
        )
        cls.policy = cls.env.ref("account_credit_control.credit_control_3_time")
        cls.no_follow = cls.env.ref("account_credit_control.credit_control_no_follow")
        cls.policy.account_ids = cls.company_data["default_account_receivable"]
        cls.company.credit_policy_id = cls.policy
        cls.move, cls.other = cls._create_overdue(), cls._create_overdue(amount=300)

    def _run(self, days=0):
        """Generate the reminders of a day; return those of our two invoices."""
        run = self.env["credit.control.run"].create(
            {
                "date": self.today + timedelta(days=days),
                "policy_ids": [fields.Command.set(self.policy.ids)],
            }
        )
        run.generate_credit_lines()
        return run.line_ids.filtered(lambda line: line.invoice_id in self.move | self.other)

    def _get_lines(self, state):
        return self.move.credit_control_line_ids.filtered(lambda line: line.state == state)

    def test_it_is_named_among_those_who_remind_too(self):
        self.assertEqual(self.company._litige_get_other_dunning(), ["Account Credit Control"])

    def test_the_screens_of_both_stand_together(self):
        arch = self.env["account.move"].get_view(view_type="form")["arch"]
        self.assertIn("litige_notice", arch)
        self.assertIn("credit_policy_id", arch)
        self.env["res.partner"].get_view(view_type="form")
        for model in ("credit.control.line", "litige.claim", "account.move"):
            self.env[model].get_views([(False, "list"), (False, "search")])

    # === HOLDING === #

    def test_a_disputed_invoice_gets_no_new_reminder(self):
        self._open_case(self.move)
        self.assertEqual(self.move.credit_policy_id, self.no_follow)
        self.assertEqual(self._run().invoice_id, self.other)

    def test_a_part_in_dispute_leaves_the_invoice_to_it(self):
        self._open_case(self.move, disputed={self.move: 400})
        self.assertFalse(self.move.credit_policy_id)
        self.assertEqual(self._run().invoice_id, self.move | self.other)

    def test_reminders_that_waited_are_not_sent(self):
        lines = self._run()
        lines.filtered(lambda line: line.invoice_id == self.move).state = "to_be_sent"
        self._open_case(self.move)
        self.assertEqual(self.move.credit_control_line_ids.mapped("state"), ["ignored"])
        self.assertEqual(self.other.credit_control_line_ids.mapped("state"), ["draft"])

    def test_a_reminder_already_sent_stays_as_it_was(self):
        self._run()
        self.move.credit_control_line_ids.state = "sent"
        case = self._open_case(self.move)
        case.action_close_mistake()
        self.assertEqual(self.move.credit_control_line_ids.mapped("state"), ["sent"])

    def test_whoever_disputes_needs_no_right_on_it(self):
        self._run()
        user = new_test_user(
            self.env,
            "disputes_only",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[fields.Command.set(self.company.ids)],
        )
        self.env.flush_all()
        case = self._open_case(self.move, hold=False, user_id=user.id).with_user(user)
        case.claim_ids._apply_hold("Motif", self.today)
        self.assertEqual(self.move.credit_policy_id, self.no_follow)
        case.claim_ids._lift_hold("The work was done again")
        self.assertFalse(self.move.credit_policy_id)

    def test_the_night_tells_it_when_it_was_installed_after_the_dispute(self):
        claim = self._open_case(self.move).claim_ids
        self.move.credit_policy_id = False  # as its installation leaves every invoice
        memory = {"move": False, "lines": claim.previous_no_followup["lines"]}
        claim.sudo().previous_no_followup = memory
        claim._sync_ledger()
        self.assertEqual(self.move.credit_policy_id, self.no_follow)
        claim._release_hold()
        self.assertFalse(self.move.credit_policy_id)

    def test_holding_many_costs_as_many_queries_as_few(self):
        counts = []
        for size in (2, 12):
            moves = self.env["account.move"].union(
                *(self._create_overdue(days=20 + n) for n in range(size))
            )
            self._run(len(counts))
            claims = self._open_case(moves, hold=False).claim_ids
            claims = self.env["litige.claim"].browse(claims.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            claims._apply_hold("Motif", self.today)
            claims._release_hold()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    # === GIVING BACK === #

    def test_each_invoice_gets_its_own_policy_back(self):
        own = self.policy.copy({"name": "Grands comptes"})
        self.move.credit_policy_id = own
        case = self._open_case(self.move | self.other)
        case.action_close_mistake()
        self.assertEqual(self.move.credit_policy_id, own)
        self.assertFalse(self.other.credit_policy_id)

    def test_an_invoice_that_nobody_follows_stays_so(self):
        self.move.credit_policy_id = self.no_follow
        self._open_case(self.move).action_close_mistake()
        self.assertEqual(self.move.credit_policy_id, self.no_follow)

    def test_a_policy_deleted_meanwhile_is_forgotten(self):
        own = self.policy.copy({"name": "Grands comptes"})
        self.move.credit_policy_id = own
        case = self._open_case(self.move)
        own.unlink()
        case.action_close_mistake()
        self.assertFalse(self.move.credit_policy_id)

    def test_lifting_the_hold_sends_nothing_by_itself(self):
        self._run()
        self.move.credit_control_line_ids.state = "to_be_sent"
        claim = self._open_case(self.move).claim_ids
        claim._lift_hold("The customer has accepted")
        self.assertEqual(self.move.credit_control_line_ids.mapped("state"), ["draft"])
        self.assertFalse(self.move.credit_policy_id)
        self.assertIn(self.move, self._run(1).invoice_id, "The next run sees it again")

    def test_reminders_that_a_person_ignored_stay_ignored(self):
        self._run()
        self.move.credit_control_line_ids.state = "ignored"
        self._open_case(self.move).action_close_mistake()
        self.assertEqual(self.move.credit_control_line_ids.mapped("state"), ["ignored"])

    def test_uninstalling_leaves_it_as_it_was(self):
        from odoo.addons.litige_management.hooks import uninstall_hook

        self._run()
        own = self.policy.copy({"name": "Grands comptes"})
        self.move.credit_policy_id = own
        self._open_case(self.move)
        uninstall_hook(self.env)
        self._run_precommit()
        self.assertEqual(self.move.credit_policy_id, own)
        self.assertEqual(self.move.credit_control_line_ids.mapped("state"), ["draft"])

    # === ITS OWN GUARD === #

    def test_setting_reminders_aside_does_not_make_an_invoice_uncancellable(self):
        """It refuses to cancel an invoice with reminders other than drafts, sent or not."""
        self._run()
        case = self._open_case(self.move)
        self._change(self.move).button_cancel()
        self._run_precommit()
        self.assertEqual(self.move.state, "cancel")
        self.assertFalse(self.move.credit_control_line_ids)
        self.assertBuckets(case.claim_ids, claimed=1200, conceded=1200)
