from odoo import api, fields, models
from odoo.exceptions import UserError


class LitigeCaseLifecycleMixin(models.AbstractModel):
    """How a dispute ends, starts again, or joins another one."""

    _name = "litige.case.lifecycle.mixin"
    _description = "Dispute Lifecycle"

    proposed_outcome = fields.Char(compute="_compute_proposed_outcome")

    @api.depends("claim_ids.open_amount", "claim_ids.paid_amount", "claim_ids.conceded_amount")
    def _compute_proposed_outcome(self):
        for case in self:
            case.proposed_outcome = case.is_all_settled and case._propose_outcome()

    # === MOVING === #

    def _move_by_hand(self, phase):
        """Move to a phase chosen on a screen. Ending and starting again ask for their words."""
        if phase == "closed":
            raise UserError(self.env._("Press “Close…” and say how the dispute ended."))
        if any(not case.is_open for case in self):
            raise UserError(self.env._("This dispute is closed: reopen it, and say why."))
        cases = self.filtered(lambda case: case.phase != phase)
        missing = cases._get_missing_note(phase)
        cases._move_to(phase)
        cases._note_missing_steps(missing)
        return True

    # === ENDING === #

    def _close(self, outcome, reason=None, as_of=None):
        """Close the cases with an outcome and lift their holds.

        :param as_of: the day it ended (default: today)
        :raise UserError: when something is still due and the outcome is *paid*
        """
        today = fields.Date.context_today(self)
        for case in self:
            # A day that a person chose; near midnight, two people's todays may differ.
            if as_of and not case.date_opened <= as_of <= today:
                raise UserError(
                    self.env._("A dispute ends between the day it was opened and today.")
                )
            if outcome == "paid":
                case._check_paid()
        as_of = as_of or today
        self.claim_ids._release_hold()
        self._write_protected({"outcome": outcome, "outcome_reason": reason, "date_closed": as_of})
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        self._move_to(
            "closed",
            kind="closed",
            occurred_on=as_of,
            summary=f"{labels[outcome]}{f': {reason}' if reason else ''}",
        )
        self._drop_deadlines()
        # The invoices may enter another dispute at once: the unique index must know.
        self.claim_ids.flush_recordset(["is_open"])
        self.activity_unlink(
            [
                "litige_management.mail_activity_type_hold_review",
                "litige_management.mail_activity_type_close_paid",
            ]
        )

    def _check_paid(self):
        """Raise in words unless the customer has paid what was due."""
        self.ensure_one()
        due = sum(self.claim_ids.mapped("open_amount"))
        if not self.currency_id.is_zero(due):
            raise UserError(
                self.env._(
                    "%(case)s still shows %(amount)s due. Register the payment first, or "
                    "choose another outcome.",
                    case=self.name,
                    amount=self.currency_id.format(due),
                )
            )
        if self.currency_id.is_zero(sum(self.claim_ids.mapped("paid_amount"))):
            raise UserError(
                self.env._(
                    "Nothing was paid on %(case)s: what was due was credited, written off or "
                    "cancelled. Choose another outcome.",
                    case=self.name,
                )
            )

    def _propose_outcome(self):
        """Return the outcome that the ledger speaks for, once nothing is left due."""
        self.ensure_one()
        amounts = {
            outcome: sum(self.claim_ids.mapped(name))
            for outcome, name in (
                ("paid", "paid_amount"),
                ("conceded", "conceded_amount"),
                ("settled", "settled_amount"),
                ("irrecoverable", "written_off_amount"),
            )
        }
        return max(amounts, key=amounts.get)

    def action_close_paid(self):
        """Close as paid: offered when nothing is left due."""
        self._close("paid")

    def action_close_mistake(self):
        """Close as opened by mistake: the holds are lifted, nothing is claimed any more."""
        self._close("mistake")

    # === STARTING AGAIN === #

    def _reopen(self, reason):
        """Reopen closed cases where they stood, with a reason, and look at the ledger afresh.

        :raise UserError: when one of the invoices is meanwhile in another open dispute
        """
        for case in self:
            case._check_reopenable()
            taken = self.env["litige.claim"].search(
                [
                    ("move_id", "in", case.claim_ids.move_id.ids),
                    ("is_open", "=", True),
                ],
                limit=1,
            )
            if taken:
                raise UserError(
                    self.env._(
                        "%(case)s cannot be reopened: %(invoice)s is now in %(other)s.",
                        case=case.name,
                        invoice=taken.move_id.name,
                        other=taken.case_id.name,
                    )
                )
            case._move_to(
                case.phase_before_closing or "identification", kind="reopened", summary=reason
            )
        self._write_protected({"outcome": False, "outcome_reason": False, "date_closed": False})
        self.claim_ids._sync_ledger()
        self.env["litige.case.past"]._note_past(self.claim_ids)
        self.env["litige.communication"]._take_over(self)
        self._sync_limitation()

    # === JOINING === #

    def _merge_into(self, target):
        """Move the claims of these cases to `target` and close them as merged.

        The chronologies stay where they were written: a link leads from one to the other.
        """
        for case in self:
            if (case.partner_id, case.company_id, case.currency_id) != (
                target.partner_id,
                target.company_id,
                target.currency_id,
            ):
                raise UserError(
                    self.env._(
                        "%(case)s and %(target)s cannot be merged: they must have the same "
                        "customer, company and currency.",
                        case=case.name,
                        target=target.name,
                    )
                )
            if not (case.is_open and target.is_open):
                raise UserError(self.env._("Only open disputes can be merged."))
        for case in self - target:
            claims = case.claim_ids
            claims._write_protected({"case_id": target.id})
            case._write_protected({"merged_into_id": target.id})
            case.settlement_ids._follow_to(target)
            case.offer_ids._follow_to(target)
            case._move_assessment_to(target, case.exhibit_ids._follow_to(target))
            case.proceeding_ids._follow_to(target)
            if case.complaint_on:
                target._note_complaint(case.complaint_on)
            case.limitation_event_ids._follow_to(target)
            case.cost_ids.case_id = target
            # Their invoices are followed there; users write no exit by hand.
            case.sudo().exit_ids.case_id = target
            # The customer's key opens the dispute that goes on; users write no key by hand.
            case.sudo().portal_access_ids.case_id = target
            target._append_events(
                [
                    {
                        "case_id": target.id,
                        "kind": "merged",
                        "summary": self.env._(
                            "%(case)s joined this dispute with %(invoices)s",
                            case=case.name,
                            invoices=", ".join(claims.mapped("move_id.name")),
                        ),
                        "res_model": "litige.case",
                        "res_id": case.id,
                        "details": {"head": case._get_chain_head()},
                    }
                ]
            )
            case._close("merged", reason=target.name)
        target.claim_ids._sync_ledger()
        self.env["litige.communication"]._take_over(target)
        target._sync_limitation()

    @api.model
    def _get_closing_outcomes(self):
        """Return the outcomes that a person may choose."""
        return [
            item
            for item in self._fields["outcome"]._description_selection(self.env)
            if item[0] not in ("merged", "mistake")
        ]
