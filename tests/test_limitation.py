"""The last day to sue of an invoice: what it is counted from, what moves it, who is told."""

from datetime import timedelta

from odoo.exceptions import UserError, ValidationError

from odoo.addons.litige_management.legal.semesters import add_months

from .limitation_common import PAPER, LimitationCommon


class TestLimitationDates(LimitationCommon):
    def test_a_consumer_can_be_sued_for_two_years(self):
        self.assertRecordValues(
            self.claim,
            [
                {
                    "limitation_date": add_months(self.issued, 24),
                    "limitation_arguable_date": add_months(self.claim.date_due, 24),
                    "limitation_state": "running",
                }
            ],
        )
        self.assertEqual(self.consumer_case.limitation_date, self.claim.limitation_date)

    def test_a_merchant_can_be_sued_for_five_years(self):
        first = self.case.claim_ids.sorted("date_due")[0]
        self.assertEqual(first.limitation_date, add_months(first.date_invoice, 60))
        self.assertEqual(self.case.limitation_date, first.limitation_date, "the earliest counts")

    def test_a_co_ownership_is_no_consumer(self):
        self.consumer_case.standing = "non_professional"
        self.assertEqual(self.claim.limitation_date, add_months(self.issued, 60))

    def test_a_customer_nobody_checked_may_be_a_consumer(self):
        self.case.standing_confirmed = False
        first = self.case.claim_ids.sorted("date_due")[0]
        self.assertEqual(first.limitation_date, add_months(first.date_invoice, 24))
        self.assertEqual(first.limitation_arguable_date, add_months(first.date_due, 60))
        self.case.standing_confirmed = True
        self.assertEqual(first.limitation_date, add_months(first.date_invoice, 60))

    def test_the_works_start_it_when_their_day_is_known(self):
        done = self.issued - timedelta(days=50)
        self._edit(self.claim, performed_on=done)
        self.assertEqual(self.claim.limitation_date, add_months(done, 24))

    def test_a_due_date_that_the_contract_agreed_starts_it(self):
        self._edit(self.claim, due_agreed=True)
        self.assertEqual(self.claim.limitation_date, add_months(self.claim.date_due, 24))

    def test_a_carriage_has_one_year(self):
        self._edit(self.claim, limitation_nature="carriage")
        self.assertEqual(self.claim.limitation_date, add_months(self.issued, 12))

    def test_correcting_one_invoice_from_the_dispute_leaves_the_others_alone(self):
        day = self._ago(23)
        old = self._create_overdue(self.consumer, invoice_date=day, invoice_date_due=day)
        case = self._open_case(old | self._create_overdue(self.consumer))
        first, other = case.claim_ids.sorted("limitation_date")
        self._edit(other, performed_on=other.date_due)
        kept = other.limitation_date
        wizard = (
            self.env["litige.claim.limitation"]
            .with_context(case.action_edit_limitation()["context"])
            .create({"reason": "Acceptance of works signed", "performed_on": self._ago(22)})
        )
        self.assertEqual(wizard.claim_ids, first)
        wizard.action_apply()
        self.assertEqual((first.performed_on, other.limitation_date), (self._ago(22), kept))

    def test_a_date_set_by_hand_wins_and_is_told_for_us_alone(self):
        day = self.today + timedelta(days=12)
        with self.assertRaisesRegex(UserError, "what you rest it on"):
            self._edit(self.claim, override_date=day, reason=" ")
        self._edit(self.claim, override_date=day, reason="Advice of Me Roux")
        self.assertEqual(self.claim.limitation_date, day)
        event = self.consumer_case.event_ids.filtered(lambda one: one.kind == "deadline")
        self.assertIn("Advice of Me Roux", event.summary)
        self.assertIn("Set by hand", self.consumer_case.get_limitation_panel())
        self.assertNotIn("Me Roux", str(self.consumer_case._render_chronology()))

    def test_nothing_is_left_to_sue_for_once_it_is_paid(self):
        self._pay(self.consumer_invoice)
        self.assertRecordValues(self.claim, [{"limitation_date": False, "limitation_state": False}])
        self.assertFalse(self.consumer_case.limitation_date)

    def test_each_instalment_has_its_own_and_the_paid_ones_none(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Three parts",
                "line_ids": [
                    (0, 0, {"value": "percent", "value_amount": 30, "nb_days": 0}),
                    (0, 0, {"value": "percent", "value_amount": 30, "nb_days": 30}),
                    (0, 0, {"value": "percent", "value_amount": 40, "nb_days": 60}),
                ],
            }
        )
        issued = self._ago(6)
        move = self._create_overdue(
            self.consumer,
            amount=1000.0,
            invoice_date=issued,
            invoice_date_due=False,
            invoice_payment_term_id=terms.id,
        )
        case = self._open_case(move)
        self._edit(case.claim_ids, due_agreed=True)
        days = [add_months(issued + timedelta(days=gap), 24) for gap in (0, 30, 60)]
        self.assertEqual(case.limitation_date, days[0])
        self.assertIn("Each instalment has its own", case.get_limitation_panel())
        self._pay(move, 300.0)
        self.assertEqual(case.limitation_date, days[1])
        self._pay(move, 200.0)
        self.assertEqual(case.limitation_date, days[1], "the second is only paid in part")
        self._pay(move, 100.0)
        self.assertEqual(case.limitation_date, days[2])

    def test_changing_the_law_is_a_dated_record(self):
        self.env["litige.legal.parameter"].create(
            {
                "code": "limitation_consumer_months",
                "value": 36,
                "unit": "months",
                "date_from": self.issued - timedelta(days=5),
                "source": "test",
                "company_id": self.company.id,
            }
        )
        self.assertEqual(self.consumer_case.limitation_date, add_months(self.issued, 36))

    def test_the_contract_of_the_case(self):
        found = self.consumer_case._get_limitation(self.claim.limitation_date)
        self.assertEqual(
            (found.date, found.days_left, found.level, found.claim),
            (self.claim.limitation_date, 0, "near", self.claim),
        )
        self.consumer_case._close("abandoned", reason="Too small")
        self.assertFalse(self.consumer_case._get_limitation().date)
        self.assertFalse(self.consumer_case.limitation_date)

    def test_the_ways_before_a_court_know_it(self):
        def card(case):
            [found] = [one for one in case.remedy_cards["cards"] if one["code"] == "payment_order"]
            return found["status"], found["reason"]

        status, reason = card(self._make_case(20))
        self.assertEqual(status, "warning")
        self.assertIn("The limitation ends on", reason)
        status, reason = card(self._make_case(-5))
        self.assertEqual(status, "closed")
        self.assertIn("The limitation ran out", reason)
        case = self._make_case(-5)
        move = self._create_overdue(self.consumer)
        self.env["litige.case.opening"]._add_claims(
            [(case, [{"move": move, "disputed": move.amount_residual}])]
        )
        self.assertNotEqual(card(case)[0], "closed", "one of its invoices is in time")


