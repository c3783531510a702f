import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq

TOKEN_BYTES = 32


class LitigePortalAccess(models.Model):
    """The key of one outsider to one dispute: a link that expires, is counted and can be revoked.

    The link is shown to nobody but its addressee: only its fingerprint is kept here. A customer
    who has a login needs no link, but sees a dispute only while such a key to it stands.
    """

    _name = "litige.portal.access"
    _inherit = ["litige.case.part.mixin", "litige.erasable.mixin"]
    _description = "Portal Link of a Dispute"
    _order = "create_date desc, id desc"
    _rec_name = "partner_id"

    case_id = fields.Many2one(ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="For",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        help="The person who was given the link.",
    )
    email = fields.Char(string="Sent To", readonly=True, help="The address it was sent to.")
    # A link has 256 random bits: its plain fingerprint can neither be guessed nor reversed.
    token_hash = fields.Char(readonly=True, copy=False, groups="base.group_system")
    expires_on = fields.Datetime(
        string="Link Valid Until",
        required=True,
        readonly=True,
        help="Afterwards the link opens nothing. A customer with a login keeps their access until "
        "it is revoked.",
    )
    revoked_on = fields.Datetime(string="Revoked", readonly=True, copy=False)
    last_used_at = fields.Datetime(string="Last Used", readonly=True, copy=False)
    use_count = fields.Integer(
        string="Times Opened", readonly=True, copy=False, help="How often the link was opened."
    )
    last_ip = fields.Char(
        string="Last Address", readonly=True, copy=False, help="The network address it came from."
    )
    state = fields.Selection(
        [("valid", "Valid"), ("expired", "No longer valid"), ("revoked", "Revoked")],
        compute="_compute_state",
    )

    @api.depends("expires_on", "revoked_on")
    def _compute_state(self):
        now = fields.Datetime.now()
        for access in self:
            if access.revoked_on:
                access.state = "revoked"
            else:
                access.state = "valid" if access.expires_on > now else "expired"

    # === ISSUING === #

    @api.model
    def _issue(self, case, partner, email=None, days=None):
        """Make a new key to `case` for `partner`.

        :param days: how long its link is valid; by default as the settings of the company say
        :return: the key and its secret, which nobody can read again
        :raise UserError: the portal is switched off, or the person is not of this customer
        """
        case = case.with_env(self.env)
        case.check_access("write")
        if not case.company_id.litige_portal_enabled:
            raise UserError(self.env._("The customer portal is switched off in the settings."))
        # Whose contact a person is is no secret.
        if partner.sudo().commercial_partner_id != case.partner_id.sudo():
            raise UserError(
                self.env._(
                    "%(person)s does not belong to %(customer)s: the dispute is theirs alone.",
                    person=partner.display_name,
                    customer=case.partner_id.display_name,
                )
            )
        token = secrets.token_urlsafe(TOKEN_BYTES)
        validity = timedelta(days=days or case.company_id.litige_portal_days)
        # Rights are checked just above; nobody writes a fingerprint by hand.
        access = self.sudo().create(
            {
                "case_id": case.id,
                "partner_id": partner.id,
                "email": email or partner.email,
                "token_hash": self._hash(token),
                "expires_on": fields.Datetime.now() + validity,
            }
        )
        return access.sudo(self.env.su), token

    @api.model
    def _hash(self, token):
        return hashlib.sha256((token or "").encode()).hexdigest()

    def _get_link(self, token):
        """Return the address to send: the secret is in it, and nowhere else."""
        self.ensure_one()
        return f"{self.get_base_url()}/my/litiges/acces/{self.id}/{token}"

    # === CHECKING === #

    @api.model
    def _find(self, access_id, fingerprint):
        """Return the key of that number if this fingerprint of a secret opens it now.

        Which of the two was wrong, or whether it has expired, is told to nobody.
        """
        # The only way in for those who have no right at all: the secret decides.
        access = self.sudo().browse(access_id).exists()
        # Compared even when there is no such key: the time it takes tells nothing.
        right = consteq(access.token_hash or self._hash(""), fingerprint)
        return access if access and right and access._opens() else access.browse()

    def _opens(self):
        """Whether the link opens the dispute now."""
        self.ensure_one()
        return self.state == "valid" and self.case_id._is_on_portal()

    @api.model
    def _find_for_user(self, user, case_id=None):
        """Return the keys that let this logged-in customer see disputes, newest first.

        A key of a colleague lets them in too, unless every key of their own was revoked.

        :param case_id: to one dispute only
        """
        customer = user.sudo().partner_id.commercial_partner_id
        if user._is_public() or not customer:
            return self.sudo().browse()
        domain = [("case_id.partner_id", "=", customer.id)]
        if case_id:
            domain.append(("case_id", "=", case_id))
        # A customer has no right on disputes: this list is what they see.
        known = self.sudo().search(domain)
        found = known.filtered(lambda access: not access.revoked_on)
        own = known.filtered(lambda access: access.partner_id == user.sudo().partner_id)
        shut = own.case_id - (own & found).case_id
        return found.filtered(
            lambda access: access.case_id not in shut and access.case_id._is_on_portal()
        )

    def _note_use(self, ip):
        """Count one opening of the link."""
        self.ensure_one()
        self.write(
            {
                "use_count": self.use_count + 1,
                "last_used_at": fields.Datetime.now(),
                "last_ip": ip,
            }
        )

    # === BUTTONS === #

    def action_revoke(self):
        """Close the door at once: the link opens the dispute no more.

        Nor does the login of its person, unless another key of theirs stands.
        """
        for case in self.case_id:
            case.check_access("write")
        # Checked just above: users have no right to write on keys.
        self.sudo().filtered(lambda access: not access.revoked_on).write(
            {"revoked_on": fields.Datetime.now()}
        )
        return True
