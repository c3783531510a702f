"""A case file in a real browser, in French: from the overdue invoice to the three bundles."""

import base64
import io
from email.message import EmailMessage

from pypdf import PdfReader

from odoo.tests import RecordCapturer
from odoo.tools import mute_logger

from ..bundle_common import make_pdf
from .common import LitigeBrowserCommon


class TestCaseFile(LitigeBrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "compta@dubreuil.example"
        cls.move = cls._create_overdue(amount=1200.0, days=34)
        cls.env["ir.attachment"].create(
            {
                "name": "FAC.pdf",
                "raw": make_pdf(text="Facture"),
                "res_model": "account.move",
                "res_id": cls.move.id,
                "res_field": "invoice_pdf_report_file",
            }
        )

    def _tour(self, name, record):
        path = "customer-invoices" if record == self.move else "disputes"
        self.start_tour(f"/odoo/{path}/{record.id}", name, login=self.login)
        self.env.invalidate_all()

    def test_case_file(self):
        """Open, log a call, receive an e-mail, collect, weigh, freeze, hand over three files."""
        with RecordCapturer(self.env["litige.case"]) as opened:
            self._tour("litige_case_file_call", self.move)
        case = opened.records
        self._check_call(case)
        self._receive_email(case)
        self.assertEqual(case.exhibit_ids.mapped("state"), ["proposed"])
        self._tour("litige_case_file", case)
        self._check_file(case)
        self.env.ref("litige_management.ir_cron_litige_bundle_make").method_direct_trigger()
        self.env.invalidate_all()
        for bundle in case.bundle_ids:
            self._check_bundle(bundle)
        self._tour("litige_case_file_read", case)

    def _check_call(self, case):
        """What the customer said on the phone, and what he promised."""
        self.assertEqual(case.claim_ids.move_id, self.move)
        self.assertRecordValues(
            case.communication_ids,
            [
                {
                    "channel": "call",
                    "direction": "in",
                    "summary": "le comptable promet un virement le 15",
                    "partner_id": self.customer.id,
                }
            ],
        )
        [promise] = case.communication_ids.promise_ids
        self.assertRecordValues(
            promise,
            [{"amount": 1200.0, "date_promised": self._in_days(30), "state": "pending"}],
        )
        self.assertIn("call", case.event_ids.mapped("kind"))

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def _receive_email(self, case):
        """The customer writes, with the number of the dispute and a delivery note."""
        mail = EmailMessage()
        mail["From"] = f"Compta <{self.customer.email}>"
        mail["To"] = "litiges@lacombe.example"
        mail["Subject"] = f"Votre dossier {case.name}"
        mail["Message-Id"] = "<bon-de-livraison@dubreuil.example>"
        mail.set_content("Voici le bon de livraison : il manque deux étagères.")
        mail.add_attachment(
            make_pdf(text="Bon de livraison"),
            maintype="application",
            subtype="pdf",
            filename="bon-de-livraison.pdf",
        )
        thread = self.env["mail.thread"].message_process(
            "litige.case", mail.as_bytes(), thread_id=case.id
        )
        self.assertEqual(thread, case.id)
        self.assertIn("email", case.event_ids.mapped("kind"))

    def _check_file(self, case):
        """Numbered for good: the delivery note and the invoice; one claim proven."""
        exhibits = case.exhibit_ids.sorted("number")
        self.assertEqual(exhibits.mapped("number"), list(range(1, len(exhibits) + 1)))
        self.assertIn(self.move.name, " ".join(exhibits.mapped("name")))
        self.assertTrue(case.file_frozen_on)
        self.assertIn("proven", case.position_ids.mapped("strength"))
        self.assertEqual(
            sorted(case.bundle_ids.mapped("audience")), ["court", "insurer", "mediator"]
        )

    def _check_bundle(self, bundle):
        """One PDF with its exhibits stamped, and the fingerprint of the chronology."""
        self.assertEqual(bundle.state, "done", bundle.message)
        pages = PdfReader(io.BytesIO(base64.b64decode(bundle.pdf_file))).pages
        texts = [page.extract_text() for page in pages]
        self.assertIn(bundle.case_id.name, texts[0])
        for exhibit in bundle.case_id.exhibit_ids:
            stamp = f"Pièce n°\xa0{exhibit.number}"
            self.assertTrue(any(stamp in text for text in texts), (bundle.audience, stamp))
        self.assertTrue(bundle.zip_file)
