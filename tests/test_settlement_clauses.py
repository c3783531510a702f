"""Clauses of agreements that a lawyer reads twice: they must never contradict each other."""

from lxml import etree

from odoo.tests import Form

from odoo.addons.litige_management.legal import deeds, typography

from .settlement_common import DocumentCommon


class TestClauses(DocumentCommon):
    # === WHAT IS GIVEN UP, AND WHAT IS NOT === #

    def test_waiver_does_not_spare_the_very_defect_that_it_settles(self):
        text = self._article(self._render(self._create_transaction()), "waiver")
        self.assertSays(text, "vices cachés", "pour les défauts étrangers au différend exposé")
        self.assertNotIn("garantie légale de conformité", text)

    def test_consumer_keeps_the_legal_guarantee_of_conformity(self):
        settlement = self._create_transaction(self.consumer_case)
        self.assertSays(
            self._article(self._render(settlement), "waiver"),
            "garantie légale de conformité",
            "pour les défauts étrangers au différend exposé",
        )

    def test_charges_kept_for_later_are_kept_out_of_the_waiver(self):
        settlement = self._create_transaction(charges_fate="reserved")
        kept = "recouvrement conservés par le Créancier à l’article 1"
        self.assertIn(kept, self._article(self._render(settlement), "waiver"))
        settlement.charges_fate = "waived"
        self.assertNotIn(kept, self._article(self._render(settlement), "waiver"))

    def test_charges_given_up_are_given_up_in_figures(self):
        settlement = self._create_transaction(charges_fate="waived")
        due = settlement._get_waived_charges()
        statement = self.env["litige.statement"]._statement_for_moves(
            self.case.claim_ids.move_id, self.today, "claimed"
        )
        self.assertGreater(due, 80)
        self.assertEqual(due, statement.total("interest") + statement.total("indemnity_total"))
        figures = settlement._in_figures(due).replace("\u202f", " ").replace("\xa0", " ")
        tree = self._render(settlement)
        self.assertSays(
            self._text(tree, "//p[@class='charges-fate']"),
            f"soit {figures} (",
            "arrêtés au",
        )
        self.assertIn(f"soit {figures}", self._text(tree, "//td[@class='concessions-us']"))

    def test_charges_of_the_disputed_part_are_given_up_too(self):
        case = self._open_case(self._create_overdue(amount=1000.0), cause_id=self.non_conformity.id)
        settlement = self._create_transaction(case)
        statement = self.env["litige.statement"]._statement_for_moves(
            case.claim_ids.move_id, self.today, "claimed"
        )
        self.assertEqual(statement.total("interest"), 0)
        self.assertEqual(
            settlement._get_waived_charges(),
            statement.total("interest_disputed") + statement.total("indemnity_total"),
        )

    # === CHARGES INCLUDED === #

    def _create_included(self, **values):
        settlement = self._create_transaction(
            charges_fate="included", charges_amount=101.01, **values
        )
        return self._spread(settlement)

    def test_charges_included_are_outside_vat_and_acknowledged(self):
        tree = self._render(self._create_included())
        self.assertSays(
            self._article(tree, "payment"),
            "1 901,01 €",
            "toutes taxes comprises, dont 101,01 € "
            "d’intérêts, pénalités et indemnités, hors champ de la TVA,",
        )
        self.assertIn("ainsi que la somme de 101,01 €", self._article(tree, "acknowledgment"))
        plain = self._text(self._render(self._create_transaction()))
        self.assertNotIn("hors champ de la TVA", plain)
        self.assertNotIn("ainsi que la somme de", plain)

    def test_payments_count_in_one_order_only(self):
        text = self._text(self._render(self._create_included(imputation="interest")))
        self.assertSays(text, "d’abord sur les intérêts", "dans l’ordre fixé à l’article 4")
        self.assertNotIn("qui s’imputent sur le principal", text)

    def test_interest_first_needs_interest_in_the_amount(self):
        settlement = self._create_transaction(imputation="interest")
        self.assertIn("only when the amount to pay includes", settlement.issues)
        self.assertFalse(self._create_included(imputation="interest").issues)

    # === DEFAULT, ON EITHER SIDE === #

    def test_default_brings_the_charges_back_less_those_paid(self):
        back = "redeviennent exigibles depuis l’échéance de chacune, sous déduction de ceux déjà"
        for fate, comes in (("waived", True), ("reserved", False), ("none", False)):
            text = self._article(
                self._render(self._create_transaction(charges_fate=fate)), "default"
            )
            with self.subTest(fate=fate):
                self.assertEqual(back in text, comes)
        self.assertIn(back, self._article(self._render(self._create_included()), "default"))

    def test_interest_never_bears_interest(self):
        text = self._article(self._render(self._create_included()), "default")
        self.assertIn("Le principal devenu exigible porte intérêt", text)
        self.assertNotIn("sommes devenues exigibles portent", text)

    def test_consumer_default_brings_no_charge_back(self):
        settlement = self._create_transaction(self.consumer_case, charges_fate="waived")
        self.assertNeverSays(
            self._article(self._render(settlement), "default"), "redeviennent", "pénalités et ind"
        )

    def test_customer_may_suspend_payments_when_we_do_not_do_our_part(self):
        settlement = self._create_transaction()
        self._add_commitment(settlement)
        self.assertSays(
            self._article(self._render(settlement), "commitments"),
            "Si le Créancier n’exécute pas un engagement à sa date",
            "pendant quinze (15) jours, suspendre ses paiements",
            "article 1219 du code civil",
        )

    def test_nothing_to_suspend_for_when_only_the_customer_promised(self):
        settlement = self._create_transaction()
        self._add_commitment(
            settlement, party="customer", kind="withdrawal", description="se désister"
        )
        self.assertNotIn("suspendre", self._text(self._render(settlement)))

    # === CONFIDENTIALITY, COURTS === #

    def test_consumer_stays_free_to_tell_a_mediator(self):
        settlement = self._create_transaction(self.consumer_case)
        self.assertFalse(settlement.is_confidential)
        self.assertNotIn("confidentiality", settlement.cautions)
        settlement.is_confidential = True
        self.assertIn("confidentiality", settlement.cautions)
        self.assertSays(
            self._article(self._render(settlement), "confidentiality"),
            "médiateur",
            "association de défense des consommateurs",
            "autorité",
        )
        pro = self._article(self._render(self._create_transaction()), "confidentiality")
        self.assertNotIn("médiateur", pro)

    def test_clause_of_court_is_very_apparent(self):
        tree = self._render(self._create_transaction(jurisdiction="le tribunal de Lyon"))
        self.assertIn(
            "relève de la compétence du tribunal de Lyon.",
            self._text(tree, "//div[contains(@class, 'article-law')]//b"),
        )

    def test_court_of_the_suit_has_its_article(self):
        for court in (
            "tribunal judiciaire de Lyon, RG 26/01234",
            "le tribunal judiciaire de Lyon, RG 26/01234",
        ):
            text = self._article(self._render(self._create_transaction(pending_suit=court)), "suit")
            with self.subTest(court=court):
                self.assertIn("pendante devant le tribunal judiciaire de Lyon", text)

    def test_courts_in_a_sentence(self):
        for court, before, of in (
            ("tribunal de Lyon", "le tribunal de Lyon", "du tribunal de Lyon"),
            ("du tribunal de Lyon", "le tribunal de Lyon", "du tribunal de Lyon"),
            ("cour d’appel", "la cour d’appel", "de la cour d’appel"),
            ("La cour d’appel", "la cour d’appel", "de la cour d’appel"),
        ):
            with self.subTest(court=court):
                self.assertEqual((deeds.before_court(court), deeds.of_court(court)), (before, of))

    # === PARTIES === #

    def test_legal_form_in_the_name_is_not_said_twice(self):
        for name, start in (
            ("SARL Dubreuil", "SARL Dubreuil, SIREN"),
            ("S.A.S. Dubreuil", "S.A.S. Dubreuil, "),
            ("Dubreuil et fils", "La société Dubreuil et fils, "),
            ("Sarlat Pierre", "La société Sarlat Pierre, "),
        ):
            self.customer.name = name
            settlement = self._create_transaction()
            with self.subTest(name=name):
                self.assertTrue(settlement.customer_identity.startswith(start))
                self.assertIn("représentée par", settlement._get_party_text("customer"))
        self.company.name = "SARL Lacombe"
        self.assertTrue(
            self._create_transaction().our_identity.startswith("SARL Lacombe, au capital de")
        )

    def test_identity_without_form_or_register_is_weighed(self):
        settlement = self._create_transaction()
        self.assertIn("trade register (RCS)", settlement.cautions)
        settlement.customer_identity = (
            "SARL Dubreuil, au capital de 8 000 €, immatriculée au RCS de Paris sous le "
            "n° 523 456 789, dont le siège est situé 12 rue des Lilas, 75011 Paris"
        )
        self.assertNotIn("trade register (RCS)", settlement.cautions)

    def test_civil_status_of_a_person_is_weighed(self):
        settlement = self._create_transaction(self.consumer_case)
        self.assertIn("civil status", settlement.cautions)
        settlement.signatory_ids[1].write({"civility": "madam", "birth_date": "1980-05-01"})
        self.assertNotIn("civil status", settlement.cautions)
        self.assertNotIn("civil status", self._create_transaction().cautions)

    def test_derisory_concession_is_weighed(self):
        settlement = self._create_transaction(self.consumer_case, waived=44.99)
        self.assertIn("derisory", settlement.cautions)
        settlement.line_ids.waived_amount = 45.0
        self.assertNotIn("derisory", settlement.cautions)
        settlement.line_ids.waived_amount = 1.0
        settlement.our_concessions = "la visite d'un technicien"
        self.assertNotIn("derisory", settlement.cautions)

    def test_charges_given_up_count_as_a_concession(self):
        settlement = self._create_transaction(waived=10.0, charges_fate="waived")
        self.assertGreater(settlement._get_waived_charges(), 90)
        self.assertNotIn("derisory", settlement.cautions)
        settlement.charges_fate = "none"
        self.assertIn("derisory", settlement.cautions)

    def test_what_is_weighed_is_told_while_the_form_is_filled(self):
        form = Form(self._create_transaction(waived=10.0, charges_fate="none"))
        self.assertIn("derisory", form.cautions)
        form.charges_fate = "waived"
        self.assertNotIn("derisory", form.cautions)
        form.date = False  # on the way to another day
        form.date = self.today
        self.assertFalse(form.issues)

    # === ON PAPER === #

    def test_total_of_the_schedule_stays_with_instalments(self):
        for count in (3, 12, 13, 30):
            tree = self._render(self._create_plan(count=count))
            tables = tree.xpath("//table[contains(@class,'schedule')]")
            last = tables[-1].xpath("./tbody/tr")
            with self.subTest(count=count):
                self.assertIn("keep", tables[-1].get("class"))
                self.assertGreaterEqual(len(last), 3)
                self.assertIn("Total", self._text(last[-1]))
                self.assertEqual(len(tree.xpath("//table[contains(@class,'schedule')]//th")), 4)

    def test_title_of_an_article_stays_with_its_first_lines(self):
        tree = self._render(self._create_transaction())
        for title in tree.xpath("//div[contains(@class,'article')]/descendant::h2"):
            with self.subTest(title=etree.tostring(title)):
                kept = title.getparent()
                self.assertIsNotNone(title.getnext())
                self.assertTrue("keep" in kept.get("class") or " long" not in kept.get("class"))

    def test_total_of_a_long_schedule_is_on_the_page_of_its_last_rows(self):
        plan = self._confirm(self._create_plan(count=30))
        last_rows = [
            typography.long_date(line.date_due, "fr").replace("\xa0", " ")
            for line in plan._get_instalments()[-2:]
        ]
        [page] = [page for page in self._read_pages(plan) if last_rows[-1] in page]
        self.assertSays(page, *last_rows, "Total")
