"""What agreements print: each clause that the law wants, and nothing that it forbids."""

import hashlib
import re
from datetime import date

from odoo.exceptions import UserError

from odoo.addons.litige_management.legal import typography

from .settlement_common import DocumentCommon

PLAN_LABEL = "sans novation ni renonciation"


class TestTransactionDocument(DocumentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settlement = cls._create_transaction(
            our_concessions="la visite gratuite d'un technicien\nle prêt d'un volet",
        )
        cls._add_commitment(cls.settlement)

    def setUp(self):
        super().setUp()
        self.tree = self._render(self.settlement)

    def test_one_title_and_numbered_articles(self):
        self.assertEqual(self._text(self.tree, "//h1"), "Protocole d’accord transactionnel")
        numbers = [
            int(re.match(r"Article (\d+)", heading).group(1))
            for heading in (
                self._text(node)
                for node in self.tree.xpath("//div[contains(@class,'article')]//h2")
            )
        ]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    def test_identity_and_power_of_each_party(self):
        us, customer = (self._text(node) for node in self.tree.xpath("//div[@class='party keep']"))
        self.assertSays(
            us, "La société Menuiserie Lacombe", "SARL au capital de 10 000 €",
            "immatriculée au RCS de Lyon sous le n° 812 345 678", "3 rue du Port, 69002 Lyon",
            "représentée par Anne Lacombe, gérante, ayant pouvoir à cet effet (extrait Kbis du",
            "« le Créancier »",
        )
        self.assertSays(
            customer, "SARL Dubreuil", "SIREN 523 456 789",
            "représentée par Paul Dubreuil, président", "« le Client »",
        )

    def test_recital_of_the_dispute_and_of_each_side_s_claims(self):
        self.assertIn("restées impayées", self._text(self.tree, "//p[@class='facts']"))
        self.assertSays(
            self._text(self.tree, "//p[@class='position-us']"), "Prétentions du Créancier",
            "2 000,00 €",
        )
        self.assertSays(
            self._text(self.tree, "//p[@class='position-customer']"), "Prétentions du Client",
            "deux fenêtres ne ferment pas",
        )

    def test_object_is_a_transaction_limited_to_the_invoices_listed(self):
        text = self._article(self.tree, "object")
        self.assertSays(
            text, "transaction au sens des articles 2044 et suivants du code civil", "à lui seul",
        )
        rows = self.tree.xpath("//table[contains(@class,'invoices')]/tbody/tr")
        self.assertEqual(len(rows), 3)
        self.assertSays(
            self._text(rows[0]), self.settlement.line_ids[0].move_name, "1 200,00 €", "200,00 €",
            "1 000,00 €",
        )
        self.assertSays(self._text(rows[-1]), "Total", "2 000,00 €", "200,00 €", "1 800,00 €")

    def test_fate_of_interest_and_indemnities(self):
        self.assertIn(
            "abandonne les intérêts et pénalités de retard ainsi que les indemnités forfaitaires",
            self._text(self.tree, "//p[@class='charges-fate']"),
        )

    def test_concessions_of_both_sides_in_two_columns(self):
        ours = self._text(self.tree, "//td[@class='concessions-us']")
        theirs = self._text(self.tree, "//td[@class='concessions-customer']")
        self.assertSays(
            ours, "une remise de 200,00 € (deux cents euros)", "trois (3) échéances",
            "la visite gratuite d’un technicien", "le prêt d’un volet",
            "régler les deux fenêtres du salon",
        )
        self.assertSays(theirs, "la renonciation à demander le remplacement des deux fenêtres")
        self.assertEqual(len(self.tree.xpath("//td[@class='concessions-us']//li")), 6)

    def test_amount_in_figures_and_words_and_schedule(self):
        text = self._article(self.tree, "payment")
        self.assertSays(text, "1 800,00 € (mille huit cents euros)", "trois (3) échéances")
        rows = self.tree.xpath("//table[contains(@class,'schedule')]/tbody/tr")
        self.assertEqual(len(rows), 4)
        first = typography.long_date(self.first_due, "fr").replace("\xa0", " ")
        self.assertSays(self._text(rows[0]), first, "600,00 €", "1 200,00 €")
        self.assertSays(self._text(rows[2]), "600,00 €", "0,00 €")

    def test_account_reference_grace_and_early_payment(self):
        text = self._article(self.tree, "payment")
        self.assertSays(
            text, "FR76 3000 6000 0112 3456 7890 189", self.settlement.name,
            "dans les cinq (5) jours", "par anticipation",
        )

    def test_other_commitments_of_each_party(self):
        self.assertSays(
            self._article(self.tree, "commitments"), "Le Créancier", "régler les deux fenêtres",
        )

    def test_imputation(self):
        self.assertSays(
            self._article(self.tree, "imputation"), "sur le principal",
            "article 1342-10 du code civil",
        )
        self.settlement.write({
            "imputation": "interest", "charges_fate": "included", "charges_amount": 50.0,
        })
        self._spread(self.settlement)
        tree = self._render(self.settlement)
        self.assertIn("article 1343-1 du code civil", self._article(tree, "imputation"))
        self.assertSays(self._article(tree, "object"), "50,00 € (cinquante euros)")

    def test_unequivocal_acknowledgment_per_invoice(self):
        self.assertSays(
            self._article(self.tree, "acknowledgment"), "claire et non équivoque",
            "facture par facture", "« À payer »", "article 2240 du code civil",
        )

    def test_default_notice_cure_acceleration_and_condition_on_the_discount(self):
        text = self._article(self.tree, "default")
        self.assertSays(
            text, "lettre recommandée avec demande d’avis de réception", "désigne l’échéance",
            "quinze (15) jours à compter de la première présentation",
            "immédiatement exigible", "condition résolutoire du défaut de paiement",
            "réputée n’avoir jamais été consentie", "2 000,00 € (deux mille euros)",
            "diminué de tous les paiements reçus", "dans l’ordre fixé à l’article 5",
            "Le principal devenu exigible porte intérêt",
        )
        self.settlement.is_discount_conditional = False
        self.assertNotIn(
            "condition résolutoire", self._text(self._render(self.settlement))
        )

    def test_reciprocal_waiver_limited_to_the_dispute_with_its_exceptions(self):
        text = self._article(self.tree, "waiver")
        self.assertSays(
            text, "Sous réserve de la complète exécution", "renoncent réciproquement",
            "pour les seules factures désignées", "articles 2048 et 2049", "article 2052",
            "exclus de cette renonciation", "vices cachés",
        )

    def test_no_novation_and_guarantees_kept(self):
        self.assertSays(
            self._article(self.tree, "novation"), "n’emporte pas novation",
            "article 1330 du code civil", "réserve de propriété", "caution",
        )

    def test_credit_note_and_vat(self):
        self.assertSays(
            self._article(self.tree, "vat"), "200,00 € (deux cents euros)", "avoirs",
            "taxe sur la valeur ajoutée",
        )
        self.settlement.line_ids.waived_amount = 0.0
        self.assertFalse(self._article(self._render(self.settlement), "vat"))

    def test_pending_suit(self):
        self.assertFalse(self._article(self.tree, "suit"))
        self.settlement.pending_suit = "le tribunal de commerce de Lyon, RG 26/01234"
        self.assertSays(
            self._article(self._render(self.settlement), "suit"), "se désistent", "RG 26/01234",
            "dépens", "article 700", "mesures conservatoires",
        )

    def test_confidentiality_with_its_exceptions(self):
        text = self._article(self.tree, "confidentiality")
        self.assertSays(
            text, "ne pas divulguer", "exécution",
            "administration fiscale", "assureurs",
        )
        self.settlement.is_confidential = False
        self.assertFalse(self._article(self._render(self.settlement), "confidentiality"))

    def test_enforceability_with_consent_of_each_side(self):
        self.assertSays(
            self._article(self.tree, "enforcement"), "n’est pas, par lui-même, un titre exécutoire",
            "Chaque partie consent à ce que l’autre, agissant seule",
            "articles 1543 à 1545-1 du code de procédure civile",
        )
        self.settlement.enforcement_route = "lawyers"
        self.assertIn(
            "articles 1546 et 1547", self._article(self._render(self.settlement), "enforcement")
        )

    def test_costs_law_and_court(self):
        self.assertIn("conserve la charge", self._article(self.tree, "costs"))
        self.assertSays(self._article(self.tree, "law"), "droit français", "que la loi désigne")
        self.settlement.jurisdiction = "tribunal de commerce de Lyon"
        self.assertIn(
            "compétence du tribunal de commerce de Lyon",
            self._article(self._render(self.settlement), "law"),
        )

    def test_originals_initials_and_signatures_with_date_and_place(self):
        self.assertSays(
            self._article(self.tree, "originals"), "deux (2) exemplaires originaux",
            "article 1375 du code civil", "paraphée",
        )
        for party, name in (("us", "Anne Lacombe"), ("customer", "Paul Dubreuil")):
            text = self._text(self.tree, f"//td[@class='signs-{party}']")
            self.assertSays(text, name, "Fait à", "le", "signature")
        self.assertEqual(self.settlement._get_document().initials, "Paraphes :")

    def test_consumer_settlement_has_no_fee_no_interest_and_keeps_public_order(self):
        settlement = self._create_transaction(self.consumer_case, waived=100.0)
        text = self._text(self._render(settlement))
        self.assertSays(
            text, "Jeanne Martin, demeurant 12 rue des Lilas",
            "en qualité de particulier consommateur",
            "sans frais ni intérêts supplémentaires", "trente (30) jours", "règles d’ordre public",
        )
        self.assertNeverSays(
            text, "indemnités forfaitaires", "devenu exigible porte intérêt", "pénalités de retard",
            "compétence du", "juridiction", r"\bmédiat",
        )


class TestAgreementDocuments(DocumentCommon):
    # === PAYMENT PLANS === #

    def test_plan_settles_nothing_and_waives_nothing(self):
        for case in (self.case, self.consumer_case):
            with self.subTest(case=case.name):
                text = self._text(self._render(self._create_plan(case)))
                self.assertEqual(text.count(PLAN_LABEL), 2)
                self.assertNeverSays(
                    text.replace(PLAN_LABEL, ""), "transaction", "renonc", "concession", "remise",
                    "homologation", r"204[489]", "2052", "mettre fin",
                )

    def test_consumer_plan_has_no_fee_no_interest_no_mediation_no_court(self):
        text = self._text(self._render(self._create_plan(self.consumer_case)))
        self.assertIn("sans frais ni intérêts supplémentaires", text)
        self.assertNeverSays(
            text.replace("sans frais ni intérêts supplémentaires", "").replace(
                "sans frais ni pénalité", ""
            ),
            r"\bintérêt", r"\bfrais\b", "pénalité", "indemnités", r"\b40\b", "l441", r"\bmédiat",
            "concili", "tribunal", "juridiction", "compétence",
        )

    def test_consumer_default_clause(self):
        text = self._article(self._render(self._create_plan(self.consumer_case)), "default")
        self.assertSays(
            text, "trente (30) jours à compter de la première présentation",
            "immédiatement exigible, sans frais ni pénalité", "article 1343-5 du code civil",
        )

    def test_plan_holds_what_is_due_and_when(self):
        plan = self._create_plan(self.consumer_case)
        tree = self._render(plan)
        self.assertEqual(self._text(tree, "//h1"), "Échéancier de paiement")
        self.assertSays(self._article(tree, "object"), plan.line_ids.move_name, "900,00 €")
        self.assertSays(
            self._article(tree, "payment"), "900,00 € (neuf cents euros)", "300,00 €",
            "FR76 3000", "par anticipation",
        )
        self.assertIn("« Restant dû »", self._article(tree, "acknowledgment"))
        self.assertIn("principal", self._article(tree, "imputation"))
        self.assertIn("réserve de propriété", self._article(tree, "novation"))

    def test_professional_plan_keeps_interest_for_later(self):
        tree = self._render(self._create_plan())
        self.assertIn(
            "le Créancier conserve ses droits", self._text(tree, "//p[@class='charges-fate']")
        )

    def test_sum_is_left_for_the_debtor_to_write(self):
        plan = self._create_plan(self.consumer_case)
        box = self._text(self._render(plan), "//div[@class='handwritten']")
        self.assertSays(box, "de la main du Client", "article 1376 du code civil", "en chiffres")
        self.assertNotRegex(box.replace("1376", ""), r"\d|neuf")

    def test_civil_status_of_a_person(self):
        plan = self._create_plan(self.consumer_case)
        plan.signatory_ids[1].write({
            "civility": "madam", "birth_date": "1980-05-01", "birth_place": "Dijon",
            "email": "jeanne@example.com", "phone": "06 12 34 56 78",
        })
        text = self._text(self._render(plan))
        self.assertSays(
            text, "Mme Jeanne Martin, demeurant", "née le 1er mai 1980 à Dijon",
            "jeanne@example.com", "06 12 34 56 78",
        )

    def test_one_payment_is_said_in_one_sentence(self):
        tree = self._render(self._create_plan(self.consumer_case, count=1))
        self.assertIn("en une fois, le", self._article(tree, "payment"))
        self.assertFalse(tree.xpath("//table[contains(@class,'schedule')]"))

    def test_individual_entrepreneur_signs_for_themselves(self):
        self.company.write({"litige_is_ei": True, "name": "Anne Lacombe"})
        plan = self._create_plan(self.consumer_case)
        plan.signatory_ids[0].write({"quality": False, "power": False})
        self.assertFalse(plan._get_issues())
        text = self._text(self._render(plan))
        self.assertIn("Anne Lacombe, entrepreneur individuel (EI)", text)
        self.assertNotIn("représentée", text)

    # === THE LAW CITED === #

    def test_citations_are_those_of_the_day_of_the_agreement(self):
        self.env["litige.legal.reference"].create({
            "code": "homologation", "name": "articles 9001 et 9002 du code de procédure civile",
            "date_from": "2030-01-01", "source": "Décret de 2029",
        })
        settlement = self._create_transaction(charges_fate="reserved")
        self.assertNotIn("9001", self._text(self._render(settlement)))
        settlement.date = "2030-01-01"
        self.assertIn("articles 9001 et 9002", self._text(self._render(settlement)))

    def test_article_without_citation_on_that_day_is_never_guessed(self):
        settlement = self._create_transaction()
        settlement.date = date(2025, 8, 31)
        with self.assertRaisesRegex(UserError, "homologation"):
            settlement._get_document()

    # === PDF === #

    def test_printing_again_serves_the_frozen_bytes(self):
        settlement = self._confirm(self._create_transaction())
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        first, _type = report._render_qweb_pdf(
            "litige_management.litige_settlement_document", settlement.ids
        )
        self.company.name = "Autre nom"
        again, _type = report._render_qweb_pdf(
            "litige_management.litige_settlement_document", settlement.ids
        )
        self.assertEqual(first, again)
        self.assertEqual(hashlib.sha256(first).hexdigest(), settlement.document_hash)

    def test_pages_carry_number_page_and_room_for_initials(self):
        settlement = self._confirm(self._create_transaction())
        pages = self._read_pages(settlement)
        for rank, text in enumerate(pages, 1):
            self.assertIn(settlement.name, text)
            self.assertIn(f"Page {rank}/{len(pages)}", text)
            self.assertIn("Paraphes", text)

    def test_signatures_are_never_alone_on_their_page(self):
        for count in (1, 6, 9, 12, 18):
            plan = self._confirm(self._create_plan(count=count))
            last = self._read_pages(plan)[-1]
            with self.subTest(count=count):
                self.assertIn("exemplaires originaux", last)
                self.assertEqual(last.count("Fait à"), 2)
