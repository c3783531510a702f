"""Papers to the judicial officer, the conciliator and the representative of creditors."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .paper_common import PaperCommon


class TestJudicialOfficer(PaperCommon):
    def test_it_hands_over_the_whole_file(self):
        letter = self._write_paper("bailiff")
        body, text = self._render(letter)
        self.assertIn("SELARL Morel", self._get_text(body, "recipient"))
        self.assertIn("SARL Dubreuil", self._get_text(body, "identity"))
        self.assertIn("procéder au recouvrement amiable", self._get_text(body, "mandate"))
        self.assertIn("article L. 111-8", self._get_text(body, "mandate"))
        self.assertTrue(body.find_class("exhibit-list") and body.find_class("annex"))
        self.assertNotIn("contestée par vos soins", text)

    def test_small_claims_forbid_payment_meanwhile(self):
        body, _text = self._render(self._write_paper("bailiff", mandate="small_claims"))
        mandate = self._get_text(body, "mandate")
        self.assertIn("procédure simplifiée de recouvrement des petites créances", mandate)
        self.assertIn("Aucun paiement n’interviendra", mandate)
        body, _text = self._render(self._write_paper("bailiff", mandate="enforcement"))
        self.assertIn("exécution forcée", self._get_text(body, "mandate"))
        self.assertNotIn("R. 125-7", self._get_text(body, "legal-values"))

    def test_money_the_customer_paid_is_looked_for_under_the_customer(self):
        letter = self._write_paper("bailiff")
        self.assertEqual(letter.commercial_partner_id, self.customer)
        self._create_overdue(amount=150, move_type="out_refund")
        letter._refresh_checks()
        self.assertIn("unreconciled", letter.check_ids.mapped("code"))


class TestConciliator(PaperCommon):
    def test_it_is_neutral_and_needs_no_form(self):
        letter = self._write_paper("conciliator_referral", case=self.consumer_case)
        body, text = self._render(letter)
        for words in ("Le demandeur", "L’autre partie", "sans forme", "gratuite", "5 000 €"):
            self.assertIn(words, text)
        self.assertNotIn("Cerfa", text)
        self.assertNotIn("Pénalités", text)
        self.assertIn("5 000 € (article 750-1", self._get_text(body, "legal-values"))

    def test_it_starts_the_conciliation(self):
        self._confirm(self._write_paper("conciliator_referral", case=self.consumer_case))
        [proceeding] = self.consumer_case.proceeding_ids
        self.assertEqual(proceeding.remedy_id.code, "conciliation")
        self.assertEqual(proceeding.provider_id, self.conciliator)
        self.assertEqual(proceeding.step_ids.type_id.code, "requested")
        self.assertTrue(proceeding.deadline_ids, "the wait that excuses the attempt runs")


class TestInsolvency(PaperCommon):
    """What was due on the day of the judgment, interest stopped, certified by the signatory."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write(
            {
                "litige_insolvency_kind": "redressement",
                "litige_insolvency_date": cls._day(15),
                "litige_insolvency_publication": "annonce n° 1245",
            }
        )

    def _declare(self, **values):
        return self._write_paper("insolvency_claim", partner=self.receiver, **values)

    def test_interest_stops_before_the_judgment(self):
        letter = self._declare()
        statement = letter._get_statements()[letter]
        self.assertEqual(statement.as_of, self._day(15))
        last = max(segment.date_to for line in statement.lines for segment in line.segments)
        self.assertEqual(last, self._day(16))
        body, text = self._render(letter)
        self.assertIn("article L. 622-28", text)
        self.assertIn("2 000,00", self._get_text(body, "declared"))
        self.assertEqual(letter.amount, float(statement.total_claimed))

    def test_it_says_what_the_law_asks(self):
        letter = self._confirm(self._declare())
        body, text = self._render(letter)
        for words in (
            "procédure de redressement judiciaire",
            "BODACC (annonce n° 1245)",
            "articles L. 622-24, L. 622-25 et R. 622-23",
            "Aucune somme n’est à échoir",
            "aucune juridiction n’est saisie",
            "à titre chirographaire",
            "La créance a pour origine les factures n°",
        ):
            self.assertIn(words, text)
        self.assertIn("certifiée sincère", self._get_text(body, "sincere"))
        self.assertEqual(letter.channel, "registered")
        self.assertTrue(letter.bundle_id)

    def test_the_court_that_has_the_claim_is_named(self):
        """Art. R622-23 C. com.: it would be false to say that no court has it."""
        proceeding = self.env["litige.proceeding"].create(
            {
                "case_id": self.case.id,
                "remedy_id": self.env.ref("litige_management.litige_remedy_payment_order").id,
                "provider_id": self.court.id,
                "date_start": self._day(40),
            }
        )
        filed = proceeding.remedy_id.step_ids.filtered(lambda one: one.code == "filed")
        letter = self._declare()
        self.assertIn("aucune juridiction", self._get_text(self._render(letter)[0], "suits"))
        self.env["litige.proceeding.step"].create(
            {"proceeding_id": proceeding.id, "type_id": filed.id, "date": self._day(40)}
        )
        said = self._get_text(self._render(letter)[0], "suits")
        self.assertIn("procédure d’injonction de payer, depuis le", said)
        self.assertIn("Tribunal de commerce de Paris", said)
        self.assertNotIn("aucune juridiction", said)

    def test_the_certificate_stays_with_the_signature(self):
        body, _text = self._render(self._declare())
        [kept] = [node for node in body.find_class("keep") if node.find_class("signing")]
        self.assertTrue(kept.find_class("sincere"))

    def test_securities_are_named(self):
        letter = self._declare(securities="Clause de réserve de propriété")
        body, text = self._render(letter)
        self.assertIn("Clause de réserve de propriété", self._get_text(body, "securities"))
        self.assertNotIn("chirographaire", text)
        self.assertIn("article L. 624-9", text)

    def test_what_falls_due_later_is_declared_with_its_date(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Deux fois",
                "line_ids": [
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": 30}),
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": 90}),
                ],
            }
        )
        move = self._create_overdue(amount=1000.0, days=20, invoice_payment_term_id=term.id)
        case = self._open_case(move)
        self._add_pieces(case)
        letter = self._declare(case=case)
        body, _text = self._render(letter)
        declared = self._get_text(body, "declared")
        self.assertIn("À échoir", declared)
        self.assertIn("500,00", declared)
        self.assertEqual(letter._get_statements()[letter].total("principal_claimed"), 500)

    def test_what_was_done_after_the_judgment_is_not_declared(self):
        self.older.delivery_date = self._day(5)
        letter = self._declare()
        letter._refresh_checks()
        [check] = letter.check_ids.filtered(lambda one: one.code == "after_judgment")
        self.assertIn(self.older.name, check.message)

    def test_sending_it_is_the_declaration(self):
        letter = self._confirm(self._declare())
        self._deliver(letter, date_posted=self._day(0))
        proceeding = self.case.proceeding_ids.filtered(
            lambda one: one.remedy_id.code == "insolvency_declaration"
        )
        self.assertIn("declared", proceeding.step_ids.type_id.mapped("code"))
        self._deliver(letter, date_posted=self._day(0))
        codes = proceeding.step_ids.type_id.mapped("code")
        self.assertEqual(len(codes), len(set(codes)), "recorded once")

    def test_the_retained_title_is_proposed_as_a_security(self):
        self.case.is_title_retained = True
        self.assertIn("réserve de propriété", self._declare().securities)

    def test_without_a_judgment_there_is_nothing_to_declare(self):
        letter = self._declare()
        self.customer.write({"litige_insolvency_kind": False, "litige_insolvency_date": False})
        self.assertIn("insolvency proceeding and its judgment", self._get_failure(letter))


