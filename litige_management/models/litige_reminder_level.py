from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..legal.dunning import Step

EMAIL, LETTER, CALL, PROPOSE, OPEN = "email", "letter", "call", "propose", "open"
CHANNELS = [
    (EMAIL, "E-mail"),
    (LETTER, "Letter to print"),
    (CALL, "Call to make"),
    (PROPOSE, "Propose a dispute"),
    (OPEN, "Open a dispute"),
]
# What reaches the customer; the other steps only act on our side.
CONTACTS = (EMAIL, LETTER, CALL)
ALL, CONSUMER, PROFESSIONAL = "all", "consumer", "professional"
REST_DAYS = 7


class LitigeReminderLevel(models.Model):
    """What happens so many days after a due date, before there is any dispute."""

    _name = "litige.reminder.level"
    _description = "Reminder Level"
    _order = "company_id, days, id"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    is_on = fields.Boolean(
        string="Switched On",
        readonly=True,
        copy=False,
        help="Nothing leaves by itself before somebody switches the reminders on.",
    )
    days = fields.Integer(
        string="Days After the Due Date",
        required=True,
        help="Below zero: before the due date.",
    )
    audience = fields.Selection(
        [(ALL, "Everybody"), (CONSUMER, "Consumers"), (PROFESSIONAL, "Professionals")],
        string="For",
        required=True,
        default=ALL,
        help="Consumers are those whose standing says so, or persons without a VAT number.",
    )
    channel = fields.Selection(
        CHANNELS,
        string="What Happens",
        required=True,
        default=EMAIL,
        help="An e-mail leaves by itself; a letter is drafted, for you to check and print; a call "
        "is put on the list of today; a dispute is proposed by an activity, or opened and held.",
    )
    tone = fields.Selection(
        [("courteous", "Courteous"), ("firm", "Firm")],
        default="courteous",
        help="The words of the e-mail, unless another text is chosen.",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Text",
        ondelete="restrict",
        domain="[('model', '=', 'litige.reminder')]",
        help="The e-mail to send. Empty: the text of the tone.",
    )
    answer_days = fields.Integer(
        string="Days to Answer",
        default=8,
        help="The firm e-mail asks for payment within this number of days. A custom, not a legal "
        "rule.",
    )
    rest_days = fields.Integer(
        string="Days Since the Last Contact",
        default=REST_DAYS,
        help="Nothing happens when the customer was called or written to fewer days before, "
        "whatever the way.",
    )
    times = fields.Integer(
        string="At Most (times)",
        default=1,
        required=True,
        help="How many times the same instalment may be reminded at this level.",
    )
    attach_statement = fields.Boolean(
        string="Statement Attached",
        default=True,
        help="The e-mail carries a PDF of the sums due, instalment by instalment.",
    )
    reminder_ids = fields.One2many("litige.reminder", "level_id", string="Reminders")

    _times_check = models.Constraint("CHECK (times > 0)", "Remind at least once at a level.")
    _rest_check = models.Constraint(
        "CHECK (rest_days >= 0 AND answer_days >= 0)", "A number of days is not below zero."
    )
    _company_days_uniq = models.UniqueIndex(
        "(company_id, days, audience) WHERE active",
        "Another level of the same customers already happens that day.",
    )

    # === DEFAULTS === #

    @api.model
    def _create_defaults(self, companies):
        """Give each company that has none yet the usual levels, switched off."""
        # A new company gets its levels whoever creates it.
        Level = self.sudo().with_context(active_test=False)
        known = Level.search([("company_id", "in", companies.ids)]).company_id
        return Level.create(
            [
                {**values, "company_id": company.id}
                for company in companies - known
                for values in self._prepare_defaults(company)
            ]
        )

    @api.model
    def _create_missing_defaults(self):
        """Give the companies of a database that is installed or updated their levels."""
        self._create_defaults(self.env["res.company"].search(Domain.TRUE))

    @api.model
    def _prepare_defaults(self, company):
        """Return the values of the levels a company begins with, named in its language."""
        env = self.with_context(lang=company.partner_id.lang or self.env.lang).env
        return [
            {"days": 5, "name": env._("First reminder"), "channel": EMAIL, "tone": "courteous"},
            {"days": 15, "name": env._("Second reminder"), "channel": EMAIL, "tone": "firm"},
            {"days": 30, "name": env._("Dispute to open"), "channel": PROPOSE, "tone": False},
        ]

    # === CRUD === #

    def write(self, vals):
        """Keep a level in its company: what it did is its company's history."""
        if "company_id" in vals and any(
            level.company_id.id != vals["company_id"] for level in self
        ):
            raise UserError(self.env._("A level stays in its company: make another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # What was sent by other users counts too.
        if self.sudo().reminder_ids:
            raise UserError(self.env._("This level has reminded customers: archive it instead."))

    # === READING === #

    @api.model
    def _get_steps(self, company, consumer):
        """Return the levels in use for consumers, or for the others, soonest first."""
        other = PROFESSIONAL if consumer else CONSUMER
        return self.search([("company_id", "=", company.id), ("is_on", "=", True)]).filtered(
            lambda level: level.audience != other
        )

    def _to_steps(self):
        """Return these levels as `legal.dunning.Step`s."""
        return tuple(
            Step(level.id, level.days, level.times, level.rest_days, level.channel in CONTACTS)
            for level in self
        )

    def _asks_by_a_day(self):
        """Whether the message may ask for payment by a day: the courteous one asks none."""
        self.ensure_one()
        return self.channel == EMAIL and (self.tone == "firm" or bool(self.mail_template_id))

    def _get_template(self):
        """Return the text of the e-mail: the one chosen, else that of the tone."""
        self.ensure_one()
        return self.mail_template_id or self.env.ref(
            f"litige_management.mail_template_litige_reminder_{self.tone or 'courteous'}"
        )

    # === SWITCHING ON AND OFF === #

    def action_switch_on(self):
        """Show what switching on would do, and ask."""
        return self.env["litige.reminder.switch"]._open(self.company_id[:1] or self.env.company)

    def action_switch_off(self):
        """Let nothing leave by itself any more."""
        self.check_access("write")
        self.is_on = False

    def action_view_reminders(self):
        """List what was sent at this level."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_reminder_action"
        )
        return {**action, "domain": [("level_id", "=", self.id)], "context": {}}
