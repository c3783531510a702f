from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..mail import rfc822

# What a message says: frozen once an event of a chronology rests on it.
FROZEN = frozenset(
    (
        "body",
        "subject",
        "date",
        "author_id",
        "email_from",
        "incoming_email_to",
        "incoming_email_cc",
        "attachment_ids",
        "subtype_id",
    )
)
# Its identifier and its recipients: only the sending itself writes them back.
SENT = frozenset(("message_id", "outgoing_email_to", "reply_to"))
# Where it is said and who reads it: only the merge of two customers, and the gateway, change it.
PLACE = frozenset(("model", "res_id", "message_type", "is_internal", "litige_confidential"))
CHANNELS = ("call", "meeting", "email", "letter", "sms", "visit", "ledger")


class MailMessage(models.Model):
    _inherit = "mail.message"

    litige_confidential = fields.Boolean(
        string="Confidential in a Dispute",
        readonly=True,
        copy=False,
        help="Read only by those who follow disputes.",
    )

    def _litige_hide(self):
        """Let only those who follow disputes read these messages, and the files they join."""
        # Its own right to be read decides, whoever wrote it.
        messages = self.sudo()
        messages.litige_confidential = True
        for message in messages:
            message.attachment_ids.filtered(
                lambda attachment: attachment.res_model == "litige.case"
            ).write({"res_model": self._name, "res_id": message.id})

    def _litige_attach_original(self, raw):
        """Join the e-mail itself, headers included, as it came: it proves more than its text."""
        self.ensure_one()
        if rfc822.ORIGINAL in self.attachment_ids.mapped("name"):
            return
        hidden = self.litige_confidential
        original = self.env["ir.attachment"].create(
            {
                "name": rfc822.ORIGINAL,
                "raw": raw,
                "mimetype": "message/rfc822",
                "res_model": self._name if hidden else self.model,
                "res_id": self.id if hidden else self.res_id,
            }
        )
        self.write({"attachment_ids": [Command.link(original.id)]})

    # === BEHIND A CHRONOLOGY === #

    def _litige_is_evidence(self):
        """Whether an entry of a chronology, or a logged exchange, rests on one of these."""
        # Two indexed searches; what rests on a message is told to nobody.
        behind = [("message_id", "in", self.ids)]
        return bool(
            self.env["litige.event"].sudo().search_count(behind, limit=1)
            or self.env["litige.communication"].sudo().search_count(behind, limit=1)
        )

    def _litige_check_free(self):
        if self and self._litige_is_evidence():
            raise UserError(
                self.env._(
                    "This message is part of the chronology of a dispute: it stays as it is. Log "
                    "a new exchange that corrects it."
                )
            )

    def write(self, vals):
        """Refuse to change what an event rests on, for everyone."""
        frozen = FROZEN & vals.keys()
        if "attachment_ids" in frozen and self._litige_only_joins(vals["attachment_ids"]):
            frozen -= {"attachment_ids"}
        if frozen or (not self.env.su and (PLACE & vals.keys() or self._litige_readdresses(vals))):
            self._litige_check_free()
        return super().write(vals)

    def _litige_readdresses(self, vals):
        """Whether `vals` change an identifier or recipients: a sending writes back the same."""
        return any(
            (message[name] or False) != (vals[name] or False)
            for name in SENT & vals.keys()
            for message in self.sudo()  # only to compare
        )

    def _litige_only_joins(self, commands):
        """Whether the mail gateway joins the original of an e-mail, and takes nothing away."""
        return (
            self.env.su
            and all(message.message_type in ("email", "email_outgoing") for message in self)
            and all(command[0] == Command.LINK for command in commands or ())
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        # The code deletes whole threads with their document: the event keeps the words by itself.
        if not self.env.su:
            self._litige_check_free()

    @api.model
    def _message_fetch(self, domain, *, litige_channel=None, **kwargs):
        """Fetch the messages of a thread, of one channel only when one is asked for."""
        if litige_channel in CHANNELS:
            subtype = self.env.ref(f"litige_management.mail_message_subtype_{litige_channel}")
            domain = Domain(True if domain is None else domain) & Domain(
                "subtype_id", "=", subtype.id
            )
        return super()._message_fetch(domain, **kwargs)
