"""How the limitation of an invoice, and what moved it, are told."""

from odoo import api, models
from odoo.tools import format_date

from ..legal import limitation as law


class LitigeClaimLimitationWords(models.AbstractModel):
    _name = "litige.claim.limitation.words"
    _description = "Words of a Limitation"

    def _get_limitation_name(self):
        """Return what the deadline of these invoices is called."""
        # Whoever may read the dispute may read the numbers of its invoices.
        names = ", ".join(self.sudo().mapped("move_id.name"))
        return self.env._("Last day to sue: %(invoices)s", invoices=names)

    def _get_limitation_basis(self):
        """Return the article that says how long this invoice can be sued for."""
        self.ensure_one()
        if self.limitation_override_date:
            return self.limitation_override_reason
        counted = [one for one in self._count_limitation() if one.safe and one.safe.limit]
        first = min(counted, key=lambda one: one.safe.limit, default=None)
        return first and self._cite(first.safe_rule)

    def _get_limitation_words(self):
        """Return what the panel says of one invoice, in words: its dates, and why."""
        self.ensure_one()
        counted = self._count_limitation()
        dated = [one for one in counted if one.safe and one.safe.limit]
        first = min(dated, key=lambda one: one.safe.limit, default=counted[0] if counted else None)
        day = self.limitation_date
        return {
            "claim": self,
            "invoice": self.move_id.name,
            "amount": self.currency_id.format(self.open_amount),
            "day": day and format_date(self.env, day),
            "start": first and self._get_start_words(first),
            "period": first and self._get_period_words(first),
            "arguable": self._get_arguable_words(first) if first else None,
            "lines": self._get_event_words(first.safe) if first and first.safe else [],
            "instalments": self._get_instalment_words(counted),
        }

    def _get_instalment_words(self, counted):
        """Return each unpaid instalment and its last day, when there are several."""
        if len(counted) < 2:
            return []
        return [
            {
                "due": format_date(self.env, one.due_on) if one.due_on else "",
                "limit": one.safe
                and (
                    format_date(self.env, one.safe.limit)
                    if one.safe.limit
                    else self._get_state_words(one.safe.state)
                ),
            }
            for one in counted
        ]

    def _get_start_words(self, counted):
        """Return the day that starts the limitation, and what that day is."""
        if not counted.safe:
            return self.env._("Nothing to count from: give the day the works were done.")
        day = format_date(self.env, counted.safe.start)
        if self.due_agreed and counted.due_on:
            return self.env._(
                "Runs from %(date)s, the due date that the contract agreed (%(rule)s).",
                date=day,
                rule=self._cite("limitation_due_date"),
            )
        if counted.safe_rule == law.PUBLIC[1]:
            return self.env._("Runs from %(date)s, the end of the year of the debt.", date=day)
        if self.performed_on and counted.safe.start == self.performed_on:
            return self.env._("Runs from %(date)s, the day the works were done.", date=day)
        if counted.due_on and counted.safe.start == counted.due_on:
            return self.env._("Runs from %(date)s, the due date.", date=day)
        return self.env._(
            "Runs from %(date)s, the day of the invoice: the law counts from the works, which came "
            "before. Give their day.",
            date=day,
        )

    def _get_period_words(self, counted):
        """Return how long it lasts, against whom, and the article."""
        if counted.safe_months is None:
            return self.env._("No length of the limitation is recorded for that day.")
        months = counted.safe_months
        length = (
            self.env._("%(count)s years", count=months // 12)
            if months % 12 == 0 and months > 12
            else self.env._("%(count)s months", count=months)
        )
        text = self.env._(
            "It lasts %(length)s (%(rule)s).", length=length, rule=self._cite(counted.safe_rule)
        )
        if counted.safe_rule != counted.arguable_rule:
            text += " " + self.env._(
                "Nobody has confirmed what the customer is: they are taken for a consumer."
            )
        return text

    def _get_arguable_words(self, counted):
        """Return the later day that could be defended, and what it is counted from."""
        limit = counted.arguable and counted.arguable.limit
        if not limit or (counted.safe and counted.safe.limit == limit):
            return None
        return self.env._(
            "Arguable: %(date)s, counted from %(start)s (%(rule)s). Do not plan with it.",
            date=format_date(self.env, limit),
            start=format_date(self.env, counted.arguable.start),
            rule=self._cite(counted.arguable_rule),
        )

    def _get_event_words(self, course):
        """Return each event, its article, and the last day after it."""
        effects = {
            law.COUNTED: {
                True: self.env._("starts the whole time again"),
                False: self.env._("stops the time for a while"),
            },
            law.TOO_LATE: self.env._("came after the last day: it changes nothing"),
            law.LOST: self.env._("withdrawn, lapsed or dismissed: it never counted"),
        }
        rows = []
        for line in course.lines:
            event = line.event
            effect = effects[line.outcome]
            if line.outcome == law.COUNTED:
                effect = effect[event.kind in law.INTERRUPTIONS]
            rows.append(
                {
                    "day": format_date(self.env, event.day),
                    "ended_on": event.ended_on and format_date(self.env, event.ended_on),
                    "what": self._get_event_name(event),
                    "effect": effect,
                    "rule": self._cite(law.RULES[event.kind]),
                    "limit": format_date(self.env, line.limit)
                    if line.limit
                    else self._get_state_words(
                        law.SUSPENDED if event.kind in law.SUSPENSIONS else law.IN_COURT
                    ),
                    "counted": line.outcome == law.COUNTED,
                }
            )
        return rows

    def _get_event_name(self, event):
        if event.kind == law.TITLE:
            return self.env._("A decision on it became enforceable")
        if event.key and event.key._name == "litige.proceeding":
            return event.key.with_env(self.env).sudo().remedy_id.name
        labels = dict(
            self.env["litige.limitation.event"]._fields["kind"]._description_selection(self.env)
        )
        return labels[event.kind]

    @api.model
    def _get_state_words(self, state):
        return {
            law.SUSPENDED: self.env._("suspended: nothing runs"),
            law.IN_COURT: self.env._("interrupted until the lawsuit ends"),
        }.get(state, "")

    @api.model
    def _cite(self, code):
        return self.env["litige.legal.reference"]._find_citation(code)
