from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..legal.rates import MissingLegalValue
from ..legal.semesters import add_months
from .litige_remedy import PARTIES

ACTIVITY = "litige_management.mail_activity_type_deadline"
PROTECTED = frozenset(
    (
        "case_id",
        "proceeding_id",
        "step_id",
        "rule_id",
        "computed_date",
        "source_date",
        "basis",
        "state",
        "done_on",
        "activity_id",
    )
)


class LitigeDeadline(models.Model):
    """A date that matters, counted from a fact and a rule. Its activity is only a projection."""

    _name = "litige.deadline"
    _inherit = ["litige.chronicle.mixin", "litige.case.part.mixin"]
    _description = "Deadline"
    _order = "date, id"

    name = fields.Char(required=True)
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
        [("running", "Running"), ("met", "Met"), ("cancelled", "No longer needed")],
        default="running",
        required=True,
        readonly=True,
        index=True,
    )
    done_on = fields.Date(string="Met On", readonly=True)
    is_late = fields.Boolean(compute="_compute_is_late")
    user_id = fields.Many2one("res.users", compute="_compute_user_id", store=True)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _step_rule_uniq = models.UniqueIndex(
        "(step_id, rule_id) WHERE rule_id IS NOT NULL", "A step starts each delay once."
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

    @api.depends("date", "state")
    @api.depends_context("tz")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for deadline in self:
            deadline.is_late = deadline.state == "running" and deadline.date < today

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
        values = self._get_legal_values(step.company_id)
        try:
            parameter = values.parameter(rule.parameter_code, step.date)
        except MissingLegalValue as error:
            raise UserError(str(error)) from error
        vals = {
            "source_date": step.date,
            "computed_date": self._count(step.date, parameter),
            "basis": parameter.source,
        }
        known = self.search([("step_id", "=", step.id), ("rule_id", "=", rule.id)])
        if known:
            # A step whose day was corrected: rights were checked when it was written.
            known.sudo().write(vals)
        else:
            known = self.sudo().create(  # deadlines follow the steps, which were checked
                {
                    **vals,
                    "name": rule.with_context(lang=step.company_id.partner_id.lang).name,
                    "case_id": step.case_id.id,
                    "proceeding_id": step.proceeding_id.id,
                    "step_id": step.id,
                    "rule_id": rule.id,
                    "party": rule.party,
                }
            )
        known._project()
        return known

    @api.model
    def _get_legal_values(self, company):
        return self.env["litige.legal.rate"]._get_legal_values(company)

    @api.model
    def _count(self, day, parameter):
        """Return the last day of a delay that starts on `day`: days, weeks or months (art. 641)."""
        value = int(parameter.value)
        if parameter.unit == "months":
            return add_months(day, value)
        if parameter.unit in ("days", "weeks"):
            return day + timedelta(**{parameter.unit: value})
        raise UserError(
            self.env._("A delay is counted in days, weeks or months, not in this unit.")
        )

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
        """Refuse to write by hand what is counted; a correction gives its reason."""
        if not self.env.su and PROTECTED & vals.keys():
            raise UserError(
                self.env._("What was counted stays: correct the date, and say why, instead.")
            )
        result = super().write(vals)
        if {"override_date", "state"} & vals.keys():
            self._project()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("A deadline is not deleted: mark it as met or not needed."))

    def action_met(self):
        """Say that it was met today."""
        self._settle("met")

    def action_not_needed(self):
        """Say that it no longer matters."""
        self._settle("cancelled")

    def _settle(self, state, done_on=None):
        """Close deadlines, and the activities that remind of them."""
        self.case_id.check_access("write")
        done_on = done_on or fields.Date.context_today(self)
        # Rights on the dispute were checked just above.
        self.sudo().write({"state": state, "done_on": state == "met" and done_on})

    def _project(self):
        """Show each running deadline as an activity on its dispute; take away those of the others.

        Whoever deletes the activity does not delete the deadline.
        """
        for deadline in self.sudo():  # activities are reminders, whoever moves the deadline
            deadline.activity_id.unlink()
            if deadline._is_ours() and deadline.state == "running" and deadline.case_id.is_open:
                deadline.activity_id = deadline.case_id.activity_schedule(
                    ACTIVITY,
                    date_deadline=deadline.date,
                    summary=deadline.name,
                    user_id=deadline.user_id.id or self.env.uid,
                )

    def _is_ours(self):
        """Whether somebody of the company must act, or look, on that day."""
        self.ensure_one()
        return self.party in ("ours", "both") or bool(self.rule_id)
