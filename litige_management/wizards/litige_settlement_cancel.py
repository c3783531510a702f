from odoo import fields, models


class LitigeSettlementCancel(models.TransientModel):
    _name = "litige.settlement.cancel"
    _description = "Cancel an Agreement"

    settlement_id = fields.Many2one("litige.settlement", required=True, ondelete="cascade")
    reason = fields.Text(required=True, help="Kept in the chronology of the dispute.")

    def action_cancel(self):
        """Cancel with the reason given."""
        self.ensure_one()
        self.settlement_id._cancel(self.reason)
