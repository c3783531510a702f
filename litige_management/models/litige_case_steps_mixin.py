from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date

from ..legal import strength
from .litige_case_assessment_mixin import ASSESSMENT_GROUPS

DONE, MISSING, OPTIONAL = "done", "missing", "optional"
# How a customer may say something, without its being an answer written down.
SPOKEN_KINDS = ("email", "call", "meeting", "mail", "sms", "visit")
# Which steps are looked at on the way to each phase.
STAGES = {
    "assessment": ("identification",),
    "amicable": ("identification", "assessment"),
    "judicial": ("identification", "assessment"),
}


class LitigeCaseStepsMixin(models.AbstractModel):
    """What leads a dispute from identification to an amicable way: done, or missing and why.

    Nothing is ever blocked: what is missing is said, and a person decides.
    """

    _name = "litige.case.steps.mixin"
    _description = "Steps of a Dispute"

    invoices_checked_on = fields.Datetime(
        string="Invoices Checked",
        readonly=True,
        copy=False,
        groups=ASSESSMENT_GROUPS,
        help="When a person last compared the invoices with what was ordered, and the payments "
        "with the bank. An invoice added later is to be checked in its turn.",
    )
    has_customer_spoken = fields.Boolean(
        compute="_compute_has_customer_spoken",
        groups=ASSESSMENT_GROUPS,
        help="The chronology has words of theirs: an e-mail, a call, a complaint…",
    )
    checklist = fields.Json(
        string="Next Steps",
        compute="_compute_checklist",
        groups=ASSESSMENT_GROUPS,
    )

    @api.depends(
        "cause_id",
        "root_cause_id",
        "description",
        "standing",
        "standing_confirmed",
        "invoices_checked_on",
        "claim_ids",
        "exhibit_ids.state",
        "exhibit_ids.frozen_on",
        "missing_exhibits",
        "position_ids.side",
        "position_ids.strength",
        "position_ids.link_ids",
        "opinion_ids",
        "estimate_ids",
    )
    @api.depends_context("lang")
    def _compute_checklist(self):
        stages = {
            "identification": self.env._("Identification"),
            "assessment": self.env._("Assessment"),
        }
        states = {
            DONE: self.env._("Done"),
            MISSING: self.env._("To do"),
            OPTIONAL: self.env._("Optional"),
        }
        for case in self:
            steps = case._get_steps()
            counted = [step for step in steps if step["state"] != OPTIONAL]
            done = sum(step["state"] == DONE for step in counted)
            case.checklist = {
                "states": states,
                "stages": [
                    {
                        "code": code,
                        "label": label,
                        "steps": [step for step in steps if step["stage"] == code],
                    }
                    for code, label in stages.items()
                ],
                "percent": round(100 * done / len(counted)),
                "summary": self.env._(
                    "%(done)s of %(total)s steps done", done=done, total=len(counted)
                ),
                "done": self.env._(
                    "%(count)s done", count=sum(step["state"] == DONE for step in steps)
                ),
            }

    def _get_steps(self):
        """Return the steps of one dispute, in order, each with its state and its reason."""
        self.ensure_one()
        return [
            self._get_cause_step(),
            self._get_words_step(),
            self._get_standing_step(),
            self._get_invoices_step(),
            self._get_exhibits_step(),
            self._get_positions_step(),
            self._get_weighing_step(),
            self._get_root_cause_step(),
            self._get_opinion_step(),
            self._get_estimate_step(),
            self._get_freezing_step(),
        ]

    @api.model
    def _step(self, stage, code, title, state, reason, **target):
        """Return one step; `target` says where to do it: a `tab`, or a `method` and its `button`.

        :param state: a word, or whether it is done
        """
        if isinstance(state, bool):
            state = DONE if state else MISSING
        return {
            "stage": stage,
            "code": code,
            "title": title,
            "state": state,
            "reason": reason,
            **target,
        }

    # === IDENTIFICATION === #

    def _get_cause_step(self):
        known = bool(self.cause_id) and self.cause_id.code != "other"
        return self._step(
            "identification",
            "cause",
            self.env._("Qualify the cause"),
            known,
            self.cause_id.name
            if known
            else self.env._(
                "“Other” tells nothing: choose the closest cause at the top of the file."
            ),
        )

    def _get_words_step(self):
        title = self.env._("Write down what the customer says")
        if (self.description or "").strip():
            return self._step(
                "identification", "words", title, True, self.env._("In the customer's words.")
            )
        spoken = self.has_customer_spoken
        if self.cause_id.is_non_payment and not spoken:
            return self._step(
                "identification", "words", title, True, self.env._("The customer gives no reason.")
            )
        return self._step(
            "identification",
            "words",
            title,
            False,
            self.env._("The customer wrote or spoke: read it, and say here what they answer.")
            if spoken
            else self.env._("Without their words, you would answer something they never said."),
            tab="description",
            button=self.env._("Write It Down"),
        )

    @api.depends("event_ids")
    def _compute_has_customer_spoken(self):
        spoken = self.env["litige.event"]._read_group(
            [
                ("case_id", "in", self._origin.ids),
                "|",
                ("kind", "=", "complaint"),
                "&",
                ("kind", "in", SPOKEN_KINDS),
                "|",
                ("direction", "=", "in"),
                ("standing", "=", "theirs"),
            ],
            ["case_id"],
        )
        cases = {case for [case] in spoken}
        for case in self:
            case.has_customer_spoken = case._origin in cases

    def _get_standing_step(self):
        labels = dict(self._fields["standing"]._description_selection(self.env))
        done = bool(self.standing and self.standing_confirmed)
        return self._step(
            "identification",
            "standing",
            self.env._("Check what the customer is"),
            done,
            labels[self.standing]
            if done
            else self.env._("The interest, the court and the mediation depend on it."),
            **(
                {"method": "action_confirm_standing", "button": self.env._("I Have Checked It")}
                if self.standing and not done
                else {}
            ),
        )

    def _get_invoices_step(self):
        checked_on = self.invoices_checked_on
        done = bool(checked_on) and all(
            claim.create_date <= checked_on for claim in self.claim_ids if claim.create_date
        )
        return self._step(
            "identification",
            "invoices",
            self.env._("Check the invoices"),
            done,
            self.env._(
                "Amounts and payments compared by a person on %(date)s.",
                date=format_date(self.env, fields.Datetime.context_timestamp(self, checked_on)),
            )
            if done
            else self.env._("Compare them with what was ordered, and the payments with the bank."),
            **(
                {"tab": "invoices"}
                if done
                else {"method": "action_confirm_invoices", "button": self.env._("They Are Right")}
            ),
        )

    # === ASSESSMENT === #

    def _get_exhibits_step(self):
        kept = self.exhibit_ids.filtered(lambda one: one.state == "kept" and not one.withdrawn_on)
        if self.missing_exhibits:
            reason = self.env._("Still missing: %(exhibits)s.", exhibits=self.missing_exhibits)
        elif kept:
            reason = self.env._("%(count)s in the file.", count=len(kept))
        else:
            reason = self.env._("None yet: a claim without exhibit is only a claim.")
        return self._step(
            "assessment",
            "exhibits",
            self.env._("Collect the exhibits"),
            bool(kept) and not self.missing_exhibits,
            reason,
            tab="exhibits",
            button=self.env._("Exhibits"),
        )

    def _get_positions_step(self):
        sides = set(self.position_ids.mapped("side"))
        silent = self.cause_id.is_non_payment and not (self.description or "").strip()
        missing = [
            text
            for side, text in (
                (strength.OURS, self.env._("What you claim is not written down.")),
                (strength.THEIRS, self.env._("What the customer claims is not written down.")),
            )
            if side not in sides and not (side == strength.THEIRS and silent)
        ]
        reason = " ".join(missing) or self.env._("What each side claims is written down.")
        target = {"method": "action_propose_positions", "button": self.env._("Propose Positions")}
        return self._step(
            "assessment",
            "positions",
            self.env._("Write both positions, fairly"),
            not missing,
            reason,
            **({} if self.position_ids or not missing else target),
        )

    def _get_weighing_step(self):
        ours = self.position_ids.filtered(lambda one: one.side == strength.OURS)
        alone = ours.filtered(lambda one: not one.link_ids)
        if not ours:
            reason = self.env._("Nothing to weigh yet.")
        elif alone:
            reason = self.env._(
                "Without any exhibit: %(positions)s.", positions=self._name_all(alone)
            )
        else:
            reason = self.env._("Each of your claims has its exhibits.")
        return self._step(
            "assessment",
            "weighing",
            self.env._("Weigh the exhibits"),
            bool(ours and not alone),
            reason,
            tab="assessment",
            button=self.env._("Weigh"),
        )

    def _get_root_cause_step(self):
        return self._step(
            "assessment",
            "root_cause",
            self.env._("Find the real cause"),
            DONE if self.root_cause_id else OPTIONAL,
            self.root_cause_id.name
            or self.env._("The reason given and what really went wrong often differ."),
        )

    def _get_opinion_step(self):
        last = self.opinion_ids[:1]
        return self._step(
            "assessment",
            "opinion",
            self.env._("Ask a lawyer"),
            DONE if last else OPTIONAL,
            last.display_name
            or self.env._("Worth it when the case is complex or the amount is high."),
            **(
                {}
                if last
                else {"method": "action_new_opinion", "button": self.env._("Record an Opinion")}
            ),
        )

    def _get_estimate_step(self):
        return self._step(
            "assessment",
            "estimate",
            self.env._("Compare settling with going on"),
            bool(self.estimate_ids),
            self.env._("Done.")
            if self.estimate_ids
            else self.env._("You would not know which offer to accept, nor which one to make."),
            **(
                {"tab": "assessment"}
                if self.estimate_ids
                else {"method": "action_new_estimate", "button": self.env._("Compare")}
            ),
        )

    def _get_freezing_step(self):
        frozen = self.exhibit_ids.filtered("frozen_on")
        return self._step(
            "assessment",
            "freezing",
            self.env._("Freeze the file"),
            DONE if frozen else OPTIONAL,
            self.env._("The exhibits have their final numbers.")
            if frozen
            else self.env._("Before you hand it to anyone: it fixes the numbers of the exhibits."),
            tab="exhibits",
        )

    # === MOVING === #

    def get_missing_steps(self, phase):
        """Return in words what is not done yet, for who is about to move to `phase`.

        Screens ask it before they move; a resolver or an accountant, who may not, gets nothing.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(ASSESSMENT_GROUPS):
            return []
        return [f"{step['title']} – {step['reason']}" for step in self._get_missing_steps(phase)]

    def _get_missing_steps(self, phase):
        names = list(self._fields["phase"].get_values(self.env))
        if phase not in STAGES or names.index(phase) < names.index(self.phase):
            return []  # going back asks for nothing
        return [
            step
            for step in self._get_steps()
            if step["state"] == MISSING and step["stage"] in STAGES[phase]
        ]

    def _get_missing_note(self, phase):
        """Return, for each dispute about to move by hand, what to note of its missing steps."""
        if not self.env.user.has_group(ASSESSMENT_GROUPS):
            return {}
        missing = {case: case._get_missing_steps(phase) for case in self}
        return {
            case: self.env._(
                "Moved on without: %(steps)s.",
                steps=", ".join(step["title"] for step in steps),
            )
            for case, steps in missing.items()
            if steps
        }

    def _note_missing_steps(self, notes):
        """Note, for ourselves alone, what was not done when a person moved on.

        In the thread and not in the chronology, which a mediator or a judge may read one day.
        """
        if notes:
            self._message_log_batch(
                {case.id: Markup("<p>%s</p>") % note for case, note in notes.items()}
            )

    def action_confirm_invoices(self):
        """Say that a person has checked the invoices."""
        self._write_protected({"invoices_checked_on": fields.Datetime.now()})
        return True
