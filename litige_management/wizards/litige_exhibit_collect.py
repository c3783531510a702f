import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.litige_case_collect_mixin import REPORTS

_logger = logging.getLogger(__name__)


class LitigeExhibitCollect(models.TransientModel):
    """What was found on a dispute: tick, correct, add."""

    _name = "litige.exhibit.collect"
    _description = "Collect Exhibits"

    case_id = fields.Many2one("litige.case", required=True)
    line_ids = fields.One2many("litige.exhibit.collect.line", "wizard_id", string="Found")

    @api.model
    def _open(self, case, found):
        """Show what was found, all ticked."""
        guess = self.env["litige.exhibit.type"]._guesser()
        types = self.env["litige.exhibit.type"]._get_by_code()
        wizard = self.create(
            {
                "case_id": case.id,
                "line_ids": [
                    fields.Command.create(self._prepare_line(one, types, guess)) for one in found
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Found for %(case)s", case=case.name),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _prepare_line(self, found, types, guess):
        attachment = found.attachment
        kind = types.get(found.type) or guess(
            found.file_name, attachment.mimetype if attachment else "application/pdf"
        )
        return {
            "source_model": found.source._name,
            "source_id": found.source.id,
            "attachment_id": attachment.id if attachment else False,
            "file_name": found.file_name,
            "type_id": kind.id,
            "name": found.name,
            "date": found.date,
            "confidential": found.confidential,
            "confidential_ground": found.ground,
        }

    def action_add(self):
        """Add the ticked lines to the file; say which ones could not be printed."""
        self.ensure_one()
        self.case_id.check_access("write")
        lines = self.line_ids.filtered("is_selected")
        if not lines:
            raise UserError(self.env._("Tick at least one line."))
        contents = lines._get_contents()
        specs, failures = [], []
        for line in lines:
            content = contents[line]
            if isinstance(content, Exception) or not content:
                failures.append(line.name or line.file_name)
            else:
                specs.append(line._prepare_spec(content))
        exhibits = self.case_id._add_exhibits(specs, duplicates="skip")
        return self._say(exhibits, failures)

    def _say(self, exhibits, failures):
        message = self.env._("%(count)s exhibits added.", count=len(exhibits))
        if failures:
            message = self.env._(
                "%(count)s exhibits added. These files could not be made: %(names)s.",
                count=len(exhibits),
                names=", ".join(failures),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if failures else "success",
                "sticky": bool(failures),
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class LitigeExhibitCollectLine(models.TransientModel):
    _name = "litige.exhibit.collect.line"
    _inherit = ["litige.confidential.mixin"]
    _description = "Exhibit Found"
    _order = "id"

    wizard_id = fields.Many2one("litige.exhibit.collect", required=True, ondelete="cascade")
    is_selected = fields.Boolean(string="Add", default=True)
    type_id = fields.Many2one("litige.exhibit.type", required=True)
    name = fields.Char(string="Caption")
    date = fields.Date()
    file_name = fields.Char(string="File", readonly=True)
    source_model = fields.Char(readonly=True)
    source_id = fields.Many2oneReference(model_field="source_model", readonly=True)
    attachment_id = fields.Many2one("ir.attachment", readonly=True, ondelete="cascade")
    is_printed = fields.Boolean(
        string="Printed Now",
        compute="_compute_is_printed",
        help="No file was kept: it is printed when it is added.",
    )

    @api.depends("attachment_id")
    def _compute_is_printed(self):
        for line in self:
            line.is_printed = not line.attachment_id

    def _get_source(self):
        self.ensure_one()
        return self.env[self.source_model].browse(self.source_id)

    def _prepare_spec(self, content):
        """Return what `litige.case._add_exhibits` wants of this line."""
        self.ensure_one()
        return {
            "raw": content,
            "file_name": self.file_name,
            "type_id": self.type_id.id,
            "name": self.name,
            "date": self.date,
            "source": self._get_source(),
            "confidential": self.confidential,
            "confidential_ground": self.confidential_ground,
        }

    def _get_contents(self):
        """Return the bytes of each line, or what stopped it; read with the user's own rights."""
        contents = {}
        printed = self.filtered(lambda line: not line.attachment_id)
        mails = printed.filtered(lambda line: line.source_model == "mail.message")
        messages = self.env["mail.message"].browse(mails.mapped("source_id"))
        pages = self.env["litige.exhibit.mail"]._print(messages, self.wizard_id.case_id.company_id)
        for line in mails:
            contents[line] = pages[line._get_source()]
        for line in printed - mails:
            contents[line] = line._print_source()
        for line in self - printed:
            line.attachment_id.check_access("read")
            contents[line] = line.attachment_id.raw
        return contents

    def _print_source(self):
        """Return the PDF that Odoo prints of the source, or the error that stopped it."""
        source = self._get_source()
        source.check_access("read")
        report = REPORTS[self.source_model]
        try:
            # A report that fails must not undo what the others gave.
            with self.env.cr.savepoint():
                content, kind = self.env["ir.actions.report"]._render_qweb_pdf(report, source.ids)
        except AccessError:
            raise
        except Exception as error:  # any addon may change these reports
            _logger.info("%s could not be printed", source, exc_info=True)
            return error
        return content if kind == "pdf" else UserError(self.env._("No PDF came out."))
