from decimal import Decimal

from odoo import api, fields, models

from ..legal import decision, procedure
from .litige_case_assessment_mixin import ASSESSMENT_GROUPS

# What each way gives, for what may still be done against it.
KINDS = {
    "summary_order": decision.SUMMARY,
    "appeal": decision.RULING,
}


class LitigeCaseCostMixin(models.AbstractModel):
    """What a dispute cost in and out of court, and what its decisions granted."""

    _name = "litige.case.cost.mixin"
    _description = "Costs and Decisions of a Dispute"

    cost_ids = fields.One2many("litige.cost", "case_id", string="Costs", groups=ASSESSMENT_GROUPS)
    award_ids = fields.One2many(
        "litige.award", "case_id", string="Decisions", groups=ASSESSMENT_GROUPS
    )
    court_proceeding_ids = fields.One2many(
        "litige.proceeding",
        string="Court Proceedings",
        compute="_compute_court_proceeding_ids",
        groups=ASSESSMENT_GROUPS,
    )
    company_currency_id = fields.Many2one("res.currency")  # the dispute says whose
    cost_amount = fields.Monetary(
        string="Spent",
        compute="_compute_cost_amount",
        currency_field="company_currency_id",
        groups=ASSESSMENT_GROUPS,
        help="All costs noted on this dispute, ours included.",
    )
    next_court_words = fields.Text(
        string="What Is Next in Court",
        compute="_compute_next_court_words",
        groups=ASSESSMENT_GROUPS,
    )

    @api.depends("proceeding_ids.track")
    def _compute_court_proceeding_ids(self):
        for case in self:
            case.court_proceeding_ids = case.proceeding_ids.filtered(
                lambda one: one.track == "judicial"
            )

    @api.depends("cost_ids.amount")
    def _compute_cost_amount(self):
        for case in self:
            case.cost_amount = sum(case.cost_ids.mapped("amount"))

    @api.depends("proceeding_ids.next_words")
    def _compute_next_court_words(self):
        for case in self:
            running = case.court_proceeding_ids.filtered(lambda one: one.state == "running")
            case.next_court_words = (
                "\n\n".join(f"{one.remedy_id.name}\n{one.next_words or ''}" for one in running)
                or False
            )

    def _get_decision(self, today):
        """Return the last decision given on the dispute (`legal.decision.Decision`), or None."""
        self.ensure_one()
        # What is open against it may be announced by whoever prints a letter.
        steps = self.sudo().court_proceeding_ids.step_ids.filtered(
            lambda step: step.type_id.milestone == "decision"
        )
        last = steps.sorted(lambda step: (step.date, step.id))[-1:]
        if not last:
            return None
        proceeding = last.proceeding_id
        is_order = last.type_id.choice == "order"
        challenges = proceeding.deadline_ids.filtered(
            lambda one: (
                one.state != "cancelled"
                and (
                    one.rule_id.met_by_id.milestone == "contested"
                    or one.rule_id.met_by_id.opens_remedy_id
                )
            )
        )
        known = proceeding._get_known_facts()
        acts = proceeding.step_ids.type_id.mapped("code")
        return decision.Decision(
            decision.ORDER if is_order else KINDS.get(proceeding.remedy_id.code, decision.JUDGMENT),
            Decimal(str(last.award_ids.claimed_amount or self.claimed_amount)),
            max(challenges.mapped("date"), default=None),
            procedure.holds(procedure.DEFAULT, known),
            is_order and procedure.NOT_IN_PERSON in known and "first_act" not in acts,
        )

    def action_add_cost(self):
        """Note what was spent on this dispute."""
        self.ensure_one()
        running = self.court_proceeding_ids.filtered(lambda one: one.state == "running")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("A Cost"),
            "res_model": "litige.cost",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_case_id": self.id,
                "default_proceeding_id": running.id if len(running) == 1 else False,
            },
        }
