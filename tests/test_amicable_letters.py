"""Letters of the amicable track: what they say to whom, what forbids them, what they start."""

from odoo.tools import mute_logger

from .amicable_common import AmicableCommon
from .letter_common import plain


class TestAmicableLetters(AmicableCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.consumer_case.complaint_on = cls._day(40)

    def _letter(self, action):
        return self.env["litige.letter"].browse(action["res_id"])

    def _propose(self, case, code):
        return self._letter(case.with_context(litige_remedy=code).action_propose_remedy())

    def _failure(self, letter):
        with self.allow_pdf_render():
            letter._refresh_checks()
            letter.check_ids.is_acknowledged = True
            return letter._confirm().get(letter)

    # === INFORMATION ON MEDIATION === #

    def test_the_mediator_is_named_and_nothing_is_claimed(self):
        letter = self._letter(self.consumer_case.action_write_mediation_info())
        body, text = self._render(letter)
        for words in (
            "Médiation du Rhône",
            "8 quai Perrache",
            "mediation-rhone.example",
            "gratuitement",
            "article L. 612-2",
            "quatre-vingt-dix (90) jours",
            "vous n’êtes en aucun cas tenu",
            "un an",
        ):
            self.assertIn(words, text)
        self.assertFalse(body.find_class("sums"))
        self.assertFalse(body.find_class("pay"))
        self.assertNotIn("mise en demeure", text)
        self.assertIn(plain("d’un an"), text)

    def test_it_is_refused_without_a_mediator_we_may_name(self):
        letter = self._letter(self.consumer_case.action_write_mediation_info())
        self.mediator.contract_to = self._day(1)
        self.assertIn("lapsed", self._failure(letter))
        self.mediator.contract_to = False
        self.mediator.listing_checked_on = self._day(370)
        self.assertIn("more than a year", self._failure(letter))
        self.company.litige_mediator_id = False
        self.assertIn("the mediator you have signed with", self._failure(letter))
        self.assertEqual(letter.state, "draft")
        self.company.litige_mediator_id = self.mediator
        self.mediator.listing_checked_on = self.today
        self.assertIsNone(self._failure(letter))
        self.assertEqual(letter.state, "confirmed")

    def test_a_professional_never_gets_it(self):
        self.case.standing = "consumer"
        letter = self._letter(self.case.action_write_mediation_info())
        self.case.standing = "merchant"
        self.assertIn("for consumers", self._failure(letter))

    # === PROPOSALS === #

    def test_a_proposal_of_conciliation_says_when_the_court_wants_it(self):
        letter = self._propose(self.consumer_case, "conciliation")
        _body, text = self._render(letter)
        self.assertIn("750-1", text)
        self.assertIn("5 000 €", text)
        self.assertIn("la présente proposition, à elle seule, ne le suspend pas", text)
        self.assertIn("accepte de recourir à un conciliateur de justice", text)
        self.assertIn("Médiation du Rhône", text)

    def test_between_merchants_neither_750_1_nor_mediator(self):
        letter = self._propose(self.case, "conciliation")
        _body, text = self._render(letter)
        self.assertNotIn("750-1", text)
        self.assertNotIn("médiateur de la consommation", text)
        self.assertIn("1528-3", text)

    def test_negotiating_promises_no_confidentiality_that_binds_nobody(self):
        _body, text = self._render(self._propose(self.consumer_case, "negotiation"))
        self.assertIn("Nos échanges ne seraient confidentiels que si nous en convenions", text)
        self.assertIn("sans frais ni intérêts supplémentaires", text)
        self.assertNotIn("1528-3", text)
        _body, text = self._render(self._propose(self.case, "negotiation"))
        self.assertNotIn("sans frais ni intérêts", text)

    def test_a_confirmed_proposal_starts_its_way_and_the_time_to_answer(self):
        letter = self._propose(self.consumer_case, "conciliation")
        self.assertEqual(letter.notice_days, 15)
        self.assertIsNone(self._failure(letter))
        proceeding = self.consumer_case.proceeding_ids
        self.assertEqual(proceeding.remedy_id.code, "conciliation")
        self.assertEqual(proceeding.step_ids.mapped("type_id.code"), ["proposed"])
        self.assertEqual(proceeding.deadline_ids.date, self._in(15))
        self.assertFalse(proceeding.suspended_from)
        again = self._propose(self.consumer_case, "conciliation")
        self.assertIsNone(self._failure(again))
        self.assertEqual(self.consumer_case.proceeding_ids, proceeding)

    def test_a_mediation_between_businesses_says_what_is_free_and_who_pays(self):
        letter = self._propose(self.case, "mediation")
        _body, text = self._render(letter)
        for words in (
            "le Médiateur des entreprises",
            "partagés par moitié, sauf accord différent",
            "Vous restez libre d’accepter ou non",
            "la présente proposition, à elle seule, ne le suspend pas",
            "accepte de recourir au Médiateur des entreprises",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Médiation du Rhône", text)
        self.assertIsNone(self._failure(letter))
        proceeding = self.case.proceeding_ids
        self.assertEqual(proceeding.remedy_id.code, "mediation")
        self.assertEqual(proceeding.deadline_ids.date, self._in(15))
        self.assertFalse(proceeding.suspended_from)

    def test_the_reply_slip_names_the_dispute_and_who_binds_the_company(self):
        """Cut off, it is the written agreement that suspends the limitation (art. 2238 C. civ.)."""
        for case, company in ((self.case, True), (self.consumer_case, False)):
            with self.subTest(case=case.name):
                body, _text = self._render(self._propose(case, "conciliation"))
                slip = self._get_text(body, "slip")
                for name in (case.name, *case.claim_ids.move_id.mapped("name")):
                    self.assertIn(name, slip)
                self.assertEqual("agissant en qualité de" in slip, company)

    def test_a_paid_mediation_is_never_proposed_to_who_has_a_free_one(self):
        letter = self._propose(self.consumer_case, "mediation")
        self.assertIn("free of charge", self._failure(letter))
        self.company.litige_mediation_excluded = True
        self.assertIsNone(self._failure(letter))
        _body, text = self._render(letter)
        self.assertNotIn("Médiateur des entreprises", text)

    def test_a_person_is_told_what_becomes_of_their_data_a_company_is_not(self):
        for code in ("negotiation", "conciliation"):
            _body, text = self._render(self._propose(self.consumer_case, code))
            self.assertIn("www.cnil.fr", text)
            _body, text = self._render(self._propose(self.case, code))
            self.assertNotIn("cnil", text)

    def test_a_proposal_warns_when_it_may_not_name_the_mediator(self):
        self.mediator.listing_checked_on = self._day(400)
        letter = self._propose(self.consumer_case, "conciliation")
        letter._refresh_checks()
        self.assertIn("mediator", letter.check_ids.mapped("code"))
        _body, text = self._render(letter)
        self.assertNotIn("Médiation du Rhône", text)

    # === ANSWER TO A COMPLAINT === #

    def test_an_answer_goes_point_by_point_and_only_once_complete(self):
        self.consumer_case.description = "Le plan est rayé."
        letter = self._letter(self.consumer_case.action_write_complaint_answer())
        self.assertIn("Le plan est rayé.", letter.opening)
        self.assertIn("points to complete", self._failure(letter))
        letter.opening = letter.opening.replace("[…]", "Nous le remplaçons.")
        _body, text = self._render(letter)
        self.assertIn("Médiation du Rhône", text)
        self.assertIn("vous pouvez saisir le juge sans y recourir", text)
        self.assertIsNone(self._failure(letter))

    def test_without_mediator_the_answer_warns_and_names_none(self):
        self.mediator.contract_to = self._day(1)
        letter = self._letter(self.consumer_case.action_write_complaint_answer())
        letter._refresh_checks()
        self.assertIn("mediator", letter.check_ids.mapped("code"))
        _body, text = self._render(letter)
        self.assertNotIn("Médiation du Rhône", text)

    def test_markup_in_the_customers_words_stays_text(self):
        self.consumer_case.description = "<script>alert(1)</script><b>rayé</b>"
        letter = self._letter(self.consumer_case.action_write_complaint_answer())
        body, text = self._render(letter)
        self.assertIn("<b>rayé</b>", text)
        self.assertFalse(body.xpath("//script[contains(text(), 'alert')]"))

    def test_it_can_be_answered_when_nothing_is_due_any_more(self):
        self._register_payment(self.consumer_invoice)
        self.consumer_case.claim_ids._sync_ledger()
        letter = self._letter(self.consumer_case.action_write_complaint_answer())
        letter.opening = letter.opening.replace("[…]", "C’est réglé.")
        self.assertIsNone(self._failure(letter))

    # === SUMMARY FOR THE MEDIATOR === #

    def _write_summary(self):
        proceeding = self._start(
            self.consumer_case,
            "conciliation",
            provider_id=self.conciliator.id,
            reference="2026-118",
        )
        return self._letter(proceeding.action_write_summary())

    def test_the_summary_tells_both_sides_and_no_secret(self):
        case = self.consumer_case
        case.cause_id = self.non_conformity
        self.env["litige.position"].create(
            [
                {"case_id": case.id, "side": "theirs", "name": "Le plan est rayé."},
                {
                    "case_id": case.id,
                    "side": "ours",
                    "name": "Il a été livré intact.",
                    "argument": "INTERNAL",
                },
            ]
        )
        case._add_exhibits(
            [
                {"raw": b"a", "file_name": "a.txt", "name": "Bon de livraison signé"},
                {"raw": b"b", "file_name": "b.txt", "name": "RIB", "restricted": True},
                {
                    "raw": b"c",
                    "file_name": "c.txt",
                    "name": "WISH",
                    "confidential": True,
                    "confidential_ground": "wish",
                },
            ]
        )
        self.env["litige.event"].create(
            {"case_id": case.id, "kind": "note", "summary": "INTERNAL note"}
        )
        letter = self._write_summary()
        self.assertEqual(letter.partner_id, self.conciliator.partner_id)
        _body, text = self._render(letter)
        for words in (
            "Le plan est rayé.",
            "Il a été livré intact.",
            "Bon de livraison signé",
            "2026-118",
            "Jeanne Martin",
            "contestée par le client",
        ):
            self.assertIn(words, text)
        for words in ("INTERNAL", "RIB", "WISH", "IBAN", "FR76"):
            self.assertNotIn(words, text)

    @mute_logger("odoo.addons.base.models.ir_qweb")
    def test_the_summary_is_confidential_and_no_exhibit(self):
        letter = self._write_summary()
        self.assertIsNone(self._failure(letter))
        [event] = self.consumer_case.event_ids.filtered(lambda one: one.kind == "letter")
        self.assertTrue(event.is_confidential_binding)
        self.assertNotIn(event, self.consumer_case._get_usable_events("court"))
        found = self.consumer_case._find_exhibits()
        self.assertNotIn(letter, [one.source for one in found])
