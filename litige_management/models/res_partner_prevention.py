from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_litige_clarity(self):
        """Open the checklist of what is usually agreed with this customer."""
        self.ensure_one()
        return self.env["litige.clarity"]._open_for(self.commercial_partner_id)

    def action_litige_account_statement(self):
        """Make the statement of this customer's account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_account_statement_action"
        )
        partner = self.commercial_partner_id
        return {
            **action,
            "views": [(False, "form")],
            "context": {
                "default_partner_id": partner.id,
                "default_company_id": (partner.company_id or self.env.company).id,
            },
        }
