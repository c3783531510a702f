import re

from markupsafe import Markup

from odoo import api, fields, models

from ..legal import amicable, courts, typography
from ..legal.semesters import add_months
from ..legal.standing import is_professional
from .litige_letter_template import AMICABLE_KINDS

WORDS = ("complaint_text", "points_text", "customer_name", "file_text", "reply_days_text")
PLACEHOLDERS = tuple(f"object.{name}" for name in WORDS)
# A line never ends between “article”, its letter and its number.
UNBREAKABLE = re.compile(r"articles? (?:[LRD]\. )?\d|[LRD]\. \d")
# To be completed before an answer leaves.
TO_COMPLETE = "[…]"
REPLY_DAYS, OUTCOME_DAYS = "amicable_reply_days", "mediation_outcome_days"
RULES = (
    "mediation_duty",
    "mediation_conditions",
    "mediation_time",
    "mediation_free_choice",
    "business_mediator",
    "amicable",
    "amicable_attempt",
    "confidentiality",
    "suspension",
)
# Those that go to the customer: the summary goes to the mediator.
PRIVATE_KINDS = AMICABLE_KINDS - {"neutral_summary"}
# Which letter starts which way.
STARTED = {
    "negotiation": amicable.NEGOTIATION,
    "conciliation": amicable.CONCILIATION,
    "mediation": amicable.MEDIATION,
}


