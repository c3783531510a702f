import hashlib
import logging
import re

from markupsafe import Markup
from pytz import timezone, utc

from odoo import api, fields, models
from odoo.tools import email_normalize_all, html2plaintext

from ..mail import rfc822

_logger = logging.getLogger(__name__)

EMAIL_SUBTYPE = "litige_management.mail_message_subtype_email"
USER_GROUP = "litige_management.litige_management_group_user"
# Whose letters bind everybody to silence: in a mediation or a conciliation (CPC, art. 1528-3), and
# those of lawyers. A person corrects the entry when it was not one of them.
GROUNDS = {
    "consumer_mediator": "mediation",
    "mediator": "mediation",
    "conciliator": "mediation",
    "lawyer": "lawyers",
}
SIGNATURES = re.compile(r"(?i)\.(p7s|asc|sig)$|^(smime|signature)\.")


class LitigeCaseEmailMixin(models.AbstractModel):
    """E-mails of a dispute, both ways: in its internal thread and in its chronology."""

    _name = "litige.case.email.mixin"
    _inherit = ["litige.composer.mixin"]
    _description = "Dispute Correspondence"

    # === POSTING === #

    def message_post(self, *, message_type="notification", **kwargs):
        """Post an e-mail under its own subtype; tell the owner of what came in."""
        if self.env.context.get("litige_emailing") and message_type == "comment":
            message_type = "email_outgoing"
        if message_type == "email_outgoing":
            self.check_access("write")
        if message_type in ("email", "email_outgoing"):
            kwargs.pop("subtype_xmlid", None)
            kwargs["subtype_id"] = self.env.ref(EMAIL_SUBTYPE).id
            # The notifications would write one on a message that no longer changes.
            kwargs["subject"] = kwargs.get("subject") or self._in_own_language().env._("No subject")
        if message_type == "email" and self.env.su:
            sender = self._get_known_sender(kwargs.get("email_from"))
            kwargs["author_id"] = sender.contact.id or False
            kwargs["partner_ids"] = [
                *(kwargs.get("partner_ids") or []),
                *self._get_awake_user().partner_id.ids,
            ]
            if sender.kind == "stranger":
                kwargs["body"] = self._mark_unverified(kwargs.get("body"))
        return super().message_post(message_type=message_type, **kwargs)

    def _in_own_language(self):
        """Return the dispute with the language of its company, as its chronology is written."""
        lang = self.company_id.partner_id.lang
        return self.with_context(lang=lang) if lang else self

    def _mark_unverified(self, body):
        """Return the body of an e-mail under the warning that nobody knows who wrote it."""
        warning = self._in_own_language().env._(
            "Unverified sender: this address is not known as the customer's."
        )
        return Markup("<p><strong>⚠ %s</strong></p>%s") % (warning, body or "")

    def _message_post_after_hook(self, message, msg_values):
        """Write the e-mail in the chronology. Only the gateway says that one came in."""
        result = super()._message_post_after_hook(message, msg_values)
        if message.message_type == "email_outgoing":
            self._note_email(message, "out")
        elif message.message_type == "email" and self.env.su:
            sender = self._get_known_sender(message.email_from)
            # What a colleague answers to a notification is a comment between us.
            if sender.kind != "colleague" or self.is_sender_unverified:
                self._note_email(message, "in", sender)
        return result

    def action_write_email(self):
        """Write to the customer: the e-mail leaves from here, and its answer comes back here."""
        self.ensure_one()
        recipient = self.contact_id or self.partner_id
        return self._get_composer_action(
            self.env._("Write an E-Mail"),
            default_partner_ids=recipient.ids,
            default_subject=f"{self.name} – {self.company_id.name}",
            default_subtype_xmlid=EMAIL_SUBTYPE,
            litige_emailing=True,
        )

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Let answers come back to the dispute address, when the company has one."""
        return self.company_id._litige_reply_to(
            super()._notify_get_reply_to_batch(defaults, author_ids),
            {case.id: case.company_id for case in self},
        )

    # === WHO IS TOLD === #

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Tell people of the company alone, whoever else the message names.

        Only an e-mail that a user writes goes to the people they chose; a confidential one is told
        to those who follow disputes.
        """
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        # Who is a colleague, and who was written to, is no secret.
        message, Users = message.sudo(), self.env["res.users"].sudo()
        chosen = message.partner_ids.ids if message.message_type == "email_outgoing" else []

        def is_told(data):
            user = Users.browse(data["uid"] or [])
            if not user or user.share:
                return data["id"] in chosen
            return not message.litige_confidential or user.has_group(USER_GROUP)

        return [data for data in recipients if data["id"] and is_told(data)]

    # === CHRONOLOGY === #

    def _note_email(self, message, direction, sender=None):
        """Write an e-mail in the chronology once, and propose what it joins as exhibits."""
        self.ensure_one()
        key = f"email:{hashlib.sha256((message.message_id or '').encode()).hexdigest()[:40]}"
        # Every entry counts, also those the user may not read.
        known = self.env["litige.event"].sudo()
        if known.search_count([("case_id", "=", self.id), ("ledger_key", "=", key)], limit=1):
            return
        vals = self._prepare_email_event(message, direction, sender)
        self._append_events([{**vals, "ledger_key": key}])
        if vals["confidential"]:
            message._litige_hide()
        self._propose_exhibits(message, vals)

    def _prepare_email_event(self, message, direction, sender):
        wrote = self._in_own_language()
        # The addresses of those written to; whoever writes may not read all contacts.
        to = message.sudo().partner_ids.mapped("email_formatted") if direction == "out" else []
        others = filter(None, [*to, message.incoming_email_to, message.incoming_email_cc])
        parties = f"{message.email_from or '?'} → {', '.join(others) or self.company_id.name}"
        if direction == "in" and sender.kind == "stranger":
            parties = wrote.env._("%(parties)s (unverified sender)", parties=parties)
        standing = "ours" if direction == "out" else "fact"
        if direction == "in" and sender.customer == self.partner_id:
            standing = "theirs"
        ground = self._get_email_ground([parties])
        occurred = message.date or fields.Datetime.now()
        subject = rfc822.clean(message.subject, one_line=True)
        text = rfc822.excerpt(html2plaintext(message.body or "", include_references=False))
        return {
            "case_id": self.id,
            "kind": "email",
            "direction": direction,
            "occurred_at": occurred,
            "occurred_on": utc.localize(occurred).astimezone(self._get_timezone()).date(),
            "parties": parties,
            "summary": f"{subject} – {text}" if text else subject,
            "standing": standing,
            "confidential": bool(ground),
            "confidential_ground": ground,
            "details": {"message_id": message.message_id},
            "partner_id": message.author_id.id,
            "message_id": message.id,
        }

    def _get_timezone(self):
        """Return the time zone in which the company counts its days."""
        # The time zone of a colleague is no secret.
        return timezone(self.user_id.sudo().tz or self.company_id.partner_id.tz or "Europe/Paris")

    def _get_email_ground(self, texts):
        """Return why an e-mail between these people is confidential, False when it is not.

        :param texts: headers with the addresses of those who wrote and were written to
        """
        return self._get_email_grounds([(self.company_id, texts)])[0]

    @api.model
    def _get_email_grounds(self, asked):
        """Return the ground of each e-mail (see `_get_email_ground`), in two queries for all.

        :param asked: the company and the headers of each
        """
        written = [
            (company, set(email_normalize_all(", ".join(filter(None, texts)).replace(" → ", ", "))))
            for company, texts in asked
        ]
        emails = set().union(*(emails for _company, emails in written))
        # Whether a person is a mediator is no secret.
        Provider = self.env["litige.provider"].sudo()
        providers = emails and Provider.with_context(active_test=False).search(  # former ones too
            [("role", "in", list(GROUNDS)), ("partner_id.email_normalized", "in", list(emails))]
        )
        grounds = []
        for company, theirs in written:
            found = {
                GROUNDS[provider.role]
                for provider in providers
                if provider.partner_id.email_normalized in theirs
                # Which company owns which is no secret.
                and (not provider.company_id or provider.company_id in company.sudo().parent_ids)
            }
            grounds.append("mediation" if "mediation" in found else next(iter(found), False))
        return grounds

    # === EXHIBITS === #

    def _propose_exhibits(self, message, event):
        """Propose the files that an e-mail joins as exhibits; the message keeps them anyhow."""
        shown = set(re.findall(r"/web/image/(\d+)", message.body or ""))
        caption = self.env["litige.exhibit.type"]._propose_caption
        specs = [
            {
                "raw": attachment.raw,
                "file_name": attachment.name,
                "name": caption(attachment.name) or attachment.name,
                "date": event["occurred_on"],
                "side": "ours" if event["direction"] == "out" else "theirs",
                "source": attachment,
                "confidential": event["confidential"],
                "confidential_ground": event["confidential_ground"],
            }
            for attachment in message.attachment_ids.sorted("id")
            if attachment.raw
            and attachment.name != rfc822.ORIGINAL
            and str(attachment.id) not in shown
            and not SIGNATURES.search(attachment.name or "")
        ]
        if not specs:
            return
        try:
            with self.env.cr.savepoint():
                self._add_exhibits(specs, state="proposed", duplicates="skip")
        except Exception:  # the e-mail matters more than what is proposed about it
            _logger.exception("Attachments of an e-mail could not be proposed as exhibits")

    def _copy_proposed_exhibits(self, target):
        """Propose on `target` the exhibits of this dispute."""
        specs = [
            {
                "raw": exhibit._get_raw(),
                "file_name": exhibit.file_name,
                "type": exhibit.type_id.code,
                "name": exhibit.name,
                "date": exhibit.date,
                "side": exhibit.side,
                "source": exhibit,
                "confidential": exhibit.confidential,
                "confidential_ground": exhibit.confidential_ground,
            }
            for exhibit in self.exhibit_ids
        ]
        if specs:
            target._add_exhibits(specs, state="proposed", duplicates="skip")
