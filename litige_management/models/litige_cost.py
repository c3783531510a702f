from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Which costs the law puts on who loses, and which only article 700 may cover: a proposal.
RECOVERIES = {
    "court": "costs",
    "officer": "costs",
    "lawyer": "article_700",
    "postage": "article_700",
    "hours": "none",
    "other": "article_700",
}


class LitigeCost(models.Model):
    """What a dispute costs: one expense, or hours of our own people."""

    _name = "litige.cost"
    _inherit = ["litige.case.part.mixin"]
    _description = "Cost of a Dispute"
    _order = "date desc, id desc"

    name = fields.Char(string="What For", required=True)
    proceeding_id = fields.Many2one(
        "litige.proceeding",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('case_id', '=', case_id)]",
    )
    # Costs are ours: in the currency of our books, whatever that of the dispute.
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("court", "Court or its clerk"),
            ("officer", "Commissaire de justice"),
            ("lawyer", "Lawyer"),
            ("postage", "Postage"),
            ("hours", "Our own hours"),
            ("other", "Other"),
        ],
        required=True,
        default="court",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    hours = fields.Float(help="Time of our own people.")
    hour_rate = fields.Monetary(string="Per Hour", help="What an hour of our own costs us.")
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="Without the VAT that you recover.",
    )
    recovery = fields.Selection(
        [
            ("costs", "As legal costs"),
            ("article_700", "Under article 700"),
            ("none", "Stays with us"),
        ],
        string="From the Customer",
        compute="_compute_recovery",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Legal costs are borne by who loses; what the law does not list may be asked under "
        "article 700. Without an enforceable title, what was spent to recover stays with you.",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Vendor Bill",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('move_type', 'in', ('in_invoice', 'in_receipt')), ('state', '!=', 'cancel')]",
        help="The bill of the lawyer, of the commissaire de justice… Its untaxed amount is "
        "proposed.",
    )
    bill_state = fields.Selection(related="move_id.payment_state", string="Bill")
    note = fields.Text()
    insurance_warning = fields.Char(
        compute="_compute_insurance_warning",
        help="What is spent before the legal-protection insurer knows of the dispute is not "
        "reimbursed, unless it was urgent.",
    )

    _amount_check = models.Constraint("CHECK (amount >= 0)", "A cost is never negative.")

    # === COMPUTES === #

    @api.depends("hours", "hour_rate", "kind", "move_id")
    def _compute_amount(self):
        for cost in self:
            if cost.kind == "hours":
                cost.amount = cost.hours * cost.hour_rate
            elif cost.move_id:
                cost.amount = abs(cost.move_id.amount_untaxed_signed)
            else:
                cost.amount = cost.amount or 0.0

    @api.depends("kind")
    def _compute_recovery(self):
        for cost in self:
            cost.recovery = RECOVERIES[cost.kind]

    @api.depends("case_id", "kind")
    @api.depends_context("lang", "tz")
    def _compute_insurance_warning(self):
        """Warn before money leaves: the hours of our own people are not asked of an insurer."""
        for cost in self:
            asked = bool(cost.case_id) and cost.kind != "hours"
            cost.insurance_warning = asked and cost.case_id._get_insurance_warning()

    # === CONSTRAINTS === #

    @api.constrains("proceeding_id", "case_id")
    def _check_proceeding(self):
        for cost in self:
            if cost.proceeding_id and cost.proceeding_id.case_id != cost.case_id:
                raise ValidationError(self.env._("This proceeding belongs to another dispute."))

    @api.constrains("move_id", "amount")
    def _check_bill(self):
        for bill, costs in self.filtered("move_id").grouped("move_id").items():
            if bill.move_type not in ("in_invoice", "in_receipt"):
                raise ValidationError(self.env._("Choose the bill of a supplier."))
            # The same bill may be shared between disputes, never counted beyond what it says.
            total = sum(self.search([("move_id", "=", bill.id)]).mapped("amount"))
            limit = abs(bill.amount_total_signed)
            if costs[:1].currency_id.compare_amounts(total, limit) > 0:
                raise ValidationError(
                    self.env._(
                        "The costs noted on %(bill)s add up to %(total)s: it is a bill of "
                        "%(limit)s.",
                        bill=bill.display_name,
                        total=costs[:1].currency_id.format(total),
                        limit=costs[:1].currency_id.format(limit),
                    )
                )

    @api.onchange("proceeding_id")
    def _onchange_proceeding_id(self):
        if self.proceeding_id:
            self.case_id = self.proceeding_id.case_id

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Note costs; on a proceeding, they go to its dispute."""
        Proceeding = self.env["litige.proceeding"]
        for vals in vals_list:
            proceeding = vals.get("proceeding_id") or self.env.context.get("default_proceeding_id")
            if proceeding and not vals.get("case_id"):
                vals["case_id"] = Proceeding.browse(proceeding).case_id.id
        costs = super().create(vals_list)
        costs.case_id.check_access("write")
        return costs

    def action_open_bill(self):
        """Open the vendor bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }
