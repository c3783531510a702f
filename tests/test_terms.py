"""Which terms of sale a customer was given: kept on the invoice, never rewritten."""

import base64
import hashlib
import io

from reportlab.pdfgen import canvas

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common import LitigeCommon


def make_pdf(text, link=None):
    """Return a PDF that says `text`, and leads to `link`."""
    stream = io.BytesIO()
    page = canvas.Canvas(stream)
    page.drawString(72, 720, text)
    if link:
        page.linkURL(link, (72, 700, 200, 715))
    page.save()
    return base64.b64encode(stream.getvalue())


class TestTerms(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls._create_terms("CGV 2020", date_from="2020-01-01")
        cls.new = cls._create_terms("CGV 2026-03", date_from="2026-03-01")

    @classmethod
    def _create_terms(cls, name, **values):
        return cls.env["litige.terms"].create(
            {"name": name, "company_id": cls.company.id, **values}
        )

    def test_an_invoice_keeps_the_version_of_its_day(self):
        self.assertEqual(self._create_overdue(days=10).litige_terms_id, self.new)
        self.assertEqual(self._create_overdue(days=600).litige_terms_id, self.old)

    def test_consumers_have_their_own_when_there_are(self):
        own = self._create_terms("CGV consommateurs", audience="consumer", date_from="2026-01-01")
        self.assertEqual(self._create_overdue(self.consumer, days=5).litige_terms_id, own)
        self.assertEqual(self._create_overdue(days=5).litige_terms_id, self.new)

    def test_a_later_version_does_not_change_what_was_given(self):
        move = self._create_overdue(days=10)
        self._create_terms("CGV 2026-09", date_from="2026-09-01")
        move.button_draft()
        move.action_post()
        self.assertEqual(move.litige_terms_id, self.new)

    def test_a_version_that_an_invoice_names_is_fixed(self):
        self.new.document = make_pdf("Conditions")
        self._create_overdue(days=10)
        for vals in (
            {"document": make_pdf("Autres conditions")},
            {"date_from": "2026-04-01"},
            {"name": "CGV"},
        ):
            with self.assertRaisesRegex(UserError, "cannot change"):
                self.new.write(vals)
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "litige.terms"), ("res_field", "=", "document")]
        )
        with self.assertRaises(UserError):
            file.raw = b"autre"
        with self.assertRaises(UserError):
            self.new.unlink()
        self.new.note = "Relue"
        self.old.name = "CGV 2019"

    def test_a_dead_link_is_found_in_the_text_and_behind_a_word(self):
        dead = "https://ec.europa.eu/consumers/odr/main"
        for document, found in (
            (make_pdf(f"Plateforme : {dead}"), True),
            (make_pdf("Plateforme européenne", dead), True),
            (make_pdf("Conditions", "https://www.economie.gouv.fr/mediation-conso"), False),
            (base64.b64encode(f"<a href='{dead}'>ici</a>".encode()), True),
            (base64.b64encode(b"%PDF-1.4 broken"), False),
        ):
            self.old.document = document
            self.assertIs(self.old.has_dead_link, found)

    def test_the_file_has_a_fingerprint(self):
        self.old.document = base64.b64encode(b"CGV")
        self.assertEqual(self.old.document_hash, hashlib.sha256(b"CGV").hexdigest())

    def test_they_are_offered_to_the_file_of_a_dispute(self):
        self.new.write({"document": make_pdf("Conditions"), "document_name": "CGV.pdf"})
        move = self._create_overdue(days=20)
        statement = self.env["litige.account.statement"].create(
            {"partner_id": self.customer.id, "company_id": self.company.id}
        )
        statement.action_print()
        case = self._open_case(move)
        found = {one.type: one for one in case._find_exhibits()}
        self.assertEqual(found["terms"].source, self.new)
        self.assertEqual(found["terms"].file_name, "CGV.pdf")
        self.assertEqual(found["account_statement"].source, statement)
        case.action_collect_exhibits()
        wizard = self.env["litige.exhibit.collect"].search([], order="id desc", limit=1)
        chosen = wizard.line_ids.filtered(
            lambda line: line.type_id.code in ("terms", "account_statement")
        )
        (wizard.line_ids - chosen).is_selected = False
        wizard.action_add()
        self.assertEqual(
            set(case.exhibit_ids.mapped("type_id.code")), {"terms", "account_statement"}
        )

    def test_a_company_does_not_see_the_terms_of_another(self):
        other = self.setup_other_company()["company"]
        user = new_test_user(
            self.env,
            "litige_terms_user",
            groups="litige_management.litige_management_group_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        theirs = self._create_terms("CGV", company_id=other.id)
        self.assertNotIn(theirs, self.env["litige.terms"].with_user(user).search([]))
        with self.assertRaises(AccessError):
            theirs.with_user(user).read(["name"])

    def test_rights(self):
        for group, expected in (
            ("litige_management.litige_management_group_manager", (True, True)),
            ("litige_management.litige_management_group_user", (True, False)),
            ("account.group_account_invoice", (True, False)),
            ("base.group_user", (False, False)),
            ("base.group_portal", (False, False)),
        ):
            user = new_test_user(self.env, f"terms_{group}", groups=group)
            Terms = self.env["litige.terms"].with_user(user)
            self.assertEqual((Terms.has_access("read"), Terms.has_access("write")), expected, group)
