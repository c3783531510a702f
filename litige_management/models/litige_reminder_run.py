"""The reminders of a day: one run per company, in batches, that can be killed anywhere."""

import logging
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from .litige_reminder_level import CHANNELS

_logger = logging.getLogger(__name__)

BATCH = 100
AGAIN_MINUTES = 10
CRON = "litige_management.ir_cron_litige_reminder"
MAIL_QUEUE = "mail.ir_cron_mail_scheduler_action"


class LitigeReminderRun(models.Model):
    """What one run of the reminders did, and whom it left alone."""

    _name = "litige.reminder.run"
    _description = "Run of Reminders"
    _order = "started_at desc, id desc"
    _rec_name = "date"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    date = fields.Date(required=True, readonly=True)
    started_at = fields.Datetime(string="Started", required=True, readonly=True)
    ended_at = fields.Datetime(
        string="Finished",
        readonly=True,
        help="Empty when it was stopped on the way: the next run takes up what is left.",
    )
    planned_count = fields.Integer(string="Planned", readonly=True)
    done_count = fields.Integer(string="Reminded", readonly=True)
    failed_count = fields.Integer(string="Failed", readonly=True)
    skipped_count = fields.Integer(string="Left Alone", readonly=True)
    done = fields.Json(readonly=True)
    skipped = fields.Json(readonly=True)
    report = fields.Text(compute="_compute_report")

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for run in self:
            run.display_name = self.env._(
                "Reminders of %(date)s", date=format_date(self.env, run.date)
            )

    @api.depends("done", "skipped")
    @api.depends_context("lang")
    def _compute_report(self):
        channels = dict(
            self.env["litige.reminder"]._fields["channel"]._description_selection(self.env)
        )
        reasons = self.env["litige.reminder.plan"]._get_reason_labels()
        for run in self:
            lines = [
                self.env._("%(label)s: %(count)s", label=channels[channel], count=count)
                for channel, _label in CHANNELS
                if (count := (run.done or {}).get(channel))
            ]
            lines += [
                self.env._("%(label)s: %(count)s", label=reasons.get(reason, reason), count=count)
                for reason, count in sorted((run.skipped or {}).items(), key=lambda one: -one[1])
            ]
            run.report = "\n".join(lines)

    # === RUNNING === #

    @api.model
    def _cron_remind(self, limit=BATCH):
        """Remind the customers of every company whose levels are on, in batches."""
        levels = self.env["litige.reminder.level"].search([("is_on", "=", True)])
        today = fields.Date.context_today(self)
        companies = levels.company_id.filtered(lambda company: company._litige_reminds_on(today))
        todo = {}
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    todo[company] = self._get_todo(company, today)
            except Exception:  # the other companies are reminded all the same
                _logger.exception("The reminders of %s could not be planned", company.name)
                self.env.invalidate_all(flush=False)
        remaining = sum(len(ids) for _run, ids in todo.values())
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        left = 0
        for company, (run, ids) in todo.items():
            remaining = run._remind(company, ids, limit)
            if remaining is None:  # the next run of the cron takes up what is left
                return
            left += remaining
        if todo:
            # The e-mails leave at once rather than at the next hour.
            self.env.ref(MAIL_QUEUE)._trigger()
        if left:
            # Somebody was writing on these customers, or reminding them: look again a little later.
            soon = fields.Datetime.now() + timedelta(minutes=AGAIN_MINUTES)
            self.env.ref(CRON)._trigger(at=soon)

    @api.model
    def _get_todo(self, company, today):
        """Return the run of a company and the customers to remind, the biggest amounts first."""
        plan = self.env["litige.reminder.plan"].with_company(company)._plan(company, today)
        ids = [one.partner_id for one in plan.planned]
        if run := self._find_unfinished(company, today):
            run.planned_count = run.done_count + run.failed_count + len(ids)
            return run, ids
        run = self.create(
            {
                "company_id": company.id,
                "date": today,
                "started_at": fields.Datetime.now(),
                "planned_count": len(plan.planned),
                "skipped_count": len(plan.skipped),
                "skipped": dict(Counter(one.reason for one in plan.skipped)),
                "done": {},
            }
        )
        return run, ids

    @api.model
    def _find_unfinished(self, company, today):
        """Return the run of today that ran out of time, to go on with it.

        Only a scheduled action does, which is alone: another process may be writing on its own.
        """
        if not self.env.context.get("cron_id"):
            return self.browse()
        return self.search(
            [("company_id", "=", company.id), ("date", "=", today), ("ended_at", "=", False)],
            limit=1,
        )

    def _remind(self, company, partner_ids, limit):
        """Remind these customers, a batch at a time; what another worker holds is left to it.

        :return: how many were held elsewhere, None when there is no time left
        """
        self.ensure_one()
        left = 0
        for start in range(0, len(partner_ids), limit):
            ids = partner_ids[start : start + limit]
            made, held = self._remind_batch(company, ids)
            left += held
            done = Counter(self.done or {})
            done.update(made.filtered(lambda one: one.state != "failed").mapped("channel"))
            self.write(
                {
                    "done": dict(done),
                    "done_count": sum(done.values()),
                    "failed_count": self.failed_count
                    + len(made.filtered(lambda one: one.state == "failed")),
                }
            )
            in_time = self.env["ir.cron"]._commit_progress(len(ids))
            if not in_time and start + limit < len(partner_ids):
                return None
        self.ended_at = fields.Datetime.now()
        self.env["ir.cron"]._commit_progress()
        return left

    def _remind_batch(self, company, partner_ids):
        """Plan again for these customers, once they are ours alone, and remind them.

        What was paid, promised or sent since the plan was made counts; nothing is committed here.

        :return: the reminders made, and how many customers another worker holds
        """
        Reminder = self.env["litige.reminder"].with_company(company)
        partners = self.env["res.partner"].browse(partner_ids)
        # Their invoices may go on being posted meanwhile: only other reminders wait.
        locked = partners.try_lock_for_update(allow_referencing=True)
        if not locked:
            return Reminder, len(partners)
        plan = (
            self.env["litige.reminder.plan"].with_company(company)._plan(company, self.date, locked)
        )
        made = Reminder._make_safely(company, self.date, plan.planned)
        return made, len(partners - locked)
