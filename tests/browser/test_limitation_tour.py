"""A last day to sue that is near, in a real browser: it shouts, and says why."""

from dateutil.relativedelta import relativedelta

from .common import LitigeBrowserCommon


class TestLimitationTour(LitigeBrowserCommon):
    def test_a_case_a_month_from_its_limitation_shouts(self):
        case = self._open_case(self._create_overdue(self.consumer), user_id=self.claire.id)
        case.claim_ids._write_protected(
            {"performed_on": self.today - relativedelta(months=24, days=-20)}
        )
        self.start_tour(f"/odoo/disputes/{case.id}", "litige_limitation", login=self.login)
        event = case.claim_ids.limitation_event_ids
        self.assertEqual(event.kind, "enforcement")
        self.assertEqual(case.limitation_date, event.date + relativedelta(months=24))
