"""The main job in a real browser, in French."""

import io

from pypdf import PdfReader

from odoo.tests import RecordCapturer

from ..letter_common import positions
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
        self.assertEvents(case, "phase", "letter", "payment", "hold_lifted", "closed")
        self.assertFalse(move.no_followup, "The hold must have been lifted")
        self._check_notice(case.letter_ids, move)
        self.assertFalse(case.activity_ids, "Nothing is left to do on a closed dispute")

    def _check_notice(self, letter, move):
        """The paper that was downloaded: the demand, the sum, the window of a DL envelope."""
        self.assertRecordValues(
            letter, [{"kind": "notice", "state": "confirmed", "amount": 1200.0}]
        )
        [attachment] = letter._get_frozen_attachments().values()
        runs = positions(PdfReader(io.BytesIO(attachment.raw)).pages[0])
        text = " ".join(run for run, _x, _y in runs)
        for expected in (move.name, "1 200,00 €", "mettons en demeure"):
            self.assertIn(expected, text)
        # A4 folded in three: the window shows from 105 mm of the left and 45 to 80 mm of the top.
        x, y = next((x, y) for run, x, y in runs if run == self.customer.name)
        self.assertTrue(105 <= x <= 120 and 45 <= y <= 80, (x, y))

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
