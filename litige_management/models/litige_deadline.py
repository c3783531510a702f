from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..legal import deadlines
from ..legal.rates import MissingLegalValue
from .litige_deadline_follow_mixin import PENDING
from .litige_remedy import PARTIES

PROTECTED = frozenset(
    (
        "case_id",
        "kind",
        "key",
        "proceeding_id",
        "step_id",
        "rule_id",
        "claim_ids",
        "computed_date",
        "source_date",
        "basis",
        "state",
        "done_on",
        "alert_step",
        "alert_for",
        "activity_id",
    )
)


class LitigeDeadline(models.Model):
    """A date that matters, counted from a fact and a rule. Its activity is only a projection."""

    _name = "litige.deadline"
    _inherit = [
        "litige.deadline.rule.mixin",
        "litige.deadline.follow.mixin",
        "litige.deadline.calendar.mixin",
        "litige.chronicle.mixin",
        "litige.case.part.mixin",
    ]
    _description = "Deadline"
    _order = "date, id"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("step", "Delay of a proceeding"),
            ("limitation", "Last day to sue"),
            ("other", "Other"),
        ],
        default="other",
        required=True,
        readonly=True,
        help="A limitation is followed on its own: what is recorded on the dispute moves it.",
    )
    key = fields.Char(
        readonly=True, help="What it was counted for, so that it is never counted twice."
    )
    claim_ids = fields.Many2many(
        "litige.claim",
        "litige_deadline_claim_rel",
        "deadline_id",
        "claim_id",
        string="Invoices",
        readonly=True,
        help="The invoices that can no longer be sued for after this day.",
    )
    proceeding_id = fields.Many2one(
        "litige.proceeding", index="btree_not_null", ondelete="cascade", check_company=True
    )
    step_id = fields.Many2one(
        "litige.proceeding.step",
        string="Counted From",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    rule_id = fields.Many2one("litige.deadline.rule", ondelete="restrict", index="btree_not_null")
    party = fields.Selection(PARTIES, string="Who Must Act", required=True, default="ours")
    source_date = fields.Date(
        string="Delay Start", readonly=True, help="The day the delay started."
    )
    basis = fields.Char(
        readonly=True, help="How it was counted: the delay and where it comes from."
    )
    computed_date = fields.Date(string="Counted", readonly=True)
    override_date = fields.Date(
        string="Corrected To",
        help="The date that counts, when the one that was counted is not the right one.",
    )
    override_reason = fields.Char(string="Why", help="Where the corrected date comes from.")
    date = fields.Date(
        string="Deadline",
        compute="_compute_date",
        store=True,
        index=True,
        help="The last day.",
    )
    state = fields.Selection(
        [
            ("running", "Running"),
            ("missed", "Missed"),
            ("met", "Met"),
            ("cancelled", "No longer needed"),
        ],
        default="running",
        required=True,
        readonly=True,
        index=True,
    )
    done_on = fields.Date(string="Met On", readonly=True)
    is_late = fields.Boolean(
        string="Missed",
        compute="_compute_is_late",
        help="We had to act, and the day has passed.",
    )
    is_elapsed = fields.Boolean(
        string="Time Is Up",
        compute="_compute_is_late",
        help="Somebody else had to act, and the day has passed.",
    )
    days_left = fields.Integer(
        compute="_compute_is_late",
        aggregator=None,
        help="Until its last day, which counts; below zero once it has passed.",
    )
    user_id = fields.Many2one(
        "res.users", compute="_compute_user_id", store=True, help="Who is reminded of it."
    )

    _step_rule_uniq = models.UniqueIndex(
        "(step_id, rule_id) WHERE rule_id IS NOT NULL", "A step starts each delay once."
    )
    _key_uniq = models.UniqueIndex(
        "(case_id, key) WHERE key IS NOT NULL", "This deadline is counted already."
    )
    _override_check = models.Constraint(
        "CHECK (override_date IS NULL OR override_reason <> '')",
        "Say where the corrected date comes from.",
    )

    @api.depends("computed_date", "override_date")
    def _compute_date(self):
        for deadline in self:
            deadline.date = deadline.override_date or deadline.computed_date

    @api.depends("proceeding_id.user_id", "case_id.user_id")
    def _compute_user_id(self):
        for deadline in self:
            deadline.user_id = deadline.proceeding_id.user_id or deadline.case_id.user_id

    @api.depends("name", "case_id.partner_id")
    def _compute_display_name(self):
        """Tell whose dispute it is: a calendar shows nothing else."""
        for deadline in self:
            customer = deadline.case_id.partner_id.name
            deadline.display_name = " – ".join(filter(None, (deadline.name, customer)))

    @api.depends("date", "state", "party")
    @api.depends_context("tz")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for deadline in self:
            passed = deadline.state in PENDING and bool(deadline.date) and deadline.date < today
            deadline.is_late = passed and deadline._is_ours()
            deadline.is_elapsed = passed and not deadline._is_ours()
            deadline.days_left = deadline.date and (deadline.date - today).days

    @api.constrains("override_date", "override_reason", "computed_date")
    def _check_override(self):
        for deadline in self:
            if not deadline.date:
                raise ValidationError(self.env._("Give the last day."))
            if deadline.override_date and not (deadline.override_reason or "").strip():
                raise ValidationError(self.env._("Say where the corrected date comes from."))

    # === COUNTING === #

    @api.model
    def _start(self, step, rule):
        """Start the delay `rule` from the day of `step`; count it again when that day changed."""
        vals = self._prepare_by_rule(step, rule)
        known = self.search([("step_id", "=", step.id), ("rule_id", "=", rule.id)])
        if known:
            # A step whose day was corrected: rights were checked when it was written.
            known.sudo().write(vals)
            known._project()
            return known
        return self.sudo().create(  # deadlines follow the steps, which were checked
            {
                **vals,
                "name": rule.with_context(lang=step.company_id.partner_id.lang).name,
                "kind": "step",
                "case_id": step.case_id.id,
                "proceeding_id": step.proceeding_id.id,
                "step_id": step.id,
                "rule_id": rule.id,
                "party": rule.party,
            }
        )

    @api.model
    def _add(self, case, key, name, day, parameter_code, *, party="ours", is_procedural=False):
        """Start a delay that no proceeding starts; count it again when it is known.

        :param key: what it is for on this dispute: the same key never makes two
        :param parameter_code: the legal parameter that says how long it lasts, on `day`
        :param is_procedural: it ends on a working day (art. 642 CPC)
        """
        case.check_access("write")
        vals = self._prepare_count(case, day, parameter_code, is_procedural=is_procedural)
        known = self.sudo().search([("case_id", "=", case.id), ("key", "=", key)])
        if known:
            known.write({**vals, "state": "running", "done_on": False})
            known._project()
            return known
        # Rights on the dispute were checked just above.
        return self.sudo().create(
            {**vals, "name": name, "key": key, "case_id": case.id, "party": party}
        )

    @api.model
    def _prepare_count(
        self, case, day, parameter_code, *, is_procedural=False, far_party=None, law_day=None
    ):
        """Return the values of a delay that `day` starts.

        :param law_day: the day whose law decides, when it is not the one that starts the delay
        """
        company = case.company_id
        values = self._get_legal_values(company)
        try:
            parameter = values.parameter(parameter_code, law_day or day)
            extra = self._get_extra_months(case, far_party, values, law_day or day)
        except MissingLegalValue as error:
            raise UserError(str(error)) from error
        plain = self._count(day, parameter, company, extra_months=extra)
        counted = self._count(
            day, parameter, company, is_procedural=is_procedural, extra_months=extra
        )
        return {
            "source_date": day,
            "computed_date": counted,
            "basis": case._in_company_language()._get_basis(parameter, extra, counted != plain),
        }

    @api.model
    def _get_legal_values(self, company):
        return self.env["litige.legal.rate"]._get_legal_values(company)

    @api.model
    def _get_extra_months(self, case, far_party, values, day):
        """Return the months that the distance of who must act adds (art. 643 CPC)."""
        partners = {
            "ours": case.company_id.partner_id,
            "theirs": case.partner_id,
            "both": case.company_id.partner_id | case.partner_id,
        }.get(far_party, case.partner_id.browse())
        months = [
            int(values.parameter(code, day).value)
            for code in (deadlines.OVERSEAS_MONTHS, deadlines.ABROAD_MONTHS)
        ]
        return max(
            (
                deadlines.distance_extension(
                    deadlines.residence(partner.country_id.code, partner.zip), *months
                )
                for partner in partners
            ),
            default=0,
        )

    @api.model
    def _count(self, day, parameter, company=None, *, is_procedural=False, extra_months=0):
        """Return the last day of a delay that starts on `day` (art. 641 to 643 CPC).

        :param is_procedural: it ends on a working day of the company's region; the others do not
        :param extra_months: what distance adds
        """
        calendar = (company or self.env.company)._litige_get_calendar()
        if is_procedural or parameter.unit == deadlines.WORKING_DAYS:
            options = {"calendar": calendar}
        else:
            options = {}
        try:
            return deadlines.last_day(
                day, int(parameter.value), parameter.unit, extra_months=extra_months, **options
            )
        except ValueError as error:
            raise UserError(
                self.env._("A delay is counted in days, weeks or months, not in this unit.")
            ) from error

    # === LIFE === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a deadline without a day; what is counted is taken from no hand."""
        if not self.env.su:
            for vals in vals_list:
                for name in PROTECTED - {"case_id", "proceeding_id"}:
                    vals.pop(name, None)
        deadlines = super().create(vals_list)
        deadlines._check_override()  # also when neither of its days was given
        deadlines._project()
        return deadlines

    def write(self, vals):
        """Refuse to write by hand what is counted; a correction gives its reason, and is told."""
        if not self.env.su and PROTECTED & vals.keys():
            raise UserError(
                self.env._("What was counted stays: correct the date, and say why, instead.")
            )
        if "override_date" in vals and "limitation" in self.mapped("kind"):
            raise UserError(
                self.env._("Correct the last day to sue on the invoice itself, and say why.")
            )
        before = {deadline: deadline.date for deadline in self}
        result = super().write(vals)
        if "override_date" in vals:
            self._note_moves(before)
        if {"override_date", "state", "case_id"} & vals.keys():
            self._project()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("A deadline is not deleted: mark it as met or not needed."))

    def action_met(self):
        """Say that it was met: today, or in time when the day has passed."""
        if "limitation" in self.mapped("kind"):
            raise UserError(
                self.env._(
                    "Only what the law lists moves the last day to sue: record it on the dispute."
                )
            )
        today = fields.Date.context_today(self)
        for deadline in self.filtered(lambda one: one.state in PENDING):
            deadline._settle("met", min(today, deadline.date or today))
            deadline._note_settled()

    def action_not_needed(self):
        """Say that it no longer matters."""
        pending = self.filtered(lambda one: one.state in PENDING)
        pending._settle("cancelled")
        pending._note_settled()

    def _settle(self, state, done_on=None):
        """Close deadlines, and the activities that remind of them."""
        self.case_id.check_access("write")
        done_on = done_on or fields.Date.context_today(self)
        # Rights on the dispute were checked just above.
        self.sudo().write({"state": state, "done_on": state == "met" and done_on})

    def _is_ours(self):
        """Whether somebody of the company must act by that day."""
        self.ensure_one()
        return self.party in ("ours", "both")
