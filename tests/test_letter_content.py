"""What each letter says, and what it must never say. Read on the rendered QWeb."""

from datetime import timedelta

from odoo.exceptions import UserError

from odoo.addons.litige_management.legal import typography

from .letter_common import LetterCommon, plain

FORBIDDEN_ACTS = ("sommation", "commandement", "huissier", "signification", "marianne")


class TestFormalNotice(LetterCommon):
    """The notice to a professional, item by item."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls._write_letter(
            interest_mode="claimed",
            registered_number="1A 205 118 4433 7",
            contract_reference="devis D-118",
            contract_accepted_on=cls._day(120),
            enclosures="Devis signé",
        )

    def setUp(self):
        super().setUp()
        self.body, self.text = self._render(self.letter)

    def test_sender_is_identified_as_the_law_wants(self):
        sender = self._get_text(self.body, "sender")
        for item in (
            "Menuiserie Lacombe",
            "SARL au capital de 10 000 €",
            "3 rue du Port",
            "69002 Lyon",
            "732 829 320 RCS Lyon",
            "contact@lacombe.example",
        ):
            self.assertIn(item, sender)

    def test_individual_entrepreneur_says_so(self):
        self.company.litige_is_ei = True
        body, _text = self._render(self.letter)
        self.assertIn("Entrepreneur individuel (EI)", self._get_text(body, "sender"))
        self.assertIn("Claire Lacombe, EI", self._get_text(body, "signature"))

    def test_recipient_is_named_with_its_siren(self):
        recipient = self._get_text(self.body, "recipient")
        self.assertIn("SARL Dubreuil", recipient)
        self.assertIn("75011 PARIS", recipient)
        self.assertIn("552 081 317", self._get_text(self.body, "references"))

    def test_way_of_sending_and_number(self):
        sending = self._get_text(self.body, "sending")
        self.assertIn("Lettre recommandée avec avis de réception", sending)
        self.assertIn("n° 1A 205 118 4433 7", sending)

    def test_place_date_and_references(self):
        date = plain(typography.long_date(self.today, "fr"))
        self.assertEqual(self._get_text(self.body, "dateline"), f"Lyon, le {date}")
        self.assertIn(self.case.name, self._get_text(self.body, "references"))

    def test_object_is_one_heading(self):
        [heading] = self.body.iter("h1")
        self.assertIn("Objet : MISE EN DEMEURE DE PAYER", plain(heading.text_content()))
        self.assertIn(self.older.name, heading.text_content())

    def test_contract_and_its_acceptance(self):
        accepted = plain(typography.long_date(self._day(120), "fr"))
        self.assertIn(f"(devis D-118), que vous avez accepté le {accepted}", self.text)

    def test_each_invoice_has_its_line(self):
        rows = self.body.find_class("sums")[0].find_class("invoice")
        self.assertEqual(len(rows), 2)
        first = [plain(cell.text_content()) for cell in rows[0]]
        self.assertEqual(
            first,
            [
                self.older.name,
                typography.short_date(self.older.invoice_date),
                typography.short_date(self.older.invoice_date_due),
                "1 200,00",
                "1 200,00",
            ],
        )

    def test_net_tax_and_performance_are_in_the_annex(self):
        self.older.delivery_date = self._day(95)
        _body, text = self._render(self.letter)
        self.assertIn("1 200,00 € HT + 0,00 € de TVA = 1 200,00 € TTC", text)
        self.assertIn("Exécution ou livraison le", text)

    def test_it_calls_upon_the_debtor_to_pay(self):
        self.assertIn("nous vous mettons en demeure de nous payer la somme de", self.text)
        self.assertIn("vaut mise en demeure au sens de l’article 1344 du code civil", self.text)

    def test_amount_in_figures_and_words(self):
        statement = self.letter._get_statements()[self.letter]
        figures = typography.amount(statement.total_claimed, "EUR", "fr")
        words = typography.amount_in_words(statement.total_claimed, "EUR", "fr")
        self.assertIn(f"{plain(figures)} ({plain(words)})", self.text)
        self.assertGreater(statement.total_claimed, 2080)

    def test_delay_runs_from_the_first_presentation(self):
        self.assertIn(
            "dans un délai de huit (8) jours à compter de la première présentation", self.text
        )

    def test_no_last_day_is_printed(self):
        """The last day depends on a presentation that nobody knows when printing."""
        for days in range(1, 31):
            day = self.today + timedelta(days=days)
            self.assertNotIn(typography.short_date(day), self.text)
            self.assertNotIn(plain(typography.long_date(day, "fr")), self.text)

    def test_delay_runs_from_receipt_when_not_registered(self):
        self.letter.channel = "hand"
        _body, text = self._render(self.letter)
        self.assertIn("à compter de la réception de la présente lettre", text)

    def test_penalties_and_indemnity_with_their_texts(self):
        self.assertIn("L. 441-10, II", self.text)
        self.assertIn("D. 441-5", self.text)
        self.assertIn("(2 × 40,00 €)", self.text)
        self.assertIn("Les pénalités continuent de courir jusqu’au paiement intégral", self.text)

    def test_rates_semester_and_basis_are_stated(self):
        rates = self._get_text(self.body, "rates")
        statement = self.letter._get_statements()[self.letter]
        for rate in statement.rates:
            self.assertIn(plain(typography.percent(rate.percent, "fr")), rates)
            self.assertIn(f"semestre {rate.semester.year}", rates)
        self.assertIn("÷ 365", rates)

    def test_how_to_pay(self):
        pay = self._get_text(self.body, "pay")
        self.assertIn("FR76 3000 6000 0112 3456 7890 189", pay)
        self.assertIn("Référence à rappeler", pay)

    def test_what_follows_is_only_what_is_open(self):
        follows = self._get_text(self.body, "follow-ups")
        self.assertIn("injonction de payer", follows)
        self.assertIn("articles 1405 et suivants du code de procédure civile", follows)
        self.assertIn("saisir la juridiction compétente", follows)

    def test_no_lawsuit_is_announced_before_an_amicable_attempt(self):
        """A civil debtor below the ceiling: conciliation and payment order only."""
        self.case.standing = "professional"
        body, _text = self._render(self.letter)
        follows = self._get_text(body, "follow-ups")
        self.assertIn("conciliateur de justice", follows)
        self.assertIn("injonction de payer", follows)
        self.assertNotIn("saisir la juridiction", follows)

    def test_reserves_dialogue_contact_and_signature(self):
        self.assertIn("sous réserve de tous nos droits", self.text)
        self.assertIn(
            "sans préjudice d’une indemnisation complémentaire, sur justification", self.text
        )
        self.assertIn("règlement échelonné", self.text)
        self.assertIn(self.letter.user_id.name, self._get_text(self.body, "references"))
        signature = self._get_text(self.body, "signature")
        self.assertEqual(signature, "Pour Menuiserie Lacombe, Claire Lacombe gérante")

    def test_enclosures_are_numbered(self):
        enclosures = self._get_text(self.body, "enclosures")
        self.assertIn("1. État des sommes dues", enclosures)
        self.assertIn("2. Devis signé", enclosures)

    def test_it_never_looks_like_a_judicial_act(self):
        for word in FORBIDDEN_ACTS:
            self.assertNotIn(word, self.text.lower())

    def test_no_consumer_paragraph(self):
        for word in ("médiateur", "surendettement", "CNIL"):
            self.assertNotIn(word, self.text)


class TestDisputedPart(LetterCommon):
    """What the customer contests in good faith is stated apart and bears no penalty."""

    def test_stated_apart(self):
        move = self._create_overdue(amount=1000.0, days=60)
        case = self._open_case(move, {move: 300.0}, cause_id=self.non_conformity.id)
        letter = self._write_letter(case=case, interest_mode="claimed")
        body, text = self._render(letter)
        sums = self._get_text(body, "sums")
        self.assertIn("dont part contestée par vos soins 300,00", sums)
        self.assertIn("dont part non contestée 700,00", sums)
        self.assertIn("votre contestation, qui porte sur 300,00 €", text)
        self.assertIn("pour la part non contestée", self._get_text(body, "follow-ups"))

    def test_shown_interest_is_not_in_the_total(self):
        letter = self._write_letter(interest_mode="shown")
        body, text = self._render(letter)
        self.assertEqual(letter.amount, 2000)
        self.assertIn("Pour mémoire, les pénalités de retard", text)
        self.assertIn("Somme à payer 2 000,00 €", self._get_text(body, "sums"))

    def test_both_balances_when_interest_is_paid_first(self):
        self._pay(self.older, 500, date=self._day(30))
        letter = self._write_letter(interest_mode="claimed_first")
        body, _text = self._render(letter)
        imputation = self._get_text(body, "imputation")
        self.assertIn("article 1343-1 du code civil", imputation)
        self.assertIn("soit une différence de", imputation)


class TestConsumerNotice(LetterCommon):
    """The notice to a consumer: rights said, nothing claimed that the law forbids."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls._write_letter(case=cls.consumer_case, interest_mode="claimed")

    def setUp(self):
        super().setUp()
        self.body, self.text = self._render(self.letter)

    def test_no_fixed_indemnity(self):
        self.assertNotIn("40,00", self.text)
        self.assertNotIn("indemnité forfaitaire", self.text.lower())
        self.assertNotIn("D. 441-5", self.text)

    def test_no_commercial_penalties(self):
        self.assertNotIn("441-10", self.text)
        self.assertNotIn("pénalité", self.text.lower())

    def test_no_recovery_costs(self):
        for word in ("frais de recouvrement", "frais de relance", "frais de dossier"):
            self.assertNotIn(word, self.text)
        self.assertIn("il ne vous coûtera ni frais ni intérêts supplémentaires", self.text)

    def test_only_the_principal_is_asked(self):
        self.assertEqual(self.letter.amount, 1850)
        self.assertIn("mettons en demeure de nous payer la somme de 1 850,00 €", self.text)

    def test_legal_interest_from_the_notice_without_figures(self):
        self.assertIn(
            "À compter de la présente mise en demeure, le principal restant dû "
            "produit intérêt au taux légal",
            self.text,
        )
        self.assertFalse(self.body.find_class("segments"))

    def test_fifteen_days(self):
        self.assertIn("dans un délai de quinze (15) jours", self.text)

    def test_rights_are_said(self):
        for item in (
            "Vous pouvez contester cette demande ou nous adresser une réclamation",
            "contact@lacombe.example",
            "paiement échelonné",
            "Point conseil budget",
            "Banque de France",
            "Vos données sont utilisées par Menuiserie Lacombe",
            "CNIL",
        ):
            self.assertIn(item, self.text)

    def test_conciliation_and_payment_order_only(self):
        follows = self._get_text(self.body, "follow-ups")
        self.assertIn("conciliateur de justice, dont l’intervention est gratuite", follows)
        self.assertIn("injonction de payer", follows)
        self.assertNotIn("juridiction compétente", follows)

    def test_no_mediator_without_a_confirmed_agreement(self):
        self.assertNotIn("médiateur", self.text)
        mediator = self._create_mediator()
        self.company.litige_mediator_id = mediator
        body, text = self._render(self.letter)
        self.assertIn("saisir gratuitement notre médiateur de la consommation, dans l’année", text)
        self.assertIn("Médiation Rhône", self._get_text(body, "mediator"))
        mediator.listing_checked_on = self._day(800)
        _body, text = self._render(self.letter)
        self.assertNotIn("médiateur", text)

    def test_mediation_is_neither_our_remedy_nor_a_condition(self):
        self.company.litige_mediator_id = self._create_mediator()
        body, _text = self._render(self.letter)
        self.assertNotIn("médiateur", self._get_text(body, "follow-ups"))
        self.assertIn("si vous le souhaitez", self._get_text(body, "mediator"))

    def test_dead_european_platform_is_not_named(self):
        self.assertNotIn("ec.europa.eu", self.text)

    def _create_mediator(self):
        return self.env["litige.provider"].create(
            {
                "name": "Médiation Rhône",
                "role": "consumer_mediator",
                "website": "https://med.example",
                "company_id": self.company.id,
                "contract_reference": "C-1",
                "contract_from": self._day(100),
                "listing_status": "listed",
                "listing_checked_on": self._day(10),
            }
        )


