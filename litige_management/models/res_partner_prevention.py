from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_litige_clarity(self):
        """Open the checklist of what is usually agreed with this customer."""
        self.ensure_one()
        return self.env["litige.clarity"]._open_for(self.commercial_partner_id)
