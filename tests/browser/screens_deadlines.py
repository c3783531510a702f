"""Screenshots of what must not be missed: the last day to sue, and deadlines.

Not a test: run it by name, `pytest tests/browser/screens_deadlines.py`, and look at what it wrote.
"""

from odoo.tests.common import ChromeBrowser

from . import screens
from .case_file import bring_near_limitation


class DeadlineScreens(screens.Screens):
    def test_screens(self):
        near = self.shown["Boulangerie Perret"]
        bring_near_limitation(near)
        self.env.flush_all()
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(self.login, self.login, browser=browser)
                self._shoot_near(browser, f"/odoo/disputes/{near.id}")
                self._wait_remaining_requests()
        finally:
            browser.stop()

    def _shoot_near(self, browser, path):
        row, tab = ".o_form_view .o_data_row", "[name=deadlines].nav-link"
        for name, url, ready, steps in (
            ("near", path, row, ()),
            ("limitation", path, row, (tab,)),
            ("limitation_edit", path, row, (tab, "button[name=action_edit_limitation]")),
            ("limitation_record", path, row, (tab, "button[name=action_record_limitation_event]")),
            ("kanban_deadlines", "/odoo/disputes", ".o_kanban_record", ()),
            ("list_deadlines", "/odoo/disputes?view_type=list", ".o_data_row", ()),
            ("holds_deadlines", "/odoo/disputes-holds", ".o_data_row", ()),
            ("deadlines_list", "/odoo/dispute-deadlines", ".o_data_row", ()),
        ):
            self._shoot(browser, name, url, ready, steps)
