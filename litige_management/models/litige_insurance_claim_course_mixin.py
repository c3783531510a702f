from odoo import fields, models
from odoo.exceptions import UserError

from ..legal import insurance

DECLARE, ACTION = "insurance_declare", "insurance_action"


class LitigeInsuranceClaimCourseMixin(models.AbstractModel):
    """What becomes of a claim to the insurer: its deadlines, its declaration, the answer."""

    _name = "litige.insurance.claim.course.mixin"
    _description = "Course of a Legal-Protection Claim"

    # === DEADLINES === #

    def _follow_deadlines(self):
        """Count the deadlines of these claims again: to declare, then to sue the insurer."""
        for claim in self.sudo():  # deadlines follow the claims, which were checked
            claim = claim._in_company_language()
            claim._follow_deadline(
                "declare_deadline_id",
                DECLARE,
                claim.declare_by,
                claim.env._("Declare the dispute to %(insurer)s", insurer=claim.provider_id.name),
                insurance.DELAY,
                wanted=claim.state == "todo",
                met_on=claim.declared_on,
            )
            claim._follow_deadline(
                "action_deadline_id",
                ACTION,
                claim.action_by,
                claim.env._("Sue %(insurer)s for what it owes", insurer=claim.provider_id.name),
                insurance.ACTION,
                wanted=claim.state in ("declared", "partly", "refused"),
            )

    def _follow_deadline(self, field, key, day, name, rule, *, wanted, met_on=None):
        """Keep one deadline in step with its claim: counted again, met, or no longer needed."""
        deadline = self[field]
        if not wanted:
            if deadline.state not in ("running", "missed"):
                return
            if met_on:
                deadline._settle("met", met_on)
            else:
                deadline._settle("cancelled")
            return
        rules = self.env["litige.legal.reference"]._get_citations(
            [rule], fields.Date.context_today(self)
        )
        vals = {
            "source_date": self.loss_on,
            "computed_date": day,
            "basis": rules[rule],
            "state": "running",
            "done_on": False,
        }
        if not deadline:
            key = f"{key}:{self.id}"
            self[field] = deadline.create(
                {**vals, "name": name, "key": key, "case_id": self.case_id.id, "party": "ours"}
            )
        elif deadline.computed_date != day or deadline.state not in ("running", "missed"):
            deadline.write(vals)

    # === WHAT HAPPENS === #

    def _declare(self, day, reference=None):
        """Note that the claim was declared to the insurer on that day."""
        self._check_day(day)
        for claim in self:
            if claim.state != "todo":
                raise UserError(self.env._("This claim was declared already."))
            vals = {"state": "declared", "declared_on": day}
            claim._write_protected({**vals, "reference": reference or claim.reference})
        self._note(
            lambda one: one.env._("Declared to %(insurer)s", insurer=one.provider_id.name),
            lambda one: one.declared_on,
        )

    def _answer(self, state, day, amount=0.0, reason=None, reference=None):
        """Note the answer of the insurer: covered, in part or refused, and why."""
        self.ensure_one()
        self._check_day(day)
        if self.state in ("todo", "dropped"):
            raise UserError(self.env._("Note the declaration first, then the answer."))
        if state != "accepted" and not (reason or "").strip():
            raise UserError(self.env._("Say why the insurer does not cover the whole."))
        self._write_protected(
            {
                "state": state,
                "answered_on": day,
                "covered_amount": 0.0 if state == "refused" else amount,
                "refusal_reason": reason if state != "accepted" else False,
                "reference": reference or self.reference,
            }
        )
        labels = dict(self._fields["state"]._description_selection(self.env))
        self._note(
            lambda one: one.env._(
                "Answer of %(insurer)s: %(answer)s",
                insurer=one.provider_id.name,
                answer=", ".join(filter(None, (labels[state], reason))),
            ),
            lambda one: one.answered_on,
        )

    def _check_day(self, day):
        for claim in self:
            if not claim.loss_on <= day <= fields.Date.context_today(self):
                raise UserError(
                    self.env._("That day is before the refusal or silence, or has not come yet.")
                )

    def _note(self, get_summary, get_day):
        """Append to the chronologies what passed with the insurer: printed nowhere."""
        self.env["litige.case"]._append_events(
            [
                {
                    "case_id": one.case_id.id,
                    "kind": "insurance",
                    "occurred_on": get_day(one),
                    "summary": get_summary(one),
                    "parties": one.provider_id.name,
                    "partner_id": one.provider_id.partner_id.id,
                    "res_model": self._name,
                    "res_id": one.id,
                }
                for one in self._in_company_language()
            ]
        )
