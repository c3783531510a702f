"""The declaration to the legal-protection insurer, and the file that goes with it."""

from odoo.exceptions import UserError

from odoo.addons.litige_management.pdf import sheet

from .insurance_common import InsuranceCommon
from .letter_common import plain


class TestInsuranceLetter(InsuranceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim = cls._declare_loss()
        cls.claim.circumstances = "L'escalier a été posé le 3 mars, réception sans réserve."

    def _write(self):
        action = self.claim.action_write_letter()
        return self.env["litige.letter"].browse(action["res_id"])

    def test_it_says_what_an_insurer_asks(self):
        other = self._create_policy(number="B-2")
        self.case._note_losses()
        letter = self._write()
        self.assertEqual(letter.partner_id, self.insurer.partner_id)
        self.assertEqual(letter.commercial_partner_id, self.customer)
        body, text = self._render(letter)
        for words in (
            "PJ 304 118",
            "SIREN",
            "SARL Dubreuil",
            "Refus ou contestation de notre client",
            "escalier a été posé",
            "article L. 127-2-1",
            "article L. 127-3",
            "obtenir le paiement",
            "Aucune démarche écrite",
            "Bordereau des pièces",
        ):
            self.assertIn(words, text)
        self.assertIn(f"contrat n° {other.number}", self._get_text(body, "others"))
        self.assertIn("L. 127-2-1", self._get_text(body, "legal-values"))
        self.assertNotIn("vos soins", text)

    def test_it_names_the_lawyer_we_choose_and_what_was_sent(self):
        notice = self._confirm(self._write_letter("notice"))
        self._deliver(notice, date_received=self._day(5), result="received")
        self.claim.lawyer_id = self.lawyer
        body, text = self._render(self._write())
        self.assertIn("nous choisissons Maître Anne Delcourt", text)
        self.assertIn("mise en demeure (reçue", self._get_text(body, "steps"))

    def test_sending_it_declares_the_claim(self):
        letter = self._confirm(self._write())
        self.assertEqual(self.claim.state, "todo", "a letter in a drawer declares nothing")
        self.assertEqual(letter.bundle_id.audience, "insurer")
        self.assertFalse(letter.bundle_id.with_opinions)
        self._deliver(letter, date_posted=self.today)
        self.assertEqual((self.claim.state, self.claim.declared_on), ("declared", self.today))
        kinds = self.case.event_ids.filtered(lambda one: letter.name in (one.summary or ""))
        self.assertEqual({*kinds.mapped("kind")}, {"insurance"})

    def test_it_is_written_from_the_tab_of_the_dispute_alone(self):
        with self.assertRaisesRegex(UserError, "Insurance"):
            self.consumer_case._write_letter("insurer_claim", partner=self.insurer.partner_id)

    def test_who_writes_to_a_court_first_is_warned(self):
        letter = self._write_paper("bailiff")
        letter._refresh_checks()
        self.assertIn("insurance", letter.check_ids.mapped("code"))
        self.claim._declare(self.today)
        letter._refresh_checks()
        self.assertNotIn("insurance", letter.check_ids.mapped("code"))

    def test_the_file_takes_the_policy_and_the_day_from_the_claim(self):
        self.claim._declare(self.today, "S-77")
        bundle = self.env["litige.bundle"]._request(self.case, [{"audience": "insurer"}])
        values = bundle._get_insurer_values()
        self.assertEqual(values["insurance_claim"], self.claim)
        html = plain(
            str(
                self.env["ir.qweb"]._render(
                    "litige_management.litige_bundle_insurer",
                    {**values, "fmt": sheet.Formats("fr")},
                )
            )
        )
        self.assertIn("PJ 304 118", html)
        self.assertIn("S-77", html)
