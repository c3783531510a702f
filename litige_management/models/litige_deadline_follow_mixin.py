import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..legal.semesters import add_months

_logger = logging.getLogger(__name__)

ACTIVITY = "litige_management.mail_activity_type_deadline"
LIMITATION_ACTIVITY = "litige_management.mail_activity_type_limitation"
# Not settled yet: still to come, or let pass.
PENDING = ("running", "missed")
# When a limitation is told, from the farthest: never twice the same for the same day.
ALERTS = (("6m", 6, 0), ("3m", 3, 0), ("1m", 1, 0), ("7d", 0, 7))
ORDER = (*(step for step, _months, _days in ALERTS), "over")


class LitigeDeadlineFollowMixin(models.AbstractModel):
    """How a deadline is remembered: activities, alerts, what was missed. All can be made again."""

    _name = "litige.deadline.follow.mixin"
    _description = "Follow-Up of Deadlines"

    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", index="btree_not_null"
    )
    alert_step = fields.Selection(
        [
            ("6m", "Six months before"),
            ("3m", "Three months before"),
            ("1m", "One month before"),
            ("7d", "Seven days before"),
            ("over", "Passed"),
        ],
        string="Last Alert",
        readonly=True,
    )
    alert_for = fields.Date(
        readonly=True, help="The day that the last alert was about: another day starts afresh."
    )

    # === PROJECTIONS === #

    def _project(self):
        """Show each pending deadline as an activity on its dispute; take away those of the others.

        Whoever deletes the activity does not delete the deadline. A constant number of queries.
        """
        deadlines = self.sudo()  # activities are reminders, whoever moves the deadline
        deadlines.activity_id.filtered("active").unlink()  # what was done stays in the chatter
        shown = deadlines.filtered(lambda one: one._is_shown())
        if not shown:
            return
        model = self.env["ir.model"]._get("litige.case")
        types = {
            kind: self.env["ir.model.data"]._xmlid_to_res_id(xmlid)
            for kind, xmlid in (("limitation", LIMITATION_ACTIVITY), ("step", ACTIVITY))
        }
        activities = (
            self.env["mail.activity"]
            .sudo()  # as above
            .create(
                [
                    {
                        "activity_type_id": types.get(one.kind, types["step"]),
                        "res_model_id": model.id,
                        "res_id": one.case_id.id,
                        "date_deadline": one._get_activity_date(),
                        "summary": one._get_activity_summary(),
                        "user_id": one.case_id._get_awake_user(one.user_id).id,
                        "automated": True,
                    }
                    for one in shown._in_company_language()
                ]
            )
        )
        for deadline, activity in zip(shown, activities, strict=True):
            deadline.activity_id = activity

    def _is_shown(self):
        """Whether somebody of the company must act, or look, on that day."""
        self.ensure_one()
        if self.state not in PENDING or not self.date or not self.case_id.is_open:
            return False
        if self.kind == "limitation":  # years ahead: from its first alert on
            return self.alert_for == self.date
        return self._is_ours() or bool(self.rule_id)

    def _get_activity_date(self):
        """Return the day an activity is for: an alert is for the day it is given."""
        self.ensure_one()
        if self.kind == "limitation":
            return min(fields.Date.context_today(self), self.date)
        return self.date

    def _get_activity_summary(self):
        self.ensure_one()
        if self.kind != "limitation":
            return self.name
        days = (self.date - fields.Date.context_today(self)).days
        if days < 0:
            return self.env._(
                "%(name)s: the day has passed, on %(date)s",
                name=self.name,
                date=format_date(self.env, self.date),
            )
        return self.env._(
            "%(name)s: %(date)s, %(days)s days left",
            name=self.name,
            date=format_date(self.env, self.date),
            days=days,
        )

    # === WHAT THE CHRONOLOGY SAYS === #

    def _note(self, get_summary):
        """Append to the chronologies how deadlines are kept: for us alone, printed nowhere."""
        self.env["litige.case"]._append_events(
            [
                {
                    "case_id": one.case_id.id,
                    "kind": "deadline",
                    "summary": get_summary(one),
                    "res_model": self._name,
                    "res_id": one.id,
                }
                for one in self._in_company_language()
            ]
        )

    def _note_moves(self, before):
        """Tell which deadlines a person corrected, and why."""
        self.filtered(lambda one: one.date != before[one])._note(
            lambda one: one.env._(
                "Deadline corrected: %(name)s, %(date)s instead of %(before)s (%(reason)s)",
                name=one.name,
                date=format_date(one.env, one.date),
                before=format_date(one.env, before[one]),
                reason=one.override_reason or "",
            )
        )

    def _note_settled(self):
        self._note(
            lambda one: (
                one.env._("Deadline met: %(name)s", name=one.name)
                if one.state == "met"
                else one.env._("Deadline no longer needed: %(name)s", name=one.name)
            )
        )

    # === EVERY NIGHT === #

    @api.model
    def _cron_follow(self, limit=200):
        """Count limitations, note what was missed, alert, and make deleted reminders again.

        Run again the same day, it does nothing more.
        """
        cases = self.env["litige.case"].search([("phase", "!=", "closed")], order="id").ids
        self.env["ir.cron"]._commit_progress(remaining=len(cases))
        for start in range(0, len(cases), limit):
            batch = self.env["litige.case"].browse(cases[start : start + limit])
            self._follow_safely(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                break

    @api.model
    def _follow_safely(self, cases):
        """Follow disputes together; should one fail, each alone, so that it harms no other."""
        try:
            with self.env.cr.savepoint():
                self._follow(cases)
        except Exception:
            if len(cases) == 1:  # the next night tries again
                _logger.exception("Deadlines of %s not followed", cases.name)
                return
            for case in cases:
                self._follow_safely(case)

    @api.model
    def _follow(self, cases):
        """Bring the deadlines of open disputes up to date, in a constant number of queries."""
        cases = cases.with_context(mail_activity_quick_update=True)
        cases = cases.try_lock_for_update().filtered("is_open")
        cases._sync_limitation()
        pending = (
            self.with_context(**cases.env.context)
            .search(Domain("case_id", "in", cases.ids) & Domain("state", "in", PENDING))
            .filtered("date")
        )
        pending._miss()
        lost = pending.filtered(lambda one: not one.activity_id and one._is_shown())
        (pending._alert() | lost)._project()

    def _miss(self):
        """Note as missed what we had to do by a day that has passed."""
        today = fields.Date.context_today(self)
        missed = self.filtered(
            lambda one: one.state == "running" and one._is_ours() and one.date < today
        )
        if missed:
            missed.sudo().write({"state": "missed"})  # time passes, whoever looks
            missed._note(
                lambda one: one.env._(
                    "Deadline missed: %(name)s (%(date)s)",
                    name=one.name,
                    date=format_date(one.env, one.date),
                )
            )

    def _alert(self):
        """Give the alerts of limitations that are due; return the deadlines that got one."""
        today = fields.Date.context_today(self)
        alerted = self.browse()
        for step, deadlines in (
            self.filtered(lambda one: one.kind == "limitation")
            .grouped(lambda one: one._get_alert_step(today))
            .items()
        ):
            if not step:
                continue
            for day, same in deadlines.grouped("date").items():
                same.sudo().write({"alert_step": step, "alert_for": day})  # as above
            alerted |= deadlines
        return alerted

    def _get_alert_step(self, today):
        """Return the alert to give today, False when it was given, or none is due yet."""
        self.ensure_one()
        step = get_alert_step(self.date, today)
        if not step:
            return False
        given = self.alert_for == self.date and self.alert_step
        if given and ORDER.index(given) >= ORDER.index(step):
            return False
        return step


def get_alert_step(day, today):
    """Return the nearest alert that is due before `day`, False while it is farther than all."""
    if day < today:
        return "over"
    due = False
    for step, months, days in ALERTS:
        if today >= add_months(day, -months) - timedelta(days=days):
            due = step
    return due
