from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import format_date


class LitigePortalInvite(models.TransientModel):
    """Whom to give a link to the dispute, and for how long."""

    _name = "litige.portal.invite"
    _description = "Invite the Customer to the Portal"

    case_id = fields.Many2one("litige.case", required=True, readonly=True, ondelete="cascade")
    customer_id = fields.Many2one(related="case_id.partner_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Send the Link To",
        required=True,
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('commercial_partner_id', '=', customer_id)]",
        help="The customer, or one of its contacts.",
    )
    email = fields.Char(
        string="At This Address",
        compute="_compute_email",
        store=True,
        readonly=False,
        precompute=True,
    )
    days = fields.Integer(
        string="Valid For (days)",
        compute="_compute_days",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("case_id")
    def _compute_partner_id(self):
        for wizard in self:
            wizard.partner_id = wizard.case_id.contact_id or wizard.case_id.partner_id

    @api.depends("partner_id")
    def _compute_email(self):
        for wizard in self:
            wizard.email = wizard.partner_id.email or wizard.case_id.partner_id.email

    @api.depends("case_id")
    def _compute_days(self):
        for wizard in self:
            wizard.days = wizard.case_id.company_id.litige_portal_days

    def action_send(self):
        """Send the link by e-mail, and write it in the chronology."""
        self.ensure_one()
        if not self.email:
            raise UserError(self.env._("Give the address to send the link to."))
        if not 1 <= self.days <= 366:
            raise UserError(self.env._("A link is valid from one day to one year."))
        Access = self.env["litige.portal.access"]
        access, token = Access._issue(self.case_id, self.partner_id, self.email, self.days)
        self._mail_link(access, token)
        case, ours = self.case_id, self.case_id._in_company_language()
        case._append_events(
            [
                {
                    "case_id": case.id,
                    "kind": "portal_invitation",
                    "direction": "out",
                    "occurred_at": fields.Datetime.now(),
                    "parties": f"{self.partner_id.name} <{self.email}>",
                    "partner_id": self.partner_id.id,
                    "summary": ours.env._(
                        "Link to the portal sent to %(person)s, valid until %(date)s",
                        person=self.partner_id.name,
                        date=format_date(ours.env, access.expires_on),
                    ),
                    "details": {"link": access.id, "email": self.email},
                }
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The link was sent to %(email)s.", email=self.email),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _mail_link(self, access, token):
        """Send the link, and keep no copy of it: the secret is the customer's alone.

        Written, sent and deleted in one transaction; when it cannot be sent all of it is undone,
        and another link is sent the next time, never this one.
        """
        case, lang = self.case_id, self.partner_id.lang or "fr_FR"
        known = {code for code, _name in self.env["res.lang"].get_installed()}
        wrote = self.with_context(lang=lang if lang in known else self.env.lang)
        body = wrote.env["ir.qweb"]._render(
            "litige_management.litige_mail_invitation",
            {
                "link": access._get_link(token),
                "number": case.name,
                "company": case.company_id.name,
                "owner": case.user_id.name or case.company_id.name,
                "until": wrote.env["ir.qweb.field.date"].value_to_html(
                    access.expires_on.date(), {}
                ),
            },
        )
        if not tools.email_normalize(self.email):
            raise UserError(self.env._("%(email)s is no e-mail address.", email=self.email))
        # The mail is the company's, and nobody's to read: it is deleted once it is sent.
        mail = (
            wrote.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": wrote.env._(
                        "%(company)s: your file %(number)s",
                        company=case.company_id.name,
                        number=case.name,
                    ),
                    "body_html": body,
                    "email_from": case.user_id.email_formatted or case.company_id.email_formatted,
                    "email_to": self.email,
                    "auto_delete": True,
                }
            )
        )
        mail.send()
        if mail.exists():
            raise UserError(
                self.env._(
                    "The e-mail could not be sent: %(reason)s. Nothing was written down.",
                    reason=mail.failure_reason or "",
                )
            )
