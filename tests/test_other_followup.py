"""Marks of other follow-up tools: every one is set by a hold, and given back as it was.

account_invoice_overdue_reminder (a mark on the invoice) and account_invoice_blocking (one on each
receivable line) have no version for this Odoo yet: fields of Odoo's of the same kind stand for
theirs.
"""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.litige_management.models import litige_followup

from .common import LitigeCommon

ON_MOVE, ON_LINE = "is_move_sent", "is_imported"


@tagged("standard", "post_install", "-at_install")
class TestOtherFollowup(LitigeCommon):
    def setUp(self):
        super().setUp()
        self.move, self.other = self._create_overdue(), self._create_overdue(amount=300)
        self.move[ON_MOVE] = False
        for name, marks in (
            ("LINE_MARKS", (*litige_followup.LINE_MARKS, ON_LINE)),
            ("MOVE_MARKS", (*litige_followup.MOVE_MARKS, ON_MOVE)),
        ):
            self.startPatcher(patch.object(litige_followup, name, marks))

    def _get_marks(self, move):
        return (move[ON_MOVE], *move._litige_get_term_lines().mapped(ON_LINE), move.no_followup)

    def test_no_other_tool_is_installed_here(self):
        self.assertEqual(self.company._litige_get_other_dunning(), [])

    def test_every_mark_is_set_and_given_back(self):
        self.other[ON_MOVE] = True
        self.other._litige_get_term_lines()[ON_LINE] = True
        case = self._open_case(self.move | self.other)
        for move in (self.move, self.other):
            self.assertEqual(self._get_marks(move), (True, True, True))
        case.action_close_mistake()
        self.assertEqual(self._get_marks(self.move), (False, False, False))
        self.assertEqual(self._get_marks(self.other), (True, True, False))

    def test_a_tool_removed_meanwhile_is_forgotten(self):
        case = self._open_case(self.move)
        memory = case.claim_ids.previous_no_followup
        memory["invoice"]["gone"] = False
        case.claim_ids.sudo().previous_no_followup = memory
        case.action_close_mistake()
        self.assertEqual(self._get_marks(self.move), (False, False, False))

    def test_what_a_hold_remembers_is_not_overwritten_by_the_next(self):
        claim = self._open_case(self.move).claim_ids
        claim._hold_again("Still waiting for the expert", self.today)
        claim._sync_ledger()
        claim._release_hold()
        self.assertEqual(self._get_marks(self.move), (False, False, False))

    def test_lines_made_anew_are_marked_too_and_given_back(self):
        case = self._open_case(self.move)
        self._change(self.move).button_draft()
        self.move.invoice_line_ids.price_unit = 900
        self.move.action_post()
        self._run_precommit()
        self.assertEqual(self._get_marks(self.move), (True, True, True))
        case.action_close_mistake()
        self.assertEqual(self._get_marks(self.move), (False, False, False))
