import hashlib
import io
import json
import logging

from pytz import utc

from odoo import fields, models, tools
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfReader, PdfWriter

from ..portal.inputs import Refused
from .litige_document_mixin import Document
from .litige_settlement_document_mixin import TITLES

_logger = logging.getLogger(__name__)

COPY_FIELD = "signed_file"
COPY_FIELDS = frozenset((COPY_FIELD, "signed_name", "signed_hash"))


class LitigeSettlementSignedCopyMixin(models.AbstractModel):
    """What each side keeps once both have signed: the deed, and the proof of the signatures."""

    _name = "litige.settlement.signed.copy.mixin"
    _description = "Signed Copy of an Agreement"

    signed_file = fields.Binary(
        string="Copy Signed on a Screen",
        readonly=True,
        copy=False,
        attachment=True,
        help="The deed as it was signed, followed by the evidence of the signatures.",
    )
    signed_name = fields.Char(readonly=True, copy=False)
    signed_hash = fields.Char(string="SHA-256 of the Signed Copy", readonly=True, copy=False)

    def _is_file_final(self, field_name):
        """Whether the file of this field may no longer change (asked by `ir.attachment`)."""
        return field_name == COPY_FIELD or super()._is_file_final(field_name)

    def _get_files_to_leave(self):
        """Leave the copy signed on a screen, too."""
        files = super()._get_files_to_leave()
        if self.signed_hash:
            files.append(
                {
                    "name": self.signed_name,
                    "raw": self._get_signed_attachment().raw,
                    "mimetype": "application/pdf",
                }
            )
        return files

    # === ONCE BOTH HAVE SIGNED === #

    def _finish_signing(self):
        """Mark the agreement as signed, then make the copy and send it to both sides.

        The signature stands whatever becomes of its copy: a failure is told, and tried again.
        """
        self.ensure_one()
        if self.state != "confirmed" or not self._is_fully_signed():
            return
        # Who signs last has their own language: the chronology is the company's.
        self._in_company_language().action_sign()
        # What was made stays there to be downloaded when it cannot be sent.
        if self._try_step(self._make_signed_copy):
            self._try_step(self._mail_signed_copy)

    def _try_step(self, step):
        """Do one step after the signature; whether it was done. A failure is told to the owner."""
        try:
            with self.env.cr.savepoint():
                step()
        except Exception:
            _logger.exception("The signed copy of %s could not be made or sent", self.name)
            ours = self.case_id._in_company_language()
            ours._schedule_once(
                "litige_management.mail_activity_type_portal",
                ours.env._("The signed copy could not be made or sent: do it from the agreement."),
            )
            return False
        return True

    def action_make_signed_copy(self):
        """Make the signed copy that failed, and send it."""
        self.check_access("write")
        for settlement in self:
            if settlement.state != "signed" or not settlement.signature_ids:
                raise UserError(self.env._("Nobody has signed this agreement on a screen."))
            if not settlement.signed_hash:
                settlement.sudo()._make_signed_copy()  # checked just above
            settlement._mail_signed_copy()

    def _make_signed_copy(self):
        """Join the frozen deed and the evidence of its signatures in one PDF, kept for ever."""
        self.ensure_one()
        deed = self._get_frozen_attachments()[self].raw
        content = self._join(deed, self._render_certificate())
        name = self.document_name.replace(".pdf", " - signé.pdf")
        # The file belongs to the agreement: no right on attachments is needed to sign it.
        self.env["ir.attachment"].sudo().create(
            {
                "name": name,
                "res_model": self._name,
                "res_id": self.id,
                "res_field": COPY_FIELD,
                "raw": content,
                "mimetype": "application/pdf",
                "company_id": self.company_id.id,
            }
        )
        # Only this method writes the fingerprint of a signed copy.
        self.sudo().write({"signed_hash": hashlib.sha256(content).hexdigest(), "signed_name": name})
        self.invalidate_recordset([COPY_FIELD])

    def _join(self, *contents):
        writer = PdfWriter()
        for content in contents:
            for page in PdfReader(io.BytesIO(content)).pages:
                writer.add_page(page)
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()

    def _get_signed_attachment(self):
        """Return the file of the signed copy, for whoever may read the agreement."""
        self.ensure_one()
        return (
            self.env["ir.attachment"]
            .sudo()  # whoever reads the agreement reads its file
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("res_field", "=", COPY_FIELD),
                ],
                limit=1,
            )
        )

    # === EVIDENCE === #

    def _get_evidence_file(self):
        """Return the evidence of the signatures as a JSON text that anybody can check."""
        self.ensure_one()
        return json.dumps(
            {
                "agreement": self.name,
                "document": self.document_name,
                "document_sha256": self.document_hash,
                "signed_copy_sha256": self.signed_hash or None,
                "times": "UTC",
                "level": "simple electronic signature (not advanced, not qualified)",
                "signatures": self.signature_ids._read_evidence(),
            },
            ensure_ascii=False,
            indent=2,
            sort_keys=True,
        )

    def _render_certificate(self):
        """Return the evidence of the signatures as PDF pages, to follow the deed."""
        self.ensure_one()
        values = {
            **self._get_page_values(self.company_id, self.partner_id, "fr"),
            "letterhead": False,
            "settlement": self,
            "signatures": self.signature_ids.sorted("signed_at"),
            "title": TITLES[self.kind],
            "pages": len(PdfReader(io.BytesIO(self._get_frozen_attachments()[self].raw)).pages),
            "moment": self._write_moment,
            "cite": self._get_citations({"originals"}),
        }
        document = Document(
            template="litige_management.litige_signature_certificate",
            values=values,
            language="fr",
            reference=f"Preuve de signature de l’accord n° {self.name}",
            file_name="preuve.pdf",
        )
        (content,) = self._print_fragments([(document, self._render_fragment(document))])
        if isinstance(content, Exception):
            raise UserError(self._get_error_message(content)) from content
        return content

    def _write_moment(self, moment):
        """Return a moment as a French certificate writes it, to the second and without doubt."""
        local = utc.localize(moment).astimezone(self.case_id._get_timezone())
        offset = f"{local:%z}"
        return f"{local:%d/%m/%Y} à {local:%H:%M:%S} (UTC{offset[:3]}:{offset[3:]})"

    # === MAILS === #

    def _mail_code(self, signatory, code, minutes):
        """Send a one-time code: it is kept nowhere.

        Written, sent and deleted in one transaction; when it cannot be sent all of it is undone,
        and another code is sent the next time, never this one.
        """
        self._mail_now(
            [signatory.email],
            self.env._("Your code to sign agreement %(agreement)s", agreement=self.name),
            "litige_management.litige_mail_code",
            {"code": code, "minutes": minutes, "name": signatory.name},
            secret=True,
        )

    def _mail_signed_copy(self):
        """Send the signed copy to every signatory of both sides."""
        for settlement in self:
            emails = {one.email for one in settlement.signatory_ids if one.email}
            emails |= {settlement.company_id.email or ""}
            attachment = settlement._get_signed_attachment()
            settlement._mail_now(
                sorted(filter(None, emails)),
                self.env._("Agreement %(agreement)s, signed", agreement=settlement.name),
                "litige_management.litige_mail_signed_copy",
                {},
                # A copy, that the mail may dispose of.
                attachments=[(attachment.name, attachment.raw)],
            )

    def _mail_now(self, emails, subject, template, values, attachments=(), secret=False):
        """Send one mail per address, at once.

        :param secret: no copy may stay in the queue, sent or not
        :raise Refused: `mail`, one could not be sent
        """
        self.ensure_one()
        company = self.company_id
        body = self.env["ir.qweb"]._render(
            template, {**values, "company": company.name, "agreement": self.name}
        )
        # The public signs: sending is the company's act, not theirs.
        Mail = self.env["mail.mail"].sudo()
        mails = Mail.create(
            [
                {
                    "subject": subject,
                    "body_html": body,
                    "email_from": company.email_formatted,
                    "email_to": email,
                    "auto_delete": secret,
                    "attachment_ids": [
                        fields.Command.create({"name": name, "raw": content})
                        for name, content in attachments
                    ],
                }
                for email in emails
            ]
        )
        if not all(tools.email_normalize(email) for email in emails):
            raise Refused("mail")
        mails.send()
        left = mails.exists()
        if any(mail.state == "exception" for mail in left) or (secret and left):
            raise Refused("mail")
