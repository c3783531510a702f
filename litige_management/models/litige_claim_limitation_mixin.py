from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..legal import limitation as law, suspension
from ..legal.rates import MissingLegalValue
from ..legal.semesters import add_months

# How near the last day to sue is; what is shown in red begins with "near".
NEAR_MONTHS, SOON_MONTHS = 1, 6


class Counted(NamedTuple):
    """How the limitation of one instalment was counted, the prudent and the arguable way.

    :param due_on: the instalment's due date, if any
    :param safe: :class:`law.Course`, ``None`` when the law or the dates to count it are missing
    :param arguable: the same
    :param safe_rule: code of the citation of the period, and its length in months
    """

    due_on: object
    safe: law.Course | None
    arguable: law.Course | None
    safe_rule: str
    safe_months: int | None
    arguable_rule: str
    arguable_months: int | None


class LitigeClaimLimitationMixin(models.AbstractModel):
    """Until when an invoice can be sued for: each of its instalments on its own."""

    _name = "litige.claim.limitation.mixin"
    _description = "Limitation of a Disputed Invoice"

    performed_on = fields.Date(
        readonly=True,
        help="The day the works or the delivery were completed: the limitation runs from it, not "
        "from the invoice.",
    )
    due_agreed = fields.Boolean(
        string="Due Date Agreed",
        readonly=True,
        help="Someone checked that the contract agrees this due date: the limitation then runs "
        "from it. A date that is printed on the invoice alone is not agreed.",
    )
    limitation_nature = fields.Selection(
        [(law.USUAL, "Sale or service"), (law.CARRIAGE, "Carriage of goods")],
        string="Nature",
        default=law.USUAL,
        required=True,
        readonly=True,
        help="A carriage of goods has a limitation of its own.",
    )
    limitation_override_date = fields.Date(
        string="Last Day Set by Hand",
        readonly=True,
        help="The last day to sue, when the one that was counted is not the right one.",
    )
    limitation_override_reason = fields.Char(
        string="Why Set by Hand",
        readonly=True,
        help="Where the date set by hand comes from.",
    )
    limitation_event_ids = fields.Many2many(
        "litige.limitation.event",
        "litige_limitation_event_claim_rel",
        "claim_id",
        "event_id",
        string="What Moved the Limitation",
        readonly=True,
        groups="litige_management.litige_management_group_user",
    )
    proceeding_ids = fields.Many2many(
        "litige.proceeding",
        "litige_proceeding_claim_rel",
        "claim_id",
        "proceeding_id",
        string="Proceedings",
        readonly=True,
        groups="litige_management.litige_management_group_user",
    )
    limitation_date = fields.Date(
        string="Last Day to Sue",
        compute="_compute_limitation",
        store=True,
        index="btree_not_null",
        help="The prudent one: the earliest day that can be argued against us. Empty while the "
        "limitation does not run, or when nothing is due any more.",
    )
    limitation_arguable_date = fields.Date(
        string="Arguable Last Day",
        compute="_compute_limitation",
        store=True,
        help="The last day that could be defended before a judge. Do not plan with it.",
    )
    limitation_state = fields.Selection(
        [
            (law.RUNNING, "Running"),
            (law.SUSPENDED, "Suspended"),
            (law.IN_COURT, "Interrupted by a lawsuit"),
        ],
        string="Limitation",
        compute="_compute_limitation",
        store=True,
        help="Empty when nothing is due, or when the dates to count it from are missing.",
    )
    limitation_days_left = fields.Integer(
        string="Days Left to Sue", compute="_compute_limitation_level", aggregator="min"
    )
    limitation_level = fields.Selection(
        [
            ("over", "Passed"),
            ("near", "Less than a month left"),
            ("soon", "Less than six months left"),
            ("far", "More than six months left"),
        ],
        string="Time Left to Sue",
        compute="_compute_limitation_level",
    )

    _limitation_override_check = models.Constraint(
        "CHECK (limitation_override_date IS NULL OR limitation_override_reason <> '')",
        "Say where the date set by hand comes from.",
    )

    # === COMPUTES === #

    @api.depends(
        "case_id.standing",
        "case_id.standing_confirmed",
        "open_amount",
        "date_due",
        "due_snapshot",
        "date_invoice",
        "performed_on",
        "due_agreed",
        "limitation_nature",
        "limitation_override_date",
        "enforceable_on",
        "limitation_event_ids.date",
        "limitation_event_ids.ended_on",
        "limitation_event_ids.lost_on",
        "limitation_event_ids.is_cancelled",
        "proceeding_ids.suspended_from",
        "proceeding_ids.ended_on",
        "proceeding_ids.outcome",
        "proceeding_ids.step_ids.date",
        "proceeding_ids.step_ids.type_id.effect",
    )
    def _compute_limitation(self):
        for claim in self:
            counted = claim._count_limitation()
            safe = [one.safe for one in counted if one.safe]
            arguable = [one.arguable.limit for one in counted if one.arguable]
            first = min(
                (course for course in safe if course.limit),
                key=lambda course: course.limit,
                default=safe[0] if safe else None,
            )
            override = counted and claim.limitation_override_date
            claim.limitation_date = override or (first and first.limit)
            claim.limitation_state = law.RUNNING if override else first and first.state
            last = min(filter(None, arguable), default=False)
            claim.limitation_arguable_date = last and max(last, override or last)

    @api.depends("limitation_date")
    @api.depends_context("tz")
    def _compute_limitation_level(self):
        today = fields.Date.context_today(self)
        for claim in self:
            claim.limitation_level = self._get_limitation_level(claim.limitation_date, today)
            claim.limitation_days_left = (
                (claim.limitation_date - today).days if claim.limitation_date else 0
            )

    @api.model
    def _get_limitation_level(self, day, today):
        """Return how near a last day is; False without any."""
        if not day:
            return False
        if day < today:
            return "over"
        if today >= add_months(day, -NEAR_MONTHS):
            return "near"
        return "soon" if today >= add_months(day, -SOON_MONTHS) else "far"

    # === COUNTING === #

    def _count_limitation(self):
        """Return how each unpaid instalment was counted, oldest first; none once all is paid."""
        self.ensure_one()
        if self.currency_id.compare_amounts(self.open_amount, 0) <= 0:
            return []
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        events = self._get_limitation_events(values)
        return [self._count_instalment(due_on, values, events) for due_on in self._get_unpaid()]

    def _get_unpaid(self):
        """Return the due dates that something is still owed for."""
        self.ensure_one()
        terms = [
            (fields.Date.to_date(term["date"]) or None, term["amount"])
            for term in self.due_snapshot or []
        ]
        least = self.currency_id.rounding / 2
        unpaid = law.unpaid_instalments(terms, self.open_amount, least)
        return unpaid or [self.date_due or None]

    def _count_instalment(self, due_on, values, events):
        """Count one instalment both ways, with the law in force when its limitation started."""
        case = self.case_id
        starts = law.starts(
            self.performed_on or None, due_on, self.due_agreed, self.date_invoice or None
        )
        periods = law.periods(
            case.standing or None, case.standing_confirmed, self.limitation_nature
        )
        counted = []
        for start, period in zip(starts, periods, strict=True):
            counted.extend(self._count_course(start, period, values, events))
        return Counted(due_on, counted[0], counted[3], *counted[1:3], *counted[4:6])

    def _count_course(self, start, period, values, events):
        """Return the course, the citation's code and the months of one way of counting."""
        code, rule = period
        if not start:
            return None, rule, None
        if period == law.PUBLIC:
            start = law.public_start(start)
        today = fields.Date.context_today(self)
        months = self._get_months(values, code, start)
        if months is None:
            return None, rule, None
        course = law.run(
            start,
            months,
            events,
            floor_months=self._get_months(values, suspension.FLOOR_MONTHS, today) or 0,
            ceiling_months=self._get_months(values, law.CEILING_MONTHS, today),
        )
        return course, rule, months

    @api.model
    def _get_months(self, values, code, day):
        """Return a parameter in months, None when the tables do not go back to that day."""
        try:
            return int(values.parameter(code, day).value)
        except MissingLegalValue:
            return None

    def _get_limitation_events(self, values):
        """Return what moved the limitation of this invoice: the closed list, and nothing else."""
        self.ensure_one()
        events = [
            law.Event(
                event.kind,
                event.date,
                event.ended_on or event.lost_on or None,
                lost=bool(event.lost_on),
                key=event,
            )
            # Whoever reads the dispute reads what moved the day; what was said is not in it.
            for event in self.sudo().limitation_event_ids
            if not event.is_cancelled
        ]
        for proceeding in self.sudo().proceeding_ids:
            events += proceeding._get_limitation_events()
        if self.enforceable_on:
            events.append(
                law.Event(
                    law.TITLE,
                    self.enforceable_on,
                    months=self._get_months(values, law.TITLE_MONTHS, self.enforceable_on),
                )
            )
        return events

    # === WHAT PEOPLE DO === #

    def _add_limitation_event(self, kind, day, document=None, ended_on=None, note=None):
        """Record on these invoices something that moves their limitation.

        :param kind: `acknowledgment`, `court_claim`, `enforcement` or `expertise`
        :param day: when it happened, or began
        :param document: the exhibit that proves it, or (file name, bytes) of a file that becomes
            one; an acknowledgment must be written
        :param ended_on: the day a claim in court or an expertise ended, once it has
        :raise UserError: in words, for anything that the law does not list
        """
        if kind not in dict(self.env["litige.limitation.event"]._fields["kind"].selection):
            raise UserError(
                self.env._(
                    "This does not move the limitation: only a written acknowledgment, a claim in "
                    "court, a conservatory measure, an act of enforcement or an expertise ordered "
                    "by a judge does."
                )
            )
        return self.env["litige.limitation.event"]._record(
            self, kind, day, document=document, ended_on=ended_on, note=note
        )

    def _get_limitation_record(self):
        """Return what was recorded of an invoice that its last day to sue is counted from."""
        return (
            self.performed_on or self.sudo().move_id.delivery_date,  # proposed, as the form does
            self.due_agreed,
            self.limitation_nature,
            self.limitation_override_date,
        )

    def action_edit_limitation(self):
        """Say when the works were done, what the contract agrees, or set the date by hand."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Last Day to Sue"),
            "res_model": "litige.claim.limitation",
            "view_mode": "form",
            "target": "new",
            "context": {"default_claim_ids": [fields.Command.set(self.ids)]},
        }
