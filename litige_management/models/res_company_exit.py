from odoo import fields, models

from ..legal.exits import Situation

# What speaks for a loss, and the setting that says how much of the claim it puts at risk.
PROVISION_FIELDS = {
    "liquidation": "litige_provision_liquidation",
    "insolvency": "litige_provision_insolvency",
    "court": "litige_provision_court",
    "year": "litige_provision_year",
    "half_year": "litige_provision_half_year",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    litige_exit_limited = fields.Boolean(
        string="Limit What a User May Concede",
        help="Above the limit, credit notes, discounts and write-offs wait for the approval of a "
        "manager of disputes. Managers have no limit.",
    )
    litige_exit_limit = fields.Monetary(
        string="May Concede",
        currency_field="currency_id",
        help="On one dispute, in all, VAT included. Zero: every concession needs an approval. A "
        "user may have a limit of their own.",
    )
    # Customs of the company, not rules: the law wants each claim looked at by itself.
    litige_provision_liquidation = fields.Float(string="Customer in Liquidation (%)", default=100.0)
    litige_provision_insolvency = fields.Float(
        string="Safeguard, Receivership, Over-Indebtedness (%)", default=50.0
    )
    litige_provision_court = fields.Float(string="Claim Before a Court (%)", default=50.0)
    litige_provision_year = fields.Float(string="More Than a Year Late (%)", default=50.0)
    litige_provision_half_year = fields.Float(string="More Than Six Months Late (%)", default=25.0)

    def _litige_get_exit_limit(self, user):
        """Return what `user` may concede on one dispute, in our currency; None: no limit."""
        self.ensure_one()
        if user.has_group("litige_management.litige_management_group_manager"):
            return None
        # A limit is decided by managers, and read for whoever concedes.
        own = (
            self.env["litige.exit.limit"]
            .sudo()
            .search([("company_id", "=", self.id), ("user_id", "=", user.id)])
        )
        if own:
            return own.amount
        company = self.sudo()
        return company.litige_exit_limit if company.litige_exit_limited else None

    def _litige_get_situation(self, code):
        """Return a situation with the percentage this company chose for it."""
        # The custom of the company binds those too who may not read its settings.
        return Situation(code, self.sudo()[PROVISION_FIELDS[code]])
