from datetime import datetime, timedelta

import vobject
from dateutil import tz

from odoo import api, fields, models

# Reminders inside the calendar that imports them.
ALARM_DAYS = (7, 1)
URL = "/litige_management/deadlines.ics"


class LitigeDeadlineCalendarMixin(models.AbstractModel):
    """Deadlines for another calendar (RFC 5545): a copy of what is recorded here."""

    _name = "litige.deadline.calendar.mixin"
    _description = "Deadlines as a Calendar File"

    def _to_ics(self):
        """Return these deadlines as an iCalendar file, each a whole day, with its reminders.

        Read with the rights of the user. A deadline keeps its identifier, so that importing the
        file again moves it instead of doubling it.
        """
        calendar = vobject.iCalendar()
        calendar.add("prodid").value = "-//litige_management//Odoo//EN"
        calendar.add("x-wr-calname").value = self.env._("Deadlines of disputes")
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        for deadline in self.filtered("date"):
            deadline._add_to_ics(calendar, database)
        return calendar.serialize().encode()

    def _add_to_ics(self, calendar, database):
        self.ensure_one()
        event = calendar.add("vevent")
        event.add("uid").value = f"litige-deadline-{self.id}@{database}"
        event.add("dtstamp").value = datetime.now(tz.UTC)
        event.add("sequence").value = str(int(self.write_date.timestamp()))
        event.add("dtstart").value = self.date
        event.add("dtend").value = self.date + timedelta(days=1)
        event.add("transp").value = "TRANSPARENT"
        event.add("summary").value = f"{self.name} ({self.case_id.name})"
        event.add("description").value = "\n".join(
            filter(None, (self.case_id.partner_id.name, self.basis, self.override_reason))
        )
        event.add("url").value = self.case_id.get_base_url() + f"/odoo/disputes/{self.case_id.id}"
        cancelled = self.state == "cancelled"
        event.add("status").value = "CANCELLED" if cancelled else "CONFIRMED"
        if self.state == "running":
            for days in ALARM_DAYS:
                alarm = event.add("valarm")
                alarm.add("action").value = "DISPLAY"
                alarm.add("description").value = self.name
                alarm.add("trigger").value = timedelta(days=-days)

    # === EXPORT === #

    @api.model
    def _get_export_action(self, domain):
        """Return the download of the pending deadlines of a domain, found now."""
        ids = self.search([*domain, ("state", "in", ("running", "missed"))]).ids
        return {
            "type": "ir.actions.act_url",
            "url": f"{URL}?ids={','.join(map(str, ids))}",
            "target": "download",
        }

    def action_export(self):
        """Download these deadlines as a calendar file; all of ours when none is chosen."""
        if self:
            return self._get_export_action([("id", "in", self.ids)])
        return self._get_export_action([("user_id", "=", self.env.uid)])

    @api.model
    def _find_for_export(self, text):
        """Return the deadlines that a request names, as far as the user may read them."""
        ids = {int(one) for one in (text or "").split(",") if one.isdigit() and len(one) < 10}
        return self.search([("id", "in", sorted(ids))], order="date, id")

    @api.model
    def _get_export_name(self):
        """Return the name of the file."""
        today = fields.Date.to_string(fields.Date.context_today(self))
        return self.env._("deadlines-%(date)s.ics", date=today)