class TestOtherLetters(LetterCommon):
    """Reminders, the statement alone, English, and what is refused."""

    def test_reminder_claims_no_interest(self):
        letter = self._write_letter("reminder", interest_mode="claimed")
        _body, text = self._render(letter)
        self.assertEqual(letter.amount, 2000)
        for word in ("mise en demeure", "pénalité", "40,00 €", "injonction"):
            self.assertNotIn(word, text.lower())
        self.assertIn("Si votre règlement est déjà parti", text)
        self.assertIn("Une difficulté, une question ou une remarque", text)

    def test_notice_recalls_the_reminders_really_sent(self):
        reminder = self._confirm(self._write_letter("reminder", date=self._day(12)))
        _body, before = self._render(self._write_letter())
        self.assertIn("À ce jour, nous n’avons pas reçu", before)
        self._deliver(reminder, date_posted=self._day(11))
        _body, after = self._render(self._write_letter())
        date = plain(typography.long_date(self._day(11), "fr"))
        self.assertIn(f"Malgré notre relance du {date}", after)

    def test_english_notice(self):
        self.customer.lang = "en_US"
        letter = self._write_letter(interest_mode="claimed")
        body, text = self._render(letter)
        self.assertEqual(letter.language, "en")
        self.assertIn("we hereby give you formal notice to pay us the sum of €", text)
        self.assertIn("eight (8) days of the first presentation", text)
        for word in ("Facture", "Échéance", "Pièces jointes", "Madame"):
            self.assertNotIn(word, text)
        self.assertEqual(body.find_class("doc")[0].get("lang"), "en")

    def test_english_consumer_notice_claims_no_costs(self):
        self.consumer.lang = "en_GB"
        _body, text = self._render(self._write_letter(case=self.consumer_case))
        for word in ("€40", "compensation", "penalties"):
            self.assertNotIn(word, text)

    def test_statement_alone(self):
        body, text = self._render(self._write_letter("statement", interest_mode="claimed"))
        self.assertTrue(body.find_class("annex"))
        self.assertNotIn("mettons en demeure", text)

    def test_insolvent_customer_gets_no_letter_and_a_reason(self):
        letter = self._write_letter()
        self.customer.write(
            {
                "litige_insolvency_kind": "redressement",
                "litige_insolvency_date": self._day(5),
            }
        )
        failures = letter._confirm()
        self.assertIn("insolvency proceeding", failures[letter])
        self.assertEqual(letter.state, "draft")
        self.assertEqual(letter.document_error, failures[letter])

    def test_over_indebted_consumer_gets_no_letter(self):
        letter = self._write_letter(case=self.consumer_case)
        self.consumer.litige_overindebted_on = self._day(5)
        self.assertIn("over-indebtedness", letter._confirm()[letter])

    def test_unknown_standing_gets_no_letter(self):
        self.case.standing = False
        self.customer.litige_standing = False
        self.assertTrue(self._write_letter()._confirm())

    def test_nothing_due_is_refused(self):
        letter = self._write_letter(case=self.consumer_case)
        self._pay(self.consumer_invoice)
        self.assertIn("Nothing is due", letter._confirm()[letter])
        with self.assertRaises(UserError):
            self.consumer_case.action_write_notice()

    def test_pictures_and_headings_of_the_prose_are_tamed(self):
        letter = self._write_letter()
        letter.opening = '<h1>Un titre</h1><p>Que faire ? <img src="https://x.example/a.png"/></p>'
        body, _text = self._render(letter)
        self.assertEqual(len(list(body.iter("h1"))), 1)
        self.assertFalse(list(body.iter("img"))[1:], "only the QR code may be a picture")
        self.assertIn("faire\u202f?", body.find_class("opening")[0].text_content())
