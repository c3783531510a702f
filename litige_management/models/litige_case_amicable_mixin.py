from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from ..legal import amicable, courts
from .litige_case_assessment_mixin import ASSESSMENT_GROUPS
from .litige_deadline_follow_mixin import PENDING

# The letter that proposes each way.
PROPOSALS = {
    amicable.NEGOTIATION: "negotiation",
    amicable.CONCILIATION: "conciliation",
    amicable.MEDIATION: "mediation",
}


class LitigeCaseAmicableMixin(models.AbstractModel):
    """The amicable ways of a dispute: which are open today, and what was done of them."""

    _name = "litige.case.amicable.mixin"
    _description = "Amicable Ways of a Dispute"

    complaint_on = fields.Date(
        string="Written Complaint",
        tracking=True,
        help="The day of the customer's written complaint to us. A consumer mediator wants one, "
        "less than a year old.",
    )
    proceeding_ids = fields.One2many(
        "litige.proceeding", "case_id", string="Proceedings", groups=ASSESSMENT_GROUPS
    )
    deadline_ids = fields.One2many(
        "litige.deadline", "case_id", string="Deadlines", groups=ASSESSMENT_GROUPS
    )

    # === THE FACTS === #

    def _get_amicable_facts(self, today):
        """Return what decides which amicable ways are open (`legal.amicable.Facts`)."""
        self.ensure_one()
        customer, company = self.partner_id, self.company_id
        running = self.proceeding_ids.filtered(lambda one: one.state == "running")
        return amicable.Facts(
            standing=(self.standing_confirmed and self.standing) or None,
            today=today,
            amount=Decimal(str(self.open_amount)),
            complaint_on=self.complaint_on or None,
            has_mediator=company.litige_mediator_id._is_printable(today),
            outside_scheme=company.litige_mediation_excluded,
            insolvent=bool(customer.litige_insolvency_kind),
            over_indebted=bool(customer.litige_overindebted_on),
            abroad=customer._litige_is_abroad(company),
            in_court=self.phase == "judicial",
            running=frozenset(running.remedy_id.mapped("code")),
        )

    def _get_amicable_values(self, today):
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        return amicable.Values(
            complaint_months=int(values.parameter(amicable.COMPLAINT_MONTHS, today).value),
            business_floor=values.parameter(amicable.BUSINESS_FLOOR, today).value,
        )

    def _has_amicable_attempt(self):
        """Whether a court may be shown that an amicable attempt was made on this dispute."""
        self.ensure_one()
        # Whether it was tried decides what a letter may announce, whoever prints it.
        return any(one._is_proven_attempt() for one in self.sudo().proceeding_ids)

    def _get_attempt_state(self, today):
        """Return whether suing needs an amicable attempt, and the ceiling that decides."""
        self.ensure_one()
        ceiling = self._get_judicial_values(today).attempt_ceiling
        court = self.standing and courts.find(
            self.standing,
            self.company_id.litige_standing or None,
            courts.is_local_law(self.partner_id.zip),
        )
        amount = Decimal(str(self.open_amount))
        state = courts.attempt(court or None, amount, ceiling, self._has_amicable_attempt())
        return state, ceiling

    # === WHAT THE BUTTONS DO === #

    def action_write_mediation_info(self):
        """Write to the consumer whom they may turn to, free of charge."""
        return self._write_letter("mediation_info")

    def action_write_complaint_answer(self):
        """Answer the customer's complaint, point by point."""
        return self._write_letter("complaint_answer")

    def action_propose_remedy(self):
        """Write the letter that proposes the way named in the context."""
        return self._write_letter(PROPOSALS[self.env.context.get("litige_remedy")])

    def action_start_proceeding(self):
        """Open the form that records the way named in the context, as started."""
        self.ensure_one()
        remedy = self.env["litige.remedy"].search(
            [("code", "=", self.env.context.get("litige_remedy"))], limit=1
        )
        provider = self.company_id.litige_mediator_id
        return {
            "type": "ir.actions.act_window",
            "name": remedy.name,
            "res_model": "litige.proceeding",
            "view_mode": "form",
            "target": "current",
            "context": {
                "default_case_id": self.id,
                "default_remedy_id": remedy.id,
                "default_started_by": "theirs" if remedy.started_by == "theirs" else "ours",
                "default_provider_id": provider.id
                if remedy.provider_role == "consumer_mediator"
                else False,
            },
        }

    def action_choose_mediator(self):
        """Show the consumer mediators, the archived ones that came with the application too."""
        return self.env["litige.provider"]._get_mediators_action()

    def action_confirm_amicable_standing(self):
        """Say that what the customer is was checked; it must have been chosen first."""
        self.ensure_one()
        if not self.standing:
            raise UserError(
                self.env._("Choose first what the customer is, at the top of the dispute.")
            )
        return self.action_confirm_standing()

    # === THE LIFE OF THE DISPUTE === #

    def _drop_deadlines(self):
        """Nothing has to be done any more on a dispute that ends."""
        pending = self.sudo().deadline_ids.filtered(lambda one: one.state in PENDING)
        pending._settle("cancelled")  # who closes a dispute was checked

    def _take_proceeding(self, code, step_code, day, provider=None):
        """Return the running proceeding of a way, started when needed, with one more step."""
        self.ensure_one()
        remedy = self.env["litige.remedy"].search([("code", "=", code)], limit=1)
        proceeding = self.proceeding_ids.filtered(
            lambda one: one.remedy_id == remedy and one.state == "running"
        )[:1] or self.env["litige.proceeding"].create(
            {
                "case_id": self.id,
                "remedy_id": remedy.id,
                "provider_id": provider.id if provider else False,
                "date_start": day,
                "user_id": self.user_id.id or self.env.uid,
            }
        )
        step = remedy.step_ids.filtered(lambda one: one.code == step_code)
        self.env["litige.proceeding.step"].create(
            {"proceeding_id": proceeding.id, "type_id": step.id, "date": day}
        )
        return proceeding
