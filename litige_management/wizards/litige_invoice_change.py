from odoo import api, fields, models


class LitigeInvoiceChange(models.TransientModel):
    """Say why an invoice in dispute is reset to draft or cancelled."""

    _name = "litige.invoice.change"
    _description = "Change of an Invoice in Dispute"

    move_ids = fields.Many2many("account.move", string="Invoices", required=True, readonly=True)
    operation = fields.Selection(
        [("draft", "Reset to draft"), ("cancel", "Cancel")],
        required=True,
        readonly=True,
    )
    case_names = fields.Char(string="Disputes", compute="_compute_case_names")
    reason = fields.Text(
        required=True,
        help="Kept in the chronology of the dispute, with your name and the date.",
    )

    @api.depends("move_ids")
    def _compute_case_names(self):
        for wizard in self:
            names = wizard.move_ids.filtered("litige_case_name").mapped("litige_case_name")
            wizard.case_names = ", ".join(dict.fromkeys(names))

    def action_confirm(self):
        """Write the reason down, and do to the invoices what was asked."""
        self.ensure_one()
        moves = self.move_ids.with_context(litige_change_reason=self.reason)
        if self.operation == "draft":
            moves.button_draft()
        else:
            moves.button_cancel()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
