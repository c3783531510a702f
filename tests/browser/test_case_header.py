"""The header of a dispute on a small screen: the button of the phase, and a menu."""

from odoo.tests import tagged

from .common import LitigeBrowserCommon


@tagged("standard", "post_install", "-at_install")
class TestCaseHeader(LitigeBrowserCommon):
    browser_size = "1366x768"

    def test_one_line_one_primary_button_and_a_menu(self):
        case = self._open_case(self._create_overdue(), user_id=self.claire.id)
        case._move_to("assessment")
        case._move_to("amicable")
        self.start_tour(f"/odoo/disputes/{case.id}", "litige_case_header", login=self.login)
        self.assertEqual(case.phase, "judicial")
