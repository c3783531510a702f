"""Debt acknowledgments and records of an agreement; enforceability; draft credit notes."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from .settlement_common import PIXEL, DocumentCommon


class TestAgreementKinds(DocumentCommon):
    def _create_kind(self, kind, case=None, **values):
        return self._spread(self._create_settlement(case, kind=kind, **values))

    def test_acknowledgment_leaves_the_sum_to_the_debtor_s_hand(self):
        for case in (self.case, self.consumer_case):
            with self.subTest(standing=case.standing):
                deed = self._create_kind("acknowledgment", case)
                self.assertFalse(deed.issues)
                tree = self._render(deed)
                hand = self._text(tree, "//div[contains(@class, 'handwritten')]")
                self.assertSays(hand, "en toutes lettres", "en chiffres", "article 1376")
                self.assertNotRegex(hand.replace("1376", ""), r"\d")
                self.assertEqual(
                    len(tree.xpath("//div[contains(@class, 'handwritten')]/div[@class='rule']")), 3
                )
                text = self._text(tree)
                self.assertSays(text, "Reconnaissance de dette", "En cas de différence")
                self.assertNeverSays(
                    text.replace("sans novation ni renonciation", ""),
                    "transaction",
                    "échéancier",
                    "homologation",
                )

    def test_record_waives_nothing_and_asks_for_no_handwriting(self):
        deed = self._create_kind("record")
        self._add_commitment(deed)
        text = self._text(self._render(deed))
        self.assertSays(text, "Constat d’accord", "n’est pas une transaction", "deux fenêtres")
        self.assertNotIn("Mention écrite", text)
        self.assertFalse(self._render(deed).xpath("//div[contains(@class, 'article-waiver')]"))

    def test_only_a_settlement_gives_something_up(self):
        for kind in ("acknowledgment", "record"):
            with self.subTest(kind=kind):
                deed = self._create_kind(kind)
                self.assertEqual((deed.charges_fate, deed.enforcement_route), ("reserved", "none"))
                deed.line_ids[0].waived_amount = 100.0
                self.assertIn("gives nothing up", deed.issues)


class TestTitle(DocumentCommon):
    def setUp(self):
        super().setUp()
        self.deal = self._sign(self._confirm(self._create_transaction()))

    def test_request_decision_and_exhibit(self):
        self.deal.title_court = "tribunal judiciaire de Lyon, RG 26/01234"
        self.deal.action_ask_title()
        self.assertEqual(self.deal.title_state, "asked")
        with self.assertRaises(UserError):
            self.deal.action_grant_title()
        self.deal.write({"title_on": self.today, "title_file": PIXEL, "title_file_name": "o.png"})
        self.deal.action_grant_title()
        self.assertEqual(self.deal.title_state, "granted")
        self.assertEqual(len(self.deal.title_hash), 64)
        self.assertIn(self.deal.name, self.case.exhibit_ids.mapped("name")[-1])
        summaries = self.case.event_ids.mapped("summary")
        self.assertTrue(any("RG 26/01234" in summary for summary in summaries))

    def test_decision_no_longer_changes(self):
        self.deal.write({"title_on": self.today, "title_file": PIXEL})
        self.deal.action_ask_title()
        self.deal.action_grant_title()
        with self.assertRaises(UserError):
            self.deal.title_court = "un autre"
        file = self.env["ir.attachment"].search(
            [("res_model", "=", self.deal._name), ("res_field", "=", "title_file")]
        )
        with self.assertRaises(UserError):
            file.raw = b"other"

    def test_decision_stays_on_the_customer_after_us(self):
        self.deal.write({"title_file": PIXEL, "title_file_name": "ordonnance.png"})
        self.deal._reattach_on_uninstall()
        kept = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertTrue(any("ordonnance.png" in name for name in kept.mapped("name")))

    def test_decision_neither_before_the_signature_nor_in_the_future(self):
        self.deal.action_ask_title()
        for days in (-1, 1):
            self.deal.write({"title_on": self.today + timedelta(days=days), "title_file": PIXEL})
            with self.subTest(days=days), self.assertRaises(UserError):
                self.deal.action_grant_title()

    def test_draft_and_plan_have_no_title(self):
        with self.assertRaises(UserError):
            self._create_transaction().action_ask_title()
        plan = self._sign(self._confirm(self._create_plan()))
        with self.assertRaises(UserError):
            plan.action_ask_title()


class TestCreditNotes(DocumentCommon):
    def test_promised_credit_note_is_the_discount_and_comes_after_the_payments(self):
        deal = self._create_transaction(waived=200.0)
        credit = self._add_commitment(
            deal, kind="credit_note", amount=150.0, description="établir un avoir"
        )
        self.assertRegex(deal.cautions, r"150[.,]00")
        self.assertIn("before the last instalment", deal.cautions)
        credit.write({"amount": 200.0, "date_due": self.first_due + timedelta(days=90)})
        self.assertNotIn("credit notes promised", deal.cautions)
        self.assertNotIn("before the last instalment", deal.cautions)
        article = self._article(self._render(deal), "vat")
        self.assertSays(article, "est constatée par l’avoir promis à l’article 4")
        self.assertNotIn("Après complet paiement", article)

    def _pay_all(self, deal):
        for line in deal.line_ids:
            self._pay(line.claim_id.move_id, line.kept_amount)

    def test_discount_is_drafted_once_everything_is_paid(self):
        deal = self._sign(self._confirm(self._create_transaction(waived=200.0)))
        with self.assertRaises(UserError):
            deal.action_draft_credit_notes()
        self._pay_all(deal)
        self.assertEqual(deal.execution_state, "performed")
        deal.action_draft_credit_notes()
        draft = self.env["account.move"].search([("litige_settlement_id", "=", deal.id)])
        self.assertRecordValues(
            draft, [{"state": "draft", "move_type": "out_refund", "amount_total": 200.0}]
        )
        with self.assertRaises(UserError):
            deal.action_draft_credit_notes()
        draft.action_post()
        lines = (draft | deal.line_ids[0].claim_id.move_id).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )
        lines.reconcile()
        self._run_precommit()
        self.assertBuckets(
            deal.line_ids[0].claim_id,
            claimed=deal.line_ids[0].due_amount,
            paid=deal.line_ids[0].kept_amount,
            settled=200.0,
        )

    def test_promised_credit_note_is_drafted_then_followed(self):
        deal = self._create_transaction(waived=200.0)
        promised = self._add_commitment(
            deal, kind="credit_note", amount=200.0, description="un avoir de la remise"
        )
        deal = self._sign(self._confirm(deal))
        deal.action_draft_credit_notes()
        draft = promised.credit_note_id
        self.assertEqual((draft.state, draft.amount_total), ("draft", 200.0))
        self.assertEqual(promised.state, "open")
        draft.action_post()
        deal._refresh_execution()
        self.assertRecordValues(promised, [{"state": "done", "proof": draft.name}])
        draft.button_draft()
        deal._refresh_execution()
        self.assertEqual(promised.state, "open")

    def test_taxes_are_shared_as_on_the_invoice_to_the_cent(self):
        taxes = self.env["account.tax"].create(
            [
                {
                    "name": f"TVA {rate}",
                    "amount": rate,
                    "price_include_override": mode,
                    "company_id": self.company.id,
                }
                for rate, mode in ((20.0, "tax_excluded"), (5.5, "tax_excluded"))
            ]
        )
        move = self._create_overdue(
            invoice_line_ids=[
                Command.create(
                    {"name": "Pose", "price_unit": price, "tax_ids": [Command.set(tax.ids)]}
                )
                for price, tax in ((333.33, taxes[0]), (777.77, taxes[1]))
            ]
        )
        case = self._open_case(move)
        for amount in (100.0, 33.33, 0.07, 999.99):
            deal = self._create_transaction(case, waived=amount)
            with self.subTest(amount=amount):
                draft = deal._draft_credit_note(move, amount)
                self.assertEqual(draft.amount_total, amount)
                self.assertEqual(draft.date or self.today, fields.Date.context_today(draft))