class LitigeLetterAmicableMixin(models.AbstractModel):
    """The letters of the amicable track: they propose, inform or answer, and claim nothing."""

    _name = "litige.letter.amicable.mixin"
    _description = "Letters of the Amicable Track"

    proceeding_id = fields.Many2one(
        "litige.proceeding",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        readonly=True,
        copy=False,
        groups="litige_management.litige_management_group_user",
    )
    complaint_text = fields.Char(compute="_compute_amicable_words")
    points_text = fields.Html(compute="_compute_amicable_words", sanitize=False)
    customer_name = fields.Char(compute="_compute_amicable_words")
    file_text = fields.Char(compute="_compute_amicable_words")
    reply_days_text = fields.Char(compute="_compute_amicable_words")

    # === WORDS === #

    @api.model
    def mail_allowed_qweb_expressions(self):
        """The words of the amicable letters may be read by templates, too."""
        return (*super().mail_allowed_qweb_expressions(), *PLACEHOLDERS)

    def _compute_amicable_words(self):
        # Not stored and without dependencies: read when a text is written, never shown.
        for letter in self:
            case = letter.case_id
            day = case.complaint_on and typography.long_date(case.complaint_on, letter.language)
            reference = letter.sudo().proceeding_id.reference
            letter.complaint_text = f"votre réclamation du {day}" if day else "votre réclamation"
            letter.points_text = letter._get_points()
            letter.customer_name = letter.move_ids.commercial_partner_id[:1].name
            letter.file_text = f" (votre référence : {reference})" if reference else ""
            letter.reply_days_text = typography.days(letter.notice_days, letter.language)

    def _get_points(self):
        """Return what the customer says, point by point, each with room for our answer."""
        self.ensure_one()
        claims = self.case_id.sudo().position_ids.filtered(lambda one: one.side == "theirs")
        points = claims.mapped("name") or [(self.case_id.description or "").strip() or TO_COMPLETE]
        return Markup().join(
            Markup("<p>Vous indiquez : « %s »<br/>Notre réponse : %s</p>") % (point, TO_COMPLETE)
            for point in points
        )

    def _fill_prose(self):
        self.invalidate_recordset(list(WORDS))
        return super()._fill_prose()

    @api.model
    def _prepare_letter(self, kind, moves, case=None, **values):
        """Amicable letters are written in French, and give the usual time to answer."""
        if kind in AMICABLE_KINDS:
            values = {"language": "fr", **values}
            day = values.get("date") or fields.Date.context_today(self)
            values.setdefault("notice_days", self._get_value(moves.company_id, REPLY_DAYS, day))
        return super()._prepare_letter(kind, moves, case, **values)

    @api.model
    def _get_value(self, company, code, day):
        """Return a delay of the law or of custom, as a whole number."""
        values = self.env["litige.legal.rate"]._get_legal_values(company)
        return int(values.parameter(code, day).value)

    # === WHAT FORBIDS THEM === #

    def _get_amicable_refusal(self, statement):
        """Return in words why this letter may not leave, None when it may."""
        self.ensure_one()
        if self.kind == "mediation_info":
            return self._get_mediation_refusal()
        if self.kind in STARTED and statement.total_claimed <= 0:
            return self.env._("Nothing is due any more: there is nothing to propose.")
        if self.kind == "mediation" and self._may_use_free_mediator():
            return self.env._(
                "A consumer has a mediator free of charge: inform them of it, and propose no paid "
                "one."
            )
        if self.kind == "complaint_answer" and TO_COMPLETE in (self.opening or ""):
            return self.env._(
                "The answer still has points to complete: replace each %(mark)s.",
                mark=TO_COMPLETE,
            )
        return None

    def _get_mediation_refusal(self):
        if not self._is_for_consumer():
            return self.env._("Consumer mediation is for consumers: this customer is not one.")
        mediator = self.company_id.litige_mediator_id
        if not self._may_use_free_mediator():
            return self.env._("Your sector is outside consumer mediation: name no mediator.")
        if not mediator:
            return self.env._("Choose first, in the settings, the mediator you have signed with.")
        if not mediator._is_printable(self.date):
            return self.env._(
                "The mediator cannot be named. %(reason)s",
                reason=mediator._get_warning(self.date),
            )
        return None

    def _may_use_free_mediator(self):
        """Whether the law reserves the recipient a mediator free of charge (L611-4, L612-1)."""
        self.ensure_one()
        return self._is_for_consumer() and not self.company_id.litige_mediation_excluded

    # === THE PAGE === #

    def _get_letter_values(self, statement):
        values = super()._get_letter_values(statement)
        values.update(
            amicable=self.kind in AMICABLE_KINDS,
            with_sums=self.kind not in ("mediation_info", "complaint_answer"),
            with_privacy=values["with_privacy"]
            or (self.kind in PRIVATE_KINDS and self._is_to_natural_person()),
        )
        if self.kind in AMICABLE_KINDS:
            values.update(self._get_amicable_values())
        return values

    def _get_amicable_values(self):
        """Return what the structured part of an amicable letter reads."""
        self.ensure_one()
        company, case = self.company_id, self.case_id
        months = self._get_value(company, amicable.COMPLAINT_MONTHS, self.date)
        state, ceiling = case._get_attempt_state(self.date) if case else (None, 0)
        complaint = case.complaint_on
        return {
            "rules": {
                code: UNBREAKABLE.sub(lambda found: found[0].replace(" ", typography.NBSP), text)
                for code, text in self._get_citations(*RULES).items()
            },
            "mediator": self._get_mediator() if self._may_use_free_mediator() else None,
            "business": is_professional(case.standing or None) if case else False,
            "complaint_on": complaint,
            "last_day": complaint and add_months(complaint, months),
            "complaint_delay": "d’un an" if months == 12 else f"de {months} mois",
            "outcome_delay": typography.days(
                self._get_value(company, OUTCOME_DAYS, self.date), self.language
            ),
            "attempt_needed": state in (courts.ATTEMPT_REQUIRED, courts.COURT_UNKNOWN),
            "ceiling": typography.amount(ceiling, company.currency_id.name, self.language, 0)
            if case
            else "",
            **(self._get_summary_values() if self.kind == "neutral_summary" else {}),
        }

    # === WHAT THEY START === #

    def _note_confirmed(self):
        """A proposal that leaves is the first step of its way: the time to answer runs."""
        result = super()._note_confirmed()
        today = fields.Date.context_today(self)
        for letter in self.filtered(lambda one: one.kind in STARTED and one.case_id.is_open):
            letter.case_id._take_proceeding(
                STARTED[letter.kind], "proposed", min(letter.date, today)
            )
        return result

    def _prepare_letter_event(self):
        """What is written for a mediation is confidential from the start."""
        values = super()._prepare_letter_event()
        if self.kind == "neutral_summary":
            values.update(confidential=True, confidential_ground="mediation")
        return values
