"""What a page cites, noted while it is written: only what was used is listed at its end."""

from odoo import models

from .litige_letter_template import NOTICE_KINDS
from .litige_letter_values_mixin import Cited, Used


class LitigeLetterCitedMixin(models.AbstractModel):
    _name = "litige.letter.cited.mixin"
    _description = "Citations of a Letter"

    def _get_citations(self, *codes):
        """Return the citations, each remembered once it is read for the page being written."""
        citations = super()._get_citations(*codes)
        used = self.env.context.get("litige_used_rules")
        return citations if used is None else Cited(citations, used)

    def _make_document(self, statement, demand):
        """Write the page, and remember the rules it cites: the list at its end is read last."""
        # The demand of a notice names its article in so many words.
        used = Used(["formal_notice"] if self.kind in NOTICE_KINDS else ())
        letter = self.with_context(litige_used_rules=used)
        document = super(LitigeLetterCitedMixin, letter)._make_document(statement, demand)
        document.values["legal_values"] = lambda: self._get_legal_values(statement, used)
        return document
