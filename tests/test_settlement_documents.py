"""What agreements print: each clause that the law wants, and nothing that it forbids."""

import re

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
            us,
            "La société Menuiserie Lacombe",
            "SARL au capital de 10 000 €",
            "immatriculée au RCS de Lyon sous le n° 812 345 678",
            "3 rue du Port, 69002 Lyon",
            "représentée par Anne Lacombe, gérante, ayant pouvoir à cet effet (extrait Kbis du",
            "« le Créancier »",
        )
        self.assertSays(
            customer,
            "SARL Dubreuil",
            "SIREN 523 456 789",
            "représentée par Paul Dubreuil, président",
            "« le Client »",
        )

    def test_recital_of_the_dispute_and_of_each_side_s_claims(self):
        self.assertIn("restées impayées", self._text(self.tree, "//p[@class='facts']"))
        self.assertSays(
            self._text(self.tree, "//p[@class='position-us']"),
            "Prétentions du Créancier",
            "2 000,00 €",
        )
        self.assertSays(
            self._text(self.tree, "//p[@class='position-customer']"),
            "Prétentions du Client",
            "deux fenêtres ne ferment pas",
        )

    def test_object_is_a_transaction_limited_to_the_invoices_listed(self):
        text = self._article(self.tree, "object")
        self.assertSays(
            text,
            "transaction au sens des articles 2044 et suivants du code civil",
            "à lui seul",
        )
        rows = self.tree.xpath("//table[contains(@class,'invoices')]/tbody/tr")
        self.assertEqual(len(rows), 3)
        self.assertSays(
            self._text(rows[0]),
            self.settlement.line_ids[0].move_name,
            "1 200,00 €",
            "200,00 €",
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
            ours,
            "une remise de 200,00 € (deux cents euros)",
            "trois (3) échéances",
            "la visite gratuite d’un technicien",
            "le prêt d’un volet",
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
            text,
            "FR76 3000 6000 0112 3456 7890 189",
            self.settlement.name,
            "dans les cinq (5) jours",
            "par anticipation",
        )

    def test_other_commitments_of_each_party(self):
        self.assertSays(
            self._article(self.tree, "commitments"),
            "Le Créancier",
            "régler les deux fenêtres",
        )

    def test_imputation(self):
        self.assertSays(
            self._article(self.tree, "imputation"),
            "sur le principal",
            "article 1342-10 du code civil",
        )
        self.settlement.write(
            {
                "imputation": "interest",
                "charges_fate": "included",
                "charges_amount": 50.0,
            }
        )
        self._spread(self.settlement)
        tree = self._render(self.settlement)
        self.assertIn("article 1343-1 du code civil", self._article(tree, "imputation"))
        self.assertSays(self._article(tree, "object"), "50,00 € (cinquante euros)")

    def test_unequivocal_acknowledgment_per_invoice(self):
        self.assertSays(
            self._article(self.tree, "acknowledgment"),
            "claire et non équivoque",
            "facture par facture",
            "« À payer »",
            "article 2240 du code civil",
        )

    def test_default_notice_cure_acceleration_and_condition_on_the_discount(self):
        text = self._article(self.tree, "default")
        self.assertSays(
            text,
            "lettre recommandée avec demande d’avis de réception",
            "désigne l’échéance",
            "quinze (15) jours à compter de la première présentation",
            "immédiatement exigible",
            "condition résolutoire du défaut de paiement",
            "réputée n’avoir jamais été consentie",
            "2 000,00 € (deux mille euros)",
            "diminué de tous les paiements reçus",
            "dans l’ordre fixé à l’article 5",
            "Le principal devenu exigible porte intérêt",
        )
        self.settlement.is_discount_conditional = False
        self.assertNotIn("condition résolutoire", self._text(self._render(self.settlement)))

    def test_reciprocal_waiver_limited_to_the_dispute_with_its_exceptions(self):
        text = self._article(self.tree, "waiver")
        self.assertSays(
            text,
            "Sous réserve de la complète exécution",
            "renoncent réciproquement",
            "pour les seules factures désignées",
            "articles 2048 et 2049",
            "article 2052",
            "exclus de cette renonciation",
            "vices cachés",
        )

    def test_no_novation_and_guarantees_kept(self):
        self.assertSays(
            self._article(self.tree, "novation"),
            "n’emporte pas novation",
            "article 1330 du code civil",
            "réserve de propriété",
            "caution",
        )

    def test_credit_note_and_vat(self):
        self.assertSays(
            self._article(self.tree, "vat"),
            "200,00 € (deux cents euros)",
            "avoirs",
            "taxe sur la valeur ajoutée",
        )
        self.settlement.line_ids.waived_amount = 0.0
        self.assertFalse(self._article(self._render(self.settlement), "vat"))

    def test_pending_suit(self):
        self.assertFalse(self._article(self.tree, "suit"))
        self.settlement.pending_suit = "le tribunal de commerce de Lyon, RG 26/01234"
        self.assertSays(
            self._article(self._render(self.settlement), "suit"),
            "se désistent",
            "RG 26/01234",
            "dépens",
            "article 700",
            "mesures conservatoires",
        )

    def test_confidentiality_with_its_exceptions(self):
        text = self._article(self.tree, "confidentiality")
        self.assertSays(
            text,
            "ne pas divulguer",
            "exécution",
            "administration fiscale",
            "assureurs",
        )
        self.settlement.is_confidential = False
        self.assertFalse(self._article(self._render(self.settlement), "confidentiality"))

    def test_enforceability_with_consent_of_each_side(self):
        self.assertSays(
            self._article(self.tree, "enforcement"),
            "n’est pas, par lui-même, un titre exécutoire",
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
            self._article(self.tree, "originals"),
            "deux (2) exemplaires originaux",
            "article 1375 du code civil",
            "paraphée",
        )
        for party, name in (("us", "Anne Lacombe"), ("customer", "Paul Dubreuil")):
            text = self._text(self.tree, f"//td[@class='signs-{party}']")
            self.assertSays(text, name, "Fait à", "le", "signature")
        self.assertEqual(self.settlement._get_document().initials, "Paraphes :")

    def test_consumer_settlement_has_no_fee_no_interest_and_keeps_public_order(self):
        settlement = self._create_transaction(self.consumer_case, waived=100.0)
        text = self._text(self._render(settlement))
        self.assertSays(
            text,
            "Jeanne Martin, demeurant 12 rue des Lilas",
            "en qualité de particulier consommateur",
            "sans frais ni intérêts supplémentaires",
            "trente (30) jours",
            "règles d’ordre public",
        )
        self.assertNeverSays(
            text,
            "indemnités forfaitaires",
            "devenu exigible porte intérêt",
            "pénalités de retard",
            "compétence du",
            "juridiction",
        )
