from odoo import api, models
from odoo.tools import float_is_zero

TOP = 4  # causes on the tile
ENOUGH = 3  # closed disputes before a way is compared with others


class LitigeDashboardPastMixin(models.AbstractModel):
    """What the disputes that ended teach: what came back, how long, why, and which way works."""

    _name = "litige.dashboard.past.mixin"
    _description = "Dashboard: What the Past Teaches"

    @api.model
    def _read_past(self, since):
        """Return the sums of the disputes closed since a day."""
        names = ["claimed_amount", "recovered_amount", "conceded_amount", "open_amount"]
        if self._sees_costs():
            names.append("cost_amount")
        [(count, days, *sums)] = self._report()._read_group(
            [("date_closed", ">=", since)],
            [],
            ["case_count:count_distinct", "days:avg", *(f"{name}:sum" for name in names)],
        )
        return {
            "count": count,
            "days": days,
            **{name: value or 0 for name, value in zip(names, sums, strict=True)},
        }

    @api.model
    def _get_closed_action(self, since):
        return self._list(
            self.env._("Closed in 12 Months"),
            self._counted([("date_closed", ">=", since)]),
        )

    # === WHAT CAME BACK === #

    @api.model
    def _get_money(self, past, since):
        """Return what came back, was given up and was spent in what ended."""
        rows = [
            (self.env._("Recovered"), "recovered_amount", "recovered"),
            (self.env._("Conceded"), "conceded_amount", "given"),
            (self.env._("Left unpaid"), "open_amount", "late"),
            (self.env._("Spent"), "cost_amount", "spent"),
        ]
        rows = [
            {
                "label": label,
                "value": past[name],
                "text": self._amount(past[name]),
                "tone": tone,
                "detail": name != "cost_amount"
                and past["claimed_amount"]
                and self._share(past[name], past["claimed_amount"]),
            }
            for label, name, tone in rows
            if name in past
        ]
        return {
            "code": "money",
            "kind": "bars",
            "title": self.env._("Recovered, Given Up, Spent"),
            "figure": self._share(past["recovered_amount"], past["claimed_amount"]),
            "tone": "recovered",
            "words": self.env._(
                "of what was claimed came back in the %(disputes)s closed in twelve months.",
                disputes=self._count(past["count"]),
            )
            if past["count"]
            else self.env._(
                "No dispute was closed in twelve months: what came back of each will show here."
            ),
            "rows": self._bars(rows) if past["count"] else [],
            "action": self._get_closed_action(since),
        }

    # === HOW LONG === #

    @api.model
    def _get_days(self, past, since):
        """Return how long disputes stay in each phase, and in all."""
        domain = [("date_to", ">=", since)]
        found = {
            phase: (days or 0, count)
            for phase, days, count in self.env["litige.phase.report"]._read_group(
                domain, ["phase"], ["days:avg", "case_count:count_distinct"]
            )
        }
        labels = dict(self.env["litige.case.report"]._selection_phase())
        rows = [
            {
                "label": label,
                "value": found[phase][0],
                "text": self._days(found[phase][0]),
                "detail": self._count(found[phase][1]),
                "tone": "plain",
                "action": self._list(
                    label,
                    [*domain, ("phase", "=", phase)],
                    "litige.phase.report",
                    ("list", "graph", "pivot"),
                ),
            }
            for phase, label in labels.items()
            if phase in found
        ]
        longest = max(rows, key=lambda row: row["value"], default=None)
        closed = past["count"]
        return {
            "code": "days",
            "kind": "bars",
            "title": self.env._("Days in Each Phase"),
            "figure": self._days(past["days"]) if closed else "–",
            "tone": "plain",
            "words": self._word_days(closed, longest),
            "rows": self._bars(rows),
            "action": self._list(
                self.env._("Time by Phase"),
                domain,
                "litige.phase.report",
                ("list", "graph", "pivot"),
                group_by="phase",
            ),
        }

    @api.model
    def _word_days(self, closed, longest):
        wait = longest and {"phase": longest["label"], "days": longest["text"]}
        if closed and wait:
            return self.env._(
                "on average from opening to closing. They wait longest in “%(phase)s”: %(days)s.",
                **wait,
            )
        if wait:
            return self.env._(
                "None was closed in twelve months. They wait longest in “%(phase)s”: %(days)s.",
                **wait,
            )
        return self.env._("Once disputes move on, where they wait will show here.")

    # === WHY === #

    @api.model
    def _get_causes(self, since):
        """Return the causes that weigh most, and the root cause that comes back most."""
        domain = [("date_opened", ">=", since)]
        found = self._report()._read_group(
            domain,
            ["cause_id"],
            ["claimed_amount:sum", "case_count:count_distinct"],
            order="claimed_amount:sum DESC",
        )
        total = sum(amount or 0 for _cause, amount, _count in found)
        rows = [
            {
                "label": cause.display_name,
                "value": amount or 0,
                "text": self._amount(amount),
                "detail": self._count(count),
                "tone": "plain",
                "action": self._list(
                    cause.display_name, self._counted([*domain, ("cause_id", "=", cause.id)])
                ),
            }
            for cause, amount, count in found[:TOP]
        ]
        return {
            "code": "causes",
            "kind": "bars",
            "title": self.env._("Main Causes"),
            "figure": self._share(rows[0]["value"] if rows else 0, total),
            "tone": "plain",
            "words": self.env._(
                "of what was claimed in twelve months: “%(cause)s”.", cause=rows[0]["label"]
            )
            if total
            else self.env._("No dispute was opened in twelve months."),
            "note": self._word_root_cause(since),
            "rows": self._bars(rows),
            "action": self._list(
                self.env._("Opened in 12 Months"), self._counted(domain), group_by="cause_id"
            ),
        }

    @api.model
    def _word_root_cause(self, since):
        """Say what to change: the root cause found most in what was closed."""
        found = self._report()._read_group(
            [("date_closed", ">=", since), ("root_cause_id", "!=", False)],
            ["root_cause_id"],
            ["case_count:count_distinct"],
            order="case_count:count_distinct DESC",
            limit=1,
        )
        if not found:
            return self.env._("Say the root cause when you close a dispute: what to change shows.")
        [(root, count)] = found
        return self.env._(
            "Root cause found most: %(root)s (%(disputes)s). %(advice)s",
            root=root.name,
            disputes=self._count(count),
            advice=root.advice or "",
        )

    # === WHAT WORKS === #

    @api.model
    def _get_ways(self):
        """Return what each way brought in all the disputes that ended."""
        names = ["success_rate:avg", "recovery_rate:avg", "recovered_per_day:avg"]
        if self._sees_costs():
            names += ["cost_amount:sum", "recovered_per_euro:avg"]
        found = self._report()._read_group(
            [("phase", "=", "closed")],
            ["remedy_id"],
            ["case_count:count_distinct", "days:avg", *names],
            order="case_count:count_distinct DESC",
        )
        rows = [self._get_way_row(*row) for row in found]
        self._bars(rows).sort(key=lambda row: -row["value"])
        compared = [row for row in rows if row["count"] >= ENOUGH]
        best = compared[0] if len(compared) > 1 else None
        return {
            "code": "ways",
            "kind": "ways",
            "title": self.env._("What Works"),
            "figure": best["label"] if best else "–",
            "tone": "recovered",
            "words": self._word_ways(best, rows),
            "rows": rows,
            "columns": self._get_way_columns(),
            "action": self._list(
                self.env._("What Works"),
                [("phase", "=", "closed")],
                "litige.case.report",
                ("list", "pivot", "graph"),
                group_by="remedy_id",
            ),
        }

    @api.model
    def _get_way_columns(self):
        columns = [
            {"code": "per_day", "label": self.env._("Recovered per day")},
            {"code": "success", "label": self.env._("Success")},
            {"code": "recovery", "label": self.env._("Of what was claimed")},
            {"code": "days", "label": self.env._("Lasted")},
        ]
        if self._sees_costs():
            label = self.env._(
                "Recovered per %(currency)s spent", currency=self.env.company.currency_id.symbol
            )
            columns.insert(1, {"code": "per_euro", "label": label})
        return columns

    @api.model
    def _get_way_row(self, remedy, count, days, success, recovery, per_day, cost=0, per_euro=None):
        currency = self.env.company.currency_id
        free = float_is_zero(cost or 0, precision_rounding=currency.rounding)
        return {
            "label": remedy.display_name,
            "detail": self._count(count),
            "count": count,
            "value": per_day or 0,
            "text": self._amount(per_day),
            "tone": "recovered",
            "per_day": self._amount(per_day),
            "per_euro": self.env._("nothing spent") if free else self._amount(per_euro),
            "success": self._share(success, 100),
            "recovery": self._share(recovery, 100),
            "days": self._days(days),
            "action": self._list(
                remedy.display_name,
                [("phase", "=", "closed"), ("remedy_id", "=", remedy.id)],
                "litige.case.report",
                ("list", "pivot", "graph"),
            ),
        }

    @api.model
    def _word_ways(self, best, rows):
        if not rows:
            return self.env._(
                "Once disputes have ended, the way that brings back most will show here."
            )
        if not best:
            return self.env._(
                "Too few disputes have ended to compare: at least %(enough)s by each way.",
                enough=ENOUGH,
            )
        return self.env._(
            "brings back most for each day it lasts: %(amount)s, in %(disputes)s closed.",
            amount=best["per_day"],
            disputes=best["detail"],
        )
