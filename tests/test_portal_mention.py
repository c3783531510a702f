"""A debtor who alone owes types the sum, in words and in figures; nothing does it for them."""

import json

from .portal_common import SigningCommon


class TestPortalMention(SigningCommon):
    def setUp(self):
        super().setUp()
        self.deed = self._confirm(self._create_kind())
        self._enter()
        self.debtor = self.deed._get_customer_to_sign()

    def _create_kind(self, kind="acknowledgment"):
        deed = self._spread(self._create_settlement(kind=kind))
        deed.signatory_ids.filtered(lambda one: one.party == "customer").write(
            {"email": "paul@dubreuil.example"}
        )
        return deed

    def _type(self, words, figures):
        code = self._ask_code(self.deed)
        page = self.url_open(self._url(self.deed))
        return self._post(
            self._url(self.deed, "/verifier"),
            {"code": code, "consent": "1", "words": words, "figures": figures},
            page,
        )

    def test_the_sum_typed_is_part_of_the_signature_and_of_its_proof(self):
        self.assertEqual(self.deed.settled_amount, 2000.0)
        self.assertEqual(self._type("Deux Mille euro", "2 000,00 €").status_code, 200)
        self.assertNotIn("error", self._sign_online(self.deed))
        self._sign_office(self.deed)
        self.assertEqual(self.deed.state, "signed")
        signature = self.debtor.signature_ids
        self.assertEqual(
            (signature.mention_words, signature.mention_figures), ("Deux Mille euro", "2 000,00 €")
        )
        proof = json.loads(signature.evidence)
        self.assertEqual(proof["sum_typed"], {"words": "Deux Mille euro", "figures": "2 000,00 €"})
        ours = self.deed.signature_ids - signature
        self.assertNotIn("sum_typed", json.loads(ours.evidence), "the creditor types no sum")

    def test_nothing_is_filled_in_and_nothing_typed_is_given_back(self):
        page = self._type("deux mille euros", "1 999")
        self.assertEqual(page.status_code, 422)
        for field in ("sign_words", "sign_figures"):
            (tag,) = [line for line in page.text.split("<input") if f'id="{field}"' in line]
            self.assertNotIn("value=", tag.split(">")[0])
        self.assertNotIn("deux mille euros", page.text)

    def test_another_sum_or_none_opens_nothing(self):
        for words, figures in (
            ("", ""),
            ("deux mille euros", ""),
            ("", "2000"),
            ("mille deux euros", "2000"),
            ("deux mille euros", "2000,01"),
            ("2000", "2000"),
            ("deux mille euros<script>", "2000"),
        ):
            with self.subTest(words=words, figures=figures):
                self.env["litige.signature"].sudo().search([]).unlink()
                self.assertEqual(self._type(words, figures).status_code, 422)
                self.assertIn("error", self._sign_online(self.deed))
        self.assertFalse(self.debtor.is_signed)

    def test_a_wrong_sum_costs_no_code(self):
        self._type("mille euros", "1000")
        started = self.env["litige.signature"].search([("channel", "=", "portal")], limit=1)
        self.assertEqual((started.state, started.attempts), ("code", 0))

    def test_a_forged_call_does_not_go_around_the_sum(self):
        code = self._ask_code(self.deed)
        started = self.env["litige.signature"].search([("channel", "=", "portal")], limit=1)
        self.assertTrue(started.sudo()._verify_code(code))
        self.assertIn("error", self._sign_online(self.deed))
        self.assertFalse(self.debtor.is_signed)

    def test_a_payment_plan_asks_for_it_and_a_settlement_does_not(self):
        self.assertTrue(
            self.env["litige.signature"].new({"signatory_id": self.debtor.id})._needs_mention()
        )
        for kind, asked in (("plan", True), ("record", False)):
            deed = self._create_kind(kind)
            debtor = deed._get_customer_to_sign()
            signature = self.env["litige.signature"].new({"signatory_id": debtor.id})
            self.assertEqual(signature._needs_mention(), asked, kind)
