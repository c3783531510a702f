from odoo import api, fields, models


class LitigeSettlementAccelerate(models.TransientModel):
    _name = "litige.settlement.accelerate"
    _description = "Declare the Balance of an Agreement Due"

    settlement_id = fields.Many2one("litige.settlement", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    agreed_left_amount = fields.Monetary(related="settlement_id.agreed_left_amount")
    original_left_amount = fields.Monetary(related="settlement_id.original_left_amount")
    is_discount_lost = fields.Boolean(compute="_compute_is_discount_lost")
    balance_text = fields.Text(related="settlement_id.balance_text")
    phase = fields.Selection(
        [("amicable", "Talk again"), ("judicial", "Go to court")],
        string="The Dispute Goes On",
        required=True,
        default="amicable",
        help="Where the dispute goes on: both stay possible afterwards.",
    )

    @api.depends("settlement_id")
    def _compute_is_discount_lost(self):
        for wizard in self:
            wizard.is_discount_lost = wizard.settlement_id._is_discount_lost()

    def action_accelerate(self):
        """Declare the balance due, and bring the dispute back."""
        self.ensure_one()
        self.settlement_id._accelerate(self.phase)
        return self.settlement_id.case_id._get_records_action()
