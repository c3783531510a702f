from typing import NamedTuple

from odoo import api, fields, models

from ..legal import limitation as law
from .litige_deadline_follow_mixin import PENDING

TEMPLATE = "litige_management.litige_limitation_panel"


class Limitation(NamedTuple):
    """The nearest last day to sue of a dispute.

    :param date: the prudent one, False when none runs
    :param arguable_date: of the same invoice, False when none runs
    :param days_left: from the day asked about; negative once it has passed
    :param level: `over`, `near`, `soon`, `far`, or False
    :param claim: the invoice it is about (empty without any)
    """

    date: object
    arguable_date: object
    days_left: int
    level: object
    claim: object


class LitigeCaseLimitationMixin(models.AbstractModel):
    """The days that must not be missed on a dispute: the nearest last day to sue, and the rest."""

    _name = "litige.case.limitation.mixin"
    _description = "Deadlines of a Dispute"

    limitation_event_ids = fields.One2many(
        "litige.limitation.event",
        "case_id",
        string="What Moved the Limitation",
        groups="litige_management.litige_management_group_user",
    )
    limitation_date = fields.Date(
        string="Last Day to Sue",
        compute="_compute_limitation_date",
        store=True,
        index="btree_not_null",
        help="The nearest one among the invoices, counted prudently.",
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
    limitation_invoice = fields.Char(compute="_compute_limitation_invoice")
    next_deadline = fields.Date(
        compute="_compute_next_deadline",
        store=True,
        index="btree_not_null",
        help="The earliest day by which we must act.",
    )
    is_deadline_missed = fields.Boolean(
        string="Deadline Missed",
        compute="_compute_is_deadline_missed",
        help="We had to act, and the day has passed.",
    )

    # === COMPUTES === #

    @api.depends("claim_ids.limitation_date", "claim_ids.is_open", "outcome")
    def _compute_limitation_date(self):
        for case in self:
            claims = case.claim_ids.filtered(lambda one: one.is_open and one.limitation_date)
            case.limitation_date = not case.outcome and min(
                claims.mapped("limitation_date"), default=False
            )

    @api.depends("limitation_date")
    @api.depends_context("tz")
    def _compute_limitation_level(self):
        today = fields.Date.context_today(self)
        get_level = self.env["litige.claim"]._get_limitation_level
        for case in self:
            day = case.limitation_date
            case.limitation_level = get_level(day, today)
            case.limitation_days_left = (day - today).days if day else 0

    @api.depends("deadline_ids.date", "deadline_ids.state", "deadline_ids.party")
    def _compute_next_deadline(self):
        for case in self:
            ours = case.deadline_ids.filtered(
                lambda one: one.state in PENDING and one.date and one._is_ours()
            )
            case.next_deadline = min(ours.mapped("date"), default=False)

    @api.depends("next_deadline", "phase")
    @api.depends_context("tz")
    def _compute_is_deadline_missed(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.is_deadline_missed = bool(
                case.is_open and case.next_deadline and case.next_deadline < today
            )

    @api.depends("claim_ids.limitation_date", "limitation_date")
    def _compute_limitation_invoice(self):
        for case in self:
            day = case.limitation_date
            first = case.claim_ids.filtered(lambda one, day=day: day and one.limitation_date == day)
            # Whoever reads the dispute may read the numbers of its invoices.
            case.limitation_invoice = ", ".join(first.sudo().mapped("move_id.name"))

    def get_limitation_panel(self):
        """Return why the last day to sue is what it is, invoice by invoice, for a screen."""
        self.ensure_one()
        self.check_access("read")
        # Whoever reads the dispute reads why; what was said anywhere is not in it.
        claims = self.sudo().claim_ids.filtered("open_amount")
        return self.env["ir.qweb"]._render(
            TEMPLATE, {"rows": [claim._get_limitation_words() for claim in claims]}
        )

    def _get_limitation(self, as_of=None):
        """Return the nearest last day to sue (:class:`Limitation`).

        :param as_of: the day from which what is left is counted (default: today)
        """
        self.ensure_one()
        as_of = as_of or fields.Date.context_today(self)
        claim = self.claim_ids.filtered(
            lambda one: one.is_open and one.limitation_date and self.is_open
        ).sorted(lambda one: (one.limitation_date, one.id))[:1]
        day = claim.limitation_date
        return Limitation(
            date=day,
            arguable_date=claim.limitation_arguable_date,
            days_left=(day - as_of).days if day else 0,
            level=claim._get_limitation_level(day, as_of),
            claim=claim,
        )

    def _get_limitation_facts(self, today):
        """Return the first safe last day to sue, the last arguable one, and the rule of the first.

        Nothing is out of time before the last of the invoices is, on the reading that favours us;
        what does not run is not out of time either.
        """
        self.ensure_one()
        first = self._get_limitation(today)
        if not first.date:
            return None, None, ""
        claims = self.claim_ids.filtered(lambda one: one.is_open and one.open_amount > 0)
        last = max(
            one.limitation_arguable_date or one.limitation_date or max(today, first.date)
            for one in claims
        )
        period, _arguable = law.periods(
            self.standing or None, self.standing_confirmed, first.claim.limitation_nature
        )
        return first.date, last, period[1]

    # === DEADLINES === #

    def _sync_limitation(self):
        """Make one deadline of each last day to sue of these disputes, and drop the others.

        Idempotent, and a constant number of queries for any number of disputes.
        """
        Deadline = self.env["litige.deadline"].sudo()  # they follow what was counted
        wanted = {}
        every = self.sudo().claim_ids.ids  # read together, though each has its own deadline
        for case in self.sudo().filtered("is_open"):
            dated = case.claim_ids.filtered(lambda one: one.is_open and one.limitation_date)
            for day, claims in dated.grouped("limitation_date").items():
                wanted[case.id, f"limitation {day}"] = (day, claims.with_prefetch(every))
        known = Deadline.search([("case_id", "in", self.ids), ("kind", "=", "limitation")])
        over = Deadline
        for deadline in known:
            found = wanted.pop((deadline.case_id.id, deadline.key), None)
            if found:
                deadline._keep_limitation(found[1])
            elif deadline.state in PENDING:
                over |= deadline
        if over:
            over.write({"state": "cancelled"})
        Deadline.create(
            [
                Deadline._prepare_limitation(case_id, key, day, claims)
                for (case_id, key), (day, claims) in wanted.items()
            ]
        )

    def _get_basis(self, parameter, extra_months, is_rolled):
        """Return where a delay comes from, and what lengthened it."""
        cite = self.env["litige.legal.reference"]._find_citation
        parts = [parameter.source]
        if extra_months:
            parts.append(
                self.env._(
                    "with %(count)s more months for the distance (%(rule)s)",
                    count=extra_months,
                    rule=cite("distance_delays"),
                )
            )
        if is_rolled:
            parts.append(
                self.env._(
                    "put off to the next working day (%(rule)s)", rule=cite("procedural_delays")
                )
            )
        return ", ".join(parts)

    # === ACTIONS === #

    def action_record_limitation_event(self):
        """Record a written acknowledgment, a claim in court…: what moves the last day to sue."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Moved the Limitation"),
            "res_model": "litige.limitation.record",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def action_view_limitation_events(self):
        """List what was recorded that moves the last days to sue of this dispute."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Moved the Limitation"),
            "res_model": "litige.limitation.event",
            "view_mode": "list,form",
            "domain": [("case_id", "=", self.id)],
        }

    def action_edit_limitation(self):
        """Say when the works of the nearest invoice were done, or set its date by hand.

        Invoices of which the same was recorded come along; no other is changed unseen.
        """
        claims = self.claim_ids.filtered("open_amount")
        first = self._get_limitation().claim or claims[:1]
        facts = first._get_limitation_record()
        return claims.filtered(
            lambda one: one._get_limitation_record() == facts
        ).action_edit_limitation()

    def action_export_deadlines(self):
        """Download the deadlines of these disputes as a calendar file."""
        return self.env["litige.deadline"]._get_export_action([("case_id", "in", self.ids)])
