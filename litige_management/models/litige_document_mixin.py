"""Documents rendered by the addon's own engine, then frozen.

A model that inherits ``litige.document.mixin`` says what its document is by overriding two methods,
and gets the rest: rendering alone or in batch, page numbers, draft watermark, frozen bytes with
their hash, a guard on them, and printing by the ordinary report action, which serves them.

    class LitigeSettlement(models.Model):
        _inherit = ["litige.document.mixin"]

        def _get_document(self):
            return Document(
                template="litige_management.litige_settlement_document",
                values={**self._get_page_values(company, recipient, "fr"), "settlement": self},
                language="fr",
                reference=self.name,          # foot of each page, at the left
                file_name="Protocole SET-2026-00001.pdf",
            )

    failures = settlements._freeze_documents()   # {record: message}; the others are frozen

The template prints one document by calling the page frame around its own text; the recipient is
placed in the window of a DL envelope, and exactly one ``<h1>`` opens the text:

    <template id="litige_settlement_document">
        <t t-call="litige_management.litige_document_page">
            <h1>Protocole d'accord</h1> ...
        </t>
    </template>

``letterhead`` (a value, True by default) may be False for a deed between two parties that names
them in its text: the frame then prints the pages and nothing else. The print action is an ordinary
``ir.actions.report`` (``qweb-pdf``) on the model whose ``report_name`` is the template.
"""

import hashlib
import io
import logging
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_qweb import QWebError

from ..pdf import pages, sheet, wkhtmltopdf
from ..pdf.wkhtmltopdf import PdfError

_logger = logging.getLogger(__name__)

FILE_FIELD = "document_file"
MIN_PASS = 10  # below this, starting another process costs more than it saves
FROZEN_FIELDS = frozenset((FILE_FIELD, "document_hash", "document_name", "document_frozen_at"))


class Document(NamedTuple):
    """What one record prints.

    :param template: QWeb template of the document (its XML id).
    :param values: what the template reads.
    :param language: `fr` or `en`.
    :param reference: printed at the left of each page's foot.
    :param file_name: name of the PDF.
    :param initials: label of the room for initials at the foot of each page; none by default.
    """

    template: str
    values: dict
    language: str = "fr"
    reference: str = ""
    file_name: str = "document.pdf"
    initials: str = ""


