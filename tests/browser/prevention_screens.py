"""Pictures of what is done before any dispute: the check, warnings, terms, account statements.

Not a test: run it by name, `pytest tests/browser/prevention_screens.py`, and look at them.
"""

import base64
from datetime import timedelta

from odoo import fields
from odoo.tests.common import ChromeBrowser

from .camera import TARGET, Camera


class PreventionScreens(Camera):
    browser_size = "1366x768"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"lang": "fr_FR", "ref": "411DUB"})
        cls.late = cls._create_overdue(amount=2450.8, days=95, ref="BC 4471")
        cls._pay(cls.late, 1000.0, date=cls.today - timedelta(days=30))
        cls._create_overdue(amount=1310.0, days=-18)
        cls._create_overdue(cls.consumer, amount=380.0, days=-5)
        cls._create_overdue(cls._create_customer("Association du Lac"), amount=990.0, days=-3)
        cls.terms = cls.env["litige.terms"].create(
            {
                "name": "CGV 2026-03",
                "company_id": cls.company.id,
                "date_from": "2026-03-01",
                "document": base64.b64encode(b"CGV"),
                "document_name": "CGV 2026-03.pdf",
            }
        )
        cls._open_case(cls.late)
        cls.env["litige.clarity"].create(
            {
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "scope": "yes",
                "delay": "no",
                "extras": "no",
            }
        )
        cls.draft = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": cls.today,
                "invoice_date_due": cls.today + timedelta(days=90),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    fields.Command.create({"name": "Escalier", "price_unit": 4200.0})
                ],
            }
        )
        cls.statement = cls.env["litige.account.statement"].create(
            {"partner_id": cls.customer.id, "company_id": cls.company.id}
        )

    def test_screens(self):
        self.env.flush_all()
        self._print_invoice()
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(self.boss.login, self.boss.login, browser=browser)
                self._shoot_all(browser)
                self._wait_remaining_requests()
        finally:
            browser.stop()

    def _shoot_all(self, browser):
        checklist = "[name=litige_warnings] [name=action_litige_clarity]"
        draft = f"/odoo/customer-invoices/{self.draft.id}"
        statement = f"/odoo/account-statements/{self.statement.id}"
        for name, path, ready, steps in (
            ("prevention", "/odoo/prevention-check", ".o_kanban_record", ()),
            ("prevention_invoice", draft, "[name=litige_warnings]", ()),
            ("prevention_clarity", draft, "[name=litige_warnings]", (checklist,)),
            ("prevention_terms", f"/odoo/terms-of-sale/{self.terms.id}", ".o_form_view", ()),
            ("account_statement", statement, ".o_form_view", ()),
            ("prevention_partner", f"/odoo/res.partner/{self.customer.id}", ".o_notebook", ()),
        ):
            self._shoot(browser, name, path, ready, steps)

    def _print_invoice(self):
        """Print an invoice as customers get it, style sheets and all."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, _kind = report._render_qweb_pdf("account.report_invoice", self.late.ids)
        TARGET.mkdir(parents=True, exist_ok=True)
        (TARGET / "invoice.pdf").write_bytes(content)
