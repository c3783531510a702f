"""What can be done now on a dispute: which ways are open today, why, at what cost."""

from datetime import timedelta

from odoo import fields

from .amicable_common import AmicableCommon
from .letter_common import plain


class TestRemedyCards(AmicableCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.litige_standing = "artisan"

    def _notify(self, case, **values):
        """Send the formal notice of a dispute."""
        with self.allow_pdf_render():
            letter = self._confirm(self._write_letter(case=case))
        return self._deliver(letter, **values)

    def _set(self, code, value, unit="amount"):
        self.env["litige.legal.parameter"].create(
            {
                "code": code,
                "value": value,
                "unit": unit,
                "date_from": self._day(3),
                "source": "test",
                "company_id": self.company.id,
            }
        )

    def _facts(self, case, code):
        return {line["label"]: plain(line["text"]) for line in self._card(case, code)["facts"]}

    def assertCard(self, case, code, status, words):
        card = self._card(case, code)
        self.assertEqual(card["status"], status, card["reason"])
        self.assertIn(words, plain(card["reason"]))
        return card

    # === THE LADDER === #

    def test_every_way_in_force_has_its_card_in_the_order_of_the_ladder(self):
        cards = self.case.remedy_cards["cards"]
        remedies = self.env["litige.remedy"].search([]).sorted("sequence")
        self.assertEqual({card["code"] for card in cards}, set(remedies.mapped("code")))
        possible = [card["code"] for card in cards if card["status"] != "closed"]
        self.assertEqual(possible, [one.code for one in remedies if one.code in possible])
        for card in cards:
            self.assertIn(card["status"], ("open", "warning", "closed"))
            self.assertTrue(card["reason"].endswith("."))
            if card["code"] != "consumer_association":
                self.assertTrue(card["facts"])

    def test_every_button_leads_somewhere(self):
        for act in self.case._get_acts().values():
            self.assertTrue(callable(getattr(self.case, act["method"], None)), act)

    # === A CONSUMER UNDER THE CEILING === #

    def test_a_small_consumer_claim_is_closed_to_suits_until_the_certificate(self):
        self._notify(self.consumer_case, date_received=self._day(30), date_posted=self._day(32))
        for code in ("lawsuit", "request_5000"):
            card = self.assertCard(self.consumer_case, code, "closed", "amicable attempt")
            self.assertIn("article 750-1", plain(card["reason"]))
            self.assertEqual(card["acts"][0]["method"], "action_propose_conciliation")
        self.assertCard(self.consumer_case, "payment_order", "open", "no amicable attempt")
        conciliation = self._start(self.consumer_case, "conciliation")
        conciliation._end("failure", self.today, "third", ("constat.pdf", b"%PDF-1"), True)
        for code in ("lawsuit", "request_5000"):
            self.assertEqual(self._card(self.consumer_case, code)["status"], "open")
            self.assertIn("50", self._facts(self.consumer_case, code)["Cost"])

    def test_a_failed_recovery_of_small_claims_is_an_attempt_too(self):
        """Art. 750-1, 5°, CPC."""
        self.assertTrue(self._remedy("small_claims").counts_as_attempt)
        self.assertCard(self.consumer_case, "small_claims", "open", "small claim")
        recovery = self._start(self.consumer_case, "small_claims")
        self.assertCard(self.consumer_case, "formal_notice", "closed", "nothing may be paid")
        self.assertIn("nothing may be paid", self.consumer_case._get_payment_ban())
        letter = self._write_letter("reminder", case=self.consumer_case)
        self.assertIn("small claims is under way", letter._confirm()[letter])
        recovery._end("refused", self.today, "third", ("pv.pdf", b"%PDF-1"), True)
        self.assertFalse(self.consumer_case._get_payment_ban())
        self.assertNotEqual(self._card(self.consumer_case, "lawsuit")["status"], "closed")

    # === THE COURT === #

    def test_an_artisan_is_sent_to_the_commercial_court(self):
        self.case.standing = "artisan"
        self._notify(self.case, date_received=self._day(30), date_posted=self._day(32))
        self.assertEqual(self._card(self.case, "lawsuit")["status"], "open")
        self.assertIn("tribunal de commerce", self._facts(self.case, "lawsuit")["Right Court"])
        order = self._facts(self.case, "payment_order")
        self.assertIn("customer's address alone: 75011 Paris", order["Right Court"])
        self.assertIn("33", order["Cost"])
        self.assertCard(self.case, "request_5000", "closed", "commercial judge")

    def test_a_civil_creditor_chooses_and_alsace_has_its_chamber(self):
        self.company.litige_standing = "professional"
        self.assertIn("as you choose", self._facts(self.case, "lawsuit")["Right Court"])
        self.company.litige_standing = "merchant"
        self.customer.write({"zip": "67000", "city": "Strasbourg"})
        self.assertIn("Alsace-Moselle", self._facts(self.case, "lawsuit")["Right Court"])

    def test_what_we_are_is_asked_for_when_it_decides(self):
        self.company.litige_standing = False
        card = self.assertCard(self.case, "lawsuit", "closed", "what your own company is")
        self.assertEqual(card["acts"][0]["code"], "set_standing")

    def test_overseas_france_is_not_abroad_and_belgium_is_in_europe(self):
        self.customer.country_id = self.env.ref("base.re")
        self.assertNotEqual(self._card(self.case, "payment_order")["status"], "closed")
        self.customer.country_id = self.env.ref("base.be")
        self.assertCard(self.case, "payment_order", "closed", "lives abroad")
        self.assertCard(self.case, "european_order", "warning", "another member state")
        self.customer.country_id = self.env.ref("base.ch")
        self.assertCard(self.case, "european_order", "closed", "Only within")

    # === THE FORMAL NOTICE === #

    def test_the_receipt_of_the_formal_notice_counts_not_its_posting(self):
        self.assertCard(self.case, "payment_order", "warning", "no formal notice")
        delivery = self._notify(self.case, date_posted=self._day(10))
        card = self.assertCard(self.case, "payment_order", "warning", "received or first presented")
        self.assertEqual(card["acts"][0]["code"], "note_receipt")
        self.assertEqual(self.case.action_note_receipt()["res_id"], delivery.id)
        delivery.write({"date_received": self._day(4), "result": "received"})
        self.assertCard(self.case, "payment_order", "warning", "until")
        self.assertCard(self.case, "formal_notice", "open", "gives the customer until")
        delivery.date_received = self._day(9)
        self.assertEqual(self._card(self.case, "payment_order")["status"], "open")

    def test_a_letter_that_came_back_makes_the_address_doubtful(self):
        self._notify(self.case, result="wrong_address")
        self.assertCard(self.case, "payment_order", "warning", "came back")
        self.customer.street = False
        self.assertCard(self.case, "payment_order", "closed", "address is not complete")

    # === WHAT IS DUE === #

    def test_a_contested_claim_leaves_the_undisputed_part(self):
        self.case.cause_id = self.non_conformity
        self.assertCard(self.case, "payment_order", "closed", "contests the whole claim")
        self.env["litige.claim"].sudo().browse(self.case.claim_ids[0].id).write(
            {"open_disputed_amount": 0.0}
        )
        self.assertCard(self.case, "payment_order", "warning", "undisputed part only")
        self.assertIn("undisputed part", self._facts(self.case, "summary_order")["Covers"])

    def test_an_instalment_to_come_is_not_due(self):
        claim = self.consumer_case.claim_ids
        later = fields.Date.to_string(self.today + timedelta(days=40))
        claim.sudo().due_snapshot = [{"date": later, "amount": claim.open_amount}]
        self.assertCard(self.consumer_case, "lawsuit", "closed", "Nothing is due today")

    def test_interest_may_carry_a_claim_over_the_ceiling_of_small_claims(self):
        invoice = self._create_overdue(self.consumer, amount=4990.0, days=200)
        case = self._open_case(invoice)
        self.assertCard(case, "small_claims", "open", "small claim")
        case.claim_ids.sudo().notice_date = self._day(190)
        self.assertCard(case, "small_claims", "closed", "Only up to")

    # === THE LAW IS DATA === #

    def test_one_dated_value_changes_the_answers_without_code(self):
        self._notify(self.consumer_case, date_received=self._day(30), date_posted=self._day(32))
        self.assertEqual(self._card(self.consumer_case, "lawsuit")["status"], "closed")
        self._set("amicable_attempt_ceiling", 1000)
        self.assertEqual(self._card(self.consumer_case, "lawsuit")["status"], "open")
        self._set("lawyer_ceiling", 1500)
        self.assertIn("Compulsory", self._facts(self.consumer_case, "lawsuit")["Lawyer"])
        self._set("small_claims_ceiling", 1500)
        self.assertCard(self.consumer_case, "small_claims", "closed", "Only up to")

    def test_uncontested_claims_open_on_the_day_their_decree_is_recorded(self):
        self.company.litige_standing = "merchant"
        card = self.assertCard(self.case, "uncontested_b2b", "closed", "decree")
        self.assertIn("L. 126-1", plain(card["reason"]))
        self._set("uncontested_procedure", 1, "flag")
        self.assertNotEqual(self._card(self.case, "uncontested_b2b")["status"], "closed")

    def test_letters_announce_what_the_screen_says_is_open(self):
        _body, text = self._render(self._write_letter(case=self.consumer_case))
        self.assertNotIn("saisir la juridiction", text)
        self._set("amicable_attempt_ceiling", 1000)
        _body, text = self._render(self._write_letter(case=self.consumer_case))
        self.assertIn("saisir la juridiction", text)
