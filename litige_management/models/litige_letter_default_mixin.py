from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError, ValidationError
from odoo.tools.pdf import PdfReadError

from ..legal import typography
from ..legal.debts import SHOWN
from ..legal.statement import Statement
from ..pdf import pages
from .litige_document_mixin import Document
from .litige_letter_words import WORDS

DEFAULT = "default"


class LitigeLetterDefaultMixin(models.AbstractModel):
    """The notice of default on an agreement: it asks for the late instalments, and says what next.

    It is another act than the formal notice: it names the clause of the agreement, what was not
    paid, the days to put it right and the sum that is due at once if it is not.
    """

    _name = "litige.letter.default.mixin"
    _description = "Notice of Default"

    settlement_id = fields.Many2one(
        "litige.settlement",
        string="Agreement",
        readonly=True,
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The agreement whose instalments this letter claims.",
    )
    default_json = fields.Json(
        readonly=True,
        copy=False,
        help="The late instalments named by the letter, as they were when it was written.",
    )

    @api.constrains("kind", "settlement_id")
    def _check_settlement(self):
        for letter in self:
            if (letter.kind == DEFAULT) != bool(letter.settlement_id):
                raise ValidationError(
                    self.env._("A notice of default is written from the agreement it is about.")
                )

    # === SUMS === #

    def _refresh_amount(self):
        """A notice of default asks for what is late of its agreement, no more."""
        defaults = self.filtered(lambda letter: letter.kind == DEFAULT)
        for letter in defaults:
            missed = letter._read_missed()
            letter.default_json = missed
            letter.amount = sum(line["open"] for line in missed)
        return super(LitigeLetterDefaultMixin, self - defaults)._refresh_amount()

    def _read_missed(self):
        """Return the instalments late on the date of the letter, as values."""
        return [
            {
                "id": line.id,
                "date": fields.Date.to_string(line.date_due),
                "amount": line.amount,
                "paid": line.paid_amount,
                "open": line.currency_id.round(line.amount - line.paid_amount),
            }
            for line in self.settlement_id._get_late_instalments(self.date)
        ]

    def _get_statements(self):
        """A notice of default claims what was agreed: a rate still to come does not stop it."""
        results = super()._get_statements()
        for letter in self.filtered(lambda one: one.kind == DEFAULT):
            if isinstance(results[letter], RedirectWarning):
                results[letter] = Statement(letter.date, SHOWN, letter.currency_id.name, ())
        return results

    @api.model
    def _get_refusal(self, letter, statement):
        """What the invoices claim does not matter: see `_get_default_refusal`."""
        if letter.kind == DEFAULT and isinstance(statement, Statement):
            return None
        return super()._get_refusal(letter, statement)

    def _freeze_statements(self):
        """Count the late instalments again: what was paid meanwhile is no longer asked for."""
        failures = super()._freeze_statements()
        for letter in self.filtered(lambda one: one.kind == DEFAULT and one not in failures):
            letter.settlement_id._refresh_execution()
            letter._refresh_amount()
            message = letter._get_default_refusal()
            if message:
                failures[letter] = letter.document_error = message
        return failures

    def _get_default_refusal(self):
        if self.settlement_id.accelerated_on:
            return self.env._("The whole balance of the agreement is already due.")
        if not self.default_json:
            return self.env._("Nothing is late any more on %(name)s.", name=self.settlement_id.name)
        if self.channel != "registered":
            return self.env._(
                "The agreement wants this notice by registered letter with acknowledgment of "
                "receipt."
            )
        return None

    # === WORDS === #

    def _get_default_words(self):
        """Return the words of templates that name the agreement and what is late."""
        self.ensure_one()
        settlement = self.settlement_id
        if not settlement:
            return {"agreement_text": "", "missed_text": ""}
        words, missed = WORDS[self.language]["default"], self.default_json or []
        text = words[settlement.kind].format(
            name=settlement.name,
            date=typography.long_date(settlement.signed_on, self.language),
        )
        if len(missed) == 1:
            day = fields.Date.to_date(missed[0]["date"])
            named = words["one"].format(date=typography.long_date(day, self.language))
        else:
            named = words["many"].format(count=typography.count(len(missed), self.language))
        return {"agreement_text": text, "missed_text": named}

    # === THE DOCUMENT === #

    def _make_document(self, statement, demand):
        """Return the notice with its own page: instalments, clause, what follows."""
        document = super()._make_document(statement, demand)
        if self.kind != DEFAULT:
            return document
        values = {**document.values, **self._get_default_values()}
        return Document(
            **{
                **document._asdict(),
                "template": "litige_management.litige_letter_default_document",
                "values": values,
            }
        )

    def _get_default_values(self):
        """Return what the page of the notice reads beside the letter."""
        settlement = self.settlement_id
        agreed, original, _missing = settlement._get_balances()
        codes = settlement._get_article_codes()
        return {
            "default_words": WORDS[self.language]["default"],
            "settlement": settlement,
            "with_privacy": self._is_to_natural_person(),
            "missed": [
                {**line, "date": fields.Date.to_date(line["date"])}
                for line in self.default_json or []
            ],
            "clause": codes.index("default") + 1,
            "agreed": agreed,
            "original": original,
            "discount_lost": settlement._is_discount_lost() and bool(settlement.waived_amount),
            "protected": settlement.is_protected,
            "charges_back": not settlement.is_protected
            and settlement.charges_fate in ("waived", "included"),
            "grace": self.env["litige.legal.reference"]._get_citations({"grace"}, self.date)[
                "grace"
            ],
            "in_words": self._in_words,
        }

    def _in_words(self, amount):
        currency = self.currency_id
        return typography.amount_in_words(
            amount, currency.name, self.language, currency.decimal_places
        )

    # === ENCLOSED === #

    def _get_enclosure_lines(self):
        """A notice of default encloses the agreement it is about."""
        lines = super()._get_enclosure_lines()
        if self.kind == DEFAULT:
            copy = WORDS[self.language]["default"]["copy"]
            lines.insert(0, copy.format(name=self.settlement_id.name))
        return lines

    def _get_copied_moves(self):
        """What is late is owed by the agreement: no invoice is enclosed."""
        if self.kind == DEFAULT:
            return self.env["account.move"]
        return super()._get_copied_moves()

    def _render_pdfs(self, draft=False):
        """Add the copy of the agreement after the pages of each notice of default."""
        rendered = super()._render_pdfs(draft)
        for letter, result in rendered.items():
            if letter.kind != DEFAULT or isinstance(result, Exception):
                continue
            document, content = result
            copy = letter.settlement_id._get_deed_copy()
            try:
                rendered[letter] = document, pages.join([content, copy])
            except (PdfReadError, ValueError, KeyError):
                rendered[letter] = UserError(
                    self.env._(
                        "The PDF of %(agreement)s cannot be read, and the letter encloses it.",
                        agreement=letter.settlement_id.name,
                    )
                )
        return rendered

    # === HOW TO PAY === #

    def _get_bank(self):
        """The agreement names the account to pay to."""
        return (
            self.kind == DEFAULT and self.settlement_id.bank_id.filtered("active")
        ) or super()._get_bank()

    def _get_payment_reference(self):
        if self.kind == DEFAULT:
            return self.settlement_id.name
        return super()._get_payment_reference()

    def _get_payment_qr(self, bank, amount, reference):
        if self.kind == DEFAULT:
            amount = self.amount
        return super()._get_payment_qr(bank, amount, reference)
