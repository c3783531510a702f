"""Credit notes, reductions and discounts with their VAT; the invoice of interest and indemnity."""

from datetime import date
from decimal import Decimal as D

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .exit_common import ExitCommon


class TestCreditNotes(ExitCommon):
    """1 000.00 at 20 % and 500.00 at 10 %: 1 750.00 with VAT."""

    def test_amount_is_shared_between_the_rates(self):
        draft = self._draft(self._wizard("credit_note", amount=175.0, ground="error"))
        self.assertLines(
            draft,
            ("411", 0.0, 175.0),
            ("44571", 20.0, 0.0),
            ("44571", 5.0, 0.0),
            ("70", 100.0, 0.0),
            ("70", 50.0, 0.0),
        )
        self.assertEqual(draft.litige_credit_ground, "error")
        self._post(draft)
        self.assertBuckets(self.claim, claimed=1750, conceded=175, open=1575)
        self.assertEvents(self.case, "exit", "credit")

    def test_analytic_accounts_follow(self):
        plan = self.env["account.analytic.plan"].create({"name": "Chantiers"})
        site = self.env["account.analytic.account"].create({"name": "Ici", "plan_id": plan.id})
        self.move.invoice_line_ids.analytic_distribution = {str(site.id): 100}
        draft = self._draft(self._wizard("credit_note", amount=175.0))
        for line in draft.invoice_line_ids:
            self.assertEqual(line.analytic_distribution, {str(site.id): 100})

    def test_reduction_has_its_own_account(self):
        draft = self._draft(self._wizard("rebate", amount=175.0))
        self.assertLines(
            draft,
            ("411", 0.0, 175.0),
            ("44571", 20.0, 0.0),
            ("44571", 5.0, 0.0),
            ("7097", 100.0, 0.0),
            ("7097", 50.0, 0.0),
        )
        self._post(draft)
        self.assertBuckets(self.claim, claimed=1750, conceded=175, open=1575)

    def test_analytic_shares_follow_what_is_credited(self):
        plan = self.env["account.analytic.plan"].create({"name": "Chantiers"})
        site = self.env["account.analytic.account"].create({"name": "Lyon", "plan_id": plan.id})
        self.move.invoice_line_ids.analytic_distribution = {str(site.id): 100}
        for kind in ("credit_note", "rebate"):
            draft = self._draft(self._wizard(kind, amount=175.0))
            self.assertEqual(
                draft.invoice_line_ids.mapped("analytic_distribution"), [{str(site.id): 100}] * 2
            )

    def test_discount_for_payment_is_a_financial_expense_with_its_vat(self):
        wizard = self._wizard("discount", amount=35.0)
        self.assertEqual(wizard.account_id.code[:3], "665")
        self.assertIn("665", wizard.account_hint)
        draft = self._draft(wizard)
        self.assertLines(
            draft,
            ("411", 0.0, 35.0),
            ("44571", 4.0, 0.0),
            ("44571", 1.0, 0.0),
            ("665", 20.0, 0.0),
            ("665", 10.0, 0.0),
        )
        self._pay(self.move, 1715.0)
        self._post(draft)
        self.assertBuckets(self.claim, claimed=1750, paid=1715, conceded=35)

    def test_deleted_draft_gives_nothing_up(self):
        draft = self._draft(self._wizard("credit_note", amount=175.0))
        draft.unlink()
        self.assertEqual(self.case.exit_ids.state, "cancelled")
        self.assertBuckets(self.claim, claimed=1750, open=1750)

    def test_changed_draft_says_so(self):
        draft = self._draft(self._wizard("credit_note", amount=175.0))
        self.assertFalse(self.case.exit_ids.is_changed)
        draft.invoice_line_ids[0].price_unit = 999.0
        self.assertTrue(self.case.exit_ids.is_changed)

    def test_account_chosen_once_is_proposed_the_next_time(self):
        wizard = self._wizard("rebate", amount=10.0)
        wizard.account_id = self._account("7096")
        wizard.action_confirm()
        again = self.env["litige.case.exit"].create({"case_id": self.case.id, "kind": "rebate"})
        self.assertEqual(again.account_id.code[:4], "7096")
        self.assertIn("as last time", again.account_hint)

    def test_several_accounts_are_never_chosen_silently(self):
        wizard = self.env["litige.case.exit"].create({"case_id": self.case.id, "kind": "rebate"})
        self.assertFalse(wizard.account_id)
        self.assertIn("Choose among", wizard.account_hint)

    def test_what_is_written_off_is_neither_told_to_the_customer_nor_given_up(self):
        loss = self._draft(self._wizard("write_off"))
        self._post(loss)
        Statement = self.env["litige.account.statement"]
        values = {"partner_id": self.customer.id, "company_id": self.company.id}
        statement = Statement.create(values)
        self.assertIn("no receipt", statement.warning)
        page = str(statement._get_preview_html())
        self.assertIn("ne vaut ni quittance", page)
        self.assertNotIn("rien ne reste dû", page)
        period = Statement.create({**values, "kind": "period", "date_from": "2020-01-01"})
        page = str(period._get_preview_html())
        self.assertIn(loss.name, page)
        self.assertNotIn("written off", page)

    def test_merged_dispute_takes_its_exits_along(self):
        self._draft(self._wizard("credit_note", amount=175.0))
        other = self._open_case(self._create_overdue(amount=80.0))
        exits = self.case.exit_ids
        self.case._merge_into(other)
        self.assertEqual(exits.case_id, other)


