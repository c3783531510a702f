"""Collecting in one click what Odoo holds already."""

import base64
import io

from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.litige_management.pdf import prose

from .letter_common import LetterCommon, plain
from .test_exhibit import PDF

MAIL = (
    '<p style="background:url(http://tracker.example/a.png)">Je vous <b>règle vendredi</b>.</p>'
    '<img src="http://tracker.example/b.png"/><a href="http://x.example">lien</a>'
    "<script>alert(1)</script><!-- secret -->"
)


@tagged("standard", "post_install", "-at_install")
class TestExhibitCollect(LetterCommon):
    def _collect(self, case=None):
        """Press *Collect…* and return the wizard, or nothing when there is nothing new."""
        action = (case or self.case).action_collect_exhibits()
        return self.env["litige.exhibit.collect"].browse(action.get("res_id") or [])

    def _collect_all(self, case=None):
        self._collect(case).action_add()
        return (case or self.case).exhibit_ids

    @classmethod
    def _attach(cls, record, name, raw=None, **values):
        return cls.env["ir.attachment"].create(
            {
                "name": name,
                "raw": raw or PDF + name.encode(),
                "res_model": record._name,
                "res_id": record.id,
                **values,
            }
        )

    @classmethod
    def _keep_invoice_pdf(cls, move):
        """Keep the PDF of an invoice as sending it does."""
        cls._attach(move, f"{move.name}.pdf".replace("/", "_"), res_field="invoice_pdf_report_file")
        move.invalidate_recordset(["invoice_pdf_report_id", "invoice_pdf_report_file"])

    def _receive(self, move, body=MAIL, subject="Votre relance", **values):
        return move.message_post(
            body=body,
            subject=subject,
            message_type="email",
            author_id=self.customer.id,
            email_from="client@example.com",
            body_is_html=True,
            **values,
        )

    # === WHAT IS FOUND === #

    def test_the_pdf_that_was_sent_is_taken_as_it_is(self):
        self._keep_invoice_pdf(self.older)
        line = self._collect().line_ids.filtered(lambda one: one.source_id == self.older.id)
        self.assertTrue(line.is_selected)
        self.assertEqual(line.type_id.code, "invoice")
        self.assertIn(self.older.name, line.name)
        self.assertEqual(line.date, self.older.invoice_date)
        self._collect().action_add()
        exhibit = self.case.exhibit_ids.filtered(lambda one: one.source_id == self.older.id)
        self.assertEqual(exhibit._get_raw(), self.older.invoice_pdf_report_id.raw)

    def test_an_invoice_never_printed_is_printed_now(self):
        with self.allow_pdf_render():
            self._collect().with_context(force_report_rendering=True).action_add()
        exhibits = self.case.exhibit_ids
        self.assertEqual(len(exhibits), 2)
        for exhibit in exhibits:
            text = PdfReader(io.BytesIO(exhibit._get_raw())).pages[0].extract_text()
            self.assertIn(self.env["account.move"].browse(exhibit.source_id).name, text)

    def test_letters_are_found_and_what_proves_their_arrival_is_there_already(self):
        letter = self._write_letter()
        letter.check_ids.write({"is_acknowledged": True})
        letter._confirm()
        delivery = self.env["litige.delivery"].create({"letter_id": letter.id})
        delivery.receipt = base64.b64encode(PDF + b"AR")
        lines = self._collect().line_ids.filtered(lambda one: "litige." in one.source_model)
        self.assertEqual(lines.type_id.mapped("code"), ["notice"])
        self.assertEqual(
            list(lines._get_contents().values()), [letter._get_frozen_attachments()[letter].raw]
        )
        self.assertEqual(self.case.exhibit_ids.type_id.mapped("code"), ["notice_receipt"])

    def test_attachments_are_found_with_their_type_and_caption(self):
        self._attach(self.older, "Devis signé D-118.pdf")
        self._attach(self.case, "IMG_0001.jpg", raw=b"\xff\xd8\xff\xe0 jpeg", mimetype="image/jpeg")
        lines = self._collect().line_ids.grouped("file_name")
        self.assertEqual(lines["Devis signé D-118.pdf"].type_id.code, "contract")
        self.assertEqual(lines["Devis signé D-118.pdf"].name, "Devis signé D-118")
        self.assertEqual(lines["IMG_0001.jpg"].type_id.code, "photo")
        self.assertFalse(lines["IMG_0001.jpg"].name)

    # === E-MAILS === #

    def test_an_email_becomes_readable_pages_without_what_it_hides(self):
        self._receive(self.older)
        line = self._collect().line_ids.filtered(lambda one: one.source_model == "mail.message")
        self.assertEqual(line.type_id.code, "email")
        self.assertIn("Votre relance", line.name)
        content = line._get_contents()[line]
        text = plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
        for words in ("SARL Dubreuil", "client@example.com", "Votre relance", "règle vendredi"):
            self.assertIn(words, text)
        for words in ("alert", "secret", "tracker"):
            self.assertNotIn(words, text)
        self.assertNotIn(b"tracker.example", content)
        self.assertNotIn(b"x.example", content)

    def test_nothing_of_a_mail_can_make_the_printer_fetch_or_hide(self):
        self.assertEqual(prose.keep_structure(MAIL), "<p>Je vous <b>règle vendredi</b>.</p>lien")
        self.assertEqual(prose.keep_structure("<h1 onclick='x'>A &lt; B</h1>"), "<h2>A &lt; B</h2>")
        self.assertEqual(prose.keep_structure(False), "")

    def test_what_was_said_in_mediation_stays_confidential(self):
        message = self._receive(self.older, subject="Proposition du médiateur")
        self.case._append_events(
            [
                {
                    "case_id": self.case.id,
                    "kind": "email",
                    "summary": "Proposition",
                    "confidential": True,
                    "confidential_ground": "mediation",
                    "message_id": message.id,
                }
            ]
        )
        exhibit = self._collect_all().filtered(lambda one: one.source_model == "mail.message")
        self.assertTrue(exhibit.is_confidential_binding)
        self.assertNotIn(exhibit, self.case._get_exhibits("court"))

    def test_internal_notes_are_no_evidence(self):
        self.older.message_post(
            body="À relancer", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        self.assertNotIn("mail.message", self._collect().line_ids.mapped("source_model"))

    # === TWICE === #

    def test_the_second_time_only_what_is_new_is_proposed(self):
        self._keep_invoice_pdf(self.older)
        self._keep_invoice_pdf(self.newer)
        self._receive(self.older)
        self.assertEqual(len(self._collect_all()), 3)
        self.assertFalse(self._collect())
        self._attach(self.newer, "BL 44.pdf")
        self.assertEqual(self._collect().line_ids.mapped("file_name"), ["BL 44.pdf"])

    def test_the_same_file_in_two_places_is_one_line(self):
        self._keep_invoice_pdf(self.older)
        raw = self.older.invoice_pdf_report_id.raw
        self._attach(self.older, "copie.pdf", raw=raw)
        self._attach(self.case, "encore.pdf", raw=raw)
        names = self._collect().line_ids.mapped("file_name")
        self.assertFalse({"copie.pdf", "encore.pdf"} & set(names))

    def test_what_is_unticked_stays_out_and_corrections_are_kept(self):
        self._keep_invoice_pdf(self.older)
        self._keep_invoice_pdf(self.newer)
        with Form(self._collect()) as form:
            with form.line_ids.edit(0) as line:
                line.is_selected = False
            with form.line_ids.edit(1) as line:
                line.name = "La facture du solde"
        form.record.action_add()
        self.assertEqual(self.case.exhibit_ids.mapped("name"), ["La facture du solde"])

    def test_one_that_cannot_be_printed_is_named_and_stops_no_other(self):
        self._keep_invoice_pdf(self.older)
        self.env.ref("account.account_invoices").report_name = "litige_management.nowhere"
        with self.allow_pdf_render():
            wizard = self._collect().with_context(force_report_rendering=True)
            params = wizard.action_add()["params"]
        self.assertIn(self.newer.name, params["message"])
        self.assertEqual(self.case.exhibit_ids.source_id, self.older.id)

    # === RIGHTS AND COST === #

    def test_a_file_that_the_user_may_not_read_cannot_be_slipped_in(self):
        secret = self._attach(self.env["res.company"].create({"name": "Autre"}), "secret.pdf")
        user = self._create_user_of_disputes()
        wizard = (
            self.env["litige.exhibit.collect"]
            .with_user(user)
            .create(
                {
                    "case_id": self.case.id,
                    "line_ids": [
                        fields.Command.create(
                            {
                                "attachment_id": secret.id,
                                "file_name": "x.pdf",
                                "type_id": self.env["litige.exhibit.type"]
                                ._get_by_code()["other"]
                                .id,
                                "source_model": "res.company",
                                "source_id": 1,
                            }
                        )
                    ],
                }
            )
        )
        with self.assertRaises(AccessError):
            wizard.action_add()

    def _create_user_of_disputes(self):
        return new_test_user(
            self.env,
            "claire.litige",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[fields.Command.set(self.company.ids)],
        )

    def test_finding_costs_the_same_queries_whatever_the_number(self):
        def cost(case):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            case._find_exhibits()
            return self.cr.sql_log_count - before

        cases = []
        for size in (2, 12):
            moves = self.env["account.move"].union(
                *(self._create_overdue(amount=100 + n) for n in range(size))
            )
            for move in moves:
                self._keep_invoice_pdf(move)
                self._attach(move, "BL.pdf", raw=PDF + move.name.encode())
                self._receive(move)
            cases.append(self._open_case(moves))
        # The rules and groups that Odoo reads once for all are not counted.
        costs = [min(cost(case) for _round in range(3)) for case in cases]
        self.assertEqual(costs[0], costs[1], costs)
