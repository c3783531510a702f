"""What the law wants on an invoice: printed once, from the dated tables, to whom it is for."""

from datetime import date

from lxml import html

from odoo import fields

from .common import LitigeCommon
from .letter_common import plain


class TestInvoiceMentions(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.customer.lang = cls.consumer.lang = "fr_FR"
        cls.mediator = cls.env["litige.provider"].create(
            {
                "name": "Médiation Exemple",
                "role": "consumer_mediator",
                "street": "4 rue Haute",
                "zip": "42000",
                "city": "Saint-Étienne",
                "website": "https://mediation.example",
                "company_id": cls.company.id,
                "contract_reference": "C-12",
                "contract_from": "2024-01-01",
                "listing_status": "listed",
                "listing_checked_on": cls.today,
            }
        )
        cls.company.litige_mediator_id = cls.mediator

    def _invoice(self, partner=None, day=date(2026, 9, 3), **values):
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or self.customer).id,
                "invoice_date": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    fields.Command.create({"name": "Pose", "price_unit": 1200.0, "tax_ids": []})
                ],
                **values,
            }
        )

    def _print(self, move):
        """Return what the PDF of the invoice says of the law, with ordinary spaces."""
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "account.report_invoice", move.ids
        )
        page = html.fromstring(content)
        return [plain(node.text_content()) for node in page.xpath("//div[@name='litige_mentions']")]

    def test_a_professional_reads_the_penalties_the_indemnity_and_the_discount(self):
        move = self._invoice()
        move.action_post()
        self.assertEqual(
            self._print(move),
            [
                "En cas de retard de paiement, pénalités au taux de refinancement de la BCE majoré "
                "de 10 points (12,40 % l'an au second semestre 2026), exigibles le lendemain de "
                "l'échéance sans qu'un rappel soit nécessaire. Indemnité forfaitaire pour frais de "
                "recouvrement en cas de retard : 40 €. Pas d'escompte pour paiement anticipé."
            ],
        )

    def test_the_rate_is_the_one_of_the_day_of_the_invoice(self):
        [text] = self._print(self._invoice(day=date(2025, 2, 3)))
        self.assertIn("(13,15 % l'an au premier semestre 2025)", text)

    def test_a_semester_nobody_entered_prints_the_rule_without_a_figure(self):
        [text] = self._print(self._invoice(day=date(2031, 2, 3)))
        self.assertIn("BCE majoré de 10 points, exigibles", text)

    def test_the_contract_wins_and_is_the_one_of_the_day_of_confirmation(self):
        self.company.litige_penalty_rate = 15
        move = self._invoice()
        move.action_post()
        self.company.litige_penalty_rate = 12
        [text] = self._print(move)
        self.assertIn("pénalités au taux de 15,00 % l'an, exigibles", text)
        self.assertNotIn("BCE", text)

    def test_a_discount_granted_is_told(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "30 days, 2 % in 10",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "display_on_invoice": False,
                "line_ids": [
                    fields.Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})
                ],
            }
        )
        [text] = self._print(self._invoice(invoice_payment_term_id=term.id))
        self.assertIn("Escompte pour paiement anticipé : 2,00 % sous 10 jours.", text)
        self.assertNotIn("Pas d'escompte", text)

    def test_a_consumer_reads_of_the_mediator_and_of_no_penalty(self):
        self.assertEqual(
            self._print(self._invoice(self.consumer)),
            [
                "Médiation de la consommation : si votre réclamation écrite n'a pas abouti, vous "
                "pouvez saisir gratuitement le médiateur Médiation Exemple, 4 rue Haute, 42000 "
                "SAINT-ÉTIENNE, mediation.example."
            ],
        )

    def test_a_mediator_nobody_checked_is_not_named(self):
        self.mediator.listing_status = "unknown"
        self.assertEqual(self._print(self._invoice(self.consumer)), [])

    def test_what_somebody_is_not_known_to_be_is_not_assumed(self):
        unknown = self._create_customer("Les Amis du Lac", lang="fr_FR")
        [text] = self._print(self._invoice(unknown))
        self.assertTrue(text.startswith("Pour tout client professionnel : en cas de retard"))
        for standing in ("non_professional", "public"):
            other = self._create_customer(standing, litige_standing=standing, lang="fr_FR")
            self.assertEqual(self._print(self._invoice(other)), [], standing)

    def test_nothing_is_said_twice(self):
        move = self._invoice(
            narration="<p>Pénalités de retard : 3 fois le taux légal.</p><p>Escompte : néant.</p>"
        )
        [text] = self._print(move)
        self.assertEqual(
            text, "Indemnité forfaitaire pour frais de recouvrement en cas de retard : 40 €."
        )
        self.company.report_footer = "Indemnité forfaitaire de recouvrement : 40 €"
        self.assertEqual(self._print(move), [])

    def test_a_rate_in_other_words_is_not_contradicted(self):
        for text in (
            "En cas de retard, une pénalité de 3 fois le taux légal sera appliquée.",
            "Pénalités : taux BCE + 10 points.",
            "Des intérêts moratoires courent dès l'échéance.",
        ):
            [printed] = self._print(self._invoice(narration=f"<p>{text}</p>"))
            self.assertNotIn("BCE", printed, text)
        [printed] = self._print(self._invoice(narration="<p>Pénalités de livraison déduites.</p>"))
        self.assertIn("BCE", printed)

    def test_the_company_says_whether_they_are_printed(self):
        move = self._invoice()
        self.company.litige_print_mentions = False
        self.assertEqual(self._print(move), [])

    def test_the_invoice_of_a_company_abroad_is_left_alone(self):
        move = self._invoice()
        self.company.account_fiscal_country_id = self.env.ref("base.be")
        self.assertEqual(self._print(move), [])

    def test_a_draft_without_a_customer_prints_all_the_same(self):
        self.assertEqual(self._print(self._invoice(partner_id=False)), [])

    def test_a_credit_note_mentions_no_penalty(self):
        self.assertEqual(self._print(self._invoice(move_type="out_refund")), [])

    def test_an_english_customer_reads_english(self):
        self.customer.lang = "en_US"
        [text] = self._print(self._invoice())
        self.assertIn("Fixed indemnity for recovery costs in case of late payment: €40.", text)

    def test_an_individual_entrepreneur_says_so_unless_the_letterhead_does(self):
        self.company.litige_is_ei = True
        self.assertIn("Entrepreneur individuel (EI).", self._print(self._invoice())[0])
        self.company.name = "Jean Lacombe EI"
        self.assertNotIn("Entrepreneur individuel", self._print(self._invoice())[0])
