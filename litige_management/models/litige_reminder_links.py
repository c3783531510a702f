"""Reminders in what they lead to: letters, exchanges, invoices, customers."""

from odoo import api, fields, models
from odoo.fields import Domain

from .litige_reminder import COUNTED
from .litige_reminder_level import CONTACTS, EMAIL

# Lines that reached the customer, or are in the mail queue: a call or a letter to come has not.
REACHED = Domain("reminder_id.channel", "in", CONTACTS) & (
    Domain("reminder_id.state", "=", "sent")
    | (Domain("reminder_id.state", "=", "queued") & Domain("reminder_id.channel", "=", EMAIL))
)
READERS = (
    "litige_management.litige_management_group_user,account.group_account_invoice,"
    "account.group_account_readonly"
)


class LitigeLetter(models.Model):
    """A letter that a reminder level asked for."""

    _inherit = "litige.letter"

    reminder_id = fields.Many2one(
        "litige.reminder",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=READERS,
        help="The reminder that this letter carries out.",
    )


class LitigeCommunication(models.Model):
    """A reminder that was sent is one of the exchanges with the customer."""

    _inherit = "litige.communication"

    reminder_id = fields.Many2one(
        "litige.reminder",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=READERS,
        help="The reminder of which it is the trace.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Let nobody pass a call for a reminder: it would count for nothing."""
        if not self.env.su:
            vals_list = [
                {name: value for name, value in vals.items() if name != "reminder_id"}
                for vals in vals_list
            ]
        return super().create(vals_list)


class AccountMove(models.Model):
    """How often an invoice was reminded, and when last."""

    _inherit = "account.move"

    litige_reminder_line_ids = fields.One2many(
        "litige.reminder.line", "move_id", string="Reminder Lines", groups=READERS
    )
    litige_reminder_count = fields.Integer(
        string="Reminders",
        compute="_compute_litige_reminder_count",
        help="How many reminders listed this invoice.",
        groups=READERS,
    )
    litige_last_reminder_date = fields.Date(
        string="Last Reminder",
        compute="_compute_litige_reminder_count",
        search="_search_litige_last_reminder_date",
        groups=READERS,
    )

    # Without dependencies: read when it is shown, so that thousands are reminded at no cost.
    def _compute_litige_reminder_count(self):
        found = {
            move.id: (count, last)
            for move, count, last in self.env["litige.reminder.line"]._read_group(
                Domain("move_id", "in", self.ids) & REACHED,
                ["move_id"],
                ["reminder_id:count_distinct", "date:max"],
            )
        }
        for move in self:
            count, last = found.get(move._origin.id, (0, False))
            move.litige_reminder_count = count
            move.litige_last_reminder_date = last

    def _search_litige_last_reminder_date(self, operator, value):
        lines = self.env["litige.reminder.line"]
        if operator == "in":
            if False in value:
                return NotImplemented
            found = lines._search(Domain("date", "in", value) & REACHED)
            return [("id", "in", found.subselect("move_id"))]
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        found = lines._search(Domain("date", operator, value) & REACHED)
        return [("id", "in", found.subselect("move_id"))]

    def action_litige_view_reminders(self):
        """List the reminders of this invoice."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_reminder_action"
        )
        return {**action, "domain": [("line_ids.move_id", "=", self.id)], "context": {}}


class ResPartner(models.Model):
    """The reminders of a customer, and when a person let them go on."""

    _inherit = "res.partner"

    litige_reminder_resumed_on = fields.Date(
        string="Reminders Resumed On",
        readonly=True,
        copy=False,
        groups=READERS,
        help="A consumer who complained in writing is left alone until somebody lets the reminders "
        "go on.",
    )
    litige_reminder_count = fields.Integer(
        string="Reminders",
        compute="_compute_litige_reminder_count",
        groups=READERS,
    )

    def _compute_litige_reminder_count(self):
        counts = dict(
            self.env["litige.reminder"]._read_group(
                [("partner_id", "in", self.commercial_partner_id.ids), ("state", "in", COUNTED)],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.litige_reminder_count = counts.get(partner.commercial_partner_id, 0)

    def action_litige_resume_reminders(self):
        """Let reminders of this customer go on although they complained in writing."""
        self.ensure_one()
        # Who sees the plan decides; who only audits the books does not.
        self.env["litige.reminder.preview"].check_access("create")
        customer = self.commercial_partner_id
        customer.check_access("read")  # of their own companies
        # Whoever follows reminders may have no right to edit customers.
        customer.sudo().litige_reminder_resumed_on = fields.Date.context_today(self)
        customer.sudo()._message_log(body=self.env._("Reminders go on, in spite of the complaint."))
        return True

    def action_litige_view_reminders(self):
        """List the reminders of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_reminder_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.commercial_partner_id.id)],
            "context": {},
        }
