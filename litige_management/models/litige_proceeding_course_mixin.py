from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from ..legal import courts, procedure
from ..legal.rates import MissingLegalValue
from .litige_deadline_follow_mixin import PENDING

LAWYER_CEILING = "lawyer_ceiling"
# In Alsace and Moselle, a chamber of the civil court judges what merchants owe each other.
COURTS = {
    courts.CIVIL_COURT: "civil",
    courts.COMMERCIAL_CHAMBER: "civil",
    courts.COMMERCIAL_COURT: "commercial",
}
# An amicable way that was tried in earnest, and brought nothing.
VAIN = ("refused", "failure")
BEFORE_COURT = ("identification", "assessment", "amicable")


class LitigeProceedingCourseMixin(models.AbstractModel):
    """The course of a proceeding in court: which step comes next, and what each one changes."""

    _name = "litige.proceeding.course.mixin"
    _description = "Course of a Proceeding"

    court = fields.Selection(
        [
            ("civil", "Tribunal judiciaire"),
            ("commercial", "Tribunal de commerce or tribunal des activités économiques"),
        ],
        string="Kind of Court",
        compute="_compute_court",
        store=True,
        readonly=False,
        help="Some delays and costs depend on it. Proposed from what you and the customer are; "
        "correct it where you had the choice.",
    )
    parent_id = fields.Many2one(
        "litige.proceeding",
        string="Against the Decision Of",
        readonly=True,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The proceeding whose decision is challenged here.",
    )
    child_ids = fields.One2many("litige.proceeding", "parent_id", string="Challenges")
    next_type_ids = fields.Many2many(
        "litige.remedy.step", string="What May Come Next", compute="_compute_next"
    )
    next_words = fields.Text(string="What Is Next", compute="_compute_next")
    is_late = fields.Boolean(
        string="Deadline Missed",
        compute="_compute_is_late",
        help="Something had to be done here, and the day has passed.",
    )

    # === COMPUTES === #

    @api.depends("remedy_id", "case_id")
    def _compute_court(self):
        for one in self:
            case = one.case_id
            if one.court or one.track != "judicial" or not case.standing:
                continue
            found = courts.find(
                case.standing,
                case.company_id.litige_standing or None,
                courts.is_local_law(case.partner_id.zip),
            )
            # Where the choice is ours, nothing is proposed.
            one.court = COURTS.get(found)

    @api.depends(
        "state",
        "court",
        "remedy_id.step_ids.after_ids",
        "step_ids.date",
        "step_ids.service",
        "step_ids.is_absent",
        "step_ids.is_last_resort",
        "deadline_ids.date",
        "deadline_ids.state",
    )
    @api.depends_context("lang", "tz")
    def _compute_next(self):
        for one in self:
            running = one.state == "running" and one.remedy_id
            types = one._get_possible_types(True) if running else self.env["litige.remedy.step"]
            # What may always be recorded, or again, is a button away; the way on comes first.
            taken = one.step_ids.type_id
            one.next_type_ids = types.filtered(
                lambda kind, taken=taken: (
                    kind not in taken and (kind.after_ids or not (taken or kind.outcome))
                )
            )
            one.next_words = one._get_next_words() if running else False

    @api.depends("deadline_ids.is_late")
    def _compute_is_late(self):
        for one in self:
            one.is_late = any(one.deadline_ids.mapped("is_late"))

    def _get_next_words(self):
        """Return, one line each, the last step, what is due by when, and what may come next."""
        self.ensure_one()
        lines = []
        last = self.step_ids.sorted(lambda step: (step.date, step.id))[-1:]
        if last:
            lines.append(
                self.env._(
                    "%(date)s: %(step)s.",
                    date=format_date(self.env, last.date),
                    step=last._get_words(),
                )
            )
        running = self.deadline_ids.filtered(lambda one: one.state in PENDING and one.date)
        lines += [self._get_deadline_words(one) for one in running.sorted("date")]
        names = self.next_type_ids.mapped("name")
        if names:
            names = format_list(self.env, names, "or")
            lines.append(
                self.env._("Next: %(steps)s.", steps=names)
                if last
                else self.env._("To start with: %(steps)s.", steps=names)
            )
        return "\n".join(lines)

    def _get_deadline_words(self, deadline):
        left = (deadline.date - fields.Date.context_today(self)).days
        values = {
            "date": format_date(self.env, deadline.date),
            "name": deadline.rule_id.name or deadline.name,
            "days": abs(left),
        }
        if deadline.party in ("ours", "both"):
            if left < 0:
                return self.env._("Late since %(date)s: %(name)s.", **values)
            return self.env._("By %(date)s, %(days)s days left: %(name)s.", **values)
        if left < 0:
            return self.env._("Over on %(date)s: %(name)s.", **values)
        return self.env._("Until %(date)s, %(days)s days left: %(name)s.", **values)

    # === THE ORDER OF STEPS === #

    def _get_known_facts(self):
        """Return what is known of the proceeding: the conditions of steps and delays."""
        self.ensure_one()
        # Nobody said which court: its longest delays are the prudent ones.
        facts = {self.court or procedure.CIVIL}
        if self._needs_lawyer():
            facts.add(procedure.LAWYER)
        for step in self.step_ids.sorted(lambda step: (step.date, step.id)):
            if step.service:
                facts -= {procedure.IN_PERSON, procedure.NOT_IN_PERSON}
                served = step.service == "person"
                facts.add(procedure.IN_PERSON if served else procedure.NOT_IN_PERSON)
            if step.type_id.asks_attendance:
                facts.add(procedure.ABSENT if step.is_absent else procedure.APPEARED)
                last = step.is_last_resort
                facts.add(procedure.LAST_RESORT if last else procedure.FIRST_RESORT)
        award = self.award_ids.filtered(lambda one: not one.replaced_by_id)[-1:]
        if award:
            provisional = award.is_provisional
            facts.add(procedure.PROVISIONAL if provisional else procedure.NOT_PROVISIONAL)
        return facts

    def _needs_lawyer(self):
        """Whether a lawyer is compulsory before this court, by the sum at stake (art. 761, 853)."""
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        try:
            ceiling = values.parameter(LAWYER_CEILING, self.date_start).value
        except MissingLegalValue:
            return False
        return Decimal(str(self.case_id.claimed_amount)) > ceiling

    def _get_kinds(self):
        return [kind._to_kind() for kind in self.remedy_id.step_ids]

    def _get_taken(self):
        return [procedure.Taken(step.type_id.code, step.date) for step in self.step_ids]

    def _get_periods(self):
        """Return the delays that make steps wait, or too late (`legal.procedure.Period`)."""
        return [
            procedure.Period(
                one.rule_id.name,
                one.date,
                frozenset(one.rule_id.opens_ids.mapped("code")),
                frozenset(one.rule_id.is_fatal and one.rule_id.met_by_id.mapped("code") or ()),
            )
            for one in self.deadline_ids
            if one.rule_id and one.state != "cancelled" and one.date
        ]

    def _get_possible_types(self, by_today=False):
        """Return the steps that may come next.

        :param by_today: without those that must wait for a delay that is not over today
        """
        self.ensure_one()
        types = self.remedy_id.step_ids
        if self.track != "judicial":
            return types
        codes = procedure.possible(self._get_kinds(), self._get_taken(), self._get_known_facts())
        if by_today:
            today = fields.Date.context_today(self)
            waiting = [one.opens for one in self._get_periods() if today <= one.last_day]
            codes = set(codes).difference(*waiting)
        return types.filtered(lambda kind: kind.code in codes)

    def _check_step_possible(self, kind, day):
        """Refuse, in a sentence, a step that cannot come on `day` after those recorded."""
        self.ensure_one()
        if self.track != "judicial":
            return
        refused = procedure.refusal(
            self._get_kinds(),
            kind.code,
            day,
            self._get_taken(),
            self._get_known_facts(),
            self._get_periods(),
        )
        if refused:
            raise UserError(self._get_refusal_words(refused, kind))

    def _check_order(self):
        """Refuse a corrected day that puts the steps out of order."""
        for one in self:
            wrong = one.track == "judicial" and procedure.disorder(
                one._get_kinds(), one._get_taken()
            )
            if wrong:
                kind = one.remedy_id.step_ids.filtered(
                    lambda kind, code=wrong[0].code: kind.code == code
                )
                raise UserError(
                    self.env._(
                        "“%(step)s” cannot be dated before %(date)s, the day of what it comes "
                        "after.",
                        step=kind.name,
                        date=format_date(self.env, wrong[1]),
                    )
                )

    def _get_refusal_words(self, refused, kind):
        """Return why a step cannot be recorded (`legal.procedure.Refusal`), in a sentence."""
        self.ensure_one()
        others = self.remedy_id.step_ids.filtered(lambda one: one.code in refused.steps)
        conditions = dict(kind._fields["condition"]._description_selection(self.env))
        values = {
            "step": kind.name,
            "others": format_list(self.env, [f"“{one.name}”" for one in others], "or"),
            "date": format_date(self.env, refused.day) if refused.day else "",
            "period": refused.period,
            "condition": conditions.get(kind.condition, ""),
        }
        patterns = {
            procedure.TWICE: self.env._("“%(step)s” is recorded already, on %(date)s."),
            procedure.OTHER_CHOICE: self.env._(
                "“%(step)s” cannot be recorded: %(others)s already is, on %(date)s."
            ),
            procedure.EXCLUDED: self.env._(
                "“%(step)s” no longer can be recorded after %(others)s, on %(date)s."
            ),
            procedure.MISSING: self.env._(
                "“%(step)s” comes after %(others)s: record that first, with its day."
            ),
            procedure.BEFORE: self.env._(
                "“%(step)s” comes after %(others)s: it cannot be before %(date)s."
            ),
            procedure.CONDITION: self.env._(
                "“%(step)s” does not apply here. It exists in this case only: %(condition)s."
            ),
            procedure.NOT_OVER: self.env._(
                "“%(step)s” has to wait until %(date)s is over: %(period)s."
            ),
            procedure.TOO_LATE: self.env._(
                "It is too late for “%(step)s”, possible until %(date)s: %(period)s. If the law "
                "gives more time, correct that deadline and say why."
            ),
        }
        return patterns[refused.code] % values

    # === WHAT A STEP CHANGES === #

    def _reach_milestone(self, step):
        """Let the dispute follow: its phase, what may be enforced, the end of the proceeding."""
        self.ensure_one()
        kind = step.type_id
        if kind.milestone == "filed" and self.case_id.phase in BEFORE_COURT:
            self.case_id._move_to("judicial", occurred_on=step.date)
        elif kind.milestone == "enforceable":
            self._become_enforceable(step.date)
        elif kind.milestone == "contested" or self._is_overturned_by(kind):
            self._suspend_enforcement(step.date)
        if kind.opens_remedy_id:
            self._start_challenge(kind.opens_remedy_id, step)
        if kind.outcome:
            self._end(kind.outcome, step.date, kind.party)
            self._keep_proof(step)

    def _keep_proof(self, step):
        """The paper of a vain small-claims recovery stands for the attempt (art. 750-1, 5°)."""
        if step.exhibit_id and self.remedy_id.counts_as_attempt and self.outcome in VAIN:
            # What ended it was checked; a person gave the paper that says so.
            self.sudo().write({"is_attempt": True, "certificate_id": step.exhibit_id.id})

    def _is_overturned_by(self, kind):
        """Whether a ruling against us undoes what the challenged decision had granted."""
        return bool(self.parent_id) and kind.milestone == "decision" and not kind.asks_award

    def _start_challenge(self, remedy, step):
        """Start the proceeding against this decision: an opposition, an appeal."""
        values = {
            "case_id": self.case_id.id,
            "remedy_id": remedy.id,
            "parent_id": self.id,
            "started_by": "ours" if step.party == "ours" else "theirs",
            "date_start": step.date,
            "user_id": self.user_id.id,
            "court": self.court,
        }
        challenge = self.create([values])
        challenge.step_ids.create(
            {
                "proceeding_id": challenge.id,
                "type_id": remedy.step_ids[:1].id,
                "date": step.date,
            }
        )

    def _action_record(self, kind):
        """Ask what is needed to record one step, and no more."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": kind.name or self.env._("Record a Step"),
            "res_model": "litige.proceeding.record",
            "view_mode": "form",
            "target": "new",
            "context": {"default_proceeding_id": self.id, "default_type_id": kind.id},
        }

    def action_record(self):
        """Record any step that may come now."""
        return self._action_record(self.env["litige.remedy.step"])
