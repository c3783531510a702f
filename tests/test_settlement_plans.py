"""What payment plans print, and how agreements are frozen, numbered and signed."""

import hashlib
from datetime import date, timedelta

from odoo.exceptions import UserError

from .settlement_common import DocumentCommon

PLAN_LABEL = "sans novation ni renonciation"


class TestAgreementDocuments(DocumentCommon):
    # === PAYMENT PLANS === #

    def test_plan_settles_nothing_and_waives_nothing(self):
        for case in (self.case, self.consumer_case):
            with self.subTest(case=case.name):
                text = self._text(self._render(self._create_plan(case)))
                self.assertEqual(text.count(PLAN_LABEL), 2)
                self.assertNeverSays(
                    text.replace(PLAN_LABEL, ""),
                    "transaction",
                    "renonc",
                    "concession",
                    "remise",
                    "homologation",
                    r"204[489]",
                    "2052",
                    "mettre fin",
                )

    def test_consumer_plan_has_no_fee_no_interest_no_court(self):
        text = self._text(self._render(self._create_plan(self.consumer_case)))
        self.assertIn("sans frais ni intérêts supplémentaires", text)
        self.assertNeverSays(
            text.replace("sans frais ni intérêts supplémentaires", "").replace(
                "sans frais ni pénalité", ""
            ),
            r"\bintérêt",
            r"\bfrais\b",
            "pénalité",
            "indemnités",
            r"\b40\b",
            "l441",
            "concili",
            "tribunal",
            "juridiction",
            "compétence",
        )

    def test_a_consumer_is_told_of_the_mediator_and_never_bound_to_one(self):
        """Art. L211-3 C. conso.: every contract in writing; L612-4: no duty before suing."""
        plan = self._create_plan(self.consumer_case)
        self.assertIn("names no mediator", plan.cautions)
        text = self._article(self._render(plan), "mediation")
        self.assertSays(text, "gratuitement", "dont le Créancier lui communique les coordonnées")
        self.company.litige_mediator_id = self.env["litige.provider"].create(
            {
                "name": "Médiation du Rhône",
                "role": "consumer_mediator",
                "company_id": self.company.id,
                "street": "8 quai Perrache",
                "website": "https://mediation-rhone.example",
                "contract_reference": "C-118",
                "contract_from": self.today - timedelta(days=30),
                "listing_status": "listed",
                "listing_checked_on": self.today,
            }
        )
        for kind in ("plan", "transaction", "acknowledgment", "record"):
            with self.subTest(kind=kind):
                settlement = self._create_settlement(
                    self.consumer_case, kind=kind, their_position="Un volet ne descend pas."
                )
                self.assertSays(
                    self._article(self._render(settlement), "mediation"),
                    "Médiation du Rhône, 8 quai Perrache, mediation-rhone.example",
                    "facultatif et ne conditionne pas la saisine du juge",
                )
                self.assertNotIn("names no mediator", settlement.cautions or "")
        self.assertNotIn("mediation", self._create_plan()._get_article_codes())
        self.company.litige_mediation_excluded = True
        self.assertNotIn("mediation", plan._get_article_codes())

    def test_consumer_default_clause(self):
        text = self._article(self._render(self._create_plan(self.consumer_case)), "default")
        self.assertSays(
            text,
            "trente (30) jours à compter de la première présentation",
            "immédiatement exigible, sans frais ni pénalité",
            "article 1343-5 du code civil",
        )

    def test_plan_holds_what_is_due_and_when(self):
        plan = self._create_plan(self.consumer_case)
        tree = self._render(plan)
        self.assertEqual(self._text(tree, "//h1"), "Échéancier de paiement")
        self.assertSays(self._article(tree, "object"), plan.line_ids.move_name, "900,00 €")
        self.assertSays(
            self._article(tree, "payment"),
            "900,00 € (neuf cents euros)",
            "300,00 €",
            "FR76 3000",
            "par anticipation",
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
        plan.signatory_ids[1].write(
            {
                "civility": "madam",
                "birth_date": "1980-05-01",
                "birth_place": "Dijon",
                "email": "jeanne@example.com",
                "phone": "06 12 34 56 78",
            }
        )
        text = self._text(self._render(plan))
        self.assertSays(
            text,
            "Mme Jeanne Martin, demeurant",
            "née le 1er mai 1980 à Dijon",
            "jeanne@example.com",
            "06 12 34 56 78",
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
        self.env["litige.legal.reference"].create(
            {
                "code": "homologation",
                "name": "articles 9001 et 9002 du code de procédure civile",
                "date_from": "2030-01-01",
                "source": "Décret de 2029",
            }
        )
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
