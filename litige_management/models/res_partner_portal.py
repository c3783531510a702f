from odoo import models


class ResPartner(models.Model):
    """What the customer is told on the portal."""

    _inherit = "res.partner"

    def _litige_get_payment_ban(self):
        """Return why this customer may not pay their earlier debts, in words for them."""
        self.ensure_one()
        if self.litige_insolvency_kind:
            return self.env._(
                "Insolvency proceedings are open: the law forbids paying earlier debts. There is "
                "nothing to pay here."
            )
        if self.litige_overindebted_on:
            return self.env._(
                "Your over-indebtedness file was admitted: the law forbids paying earlier debts "
                "outside of it. There is nothing to pay here."
            )
        return ""
