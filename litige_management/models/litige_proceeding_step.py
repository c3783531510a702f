from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .litige_deadline_follow_mixin import PENDING


class LitigeProceedingStep(models.Model):
    """A step that was taken, on its day. It starts deadlines, and meets others."""

    _name = "litige.proceeding.step"
    _description = "Step of a Proceeding"
    _order = "date, id"
    _check_company_auto = True

    proceeding_id = fields.Many2one(
        "litige.proceeding",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    remedy_id = fields.Many2one(related="proceeding_id.remedy_id")
    case_id = fields.Many2one(related="proceeding_id.case_id")
    company_id = fields.Many2one(
        related="proceeding_id.company_id", store=True, precompute=True, index=True
    )
    type_id = fields.Many2one(
        "litige.remedy.step",
        string="Step",
        required=True,
        ondelete="restrict",
        domain="[('remedy_id', '=', remedy_id)]",
    )
    party = fields.Selection(related="type_id.party", string="Who")
    help_text = fields.Text(related="type_id.help_text")
    date = fields.Date(required=True, default=fields.Date.context_today)
    note = fields.Text(help="For us alone: it enters neither the chronology nor any file.")

    @api.depends("type_id")
    def _compute_display_name(self):
        for step in self:
            step.display_name = step.type_id.name

    @api.constrains("type_id", "proceeding_id", "date")
    def _check_step(self):
        today = fields.Date.context_today(self)
        for step in self:
            if step.type_id.remedy_id != step.proceeding_id.remedy_id:
                raise ValidationError(self.env._("This step belongs to another way."))
            if step.date > today:
                raise ValidationError(
                    self.env._("Only what happened is recorded: plan the rest as an activity.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Record steps: the chronology tells them, deadlines start or are met."""
        steps = super().create(vals_list)
        steps.case_id.check_access("write")
        for step in steps:
            if step.proceeding_id.state == "ended":
                raise UserError(self.env._("This proceeding has ended already."))
            step._note()
            step._update_deadlines()
        return steps

    def write(self, vals):
        """A wrong day is put right and said; the step itself stays."""
        if {"type_id", "proceeding_id"} & vals.keys():
            raise UserError(self.env._("A recorded step stays: only its day can be corrected."))
        before = {step: step.date for step in self}
        result = super().write(vals)
        for step in self.filtered(lambda step: step.date != before[step]):
            step._note(before[step])
            step._update_deadlines()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("A recorded step stays: only its day can be corrected."))

    def _note(self, before=None):
        self.ensure_one()

        def tell(one):
            name = self.with_env(one.env).type_id.name
            if not before:
                return one.env._("%(way)s: %(step)s", way=one._get_words(), step=name)
            return one.env._(
                "%(way)s: %(step)s (not on %(date)s as noted before)",
                way=one._get_words(),
                step=name,
                date=format_date(one.env, before),
            )

        self.proceeding_id._note(tell, occurred_on=self.date)

    def _update_deadlines(self):
        """Start the delays of this step, and close those that it meets."""
        self.ensure_one()
        Deadline = self.env["litige.deadline"]
        for rule in self.type_id.rule_ids:
            Deadline._start(self, rule)
        met = self.proceeding_id.deadline_ids.filtered(
            lambda one: one.state in PENDING and one.rule_id.met_by_id == self.type_id
        )
        met._settle("met", self.date)
        if self.type_id.effect:
            self.case_id._sync_limitation()
