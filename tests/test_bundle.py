"""The file of a dispute: what goes in for whom, how it is made, what stays of it."""

import base64
import hashlib
import io
import zipfile
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .bundle_common import make_encrypted, make_pdf, make_picture, read
from .common import LitigeCommon


class BundleCommon(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_overdue(amount=2400)
        cls.move_paid = cls._create_overdue(amount=600, days=50)
        cls.case = cls._open_case(
            cls.move | cls.move_paid,
            disputed={cls.move: 900, cls.move_paid: 0},
            cause_id=cls.non_conformity.id,
        )
        cls._pay(cls.move_paid, 200)
        cls.case._add_exhibits(
            [
                cls._spec("Devis n° 12 signé", make_pdf(2, text="Devis")),
                cls._spec(
                    "Photo de la façade", make_picture(), file_name="IMG_1.jpg", type="photo"
                ),
                cls._spec("Relevé bancaire", make_pdf(text="IBAN"), restricted=True),
                cls._spec(
                    "Note du médiateur",
                    make_pdf(text="Secret"),
                    confidential=True,
                    confidential_ground="mediation",
                ),
                cls._spec(
                    "Avis interne",
                    make_pdf(text="Souhait"),
                    confidential=True,
                    confidential_ground="wish",
                ),
                cls._spec("Vidéo : le « chantier »", b"\0\0\0\x18ftypmp42", file_name="v.MP4"),
                cls._spec("Lettre du cabinet d’avocats Roux", make_pdf(text="Avocat")),
            ]
        )

    @classmethod
    def _spec(cls, name, raw, file_name="document.pdf", **values):
        return {"name": name, "raw": raw, "file_name": file_name, "date": cls.today, **values}

    def _make(self, audience="court", **values):
        """Return a bundle made at once."""
        bundle = self.env["litige.bundle"]._request(self.case, [{"audience": audience, **values}])
        bundle.action_make_now()
        self.assertEqual(bundle.state, "done", bundle.message)
        return bundle

    def _texts(self, bundle):
        return [page.extract_text() for page in read(base64.b64decode(bundle.pdf_file)).pages]

    def _captions(self, bundle):
        return bundle._get_exhibits().mapped("name")


@tagged("standard", "post_install", "-at_install")
class TestBundle(BundleCommon):
    # === WHAT GOES IN === #

    def test_court_receives_all_but_what_binding_confidentiality_covers(self):
        captions = self._captions(self._make("court"))
        self.assertNotIn("Note du médiateur", captions)
        self.assertIn("Avis interne", captions, "a wish binds nobody")
        self.assertIn("Relevé bancaire", captions)

    def test_mediator_receives_nothing_that_the_other_side_may_not_see(self):
        captions = self._captions(self._make("mediator"))
        for secret in ("Note du médiateur", "Avis interne", "Relevé bancaire"):
            self.assertNotIn(secret, captions)

    def test_copy_for_the_other_side_leaves_out_what_is_not_for_it_and_keeps_numbers(self):
        whole, copy = self._make("court"), self._make("court", is_other_side=True)
        self.assertNotIn("Relevé bancaire", self._captions(copy))
        self.assertNotIn("Avis interne", self._captions(copy))
        self.assertIn("Pièce n°\xa06", "".join(self._texts(copy)))
        self.assertEqual(
            {one.id: number for one, number in self._numbers(whole).items()}
            | {one.id: number for one, number in self._numbers(copy).items()},
            {one.id: number for one, number in self._numbers(whole).items()},
        )

    def _numbers(self, bundle):
        ranks = bundle._get_numbers()
        return {one: ranks[one.id] for one in bundle._get_exhibits()}

    def test_insurer_does_not_receive_letters_of_lawyers_unless_asked(self):
        wizard = self.env["litige.bundle.make"].create(
            {"case_id": self.case.id, "audience": "insurer"}
        )
        self.assertEqual(
            wizard.excluded_exhibit_ids.mapped("name"), ["Lettre du cabinet d’avocats Roux"]
        )
        self.assertIn("Lettre du cabinet", wizard.warnings)
        wizard.excluded_exhibit_ids = False
        self.assertNotIn("Lettre du cabinet", wizard.warnings)

    def test_confidential_events_are_not_in_the_chronology_of_any_reader(self):
        for ground, kept in (("mediation", ()), ("lawyers", ()), ("wish", ("court", "insurer"))):
            self.env["litige.event"].create(
                {
                    "case_id": self.case.id,
                    "kind": "complaint",
                    "summary": f"Dit sous le sceau {ground}",
                    "confidential": True,
                    "confidential_ground": ground,
                }
            )
            for audience in ("court", "mediator", "insurer"):
                bundle = self.env["litige.bundle"].new(
                    {"case_id": self.case.id, "audience": audience}
                )
                summaries = " ".join(bundle._get_events().mapped("summary"))
                self.assertEqual(
                    f"sceau {ground}" in summaries, audience in kept, (audience, ground)
                )

    def test_notes_to_oneself_do_not_reach_the_mediator(self):
        self.env["litige.event"].create(
            {"case_id": self.case.id, "kind": "note", "summary": "Nous allons perdre"}
        )
        text = "".join(self._texts(self._make("mediator")))
        self.assertNotIn("Nous allons perdre", text)

    # === THE PDF === #

    def test_list_of_exhibits_says_on_which_page_each_starts(self):
        texts = self._texts(self._make("court"))
        [listed] = [
            text for text in texts if "Bordereau de pièces" in text and "Désignation" in text
        ]
        for number in range(1, 7):
            [page] = [
                rank
                for rank, text in enumerate(texts, 1)
                if f"Pièce n°\xa0{number}\n" in text + "\n"
            ]
            self.assertRegex(listed, rf"(?m)^{number}\b[\s\S]*?\b{page}\b")

    def test_cover_names_the_parties_the_sums_and_the_head_of_the_chronology(self):
        head = self.case._get_chain_head()
        bundle = self._make("court")
        cover = self._texts(bundle)[0].replace("\u202f", " ").replace("\xa0", " ")
        for words in (
            "Menuiserie Lacombe",
            "SARL Dubreuil",
            self.case.name,
            "3 000,00 €",
            "200,00 €",
            "2 800,00 €",
            "900,00 €",
            "6 pièces",
        ):
            self.assertIn(words, cover)
        self.assertIn(head, cover.replace("\n", ""))
        self.assertEqual(bundle.head_hash, head)

    def test_mediator_reads_a_neutral_page_first(self):
        self.case.description = "Client pénible, ne lâchera rien"
        wizard = self.env["litige.bundle.make"].create(
            {"case_id": self.case.id, "audience": "mediator"}
        )
        wizard.questions = f"{wizard.questions}\nLa teinte était-elle convenue ?"
        wizard.their_claims = "La teinte des joints n'est pas celle du devis"
        bundle = self.env["litige.bundle"].browse(wizard.action_make()["res_id"])
        bundle.action_make_now()
        cover = self._texts(bundle)[0]
        self.assertIn("Ce que demande l’entreprise", cover)
        self.assertIn("La teinte était-elle convenue", cover)
        self.assertIn("celle du devis", cover)
        self.assertNotIn("pénible", "".join(self._texts(bundle)))

    def test_no_bank_account_is_printed_on_our_pages(self):
        self.env["res.partner.bank"].create(
            {
                "acc_number": "FR7630006000011234567890189",
                "partner_id": self.company.partner_id.id,
                "allow_out_payment": True,
            }
        )
        for audience in ("court", "mediator", "insurer"):
            text = "".join(self._texts(self._make(audience)))
            self.assertNotIn("FR76", text)
            self.assertNotIn("0000112345", text.replace(" ", "").replace("\xa0", ""))

    # === THE ZIP === #

    def test_zip_holds_the_originals_and_can_be_checked(self):
        bundle = self._make("court")
        content = base64.b64decode(bundle.zip_file)
        self.assertEqual(hashlib.sha256(content).hexdigest(), bundle.zip_hash)
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = archive.namelist()
        self.assertEqual(names[0], bundle.pdf_name)
        self.assertIn("Pieces/Piece_002_Photo_de_la_facade.jpg", names)
        self.assertIn("Pieces/Piece_005_Video_le_chantier.mp4", names)
        self.assertEqual(archive.read(names[0]), base64.b64decode(bundle.pdf_file))
        lines = archive.read("SHA256SUMS.txt").decode().splitlines()
        self.assertEqual(len(lines), len(names) - 1)
        for line in lines:
            digest, name = line.split("  ", 1)
            self.assertEqual(hashlib.sha256(archive.read(name)).hexdigest(), digest)

    def test_workbook_holds_numbers_and_dates_and_no_formula_from_outside(self):
        payment = self._pay(self.move, 100)
        payment.move_id.ref = '=HYPERLINK("http://evil")'
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(self._make("court").zip_file)))
        book = openpyxl.load_workbook(io.BytesIO(archive.read("Etat_des_sommes.xlsx")))
        self.assertEqual(book.sheetnames, ["Factures", "Paiements et avoirs", "Intérêts"])
        rows = list(book["Factures"].values)
        self.assertEqual(rows[0][:4], ("Facture", "Date", "Échéance", "Montant TTC"))
        by_name = {row[0]: row for row in rows[1:]}
        self.assertEqual(by_name[self.move.name][3], 2400)
        self.assertEqual(by_name[self.move.name][1].date(), self.move.invoice_date)
        self.assertEqual(by_name[self.move_paid.name][5], 200)
        paid = [row for row in book["Paiements et avoirs"].values if row[0] == self.move.name]
        self.assertEqual([row[4] for row in paid], [100])
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        self.assertTrue(str(cell.value).startswith("=SUM("), cell.value)

    def test_opinions_go_to_our_lawyer_only_and_only_when_asked(self):
        lawyer = self._create_customer("Maître Roux")
        self.env["litige.opinion"].create(
            {
                "case_id": self.case.id,
                "lawyer_id": lawyer.id,
                "conclusion": "Bonnes chances",
                "document": base64.b64encode(make_pdf(text="Consultation")),
                "document_name": "avis.pdf",
            }
        )
        for values, found in (
            ({"audience": "court", "with_opinions": True}, True),
            ({"audience": "court"}, False),
            ({"audience": "court", "with_opinions": True, "is_other_side": True}, False),
            ({"audience": "mediator", "with_opinions": True}, False),
            ({"audience": "insurer", "with_opinions": True}, False),
        ):
            bundle = self._make(**values)
            archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(bundle.zip_file)))
            opinions = [name for name in archive.namelist() if name.startswith("Avis_avocat")]
            self.assertEqual(bool(opinions), found, values)
            self.assertNotIn("Consultation", "".join(self._texts(bundle)))

    # === WHAT STAYS === #

    def test_bundle_is_noted_in_the_chronology_with_its_fingerprints(self):
        bundle = self._make("insurer")
        event = self.case.event_ids.sorted("rank")[-1]
        self.assertEqual(event.kind, "bundle")
        self.assertNotIn(bundle.pdf_hash, event.summary)
        self.assertIn(bundle.pdf_hash, event.fingerprints)
        self.assertIn(bundle.pdf_hash, event.content)
        self.assertIn(bundle.zip_hash, event.content)
        self.assertIsNone(self.case._verify_chronology())

    def test_finished_bundle_never_changes(self):
        bundle = self._make("court")
        with self.assertRaises(UserError):
            bundle.sudo().write({"pdf_hash": "0"})
        with self.assertRaises(UserError):
            bundle.sudo().unlink()
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "litige.bundle"),
                    ("res_id", "=", bundle.id),
                    ("res_field", "!=", False),
                ]
            )
        )
        self.assertEqual(len(attachments), 2)
        for attachment in attachments:
            with self.assertRaises(UserError):
                attachment.raw = b"autre"
            with self.assertRaises(UserError):
                attachment.unlink()

    def test_unusable_files_are_listed_with_their_reason(self):
        self.case._add_exhibits([self._spec("Contrat protégé", make_encrypted("secret"))])
        bundle = self._make("court")
        self.assertIn("Contrat protégé", bundle.left_out)
        self.assertIn("Vidéo", bundle.left_out)
        self.assertEqual(bundle.exhibit_count, 7)
        self.assertIn(
            "protégé par un mot de passe", "".join(self._texts(bundle)).replace("\n", " ")
        )

    # === FAILURE, CANCELLATION === #

    def test_failure_leaves_a_message_an_activity_and_no_file(self):
        bundle = self.env["litige.bundle"]._request(self.case, [{"audience": "court"}])
        with (
            patch.object(
                type(bundle), "_write_zip", side_effect=OSError("No space left on device")
            ),
            self.assertLogs("odoo.addons.litige_management.models.litige_bundle", "ERROR"),
        ):
            bundle.action_make_now()
        self.assertEqual(bundle.state, "failed")
        self.assertIn("could not be made", bundle.message)
        self.assertNotIn("No space left", bundle.message, "people read a sentence")
        self.assertEqual(bundle.error_detail, "OSError: No space left on device")
        self.assertFalse(bundle.pdf_file or bundle.zip_file or bundle.pdf_hash)
        self.assertFalse(self.case.event_ids.filtered(lambda event: event.kind == "bundle"))
        self.assertTrue(self.case.activity_ids)
        bundle.action_retry()
        self.assertEqual((bundle.state, bundle.error_detail), ("queued", False))

    def test_altered_exhibit_stops_the_file_and_says_which(self):
        exhibit = self.case.exhibit_ids[0]
        attachment = exhibit._get_file_attachments()[exhibit]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = %s WHERE id = %s",
            [make_pdf(text="Autre"), attachment.id],
        )
        self.env.invalidate_all()
        bundle = self.env["litige.bundle"]._request(self.case, [{"audience": "court"}])
        bundle.action_make_now()
        self.assertEqual(bundle.state, "failed")
        self.assertIn(exhibit.name, bundle.message)

    def test_waiting_bundle_can_be_cancelled_and_is_not_made(self):
        bundle = self.env["litige.bundle"]._request(self.case, [{"audience": "court"}])
        bundle.action_cancel()
        bundle.action_make_now()
        self.assertEqual(bundle.state, "cancelled")
        self.assertFalse(bundle.pdf_file)

    def test_cron_makes_what_waits_and_what_was_left_unfinished(self):
        bundles = self.env["litige.bundle"]._request(
            self.case, [{"audience": "court"}, {"audience": "mediator"}]
        )
        bundles[1].sudo().write({"state": "running", "attempts": 1})
        with self.enter_registry_test_mode():
            self.env.ref("litige_management.ir_cron_litige_bundle_make").method_direct_trigger()
        self.assertEqual(bundles.mapped("state"), ["done", "done"])
        self.assertEqual(bundles.mapped("progress"), [100, 100])

    def test_bundle_that_kills_its_process_is_given_up(self):
        bundle = self.env["litige.bundle"]._request(self.case, [{"audience": "court"}])
        bundle.sudo().write({"state": "running", "attempts": 3})
        with self.enter_registry_test_mode():
            self.env.ref("litige_management.ir_cron_litige_bundle_make").method_direct_trigger()
        self.assertEqual(bundle.state, "failed")
        self.assertTrue(bundle.message)

    # === BEFORE === #

    def test_wizard_says_what_goes_in_and_what_stays_out(self):
        wizard = self.env["litige.bundle.make"].create(
            {"case_id": self.case.id, "audience": "court", "other_side_copies": 2}
        )
        self.assertIn("5", wizard.included)
        self.assertIn("Note du médiateur", wizard.warnings)
        self.assertRegex(wizard.warnings, "go in all the same: .*Relevé bancaire.*Avis interne")
        self.assertIn("not for the other side: ", wizard.other_side_warnings)
        wizard.action_make()
        copy = self.case.bundle_ids.filtered("is_other_side")
        self.assertEqual((len(self.case.bundle_ids), copy.copies), (2, 2))

    def test_nothing_is_made_without_the_right_to_write_on_the_dispute(self):
        with self.assertRaises(AccessError):
            self.env["litige.bundle"].with_user(self.env.ref("base.public_user"))._request(
                self.case.with_user(self.env.ref("base.public_user")), [{}]
            )