@freeze_time("2026-08-10")
class TestInterest(ExitCommon):
    """1 200.00 due on 31 May 2026: 12.15 % to 30 June, 12.40 % from 1 July."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = date(2026, 8, 10)
        days = (cls.today - date(2026, 5, 31)).days
        cls.late = cls._create_overdue(amount=1200.0, days=days)
        cls.debt = cls._open_case(cls.late)

    def test_shown_is_not_claimed_before_the_company_says_so(self):
        wizard = self._wizard("interest", self.debt, date=date(2026, 7, 31))
        with self.assertRaisesRegex(UserError, "decides to claim"):
            wizard.action_confirm()

    def test_invoice_without_vat_then_only_what_is_new(self):
        wizard = self._wizard("interest", self.debt, date=date(2026, 7, 31), is_decided=True)
        self.assertRecordValues(
            wizard.line_ids, [{"interest_amount": 24.62, "indemnity_amount": 40.0, "amount": 64.62}]
        )
        draft = self._draft(wizard)
        self.assertRecordValues(
            draft,
            [
                {
                    "move_type": "out_invoice",
                    "state": "draft",
                    "amount_tax": 0,
                    "amount_total": 64.62,
                }
            ],
        )
        self.assertLines(draft, ("411", 64.62, 0.0), ("7581", 0.0, 40.0), ("7631", 0.0, 24.62))
        self.assertIn("hors du champ d’application de la TVA", draft.narration)
        self._post(draft)
        self.assertBuckets(self.debt.claim_ids, claimed=1200, open=1200)
        later = self._wizard("interest", self.debt, date=self.today, is_decided=True)
        self.assertRecordValues(
            later.line_ids, [{"interest_amount": 4.07, "indemnity_amount": 0.0, "amount": 4.07}]
        )

    def test_what_was_invoiced_apart_is_not_asked_for_again_below_the_balance(self):
        self.company.litige_interest_mode = "claimed"
        day = date(2026, 7, 31)
        self._post(self._draft(self._wizard("interest", self.debt, date=day, is_decided=True)))
        Statement = self.env["litige.account.statement"]
        for when, expected in ((day, set()), (self.today, {(D("4.07"), D(0))})):
            statement = Statement.create({"partner_id": self.customer.id, "date_to": when})
            [(currency, account)] = statement._read_accounts()[statement].items()
            charges, refusal = statement._get_interest({currency: account})
            self.assertFalse(refusal)
            found = {
                (line.interest, line.indemnity)
                for one in charges.values()
                for line in one.lines
                if line.reference == self.late.name
            }
            self.assertEqual(found, expected)

    def test_a_letter_that_asks_for_invoiced_interest_again_says_so(self):
        day = date(2026, 7, 31)
        self._post(self._draft(self._wizard("interest", self.debt, date=day, is_decided=True)))
        letter, _refusals = self.env["litige.letter"]._write_letters(
            "notice", self.late, case=self.debt
        )
        for mode, codes in (("shown", []), ("claimed", ["invoiced"])):
            letter.interest_mode = mode
            letter._refresh_checks()
            found = letter.check_ids.filtered(lambda check: check.code == "invoiced")
            self.assertEqual(found.mapped("code"), codes)
        self.assertIn("64.62", found.message.replace(",", "."))

    def test_no_more_than_the_law_lets_claim(self):
        wizard = self._wizard("interest", self.debt, date=date(2026, 7, 31), is_decided=True)
        wizard.line_ids.interest_amount = 24.63
        with self.assertRaisesRegex(UserError, "more than the law"):
            wizard.action_confirm()
        wizard.line_ids.write({"interest_amount": 20.0, "indemnity_amount": 0.0})
        self.assertEqual(self._draft(wizard).amount_total, 20.0)

    def test_interest_bears_no_interest(self):
        wizard = self._wizard("interest", self.debt, date=date(2026, 7, 31), is_decided=True)
        draft = self._draft(wizard)
        self._post(draft)
        statement = self.env["litige.statement"]._statement_for_moves(
            draft, fields.Date.add(self.today, years=0, months=1), "claimed"
        )
        line = statement.lines[0]
        self.assertEqual((line.interest, line.indemnity_total), (0, 0))
        self.assertEqual(line.total_claimed, line.principal_due)

    def test_insolvent_customer_is_said_on_the_line(self):
        self.customer.litige_insolvency_kind = "liquidation"
        wizard = self._wizard("interest", self.debt, is_decided=True)
        self.assertIn("insolvency", wizard.line_ids.words)
        with self.assertRaisesRegex(UserError, "amount first"):
            wizard.action_confirm()

    def test_consumer_without_notice_owes_none(self):
        case = self._open_case(self._create_overdue(self.consumer, 900.0, days=90))
        wizard = self._wizard("interest", case, is_decided=True)
        self.assertEqual(wizard.line_ids.amount, 0.0)
