from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..legal import limitation as law


class LitigeClaimLimitation(models.TransientModel):
    """What the last day to sue is counted from: the works, the contract, or a date set by hand."""

    _name = "litige.claim.limitation"
    _description = "Last Day to Sue"

    claim_ids = fields.Many2many("litige.claim", string="Invoices", required=True)
    performed_on = fields.Date(
        string="Works Done On",
        compute="_compute_from_claim",
        store=True,
        readonly=False,
        help="The day the works or the delivery were completed.",
    )
    due_agreed = fields.Boolean(
        string="The Contract Agrees the Due Date",
        compute="_compute_from_claim",
        store=True,
        readonly=False,
        help="Tick it with the signed contract in hand: the due date then starts the limitation. "
        "A date printed on the invoice alone is not agreed.",
    )
    limitation_nature = fields.Selection(
        [(law.USUAL, "Sale or service"), (law.CARRIAGE, "Carriage of goods")],
        string="Nature",
        compute="_compute_from_claim",
        store=True,
        readonly=False,
    )
    override_date = fields.Date(
        string="Last Day Set by Hand",
        compute="_compute_from_claim",
        store=True,
        readonly=False,
        help="Only when what is counted is wrong: a lawyer's advice, another text…",
    )
    reason = fields.Char(string="Why", help="What you rest it on. The chronology keeps it.")

    @api.depends("claim_ids")
    def _compute_from_claim(self):
        for wizard in self:
            first = wizard.claim_ids[:1]
            wizard.performed_on = first.performed_on or first.sudo().move_id.delivery_date
            wizard.due_agreed = first.due_agreed
            wizard.limitation_nature = first.limitation_nature or law.USUAL
            wizard.override_date = first.limitation_override_date

    def action_apply(self):
        """Keep these facts, tell why, and count the last day to sue again."""
        self.ensure_one()
        claims, today = self.claim_ids, fields.Date.context_today(self)
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say what you rest it on: the chronology keeps it."))
        if self.performed_on and self.performed_on > today:
            raise UserError(self.env._("Works that are not done yet start nothing."))
        before = {claim: claim.limitation_date for claim in claims}
        claims._write_protected(
            {
                "performed_on": self.performed_on,
                "due_agreed": self.due_agreed,
                "limitation_nature": self.limitation_nature or law.USUAL,
                "limitation_override_date": self.override_date,
                "limitation_override_reason": self.override_date and self.reason,
            }
        )
        self._tell(before)
        claims.case_id._sync_limitation()
        return {"type": "ir.actions.act_window_close"}

    def _tell(self, before):
        """Append to the chronologies how the date moved, and why: for us alone."""
        self.env["litige.case"]._append_events(
            [
                {
                    "case_id": claim.case_id.id,
                    "claim_id": claim.id,
                    "kind": "deadline",
                    "summary": claim.env._(
                        "Last day to sue on %(invoice)s: %(date)s, instead of %(before)s "
                        "(%(reason)s)",
                        # Whoever may write on the dispute may name its invoices.
                        invoice=claim.sudo().move_id.name,
                        date=format_date(claim.env, claim.limitation_date) or "–",
                        before=format_date(claim.env, before[claim]) or "–",
                        reason=self.reason,
                    ),
                }
                for claim in self.claim_ids._in_company_language()
            ]
        )
