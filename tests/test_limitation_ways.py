"""What a last day to sue does to the ways before a judge."""

from datetime import timedelta

from .letter_common import plain
from .limitation_common import LimitationCommon


class TestLimitationWays(LimitationCommon):
    def _judge(self, case, code="payment_order"):
        card = self._card(case, code)
        return card["status"], plain(card["reason"])

    def test_a_claim_within_weeks_of_its_last_day_is_shouted_on_the_way_to_the_judge(self):
        case = self._make_case(left=20)
        case.action_confirm_standing()
        status, reason = self._judge(case)
        self.assertEqual(status, "warning", reason)
        self.assertIn("L. 218-2", reason)

    def test_a_claim_past_its_last_day_closes_the_way_with_its_article(self):
        case = self._make_case(left=-3)
        case.action_confirm_standing()
        status, reason = self._judge(case)
        self.assertEqual(status, "closed", reason)
        self.assertIn("L. 218-2", reason)

    def test_one_claim_past_its_day_does_not_close_the_way_of_the_others(self):
        day = self._ago(24) - timedelta(days=3)
        old = self._create_overdue(self.consumer, invoice_date=day, invoice_date_due=day)
        case = self._open_case(old | self._create_overdue(self.consumer))
        case.action_confirm_standing()
        status, reason = self._judge(case)
        self.assertEqual(status, "warning", reason)
