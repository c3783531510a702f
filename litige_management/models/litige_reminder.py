from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .litige_letter_template import LANGUAGES
from .litige_reminder_level import CHANNELS

QUEUED, SENT, FAILED, CANCELLED = "queued", "sent", "failed", "cancelled"
STATES = [
    (QUEUED, "Queued"),
    (SENT, "Done"),
    (FAILED, "Failed"),
    (CANCELLED, "Cancelled"),
]
# What counts as a contact, and keeps the next one away.
COUNTED = (QUEUED, SENT)


class LitigeReminder(models.Model):
    """One reminder of one customer: every overdue instalment in one message.

    Only the machine writes them, by the hundred; nobody changes what was sent.
    """

    _name = "litige.reminder"
    _inherit = [
        "litige.reminder.sending.mixin",
        "litige.reminder.result.mixin",
        "litige.reminder.document.mixin",
        "litige.document.mixin",
        "litige.batch.mixin",
    ]
    _description = "Payment Reminder"
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Sent To",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The contact of the invoices, else the customer.",
    )
    email = fields.Char(
        string="E-Mail",
        readonly=True,
        help="The address it was sent to, as it was that day.",
    )
    level_id = fields.Many2one(
        "litige.reminder.level",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date = fields.Date(required=True, readonly=True, index=True)
    language = fields.Selection(LANGUAGES, required=True, readonly=True, default="fr")
    channel = fields.Selection(CHANNELS, string="How", required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default=QUEUED, index=True)
    error = fields.Char(string="Why It Failed", readonly=True)
    sent_at = fields.Datetime(string="Sent", readonly=True)
    answer_by = fields.Date(
        string="To Pay By",
        readonly=True,
        help="The day the message asks for payment by.",
    )
    line_ids = fields.One2many("litige.reminder.line", "reminder_id", string="Instalments")
    line_count = fields.Integer(string="Instalments Listed", readonly=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        string="Due Then",
        currency_field="company_currency_id",
        readonly=True,
        help="All that it asks for, in the company's currency.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Followed By",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    mail_id = fields.Many2one(
        "mail.mail",
        string="Queued E-Mail",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    mail_message_id = fields.Many2one(
        "mail.message",
        string="Message",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    letter_ids = fields.One2many("litige.letter", "reminder_id", string="Letters")
    communication_id = fields.Many2one(
        "litige.communication",
        string="Exchange",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    # Whatever two workers do at the same second, a customer hears from us once.
    _level_date_uniq = models.Constraint(
        "UNIQUE (company_id, partner_id, level_id, date)",
        "This customer was reminded at this level that day already.",
    )
    _contact_date_uniq = models.UniqueIndex(
        "(company_id, partner_id, date) WHERE channel IN ('email', 'letter', 'call')",
        "This customer was contacted by a reminder that day already.",
    )
    _partner_date_idx = models.Index("(partner_id, date)")
    _queued_idx = models.Index("(company_id) WHERE state = 'queued'")

    @api.depends("level_id", "partner_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for reminder in self:
            reminder.display_name = (
                f"{reminder.level_id.name} – {reminder.partner_id.display_name} – "
                f"{format_date(self.env, reminder.date)}"
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("A reminder is history: it is not deleted."))

    def action_open_partner(self):
        """Open the customer."""
        self.ensure_one()
        return self.partner_id._get_records_action()


class LitigeReminderLine(models.Model):
    """One instalment listed by a reminder, with what was due on it then."""

    _name = "litige.reminder.line"
    _inherit = ["litige.batch.mixin"]
    _description = "Instalment Reminded"
    _order = "date_due, id"
    _rec_name = "move_name"
    _log_access = False  # its reminder says who and when

    reminder_id = fields.Many2one(
        "litige.reminder", required=True, readonly=True, index=True, ondelete="cascade"
    )
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True, ondelete="set null")
    move_name = fields.Char(string="Number", readonly=True)
    date_invoice = fields.Date(string="Invoice Date", readonly=True)
    # Which instalment: Odoo makes journal items anew when an invoice is reset, not its due dates.
    date_due = fields.Date(string="Due Date", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(string="Due Then", readonly=True)
    held_amount = fields.Monetary(
        string="In Dispute",
        readonly=True,
        help="The part of this instalment that is disputed, and was not asked for.",
    )
    days = fields.Integer(string="Days Late", readonly=True)
    date = fields.Date(string="Reminded On", required=True, readonly=True)
    company_id = fields.Many2one(related="reminder_id.company_id")
    level_id = fields.Many2one(related="reminder_id.level_id")
    channel = fields.Selection(related="reminder_id.channel")
    state = fields.Selection(related="reminder_id.state")

    _move_due_idx = models.Index("(move_id, date_due)")
