"""A short proof that the addon is well installed, for `odoo --test-tags /litige_management`.

The real tests are in the repository's `tests/`, which is not part of the addon.
"""

from datetime import date

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestSmoke(TransactionCase):
    def test_main_action_opens(self):
        """The menu leads to the list of disputes, and each of its views is valid."""
        action = self.env.ref("litige_management.litige_case_action")
        self.assertEqual(action.res_model, "litige.case")
        views = [(False, mode) for mode in action.view_mode.split(",")]
        loaded = self.env["litige.case"].get_views([*views, (False, "search")])["views"]
        self.assertLessEqual(set(action.view_mode.split(",")), set(loaded))

    def test_menu_is_there(self):
        action = self.env.ref("litige_management.litige_case_action")
        menus = self.env["ir.ui.menu"].search([("action", "=", f"{action._name},{action.id}")])
        self.assertTrue(menus)

    def test_legal_rate_can_be_read(self):
        """Interest of the second half of 2026 can be counted: its rate came with the addon."""
        rates = self.env["litige.legal.rate"].search([("date_from", "=", date(2026, 7, 1))])
        self.assertTrue(rates)
        self.assertGreater(min(rates.mapped("value")), 0)
