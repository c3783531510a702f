"""From identification to an amicable way: what is done, what is missing and why; never blocked."""

from datetime import timedelta

from odoo.tests import new_test_user

from .assessment_common import AssessmentCommon


class TestChecklist(AssessmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new = cls._open_case(
            cls._create_overdue(cls.consumer),
            cause_id=cls.env.ref("litige_management.litige_cause_other").id,
            standing_confirmed=False,
        )

    def _states(self, case):
        return {step["code"]: step["state"] for step in case._get_steps()}

    def test_a_new_dispute_says_all_that_is_missing_with_its_reason(self):
        states = self._states(self.new)
        optional = {"root_cause", "opinion", "freezing"}
        self.assertEqual({code for code, state in states.items() if state == "optional"}, optional)
        self.assertEqual(
            {code for code, state in states.items() if state == "missing"},
            set(states) - optional,
        )
        for step in self.new._get_steps():
            self.assertTrue(step["reason"], step["code"])

    def test_each_step_is_done_once_it_is_done(self):
        case = self.new
        case.write({"cause_id": self.non_conformity.id, "description": "La porte frotte."})
        self.assertEqual(self._states(case)["cause"], "done")
        self.assertEqual(self._states(case)["words"], "done")
        case.action_confirm_standing()
        case.action_confirm_invoices()
        required, _useful = case._get_missing_exhibits()[case]
        *others, last = required
        for one in others:
            self._add_exhibits(case, "strong", type=one.type_id.code)
        self.assertEqual(self._states(case)["exhibits"], "missing")
        [exhibit] = self._add_exhibits(case, "strong", type=last.type_id.code)
        case.action_propose_positions()
        states = self._states(case)
        self.assertEqual(
            [states[code] for code in ("standing", "invoices", "exhibits", "positions")],
            ["done"] * 4,
        )
        self.assertEqual(states["weighing"], "missing")
        for position in case.position_ids.filtered(lambda one: one.side == "ours"):
            position.action_weigh(exhibit.id, "supports")
        self.env["litige.estimate"].create({"case_id": case.id, "chance": 50})
        self.assertNotIn("missing", self._states(case).values())
        self.assertEqual(case.checklist["percent"], 100)

    def test_an_invoice_added_later_is_to_be_checked_in_its_turn(self):
        self.case.action_confirm_invoices()
        self.assertEqual(self._states(self.case)["invoices"], "done")
        earlier = self.case.claim_ids.create_date - timedelta(minutes=1)
        self.case._write_protected({"invoices_checked_on": earlier})
        self.assertEqual(self._states(self.case)["invoices"], "missing")

    def test_who_gives_no_reason_needs_no_words(self):
        silent = self._open_case(self._create_overdue(self.consumer, 90))
        self.assertEqual(self._states(silent)["words"], "done")
        self._claim(silent, "paiement")
        self.assertEqual(self._states(silent)["positions"], "done")

    def test_who_spoke_gave_perhaps_a_reason(self):
        for values in (
            {"kind": "complaint", "direction": "in", "standing": "theirs"},
            {"kind": "email", "direction": "in"},
            {"kind": "call", "direction": "out", "standing": "theirs"},
        ):
            with self.subTest(values):
                silent = self._open_case(self._create_overdue(self.consumer, 90))
                event = {"case_id": silent.id, "summary": "La porte frotte."}
                silent._append_events([{**event, "kind": "email", "direction": "out"}])
                self.assertEqual(self._states(silent)["words"], "done", "we wrote, not they")
                silent._append_events([{**event, **values}])
                self.assertEqual(self._states(silent)["words"], "missing")
                silent.description = "La porte frotte."
                self.assertEqual(self._states(silent)["words"], "done")

    def test_each_button_of_a_step_leads_somewhere(self):
        for case in (self.new, self.case):
            for step in case._get_steps():
                if step.get("method"):
                    self.assertTrue(callable(getattr(case, step["method"])), step)

    # === MOVING ON === #

    def test_moving_on_says_what_is_missing_for_that_phase(self):
        to_assessment = self.new.get_missing_steps("assessment")
        self.assertEqual(len(to_assessment), 4)
        self.assertIn("Check what the customer is – The interest", to_assessment[2])
        self.assertGreater(len(self.new.get_missing_steps("amicable")), 4)
        self.assertFalse(self.new.get_missing_steps("execution"))
        self.assertFalse(self.new.get_missing_steps("closed"))

    def test_going_back_asks_for_nothing(self):
        self.new._move_to("amicable")
        self.assertFalse(self.new.get_missing_steps("assessment"))

    def test_dragged_on_the_board_it_moves_and_notes_what_was_missing_for_us_alone(self):
        self.new.phase = "amicable"
        self.assertEqual(self.new.phase, "amicable")
        note = self.new.message_ids.filtered(lambda message: "Moved on without" in message.body)
        self.assertIn("Compare settling with going on", note.body)
        self.assertTrue(note.subtype_id.internal or note.is_internal)
        self.assertNotIn("without", " ".join(self.new.event_ids.mapped("summary")))

    def test_nothing_is_noted_when_nothing_is_missing(self):
        self.case.action_confirm_invoices()
        self.case.phase = "assessment"
        self.assertFalse(self.case.message_ids.filtered(lambda message: "Moved on" in message.body))

    def test_a_resolver_is_told_nothing(self):
        resolver = new_test_user(
            self.env,
            "technicien",
            groups="litige_management.litige_management_group_resolver",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.new.resolver_id = resolver
        self.assertEqual(self.new.with_user(resolver).get_missing_steps("amicable"), [])
