from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LitigeExitLimit(models.Model):
    """What one user may concede on one dispute without a manager: instead of the company's."""

    _name = "litige.exit.limit"
    _description = "Limit of What a User May Concede"
    _rec_name = "user_id"
    _order = "company_id, user_id"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    amount = fields.Monetary(
        string="May Concede",
        help="On one dispute, in all: credit notes, discounts and write-offs, VAT included. Zero: "
        "every concession needs the approval of a manager.",
    )

    _user_uniq = models.UniqueIndex("(company_id, user_id)", "This user already has a limit.")
    _amount_check = models.Constraint("CHECK (amount >= 0)", "A limit is never negative.")

    @api.constrains("user_id", "company_id")
    def _check_user(self):
        for limit in self:
            if limit.company_id not in limit.user_id.company_ids:
                raise ValidationError(self.env._("This user does not work for this company."))
