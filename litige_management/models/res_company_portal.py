from odoo import fields, models


class ResCompany(models.Model):
    """What customers may do on the portal, and who signs for the company."""

    _inherit = "res.company"

    litige_portal_enabled = fields.Boolean(
        string="Customer Portal of Disputes",
        default=True,
        help="Customers who were given a link see their dispute, answer and sign on the portal. "
        "Switched off, every link is closed at once.",
    )
    litige_portal_days = fields.Integer(
        string="Validity of Links (days)",
        default=30,
        help="A link sent to a customer stops working after this number of days.",
    )
    litige_signing_user_id = fields.Many2one(
        "res.users",
        string="Signs Agreements",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="The only person who may sign agreements here for the company: the legal "
        "representative, or who holds their written delegation.",
    )

    _litige_portal_days_check = models.Constraint(
        "CHECK (litige_portal_days > 0)", "A link is valid for at least one day."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    litige_portal_enabled = fields.Boolean(
        related="company_id.litige_portal_enabled", readonly=False
    )
    litige_portal_days = fields.Integer(related="company_id.litige_portal_days", readonly=False)
    litige_signing_user_id = fields.Many2one(
        related="company_id.litige_signing_user_id", readonly=False
    )
