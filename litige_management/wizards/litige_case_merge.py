from odoo import fields, models


class LitigeCaseMerge(models.TransientModel):
    _name = "litige.case.merge"
    _description = "Merge Disputes"

    case_id = fields.Many2one(
        "litige.case",
        string="Dispute to Empty",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    partner_id = fields.Many2one(related="case_id.partner_id")
    company_id = fields.Many2one(related="case_id.company_id")
    currency_id = fields.Many2one(related="case_id.currency_id")
    target_id = fields.Many2one(
        "litige.case",
        string="Dispute to Keep",
        required=True,
        domain="[('partner_id', '=', partner_id), ('company_id', '=', company_id),"
        " ('currency_id', '=', currency_id), ('phase', '!=', 'closed'), ('id', '!=', case_id)]",
        help="Its invoices stay; those of the other one join them.",
    )

    def action_merge(self):
        """Move the invoices to the dispute to keep and show it."""
        self.ensure_one()
        self.case_id._merge_into(self.target_id)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_case_action"
        )
        return {**action, "views": [(False, "form")], "res_id": self.target_id.id}
