"""Steps in court: their order, the delays they start by the law of the right day."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from .court_common import DAY, CourtCommon

SERVE = "Have the order served, or it is void"
OPPOSE = "Time for the customer to oppose the order"
SILENCE = "Time for the clerk to tell us of an opposition"


class TestPaymentOrder(CourtCommon):
    def test_from_the_request_to_enforcement(self):
        proceeding = self._file()
        self.assertEqual(proceeding.court, "commercial")
        self.assertEqual(proceeding.next_type_ids.mapped("code"), ["filed"])
        self._take(proceeding, "filed", "2026-09-01")
        self.assertEqual(self.case.phase, "judicial")
        self._take(proceeding, "deposited", "2026-09-02")
        self._grant(proceeding)
        self.assertIn(f"By {self._said('2026-12-15')}", proceeding.next_words)
        self._take(proceeding, "served", "2026-09-18", service="person")
        self.assertIn(f"Over on {self._said('2026-11-18')}", proceeding.next_words)
        self._take(proceeding, "enforceable", "2026-11-19")
        self.assertEqual(self.case.phase, "execution")
        self.assertEqual(set(self.case.claim_ids.mapped("enforceable_on")), {DAY("2026-11-19")})
        self.assertEqual(proceeding.award_ids.enforceable_on, DAY("2026-11-19"))
        self._take(proceeding, "enforcement", "2026-11-20")
        self._take(proceeding, "enforcement", "2026-11-21")
        self.assertEqual(proceeding.state, "running")
        words = [event.summary for event in self.case.event_ids if event.kind == "proceeding"]
        self.assertTrue(any("Order: granted in full" in one for one in words))
        self.assertTrue(any("Order served on the customer, in person" in one for one in words))

    def test_an_order_of_september_2026_is_served_within_three_months(self):
        """Art. 1411 CPC, décret 2026-96: the day of the order decides, not today."""
        proceeding = self._file()
        self._take(proceeding, "filed", "2026-09-01")
        self._grant(proceeding, "2026-09-15")
        self.assertEqual(self._deadlines(proceeding)[SERVE], ("2026-12-15", "running"))

    def test_an_order_of_august_2026_is_served_within_six_months(self):
        proceeding = self._file(day="2026-07-20")
        self._take(proceeding, "filed", "2026-07-20")
        self._grant(proceeding, "2026-08-31")
        # Six months on, 28 February, is a Sunday: art. 642 CPC.
        self.assertEqual(self._deadlines(proceeding)[SERVE][0], "2027-03-01")

    def test_the_clerks_silence_counts_for_orders_from_september_2026_only(self):
        recent = self._order_served()
        self.assertEqual(self._deadlines(recent)[SILENCE][0], "2026-11-18")
        self._take(recent, "withdrawn", "2026-11-20")
        # Served after the change of the law, but issued before: the law of the order decides.
        older = self._order_served(order="2026-08-28", served="2026-09-18")
        self.assertNotIn(SILENCE, self._deadlines(older))
        self.assertEqual(self._deadlines(older)[OPPOSE][0], self._deadlines(recent)[OPPOSE][0])

    def test_a_law_changed_by_a_dated_record_changes_the_answer(self):
        self.env["litige.legal.parameter"].create(
            {
                "code": "payment_order_service_months",
                "value": 4,
                "unit": "months",
                "date_from": "2026-09-10",
                "source": "test",
                "company_id": self.company.id,
            }
        )
        proceeding = self._file()
        self._take(proceeding, "filed", "2026-09-01")
        self._grant(proceeding, "2026-09-15")
        self.assertEqual(self._deadlines(proceeding)[SERVE][0], "2027-01-15")

    def test_costs_are_deposited_before_the_commercial_court(self):
        proceeding = self._file()
        self._take(proceeding, "filed", "2026-09-01")
        [deposit] = proceeding.deadline_ids
        self.assertEqual((deposit.date, deposit.party), (DAY("2026-09-16"), "ours"))
        self._take(proceeding, "deposited", "2026-09-10")
        self.assertEqual((deposit.state, deposit.done_on), ("met", DAY("2026-09-10")))

    def test_the_civil_court_asks_for_no_deposit(self):
        proceeding = self._file(court="civil")
        self._take(proceeding, "filed", "2026-09-01")
        self.assertFalse(proceeding.deadline_ids)
        with self.assertRaisesRegex(UserError, "tribunal de commerce"):
            self._take(proceeding, "deposited", "2026-09-02")

    # === ORDER, IN WORDS === #

    def test_impossible_orders_are_refused_in_a_sentence(self):
        proceeding = self._file()
        with self.assertRaisesRegex(UserError, "comes after “Request filed with the court”"):
            self._grant(proceeding)
        self._take(proceeding, "filed", "2026-09-01")
        with self.assertRaisesRegex(UserError, f"recorded already, on {self._said('2026-09-01')}"):
            self._take(proceeding, "filed", "2026-09-02")
        self._grant(proceeding)
        with self.assertRaisesRegex(UserError, "“Order: granted in full” already is"):
            self._take(proceeding, "refused", "2026-09-16")
        with self.assertRaisesRegex(UserError, f"cannot be before {self._said('2026-09-15')}"):
            self._take(proceeding, "served", "2026-09-14", service="person")
        with self.assertRaisesRegex(ValidationError, "Say how it was served"):
            self._take(proceeding, "served", "2026-09-18")

    def test_enforceable_waits_until_the_clerks_silence_is_over(self):
        proceeding = self._order_served()
        with self.assertRaisesRegex(
            UserError, f"has to wait until {self._said('2026-11-18')} is over"
        ):
            self._take(proceeding, "enforceable", "2026-11-18")
        self.assertFalse(any(self.case.claim_ids.mapped("enforceable_on")))

    def test_an_order_served_too_late_is_void(self):
        proceeding = self._file(day="2026-01-05")
        self._take(proceeding, "filed", "2026-01-05")
        self._grant(proceeding, "2026-01-15")
        with self.assertRaisesRegex(UserError, "too late for “Order served on the customer”"):
            self._take(proceeding, "served", "2026-08-20", service="person")
        self._take(proceeding, "lapsed", "2026-08-20")
        self.assertEqual((proceeding.state, proceeding.outcome), ("ended", "lapsed"))
        self.assertEqual(set(proceeding.deadline_ids.mapped("state")), {"cancelled"})

    def test_a_corrected_day_counts_again_but_keeps_the_order(self):
        proceeding = self._order_served()
        served = proceeding.step_ids.filtered(lambda step: step.type_id.code == "served")
        served.date = DAY("2026-09-21")
        self.assertEqual(self._deadlines(proceeding)[OPPOSE][0], "2026-10-21")
        with self.assertRaisesRegex(
            UserError, f"cannot be dated before {self._said('2026-09-15')}"
        ):
            served.date = DAY("2026-09-10")

    # === SERVICE, OPPOSITION === #

    def test_an_order_left_elsewhere_may_still_be_opposed_after_a_month(self):
        """Art. 1416, al. 2, CPC: until a month after the first act in person or seizure."""
        day = DAY("2026-11-23")
        served = self._order_served(service="other")
        decision = self.case._get_decision(day)
        self.assertTrue(decision.reopens and decision.until < day)
        self._take(served, "first_act", "2026-11-02")
        decision = self.case._get_decision(day)
        self.assertFalse(decision.reopens)
        self.assertEqual(str(decision.until), "2026-12-02")

    def test_not_in_person_leaves_the_opposition_open_until_a_first_act(self):
        """Art. 1416 CPC."""
        proceeding = self._order_served(service="other")
        self.assertIn("first_act", proceeding.next_type_ids.mapped("code"))
        self._take(proceeding, "enforceable", "2026-11-19")
        self._take(proceeding, "first_act", "2026-11-20")
        again = self._deadlines(proceeding)["Time left for the customer to oppose the order"]
        self.assertEqual(again, ("2026-12-21", "running"), "Sunday 20: art. 642")

    def test_in_person_there_is_no_second_period(self):
        proceeding = self._order_served()
        with self.assertRaisesRegex(UserError, "Not served in person"):
            self._take(proceeding, "first_act", "2026-11-20")

    def test_an_opposition_stops_the_order_until_a_judgment_replaces_it(self):
        proceeding = self._order_served()
        self._take(proceeding, "opposition", "2026-10-02")
        deadlines = self._deadlines(proceeding)
        self.assertEqual(deadlines[OPPOSE][1], "met")
        self.assertEqual(deadlines[SILENCE][1], "cancelled")
        with self.assertRaisesRegex(UserError, "no longer can be recorded"):
            self._take(proceeding, "enforceable", "2026-11-20")
        self._take(proceeding, "clerk_letter", "2026-10-06")
        self.assertEqual(
            self._deadlines(proceeding)[
                "Deposit the costs of the opposition, or the order is void"
            ],
            ("2026-10-21", "running"),
        )
        self._take(proceeding, "answered", "2026-10-12")
        self._take(proceeding, "hearing", "2026-10-13", announced_on="2026-11-05")
        self.assertEqual(self._deadlines(proceeding)["Hearing"], ("2026-11-05", "running"))
        self._grant(proceeding, "2026-11-12", "judgment", is_provisional=True)
        order, judgment = proceeding.award_ids.sorted("date")
        self.assertEqual(order.replaced_by_id, judgment)
        self._take(proceeding, "judgment_served", "2026-11-16", service="person")
        self._take(proceeding, "judgment_enforceable", "2026-11-16")
        self.assertEqual(judgment.enforceable_on, DAY("2026-11-16"))

    def test_a_late_opposition_takes_an_enforceable_order_back_to_court(self):
        proceeding = self._order_served(service="other")
        self._take(proceeding, "enforceable", "2026-11-19")
        self._take(proceeding, "opposition", "2026-11-20")
        self.assertFalse(any(self.case.claim_ids.mapped("enforceable_on")))
        self.assertEqual(self.case.phase, "judicial")

    def test_granted_in_part_is_served_or_declined(self):
        proceeding = self._file()
        self._take(proceeding, "filed", "2026-09-01")
        self._grant(proceeding, code="partly", granted_principal=500.0)
        self.assertEqual(proceeding.award_ids.result, "partly")
        self._take(proceeding, "partly_declined", "2026-09-20")
        self.assertEqual(proceeding.outcome, "withdrawn")

    def test_refused_ends_it_and_another_way_may_start(self):
        proceeding = self._file()
        self._take(proceeding, "filed", "2026-09-01")
        self._take(proceeding, "refused", "2026-09-15")
        self.assertEqual(proceeding.outcome, "dismissed")
        with self.assertRaisesRegex(UserError, "has ended already"):
            self._take(proceeding, "withdrawn", "2026-09-16")
        self.assertTrue(self._file("lawsuit", "2026-09-20"))

    # === LIMITATION === #

    def test_serving_the_order_interrupts_the_limitation_filing_it_does_not(self):
        """Cass. 1re civ. 9/09/2020 no. 19-12.006; lost again when it is given up (art. 2243)."""
        before = self.case.limitation_date
        proceeding = self._file()
        self._take(proceeding, "filed", "2026-09-01")
        self._grant(proceeding)
        self.assertEqual(self.case.limitation_date, before)
        self._take(proceeding, "served", "2026-09-18", service="person")
        # While the claim is in court, there is no last day to sue.
        self.assertNotEqual(self.case.limitation_date, before)
        self._take(proceeding, "withdrawn", "2026-10-05")
        self.assertEqual(self.case.limitation_date, before)

    # === THE FORM === #

    def test_the_form_asks_only_what_the_step_needs(self):
        proceeding = self._file()
        self._take(proceeding, "filed", "2026-09-01")
        with Form.from_action(self.env, proceeding.action_record()) as form:
            form.type_id = proceeding.remedy_id.step_ids.filtered(lambda x: x.code == "granted")
            self.assertTrue(form.asks_award)
            self.assertEqual(form.claimed_principal, self.case.open_amount)
            self.assertEqual(form.granted_principal, self.case.open_amount)
            form.date = "2026-09-15"
            form.paper = "JVBERi0xLjQK"
        form.record.action_record()
        step = proceeding.step_ids.filtered("exhibit_id")
        self.assertEqual(step.exhibit_id.type_id.code, "court_decision")
        served = proceeding.next_type_ids.filtered(lambda one: one.code == "served")
        action = served.with_context(litige_proceeding_id=proceeding.id).action_record()
        with Form.from_action(self.env, action) as form:
            self.assertFalse(form.asks_award)
            form.date = "2026-09-18"
            form.service = "person"
        form.record.action_record()
        enforceable = proceeding.remedy_id.step_ids.filtered(lambda x: x.code == "enforceable")
        with Form.from_action(self.env, proceeding.action_record()) as form:
            form.type_id = enforceable
            self.assertEqual(str(form.date), "2026-11-19", "the day after the last period")


class TestOtherWays(CourtCommon):
    def test_a_summons_is_filed_fifteen_days_before_the_hearing(self):
        """Art. 754 CPC: counted back from the hearing."""
        lawsuit = self._file("lawsuit", court="civil")
        self._take(lawsuit, "served", "2026-09-10", announced_on="2026-11-10")
        name = "File the summons with the clerk, or it lapses"
        self.assertEqual(self._deadlines(lawsuit)[name], ("2026-10-26", "running"))
        with self.assertRaisesRegex(UserError, "too late for “Summons filed with the clerk”"):
            self._take(lawsuit, "placed", "2026-10-27")
        self._take(lawsuit, "placed", "2026-10-20")
        self.assertEqual(self._deadlines(lawsuit)[name][1], "met")
        self.assertEqual(self._deadlines(lawsuit)["Hearing"][0], "2026-11-10")

    def test_eight_days_are_enough_before_the_commercial_court(self):
        """Art. 857 CPC; while nobody said which court, the longest delay holds."""
        name = "File the summons with the clerk, or it lapses"
        for court, last in (("commercial", "2026-11-02"), (False, "2026-10-26")):
            with self.subTest(court), self.env.cr.savepoint() as savepoint:
                lawsuit = self._file("lawsuit")
                lawsuit.court = court
                self._take(lawsuit, "served", "2026-09-10", announced_on="2026-11-10")
                self.assertEqual(self._deadlines(lawsuit)[name], (last, "running"))
                savepoint.rollback()

    def _judged(self, code="lawsuit", **values):
        one = self._file(code)
        self._take(one, "served", "2026-09-04", announced_on="2026-10-05")
        if code == "lawsuit":
            self._take(one, "placed", "2026-09-10")
        award = {"claimed_principal": 1000, "granted_principal": 1000, "is_provisional": True}
        self._take(
            one, "judgment", "2026-10-08", award={**award, **values.pop("award", {})}, **values
        )
        return one

    def test_a_judgment_can_be_appealed_for_one_month(self):
        lawsuit = self._judged()
        self._take(lawsuit, "judgment_served", "2026-10-12", service="person")
        running = self._deadlines(lawsuit)
        self.assertEqual(running["Time for the customer to appeal"], ("2026-11-12", "running"))
        self.assertNotIn("Time for the customer to oppose the default decision", running)

    def test_a_summary_order_can_be_appealed_for_fifteen_days(self):
        """Art. 490 CPC."""
        order = self._judged("summary_order")
        self._take(order, "judgment_served", "2026-10-12", service="person")
        self.assertEqual(self._deadlines(order)["Time for the customer to appeal"][0], "2026-10-27")

    def test_a_default_judgment_is_served_in_six_months_and_opposed(self):
        """Art. 478 CPC; opposition only against a decision of last resort."""
        lawsuit = self._judged(is_absent=True, is_last_resort=True)
        running = self._deadlines(lawsuit)
        self.assertEqual(running["Have the judgment served, or it is void"][0], "2027-04-08")
        self._take(lawsuit, "judgment_served", "2026-10-12", service="other")
        running = self._deadlines(lawsuit)
        self.assertIn("Time for the customer to oppose the default decision", running)
        self.assertNotIn("Time for the customer to appeal", running)
        self._take(lawsuit, "default_opposition", "2026-10-20")
        self.assertEqual(lawsuit.child_ids.remedy_id.code, "opposition")
        self.assertEqual(lawsuit.child_ids.step_ids.type_id.code, "lodged")

    def test_a_judgment_not_enforceable_at_once_waits_until_it_is_final(self):
        lawsuit = self._judged(award={"is_provisional": False})
        self._take(lawsuit, "judgment_served", "2026-10-12", service="person")
        with self.assertRaisesRegex(UserError, "Enforceable at once"):
            self._take(lawsuit, "judgment_enforceable", "2026-10-13")
        with self.assertRaisesRegex(UserError, "has to wait"):
            self._take(lawsuit, "final", "2026-11-12")
        self._take(lawsuit, "final", "2026-11-13")
        self.assertEqual(set(self.case.claim_ids.mapped("enforceable_on")), {DAY("2026-11-13")})

    def test_an_appeal_lost_takes_the_judgment_away(self):
        lawsuit = self._judged()
        self._take(lawsuit, "judgment_served", "2026-10-12", service="person")
        self._take(lawsuit, "judgment_enforceable", "2026-10-12")
        self._take(lawsuit, "appeal", "2026-10-20")
        appeal = lawsuit.child_ids
        self.assertEqual((appeal.remedy_id.code, appeal.parent_id), ("appeal", lawsuit))
        self.assertEqual(self._deadlines(lawsuit)["Time for the customer to appeal"][1], "met")
        self._take(appeal, "judgment_lost", "2026-11-10")
        self.assertFalse(any(self.case.claim_ids.mapped("enforceable_on")))
        self.assertEqual(self.case.phase, "judicial")

    def test_a_judgment_against_us_counts_our_own_delay(self):
        lawsuit = self._file("lawsuit")
        self._take(lawsuit, "served", "2026-09-04", announced_on="2026-10-05")
        self._take(lawsuit, "placed", "2026-09-10")
        self._take(lawsuit, "judgment_lost", "2026-10-08")
        self._take(lawsuit, "served_on_us", "2026-10-14")
        ours = lawsuit.deadline_ids.filtered(lambda one: one.name.startswith("Appeal"))
        self.assertEqual((str(ours.date), ours.party), ("2026-11-16", "ours"), "Saturday 14")

    def test_silence_ends_the_small_claims_way(self):
        small = self._file("small_claims")
        self._take(small, "sent", "2026-09-01")
        with self.assertRaisesRegex(
            UserError, f"has to wait until {self._said('2026-10-01')} is over"
        ):
            self._take(small, "silent", "2026-10-01")
        kind = small.remedy_id.step_ids.filtered(lambda one: one.code == "silent")
        with Form.from_action(self.env, small._action_record(kind)) as form:
            form.date = "2026-10-02"
            form.paper = "JVBERi0xLjQK"
        form.record.action_record()
        self.assertEqual((small.state, small.outcome), ("ended", "failure"))
        self.assertTrue(self.case._has_amicable_attempt(), "art. 750-1, 5° CPC")

    def test_every_way_in_court_has_steps_that_can_be_walked(self):
        """The catalogue never leads into a dead end: a first step, and a way out of each."""
        for remedy in self.env["litige.remedy"].search([("track", "=", "judicial")]):
            kinds = {kind.code: kind for kind in remedy.step_ids}
            with self.subTest(way=remedy.code):
                self.assertTrue([kind for kind in kinds.values() if not kind.after_ids])
                reached, grown = set(), True
                while grown:
                    more = {
                        code
                        for code, kind in kinds.items()
                        if not kind.after_ids or set(kind.after_ids.mapped("code")) & reached
                    }
                    grown, reached = more != reached, more
                self.assertEqual(reached, set(kinds))
                for rule in remedy.step_ids.rule_ids:
                    others = rule.met_by_id | rule.opens_ids | rule.law_step_ids
                    self.assertFalse((others | rule.dropped_by_ids).remedy_id - remedy)
