"""What people believe stops the limitation, and does not: each is done here, and moves nothing."""

from odoo.exceptions import UserError

from .limitation_common import LimitationCommon


class TestLimitationUnmoved(LimitationCommon):
    def setUp(self):
        super().setUp()
        self.before = self.claim.limitation_date

    def tearDown(self):
        self.env.flush_all()
        self.assertEqual(self.claim.limitation_date, self.before)
        self.assertEqual(self.consumer_case.limitation_date, self.before)
        self.assertEqual(self.claim.limitation_state, "running")
        super().tearDown()

    def _send(self, kind):
        letter = self._confirm(self._write_letter(kind, self.consumer_case, date=self._day(12)))
        return self._deliver(
            letter, date_presented=self._day(5), date_received=self._day(3), result="received"
        )

    def test_a_formal_notice_even_registered_and_received(self):
        """Cass. com. 18/05/2022 no. 20-23.204."""
        self._send("notice")
        self.assertEqual(self.claim.notice_date, self._day(3))

    def test_a_reminder(self):
        self._send("reminder")

    def test_filing_a_request_for_a_payment_order(self):
        """Cass. 1re civ. 9/09/2020 no. 19-12.006: its service does, not its filing."""
        order = self._step_type(self.consumer_case, "court_claim", "payment_order_test")
        self._step(order, "filed", 20)

    def test_talks(self):
        """Cass. 1re civ. 5/02/2014 no. 13-10.791."""
        talks = self._start(self.consumer_case, "negotiation")
        self._step(talks, "proposed", 15)
        self._step(talks, "answered", 5)

    def test_a_promise_by_telephone(self):
        self.env["litige.communication"].create(
            {
                "case_id": self.consumer_case.id,
                "channel": "call",
                "direction": "in",
                "summary": "She owes it, and will pay on Friday",
                "has_promise": True,
                "promise_amount": 1850.0,
                "promise_date": self._in(5),
            }
        )
        with self.assertRaisesRegex(UserError, "does not move the limitation"):
            self.claim._add_limitation_event("promise", self._day(3))

    def test_an_offer(self):
        self.env["litige.offer"].create(
            {
                "case_id": self.consumer_case.id,
                "party": "customer",
                "date": self._day(3),
                "amount": 1000.0,
            }
        )

    def test_proposing_a_mediation(self):
        talks = self._start(self.consumer_case, "conciliation")
        self._step(talks, "proposed", 15)
        self._step(talks, "requested", 14)

    def test_a_complaint_of_the_customer(self):
        self.consumer_case.complaint_on = self._day(10)

    def test_any_other_kind_is_refused_in_words(self):
        for kind in ("formal_notice", "registered_letter", "payment_order_request", "talks"):
            with self.assertRaisesRegex(UserError, "does not move the limitation"):
                self.claim._add_limitation_event(kind, self._day(3))
