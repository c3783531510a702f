"""The chronology on paper: what a judge reads, and what never gets there."""

import io

from pypdf import PdfReader

from odoo.tests import new_test_user

from .letter_common import LetterCommon, plain
from .timestamp_provider import Provider


class TestChronologyDocument(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "fr_FR"

    def _note(self, summary, **values):
        return self.env["litige.event"].create(
            {"case_id": self.case.id, "kind": "note", "summary": summary, **values}
        )

    def _read_pdf(self, content):
        pages = PdfReader(io.BytesIO(content)).pages
        return plain(" ".join(page.extract_text() for page in pages))

    def test_what_happened_is_told_oldest_first_with_its_sums(self):
        self._note("Visite du chantier", occurred_on="2020-01-02", parties="M. Lacombe")
        self._pay(self.older, 200, date=self._day(3))
        text = self._read_pdf(self.case._render_chronology_pdf(self.case.event_ids))
        self.assertIn("Menuiserie Lacombe contre SARL Dubreuil", text)
        self.assertLess(text.index("Visite du chantier"), text.index(self.older.name))
        self.assertIn("02/01/2020", text)
        self.assertIn("Solde impayé 1 800,00 €", text)
        self.assertIn(self.case.chronology_head, text.replace(" ", ""))

    def test_a_fingerprint_copied_from_the_paper_is_the_one_printed(self):
        """A ligature would make one character of “ff”."""
        head = "ff" * 32
        # Only the print is looked at here: no chain has such a head.
        self.env["litige.case.chain"].sudo().search([("case_id", "=", self.case.id)]).head = head
        self.assertIn(head, self._read_pdf(self.case._render_chronology_pdf()))

    def test_who_says_so_is_named(self):
        self._note("Conforme au devis", standing="ours", parties="M. Lacombe")
        self._note("Mal posé", standing="theirs", parties="M. Roy")
        text = self._read_pdf(self.case._render_chronology_pdf())
        self.assertIn("Selon Menuiserie Lacombe : Conforme au devis", text)
        self.assertIn("Selon SARL Dubreuil : Mal posé", text)

    def test_confidential_entries_are_left_out_and_nobody_reads_how_many(self):
        self._note("Secret", confidential=True, confidential_ground="mediation")
        self._note("Souhait", confidential=True, confidential_ground="wish", parties="M. Roy")
        events = self.case.event_ids  # all of them, asked for by name
        court = self._read_pdf(self.case._render_chronology_pdf(events))
        self.assertNotIn("Secret", court)
        self.assertIn("Souhait", court)
        self.assertIn("Ce qui est confidentiel n’est pas reproduit ici", court)
        self.assertIn("médiation ou conciliation", court)
        mediator = self._read_pdf(self.case._render_chronology_pdf(events, audience="mediator"))
        self.assertNotIn("Souhait", mediator)
        self.assertIn("Ce qui est confidentiel n’est pas reproduit ici", mediator)
        self.assertNotIn("médiation ou conciliation", mediator)

    def test_who_may_not_read_the_secrets_prints_that_there_are_some(self):
        self._note("Secret", confidential=True, confidential_ground="mediation")
        accountant = new_test_user(
            self.env,
            "printing_accountant",
            groups="account.group_account_readonly",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        values = self.case.with_user(accountant)._get_chronology_values(None, "court", "fr")
        self.assertEqual(values["left_out"], 1)

    def test_what_somebody_else_dated_is_printed(self):
        stamp = self.env["litige.timestamp"]._prepare(self.case)
        stamp._receive(Provider().answer(stamp._read_file("request_file")))
        text = self._read_pdf(self.case._render_chronology_pdf())
        self.assertIn(f"Les {stamp.length} premières entrées ont été horodatées", text)
        self.assertIn("Horodatage Témoin", text)

    def test_how_the_company_runs_its_file_is_not_told(self):
        self.case._move_to("assessment")
        texts = {row.event.kind for row in self._get_rows()}
        self.assertFalse(texts & {"phase", "hold", "opened"})
        self.assertTrue(texts >= {"invoice_issued", "invoice_due"})

    def _get_rows(self):
        return self.case._get_chronology_values(None, "court", "fr")["rows"]

    def test_a_note_to_oneself_is_counted_for_us_on_screen_and_never_printed(self):
        self._note("Nous allons perdre")
        self._note("Visite du chantier", parties="M. Roy")
        screen = plain(str(self.case._get_preview_html()))
        self.assertRegex(screen, r"1\s+note\s+interne")
        paper = self._read_pdf(self.case._render_chronology_pdf(self.case.event_ids))
        for text in (screen, paper):
            self.assertNotIn("Nous allons perdre", text)
            self.assertIn("Visite du chantier", text)
        self.assertNotIn("note interne", paper)
        mediator = self.case._get_chronology_values(None, "mediator", "fr")
        self.assertEqual(mediator["notes"], 2, "A mediator is told no note at all")

    def test_the_reason_given_at_the_opening_is_not_dated_as_a_complaint(self):
        self.case = self._open_case(
            self._create_overdue(amount=100), description="La porte ferme mal"
        )
        self.env["litige.event"].create(
            {"case_id": self.case.id, "kind": "complaint", "summary": "Et elle grince"}
        )
        text = self._read_pdf(self.case._render_chronology_pdf())
        self.assertIn("La porte ferme mal", text)
        self.assertEqual(text.count("noté à l’ouverture du dossier"), 1)

    def test_the_other_side_reads_names_and_no_address_of_people_in_copy(self):
        self.case.partner_id.email = "contact@dubreuil.example"
        self.company.email = "atelier@lacombe.example"
        told = {
            '"Roy, Anne" <anne@tiers.example> → atelier@lacombe.example, x@tiers.example': (
                "Roy, Anne → Menuiserie Lacombe"
            ),
            "atelier@lacombe.example → Luc <contact@dubreuil.example>, anne@tiers.example": (
                "Menuiserie Lacombe → Luc"
            ),
            "inconnu@tiers.example → atelier@lacombe.example": "… → Menuiserie Lacombe",
            "M. Lacombe – M. Roy": "M. Lacombe – M. Roy",
        }
        for written in told:
            self._note(written, parties=written, direction="in")
        for audience in ("mediator", "customer"):
            rows = self.case._get_chronology_values(None, audience, "fr")["rows"]
            found = {row.event.summary: row.parties for row in rows}
            for written, printed in told.items():
                self.assertEqual(found[written], printed, audience)
        self.assertTrue(all(row.parties == row.event.parties for row in self._get_rows()))

    def test_a_correction_names_the_entry_it_corrects_and_the_other_way_round(self):
        wrong = self._note("Deux marches", direction="in")
        right = self._note("Trois marches", direction="in", corrected_event_id=wrong.id)
        rows = {row.event: row for row in self._get_rows()}
        self.assertEqual(rows[wrong].corrected_by, rows[right].number)
        self.assertEqual(rows[right].corrects, rows[wrong].number)

    def test_an_exhibit_is_named_on_the_entry_it_proves_once(self):
        exhibit = self.case._add_exhibits(
            [
                {
                    "raw": b"%PDF-1.4 facture",
                    "file_name": "facture.pdf",
                    "type": "invoice",
                    "name": "Facture",
                    "source": self.older,
                }
            ]
        )
        named = [row for row in self._get_rows() if row.exhibits]
        self.assertEqual([row.event.kind for row in named], ["invoice_issued"])
        self.assertEqual(named[0].event.res_id, self.older.id)
        exhibit.write({"confidential": True, "confidential_ground": "lawyers"})
        self.assertFalse([row for row in self._get_rows() if row.exhibits])

    def test_it_prints_from_the_menu_and_shows_on_screen(self):
        report = self.env["ir.actions.report"]
        name = "litige_management.litige_chronology_document"
        content, kind = report._render_qweb_pdf(name, self.case.ids)
        self.assertEqual((kind, content[:4]), ("pdf", b"%PDF"))
        html, _kind = report._render_qweb_html(name, self.case.ids)
        self.assertIn("Chronologie", html.decode())

    def test_an_english_company_prints_in_english(self):
        self.company.partner_id.lang = "en_US"
        text = self._read_pdf(self.case._render_chronology_pdf())
        self.assertIn("What happened", text)
        self.assertIn("Still unpaid", text)
