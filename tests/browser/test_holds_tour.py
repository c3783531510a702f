"""Holds and disputed invoices, changed by a person in a real browser."""

from .common import LitigeBrowserCommon


class TestHoldsTour(LitigeBrowserCommon):
    def test_resetting_a_disputed_invoice_asks_why_and_shows_the_draft(self):
        move = self._create_overdue()
        case = self._open_case(move)
        self.start_tour(
            f"/odoo/customer-invoices/{move.id}", "litige_invoice_change", login=self.login
        )
        self.assertEqual(move.state, "draft")
        [event] = case.event_ids.filtered(lambda event: event.kind == "invoice_change")
        self.assertIn("Taux de TVA erroné", event.summary)
        self.assertEqual(event.author_id, self.claire)

    def test_many_holds_are_lifted_from_their_list(self):
        self._open_case(self._create_overdue())
        self._open_case(self._create_overdue(self.consumer, 300))
        self.start_tour("/odoo/disputes-holds", "litige_holds", login=self.login)
        claims = self.env["litige.claim"].search([("company_id", "=", self.company.id)])
        self.assertEqual(claims.mapped("is_held"), [False, False])
