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
    method = fields.Selection([("paper", "On paper")], default="paper", required=True, copy=False)
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

    @api.depends("signed_on", "scan")
    def _compute_is_signed(self):
        for signatory in self:
            signatory.is_signed = bool(signatory.signed_on and signatory.scan)

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
        vals = dict(vals)
        self._hash_scan(vals)
        return super().write(vals)

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
