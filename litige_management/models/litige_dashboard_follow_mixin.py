from datetime import timedelta

from babel.dates import get_month_names
from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse

from .litige_deadline_follow_mixin import PENDING

SHOWN = 5  # deadlines on the tile
WEEK = 7


class LitigeDashboardFollowMixin(models.AbstractModel):
    """What goes on: the deadlines of the week, what is due, what opens and closes."""

    _name = "litige.dashboard.follow.mixin"
    _description = "Dashboard: What Goes On"

    # === DEADLINES OF THE WEEK === #

    @api.model
    def _get_deadlines(self, today):
        """Return what we have to do within seven days, what was missed first."""
        Deadline = self.env["litige.deadline"]
        if not Deadline.has_access("read"):
            return None  # an accountant has nothing to meet
        domain = [
            ("state", "in", PENDING),
            ("party", "in", ("ours", "both")),
            ("date", "<=", today + timedelta(days=WEEK)),
        ]
        shown = Deadline.search(domain, limit=SHOWN, order="date, id")
        total = Deadline.search_count(domain)
        missed = Deadline.search_count([*domain, ("date", "<", today)])
        return {
            "code": "deadlines",
            "kind": "dates",
            "title": self.env._("Deadlines of the Week"),
            "figure": str(total),
            "tone": "late" if missed else "open",
            "words": self._word_deadlines(total, missed),
            "rows": [self._get_deadline_row(one, today) for one in shown],
            "action": self._list(
                self.env._("Deadlines of the Week"), domain, "litige.deadline", ("list", "form")
            ),
        }

    @api.model
    def _word_deadlines(self, total, missed):
        if not total:
            return self.env._("Nothing to do before a deadline within seven days.")
        if missed == total:
            return self.env._("missed: do it today, or see with a lawyer what is still possible.")
        if missed == 1:
            return self.env._("within seven days, one of which was missed.")
        if missed:
            return self.env._("within seven days, of which %(missed)s missed.", missed=missed)
        return self.env._("within seven days, none missed.")

    @api.model
    def _get_deadline_row(self, deadline, today):
        late = deadline.date < today
        days = (deadline.date - today).days
        if late:
            when = self.env._("Missed")
        elif not days:
            when = self.env._("Today")
        elif days == 1:
            when = self.env._("Tomorrow")
        else:
            when = format_date(self.env, deadline.date, date_format="EEE d")
        return {
            "label": deadline.name,
            "detail": deadline.case_id.partner_id.name,
            "text": when,
            "title": format_date(self.env, deadline.date),
            "tone": "late" if late else "open",
            "action": {
                **self._list(deadline.name, [], "litige.case", ("form",)),
                "res_id": deadline.case_id.id,
            },
        }

    # === WHAT IS DUE === #

    @api.model
    def _get_open(self):
        """Return what is still due by phase."""
        found = {
            phase: (amount or 0, held or 0, count)
            for phase, amount, held, count in self._report()._read_group(
                [("phase", "!=", "closed")],
                ["phase"],
                ["open_amount:sum", "held_amount:sum", "case_count:count_distinct"],
            )
        }
        rows = []
        for phase, label in self.env["litige.case.report"]._selection_phase():
            if phase == "closed":
                continue
            amount, _held, count = found.get(phase, (0, 0, 0))
            rows.append(
                {
                    "label": label,
                    "value": amount,
                    "text": self._amount(amount) if count else "",
                    "detail": self._count(count) if count else self.env._("No dispute"),
                    "tone": "open",
                    "action": count and self._list(label, [("phase", "=", phase)]),
                }
            )
        total = sum(amount for amount, _held, _count in found.values())
        held = sum(held for _amount, held, _count in found.values())
        count = sum(count for _amount, _held, count in found.values())
        return {
            "code": "open",
            "kind": "bars",
            "title": self.env._("Still Due, by Phase"),
            "figure": self._amount(total),
            "tone": "open",
            "words": self.env._(
                "still due in %(disputes)s; %(held)s held back from reminders.",
                disputes=self._count(count),
                held=self._amount(held),
            )
            if count
            else self.env._("No dispute is open."),
            "rows": self._bars(rows) if count else [],
            "action": self._list(
                self.env._("Open Disputes"), [("phase", "!=", "closed")], group_by="phase"
            ),
        }

    # === WHAT OPENS AND CLOSES === #

    @api.model
    def _get_flow(self, since):
        """Return how many disputes opened and closed in each of twelve months."""
        opened, closed = (
            dict(
                self._report()._read_group(
                    [(name, ">=", since)], [f"{name}:month"], ["case_count:count_distinct"]
                )
            )
            for name in ("date_opened", "date_closed")
        )
        months = [since + relativedelta(months=rank) for rank in range(12)]
        highest = max([*opened.values(), *closed.values()], default=0)
        locale = babel_locale_parse(self.env.lang or "en_US")
        short, narrow = (get_month_names(width, locale=locale) for width in ("wide", "narrow"))
        rows = [
            {
                "label": f"{short[month.month]} {month.year}",
                "short": narrow[month.month].upper(),
                "opened": opened.get(month, 0),
                "closed": closed.get(month, 0),
                "opened_size": opened.get(month, 0) / highest if highest else 0,
                "closed_size": closed.get(month, 0) / highest if highest else 0,
            }
            for month in months
        ]
        came, went = sum(opened.values()), sum(closed.values())
        return {
            "code": "flow",
            "kind": "months",
            "title": self.env._("Opened and Closed, by Month"),
            "figure": str(came),
            "tone": "open",
            "words": self._word_flow(came, went),
            "rows": rows if highest else [],
            "legend": [
                {"tone": "open", "label": self.env._("Opened")},
                {"tone": "recovered", "label": self.env._("Closed")},
            ],
            "action": self._list(
                self.env._("Opened or Closed in 12 Months"),
                self._counted(["|", ("date_opened", ">=", since), ("date_closed", ">=", since)]),
            ),
        }

    @api.model
    def _word_flow(self, came, went):
        if not (came or went):
            return self.env._("Nothing opened nor closed in twelve months.")
        if came > went:
            return self.env._(
                "opened in twelve months, %(closed)s closed: %(more)s more to follow.",
                closed=went,
                more=came - went,
            )
        if went > came:
            return self.env._(
                "opened in twelve months, %(closed)s closed: %(fewer)s fewer to follow.",
                closed=went,
                fewer=went - came,
            )
        return self.env._("opened in twelve months, and as many closed.")
