from odoo import api, fields, models


class LitigeInsuranceAnswer(models.TransientModel):
    """What passed with the insurer: the declaration, or its answer."""

    _name = "litige.insurance.answer"
    _description = "Note What the Insurer Answered"

    claim_id = fields.Many2one(
        "litige.insurance.claim",
        string="Claim to the Insurer",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="claim_id.currency_id")
    is_declared = fields.Boolean(compute="_compute_is_declared")
    answer = fields.Selection(
        [
            ("declared", "We declared it"),
            ("accepted", "They cover it"),
            ("partly", "They cover it in part"),
            ("refused", "They refuse"),
        ],
        required=True,
        default="declared",
    )
    day = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day it was sent, entered on their site or said; the day of their answer.",
    )
    reference = fields.Char(
        string="Their Number",
        compute="_compute_reference",
        store=True,
        readonly=False,
        help="The number they gave to the claim.",
    )
    covered_amount = fields.Monetary(
        string="They Pay Up To", help="Of lawyers, officers and court costs. 0: not said."
    )
    reason = fields.Text(string="Their Reasons")

    @api.depends("claim_id")
    def _compute_reference(self):
        for wizard in self:
            wizard.reference = wizard.claim_id.reference

    @api.depends("claim_id.state")
    def _compute_is_declared(self):
        for wizard in self:
            wizard.is_declared = wizard.claim_id.state not in ("todo", "dropped")

    def action_note(self):
        """Note it on the claim."""
        self.ensure_one()
        if self.answer == "declared":
            self.claim_id._declare(self.day, self.reference)
        else:
            self.claim_id._answer(
                self.answer, self.day, self.covered_amount, self.reason, self.reference
            )
        return {"type": "ir.actions.act_window_close"}
