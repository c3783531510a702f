from odoo import api, fields, models


class LitigeClaimLift(models.TransientModel):
    """Let reminders go on, and say why."""

    _name = "litige.claim.lift"
    _description = "Lift Holds"

    claim_ids = fields.Many2many("litige.claim", string="Invoices", required=True)
    reason = fields.Char(
        required=True,
        help="Why reminders may go on. Kept in the chronology, with your name and the date.",
    )
    other_tools = fields.Char(string="Also Reminding", compute="_compute_other_tools")

    @api.depends("claim_ids")
    def _compute_other_tools(self):
        for wizard in self:
            companies = wizard.claim_ids.company_id
            wizard.other_tools = ", ".join(companies[:1]._litige_get_other_dunning())

    def action_lift(self):
        """Lift the holds. Nothing leaves today."""
        self.ensure_one()
        self.claim_ids._lift_hold(self.reason)
        return {"type": "ir.actions.act_window_close"}
