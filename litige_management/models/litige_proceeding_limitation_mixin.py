from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..legal import limitation as law


class LitigeProceedingLimitationMixin(models.AbstractModel):
    """The invoices that a proceeding is about, and what it does to their limitation."""

    _name = "litige.proceeding.limitation.mixin"
    _description = "Limitation and Proceedings"

    claim_ids = fields.Many2many(
        "litige.claim",
        "litige_proceeding_claim_rel",
        "proceeding_id",
        "claim_id",
        string="Invoices Concerned",
        domain="[('case_id', '=', case_id)]",
        help="The invoices it is about: only their limitation is suspended or interrupted by it. "
        "An invoice that joins the dispute later is not covered until it is added here.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A proceeding is about the invoices of the dispute on the day it starts."""
        proceedings = super().create(vals_list)
        for one in proceedings:
            if not one.claim_ids:
                one.claim_ids = one.case_id.claim_ids
        return proceedings

    @api.constrains("claim_ids")
    def _check_claims(self):
        for one in self:
            if one.claim_ids and one.claim_ids.case_id != one.case_id:
                raise ValidationError(self.env._("Choose invoices of this dispute."))

    def _get_limitation_events(self):
        """Return what this proceeding did to the limitation of its claims (`law.Event`)."""
        self.ensure_one()
        events = []
        if self.suspended_from:
            ended_on = self.ended_on and max(self.ended_on, self.suspended_from)
            events.append(law.Event(law.AMICABLE, self.suspended_from, ended_on or None, key=self))
        for effect in (law.COURT_CLAIM, law.ENFORCEMENT):
            days = self.step_ids.filtered(lambda s, e=effect: s.type_id.effect == e).mapped("date")
            if effect == law.COURT_CLAIM and days:
                first = min(days)
                ended_on = self.ended_on and max(self.ended_on, first)
                lost = self.outcome in law.LOST_OUTCOMES
                events.append(law.Event(effect, first, ended_on or None, lost=lost, key=self))
            elif days:
                events += [law.Event(effect, day, key=self) for day in days]
        return events
