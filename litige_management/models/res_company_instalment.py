from odoo import fields, models


class ResCompany(models.Model):
    """When the company reminds its customers of their instalments."""

    _inherit = "res.company"

    litige_instalment_days_before = fields.Integer(
        string="E-Mail Before an Instalment (days)",
        help="An e-mail this many days before each instalment of a signed agreement. 0: none.",
    )
    litige_instalment_days_after = fields.Integer(
        string="E-Mail After an Instalment (days)",
        help="An e-mail this many days after an instalment that did not come. 0: none.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    litige_instalment_days_before = fields.Integer(
        related="company_id.litige_instalment_days_before", readonly=False
    )
    litige_instalment_days_after = fields.Integer(
        related="company_id.litige_instalment_days_after", readonly=False
    )
