"""Screenshots of holds, and of an invoice in dispute that somebody wants to change.

Not a test: run it by name, `pytest tests/browser/screens_holds.py`, and look at what it wrote.
"""

from odoo.tests.common import ChromeBrowser

from . import screens

ALL = ".o_list_view thead .o_list_record_selector input"


class HoldScreens(screens.Screens):
    def test_screens(self):
        held = self.env["litige.claim"].search([("is_held", "=", True)])
        held[0]._write_protected({"hold_since": self._in_days(-75)})
        held[1]._write_protected({"hold_review_date": self._in_days(3)})
        held[2]._write_protected({"hold_review_date": self.today})
        self.env.flush_all()
        invoice = f"/odoo/customer-invoices/{held[0].move_id.id}"
        holds, reset = "/odoo/disputes-holds", "button[name=button_draft]"
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(self.login, self.login, browser=browser)
                for name, url, ready, steps in (
                    ("holds", holds, ".o_data_row", ()),
                    ("holds_lift", holds, ".o_data_row", (ALL, "button[name=action_lift_hold]")),
                    ("holds_again", holds, ".o_data_row", (ALL, "button[name=action_hold]")),
                    ("invoice_asked", invoice, reset, (reset,)),
                    ("invoice_why", invoice, reset, (reset, ".modal footer .btn-primary")),
                ):
                    self._shoot(browser, name, url, ready, steps)
                self._wait_remaining_requests()
        finally:
            browser.stop()
