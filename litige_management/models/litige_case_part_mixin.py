from odoo import fields, models


class LitigeCasePartMixin(models.AbstractModel):
    """What belongs to one dispute: it lives in the company and the currency of that dispute."""

    _name = "litige.case.part.mixin"
    _description = "Part of a Dispute"
    _check_company_auto = True

    case_id = fields.Many2one(
        "litige.case",
        string="Dispute",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