class LitigeDocumentMixin(models.AbstractModel):
    _name = "litige.document.mixin"
    _inherit = ["litige.composer.mixin"]
    _description = "Frozen Document"

    document_file = fields.Binary(
        string="PDF",
        readonly=True,
        copy=False,
        attachment=True,
        help="The document as it was printed when it was confirmed. It never changes.",
    )
    document_name = fields.Char(readonly=True, copy=False)
    document_hash = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        help="Fingerprint of the PDF: the same file gives the same fingerprint.",
    )
    document_frozen_at = fields.Datetime(string="Frozen", readonly=True, copy=False)
    document_error = fields.Text(
        string="Why It Could Not Be Printed",
        readonly=True,
        copy=False,
    )
    is_frozen = fields.Boolean(compute="_compute_is_frozen")

    @api.depends("document_hash")
    def _compute_is_frozen(self):
        for record in self:
            record.is_frozen = bool(record.document_hash)

    # === WHAT TO PRINT (to override) === #

    def _get_document(self):
        """Return the `Document` of this record."""
        raise NotImplementedError

    # === RENDERING === #

    def _render_fragments(self):
        """Return (Document, HTML) of each record, or the error that stopped that one."""
        results = self._get_documents()
        for record, document in results.items():
            if isinstance(document, Exception):
                continue
            try:
                results[record] = document, record._render_fragment(document)
            except (UserError, QWebError, ValueError) as error:
                _logger.info("%s could not be rendered", record, exc_info=True)
                results[record] = error.__cause__ if isinstance(error, QWebError) else error
        return results

    def _get_documents(self):
        """Return the `Document` of each record, or the error that stopped that one.

        To override when many records can be read at once.
        """
        results = {}
        for record in self:
            try:
                results[record] = record._get_document()
            except (UserError, ValueError) as error:
                results[record] = error
        return results

    def _render_fragment(self, document):
        """Return the HTML of one document."""
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            document.template, {**document.values, "doc": self}, raise_if_not_found=True
        )

    def _render_pdfs(self, draft=False):
        """Return (Document, PDF bytes) of each record, or the error that stopped that one.

        Many are printed in few passes when the binary lets them be cut afterwards, else one by one;
        the next documents are written while the former are being printed.

        :param draft: write across the pages that it is one.
        """
        try:
            together = wkhtmltopdf.makes_outlines()
        except PdfError as error:
            return dict.fromkeys(self, error)
        results, running = {}, []
        with wkhtmltopdf.Press() as press:
            for records in self._get_passes():
                rendered = records._render_fragments()
                results |= rendered
                good = [one for one, value in rendered.items() if isinstance(value, tuple)]
                for group in [good] if together and good else [[one] for one in good]:
                    html = self._assemble([rendered[one] for one in group])
                    running.append((group, press.start(html, len(group))))
            for group, job in running:
                fragments = [results[one] for one in group]
                printed = self._finish_pass(fragments, job.result(), draft)
                results |= zip(group, printed, strict=True)
        return {record: results[record] for record in self}

    @api.model
    def _print_fragments(self, fragments, draft=False):
        """Return the PDF of each (Document, HTML) that is no record's, or what stopped it."""
        if not fragments:
            return []
        try:
            together = wkhtmltopdf.makes_outlines()
        except PdfError as error:
            return [error] * len(fragments)
        printed = []
        with wkhtmltopdf.Press() as press:
            groups = [fragments] if together else [[one] for one in fragments]
            jobs = [press.start(self._assemble(group), len(group)) for group in groups]
            for group, job in zip(groups, jobs, strict=True):
                printed += self._finish_pass(group, job.result(), draft)
        return [one if isinstance(one, Exception) else one[1] for one in printed]

    def _get_passes(self):
        """Cut many records in enough passes to write some while others are printed."""
        size = max(MIN_PASS, -(-len(self) // (2 * wkhtmltopdf.get_processors())))
        return [self[start : start + size] for start in range(0, len(self), size)]

    @api.model
    def _finish_pass(self, fragments, content, draft):
        """Return what each (Document, HTML) of a pass became: (Document, PDF), or its error."""
        if isinstance(content, Exception):
            if len(fragments) == 1:
                return [content]
            parts = None
        else:
            parts = pages.cut(content, len(fragments))
        if parts is None:
            _logger.info("A pass of %s documents failed: one by one.", len(fragments))
            return [self._print_alone(fragment, draft) for fragment in fragments]
        stamps = [self._get_stamp(document, draft) for document, _html in fragments]
        return [
            (document, pdf)
            for (document, _html), pdf in zip(fragments, pages.stamp(parts, stamps), strict=True)
        ]

    @api.model
    def _print_alone(self, fragment, draft):
        try:
            content = wkhtmltopdf.convert(self._assemble([fragment]))
        except PdfError as error:
            return error
        return self._finish_pass([fragment], content, draft)[0]

    @api.model
    def _get_stamp(self, document, draft):
        french = document.language == "fr"
        return pages.Stamp(
            reference=document.reference,
            initials=document.initials,
            page="Page {page}/{count}",
            watermark=("PROJET" if french else "DRAFT") if draft else "",
        )

    @api.model
    def _assemble(self, fragments, preview=False):
        """Return the self-contained HTML of one or more documents."""
        companies = self.env["res.company"].union(
            *(document.values["company"] for document, _html in fragments)
        )
        return sheet.assemble(
            [html for _document, html in fragments],
            language=fragments[0][0].language,
            logos={company.id: company._litige_get_logo() for company in companies},
            preview=preview,
        )

    def _get_preview_html(self):
        """Return the documents as one HTML page, for the screen."""
        rendered = self._render_fragments()
        for result in rendered.values():
            if isinstance(result, Exception):
                raise UserError(self._get_error_message(result)) from result
        return self._assemble(list(rendered.values()), preview=True)

    @api.model
    def _get_error_message(self, error):
        """Say in words why a document could not be printed."""
        if isinstance(error, UserError):
            return error.args[0]
        if isinstance(error, PdfError):
            return self.env._("The PDF could not be made: %(reason)s", reason=error)
        return self.env._("The document could not be written: %(reason)s", reason=error)

    # === FREEZING === #

    def _freeze_documents(self):
        """Render each document once and keep it for ever.

        :return: the failures, `{record: message}`; those records keep their draft and the message.
        """
        todo = self.filtered(lambda record: not record.document_hash)
        with self.env.cr.savepoint():
            rendered = todo._render_pdfs()
        failures, attachments = {}, []
        now = fields.Datetime.now()
        for record, result in rendered.items():
            if isinstance(result, Exception):
                failures[record] = record.document_error = self._get_error_message(result)
                continue
            document, content = result
            attachments.append(
                {
                    "name": document.file_name,
                    "res_model": record._name,
                    "res_id": record.id,
                    "res_field": FILE_FIELD,
                    "raw": content,
                    "mimetype": "application/pdf",
                    "company_id": document.values["company"].id,
                }
            )
            # Only this method writes a fingerprint: no right on records allows it.
            record.sudo().with_context(litige_freezing=True).write(
                {
                    "document_hash": hashlib.sha256(content).hexdigest(),
                    "document_name": document.file_name,
                    "document_frozen_at": now,
                    "document_error": False,
                }
            )
        # The file belongs to the document: no right on attachments is needed to confirm it.
        self.env["ir.attachment"].sudo().create(attachments)
        todo.invalidate_recordset([FILE_FIELD])
        return failures

    def _is_file_final(self, field_name):
        """Whether the file of this field may no longer change (asked by `ir.attachment`)."""
        return field_name == FILE_FIELD

    def _get_frozen_attachments(self):
        """Return the frozen file of each record, by record."""
        # Whoever may read the document may read its file.
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", FILE_FIELD),
                    ("res_id", "in", self.ids),
                ]
            )
        )
        return {self.browse(attachment.res_id): attachment for attachment in attachments}

    def _get_document_streams(self):
        """Return what the report action serves: frozen bytes, or a draft that says so."""
        self.check_access("read")
        frozen = self._get_frozen_attachments()
        gone = self.filtered(lambda record: record.document_hash and record not in frozen)
        if gone:  # never printed again in its place: its fingerprint is all that is left
            raise UserError(
                self.env._(
                    "The file of %(documents)s is no longer there: it was erased, or lost.",
                    documents=", ".join(gone.mapped("display_name")),
                )
            )
        drafts = self.filtered(lambda record: record not in frozen)._render_pdfs(draft=True)
        streams = {}
        for record in self:
            if record in frozen:
                content, attachment = frozen[record].raw, frozen[record]
            elif isinstance(drafts[record], Exception):
                raise UserError(self._get_error_message(drafts[record]))
            else:
                content, attachment = drafts[record][1], None
            streams[record.id] = {"stream": io.BytesIO(content), "attachment": attachment}
        return streams

    def write(self, vals):
        """Refuse to touch a frozen file, for everyone."""
        freezing = self.env.su and self.env.context.get("litige_freezing")
        if FROZEN_FIELDS & vals.keys() and not freezing:
            raise UserError(self.env._("A confirmed document cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        if any(record.document_hash for record in self):
            raise UserError(self.env._("A confirmed document cannot be deleted."))

    def _reattach_frozen(self, get_owner):
        """Copy each frozen file onto another record, so that it survives an uninstallation.

        :param get_owner: function from a record to the record that keeps the copy.
        """
        # Uninstalling is an administrator's act; the copies are plain attachments.
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": attachment.name,
                    "res_model": get_owner(record)._name,
                    "res_id": get_owner(record).id,
                    "raw": attachment.raw,
                    "mimetype": attachment.mimetype,
                }
                for record, attachment in self._get_frozen_attachments().items()
            ]
        )

    # === PAGE VALUES === #

    @api.model
    def _get_page_values(self, company, recipient, language):
        """Return what the page frame reads: sender, recipient, colours, words and formats."""
        return {
            "company": company,
            "recipient": recipient,
            "sender_lines": company._litige_get_sender_lines(language),
            "recipient_lines": recipient._litige_get_address_lines(company, language),
            "primary": company.primary_color or "#1d2b36",
            "signatory": company.litige_signatory_name or "",
            "signatory_quality": company._litige_get_signatory_quality(language),
            "lang": language,
            "fr": language == "fr",
            "letterhead": True,
            "fmt": sheet.Formats(language),
            "sent_on": None,
            "references": [],
            "sending": "",
            "place": company.city or "",
        }
