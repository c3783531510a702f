from odoo import fields, models


class LitigeCaseClose(models.TransientModel):
    _name = "litige.case.close"
    _description = "Close a Dispute"

    case_ids = fields.Many2many(
        "litige.case",
        required=True,
        default=lambda self: self.env.context.get("active_ids", []),
    )
    outcome = fields.Selection(
        default=lambda self: self._default_outcome(),
        selection=lambda self: self.env["litige.case"]._get_closing_outcomes(),
        required=True,
        help="How the dispute ended.",
    )
    reason = fields.Text(help="In a few words, for those who will read this file later.")
    root_cause_id = fields.Many2one(
        "litige.root.cause",
        default=lambda self: self._default_root_cause(),
        help="What made it possible, in the end: the figures then show what to change. You may "
        "leave it empty, and say it later on the dispute.",
    )
    root_cause_advice = fields.Text(related="root_cause_id.advice")
    date = fields.Date(required=True, default=fields.Date.context_today)

    def _default_outcome(self):
        """Propose what the ledger speaks for, when it speaks for one outcome."""
        cases = self.env["litige.case"].browse(self.env.context.get("active_ids", []))
        proposed = set(cases.mapped("proposed_outcome"))
        return proposed.pop() if len(proposed) == 1 else False

    def _default_root_cause(self):
        """Propose what was said already, when it is the same of all."""
        cases = self.env["litige.case"].browse(self.env.context.get("active_ids", []))
        return cases.root_cause_id if len(cases.root_cause_id) == 1 else False

    def action_close(self):
        """Close the disputes with this outcome, and keep what made them possible."""
        self.ensure_one()
        self.case_ids._close(self.outcome, self.reason, self.date)
        if self.root_cause_id:
            self.case_ids.root_cause_id = self.root_cause_id
        return {"type": "ir.actions.act_window_close"}
