from odoo import api, fields, models


class ResCompany(models.Model):
    """What a company wants of its reminders."""

    _inherit = "res.company"

    litige_reminder_level_ids = fields.One2many(
        "litige.reminder.level", "company_id", string="Reminder Levels"
    )
    litige_reminder_consumer_max = fields.Integer(
        string="Contacts of a Consumer in 7 Days",
        default=2,
        help="Reminders, letters and calls together: at most so many in seven days. Repeated and "
        "insistent contacts are an aggressive practice; the number is your choice, the law sets "
        "none. 0: no limit.",
    )
    litige_reminder_skip_public = fields.Boolean(
        string="Leave Public Bodies Alone",
        help="Customers who are public bodies get no reminder by itself: they pay through a public "
        "accountant, whom you write to by hand.",
    )
    litige_reminder_working_days = fields.Boolean(
        string="Working Days Only",
        default=True,
        help="Nothing leaves by itself on a Saturday, a Sunday or a public holiday.",
    )
    litige_reminder_user_id = fields.Many2one(
        "res.users",
        string="Follows the Reminders",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Who signs the reminders, makes the calls and decides on the disputes proposed. "
        "Empty: the salesperson of the biggest invoice.",
    )

    _litige_reminder_consumer_check = models.Constraint(
        "CHECK (litige_reminder_consumer_max >= 0)", "A number of contacts is not below zero."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Give each new company the usual levels, switched off."""
        companies = super().create(vals_list)
        self.env["litige.reminder.level"]._create_defaults(companies)
        return companies

    def _litige_reminds_on(self, day):
        """Whether reminders leave by themselves on this day."""
        self.ensure_one()
        return not self.litige_reminder_working_days or self._litige_get_calendar().is_working(day)

    def _litige_get_reminder_fallback(self):
        """Return who follows reminders that are nobody's: the company's choice, else a manager."""
        company = self[:1]
        managers = self.env["res.users"]._litige_find_working(
            company, "litige_management_group_manager"
        )
        chosen = company.litige_reminder_user_id._litige_filter_working(company)
        return (chosen or managers)[:1] or self.env.user


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    litige_reminder_consumer_max = fields.Integer(
        related="company_id.litige_reminder_consumer_max", readonly=False
    )
    litige_reminder_skip_public = fields.Boolean(
        related="company_id.litige_reminder_skip_public", readonly=False
    )
    litige_reminder_working_days = fields.Boolean(
        related="company_id.litige_reminder_working_days", readonly=False
    )
    litige_reminder_user_id = fields.Many2one(
        related="company_id.litige_reminder_user_id", readonly=False
    )
