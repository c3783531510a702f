"""The main job in a real browser, in French."""

from odoo.tests import RecordCapturer

from .common import LitigeBrowserCommon


class TestTours(LitigeBrowserCommon):
    def test_main_job(self):
        """From the overdue invoice to the dispute closed as paid, opened by keyboard."""
        self.env.ref("litige_management.litige_cause_price").with_context(
            lang="fr_FR"
        ).name = "Erreur de prix ou de facturation"
        move = self._create_overdue(amount=1200.0, days=34)
        with RecordCapturer(self.env["litige.case"]) as opened:
            self.start_tour(
                f"/odoo/customer-invoices/{move.id}",
                "litige_main_job",
                login=self.login,
            )
        case = opened.records
        self.assertRecordValues(
            case,
            [
                {
                    "partner_id": self.customer.id,
                    "description": "14 m² au devis, 16 sur la facture",
                    "standing": "merchant",
                    "standing_confirmed": True,
                    "user_id": self.claire.id,
                    "phase": "closed",
                    "outcome": "paid",
                    "open_amount": 0.0,
                }
            ],
        )
        self.assertEqual(case.cause_id, self.env.ref("litige_management.litige_cause_price"))
        self.assertEvents(case, "payment", "hold_lifted", "closed")
        self.assertFalse(move.no_followup, "The hold must have been lifted")
        self.assertFalse(case.activity_ids, "Nothing is left to do on a closed dispute")

    def test_selection_of_several_customers(self):
        """Invoices chosen in the list: one dispute per customer, the paid one left out."""
        moves = self._create_overdue() | self._create_overdue(amount=300.0, days=12)
        moves |= self._create_overdue(self.consumer, 90.0)
        self._pay(self._create_overdue(self._create_customer("Mairie de Bron")))
        with RecordCapturer(self.env["litige.case"]) as opened:
            self.start_tour("/odoo/customer-invoices", "litige_selection", login=self.login)
        self.assertEqual(opened.records.partner_id, self.customer | self.consumer)
        self.assertEqual(opened.records.claim_ids.move_id, moves)
        self.assertTrue(all(opened.records.claim_ids.mapped("is_held")))
