from odoo import api, fields, models


class LitigeReminderSwitch(models.TransientModel):
    """Asked before reminders leave by themselves: what would happen, and who else reminds."""

    _name = "litige.reminder.switch"
    _description = "Switch Reminders On"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    level_ids = fields.One2many(related="company_id.litige_reminder_level_ids")
    other_modules = fields.Char(compute="_compute_facts")
    planned_count = fields.Integer(compute="_compute_facts")
    skipped_count = fields.Integer(compute="_compute_facts")
    books_warning = fields.Char(compute="_compute_facts")

    @api.depends("company_id")
    def _compute_facts(self):
        Plan = self.env["litige.reminder.plan"]
        for switch in self:
            company = switch.company_id
            plan = Plan._plan(company, levels=company.litige_reminder_level_ids)
            old = [one for one in plan.skipped if one.reason == "books"]
            switch.other_modules = ", ".join(company._litige_get_other_dunning()) or False
            switch.planned_count = len(plan.planned)
            switch.skipped_count = len(plan.skipped)
            switch.books_warning = Plan._get_explanation(old[0], company) if old else False

    @api.model
    def _open(self, company):
        """Return the question for one company."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Switch the Reminders On"),
            "res_model": self._name,
            "res_id": self.create({"company_id": company.id}).id,
            "view_mode": "form",
            "target": "new",
        }

    def action_switch_on(self):
        """Let the levels of the company act by themselves, from the next run on."""
        self.ensure_one()
        levels = self.company_id.litige_reminder_level_ids
        levels.check_access("write")
        levels.is_on = True
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_stay_off(self):
        """Leave the levels as they are."""
        return {"type": "ir.actions.act_window_close"}

    def action_preview(self):
        """Show who would be reminded today, before anything is decided."""
        return self.env["litige.reminder.preview"].action_open()
