"""An e-mail as pages: who wrote what to whom, when. Pictures, links and styles stay behind."""

from odoo import api, fields, models

from ..pdf import prose
from .litige_document_mixin import Document

LABELS = {
    "fr": {
        "from": "De",
        "to": "À",
        "date": "Date",
        "subject": "Objet",
        "files": "Pièces jointes",
        "none": "(sans objet)",
        "reference": "Courriel imprimé depuis la base de données de {company}",
    },
    "en": {
        "from": "From",
        "to": "To",
        "date": "Date",
        "subject": "Subject",
        "files": "Attachments",
        "none": "(no subject)",
        "reference": "E-mail printed from the database of {company}",
    },
}


class LitigeExhibitMail(models.AbstractModel):
    _name = "litige.exhibit.mail"
    _inherit = ["litige.document.mixin"]
    _description = "Printed E-mail"

    @api.model
    def _print(self, messages, company):
        """Return the PDF of each message, or the error that stopped it, in one pass.

        :param messages: `mail.message` records that the user may read
        :param company: whose language labels are in, and whose name is at the foot
        """
        messages.check_access("read")
        language = "fr" if (company.partner_id.lang or "fr").startswith("fr") else "en"
        fragments = [
            (
                Document(
                    template="litige_management.litige_exhibit_mail_document",
                    values={"company": company},
                    language=language,
                    reference=LABELS[language]["reference"].format(company=company.name),
                ),
                self.env["ir.qweb"]._render(
                    "litige_management.litige_exhibit_mail_document",
                    self._get_mail_values(message, company, language),
                ),
            )
            for message in messages
        ]
        return dict(zip(messages, self._print_fragments(fragments, False), strict=True))

    @api.model
    def _get_mail_values(self, message, company, language):
        """Return what the template reads."""
        labels = LABELS[language]
        when = fields.Datetime.context_timestamp(
            self.with_context(tz=company.partner_id.tz or self.env.user.tz or "Europe/Paris"),
            message.date,
        )
        rows = [
            (labels["from"], self._get_sender(message)),
            (labels["to"], self._get_recipients(message)),
            (labels["date"], when.strftime("%d/%m/%Y %H:%M (%Z)")),
            (labels["subject"], message.subject or labels["none"]),
            (labels["files"], ", ".join(message.attachment_ids.mapped("name"))),
        ]
        return {
            **self._get_page_values(company, company.partner_id, language),
            "letterhead": False,
            "title": message.subject or labels["none"],
            "rows": [row for row in rows if row[1]],
            "body": prose.keep_structure(message.body),
        }

    @api.model
    def _get_sender(self, message):
        name, address = message.author_id.name or "", message.email_from or ""
        return address if not name or name in address else f"{name} {address}"

    @api.model
    def _get_recipients(self, message):
        """Return to whom it went, as the mail said or as it was notified."""
        known = message.incoming_email_to or message.outgoing_email_to
        if known and message.message_type == "email":
            return known
        # Who received a message is no secret for who may read it.
        notified = message.sudo().notification_ids.filtered(
            lambda one: one.notification_type == "email"
        )
        names = [
            one.res_partner_id.email_formatted or one.mail_email_address or "" for one in notified
        ]
        return ", ".join(filter(None, [*names, known or ""]))
