"""A claim between merchants taken to an enforceable payment order, in a real browser."""

from datetime import date

from ..court_common import CourtCommon
from .common import LitigeBrowserCommon


class TestCourtTour(LitigeBrowserCommon, CourtCommon):
    def test_from_an_unanswered_formal_notice_to_an_enforceable_order(self):
        """Order of 15 September 2026, served in person, no opposition."""
        due = (self.today - date(2026, 6, 30)).days
        move = self._create_overdue(amount=1200.0, days=due)
        case = self._open_case(move, user_id=self.claire.id)
        notice = self._confirm(self._write_letter("notice", case))
        self._deliver(
            notice,
            number="1A 123 456 7890 1",
            date_posted=date(2026, 8, 18),
            date_received=date(2026, 8, 20),
            result="received",
        )
        self.assertEqual(case.claim_ids.notice_date, date(2026, 8, 20))
        self.start_tour(f"/odoo/disputes/{case.id}", "litige_court", login=self.login)
        order = case.court_proceeding_ids
        self.assertEqual(
            [(step.type_id.code, str(step.date)) for step in order.step_ids],
            [
                ("filed", "2026-09-01"),
                ("deposited", "2026-09-02"),
                ("granted", "2026-09-15"),
                ("served", "2026-09-18"),
                ("enforceable", "2026-11-19"),
            ],
        )
        served = order.deadline_ids.filtered(
            lambda one: one.rule_id.is_fatal and one.step_id.award_ids
        )
        self.assertEqual((str(served.date), served.state), ("2026-12-15", "met"))
        self.assertRecordValues(
            case.award_ids,
            [{"granted_principal": 1200.0, "enforceable_on": date(2026, 11, 19)}],
        )
        self.assertEqual(
            (case.phase, case.claim_ids.enforceable_on), ("execution", date(2026, 11, 19))
        )
