"""What an uninstallation leaves behind, and to whom."""

import base64

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.litige_management import uninstall
from odoo.addons.litige_management.models.litige_case_chronology_document_mixin import (
    LitigeCaseChronologyDocumentMixin as Chronology,
)

from .common import LitigeCommon
from .timestamp_provider import Provider

# Files that leave by a method of their model, or that another file holds.
KEPT_ELSEWHERE = {
    ("litige.account.statement", "document_file"),
    ("litige.bundle", "pdf_file"),
    ("litige.bundle", "zip_file"),
    ("litige.exhibit", "file"),
    ("litige.letter", "document_file"),
    ("litige.mail.aside", "file"),
    ("litige.opinion", "document"),
    ("litige.reminder", "document_file"),
    ("litige.settlement", "document_file"),
    ("litige.settlement", "signed_file"),
    ("litige.settlement", "title_file"),
    ("litige.settlement.signatory", "scan"),
    ("litige.signature", "image"),  # drawn on the signed copy
    ("litige.timestamp", "request_file"),  # the token answers it
    ("litige.timestamp", "token"),
}


class TestUninstall(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_overdue()
        cls.case = cls._open_case(cls.move)
        cls.last = cls.env["ir.attachment"].search([], order="id desc", limit=1).id

    def _kept(self):
        """Return the plain copies made since, by name."""
        files = self.env["ir.attachment"].search(
            [("id", ">", self.last), ("res_field", "=", False)]
        )
        plain = files.filtered(lambda file: not (file.res_model or "").startswith("litige."))
        return {file.name: (file.res_model, file.res_id, file.raw) for file in plain}

    def test_an_opinion_is_left_to_administrators(self):
        self.env["litige.opinion"].create(
            {
                "case_id": self.case.id,
                "lawyer_id": self.customer.id,
                "conclusion": "Non",
                "document": base64.b64encode(b"avis"),
                "document_name": "avis.txt",
            }
        )
        uninstall.keep_files(self.env)
        self.assertEqual(self._kept()["avis.txt"], (False, 0, b"avis"))

    def test_a_case_file_is_left_on_the_invoice_unless_it_holds_a_secret(self):
        for name, secret in (("ouvert", False), ("secret", True)):
            self.env["litige.bundle"].sudo().create(
                {
                    "case_id": self.case.id,
                    "state": "done",
                    "with_opinions": secret,
                    "pdf_file": base64.b64encode(b"pdf"),
                    "pdf_name": f"{name}.pdf",
                    "zip_file": base64.b64encode(b"zip"),
                    "zip_name": f"{name}.zip",
                }
            )
        uninstall.keep_files(self.env)
        kept = self._kept()
        for kind in ("pdf", "zip"):
            raw = kind.encode()
            self.assertEqual(kept[f"ouvert.{kind}"], ("account.move", self.move.id, raw))
            self.assertEqual(kept[f"secret.{kind}"], (False, 0, raw))

    def test_a_token_is_left_on_the_invoice(self):
        stamp = self.env["litige.timestamp"]._prepare(self.case)
        stamp._receive(Provider().answer(base64.b64decode(stamp.request_file)))
        uninstall.keep_files(self.env)
        self.assertEqual(
            self._kept()[stamp.token_name],
            ("account.move", self.move.id, base64.b64decode(stamp.token)),
        )

    def test_an_email_set_aside_is_left_whole_to_administrators(self):
        raw = b"From: x@nulle-part.example\r\nSubject: Absence\r\n\r\nJe suis absent."
        aside = self.env["litige.mail.aside"].sudo()._keep(raw, "automatic")
        aside.active = False
        uninstall.keep_files(self.env)
        self.assertEqual(self._kept()[f"{aside.date:%Y-%m-%d}_Absence.eml"], (False, 0, raw))

    def test_each_chronology_is_left_and_one_that_fails_stops_nothing(self):
        moves = self._create_overdue(), self._create_overdue()
        bad, secret = (self._open_case(move) for move in moves)
        self.env["litige.event"].create(
            {
                "case_id": secret.id,
                "kind": "note",
                "summary": "Entre nous",
                "confidential": True,
                "confidential_ground": "wish",
            }
        )
        render = Chronology._render_chronology

        def fail(case, *args):
            if case.id == bad.id:
                raise UserError("x")
            return render(case, *args)

        self.patch(Chronology, "_render_chronology", fail)
        with mute_logger("odoo.addons.litige_management.uninstall"):
            uninstall.keep_files(self.env)
        kept = self._kept()
        name = f"{self.case._get_chronology_name()}.pdf"
        self.assertEqual(kept[name][:2], ("account.move", self.move.id))
        self.assertTrue(kept[name][2].startswith(b"%PDF"))
        self.assertNotIn(f"{bad._get_chronology_name()}.pdf", kept)
        self.assertEqual(kept[f"{secret._get_chronology_name()}.pdf"][:2], (False, 0))

    def test_every_file_that_people_keep_here_is_left_somewhere(self):
        fields = {
            (name, field.name)
            for name, model in self.env.items()
            if name.startswith("litige.") and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.type == "binary" and field.attachment and field.store
        }
        self.assertEqual(fields, KEPT_ELSEWHERE | set(uninstall.FILES))

    def test_a_receipt_is_left_on_the_invoice_and_a_contract_on_its_third_party(self):
        letters, _refusals = self.env["litige.letter"]._write_letters(
            "reminder", self.move, case=self.case
        )
        self.env.cr.execute(  # as if it had been printed
            "UPDATE litige_letter SET state = 'confirmed' WHERE id = %s", [letters.id]
        )
        letters.invalidate_recordset()
        self.env["litige.delivery"].create(
            {
                "letter_id": letters.id,
                "channel": "registered",
                "date_posted": self.today,
                "receipt": base64.b64encode(b"ar"),
                "receipt_name": "avis.pdf",
            }
        )
        provider = self.env["litige.provider"].create(
            {
                "name": "Médiation du Rhône",
                "role": "consumer_mediator",
                "company_id": self.company.id,
                "contract_document": base64.b64encode(b"contrat"),
                "contract_document_name": "contrat.pdf",
            }
        )
        uninstall.keep_files(self.env)
        kept = self._kept()
        self.assertEqual(kept["avis.pdf"], ("account.move", self.move.id, b"ar"))
        place = ("res.partner", provider.partner_id.id, b"contrat")
        self.assertEqual(kept["contrat.pdf"], place)

    def test_what_a_dispute_cost_is_left_as_a_table_that_runs_nothing(self):
        self.env["litige.cost"].create(
            [
                {"case_id": self.case.id, "name": name, "kind": "officer", "amount": amount}
                for name, amount in (("Signification", 72.5), ("=HYPERLINK(1)", 10.0))
            ]
        )
        uninstall.keep_files(self.env)
        [(name, (model, number, raw))] = [
            (name, kept) for name, kept in self._kept().items() if name.endswith(".csv")
        ]
        self.assertIn(self.case.name.replace("/", "_"), name)
        self.assertEqual((model, number), ("account.move", self.move.id))
        text = raw.decode("utf-8-sig")
        self.assertIn("Signification", text)
        self.assertIn("72.5", text)
        self.assertIn(";'=HYPERLINK(1);", text)
