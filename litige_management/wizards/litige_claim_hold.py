from odoo import api, fields, models


class LitigeClaimHold(models.TransientModel):
    """Hold disputed amounts, or go on holding them until a new review date."""

    _name = "litige.claim.hold"
    _description = "Hold Disputed Amounts"

    claim_ids = fields.Many2many("litige.claim", string="Invoices", required=True)
    reason = fields.Char(
        required=True,
        compute="_compute_from_claims",
        store=True,
        readonly=False,
        precompute=True,
        help="Why nobody should chase this amount for now.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        domain="[('share', '=', False)]",
        help="Who will be asked to review. Empty: who is asked already, or you.",
    )
    review_date = fields.Date(
        string="Review on",
        required=True,
        compute="_compute_from_claims",
        store=True,
        readonly=False,
        precompute=True,
        help="The day you will decide whether to keep holding.",
    )

    @api.depends("claim_ids")
    def _compute_from_claims(self):
        Opening = self.env["litige.case.opening"]
        for wizard in self:
            claim = wizard.claim_ids[:1]
            reasons = {one.hold_reason or one.case_id.cause_id.name for one in wizard.claim_ids}
            # One reason for many invoices is for a person to word.
            wizard.reason = reasons.pop() if len(reasons) == 1 else False
            wizard.review_date = Opening._get_default_review_date(
                claim.company_id or self.env.company
            )

    def action_hold(self):
        """Hold the disputed part of these invoices until the review date."""
        self.ensure_one()
        self.claim_ids._hold_again(self.reason, self.review_date, self.user_id)
        return {"type": "ir.actions.act_window_close"}
