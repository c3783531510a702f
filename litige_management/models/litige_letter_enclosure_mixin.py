"""The copies of invoices that a letter encloses: listed and printed, or neither."""

import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfReadError

from ..legal import typography
from ..pdf import pages
from .litige_letter_template import AMICABLE_KINDS, NOTICE_KINDS
from .litige_letter_words import WORDS

_logger = logging.getLogger(__name__)


class LitigeLetterEnclosureMixin(models.AbstractModel):
    """What goes with a letter. A copy that is announced is in the same PDF, after the annex."""

    _name = "litige.letter.enclosure.mixin"
    _inherit = "litige.document.mixin"
    _description = "Enclosures of a Letter"

    def _get_enclosure_lines(self):
        """Return what goes with the letter, in order."""
        words = WORDS[self.language]
        lines = []
        if self.kind in NOTICE_KINDS:
            date = typography.long_date(self.date, self.language)
            lines.append(words["annex_enclosure"].format(date=date))
        lines += [
            words["invoice_enclosure"].format(name=move.name) for move in self._get_copied_moves()
        ]
        others = (line.strip() for line in (self.enclosures or "").splitlines())
        return lines + [line for line in others if line]

    def _get_copied_moves(self):
        """Return the invoices whose copy is enclosed: those whose PDF Odoo keeps."""
        self.ensure_one()
        if self.kind == "reminder" or self.kind in AMICABLE_KINDS:
            return self.env["account.move"]
        # Whoever may claim an invoice may enclose it: no right on attachments is needed.
        return self._get_ordered_moves().filtered(lambda move: move.sudo().invoice_pdf_report_id)

    def _render_pdfs(self, draft=False):
        """Add the copies of the invoices after the pages of each letter."""
        rendered = super()._render_pdfs(draft)
        for letter, result in rendered.items():
            moves = letter._get_copied_moves()
            if isinstance(result, Exception) or not moves:
                continue
            document, content = result
            copies = [move.sudo().invoice_pdf_report_id.raw for move in moves]
            try:
                rendered[letter] = document, pages.join([content, *copies])
            except (PdfReadError, ValueError, KeyError):
                _logger.info("The invoices of %s could not be enclosed", letter, exc_info=True)
                rendered[letter] = UserError(
                    self.env._(
                        "The PDF of these invoices cannot be read, and the letter encloses it: "
                        "%(invoices)s. Print them again.",
                        invoices=", ".join(moves.mapped("name")),
                    )
                )
        return rendered
