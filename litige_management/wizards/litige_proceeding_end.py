import base64

from odoo import api, fields, models

from ..models.litige_proceeding import OUTCOMES
from ..models.litige_remedy import PARTIES


class LitigeProceedingEnd(models.TransientModel):
    """How an amicable way ended, who declared it, and the paper that says so."""

    _name = "litige.proceeding.end"
    _description = "End a Proceeding"

    proceeding_id = fields.Many2one("litige.proceeding", required=True, readonly=True)
    track = fields.Selection(related="proceeding_id.track")
    outcome = fields.Selection(OUTCOMES, required=True, default="failure")
    ended_on = fields.Date(
        string="Declared Ended On",
        required=True,
        default=fields.Date.context_today,
        help="From this day on, the limitation runs again.",
    )
    ended_by = fields.Selection(
        PARTIES, string="Declared By", required=True, default="third", help="Who declared it ended."
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

    @api.depends("certificate", "outcome")
    def _compute_is_attempt(self):
        for wizard in self:
            wizard.is_attempt = (
                bool(wizard.certificate)
                and wizard.proceeding_id.remedy_id.counts_as_attempt
                and wizard.outcome not in ("withdrawn", "inadmissible")
            )

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
