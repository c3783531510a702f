"""What a user may concede without a manager; who sees, asks and decides."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .exit_common import ExitCommon
from .settlement_common import SettlementCommon

ACTIVITY = "litige_management.mail_activity_type_exit"


class LimitCommon(ExitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._new_user("concede_user", "litige_management.litige_management_group_user")
        cls.manager = cls._new_user(
            "concede_manager", "litige_management.litige_management_group_manager"
        )
        cls.company.write({"litige_exit_limited": True, "litige_exit_limit": 500.0})

    @classmethod
    def _new_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login,
            groups=groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _ask(self, amount, user=None, kind="credit_note", case=None):
        case = case or self.case
        wizard = self._wizard(kind, case).with_user(user or self.user)
        wizard.line_ids.amount = amount
        known = case.exit_ids
        wizard.action_confirm()
        return case.exit_ids - known


class TestLimit(LimitCommon):
    def test_limit_counts_the_whole_dispute(self):
        self.assertEqual(self._ask(300.0).state, "draft")
        self.assertEqual(self._ask(200.0).state, "draft")
        above = self._ask(0.01)
        self.assertEqual((above.state, above.move_id.id), ("to_approve", False))
        other = self._open_case(self._invoice((1000.0, self.tax_20)))
        self.assertEqual(self._ask(500.0, case=other).state, "draft")

    def test_the_limit_to_the_cent(self):
        self.company.litige_exit_limit = 99.3
        case = self.case.with_user(self.user)
        asked = 33.1 + 33.1 + 33.1
        self.assertGreater(asked, 99.3, "a sum of floats")
        self.assertFalse(case._get_exit_excess(asked))
        self.assertTrue(case._get_exit_excess(99.31))

    def test_manager_is_asked_then_approves(self):
        above = self._ask(600.0)
        [activity] = self.case.activity_search([ACTIVITY])
        self.assertIn("600", activity.note)
        self.assertTrue(
            activity.user_id.has_group("litige_management.litige_management_group_manager")
        )
        with self.assertRaisesRegex(UserError, "Only a manager"):
            above.with_user(self.user).action_approve()
        above.with_user(self.manager).action_approve()
        self.assertEqual((above.state, above.decided_by_id), ("draft", self.manager))
        self.assertEqual(above.move_id.amount_total, 600.0)
        self.assertFalse(self.case.activity_search([ACTIVITY]))
        with self.assertRaisesRegex(UserError, "decided already"):
            above.with_user(self.manager).action_approve()
        self.assertEvents(self.case, "exit", "exit")

    def test_what_was_paid_while_it_waited_cannot_be_given_up(self):
        above = self._ask(1000.0)
        self._pay(self.move, 1000.0)
        with self.assertRaisesRegex(UserError, "left to give up"):
            above.with_user(self.manager).action_approve()
        above.with_user(self.manager).action_refuse()
        self.assertEqual(above.state, "refused")

    def test_refused_drafts_nothing_and_counts_no_more(self):
        above = self._ask(600.0)
        above.with_user(self.manager).action_refuse()
        self.assertEqual((above.state, above.move_id.id), ("refused", False))
        self.assertEqual(self._ask(500.0).state, "draft")

    def test_the_limit_of_one_dispute_is_not_spent_through_another(self):
        other = self._open_case(self._invoice((1000.0, self.tax_20)))
        values = {"claim_id": self.claim.id, "amount": 450.0}
        wizard = self._wizard("credit_note", other).with_user(self.user)
        wizard.line_ids = [Command.clear(), Command.create(values)]
        with self.assertRaisesRegex(UserError, "no other invoice"):
            wizard.action_confirm()

    def test_an_invoice_is_not_given_up_twice_at_once(self):
        wizard = self._wizard("credit_note").with_user(self.manager)
        values = {"claim_id": self.claim.id, "amount": 1750.0}
        wizard.line_ids = [Command.clear(), Command.create(values), Command.create(values)]
        with self.assertRaisesRegex(UserError, "asked for once"):
            wizard.action_confirm()
        wizard = self._wizard("credit_note", by_lines=True).with_user(self.manager)
        line = wizard.product_ids[0]
        line.quantity = 1.0
        line.copy()
        with self.assertRaisesRegex(UserError, "can be credited"):
            wizard.action_confirm()

    def test_only_what_stands_on_this_dispute_is_reversed(self):
        conceded = self._ask(100.0)
        self._post(conceded.move_id)
        wizard = self._wizard("reversal", origin_id=conceded.id, reversed_amount=50.0)
        wizard.account_id = self._account("75")
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_manager_has_no_limit_and_a_user_may_have_their_own(self):
        self.assertEqual(self._ask(1000.0, self.manager).state, "draft")
        self.env["litige.exit.limit"].create({"user_id": self.user.id, "amount": 50.0})
        self.assertEqual(self._ask(50.01).state, "to_approve")
        self.company.litige_exit_limited = False
        self.assertEqual(self._ask(50.01).state, "to_approve", "their own limit stays")

    def test_what_gives_nothing_up_has_no_limit(self):
        wizard = self._wizard("doubtful").with_user(self.user)
        self.assertFalse(wizard.limit_notice)
        wizard.action_confirm()
        self.assertEqual(self.case.exit_ids.state, "draft")
        self.assertTrue(self._wizard("write_off").with_user(self.user).limit_notice)

    def test_nobody_writes_an_exit_by_hand(self):
        one = self._ask(600.0)
        for change in (
            lambda: one.with_user(self.user).write({"decision": "approved"}),
            lambda: one.with_user(self.manager).write({"amount": 1.0}),
            lambda: (
                self.env["litige.exit"]
                .with_user(self.manager)
                .create({"case_id": self.case.id, "claim_id": self.claim.id, "kind": "write_off"})
            ),
            lambda: one.with_user(self.manager).unlink(),
            lambda: (
                self.env["litige.exit.limit"]
                .with_user(self.user)
                .create({"user_id": self.user.id, "amount": 10**6})
            ),
        ):
            with self.assertRaises(AccessError):
                change()
        with self.assertRaisesRegex(UserError, "stays on file"):
            one.sudo().unlink()

    def test_companies_are_walled(self):
        one = self._ask(100.0)
        company = self.setup_other_company()["company"]
        stranger = self._new_user(
            "concede_stranger", "litige_management.litige_management_group_manager", company
        )
        with self.assertRaises(AccessError):
            one.with_user(stranger).read(["amount"])
        self.env.invalidate_all()
        for model, values, name in (
            ("litige.case.exit", {"case_id": self.case.id, "kind": "write_off"}, "line_ids"),
            ("litige.case.exit.line", {"claim_id": self.claim.id}, "open_amount"),
            ("litige.case.exit.product", {"move_line_id": self.move.line_ids[0].id}, "name"),
        ):
            with self.assertRaises(AccessError):
                self.env[model].with_user(stranger).new(values)[name]
        with self.assertRaises(AccessError):
            wizard = self.env["litige.case.exit"].with_user(stranger)
            wizard.create({"case_id": self.case.id, "kind": "write_off"}).flush_recordset()
        resolver = self._new_user(
            "concede_resolver", "litige_management.litige_management_group_resolver"
        )
        with self.assertRaises(AccessError):
            one.with_user(resolver).read(["amount"])
        accountant = self._new_user("concede_accountant", "account.group_account_user")
        self.assertEqual(one.with_user(accountant).amount, 100.0)

    def test_accountant_without_right_on_disputes_posts_and_the_dispute_follows(self):
        one = self._ask(100.0)
        loss = self._ask(1650.0, self.manager, kind="write_off")
        accountant = self._new_user("concede_poster", "account.group_account_manager")
        for draft in (one | loss).move_id:
            self.assertEqual(draft.with_user(accountant).litige_exit_case_name, self.case.name)
            draft.with_user(accountant).action_post()
        self._run_precommit()
        self.assertBuckets(self.claim, claimed=1750, conceded=100, written_off=1650)


class TestAgreementLimit(SettlementCommon):
    def test_credit_note_of_an_agreement_waits_too(self):
        self.company.write({"litige_exit_limited": True, "litige_exit_limit": 150.0})
        user = new_test_user(
            self.env,
            "agreement_user",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        deal = self._create_transaction(waived=200.0)
        promised = self._add_commitment(
            deal, kind="credit_note", amount=200.0, description="un avoir de la remise"
        )
        self._sign(self._confirm(deal))
        deal.with_user(user).action_draft_credit_notes()
        one = deal.case_id.exit_ids
        self.assertEqual((one.kind, one.state, one.amount), ("agreement", "to_approve", 200.0))
        self.assertFalse(promised.credit_note_id)
        with self.assertRaisesRegex(UserError, "has still to approve"):
            deal.with_user(user).action_draft_credit_notes()
        one.action_approve()
        self.assertEqual(promised.credit_note_id, one.move_id)
        self.assertEqual(one.move_id.amount_total, 200.0)
        self.assertEqual(one.move_id.litige_settlement_id, deal)
