import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

PARTIES = [("us", "Us"), ("customer", "The customer")]
# What the signing itself writes, once the text is frozen.
SIGNING_FIELDS = {"signed_on", "signed_at", "scan", "scan_name", "scan_hash", "method"}


class LitigeSettlementSignatory(models.Model):
    """Who signs an agreement for one side, with what power, and the proof that they did."""

    _name = "litige.settlement.signatory"
    _description = "Signatory of an Agreement"
    _order = "settlement_id, party desc, id"
    _check_company_auto = True

    settlement_id = fields.Many2one(
        "litige.settlement",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True, index=True)
    party = fields.Selection(PARTIES, required=True, default="customer")
    civility = fields.Selection(
        [("madam", "Madam"), ("sir", "Sir")],
        help="How the agreement names this person.",
    )
    name = fields.Char(help="First name and surname of the person who signs.")
    quality = fields.Char(
        help="Gérante, président… of the company signed for. Empty for a person who signs for "
        "themselves.",
    )
    power = fields.Char(
        string="Where the Power Comes From",
        help="Register extract and its date, or delegation and its date: an agreement signed "
        "without power binds nobody.",
    )
    birth_date = fields.Date(help="Civil status of a person who signs for themselves.")
    birth_place = fields.Char()
    email = fields.Char(help="The address this person uses, also for a signature on the portal.")
    phone = fields.Char()
    # The signature
    method = fields.Selection(
        [("paper", "On paper"), ("electronic", "On a screen")],
        default="paper",
        required=True,
        copy=False,
    )
    signature_ids = fields.One2many(
        "litige.signature",
        "signatory_id",
        domain=[("state", "=", "signed")],
        copy=False,
    )
    signed_on = fields.Date(copy=False, help="The day written beside the signature.")
    signed_at = fields.Char(copy=False, help="The town beside the signature.")
    scan = fields.Binary(
        string="Signed Copy",
        attachment=True,
        copy=False,
        help="Scan of the agreement signed and initialled by this side.",
    )
    scan_name = fields.Char(copy=False)
    scan_hash = fields.Char(string="SHA-256 of the Scan", readonly=True, copy=False)
    is_signed = fields.Boolean(compute="_compute_is_signed")

    @api.depends("signed_on", "scan", "method", "signature_ids.state")
    def _compute_is_signed(self):
        for signatory in self:
            proof = signatory.scan
            if signatory.method == "electronic":
                # Those who may read the agreement may read that it is signed.
                proof = signatory.sudo().signature_ids
            signatory.is_signed = bool(signatory.signed_on and proof)

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to add to an agreement that is no longer a draft."""
        for vals in vals_list:
            self._hash_scan(vals)
        signatories = super().create(vals_list)
        signatories.settlement_id._check_draft()
        return signatories

    def write(self, vals):
        """Once the text is frozen only the signature may be recorded; then nothing changes."""
        if vals.keys() - SIGNING_FIELDS:
            self.settlement_id._check_draft()
        for settlement in self.settlement_id:
            if settlement.state in ("signed", "cancelled"):
                raise UserError(
                    self.env._("%(agreement)s can no longer be changed.", agreement=settlement.name)
                )
        if SIGNING_FIELDS & vals.keys() and not self.env.su:
            self._check_by_hand(vals)
        vals = dict(vals)
        self._hash_scan(vals)
        return super().write(vals)

    def _check_by_hand(self, vals):
        """Refuse to write by hand what signing on a screen writes."""
        if vals.get("method", "paper") != "paper" or "electronic" in self.mapped("method"):
            raise UserError(
                self.env._("What was signed on a screen is not written by hand, nor changed.")
            )

    def _sign_electronically(self, signature):
        """Note a signature given on a screen, tell it in the chronology, and end what it ends."""
        self.ensure_one()
        case = self.settlement_id.case_id
        signer = self.with_context(tz=str(case._get_timezone()))
        signer.write(
            {
                "method": "electronic",
                "signed_on": fields.Date.context_today(signer, signature.signed_at),
            }
        )
        ours = case._in_company_language()
        case._append_events(
            [
                {
                    "case_id": case.id,
                    "kind": "signature",
                    "occurred_at": signature.signed_at,
                    "parties": self.name,
                    "direction": "in" if self.party == "customer" else "out",
                    "summary": ours.env._(
                        "%(agreement)s signed on a screen by %(person)s",
                        agreement=self.settlement_id.name,
                        person=self.name,
                    ),
                    "amount": self.settlement_id.settled_amount,
                    "details": {**signature._get_evidence(), "sha256": signature.evidence_hash},
                    "res_model": "litige.settlement",
                    "res_id": self.settlement_id.id,
                }
            ]
        )
        # What was read before the signature does not count it.
        signer.invalidate_recordset(["signature_ids", "is_signed"])
        signer.settlement_id.invalidate_recordset(["signature_ids"])
        signer.settlement_id._finish_signing()

    def _is_file_final(self, field_name):
        """Whether the file of this field may no longer change (asked by `ir.attachment`)."""
        return field_name == "scan" and "signed" in self.exists().mapped("settlement_id.state")

    @api.model
    def _hash_scan(self, vals):
        if "scan" in vals:
            content = vals["scan"] and base64.b64decode(vals["scan"])
            vals["scan_hash"] = content and hashlib.sha256(content).hexdigest()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self.settlement_id._check_draft()
