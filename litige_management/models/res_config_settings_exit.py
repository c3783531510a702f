from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    litige_exit_limited = fields.Boolean(related="company_id.litige_exit_limited", readonly=False)
    litige_exit_limit = fields.Monetary(
        related="company_id.litige_exit_limit", readonly=False, currency_field="currency_id"
    )
    litige_provision_liquidation = fields.Float(
        related="company_id.litige_provision_liquidation", readonly=False
    )
    litige_provision_insolvency = fields.Float(
        related="company_id.litige_provision_insolvency", readonly=False
    )
    litige_provision_court = fields.Float(
        related="company_id.litige_provision_court", readonly=False
    )
    litige_provision_year = fields.Float(related="company_id.litige_provision_year", readonly=False)
    litige_provision_half_year = fields.Float(
        related="company_id.litige_provision_half_year", readonly=False
    )

    def action_litige_exit_limits(self):
        """List the users who may concede more, or less, than the company's limit."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_exit_limit_action"
        )
