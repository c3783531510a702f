"""The request for a payment order and the preparation sheet: what they say, and what stops them."""

from .letter_common import plain
from .paper_common import PaperCommon


class TestPaymentOrder(PaperCommon):
    """What the form asks, in its order; a fact that is missing is said, never left blank."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = cls._confirm(cls._write_letter(date=cls._day(30)))
        cls._deliver(
            cls.notice,
            date_posted=cls._day(29),
            date_presented=cls._day(27),
            result="unclaimed",
        )

    def _write_order(self, **values):
        return self._write_paper("payment_order", contract_accepted_on=self._day(120), **values)

    def test_it_follows_the_order_of_the_form(self):
        body, text = self._render(self._write_order())
        titles = [plain(node.text_content()) for node in body.iterfind(".//h2")]
        self.assertEqual(
            titles[:6],
            [
                "1. Le demandeur",
                "2. Le mandataire",
                "3. Le débiteur",
                "4. L’exposé",
                "5. Les sommes demandées",
                "6. La demande",
            ],
        )
        self.assertIn("Bordereau des pièces", titles)
        self.assertIn("Cerfa n° 12946*02", text)
        self.assertIn("Tribunal de commerce de Paris", text)

    def test_who_asks_and_against_whom(self):
        body, text = self._render(self._write_order())
        ours, theirs = body.find_class("identity")
        for words in ("Menuiserie Lacombe", "SARL au capital de 10 000 €", "3 rue du Port"):
            self.assertIn(words, plain(ours.text_content()))
        self.assertIn("Représentée par Claire Lacombe, gérante", plain(self._spell(ours)))
        for words in ("SARL Dubreuil", "12 rue des Lilas", "552 081 317"):
            self.assertIn(words, plain(theirs.text_content()))
        self.assertIn("présentée par le demandeur, représenté par son représentant légal", text)

    def _spell(self, table):
        return " ".join(cell.text_content() for cell in table.iterfind(".//td"))

    def test_somebody_else_signs_with_a_power(self):
        self.company.litige_representative_name = "Hugo Lacombe"
        order = self._write_order()
        self.assertIn("power of the signatory", self._get_failure(order))
        self.company.litige_signatory_power = "pouvoir spécial du 3 novembre 2026"
        _body, text = self._render(order)
        self.assertIn(
            "agissant en vertu d’un pouvoir joint (pouvoir spécial du 3 novembre 2026)", text
        )

    def test_each_sum_has_its_ground_and_its_exhibits(self):
        order = self._write_order()
        body, _text = self._render(order)
        [principal] = self._get_rows(body, "principal")
        self.assertEqual(principal[1], "2 000,00")
        self.assertIn("Contrat (devis D-118, accepté le", principal[2])
        self.assertEqual(principal[3], "1, 2, 3")
        [interest] = self._get_rows(body, "interest")[:1]
        self.assertIn("12,40 % par an", interest[0])
        self.assertIn("Article L. 441-10, II, du code de commerce", interest[2])
        self.assertEqual(interest[3], "4, 5")
        self.assertEqual(self._get_rows(body, "interest_to_come")[0][1], "Pour mémoire")
        self.assertEqual(self._get_rows(body, "penalty_clause")[0][1], "Néant")
        self.assertEqual(self._get_rows(body, "indemnity")[0][1], "80,00")
        statement = order._get_statements()[order]
        self.assertEqual(order.amount, float(statement.total_claimed))
        self.assertGreater(statement.total("interest_claimed"), 0)

    def test_interest_that_is_not_claimed_is_not_asked_for(self):
        body, _text = self._render(self._write_order(interest_mode="shown"))
        self.assertEqual(self._get_rows(body, "interest")[0][1], "Non demandées")
        self.assertEqual(self._get_rows(body, "indemnity")[0][1], "Néant")

    def test_a_consumer_owes_legal_interest_from_the_notice_and_no_indemnity(self):
        notice = self._confirm(self._write_letter(case=self.consumer_case, date=self._day(30)))
        self._deliver(
            notice, date_posted=self._day(29), date_received=self._day(26), result="received"
        )
        order = self._write_paper("payment_order", case=self.consumer_case)
        body, text = self._render(order)
        self.assertEqual(order.court_kind, "civil")
        self.assertIn("Cerfa n° 12948*06", text)
        [interest] = self._get_rows(body, "interest")[:1]
        self.assertIn("depuis la mise en demeure", interest[0])
        self.assertIn("1231-6", interest[2])
        self.assertEqual(self._get_rows(body, "indemnity")[0][1], "Néant")
        self.assertNotIn("consignés", text)
        self.assertNotIn("L. 441-10", text)

    def test_no_word_is_of_a_gender_that_nobody_knows(self):
        _body, text = self._render(self._write_paper("payment_order", case=self.consumer_case))
        self.assertIn("a exécuté les prestations ou livraisons que lui a commandées", text)
        self.assertNotIn("celui-ci", text)
        _body, text = self._render(self._write_order())
        self.assertRegex(text, r"les factures n° \S+ du \d+ \w+ \d+ et n° \S+ du")

    def test_a_court_without_a_form_leaves_no_blank(self):
        body, _text = self._render(self._write_order(court_kind="chamber"))
        self.assertNotIn("formulaire", self._get_text(body, "deed-number"))

    def test_the_clerks_costs_are_to_be_deposited_at_the_commercial_court(self):
        order = self._write_order()
        _body, text = self._render(order)
        self.assertIn("consignés dans un délai de quinze (15) jours", text)
        self.assertIn("article 1425", text)
        self.assertAlmostEqual(order.clerk_costs, 33.47)
        self.assertIn("15 days", order.filing_note)

    def test_a_dated_parameter_changes_it_without_code(self):
        self.env["litige.legal.parameter"].create(
            {
                "code": "tc_consignation_days",
                "date_from": self._day(3),
                "value": 20,
                "unit": "days",
                "source": "Décret à venir",
                "company_id": self.company.id,
            }
        )
        _body, text = self._render(self._write_order())
        self.assertIn("consignés dans un délai de vingt (20) jours", text)
        self.assertIn("20 jours (Décret à venir", text)

    def test_where_it_goes_if_opposed(self):
        _body, text = self._render(self._write_order())
        self.assertIn("Renvoi en cas d’opposition", text)
        self.assertIn("non demandé", text)
        _body, text = self._render(self._write_order(fallback_court="tribunal de commerce de Lyon"))
        self.assertIn("renvoyée devant la juridiction suivante", text)
        self.assertIn("tribunal de commerce de Lyon", text)

    def test_a_complaint_is_disclosed(self):
        order = self._write_order()
        _body, text = self._render(order)
        self.assertIn("n’a adressé aucune contestation", text)
        self.case.complaint_on = self._day(45)
        _body, text = self._render(order)
        self.assertNotIn("n’a adressé aucune contestation", text)
        self.assertIn("réclamation écrite", text)
        order._refresh_checks()
        [check] = order.check_ids.filtered(lambda one: one.code == "contest")
        self.assertIn("contests", check.message)

    def test_only_the_undisputed_part_may_be_asked_for(self):
        move = self._create_overdue(amount=1000.0, days=50)
        case = self._open_case(move, {move: 400.0}, cause_id=self.non_conformity.id)
        self.assertEqual(case.claim_ids.open_disputed_amount, 400.0)
        self._add_pieces(case)
        order = self._write_paper("payment_order", case=case, interest_mode="shown")
        self.assertEqual(order.claim_scope, "undisputed")
        body, text = self._render(order)
        self.assertEqual(order.amount, 600.0)
        self.assertEqual(self._get_rows(body, "principal")[0][1], "600,00")
        self.assertIn("La part contestée du principal, soit 400,00 €, n’est pas demandée", text)

    def test_what_is_missing_is_said_and_stops_it(self):
        order = self._write_order()
        self.customer.litige_legal_form = False
        self.customer.street = False
        self.company.litige_rcs_city = False
        message = self._get_failure(order)
        for words in ("legal form", "registered office", "trade register"):
            self.assertIn(words, message)
        self.assertEqual(order.state, "draft")
        order._refresh_checks()
        self.assertIn("court_facts", order.check_ids.mapped("code"))

    def test_an_individual_entrepreneur_gives_a_civil_status(self):
        self.company.write({"litige_is_ei": True, "litige_profession": "menuisière"})
        order = self._write_order()
        self.assertIn("date of birth", self._get_failure(order))
        self.company.write(
            {
                "litige_birth_date": "1984-03-02",
                "litige_birth_place": "Vienne (Isère)",
                "litige_nationality": "française",
            }
        )
        body, _text = self._render(order)
        ours = plain(self._spell(body.find_class("identity")[0]))
        self.assertIn("2 mars 1984, à Vienne (Isère)", ours)
        self.assertIn("menuisière", ours)
        self.assertFalse(self._get_failure(order))

    def test_its_numbers_must_be_final_and_its_documents_there(self):
        case = self._open_case(self._create_overdue(amount=90.0, days=50))
        order = self._write_paper("payment_order", case=case)
        self.assertIn("add the exhibits first", self._get_failure(order))
        case._add_exhibits([{"raw": b"%PDF-1.4 x", "file_name": "devis.pdf", "name": "Devis"}])
        self.assertIn("Freeze the file first", self._get_failure(order))

    def test_the_list_of_exhibits_has_their_numbers_and_the_bundle_is_made(self):
        order = self._confirm(self._write_order())
        body, _text = self._render(order)
        listed = body.find_class("exhibit-list")[0]
        numbers = [plain(cell.text_content()) for cell in listed.iterfind(".//td[1]")]
        self.assertEqual(numbers, ["1", "2", "3", "4", "5"])
        self.assertEqual(order.bundle_id.audience, "court")
        self.assertEqual(order.bundle_id._get_exhibits(), order._get_exhibits())

    def test_confidential_exhibits_and_our_lawyers_letters_stay_out(self):
        self.case._add_exhibits(
            [
                {
                    "raw": b"%PDF-1.4 lawyer",
                    "file_name": "avocat.pdf",
                    "type": "lawyer_letter",
                    "name": "Lettre de notre avocat",
                },
                {
                    "raw": b"%PDF-1.4 mediation",
                    "file_name": "mediation.pdf",
                    "name": "Courriel au médiateur",
                    "confidential": True,
                    "confidential_ground": "mediation",
                },
            ]
        )
        _body, text = self._render(self._write_order())
        self.assertNotIn("Lettre de notre avocat", text)
        self.assertNotIn("Courriel au médiateur", text)

    def test_nothing_is_asked_of_a_debtor_abroad_or_insolvent(self):
        order = self._write_paper("payment_order", case=self.consumer_case)
        self.consumer.country_id = self.env.ref("base.be")
        self.assertIn("lives abroad", self._get_failure(order))
        order = self._write_order()
        self.customer.write(
            {"litige_insolvency_kind": "liquidation", "litige_insolvency_date": self._day(3)}
        )
        self.assertIn("insolvency", self._get_failure(order))

    def test_the_other_side_does_not_read_it_in_the_chronology(self):
        order = self._confirm(self._write_order())
        event = self.case.event_ids.filtered(
            lambda one: one.res_model == "litige.letter" and one.res_id == order.id
        )
        self.assertFalse(event._filter_usable("customer"))
        self.assertTrue(event._filter_usable("court"))
        self.assertNotIn(order, self.case._get_portal_sent_letters())

    def test_it_lists_the_values_it_used_and_no_other(self):
        body, _text = self._render(self._write_order())
        listed = self._get_text(body, "legal-values")
        for words in (
            "taux de refinancement de la Banque centrale européenne : 2,40 % (au 01/07/2026)",
            "majoration : 10,00 points",
            "indemnité forfaitaire de recouvrement : 40 €",
            "15 jours (article 1425 du code de procédure civile",
            "article 1408 du code de procédure civile (depuis le",
            "Cerfa n° 12946*02",
        ):
            self.assertIn(words, listed)
        self.assertNotIn("12948", listed)
        self.assertNotIn("1231-6", listed)


class TestPreparation(PaperCommon):
    """A sheet for counsel: facts, law, sums, exhibits; it never looks like an act."""

    def test_it_says_what_it_is_and_imitates_no_act(self):
        for suit in ("summary", "merits"):
            body, text = self._render(self._write_paper("preparation", suit_kind=suit))
            self.assertIn(
                "Document préparatoire destiné à l’avocat ou au commissaire de justice",
                self._get_text(body, "banner"),
            )
            for words in ("L’an deux mille", "À la requête de", "PLAISE AU", "Par ces motifs"):
                self.assertNotIn(words.lower(), text.lower())

    def test_it_tells_of_no_formal_notice_that_was_not_sent(self):
        _body, text = self._render(self._write_paper("preparation"))
        self.assertIn("elles restent impayées.", text)
        self.assertNotIn("après mise en demeure", text)
        self.assertIn("Aucune mise en demeure n’a pris effet", text)

    def test_the_way_and_its_article_follow_the_court(self):
        _body, text = self._render(self._write_paper("preparation"))
        self.assertIn("référé-provision (article 873, alinéa 2", text)
        paper = self._write_paper("preparation", case=self.consumer_case)
        _body, text = self._render(paper)
        self.assertIn("référé-provision (article 835, alinéa 2", text)
        self.assertIn("exigée et non justifiée à ce jour", text)
        self.assertIn("50 € par instance", text)
        paper.court_kind = "protection"
        self.assertIn("50 € par instance", self._render(paper)[1])
        paper.court_kind = "commercial"
        self.assertNotIn("50 € par instance", self._render(paper)[1])

    def test_it_lists_what_is_missing_and_leaves_all_the_same(self):
        self.customer.litige_legal_form = False
        paper = self._write_paper("preparation")
        body, _text = self._render(paper)
        [fact] = paper.with_context(lang="fr_FR")._get_missing_facts()
        self.assertIn(plain(fact), self._get_text(body, "missing"))
        self.assertFalse(self._get_failure(paper))

    def test_a_lawyer_is_compulsory_above_the_ceiling(self):
        _body, text = self._render(self._write_paper("preparation"))
        self.assertIn("non obligatoire, la demande n’excédant pas 10 000 €", text)
        case = self._open_case(self._create_overdue(amount=12000.0, days=50))
        _body, text = self._render(self._write_paper("preparation", case=case))
        self.assertIn("obligatoire, la demande excédant 10 000 €", text)
