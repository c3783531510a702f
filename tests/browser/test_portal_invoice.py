"""A dispute never hides an invoice from the customer, nor stops them from paying it."""

from odoo.tests import HttpCase, new_test_user, tagged

from ..common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestPortalInvoice(LitigeCommon, HttpCase):
    def test_customer_still_sees_a_disputed_invoice_with_what_is_due(self):
        user = new_test_user(
            self.env, "portal_customer", password="portal_customer", groups="base.group_portal"
        )
        user.partner_id.parent_id = self.customer
        move = self._create_overdue(partner=user.partner_id)
        case = self._open_case(move)
        self.authenticate("portal_customer", "portal_customer")
        page = self.url_open(f"/my/invoices/{move.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(move.name, page.text)
        self.assertNotIn(case.name, page.text, "the file itself stays ours")
        for kind in ("all", "overdue_invoices"):
            listing = self.url_open(f"/my/invoices?filterby={kind}")
            self.assertTrue(move.name in listing.text, f"not in the list of {kind}")