class TestLimitationEvents(LimitationCommon):
    def test_a_written_acknowledgment_starts_it_again_for_the_whole_debt(self):
        event = self.claim._add_limitation_event("acknowledgment", self._day(3), PAPER)
        self.assertEqual(self.claim.limitation_date, add_months(self._day(3), 24))
        self.assertEqual(event.exhibit_id.case_id, self.consumer_case)
        told = self.consumer_case.event_ids.filtered(lambda one: one.kind == "limitation")
        self.assertIn(self.consumer_invoice.name, told.summary)
        self.assertEqual(told.occurred_on, self._day(3))
        self.assertIn("article 2240 du code civil", self.consumer_case.get_limitation_panel())

    def test_an_acknowledgment_that_nobody_wrote_or_may_show_is_none(self):
        with self.assertRaisesRegex(ValidationError, "must be in writing"):
            self.claim._add_limitation_event("acknowledgment", self._day(3))
        [secret] = self.consumer_case._add_exhibits(
            [
                {
                    "raw": PAPER[1],
                    "file_name": PAPER[0],
                    "confidential": True,
                    "confidential_ground": "mediation",
                }
            ]
        )
        with self.assertRaisesRegex(ValidationError, "acknowledges nothing"):
            self.claim._add_limitation_event("acknowledgment", self._day(3), secret)

    def test_an_acknowledgment_after_the_end_revives_nothing(self):
        case = self._make_case(-10)
        last = case.limitation_date
        case.claim_ids._add_limitation_event("acknowledgment", self._day(3), PAPER)
        self.assertEqual(case.limitation_date, last)
        self.assertIn("it changes nothing", case.get_limitation_panel())

    def test_a_claim_in_court_interrupts_until_it_ends_and_never_if_it_is_lost(self):
        last = self.claim.limitation_date
        event = self.claim._add_limitation_event("court_claim", self._day(20))
        self.assertRecordValues(
            self.claim, [{"limitation_date": False, "limitation_state": "in_court"}]
        )
        event.ended_on = self._day(2)
        self.assertEqual(self.claim.limitation_date, add_months(self._day(2), 24))
        event.write({"ended_on": False, "lost_on": self._day(2), "lost_reason": "Withdrawn"})
        self.assertEqual(self.claim.limitation_date, last, "art. 2243: it never interrupted")

    def test_an_act_of_enforcement_starts_it_again(self):
        self.claim._add_limitation_event("enforcement", self._day(3))
        self.assertEqual(self.claim.limitation_date, add_months(self._day(3), 24))

    def test_an_expertise_stops_it(self):
        self.claim._add_limitation_event("expertise", self._day(20))
        self.assertEqual(self.claim.limitation_state, "suspended")

    def test_what_was_recorded_by_mistake_never_was(self):
        last = self.claim.limitation_date
        event = self.claim._add_limitation_event("enforcement", self._day(3))
        event.write({"is_cancelled": True, "cancel_reason": "Another customer"})
        self.assertEqual(self.claim.limitation_date, last)
        with self.assertRaisesRegex(UserError, "was recorded stays"):
            event.date = self._day(5)
        with self.assertRaisesRegex(UserError, "was recorded stays"):
            event.sudo().unlink()

    def test_only_what_has_happened_and_of_this_dispute(self):
        with self.assertRaisesRegex(ValidationError, "has happened"):
            self.claim._add_limitation_event("enforcement", self._in(1))
        with self.assertRaisesRegex(ValidationError, "on one day"):
            self.claim._add_limitation_event("enforcement", self._day(3), ended_on=self._day(2))
        with self.assertRaises(ValueError):
            (self.claim | self.case.claim_ids)._add_limitation_event("enforcement", self._day(3))

    def test_a_mediation_that_both_agreed_to_suspends_it(self):
        last = self.claim.limitation_date
        talks = self._start(self.consumer_case, "mediation")
        self._step(talks, "agreed", 15)
        self.assertEqual(self.claim.limitation_state, "suspended")
        self.assertFalse(self.consumer_case.limitation_date)
        talks._end("failure", self._day(5), "ours")
        self.assertEqual(self.claim.limitation_date, last + timedelta(days=10))

    def test_never_less_than_six_months_are_left_after_it(self):
        case = self._make_case(30)
        talks = self._start(case, "mediation")
        self._step(talks, "agreed", 15)
        talks._end("failure", self._day(5), "ours")
        self.assertEqual(case.limitation_date, add_months(self._day(5), 6))

    def test_an_invoice_that_joins_later_is_not_covered(self):
        talks = self._start(self.consumer_case, "mediation")
        self._step(talks, "agreed", 15)
        move = self._create_overdue(self.consumer)
        self.env["litige.case.opening"]._add_claims(
            [(self.consumer_case, [{"move": move, "disputed": move.amount_residual}])]
        )
        joined = self.consumer_case.claim_ids.filtered(lambda one: one.move_id == move)
        self.assertEqual(joined.limitation_state, "running")
        self.assertEqual(self.consumer_case.limitation_date, joined.limitation_date)
        talks.claim_ids |= joined
        self.assertEqual(joined.limitation_state, "suspended")

    def test_a_step_before_the_court_interrupts_it_until_the_end(self):
        last = self.claim.limitation_date
        suit = self._step_type(self.consumer_case, "court_claim")
        self._step(suit, "served", 30)
        self.assertEqual(self.claim.limitation_state, "in_court")
        suit._end("withdrawn", self._day(3), "ours")
        self.assertEqual(self.claim.limitation_date, last, "withdrawn: art. 2243")

    def test_a_title_can_be_enforced_for_ten_years(self):
        suit = self._step_type(self.consumer_case, "court_claim")
        self._step(suit, "served", 30)
        self.claim._write_protected({"enforceable_on": self._day(3)})
        self.assertEqual(self.claim.limitation_date, add_months(self._day(3), 120))
        self.assertIn("L. 111-4", self.consumer_case.get_limitation_panel())

    def test_merging_takes_what_moved_it_along(self):
        self.claim._add_limitation_event("enforcement", self._day(3))
        other = self._open_case(self._create_overdue(self.consumer, amount=100.0))
        self.consumer_case._merge_into(other)
        self.assertEqual(self.claim.limitation_date, add_months(self._day(3), 24))
        self.assertEqual(self.claim.limitation_event_ids.case_id, other)
