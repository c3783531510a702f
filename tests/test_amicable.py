"""Amicable ways on a dispute: what is open and why, what is taken, the delays it starts."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from .amicable_common import AmicableCommon
from .letter_common import plain


class TestAmicableCards(AmicableCommon):
    def test_a_consumer_is_informed_of_mediation_never_proposed_it(self):
        self.consumer_case.complaint_on = self._day(40)
        card = self._card(self.consumer_case, "consumer_mediation")
        self.assertEqual(card["status"], "open")
        self.assertIn("The consumer alone may start it, and never has to", card["reason"])
        self.assertIn("article L. 611-3 du code de la consommation", plain(card["reason"]))
        self.assertEqual(card["acts"][0]["method"], "action_write_mediation_info")
        self.assertNotIn("propose", self._acts(self.consumer_case, "consumer_mediation"))

    def test_a_professional_is_offered_conciliation_but_no_consumer_mediation(self):
        self.assertEqual(self._card(self.case, "consumer_mediation")["status"], "closed")
        self.assertEqual(self._acts(self.case, "consumer_mediation"), [])
        self.assertEqual(self._acts(self.case, "conciliation"), ["propose", "paper", "start"])
        self.assertEqual(self._card(self.case, "business_mediator")["status"], "open")
        self.assertEqual(self._card(self.consumer_case, "business_mediator")["status"], "closed")

    def test_a_mediator_that_lapsed_must_be_replaced_first(self):
        self.mediator.contract_to = self._day(1)
        self.assertEqual(self._acts(self.consumer_case, "consumer_mediation"), ["choose_mediator"])
        self.assertIn("lapsed", self.company.litige_mediator_warning)
        action = self.consumer_case.action_choose_mediator()
        self.assertEqual(action["res_model"], "litige.provider")

    def test_a_court_that_has_the_dispute_leaves_the_mediator_out(self):
        self.consumer_case.complaint_on = self._day(40)
        for phase in ("assessment", "amicable", "judicial"):
            self.consumer_case._move_to(phase)
        card = self._card(self.consumer_case, "consumer_mediation")
        self.assertEqual(card["status"], "warning")
        self.assertEqual(self._acts(self.consumer_case, "consumer_mediation"), ["inform"])

    def test_what_is_closed_comes_last(self):
        cards = [one for one in self.case.remedy_cards["cards"] if one["stage"] == "amicable"]
        states = [one["status"] == "closed" for one in cards]
        self.assertEqual(states, sorted(states))

    def test_a_sector_outside_the_scheme_names_no_mediator(self):
        self.company.litige_mediation_excluded = True
        card = self._card(self.consumer_case, "consumer_mediation")
        self.assertIn("L. 611-4", plain(card["reason"]))
        self.assertFalse(self.company.litige_mediator_warning)

    def test_settings_say_that_no_mediator_is_chosen(self):
        self.company.litige_mediator_id = False
        self.assertIn("No mediator is chosen", self.company.litige_mediator_warning)

    def test_an_unconfirmed_standing_is_confirmed_from_the_card(self):
        self.consumer_case.standing_confirmed = False
        self.assertEqual(self._acts(self.consumer_case, "consumer_mediation"), ["confirm_standing"])
        self.consumer_case.action_confirm_amicable_standing()
        self.assertTrue(self.consumer_case.standing_confirmed)

    def test_insolvency_closes_what_would_arrange_a_payment(self):
        kinds = self.customer._fields["litige_insolvency_kind"].get_values(self.env)
        self.customer.litige_insolvency_kind = kinds[0]
        for code in ("negotiation", "conciliation", "mediation"):
            self.assertEqual(self._card(self.case, code)["status"], "closed")
            self.assertIn("L. 622-7", plain(self._card(self.case, code)["reason"]))

    def test_a_closed_dispute_offers_nothing(self):
        self.case._close("abandoned", reason="Too small")
        for card in self.case.remedy_cards["cards"]:
            self.assertEqual(card["acts"], [])

    def test_a_way_no_longer_in_force_is_not_shown(self):
        self._remedy("participatory").date_to = self._day(1)
        codes = [card["code"] for card in self.case.remedy_cards["cards"]]
        self.assertNotIn("participatory", codes)

    # === ART. 750-1 === #

    def test_a_small_consumer_claim_needs_an_attempt_before_suing(self):
        attempt = self.consumer_case.remedy_cards["attempt"]
        self.assertEqual(attempt["state"], "required")
        self.assertIn("750-1", attempt["text"])
        self.assertIn("payment order", attempt["text"])

    def test_between_merchants_no_attempt_is_asked_for(self):
        self.assertEqual(self.case.remedy_cards["attempt"]["state"], "not_this_court")

    def test_the_ceiling_is_data(self):
        self.env["litige.legal.parameter"].create(
            {
                "code": "amicable_attempt_ceiling",
                "value": 1000,
                "unit": "amount",
                "date_from": self._day(10),
                "source": "test",
                "company_id": self.company.id,
            }
        )
        self.assertEqual(self.consumer_case.remedy_cards["attempt"]["state"], "not_this_amount")


class TestProceeding(AmicableCommon):
    def setUp(self):
        super().setUp()
        self.conciliation = self._start(
            self.consumer_case, "conciliation", provider_id=self.conciliator.id
        )

    def _events(self, case=None):
        return (case or self.consumer_case).event_ids.filtered(
            lambda event: event.kind == "proceeding"
        )

    def test_starting_is_told_once_and_not_twice_at_once(self):
        self.assertEqual(len(self._events()), 1)
        self.assertIn("M. Perrin", self._events().summary)
        self.assertEqual(
            self._card(self.consumer_case, "conciliation")["status_label"], "Under way"
        )
        self.assertNotIn("start", self._acts(self.consumer_case, "conciliation"))
        with self.assertRaisesRegex(UserError, "already under way"):
            self._start(self.consumer_case, "conciliation")

    def test_a_third_party_in_another_role_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "not recorded in that role"):
            self.conciliation.provider_id = self.mediator

    def test_a_proposal_suspends_nothing_an_agreement_does(self):
        self._step(self.conciliation, "proposed", 18)
        self.assertFalse(self.conciliation.suspended_from)
        self._step(self.conciliation, "meeting", 5)
        self.assertEqual(self.conciliation.suspended_from, self._day(5))
        self._step(self.conciliation, "agreed", 3)
        self.assertEqual(self.conciliation.suspended_from, self._day(3))

    def test_negotiating_never_suspends(self):
        talks = self._start(self.consumer_case, "negotiation")
        self._step(talks, "proposed", 18)
        self.assertFalse(talks.suspended_from)

    def test_the_mediators_notification_starts_two_delays(self):
        mediation = self._start(
            self.consumer_case, "consumer_mediation", provider_id=self.mediator.id
        )
        self._step(mediation, "notified", 10)
        self.assertRecordValues(
            mediation.deadline_ids.sorted("date"),
            [
                {"date": self._day(10) + timedelta(weeks=3), "party": "ours", "state": "running"},
                {"date": self._day(10) + timedelta(days=90), "party": "third", "state": "running"},
            ],
        )
        self.assertIn("R612-5", mediation.deadline_ids.sorted("date")[1].basis)
        self._step(mediation, "answered", 2)
        self.assertRecordValues(
            mediation.deadline_ids.sorted("date")[0], [{"state": "met", "done_on": self._day(2)}]
        )

    def test_a_corrected_day_counts_again_and_is_told(self):
        step = self._step(self.conciliation, "proposed", 18)
        step.date = self._day(16)
        self.assertEqual(self.conciliation.deadline_ids.date, self._day(16) + timedelta(days=15))
        self.assertEqual(len(self.conciliation.deadline_ids), 1)
        self.assertIn("not on", self._events().sorted("rank")[-1].summary)
        with self.assertRaises(UserError):
            step.unlink()

    def test_what_has_not_happened_is_no_step(self):
        with self.assertRaises(ValidationError):
            self._step(self.conciliation, "proposed", -1)
        other = self._remedy("mediation").step_ids[0]
        with self.assertRaisesRegex(ValidationError, "another way"):
            self.env["litige.proceeding.step"].create(
                {"proceeding_id": self.conciliation.id, "type_id": other.id}
            )

    def test_a_correction_of_a_deadline_gives_its_reason(self):
        self._step(self.conciliation, "proposed", 18)
        deadline = self.conciliation.deadline_ids
        with self.assertRaisesRegex(ValidationError, "where the corrected date comes from"):
            deadline.write({"override_date": self._in(3), "override_reason": " "})
        deadline.write({"override_date": self._in(3), "override_reason": "The letter says so"})
        self.assertEqual(deadline.date, self._in(3))
        self.assertEqual(deadline.activity_id.date_deadline, self._in(3))

    def test_deleting_the_activity_keeps_the_deadline(self):
        self._step(self.conciliation, "proposed", 18)
        deadline = self.conciliation.deadline_ids
        deadline.activity_id.unlink()
        self.assertEqual((deadline.state, deadline.exists()), ("running", deadline))
        deadline.action_met()
        self.assertFalse(deadline.activity_id)

    def test_closing_the_dispute_drops_its_deadlines(self):
        self._step(self.conciliation, "proposed", 18)
        self.consumer_case._close("abandoned", reason="Too small")
        self.assertEqual(self.conciliation.deadline_ids.state, "cancelled")
        self.assertFalse(self.conciliation.deadline_ids.activity_id)

    def test_merging_takes_proceedings_along(self):
        other = self._open_case(self._create_overdue(self.consumer, amount=100.0))
        self._step(self.conciliation, "proposed", 18)
        self.consumer_case._merge_into(other)
        self.assertEqual(self.conciliation.case_id, other)
        self.assertEqual(self.conciliation.deadline_ids.case_id, other)
        self.assertEqual(self.conciliation.deadline_ids.state, "running")

    # === THE END === #

    def _end(self, **values):
        with Form.from_action(self.env, self.conciliation.action_end()) as form:
            for name, value in values.items():
                form[name] = value
        return form.record.action_end()

    def test_a_certificate_of_failure_opens_the_lawsuit(self):
        letter = self._write_letter("notice", self.consumer_case)
        self.assertFalse(self.consumer_case._has_amicable_attempt())
        self._step(self.conciliation, "agreed", 10)
        self._end(
            certificate="JVBERi0xLjQK",
            ended_by="third",
            ended_on=self._day(1),
        )
        exhibit = self.conciliation.certificate_id
        self.assertEqual(exhibit.type_id.code, "certificate")
        self.assertFalse(exhibit.confidential)
        self.assertIn(exhibit, self.consumer_case._get_exhibits("court"))
        self.assertTrue(self.consumer_case._has_amicable_attempt())
        self.assertEqual(self.consumer_case.remedy_cards["attempt"]["state"], "done")
        _body, text = self._render(letter)
        self.assertIn("saisir la juridiction", text)

    def test_without_certificate_it_proves_nothing(self):
        self._end(outcome="refused", ended_by="theirs")
        self.assertFalse(self.consumer_case._has_amicable_attempt())
        with self.assertRaisesRegex(UserError, "has ended already"):
            self.conciliation._end("failure", self.today, "ours")

    def test_an_attempt_needs_its_paper(self):
        with self.assertRaisesRegex(UserError, "asks for the document"):
            self.conciliation._end("failure", self.today, "third", is_attempt=True)

    def test_a_consumer_mediation_is_not_counted_without_a_person(self):
        mediation = self._start(
            self.consumer_case, "consumer_mediation", provider_id=self.mediator.id
        )
        with Form.from_action(self.env, mediation.action_end()) as form:
            form.certificate = "JVBERi0xLjQK"
            self.assertFalse(form.is_attempt)
            self.assertIn("A conciliation leaves no doubt", form.attempt_hint)
            self.assertIn("750-1", form.attempt_hint)
        form.record.action_end()
        self.assertFalse(self.consumer_case._has_amicable_attempt())

    def test_talks_are_no_attempt_whatever_paper_is_added(self):
        talks = self._start(self.consumer_case, "negotiation")
        with Form.from_action(self.env, talks.action_end()) as form:
            self.assertFalse(form.may_be_attempt)
            self.assertEqual(form.ended_by, "ours")
            self.assertIn("none of them", form.attempt_hint)
        with self.assertRaisesRegex(UserError, "none of the attempts"):
            talks._end("failure", self.today, "ours", ("c.pdf", b"%PDF-1"), True)

    def test_nobody_available_excuses_only_after_three_months(self):
        paper = ("demande.pdf", b"%PDF-1")
        self._step(self.conciliation, "requested", 15)
        with self.assertRaisesRegex(UserError, "once the wait is over"):
            self.conciliation._end("unavailable", self.today, "ours", paper, True)
        self.conciliation.sudo().date_start = self._day(120)
        self.conciliation.step_ids.date = self._day(100)
        self.conciliation._end("unavailable", self.today, "ours", paper, True)
        self.assertTrue(self.consumer_case._has_amicable_attempt())

    def test_a_withdrawn_certificate_proves_nothing_any_more(self):
        self.conciliation._end("failure", self.today, "third", ("c.pdf", b"%PDF-1"), True)
        self.assertTrue(self.consumer_case._has_amicable_attempt())
        self.conciliation.certificate_id.with_context(litige_freezing=True).sudo().write(
            {"withdrawn_on": fields.Datetime.now()}
        )
        self.assertFalse(self.consumer_case._has_amicable_attempt())

    def test_the_end_comes_after_the_last_step_and_not_tomorrow(self):
        self._step(self.conciliation, "meeting", 2)
        for day in (self._day(3), self._in(1)):
            with self.assertRaisesRegex(UserError, "between its last step"):
                self.conciliation._end("failure", day, "third")

    def test_nobody_ends_it_by_writing(self):
        with self.assertRaisesRegex(UserError, "Use the buttons"):
            self.conciliation.with_user(self.env.user).write({"state": "ended"})
