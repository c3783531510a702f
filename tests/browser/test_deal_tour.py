"""Offers exchanged and accepted in a real browser, in French, down to the draft agreement."""

from .common import LitigeBrowserCommon


class TestDealTour(LitigeBrowserCommon):
    def test_an_offer_answered_and_accepted_fills_the_agreement(self):
        move = self._create_overdue(amount=2000.0)
        case = self._open_case(move, user_id=self.claire.id)
        case._move_to("amicable")
        self.start_tour(f"/odoo/disputes/{case.id}", "litige_deal", login=self.login)
        self.assertRecordValues(
            case.offer_ids.sorted("rank"),
            [
                {"party": "us", "amount": 1800.0, "count": 3, "state": "countered"},
                {"party": "customer", "amount": 1500.0, "count": 3, "state": "accepted"},
            ],
        )
        self.assertRecordValues(
            case.settlement_ids,
            [
                {
                    "state": "draft",
                    "kind": "transaction",
                    "waived_amount": 500.0,
                    "settled_amount": 1500.0,
                    "scheduled_amount": 1500.0,
                }
            ],
        )
        self.assertEqual(case.settlement_ids.commitment_ids.mapped("amount"), [500.0] * 3)
