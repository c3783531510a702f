"""The list of who to contact today, walked in a real browser, in French."""

from .common import LitigeBrowserCommon
from .worklist_file import touch_bank


class TestWorklistTour(LitigeBrowserCommon):
    def test_worklist(self):
        """Two customers in four keys, a dispute opened on the third, and the end of the list."""
        girard = self._create_customer("Transports Girard SA", phone="+33 4 72 00 00 01")
        self._create_overdue(girard, 11890.0)
        self._create_overdue(self.customer, 4000.0)
        disputed = self._create_overdue(self.consumer, 900.0)
        touch_bank(self, self.today)
        self.start_tour("/odoo/worklist", "litige_worklist", login=self.login)
        outcomes = self.env["litige.contact.outcome"].search([("company_id", "=", self.company.id)])
        self.assertRecordValues(
            outcomes.sorted("id"),
            [
                {"partner_id": girard.id, "outcome": "promised", "promised_amount": 11890.0},
                {"partner_id": self.customer.id, "outcome": "no_answer", "promised_amount": 0.0},
                {"partner_id": self.consumer.id, "outcome": "disputes", "promised_amount": 0.0},
            ],
        )
        self.assertEqual(outcomes.communication_id.user_id, self.claire)
        self.assertEqual(disputed.litige_state, "disputed")
        self.assertEqual(disputed.litige_case_id.description, "Le vernis cloque")
