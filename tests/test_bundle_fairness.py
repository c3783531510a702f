"""What a judge, a mediator or the other side may hold against a case file."""

import base64
import io
import zipfile
from datetime import timedelta

import openpyxl

from .letter_common import plain
from .test_bundle import BundleCommon


class TestBundleFairness(BundleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "fr_FR"

    def _note(self, summary, **values):
        return self.env["litige.event"].create(
            {"case_id": self.case.id, "kind": "note", "summary": summary, **values}
        )

    def _log(self, summary, **values):
        return self.env["litige.communication"].create(
            {"case_id": self.case.id, "direction": "in", "summary": summary, **values}
        )

    def _get_events(self, audience, **values):
        bundle = self.env["litige.bundle"].new(
            {"case_id": self.case.id, "audience": audience, **values}
        )
        return bundle._get_events()

    def _read(self, bundle):
        return plain(" ".join(self._texts(bundle)))

    # === WHAT WAS PUT RIGHT AS CONFIDENTIAL === #

    def test_what_was_put_right_as_confidential_is_not_handed_over_in_its_first_version(self):
        first = self._log(
            "Il offre 700 €",
            has_promise=True,
            promise_amount=700,
            promise_date=self.today,
        )
        self.assertIn("Il offre 700 €", self._get_events("court").mapped("summary"))
        self._log(
            "Il offre 700 €",
            corrected_id=first.id,
            confidential=True,
            confidential_ground="mediation",
        )
        for audience in ("court", "mediator", "insurer"):
            told = self._get_events(audience)
            self.assertNotIn("Il offre 700 €", told.mapped("summary"), audience)
            self.assertNotIn("promise", told.mapped("kind"), audience)
        self.assertNotIn("700", self._read_chronology())

    def _read_chronology(self):
        values = self.case._get_chronology_values(None, "court", "fr")
        return " ".join(row.event.summary for row in values["rows"])

    def test_a_wish_added_later_hides_it_from_the_other_side_alone(self):
        first = self._note("Il hésite", parties="M. Roy")
        self._note(
            "Il hésite",
            parties="M. Roy",
            corrected_event_id=first.id,
            confidential=True,
            confidential_ground="wish",
        )
        self.assertIn(first, self._get_events("court"))
        self.assertNotIn(first, self._get_events("court", is_other_side=True))

    def test_a_correction_of_a_correction_hides_the_whole_line(self):
        first = self._note("Dit au médiateur", direction="in")
        second = self._note("Dit au médiateur, M. Roy", direction="in", corrected_event_id=first.id)
        self._note(
            "Dit au médiateur",
            corrected_event_id=second.id,
            confidential=True,
            confidential_ground="mediation",
        )
        self.assertFalse((first | second) & self._get_events("court"))

    def test_a_correction_in_the_open_leaves_both_to_be_read(self):
        first = self._note("Deux marches", direction="in")
        second = self._note("Trois marches", direction="in", corrected_event_id=first.id)
        self.assertEqual(first | second, self._get_events("court") & (first | second))

    # === NOTES AND LETTERS OF OUR OWN === #

    def test_a_note_to_oneself_reaches_no_reader(self):
        note = self._note("Nous allons perdre")
        fact = self._note("Visite du chantier", parties="M. Lacombe, M. Roy")
        for audience in ("court", "insurer"):
            self.assertNotIn(note, self._get_events(audience))
            self.assertIn(fact, self._get_events(audience))
        self.assertFalse((note | fact) & self._get_events("court", is_other_side=True))
        wizard = self.env["litige.bundle.make"].create(
            {"case_id": self.case.id, "audience": "court"}
        )
        self.assertIn("Internal notes, out of the chronology: 1", wizard.warnings)

    def test_a_letter_of_a_lawyer_is_handed_to_nobody_by_default(self):
        for audience in ("mediator", "court", "insurer"):
            wizard = self.env["litige.bundle.make"].create(
                {"case_id": self.case.id, "audience": audience}
            )
            self.assertEqual(
                wizard.excluded_exhibit_ids.mapped("name"),
                ["Lettre du cabinet d’avocats Roux"],
                audience,
            )
            self.assertIn("Lettre du cabinet", wizard.warnings)

    def _wizard(self, audience):
        return self.env["litige.bundle.make"].create(
            {"case_id": self.case.id, "audience": audience}
        )

    def test_a_letter_of_our_lawyer_is_known_by_its_type_first(self):
        self.case.exhibit_ids.unlink()
        self.case._add_exhibits(
            [
                self._spec("Lettre du 3 mars", b"conseil", file_name="a.txt", type="lawyer_letter"),
                self._spec("Mise en demeure par avocat", b"med", file_name="b.txt", type="notice"),
                self._spec(
                    "Lettre de l’avocat du client", b"eux", file_name="c.txt", side="theirs"
                ),
            ]
        )
        wizard = self._wizard("court")
        self.assertEqual(wizard.excluded_exhibit_ids.mapped("name"), ["Lettre du 3 mars"])
        self.assertRegex(wizard.warnings, "1 that a lawyer of the customer may have written")

    def test_a_cover_for_a_court_lacks_no_identity_unsaid(self):
        self.company.write(
            {
                "company_registry": "732829320",
                "litige_is_ei": False,
                "litige_legal_form": False,
                "litige_rcs_city": False,
                "litige_signatory_name": False,
            }
        )
        self.assertRegex(
            self._wizard("court").warnings,
            "cover lacks: town of the trade register, legal form, signatory",
        )
        self.assertNotIn("cover lacks", self._wizard("mediator").warnings)
        self.company.write(
            {
                "litige_legal_form": "SARL",
                "litige_rcs_city": "Lyon",
                "litige_signatory_name": "Paul Lacombe",
                "litige_signatory_quality": "gérant",
                "street": "1 rue des Lilas",
                "city": "Lyon",
            }
        )
        self.assertNotIn("cover lacks", self._wizard("court").warnings)

    def test_an_insurer_reads_what_was_done_and_where_to_write_its_contract(self):
        self._log("Mise en demeure remise à la poste", channel="letter", direction="out")
        self._log("Nous refusons", channel="letter")
        cover = plain(self._texts(self._make("insurer"))[0])
        self.assertRegex(cover, r"Contrat de protection juridique n° à compléter")
        self.assertIn("Démarches déjà accomplies", cover)
        self.assertIn("Mise en demeure remise à la poste", cover)
        self.assertNotIn("Nous refusons", cover)
        self.assertRegex(cover, r"Première contestation du client à compléter")
        self.env["litige.event"].create(
            {
                "case_id": self.case.id,
                "kind": "complaint",
                "summary": "Mal posé",
                "occurred_on": "2026-03-12",
            }
        )
        cover = plain(self._texts(self._make("insurer"))[0])
        self.assertIn("Première contestation du client 12 mars 2026", cover)

    def test_who_keeps_an_exhibit_from_the_other_side_is_told_what_it_costs(self):
        wizard = self.env["litige.bundle.make"].create(
            {"case_id": self.case.id, "audience": "court", "other_side_copies": 1}
        )
        self.assertIn("A judge relies only on", wizard.other_side_warnings)
        self.case.exhibit_ids.filtered(
            lambda one: one.restricted or one.confidential_ground == "wish"
        ).unlink()
        wizard = self.env["litige.bundle.make"].create(
            {"case_id": self.case.id, "audience": "court", "other_side_copies": 1}
        )
        self.assertNotIn("A judge relies only on", wizard.other_side_warnings or "")

    def test_a_file_with_an_opinion_does_not_pass_for_that_of_the_court(self):
        names = [self._make("court", with_opinions=opinions).zip_name for opinions in (False, True)]
        self.assertIn("avocat-tribunal", names[0])
        self.assertIn("avocat-seul_CONFIDENTIEL", names[1])

    # === FACT OR CLAIM === #

    def test_a_promise_by_telephone_is_printed_as_what_the_customer_says(self):
        self._log("Je paie vendredi", has_promise=True, promise_amount=500, promise_date=self.today)
        text = self._read(self._make("court"))
        self.assertRegex(text, r"Selon SARL Dubreuil : 500,00")
        self.assertNotIn("fait constaté", text)

    # === SUMS === #

    def test_the_mediator_reads_sums_that_add_up_and_presume_nothing(self):
        self._credit(self.move, 100, ground="gesture")
        cover = plain(self._texts(self._make("mediator"))[0])
        for words in (
            "3 000,00 € restaient impayés",
            "200,00 € ont été payés",
            "100,00 € ont été déduits",
            "Le solde impayé est de 2 700,00 €",
        ):
            self.assertIn(words, cover)
        for presumed in ("étaient dus", "Reste dû"):
            self.assertNotIn(presumed, cover)

    def test_who_only_does_not_pay_is_not_said_to_contest(self):
        unpaid = self._create_overdue(amount=1000)
        self.case = self._open_case(unpaid, cause_id=self.non_payment.id)
        cover = plain(self._texts(self._make("mediator"))[0])
        self.assertIn("dont contesté 0,00 €", cover)
        self.assertNotIn("conteste devoir", cover)
        self.assertIn("À quelles dates la somme peut-elle être payée", cover)

    def test_what_is_contested_shows_in_the_statement_whatever_the_cause(self):
        cause = self.env.ref("litige_management.litige_cause_misunderstanding")
        self.assertFalse(cause.is_good_faith)
        move = self._create_overdue(amount=1000)
        self.case = self._open_case(move, disputed={move: 300}, cause_id=cause.id)
        self.assertRegex(
            self._read(self._make("court")), r"dont part contestée par le client 300,00"
        )
        unpaid = self._create_overdue(amount=1000)
        self.case = self._open_case(unpaid, cause_id=self.non_payment.id)
        self.assertNotIn("dont part contestée", self._read(self._make("court")))

    def test_a_mediator_reads_of_a_business_and_its_customer_not_of_a_creditor(self):
        text = self._read(self._make("mediator"))
        self.assertIn("L’entreprise", text)
        self.assertNotRegex(text, "(?i)créancier|débiteur")
        self.assertIn("Le créancier", self._read(self._make("court")))

    def test_all_pages_are_french_whatever_the_language_of_the_company(self):
        self.company.partner_id.lang = "en_US"
        text = self._read(self._make("court"))
        self.assertIn("Ce qui s’est passé", text)
        self.assertNotIn("What happened", text)

    def test_the_statement_speaks_of_the_customer_to_somebody_else(self):
        text = self._read(self._make("court"))
        self.assertIn("dont part contestée par le client 900,00", text)
        self.assertNotIn("vos soins", text)

    def test_each_line_of_the_cover_adds_up(self):
        paid_before = self._create_overdue(amount=1000)
        self._pay(paid_before, 400)
        self.case = self._open_case(paid_before)
        self._pay(paid_before, 100)
        cover = plain(self._texts(self._make("court"))[0])
        self.assertRegex(cover, r"1 000,00 €\s+500,00 €\s+500,00 €")

    def test_the_workbook_does_not_claim_what_is_only_shown(self):
        self.company.litige_interest_mode = "shown"
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(self._make("court").zip_file)))
        book = openpyxl.load_workbook(io.BytesIO(archive.read("Etat_des_sommes.xlsx")))
        titles = [cell.value for cell in book["Factures"][1]]
        self.assertIn("Intérêts et pénalités (pour mémoire, non réclamés)", titles)
        self.assertIn("Sur la part contestée, pour mémoire", titles)

    def test_what_was_written_off_is_said_and_not_called_given_up(self):
        expense = self.company_data["default_account_expense"]
        self._pay(
            self.move,
            2000,
            payment_difference_handling="reconcile",
            writeoff_account_id=expense.id,
            writeoff_label="Perte",
        )
        text = self._read(self._make("mediator"))
        self.assertIn("Autres déductions", text)
        self.assertIn("400,00 € ne sont plus réclamés", text)
        self.assertIn("Somme déduite, non réclamée", text)
        self.assertNotIn("Abandon", text)
        [row] = self._read_rows("Factures", self.move)
        claimed, paid, credited, deducted, balance = row[4:9]
        self.assertEqual((claimed, paid, deducted), (2400, 2000, 400))
        self.assertAlmostEqual(claimed, paid + credited + deducted + balance)

    def test_the_workbook_counts_interest_as_the_statement_does(self):
        """Payments taken on interest first: more principal is left, and bears interest."""
        self.company.litige_interest_mode = "claimed_first"
        self._pay(self.move, 500, date=self.today - timedelta(days=5))
        rows = self._read_rows("Intérêts", self.move)
        [line] = [
            line
            for line in self.env["litige.bundle"]
            .new({"case_id": self.case.id})
            ._get_statement()
            .lines
            if line.debt.key == self.move.id
        ]
        self.assertNotEqual(line.imputation.segments, line.segments)
        self.assertEqual(
            [row[7] for row in rows], [float(part.interest) for part in line.imputation.segments]
        )

    def _read_rows(self, sheet, move):
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(self._make("court").zip_file)))
        book = openpyxl.load_workbook(io.BytesIO(archive.read("Etat_des_sommes.xlsx")))
        return [row for row in book[sheet].values if row[0] == move.name]

    # === THE LIST OF EXHIBITS === #

    def test_the_list_says_whose_document_it_is_not_who_produces_it(self):
        self.case._add_exhibits(
            [self._spec("Réserves du client", b"reserves", file_name="r.txt", side="theirs")]
        )
        text = self._read(self._make("court"))
        self.assertIn("du client", text)
        self.assertNotIn("Produite par", text)
