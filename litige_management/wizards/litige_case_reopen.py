from odoo import fields, models


class LitigeCaseReopen(models.TransientModel):
    _name = "litige.case.reopen"
    _description = "Reopen a Dispute"

    case_id = fields.Many2one(
        "litige.case",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Text(required=True, help="Why the dispute starts again.")

    def action_reopen(self):
        """Reopen the dispute where it stood."""
        self.ensure_one()
        self.case_id._reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
