from decimal import Decimal

from odoo import fields, models

from ..legal.words import amount_in_words
from ..portal.inputs import Refused, clean_line, is_same_sum, read_amount
from .litige_settlement_document_mixin import HANDWRITTEN

MENTION_LIMIT = 300


class LitigeSignatureMentionMixin(models.AbstractModel):
    """The sum that a debtor writes, in words and figures, when they alone owe (1376 C. civ.)."""

    _name = "litige.signature.mention.mixin"
    _description = "Sum Written by the Debtor"

    mention_words = fields.Char(
        string="Sum Typed in Words",
        readonly=True,
        help="As the debtor typed it: nothing was filled in for them, and pasting was refused.",
    )
    mention_figures = fields.Char(string="Sum Typed in Figures", readonly=True)

    def _needs_mention(self):
        """Whether this signatory has to write the sum: the customer of a deed that asks for it."""
        self.ensure_one()
        return self.party == "customer" and self.settlement_id.kind in HANDWRITTEN

    def _note_mention(self, words, figures):
        """Keep the sum as the debtor typed it, when it is the one of the agreement.

        :raise Refused: `mention`, one of them is missing; `mention_words` or `mention_figures`, it
            is not the sum of the agreement
        """
        self.ensure_one()
        if not self._needs_mention():
            return
        words, figures = clean_line(words, MENTION_LIMIT), clean_line(figures, MENTION_LIMIT)
        if not words or not figures:
            raise Refused("mention")
        settlement = self.settlement_id
        total = settlement._to_decimal(settlement.settled_amount)
        if not any(is_same_sum(words, expected) for expected in self._get_sums_in_words(total)):
            raise Refused("mention_words")
        try:
            typed = read_amount(figures)
        except Refused as error:
            raise Refused("mention_figures") from error
        if typed != total:
            raise Refused("mention_figures")
        self.write({"mention_words": words, "mention_figures": figures})

    def _get_sums_in_words(self, total):
        """Return the sum in words, in French as the deed is, and in English for who reads that."""
        currency = self.settlement_id.currency_id
        return [
            amount_in_words(Decimal(total), currency.name, language, currency.decimal_places)
            for language in ("fr", "en")
        ]

    def _check_mention(self):
        """Refuse to sign without the sum that the debtor has to write."""
        if self._needs_mention() and not (self.mention_words and self.mention_figures):
            raise Refused("mention")

    def _get_mention_evidence(self):
        return {"words": self.mention_words, "figures": self.mention_figures}
