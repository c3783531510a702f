from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _litige_filter_working(self, company):
        """Return those who work in `company` today: neither gone, nor customers of the portal."""
        # Who works where is no secret.
        working = self.sudo().filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
        return self.browse(working.ids)

    @api.model
    def _litige_find_working(self, company, group):
        """Return those of `group`, one of ours, who work in `company`, the oldest account first."""
        # Whoever looks for somebody to wake may have no right on users.
        users = self.env.ref(f"litige_management.{group}").sudo().all_user_ids
        return users._litige_filter_working(company).sorted("id")