class TestAddressing(PaperCommon):
    def _ask(self, action):
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        return wizard.create({})

    def test_the_only_one_in_that_role_is_proposed(self):
        wizard = self._ask(self.case.action_write_payment_order())
        self.assertEqual(wizard.partner_id, self.court.partner_id)
        self.assertIn("tribunal de commerce, for 75011 Paris", wizard.hint)
        letter = self.env["litige.letter"].browse(wizard.action_write()["res_id"])
        self.assertEqual((letter.kind, letter.court_kind), ("payment_order", "commercial"))

    def test_each_way_leads_to_its_paper(self):
        for action, kind in (
            (self.case.action_write_bailiff(), "bailiff"),
            (self.case.action_write_conciliator(), "conciliator_referral"),
            (self.case.action_write_summary_order(), "preparation"),
            (self.case.action_write_lawsuit(), "preparation"),
        ):
            wizard = self._ask(action)
            letter = self.env["litige.letter"].browse(wizard.action_write()["res_id"])
            self.assertEqual(letter.kind, kind)
        self.assertEqual(letter.suit_kind, "merits")

    def test_two_in_that_role_are_not_guessed(self):
        self._create_provider("court", "Tribunal judiciaire de Lyon")
        wizard = self.env["litige.letter.address"].new(
            {"case_id": self.case.id, "kind": "payment_order"}
        )
        self.assertFalse(wizard.provider_id)

    def test_a_paper_needs_a_dispute_and_a_recipient(self):
        with self.assertRaises(UserError):
            self.case._write_letter("bailiff")
        move = self._create_overdue(amount=10, days=40)
        letters, refusals = self.env["litige.letter"]._write_letters(
            "bailiff", move, partner=self.officer.partner_id
        )
        self.assertFalse(letters)
        self.assertIn("Open a dispute", refusals[0][1])

    def test_the_cards_offer_the_paper_of_each_open_way(self):
        cards = {card["code"]: card for card in self.case.remedy_cards["cards"]}
        methods = [act["method"] for act in cards["payment_order"]["acts"]]
        self.assertEqual(methods[0], "action_write_notice", "a notice comes before")
        self.assertIn("action_write_payment_order", methods)
        self.customer.write(
            {"litige_insolvency_kind": "liquidation", "litige_insolvency_date": self._day(3)}
        )
        self.customer.litige_insolvency_agent_id = self.receiver
        cards = {card["code"]: card for card in self.case.remedy_cards["cards"]}
        methods = [act["method"] for act in cards["insolvency_declaration"]["acts"]]
        self.assertIn("action_write_insolvency_claim", methods)
        self.assertNotIn(
            "action_write_payment_order",
            [act["method"] for act in cards["payment_order"]["acts"]],
        )
        wizard = self._ask(self.case.action_write_insolvency_claim())
        self.assertEqual(wizard.partner_id, self.receiver)


