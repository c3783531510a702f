import base64

from odoo import api, fields, models

from ..models.litige_proceeding import COURT_OUTCOMES, OUTCOMES
from ..models.litige_remedy import PARTIES


class LitigeProceedingEnd(models.TransientModel):
    """How an amicable way ended, who declared it, and the paper that says so."""

    _name = "litige.proceeding.end"
    _description = "End a Proceeding"

    proceeding_id = fields.Many2one("litige.proceeding", required=True, readonly=True)
    track = fields.Selection(related="proceeding_id.track")
    outcome = fields.Selection(
        [one for one in OUTCOMES if one[0] not in COURT_OUTCOMES], required=True, default="failure"
    )
    ended_on = fields.Date(
        string="Declared Ended On",
        required=True,
        default=fields.Date.context_today,
        help="From this day on, the limitation runs again.",
    )
    ended_by = fields.Selection(
        PARTIES,
        string="Declared By",
        required=True,
        compute="_compute_ended_by",
        store=True,
        readonly=False,
        precompute=True,
        help="Who declared it ended.",
    )
    certificate = fields.Binary(
        help="The certificate of failure, the record of agreement… It becomes an exhibit."
    )
    certificate_name = fields.Char()
    is_attempt = fields.Boolean(
        string="It Proves the Amicable Attempt",
        compute="_compute_is_attempt",
        store=True,
        readonly=False,
        help="Tick after reading it: it says that a conciliation, a mediation or a participatory "
        "procedure was tried, or that no conciliator was available in time. A court asks for it "
        "before small claims.",
    )

    may_be_attempt = fields.Boolean(compute="_compute_attempt_hint")
    attempt_hint = fields.Text(compute="_compute_attempt_hint")

    @api.depends("proceeding_id")
    @api.depends_context("lang", "tz")
    def _compute_attempt_hint(self):
        """Say what counts as the attempt, with its article as it is cited today."""
        today = fields.Date.context_today(self)
        rule = self.env["litige.legal.reference"]._get_citations(["amicable_attempt"], today)
        rule = rule["amicable_attempt"]
        for wizard in self:
            remedy = wizard.proceeding_id.remedy_id
            wizard.may_be_attempt = remedy._may_be_attempt()
            if remedy.attempt_note:
                wizard.attempt_hint = f"{remedy.attempt_note} ({rule})"
            elif not wizard.may_be_attempt:
                wizard.attempt_hint = self.env._(
                    "Before a small claim, the civil court wants a conciliation, a mediation or a "
                    "participatory procedure: this is none of them (%(rule)s).",
                    rule=rule,
                )
            else:
                wizard.attempt_hint = False

    @api.depends("certificate", "outcome")
    def _compute_is_attempt(self):
        for wizard in self:
            wizard.is_attempt = (
                bool(wizard.certificate)
                and wizard.proceeding_id.remedy_id.counts_as_attempt
                and wizard.outcome not in ("withdrawn", "inadmissible")
            )

    @api.depends("proceeding_id")
    def _compute_ended_by(self):
        """Propose who leads it; between two sides, us."""
        for wizard in self:
            wizard.ended_by = "third" if wizard.proceeding_id.remedy_id.provider_role else "ours"

    def action_end(self):
        """End the proceeding."""
        self.ensure_one()
        certificate = self.certificate and (
            self.certificate_name or "certificat.pdf",
            base64.b64decode(self.with_context(bin_size=False).certificate),
        )
        self.proceeding_id._end(
            self.outcome, self.ended_on, self.ended_by, certificate, self.is_attempt
        )
        return {"type": "ir.actions.act_window_close"}
