from odoo import api, fields, models
from odoo.exceptions import UserError


class LitigeSettlementLine(models.Model):
    """One invoice in an agreement: what is due, what is given up, what is kept."""

    _name = "litige.settlement.line"
    _description = "Invoice of an Agreement"
    _order = "settlement_id, date_due, id"
    _check_company_auto = True

    settlement_id = fields.Many2one(
        "litige.settlement",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    claim_id = fields.Many2one(
        "litige.claim",
        string="Invoice",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('case_id', '=', parent.case_id)]",
    )
    move_name = fields.Char(related="claim_id.move_id.name", string="Number")
    date_invoice = fields.Date(related="claim_id.date_invoice")
    date_due = fields.Date(related="claim_id.date_due", store=True)
    amount_total = fields.Monetary(related="claim_id.move_id.amount_total", string="Total")
    due_amount = fields.Monetary(
        string="Still Due",
        required=True,
        help="What remained due on this invoice, tax included, when it entered the agreement.",
    )
    waived_amount = fields.Monetary(
        string="Discount",
        help="What you give up on this invoice, tax included.",
    )
    kept_amount = fields.Monetary(
        string="To Pay",
        compute="_compute_kept_amount",
        store=True,
        help="What the customer pays on this invoice.",
    )

    _claim_uniq = models.Constraint(
        "UNIQUE (settlement_id, claim_id)",
        "This invoice is already in the agreement.",
    )
    _waived_check = models.Constraint(
        "CHECK (waived_amount >= 0 AND waived_amount <= due_amount)",
        "The discount must lie between zero and what is due.",
    )

    @api.depends("due_amount", "waived_amount")
    def _compute_kept_amount(self):
        for line in self:
            line.kept_amount = line.due_amount - line.waived_amount

    @api.onchange("claim_id")
    def _onchange_claim_id(self):
        self.due_amount = self.claim_id.open_amount

    @api.constrains("claim_id", "settlement_id")
    def _check_case(self):
        for line in self:
            if line.claim_id.case_id != line.settlement_id.case_id:
                raise UserError(
                    self.env._(
                        "%(invoice)s is not in the dispute %(case)s.",
                        invoice=line.claim_id.move_id.name,
                        case=line.settlement_id.case_id.name,
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to add to an agreement that is no longer a draft."""
        lines = super().create(vals_list)
        lines.settlement_id._check_draft()
        return lines

    def write(self, vals):
        """Refuse to change an agreement that is no longer a draft."""
        self.settlement_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self.settlement_id._check_draft()
