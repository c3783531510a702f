import base64
import io
import json
import zipfile

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html_escape

from ..models.litige_document_mixin import Document
from ..pdf.archive import clean_name

TEMPLATE = "litige_management.litige_personal_export_document"
OWN_FIELDS = (
    "name",
    "street",
    "street2",
    "zip",
    "city",
    "email",
    "phone",
    "litige_standing",
    "litige_legal_form",
    "litige_registered_email_on",
    "litige_registered_email_proof",
    "litige_insolvency_kind",
    "litige_insolvency_date",
    "litige_insolvency_publication",
    "litige_overindebted_on",
)


class LitigePersonalExport(models.TransientModel):
    """A copy of what is held on one person in disputes, to hand over to them (art. 15 GDPR)."""

    _name = "litige.personal.export"
    _description = "Copy of Personal Data"

    partner_id = fields.Many2one("res.partner", string="Person", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    language = fields.Selection(
        [("fr", "French"), ("en", "English")],
        required=True,
        compute="_compute_language",
        store=True,
        readonly=False,
        precompute=True,
    )
    summary = fields.Html(compute="_compute_summary", sanitize=False)
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends("partner_id")
    def _compute_language(self):
        for wizard in self:
            lang = wizard.partner_id.lang or "fr"
            wizard.language = "fr" if lang.startswith("fr") else "en"

    @api.depends("partner_id", "company_id")
    def _compute_summary(self):
        """Say what the copy holds, and what it leaves out, before it is made."""
        for wizard in self:
            if not wizard.partner_id:
                wizard.summary = False
                continue
            held, left_out = wizard._read()
            lines = [
                f"<li>{html_escape(one.title)}: <b>{len(one.rows)}</b>"
                + (
                    " – " + html_escape(self.env._("%(count)s files", count=len(one.files)))
                    if one.files
                    else ""
                )
                + "</li>"
                for one in held
            ]
            if not lines:
                lines = [f"<li>{html_escape(self.env._('Nothing on disputes.'))}</li>"]
            wizard.summary = f"<ul>{''.join(lines)}</ul>" + wizard._write_left_out(left_out)

    def _write_left_out(self, left_out):
        reasons = self._get_reader()._get_reasons()
        if not left_out:
            return ""
        rows = "".join(
            f"<li>{count} – {html_escape(reasons[code])}</li>"
            for code, count in sorted(left_out.items())
        )
        return f"<p>{html_escape(self.env._('Left out:'))}</p><ul>{rows}</ul>"

    def _get_reader(self):
        return self.env["litige.personal.reader"]

    def _read(self):
        """Return what is held, and what is left out (`litige.personal.reader`)."""
        self.ensure_one()
        return self._get_reader()._read_held(self.partner_id, self.company_id)

    def _get_own(self):
        """Return what our fields on the contact say, as (name, label, words, value)."""
        reader = self._get_reader()
        found = []
        for name in OWN_FIELDS:
            words, value = reader._say(self.partner_id, name)
            if words:
                label = self.partner_id._fields[name].get_description(self.env)["string"]
                found.append((name, label, words, value))
        return found

    # === THE COPY === #

    def action_make(self):
        """Make the ZIP: a page to read, the same for machines, and the files."""
        self.ensure_one()
        code = {"fr": "fr_FR", "en": "en_US"}[self.language]
        if self.env["res.lang"]._get_data(code=code):
            self = self.with_context(lang=code)
        held, left_out = self._read()
        own = self._get_own()
        stem = clean_name(self.partner_id.name or "")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("donnees.json", self._write_json(own, held, left_out))
            archive.writestr("donnees.pdf", self._print(own, held, left_out))
            for one in held:
                for name, raw in one.files:
                    archive.writestr(f"fichiers/{one.model.removeprefix('litige.')}/{name}", raw)
        self.file = base64.b64encode(packed.getvalue())
        self.file_name = f"Donnees_{stem}_{fields.Date.context_today(self)}.zip"
        self._tell()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
            "target": "self",
        }

    def _write_json(self, own, held, left_out):
        return json.dumps(
            {
                "company": self.company_id.name,
                "date": fields.Date.context_today(self).isoformat(),
                "person": {name: value for name, _label, _words, value in own},
                "held": {one.model: one.raw for one in held},
                "left_out": left_out,
            },
            ensure_ascii=False,
            indent=1,
            default=str,
        )

    def _print(self, own, held, left_out):
        """Return the page to read, as a PDF.

        :raise UserError: in words, when it could not be printed
        """
        mixin = self.env["litige.document.mixin"]
        reasons = self._get_reader()._get_reasons()
        values = {
            **mixin._get_page_values(self.company_id, self.partner_id, self.language),
            "sent_on": fields.Date.context_today(self),
            "person": self.partner_id,
            "own": own,
            "held": held,
            "left_out": [(reasons[code], count) for code, count in sorted(left_out.items())],
        }
        document = Document(
            template=TEMPLATE,
            values=values,
            language=self.language,
            reference=self.company_id.name,
            file_name="donnees.pdf",
        )
        html = self.env["ir.qweb"]._render(
            TEMPLATE, {**values, "doc": self}, raise_if_not_found=True
        )
        (content,) = mixin._print_fragments([(document, html)])
        if isinstance(content, Exception):
            raise UserError(mixin._get_error_message(content)) from content
        return content

    def _tell(self):
        """Note on the contact that a copy was made: who asked for what is part of the answer."""
        self.partner_id.with_context(lang=self.env.user.lang)._message_log(
            body=self.env._("A copy of what is held on them in disputes was made.")
        )
