from odoo import fields, models
from odoo.exceptions import UserError

from .litige_case_transition import find_transition


class LitigeCasePhaseMixin(models.AbstractModel):
    """The way of a dispute through its phases, by the table of transitions."""

    _name = "litige.case.phase.mixin"
    _description = "Dispute Phases"

    def _move_to(self, phase, **event_values):
        """Move each case to `phase` by the transition table, or raise in words.

        A constant number of queries for any number of cases.

        :param event_values: further values of the event written in the chronology
        """
        labels = dict(self._fields["phase"]._description_selection(self.env))
        for case in self:
            transition = find_transition(case.phase, phase)
            if transition is None:
                raise UserError(
                    self.env._(
                        "The dispute %(case)s cannot go from “%(before)s” to “%(after)s”.",
                        case=case.name,
                        before=labels[case.phase],
                        after=labels.get(phase, phase),
                    )
                )
            if transition.requires:
                getattr(case, transition.requires)()
        ours = self._in_company_language()
        told = dict(self._fields["phase"]._description_selection(ours.env))
        self._append_events(
            [
                {
                    "case_id": case.id,
                    "kind": "phase",
                    "summary": case.env._(
                        "From “%(before)s” to “%(after)s”",
                        before=told[case.phase],
                        after=told[phase],
                    ),
                    # Its name may be told otherwise one day.
                    "details": {"phase": phase},
                    **event_values,
                }
                for case in ours
            ]
        )
        # Between two open phases the claims stay open: nothing to work out again.
        is_ending = "closed" in (phase, *self.mapped("phase"))
        kept = [] if is_ending else [self.claim_ids._fields["is_open"]]
        with self.env.protecting(kept, self.claim_ids):
            for source, cases in self.grouped("phase").items():
                cases._write_protected(
                    {
                        "phase": phase,
                        "phase_before_closing": phase == "closed" and source,
                    }
                )
        # Stays are written by the moves alone.
        day = event_values.get("occurred_on") or fields.Date.context_today(self)
        self.env["litige.case.stay"].sudo()._move(self, phase, day)

    def _check_enforceable(self):
        """Execution starts with a signed agreement or an enforceable decision."""
        self.ensure_one()
        if not self._has_enforceable_basis():
            raise UserError(
                self.env._(
                    "Execution starts with a signed agreement or an enforceable decision. "
                    "Record one first on %(case)s.",
                    case=self.name,
                )
            )

    def _has_enforceable_basis(self):
        """Whether something exists that is to be performed; later features extend this."""
        self.ensure_one()
        return self._has_signed_settlement() or any(self.claim_ids.mapped("enforceable_on"))

    def _check_closable(self):
        self.ensure_one()
        if not self.outcome:
            raise UserError(self.env._("Say how the dispute %(case)s ended.", case=self.name))

    def _check_reopenable(self):
        self.ensure_one()
        if self.outcome == "merged":
            raise UserError(
                self.env._(
                    "%(case)s was merged into %(target)s: work there.",
                    case=self.name,
                    target=self.merged_into_id.name,
                )
            )

    def action_set_phase(self):
        """Move to the phase named in the context (buttons of the form)."""
        if not all(self.mapped("is_open")):
            raise UserError(self.env._("This dispute is closed: reopen it, and say why."))
        self._move_to(self.env.context.get("litige_phase") or "")
