"""An amicable way taken in a real browser, in French, from its card to its end."""

from datetime import timedelta

from .common import LitigeBrowserCommon


class TestAmicableTour(LitigeBrowserCommon):
    def test_a_conciliation_is_taken_from_its_card(self):
        self.company.litige_mediator_id = self.env["litige.provider"].create(
            {
                "name": "Médiation du Rhône",
                "role": "consumer_mediator",
                "company_id": self.company.id,
                "contract_reference": "C-118",
                "contract_from": self.today - timedelta(days=100),
                "listing_status": "listed",
                "listing_checked_on": self.today - timedelta(days=30),
            }
        )
        move = self._create_overdue(self.consumer, amount=1200.0)
        case = self._open_case(move, user_id=self.claire.id)
        self.start_tour(f"/odoo/disputes/{case.id}", "litige_amicable", login=self.login)
        self.assertRecordValues(
            case.proceeding_ids, [{"state": "ended", "outcome": "failure", "is_attempt": False}]
        )
        self.assertEqual(case.proceeding_ids.step_ids.type_id.code, "proposed")
        self.assertEqual(case.proceeding_ids.deadline_ids.state, "met")
