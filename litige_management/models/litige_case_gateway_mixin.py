from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, html2plaintext, parse_contact_from_email

from ..mail import rfc822

# What an e-mail says, kept as the description of the dispute it opens; the whole stays in it.
DESCRIPTION_LENGTH = 20_000


class LitigeCaseGatewayMixin(models.AbstractModel):
    """Disputes that e-mails open or join, and the sender nobody has recognised yet."""

    _name = "litige.case.gateway.mixin"
    _description = "Dispute E-Mails"

    sender_email = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The address of the e-mail that opened this dispute.",
    )
    is_sender_unverified = fields.Boolean(
        string="Unverified Sender",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="An e-mail from an address that is not known as a customer's opened this dispute: "
        "say who it is before you rely on it.",
    )
    sender_partner_id = fields.Many2one(
        "res.partner",
        string="Contact Made for the Sender",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    # === OPENED BY AN E-MAIL === #

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Open a dispute in *identification* with what an e-mail says."""
        company = self.env["res.company"].browse((custom_values or {}).get("company_id"))
        company = company.exists() or self.env.company
        self = self.with_company(company).with_context(lang=company.partner_id.lang)
        router = self.env["litige.mail.router"]
        router._clean(msg_dict)
        sender = router._identify(company, msg_dict.get("email_from"))
        partner, placeholder = sender.customer, self.env["res.partner"]
        if not partner and sender.contact:
            partner = sender.contact.commercial_partner_id  # a colleague or a third party
        if not partner:
            partner = placeholder = self._create_sender(company, sender, msg_dict)
        case = self.with_context(tracking_disable=True).create(
            self._prepare_from_email(company, sender, partner)
        )
        case._write_protected(
            {
                "sender_email": sender.email,
                "is_sender_unverified": not sender.customer,
                "sender_partner_id": placeholder.id,
            }
        )
        ((opened, *_complaint),) = [list(self.env["litige.case.opening"]._prepare_opening(case))]
        case._append_events([opened])
        # What the e-mail says is already in the chronology as an e-mail.
        if not case._get_email_ground([msg_dict.get("email_from"), msg_dict.get("recipients")]):
            case.description = rfc822.excerpt_lines(
                html2plaintext(msg_dict.get("body") or ""), DESCRIPTION_LENGTH
            )
        self.env["litige.case.opening"]._follow(case)
        if sender.customer:
            self.env["litige.communication"]._take_over(case)
        return case.with_env(self.env)

    @api.model
    def _prepare_from_email(self, company, sender, partner):
        return {
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "partner_id": partner.id,
            "contact_id": sender.contact.id if sender.contact != partner else False,
            "cause_id": self._get_neutral_cause(company).id,
            "standing": partner._litige_propose_standing() if sender.customer else False,
            "user_id": self._get_email_owner(company, sender.customer).id,
        }

    @api.model
    def _create_sender(self, company, sender, msg_dict):
        """Keep a contact for an unknown sender: a dispute needs somebody to be with."""
        name, email = parse_contact_from_email(msg_dict.get("email_from") or "")
        return self.env["res.partner"].create(
            {
                "name": name or email or self.env._("Unknown sender"),
                "email": email or sender.email,
                "company_id": company.id,
            }
        )

    @api.model
    def _get_neutral_cause(self, company):
        """Return the cause of a dispute that nobody has qualified yet."""
        Cause = self.env["litige.cause"]
        domain = Cause._check_company_domain(company)
        return Cause.search([*domain, ("code", "=", "other")], limit=1) or Cause.search(
            domain, limit=1
        )

    @api.model
    def _get_email_owner(self, company, customer):
        """Return who gets the dispute: who follows that customer, else who the settings name."""
        known = (
            self.search(
                [("company_id", "=", company.id), ("partner_id", "=", customer.id)], limit=1
            )
            if customer
            else self
        )
        owner = known.user_id or company.litige_alias_user_id
        return self.new({"company_id": company.id})._get_awake_user(owner)

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """Say which disputes one address has opened: too many in two hours are a loop."""
        return [("sender_email", "=", email_from_normalized)]

    # === THE SENDER IS KNOWN === #

    def action_identify_sender(self):
        """Ask who the unverified sender is."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "litige_management.litige_case_sender_action"
            ),
            "context": {"default_case_id": self.id},
        }

    def _attach_to_customer(self, customer, remember=True):
        """Say whose the e-mails of an unverified sender are.

        :param remember: make the address one of the customer's, recognised from now on
        :raise UserError: when the sender is verified, or invoices are already in the dispute
        """
        self.ensure_one()
        self.check_access("write")
        if not self.is_sender_unverified or self.claim_ids:
            raise UserError(self.env._("The customer of this dispute is already known."))
        customer = customer.commercial_partner_id
        placeholder = self.sender_partner_id
        contact = self.env["res.partner"]
        if placeholder and placeholder != customer:
            # A contact made by the gateway; whoever sorts disputes need no rights on contacts.
            placeholder = placeholder.sudo()
            if remember:
                placeholder.write({"parent_id": customer.id, "company_id": customer.company_id.id})
                contact = placeholder
            else:
                placeholder.active = False
        self._write_protected(
            {
                "partner_id": customer.id,
                "is_sender_unverified": False,
                "contact_id": contact.id,
                "standing": customer._litige_propose_standing(),
            }
        )
        self._append_events(
            [
                {
                    "case_id": self.id,
                    "kind": "note",
                    "parties": customer.display_name,
                    "summary": self.env._(
                        "The e-mails of %(sender)s are those of %(customer)s",
                        sender=self.sender_email or self.env._("an unknown sender"),
                        customer=customer.display_name,
                    ),
                    "partner_id": customer.id,
                }
            ]
        )
        self.communication_ids._follow_case_customer()
        self.env["litige.communication"]._take_over(self)

    def _move_emails_to(self, target):
        """Hand the e-mails of this dispute, and their exhibits, to `target`, and close it."""
        self.ensure_one()
        target.check_access("write")
        if not self.claim_ids and self.currency_id != target.currency_id:
            self._write_protected({"currency_id": target.currency_id.id})
        events = self.event_ids.filtered(lambda event: event.kind == "email").sorted("rank")
        known = set(target.event_ids.mapped("ledger_key"))
        names = (
            "kind",
            "occurred_on",
            "occurred_at",
            "direction",
            "parties",
            "summary",
            "standing",
            "confidential",
            "confidential_ground",
            "ledger_key",
        )
        self._append_events(
            [
                {
                    **{name: event[name] for name in names},
                    "case_id": target.id,
                    "details": {**(event.details or {}), "received_on": self.name},
                    "partner_id": event.partner_id.id,
                    "message_id": event.message_id.id,
                }
                for event in events
                if event.ledger_key not in known
            ]
        )
        self._copy_proposed_exhibits(target)
        # Messages behind events are not changed; where they are read is.
        messages = self.sudo().message_ids.filtered(
            lambda message: message.message_type in ("email", "email_outgoing")
        )
        messages.write({"res_id": target.id})
        messages.attachment_ids.filtered(
            lambda attachment: attachment.res_model == self._name
        ).write({"res_id": target.id})
        self._merge_into(target)

    # === KEPT WITHOUT CHANGING ANYTHING === #

    def _log_email(self, msg_dict, title, attachments):
        """Keep an automatic e-mail as a note of the dispute."""
        self.ensure_one()
        note = self._message_log(
            body=Markup("<p><em>%s</em></p>%s") % (title, Markup(msg_dict.get("body") or "")),
            subject=msg_dict.get("subject"),
            author_id=False,
            email_from=msg_dict.get("email_from"),
            message_type="email",
            attachment_ids=attachments.ids,
        )
        note.message_id = msg_dict["message_id"]
        return note

    def _get_known_sender(self, email_from):
        """Return the `Sender` of an e-mail as this dispute knows them."""
        self.ensure_one()
        sender = self.env["litige.mail.router"]._identify(self.company_id, email_from)
        address = email_normalize(email_from)
        placeholder = self.sender_partner_id
        if sender.kind == "stranger" and placeholder and placeholder.email_normalized == address:
            return sender._replace(contact=placeholder)
        if sender.kind == "customer" and sender.customer != self.partner_id:
            return sender._replace(kind="stranger")
        return sender
