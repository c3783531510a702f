from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request

from ..portal.inputs import Refused


class LitigeSettlementSign(models.TransientModel):
    """The company's authorised person signs an agreement, logged in."""

    _name = "litige.settlement.sign"
    _description = "Sign for the Company"

    settlement_id = fields.Many2one(
        "litige.settlement", required=True, readonly=True, ondelete="cascade"
    )
    signatory_id = fields.Many2one(
        "litige.settlement.signatory",
        string="In the Name Of",
        required=True,
        compute="_compute_signatory_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('settlement_id', '=', settlement_id), ('party', '=', 'us')]",
    )
    quality = fields.Char(related="signatory_id.quality")
    power = fields.Char(related="signatory_id.power")
    document_hash = fields.Char(related="settlement_id.document_hash")
    advice = fields.Text(related="settlement_id.signing_advice")
    consent = fields.Text(compute="_compute_consent")
    agreed = fields.Boolean(string="I Agree")
    full_name = fields.Char(
        string="Your Full Name",
        help="Typed as the agreement names you.",
    )
    image = fields.Binary(string="Your Signature", attachment=False)

    @api.depends("settlement_id")
    def _compute_signatory_id(self):
        for wizard in self:
            wizard.signatory_id = wizard.settlement_id.signatory_ids.filtered(
                lambda one: one.party == "us" and not one.is_signed
            )[:1]

    @api.depends("signatory_id")
    def _compute_consent(self):
        for wizard in self:
            wizard.consent = wizard.signatory_id and wizard.settlement_id._get_consent(
                wizard.signatory_id
            )

    def action_sign(self):
        """Sign for the company, once."""
        self.ensure_one()
        settlement = self.settlement_id
        settlement.check_access("write")
        settlement._check_our_signer()
        if self.signatory_id.settlement_id != settlement or self.signatory_id.party != "us":
            raise UserError(self.env._("You sign for the company only."))
        if not self.agreed or not self.image or not self.full_name:
            raise UserError(
                self.env._("Type your name, draw your signature and tick your consent.")
            )
        # Who signs was checked just above; nobody writes signatures by hand.
        Signature = self.env["litige.signature"].sudo()
        signature = Signature.create(
            {
                "signatory_id": self.signatory_id.id,
                "channel": "office",
                "document_hash": settlement.document_hash,
                "consent": self.consent,
            }
        )
        try:
            signature._sign(
                self.full_name,
                self.image,
                request.httprequest.remote_addr if request else False,
                request.httprequest.user_agent.string if request else False,
                self.env.user,
            )
        except Refused as refused:
            raise UserError(self.env["litige.portal.words"]._say(refused)) from refused
        return {"type": "ir.actions.act_window_close"}