class TestLegalValues(PaperCommon):
    """Each document ends with what it used, and with nothing it did not."""

    def test_a_notice_lists_its_rates(self):
        body, _text = self._render(self._write_letter())
        listed = self._get_text(body, "legal-values")
        self.assertIn("2,40 % (au 01/07/2026)", listed)
        self.assertIn("article 1344 du code civil", listed)

    def test_a_consumers_notice_does_not_list_what_professionals_owe(self):
        body, text = self._render(self._write_letter(case=self.consumer_case))
        self.assertNotIn("L. 441-10", text)
        self.assertIn("1231-6", self._get_text(body, "legal-values"))

    def test_a_reminder_uses_none(self):
        body, _text = self._render(self._write_letter("reminder"))
        self.assertFalse(body.find_class("legal-values"))

    def test_each_page_has_its_own_list(self):
        letters = self._write_letter() | self._write_letter(case=self.consumer_case)
        documents = letters._get_documents()
        pages = [letter._render_fragment(documents[letter]) for letter in letters]
        self.assertIn("majoration", str(pages[0]))
        self.assertNotIn("majoration", str(pages[1]))

    def test_an_english_letter_lists_them_in_english(self):
        body, _text = self._render(self._write_letter(language="en"))
        self.assertIn("Legal references and values used", self._get_text(body, "legal-values"))

    def test_they_are_dated_by_the_letter(self):
        later = self.today + timedelta(days=1)
        self.env["litige.legal.reference"].create(
            {
                "code": "formal_notice",
                "name": "article 9999 du code civil",
                "date_from": later,
                "source": "Réforme",
            }
        )
        body, _text = self._render(self._write_letter())
        self.assertNotIn("9999", self._get_text(body, "legal-values"))
