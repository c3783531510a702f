from odoo import fields, models


class LitigeExhibitWithdraw(models.TransientModel):
    _name = "litige.exhibit.withdraw"
    _description = "Withdraw an Exhibit"

    exhibit_id = fields.Many2one(
        "litige.exhibit",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Char(required=True, help="Why it leaves the file: wrong document, wrong type…")

    def action_withdraw(self):
        """Take the exhibit out of the files to come, and say so in the chronology."""
        self.ensure_one()
        self.exhibit_id._withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
