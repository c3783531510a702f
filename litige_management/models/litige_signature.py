import base64
import binascii
import hashlib
import io
import json
import secrets
from datetime import timedelta

from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, hmac

from ..legal import chain
from ..portal.inputs import NAME_LIMIT, Refused, clean_line, is_same_name

CODE_DIGITS = 6
CODE_MINUTES = 15
SIGN_MINUTES = 30  # once the code was right
MAX_ATTEMPTS = 5
CODES_AN_HOUR = 5
CODES_A_DAY = 10  # six digits stand against five tries a code, not against months of them
IMAGE_LIMIT = 2 * 1024 * 1024  # bytes of the drawing, decoded
IMAGE_PIXELS = 6_000_000


class LitigeSignature(models.Model):
    """The electronic signature of one signatory: a code, then the act, then what proves it.

    A *simple* signature: nothing presumes it reliable, so everything that proves who signed, what
    and when is kept. Written by the act of signing alone, and never changed afterwards.
    """

    _name = "litige.signature"
    _inherit = ["litige.signature.mention.mixin"]
    _description = "Electronic Signature"
    _order = "id desc"
    _rec_name = "full_name"

    signatory_id = fields.Many2one(
        "litige.settlement.signatory",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    settlement_id = fields.Many2one(
        related="signatory_id.settlement_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="signatory_id.company_id", store=True, precompute=True, index=True
    )
    party = fields.Selection(related="signatory_id.party", string="Side")
    channel = fields.Selection(
        [("portal", "On the portal"), ("office", "In the back office")],
        required=True,
        readonly=True,
        help="A customer signs on the portal; the company's authorised person here, logged in.",
    )
    state = fields.Selection(
        [
            ("code", "Code sent"),
            ("verified", "Code verified"),
            ("signed", "Signed"),
            ("dead", "Dropped"),
        ],
        required=True,
        readonly=True,
        default="code",
    )
    # The code
    email = fields.Char(string="Code Sent To", readonly=True)
    code_hash = fields.Char(readonly=True, groups="base.group_system")
    session_hash = fields.Char(readonly=True, groups="base.group_system")
    code_sent_at = fields.Datetime(readonly=True)
    code_expires_at = fields.Datetime(readonly=True)
    attempts = fields.Integer(string="Codes Tried", readonly=True, aggregator=None)
    verified_at = fields.Datetime(string="Code Verified", readonly=True)
    # The act
    full_name = fields.Char(string="Name Typed", readonly=True)
    image = fields.Binary(string="Signature", attachment=True, readonly=True)
    image_hash = fields.Char(readonly=True)
    consent = fields.Text(readonly=True, help="What the signatory agreed to, as they read it.")
    document_hash = fields.Char(
        string="SHA-256 of What Was Signed",
        readonly=True,
        help="The fingerprint of the PDF that was shown.",
    )
    signed_at = fields.Datetime(string="Signed", readonly=True)
    ip = fields.Char(string="Address", readonly=True)
    user_agent = fields.Char(string="Browser", readonly=True)
    user_id = fields.Many2one("res.users", string="Logged In As", readonly=True)
    evidence = fields.Text(readonly=True, help="All of the above, as it was, in one text.")
    evidence_hash = fields.Char(string="SHA-256 of the Evidence", readonly=True)

    _signed_uniq = models.UniqueIndex(
        "(signatory_id) WHERE state = 'signed'",
        "This person has signed already.",
    )

    # === NEVER CHANGED === #

    def write(self, vals):
        """Refuse, for everyone, to change a signature that was given."""
        if any(signature.state == "signed" for signature in self):
            raise UserError(self.env._("A signature that was given can no longer be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if any(signature.state == "signed" for signature in self):
            raise UserError(self.env._("A signature that was given can no longer be deleted."))

    def _is_file_final(self, field_name):
        """Whether the file of this field may no longer change (asked by `ir.attachment`)."""
        return field_name == "image" and "signed" in self.exists().mapped("state")

    # === THE CODE === #

    @api.model
    def _start(self, signatory, consent, session_key):
        """Send a new one-time code to a signatory; earlier ones are dead.

        :param session_key: secret of the browser that asks: no other may use the code
        :raise Refused: `busy`, `no_email`, `codes`, `often`, `mail`, or why the agreement cannot be
            signed
        """
        if not signatory.try_lock_for_update():  # many asked for at once would each be tried
            raise Refused("busy")
        settlement = signatory.settlement_id
        settlement._check_signable_online(signatory)
        if not signatory.email:
            raise Refused("no_email")
        now = fields.Datetime.now()
        earlier = self.search([("signatory_id", "=", signatory.id)])
        sent = list(filter(None, earlier.mapped("code_sent_at")))
        if sum(at > now - timedelta(hours=1) for at in sent) >= CODES_AN_HOUR:
            raise Refused("codes")
        if sum(at > now - timedelta(days=1) for at in sent) >= CODES_A_DAY:
            raise Refused("often")
        earlier.filtered(lambda one: one.state in ("code", "verified")).write({"state": "dead"})
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        signature = self.create(
            {
                "signatory_id": signatory.id,
                "channel": "portal",
                "email": signatory.email,
                "session_hash": self._seal(session_key),
                "code_sent_at": now,
                "code_expires_at": now + timedelta(minutes=CODE_MINUTES),
                "document_hash": settlement.document_hash,
                "consent": consent,
            }
        )
        signature.code_hash = signature._hash_code(code)
        settlement._mail_code(signatory, code, CODE_MINUTES)
        return signature

    @api.model
    def _seal(self, secret):
        return hashlib.sha256((secret or "").encode()).hexdigest()

    def _hash_code(self, code):
        """Return the keyed fingerprint of a code: six digits alone could be tried offline."""
        self.ensure_one()
        # The key is the database's secret, which no user may read.
        return hmac(self.env(su=True), "litige-signature-code", f"{self.id}:{code}")

    def _belongs_to(self, session_key):
        """Whether the browser that asks is the one that the code was sent for."""
        self.ensure_one()
        return consteq(self.session_hash or "", self._seal(session_key))

    def _verify_code(self, code):
        """Check the code typed. A wrong one is counted, and the fifth kills it.

        :raise Refused: `dead` (expired, or tried too often), after writing nothing
        :return: whether it is right
        """
        self.ensure_one()
        if self.state == "verified":
            return True
        if self.state != "code" or self.attempts >= MAX_ATTEMPTS:
            raise Refused("dead")
        if self.code_expires_at < fields.Datetime.now():
            raise Refused("dead")
        right = consteq(self.code_hash or "", self._hash_code((code or "").strip()))
        values = {"attempts": self.attempts + 1}
        if right:
            values.update(state="verified", verified_at=fields.Datetime.now())
        elif values["attempts"] >= MAX_ATTEMPTS:
            values["state"] = "dead"
        self.write(values)
        return right

    # === THE ACT === #

    def _sign(self, full_name, image, ip, user_agent, user=None):
        """Sign once. A second call for the same signatory changes nothing.

        :param image: the drawing, PNG in base64
        :raise Refused: in the order checked, `busy`, `code`, why the agreement cannot be signed,
            `altered`, `mention`, `long`, `name`, `image`
        """
        self.ensure_one()
        if not self.signatory_id.try_lock_for_update():
            raise Refused("busy")
        if self.signatory_id.is_signed:
            return
        self._check_verified()
        settlement = self.settlement_id
        settlement._check_signable_online(self.signatory_id)
        frozen = settlement._get_frozen_attachments().get(settlement)
        if not frozen or not (
            self.document_hash == settlement.document_hash == hashlib.sha256(frozen.raw).hexdigest()
        ):
            raise Refused("altered")
        self._check_mention()
        expected = self.signatory_id.name or ""
        full_name = clean_line(full_name, max(NAME_LIMIT, len(expected)))
        if not is_same_name(full_name, expected):
            raise Refused("name", name=expected)
        content = self._check_image(image)
        self._write_act(full_name, content, ip, user_agent, user)
        self.signatory_id._sign_electronically(self)

    def _check_verified(self):
        """Refuse without a code verified lately; in the office the login stands for it."""
        if self.channel == "office":
            return
        limit = fields.Datetime.now() - timedelta(minutes=SIGN_MINUTES)
        if self.state != "verified" or not self.verified_at or self.verified_at < limit:
            raise Refused("code")

    def _check_image(self, image):
        """Return the drawing, when it is a picture that says something."""
        try:
            content = base64.b64decode(image or "", validate=True)
            if not content or len(content) > IMAGE_LIMIT:
                raise Refused("image")
            with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
                if picture.width * picture.height > IMAGE_PIXELS:
                    raise Refused("image")
                picture.verify()
        except (binascii.Error, ValueError, OSError, SyntaxError, TypeError) as error:
            raise Refused("image") from error
        return content

    def _write_act(self, full_name, content, ip, user_agent, user):
        values = {
            "full_name": full_name,
            "image": base64.b64encode(content),
            "image_hash": hashlib.sha256(content).hexdigest(),
            "signed_at": fields.Datetime.now(),
            "ip": ip,
            "user_agent": (user_agent or "")[:300],
            "user_id": user.id if user else False,
        }
        self.write(values)
        evidence = chain.canonical(self._get_evidence())
        self.write(
            {
                "evidence": evidence,
                "evidence_hash": hashlib.sha256(evidence.encode()).hexdigest(),
                "state": "signed",
            }
        )

    def _get_evidence(self):
        """Return what proves this signature, as plain values. Times are UTC."""
        self.ensure_one()
        signatory, settlement = self.signatory_id, self.settlement_id
        values = {
            "agreement": settlement.name,
            "document_sha256": self.document_hash,
            "document_frozen_at": fields.Datetime.to_string(settlement.document_frozen_at),
            "party": signatory.party,
            "signatory": signatory.name,
            "quality": signatory.quality or None,
            "power": signatory.power or None,
            "name_typed": self.full_name,
            "drawing_sha256": self.image_hash,
            "consent": self.consent,
            "signed_at": fields.Datetime.to_string(self.signed_at),
            "address": self.ip or None,
            "browser": self.user_agent or None,
            "login": self.user_id.login or None,
        }
        if self.mention_words:
            values["sum_typed"] = self._get_mention_evidence()
        if self.channel == "portal":
            values["code"] = {
                "sent_to": self.email,
                "sent_at": fields.Datetime.to_string(self.code_sent_at),
                "verified_at": fields.Datetime.to_string(self.verified_at),
                "tries": self.attempts,
            }
        return {name: value for name, value in values.items() if value is not None}

    def _read_evidence(self):
        """Return the evidence as it was sealed, with its fingerprint, for the evidence file."""
        return [
            {"evidence": json.loads(one.evidence), "evidence_sha256": one.evidence_hash}
            for one in self.sorted("signed_at")
        ]
