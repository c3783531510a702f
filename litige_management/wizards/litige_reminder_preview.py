from odoo import api, fields, models

from ..legal import dunning
from ..models.litige_reminder_level import CHANNELS

CRON = "litige_management.ir_cron_litige_reminder"


class LitigeReminderPreview(models.TransientModel):
    """Who would be reminded on a day, and who would be left alone: nothing is sent."""

    _name = "litige.reminder.preview"
    _description = "Who Would Be Reminded"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    date = fields.Date(string="Day", required=True, default=fields.Date.context_today)
    line_ids = fields.One2many("litige.reminder.preview.line", "preview_id", string="Customers")
    planned_ids = fields.One2many(
        "litige.reminder.preview.line",
        "preview_id",
        string="Would Be Reminded",
        domain=[("is_planned", "=", True)],
    )
    skipped_ids = fields.One2many(
        "litige.reminder.preview.line",
        "preview_id",
        string="Left Alone",
        domain=[("is_planned", "=", False)],
    )
    planned_count = fields.Integer(compute="_compute_counts")
    skipped_count = fields.Integer(compute="_compute_counts")
    is_on = fields.Boolean(compute="_compute_is_on")
    can_send = fields.Boolean(compute="_compute_is_on")

    @api.depends_context("lang")
    def _compute_display_name(self):
        for preview in self:
            preview.display_name = self.env._("Who Would Be Reminded")

    @api.depends("line_ids")
    def _compute_counts(self):
        for preview in self:
            preview.planned_count = len(preview.planned_ids)
            preview.skipped_count = len(preview.skipped_ids)

    @api.depends("company_id", "date", "planned_ids")
    def _compute_is_on(self):
        today = fields.Date.context_today(self)
        for preview in self:
            levels = preview.company_id.litige_reminder_level_ids
            preview.is_on = any(levels.mapped("is_on"))
            preview.can_send = preview.is_on and preview.date == today and preview.planned_ids

    @api.model
    def action_open(self):
        """Make the plan of today and show it. The levels that are off are tried all the same."""
        preview = self.create({})
        preview._refresh()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Would Be Reminded"),
            "res_model": self._name,
            "res_id": preview.id,
            "view_mode": "form",
        }

    def action_refresh(self):
        """Make the plan again, for the day chosen."""
        self._refresh()
        return True

    def action_send(self):
        """Start the run of today now, in the background."""
        self.ensure_one()
        self.env["litige.reminder.level"].check_access("write")
        # Whoever sets the levels may start the run that they ask for.
        self.env.ref(CRON).sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The reminders of today are being made: see Reminders Sent."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _refresh(self):
        self.ensure_one()
        Plan = self.env["litige.reminder.plan"]
        company = self.company_id
        levels = company.litige_reminder_level_ids
        tried = levels.filtered("is_on") or levels
        plan = Plan._plan(company, self.date, levels=tried)
        labels, patterns = Plan._get_reason_labels(), Plan._get_patterns()
        self.line_ids.unlink()
        lines = [
            {
                "preview_id": self.id,
                "is_planned": True,
                "partner_id": one.partner_id,
                "level_id": one.level_id,
                "channel": one.channel,
                "email": one.email,
                "instalments": len(one.lines),
                "days": max(line.days for line in one.lines),
                "amount": one.amount,
                "reason": self._get_note(one.note),
            }
            for one in plan.planned
        ] + [
            {
                "preview_id": self.id,
                "partner_id": one.partner_id,
                "amount": one.amount,
                "code": labels[one.reason],
                "can_resume": one.reason == dunning.COMPLAINT,
                "reason": Plan._get_explanation(one, company, patterns),
            }
            for one in plan.skipped
        ]
        self.env["litige.reminder.preview.line"].create(lines)

    @api.model
    def _get_note(self, note):
        return {
            "no_email": self.env._("No e-mail address: a call to make."),
            "failed": self.env._("The last e-mail did not arrive: a call to make."),
        }.get(note)


class LitigeReminderPreviewLine(models.TransientModel):
    """One customer of the plan of a day."""

    _name = "litige.reminder.preview.line"
    _description = "Customer of a Plan of Reminders"
    _order = "amount desc, id"
    _rec_name = "partner_id"

    preview_id = fields.Many2one("litige.reminder.preview", required=True, ondelete="cascade")
    is_planned = fields.Boolean()
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade"
    )
    level_id = fields.Many2one("litige.reminder.level", ondelete="cascade")
    channel = fields.Selection(CHANNELS, string="How")
    email = fields.Char(string="E-Mail")
    instalments = fields.Integer()
    days = fields.Integer(string="Days Late")
    currency_id = fields.Many2one(related="preview_id.company_id.currency_id")
    amount = fields.Monetary(string="Overdue")
    code = fields.Char(string="Why")
    reason = fields.Char(string="Explanation")
    can_resume = fields.Boolean()

    def action_open_partner(self):
        """Open the customer."""
        self.ensure_one()
        return self.partner_id._get_records_action()

    def action_resume(self):
        """Let the reminders of this customer go on although they complained."""
        self.ensure_one()
        preview = self.preview_id  # its lines are made again
        self.partner_id.action_litige_resume_reminders()
        preview._refresh()
        return preview._get_records_action()
