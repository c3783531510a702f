from odoo import api, fields, models
from odoo.exceptions import UserError

from ..legal.rates import MissingLegalValue
from ..portal.inputs import Refused

PAPER_PARAMETER = "written_proof_threshold"


class LitigeSettlementSigningMixin(models.AbstractModel):
    """Signing an agreement on a screen: who may, what they are told, what they see of it."""

    _name = "litige.settlement.signing.mixin"
    _description = "Electronic Signature of an Agreement"

    signature_ids = fields.One2many(
        "litige.signature",
        "settlement_id",
        string="Electronic Signatures",
        domain=[("state", "=", "signed")],
    )
    signing_advice = fields.Text(
        string="About Signing on a Screen",
        compute="_compute_signing_advice",
    )
    can_sign_here = fields.Boolean(compute="_compute_can_sign_here")

    # === WHAT A PERSON IS TOLD === #

    @api.depends("state", "settled_amount", "standing")
    @api.depends_context("lang")
    def _compute_signing_advice(self):
        for settlement in self:
            settlement.signing_advice = settlement.state in ("confirmed", "signed") and "\n".join(
                settlement._get_signing_advice()
            )

    def _get_signing_advice(self):
        """Return what an electronic signature is worth here, one sentence each."""
        self.ensure_one()
        yield self.env._(
            "Signing here is a simple electronic signature: it is valid, but in a dispute whoever "
            "relies on it must prove who signed and what. The evidence file is kept for that."
        )
        if self._is_paper_advised():
            yield self.env._(
                "For this agreement we recommend a stronger form: signatures on paper, a qualified "
                "signature provider, or the approval of the agreement by a judge."
            )

    def _is_paper_advised(self):
        """Whether a stronger form is advised: not a professional, or above the legal threshold."""
        self.ensure_one()
        if self.is_protected:
            return True
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        try:
            threshold = values.parameter(PAPER_PARAMETER, fields.Date.context_today(self)).value
        except MissingLegalValue:
            return True  # nobody knows: better say so
        return self._to_decimal(self.settled_amount) > threshold

    def _get_consent(self, signatory):
        """Return what the signatory agrees to, with the fingerprint of what they sign."""
        self.ensure_one()
        return self.env._(
            "I, %(name)s, have read agreement %(agreement)s. I accept it in all its terms, I agree "
            "to sign it electronically, and I know that this signature binds me as one on paper "
            "does. Fingerprint (SHA-256) of the document: %(hash)s",
            name=signatory.name,
            agreement=self.name,
            hash=self.document_hash,
        )

    # === WHO MAY SIGN === #

    def _check_signable_online(self, signatory):
        """Refuse what may not be signed on a screen now.

        :raise Refused: `withdrawn`, `signed`, `ban`
        """
        self.ensure_one()
        if self.state == "signed" or signatory.is_signed:
            raise Refused("signed")
        if self.state != "confirmed" or not self.case_id.is_open:
            raise Refused("withdrawn")
        if self.case_id._get_payment_ban():
            raise Refused("ban")

    def _get_customer_to_sign(self):
        """Return the signatories of the customer who have not signed."""
        return self.signatory_ids.filtered(
            lambda one: one.party == "customer" and not one.is_signed
        )

    @api.depends("state", "signatory_ids.signed_on", "company_id.litige_signing_user_id")
    @api.depends_context("uid")
    def _compute_can_sign_here(self):
        for settlement in self:
            settlement.can_sign_here = (
                settlement.state == "confirmed"
                and settlement.company_id.sudo().litige_signing_user_id == self.env.user
                and any(one.party == "us" and not one.is_signed for one in settlement.signatory_ids)
            )

    def action_sign_here(self):
        """Open the signature of the company's authorised person.

        :raise UserError: when it is somebody else, or nobody is named
        """
        self.ensure_one()
        self._check_our_signer()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "litige_management.litige_settlement_sign_action"
            ),
            "context": {"default_settlement_id": self.id},
        }

    def _check_our_signer(self):
        # Who signs for the company is no secret to its people.
        signer = self.company_id.sudo().litige_signing_user_id
        if not signer:
            raise UserError(
                self.env._(
                    "Nobody is named to sign for %(company)s: say who in the settings of disputes.",
                    company=self.company_id.name,
                )
            )
        if signer != self.env.user:
            raise UserError(
                self.env._("Only %(person)s signs here for the company.", person=signer.name)
            )

    # === ON THE PORTAL === #

    def _get_portal_row(self):
        """Return what the customer's page says of this agreement, as plain values."""
        self.ensure_one()
        case, money = self.case_id, self.currency_id.format
        labels = {"us": self.company_id.name, "customer": self.partner_id.name}
        return {
            "id": self.id,
            "number": self.name,
            "kind": self._get_kind_label(),
            "state": self.state,
            "date": case._portal_date(self.date),
            "signed_on": case._portal_date(self.signed_on),
            "amount": money(self.settled_amount),
            "discount": self.waived_amount and money(self.waived_amount),
            "instalments": [
                {"date": case._portal_date(line.date_due), "amount": money(line.amount)}
                for line in self._get_instalments()
            ],
            "hash": self.document_hash,
            "signatories": [
                {
                    "id": one.id,
                    "name": one.name,
                    "side": labels[one.party],
                    "is_signed": one.is_signed,
                    "signed_on": case._portal_date(one.signed_on),
                }
                for one in self.signatory_ids
            ],
            "to_sign": bool(self.state == "confirmed" and self._get_customer_to_sign()),
            "has_copy": bool(self.signed_hash),
            "has_evidence": bool(self.signature_ids),
        }
