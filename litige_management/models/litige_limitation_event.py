from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..legal import limitation as law

# What a person records; a mediation and a title come from their own records.
KINDS = [
    (law.ACKNOWLEDGMENT, "Written acknowledgment by the customer"),
    (law.COURT_CLAIM, "Claim in court"),
    (law.ENFORCEMENT, "Conservatory measure or act of enforcement"),
    (law.EXPERTISE, "Expertise ordered by a judge"),
]
# What lasts until it is said to have ended.
LASTING = (law.COURT_CLAIM, law.EXPERTISE)
LATER = frozenset(("ended_on", "lost_on", "lost_reason", "is_cancelled", "cancel_reason"))


class LitigeLimitationEvent(models.Model):
    """Something on the closed list that moves the last day to sue, with what proves it.

    A formal notice, even registered, a request for a payment order, talks, offers, or a promise by
    telephone are not on the list: no record of them moves anything.
    """

    _name = "litige.limitation.event"
    _inherit = ["litige.chronicle.mixin", "litige.case.part.mixin"]
    _description = "What Moves a Limitation"
    _order = "date, id"

    claim_ids = fields.Many2many(
        "litige.claim",
        "litige_limitation_event_claim_rel",
        "event_id",
        "claim_id",
        string="Invoices",
        required=True,
        help="The invoices it is about.",
    )
    kind = fields.Selection(KINDS, required=True)
    date = fields.Date(
        required=True, help="The day it happened; for a lawsuit or an expertise, the day it began."
    )
    ended_on = fields.Date(
        help="The day the lawsuit or the expertise ended: until then, the limitation does not run."
    )
    lost_on = fields.Date(
        help="The day the claim was withdrawn, lapsed or was dismissed: it then never interrupted "
        "anything.",
    )
    lost_reason = fields.Char(string="How It Was Lost", help="Withdrawn, lapsed, dismissed…")
    exhibit_id = fields.Many2one(
        "litige.exhibit",
        string="Proof",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        domain="[('case_id', '=', case_id)]",
        help="The document that proves it.",
    )
    settlement_id = fields.Many2one(
        "litige.settlement",
        string="Agreement",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        readonly=True,
        help="The signed agreement in which the customer acknowledges the debt.",
    )
    note = fields.Text(help="For us alone: printed nowhere.")
    is_cancelled = fields.Boolean(
        string="Recorded by Mistake", help="It does not count: it never happened."
    )
    cancel_reason = fields.Char(string="What Was Wrong")
    is_lasting = fields.Boolean(compute="_compute_is_lasting")

    _end_check = models.Constraint(
        "CHECK (ended_on >= date AND lost_on >= date)", "It cannot end before it begins."
    )
    _lost_check = models.Constraint(
        "CHECK (lost_on IS NULL OR lost_reason <> '')", "Say how it was lost."
    )
    _cancel_check = models.Constraint(
        "CHECK (is_cancelled IS NOT TRUE OR cancel_reason <> '')", "Say what was wrong."
    )

    @api.depends("kind")
    def _compute_is_lasting(self):
        for event in self:
            event.is_lasting = event.kind in LASTING

    @api.depends("kind", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            event.display_name = f"{labels.get(event.kind)} ({format_date(self.env, event.date)})"

    # === CONSTRAINTS === #

    @api.constrains("date", "ended_on", "lost_on")
    def _check_happened(self):
        today = fields.Date.context_today(self)
        for event in self:
            if any(day and day > today for day in (event.date, event.ended_on, event.lost_on)):
                raise ValidationError(self.env._("Only what has happened is recorded."))

    @api.constrains("kind", "exhibit_id", "settlement_id")
    def _check_proof(self):
        """An acknowledgment that no judge may be shown, or that nobody wrote, proves nothing."""
        for event in self.filtered(lambda one: one.kind == law.ACKNOWLEDGMENT):
            if not (event.exhibit_id or event.settlement_id):
                raise ValidationError(
                    self.env._(
                        "An acknowledgment must be in writing: add the document. A promise by "
                        "telephone does not interrupt the limitation."
                    )
                )
            if event.exhibit_id.is_confidential_binding:
                raise ValidationError(
                    self.env._(
                        "What was written in a mediation or between lawyers may be shown to no "
                        "judge: it acknowledges nothing."
                    )
                )

    @api.constrains("ended_on", "lost_on", "kind")
    def _check_lasting(self):
        for event in self:
            if event.ended_on and event.kind not in LASTING:
                raise ValidationError(self.env._("This happens on one day: it has no end."))
            if event.lost_on and event.kind != law.COURT_CLAIM:
                raise ValidationError(
                    self.env._("Only a claim in court is lost when it is withdrawn or dismissed.")
                )

    @api.constrains("claim_ids", "case_id")
    def _check_claims(self):
        for event in self:
            if not event.claim_ids or event.claim_ids.case_id != event.case_id:
                raise ValidationError(self.env._("Choose invoices of this dispute."))

    # === RECORDING === #

    @api.model
    def _record(self, claims, kind, day, document=None, ended_on=None, note=None, settlement=None):
        """Record what moved the limitation of claims of one dispute; see
        `claim._add_limitation_event`."""
        case = claims.case_id
        case.ensure_one().check_access("write")
        if isinstance(document, tuple):
            document = case._add_exhibits(
                [{"file_name": document[0], "raw": document[1], "date": day, "side": "theirs"}]
                if kind == law.ACKNOWLEDGMENT
                else [{"file_name": document[0], "raw": document[1], "date": day}]
            )
        return self.create(
            {
                "case_id": case.id,
                "claim_ids": [Command.set(claims.ids)],
                "kind": kind,
                "date": day,
                "ended_on": ended_on,
                "exhibit_id": document.id if document else False,
                "settlement_id": settlement.id if settlement else False,
                "note": note,
            }
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Record what moved limitations: the chronology tells it, the deadlines follow."""
        events = super().create(vals_list)
        events.case_id.check_access("write")
        events._tell(lambda one: one._get_words())
        events.case_id._sync_limitation()
        return events

    def write(self, vals):
        """What was recorded stays; how it ended is added, and told."""
        if not self.env.su and vals.keys() - LATER - {"note"}:
            raise UserError(
                self.env._("What was recorded stays: say that it was a mistake, and record again.")
            )
        result = super().write(vals)
        if LATER & vals.keys():
            self.case_id.check_access("write")
            self._tell(lambda one: one._get_end_words())
            self.case_id._sync_limitation()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(
            self.env._("What was recorded stays: say that it was a mistake, and why, instead.")
        )

    def _tell(self, get_summary):
        """Append to the chronology what moved the limitation."""
        self.env["litige.case"]._append_events(
            [
                {
                    "case_id": one.case_id.id,
                    "kind": "limitation",
                    "occurred_on": one.lost_on or one.ended_on or one.date,
                    "summary": get_summary(one),
                    "parties": one.case_id.partner_id.name,
                    "res_model": self._name,
                    "res_id": one.id,
                }
                for one in self._in_company_language()
            ]
        )

    def _get_words(self):
        self.ensure_one()
        return self.env._(
            "Limitation: %(what)s: %(invoices)s",
            what=self.display_name,
            invoices=self._get_invoice_names(),
        )

    def _get_end_words(self):
        self.ensure_one()
        if self.is_cancelled:
            text = self.env._("recorded by mistake (%(reason)s)", reason=self.cancel_reason)
        elif self.lost_on:
            text = self.env._(
                "lost on %(date)s (%(reason)s)",
                date=format_date(self.env, self.lost_on),
                reason=self.lost_reason,
            )
        elif self.ended_on:
            text = self.env._("ended on %(date)s", date=format_date(self.env, self.ended_on))
        else:
            text = self.env._("goes on")
        return self.env._(
            "Limitation: %(what)s, %(course)s: %(invoices)s",
            what=self.display_name,
            course=text,
            invoices=self._get_invoice_names(),
        )

    def _get_invoice_names(self):
        # Whoever may read the dispute may read the numbers of its invoices.
        return ", ".join(self.sudo().claim_ids.mapped("move_id.name"))

    def _follow_to(self, case):
        """Go with the dispute that another one absorbed: the claims went there too."""
        self.sudo().write({"case_id": case.id})  # the merge was checked


class LitigeSettlement(models.Model):
    _inherit = "litige.settlement"

    def action_sign(self):
        """An agreement that acknowledges the debt starts its limitation again (art. 2240)."""
        result = super().action_sign()
        for settlement in self:
            if "acknowledgment" in settlement._get_article_codes():
                self.env["litige.limitation.event"]._record(
                    settlement.line_ids.claim_id,
                    law.ACKNOWLEDGMENT,
                    settlement.signed_on,
                    settlement=settlement,
                )
        return result
