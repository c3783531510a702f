"""The ways from one phase to the next: the whole matrix."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LitigeCommon

# From each phase, where a case with an enforceable title may go by the buttons.
OPEN_WAYS = {
    "identification": {"assessment", "amicable", "judicial"},
    "assessment": {"identification", "amicable", "judicial"},
    "amicable": {"assessment", "judicial", "execution"},
    "judicial": {"amicable", "execution"},
    "execution": {"amicable", "judicial"},
    "closed": set(),
}
PATHS = {
    "identification": [],
    "assessment": ["assessment"],
    "amicable": ["amicable"],
    "judicial": ["judicial"],
    "execution": ["judicial", "execution"],
}


@tagged("standard", "post_install", "-at_install")
class TestPhases(LitigeCommon):
    def _case_in(self, phase, enforceable=True):
        case = self._open_case(self._create_overdue())
        if enforceable:
            case.claim_ids.sudo().enforceable_on = self.today
        if phase == "closed":
            case._close("abandoned", "Trop cher")
            return case
        for step in PATHS[phase]:
            case.with_context(litige_phase=step).action_set_phase()
        self.assertEqual(case.phase, phase)
        return case

    def test_every_way_of_the_matrix(self):
        for source, open_ways in OPEN_WAYS.items():
            for target in OPEN_WAYS:
                case = self._case_in(source)
                button = case.with_context(litige_phase=target)
                if target in open_ways:
                    button.action_set_phase()
                    self.assertEqual(case.phase, target, f"{source} → {target}")
                elif (source, target) != ("closed", "closed") and source == "closed":
                    continue  # reopening is tested below
                else:
                    with self.subTest(source=source, target=target), self.assertRaises(UserError):
                        button.action_set_phase()

    def test_execution_needs_an_agreement_or_a_decision(self):
        for phase in ("amicable", "judicial"):
            case = self._case_in(phase, enforceable=False)
            with self.assertRaisesRegex(UserError, "signed agreement or an enforceable decision"):
                case.with_context(litige_phase="execution").action_set_phase()

    def test_closing_asks_for_an_outcome(self):
        case = self._case_in("amicable")
        with self.assertRaisesRegex(UserError, "how the dispute"):
            case.with_context(litige_phase="closed").action_set_phase()

    def test_reopening_goes_back_where_it_stood_with_its_reason(self):
        for phase in PATHS:
            case = self._case_in(phase)
            case._close("irrecoverable", "Débiteur introuvable")
            self.env["litige.case.reopen"].create(
                {
                    "case_id": case.id,
                    "reason": "Débiteur retrouvé",
                }
            ).action_reopen()
            self.assertRecordValues(
                case,
                [
                    {
                        "phase": phase,
                        "outcome": False,
                        "date_closed": False,
                    }
                ],
            )
            self.assertEqual(case.event_ids.sorted("rank")[-1].summary, "Débiteur retrouvé")

    def test_reopening_by_the_buttons_is_refused(self):
        case = self._case_in("closed")
        with self.assertRaises(UserError):
            case.with_context(litige_phase="amicable").action_set_phase()

    def test_unknown_phase_is_refused(self):
        with self.assertRaises(UserError):
            self._case_in("amicable").with_context(litige_phase="paradise").action_set_phase()

    def test_closing_by_the_form_writes_why(self):
        case = self._case_in("judicial")
        self.env["litige.case.close"].with_context(active_ids=case.ids).create(
            {
                "outcome": "judgment_lost",
                "reason": "Preuve insuffisante",
            }
        ).action_close()
        self.assertRecordValues(
            case,
            [
                {
                    "phase": "closed",
                    "outcome": "judgment_lost",
                    "outcome_reason": "Preuve insuffisante",
                    "date_closed": self.today,
                }
            ],
        )
        self.assertFalse(case.claim_ids.is_open)
        self.assertFalse(case.claim_ids.is_held)

    def test_a_dispute_ends_between_its_opening_and_today(self):
        case = self._case_in("amicable")
        for days in (-1, 1):
            with self.assertRaisesRegex(UserError, "between the day it was opened and today"):
                case._close("abandoned", "Trop cher", self.today + timedelta(days=days))
