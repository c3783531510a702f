"""Logging a call in ten seconds, in a real browser, in French."""

from .common import LitigeBrowserCommon


class TestLogTour(LitigeBrowserCommon):
    def test_log(self):
        """A call by two keys and its words, a visit with a promise, the thread by channel."""
        case = self._open_case(self._create_overdue(), user_id=self.claire.id)
        self.start_tour(f"/odoo/disputes/{case.id}", "litige_log", login=self.login)
        self.assertRecordValues(
            case.communication_ids.sorted("id"),
            [
                {"channel": "call", "direction": "out", "summary": "virement jeudi"},
                {"channel": "visit", "direction": "out", "summary": "Portes reprises"},
            ],
        )
        self.assertRecordValues(
            case.promise_ids,
            [{"amount": 1200.0, "date_promised": self._in_days(8), "state": "pending"}],
        )
        self.assertEvents(case, "call", "visit", "promise")
