from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .litige_deadline_follow_mixin import PENDING

SERVICES = [
    ("person", "To the person themselves"),
    ("other", "Otherwise: at their home, to someone else, at the officer's"),
]
# What a step says, once for all: what depends on it was counted from it.
FROZEN = frozenset(("type_id", "proceeding_id"))
# Corrected, the delays are counted again.
COUNTED = frozenset(("date", "announced_on", "service", "is_absent", "is_last_resort"))


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
    service = fields.Selection(
        SERVICES,
        string="Served",
        help="The act of the commissaire de justice says it. Who was not served in person may "
        "object for longer.",
    )
    announced_on = fields.Date(string="Day Given", help="The day of the hearing that it announces.")
    is_absent = fields.Boolean(
        string="The Customer Did Not Appear",
        help="Neither in person nor through a lawyer: the decision must be served in time.",
    )
    is_last_resort = fields.Boolean(
        string="No Appeal",
        help="The court rules for good: the decision says “en dernier ressort”.",
    )
    exhibit_id = fields.Many2one(
        "litige.exhibit",
        string="Paper",
        readonly=True,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The order, the act of service, the judgment…",
    )
    award_ids = fields.One2many("litige.award", "step_id", string="What Was Granted")
    asks_service = fields.Boolean(related="type_id.asks_service")
    asks_hearing = fields.Boolean(related="type_id.asks_hearing")
    asks_attendance = fields.Boolean(related="type_id.asks_attendance")
    note = fields.Text(help="For us alone: it enters neither the chronology nor any file.")

    @api.depends("type_id")
    def _compute_display_name(self):
        for step in self:
            step.display_name = step.type_id.name

    @api.constrains("type_id", "proceeding_id", "date", "announced_on")
    def _check_step(self):
        today = fields.Date.context_today(self)
        for step in self:
            if step.type_id.remedy_id != step.proceeding_id.remedy_id:
                raise ValidationError(self.env._("This step belongs to another way."))
            if step.date > today:
                raise ValidationError(
                    self.env._("Only what happened is recorded: plan the rest as an activity.")
                )
            if step.announced_on and step.announced_on < step.date:
                raise ValidationError(self.env._("A day cannot be given after it is over."))

    @api.constrains("type_id", "service", "announced_on")
    def _check_answers(self):
        for step in self:
            if step.asks_service and not step.service:
                raise ValidationError(
                    self.env._(
                        "Say how it was served, to the person themselves or not: it decides until "
                        "when they may object."
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Record steps: the chronology tells them, deadlines start or are met."""
        steps = self.browse()
        for vals in vals_list:  # each one comes after those before it
            vals = self._add_missing_default_values(vals)
            self._check_possible(vals)
            step = super().create([vals])
            step._take_effect()
            steps |= step
        return steps

    @api.model
    def _check_possible(self, vals):
        """Refuse a step that cannot come on its day after those recorded."""
        proceeding = self.env["litige.proceeding"].browse(vals.get("proceeding_id"))
        kind = self.env["litige.remedy.step"].browse(vals.get("type_id"))
        if proceeding.state == "ended":
            raise UserError(self.env._("This proceeding has ended already."))
        if kind.remedy_id == proceeding.remedy_id:
            proceeding._check_step_possible(kind, fields.Date.to_date(vals.get("date")))

    def _take_effect(self):
        """Tell the chronology, start and meet deadlines, let the dispute follow."""
        self.ensure_one()
        self.case_id.check_access("write")
        proceeding = self.proceeding_id
        if proceeding.track == "judicial" and self.date < proceeding.date_start:
            proceeding.date_start = self.date  # papers are often recorded long after their day
        self._note()
        self._update_deadlines()
        proceeding._reach_milestone(self)

    def write(self, vals):
        """A wrong day is put right and said; the step itself stays."""
        if FROZEN & vals.keys():
            raise UserError(self.env._("A recorded step stays: only its day can be corrected."))
        before = {step: step.date for step in self}
        result = super().write(vals)
        for step in self.filtered(lambda step: step.date != before[step]):
            step.proceeding_id._check_order()
            step._note(before[step])
        if COUNTED & vals.keys():
            for step in self.proceeding_id.step_ids:
                step._update_deadlines()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("A recorded step stays: only its day can be corrected."))

    def action_correct(self):
        """Put a wrong day right: the delays are counted again, and the chronology says so."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct a Step"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    # === TELLING === #

    def _note(self, before=None):
        self.ensure_one()

        def tell(one):
            words = self.with_env(one.env)._get_words()
            if not before:
                return one.env._("%(way)s: %(step)s", way=one._get_words(), step=words)
            return one.env._(
                "%(way)s: %(step)s (not on %(date)s as noted before)",
                way=one._get_words(),
                step=words,
                date=format_date(one.env, before),
            )

        self.proceeding_id._note(tell, occurred_on=self.date)

    def _get_words(self):
        """Return the step and what it says: how it was served, the day it gives."""
        self.ensure_one()
        words = [self.type_id.name]
        if self.service:
            words.append(
                self.env._("in person")
                if self.service == "person"
                else self.env._("not to the person themselves")
            )
        if self.announced_on:
            words.append(self.env._("for %(date)s", date=format_date(self.env, self.announced_on)))
        return ", ".join(words)

    # === DEADLINES === #

    def _update_deadlines(self):
        """Start the delays of this step, and close those that it meets or makes useless."""
        self.ensure_one()
        Deadline = self.env["litige.deadline"]
        facts = self.proceeding_id._get_known_facts()
        for rule in self.type_id.rule_ids:
            if rule._applies(self, facts):
                Deadline._start(self, rule)
            else:
                self._get_running().filtered(
                    lambda one, rule=rule: one.step_id == self and one.rule_id == rule
                )._settle("cancelled")
        self._get_running().filtered(lambda one: one.rule_id.met_by_id == self.type_id)._settle(
            "met", self.date
        )
        self._get_running().filtered(
            lambda one: self.type_id in one.rule_id.dropped_by_ids
        )._settle("cancelled")
        if self.type_id.effect:
            self.case_id._sync_limitation()

    def _get_running(self):
        return self.proceeding_id.deadline_ids.filtered(lambda one: one.state in PENDING)
