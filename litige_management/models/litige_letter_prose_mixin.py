from functools import partial

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html_sanitize

from ..legal import typography
from ..pdf import prose, qr
from .litige_document_mixin import Document
from .litige_letter_template import NOTICE_KINDS
from .litige_letter_words import FOLLOW_UPS, WORDS

# What a template may read, and nothing else.
PLACEHOLDERS = (
    "object.salutation",
    "object.invoices_text",
    "object.invoice_names",
    "object.contract_text",
    "object.reminders_text",
    "object.amount_figures",
    "object.amount_words",
    "object.days_text",
    "object.delay_start_text",
    "object.company_name",
    "object.date_text",
    "object.agreement_text",
    "object.missed_text",
)

# The post, or a qualified provider, proves when these were presented.
REGISTERED = ("registered", "registered_email")
# Beyond, the subject counts them: the table names each.
NAMED_INVOICES = 4

WORD_FIELDS = [name.removeprefix("object.") for name in PLACEHOLDERS]


class LitigeLetterProseMixin(models.AbstractModel):
    """The words of a letter: what templates may read, and the page they are printed on."""

    _name = "litige.letter.prose.mixin"
    _description = "Words of a Letter"

    salutation = fields.Char(compute="_compute_words")
    invoices_text = fields.Char(compute="_compute_words")
    invoice_names = fields.Char(compute="_compute_words")
    contract_text = fields.Char(compute="_compute_words")
    reminders_text = fields.Char(compute="_compute_words")
    amount_figures = fields.Char(compute="_compute_words")
    amount_words = fields.Char(compute="_compute_words")
    days_text = fields.Char(compute="_compute_words")
    delay_start_text = fields.Char(compute="_compute_words")
    company_name = fields.Char(compute="_compute_words")
    date_text = fields.Char(compute="_compute_words")
    agreement_text = fields.Char(compute="_compute_words")
    missed_text = fields.Char(compute="_compute_words")

    @api.model
    def mail_allowed_qweb_expressions(self):
        """The words of a letter are all that a template may read."""
        return PLACEHOLDERS

    def _compute_words(self):
        # Not stored and without dependencies: read when a text is written, never shown.
        reminders = self.env["litige.delivery"]._search_reminders(self.move_ids)
        for letter in self:
            letter.update(letter._get_words(reminders))

    def _get_words(self, reminders):
        """Return the value of each placeholder, in the letter's language."""
        self.ensure_one()
        words, language = WORDS[self.language], self.language
        moves = self._get_ordered_moves()
        amount = self._to_decimal(self.amount)
        return {
            "salutation": words["salutation"],
            "invoices_text": self._get_invoices_text(moves),
            "invoice_names": ", ".join(moves.mapped("name"))
            if len(moves) <= NAMED_INVOICES
            else words["some_invoices"].format(count=len(moves)),
            "contract_text": self._get_contract_text(),
            "reminders_text": self._get_reminders_text(reminders),
            "amount_figures": typography.amount(
                amount, self.currency_id.name, language, self.currency_id.decimal_places
            ),
            "amount_words": typography.amount_in_words(
                amount, self.currency_id.name, language, self.currency_id.decimal_places
            ),
            "days_text": typography.days(self.notice_days, language),
            "delay_start_text": words[
                "from_presentation" if self.channel in REGISTERED else "from_receipt"
            ],
            "company_name": self.company_id.name,
            "date_text": typography.long_date(self.date, language),
            **self._get_default_words(),
        }

    def _to_decimal(self, amount):
        digits = self.currency_id.decimal_places
        return typography.Decimal(f"{amount:.{digits}f}")

    def _get_invoices_text(self, moves):
        """Return the invoices in a sentence: one is described, several are counted."""
        words = WORDS[self.language]
        if len(moves) != 1:
            return words["invoices"].format(count=typography.count(len(moves), self.language))
        date = moves.invoice_date or moves.date
        return words["invoice"].format(
            name=moves.name, date=typography.long_date(date, self.language)
        )

    def _get_contract_text(self):
        words = WORDS[self.language]
        if not self.contract_reference:
            return words["without_contract"]
        if not self.contract_accepted_on:
            return words["contract"].format(reference=self.contract_reference)
        return words["contract_accepted"].format(
            reference=self.contract_reference,
            date=typography.long_date(self.contract_accepted_on, self.language),
        )

    def _get_reminders_text(self, reminders):
        """Return how the facts begin: with those of the sendings that reminded of the invoices."""
        words = WORDS[self.language]
        dates = reminders._get_reminder_dates(self.move_ids, self.date)
        if not dates:
            return words["no_reminder"]
        listed = [typography.long_date(date, self.language) for date in dates]
        if len(listed) == 1:
            return words["reminder"].format(date=listed[0])
        return words["reminders"].format(
            dates=f"{', '.join(listed[:-1])} {words['and']} {listed[-1]}"
        )

    # === PROSE === #

    def _fill_prose(self):
        """Write subject and prose from the template, dropping what was there."""
        self.invalidate_recordset(WORD_FIELDS)
        for template, letters in self.grouped("template_id").items():
            texts = {
                name: template._render_prose(name, letters)
                for name in ("subject", "opening", "closing")
            }
            for letter in letters:
                letter.write(
                    {
                        "subject": prose.to_text(texts["subject"][letter.id]),
                        "opening": texts["opening"][letter.id],
                        "closing": texts["closing"][letter.id],
                    }
                )

    def _get_demands(self):
        """Return what each letter asks, with the sums as they are now."""
        self.invalidate_recordset(WORD_FIELDS)
        demands = dict.fromkeys(self, Markup())
        for template, letters in self.grouped("template_id").items():
            if template.demand:
                texts = template._render_prose("demand", letters)
                demands |= {letter: letter._clean(texts[letter.id]) for letter in letters}
        return demands

    def _clean(self, text):
        """Return prose ready for printing: safe tags, no picture, the spaces of its language."""
        safe = html_sanitize(text or "", sanitize_style=True, strip_style=True, strip_classes=True)
        return prose.polish(safe, french=self.language == "fr")

    # === THE DOCUMENT === #

    def _get_documents(self):
        """Return the letters as the engine prints them, the errors of those that cannot be."""
        self.move_ids.line_ids.fetch(["account_id", "date_maturity"])
        self.move_ids.fetch(["name", "invoice_date", "amount_untaxed", "amount_tax"])
        results = self._get_statements()
        demands = self._get_demands()
        for letter in self:
            if isinstance(results[letter], Exception):
                continue
            try:
                results[letter] = letter._make_document(results[letter], demands[letter])
            except (UserError, ValueError) as error:
                results[letter] = error
        return {letter: results[letter] for letter in self}

    def _make_document(self, statement, demand):
        """Return the letter as the engine prints it."""
        self.ensure_one()
        values = {
            **self._get_page_values(self.company_id, self.partner_id, self.language),
            **self._get_letter_values(statement),
            "demand": demand,
        }
        number = "" if self.name == "/" else self.name
        title = WORDS[self.language]["file"][self.kind]
        return Document(
            template="litige_management.litige_letter_document",
            values=values,
            language=self.language,
            reference=" – ".join(filter(None, (number, self.company_id.name))),
            file_name=f"{title} {number.replace('/', '-')}".strip() + ".pdf",
        )

    def _get_letter_values(self, statement):
        words = WORDS[self.language]
        consumer = self._is_for_consumer()
        notice = self.kind in NOTICE_KINDS
        return {
            "letter": self,
            "words": words,
            "statement": statement,
            "rows": self._get_rows(statement),
            **self._get_interest_values(statement),
            "currency": statement.currency,
            "decimals": self.currency_id.decimal_places,
            "sent_on": self.date,
            "sending": self._get_sending_lines(),
            "references": self._get_references(),
            "opening": self._clean(self.opening),
            "closing": prose.split_last(self._clean(self.closing)),
            "is_notice": notice,
            "is_professional": self._get_audience() == "professional",
            "is_consumer": consumer,
            "with_privacy": notice and self._is_to_natural_person(),
            "follow_ups": self._get_follow_up_lines(statement) if notice else {},
            "mediator": self._get_mediator() if notice and consumer else None,
            "payment": self._get_payment_values(statement),
            "enclosures": self._get_enclosure_lines(),
            "with_annex": notice or self.kind == "statement",
            "cites": self._get_citations("legal_interest", "interest_first", "legal_rate"),
            "cite": partial(typography.cite, language=self.language),
            "penalty_text": self._get_penalty_text(statement)
            if self._prints_interest() and self._get_audience() == "professional"
            else "",
        }

    def _is_to_natural_person(self):
        """Whether the letter uses data on a person: a consumer, or one in business alone."""
        return self._is_for_consumer() or not self.move_ids.commercial_partner_id[:1].is_company

    def _get_sending_lines(self):
        """Return how the letter goes; a registered one has its number, or room for it."""
        words = WORDS[self.language]
        mention = words["sending"][self.channel]
        if self.channel not in REGISTERED:
            return mention
        number = self.registered_number and words["number_label"] + self.registered_number
        return Markup("%s<br/>%s") % (mention, number or words["number_blank"])

    def _get_references(self):
        """Return the labelled references at the head of the letter."""
        words = WORDS[self.language]
        rows = (
            (words["our_reference"], self.name if self.name != "/" else ""),
            (words["case"], self.case_id.name),
            (words["customer"], self.commercial_partner_id.ref),
            (
                words["customer_id"],
                self.commercial_partner_id.is_company
                and typography.siren(self.commercial_partner_id.company_registry),
            ),
            (
                words["contact"],
                ", ".join(
                    filter(
                        None,
                        (
                            self.user_id.name,
                            (self.user_id.phone or self.company_id.phone or "").replace(
                                " ", typography.NBSP
                            ),
                        ),
                    )
                ),
            ),
        )
        return [(label, value) for label, value in rows if value]

    def _get_follow_up_lines(self, statement):
        """Return the sentences of what is legally open, by code of `legal.admissibility`."""
        lines = FOLLOW_UPS[self.language]
        ways = self._get_follow_ups(statement)
        citations = self._get_citations(*(way.rule for way in ways if way.rule))
        return {
            way.code: lines[way.code, way.partial].format(article=citations.get(way.rule, ""))
            for way in ways
        }

    def _get_citations(self, *codes):
        """Return how the law is cited on the day of the letter, by code of the rule."""
        citations = self.env["litige.legal.reference"]._get_citations(codes, self.date)
        return {
            code: typography.cited(citation, self.language) for code, citation in citations.items()
        }

    def _get_penalty_text(self, statement):
        """Return where the penalties come from: the contract with its clause, or the law alone."""
        rules = self._get_citations("late_payment")
        percents = sorted(
            {
                line.debt.contract_rate
                for line in statement.lines
                if line.debt.contract_rate is not None
            }
        )
        if not percents:
            return f" ({rules['late_payment']})"
        words = WORDS[self.language]
        rates = f" {words['and']} ".join(
            typography.percent(percent, self.language) for percent in percents
        )
        clause = self.company_id.litige_penalty_clause
        text = words["contract_rate_clause" if clause else "contract_rate"]
        return text.format(rate=rates, clause=clause, rule=rules["late_payment"])

    def _get_mediator(self):
        """Return the consumer mediator when a letter may name it."""
        mediator = self.company_id.litige_mediator_id
        return mediator if mediator and mediator._is_printable(self.date) else None

    def _get_payment_values(self, statement):
        """Return how to pay: account, reference, and a QR code when Odoo can make one."""
        bank = self._get_bank()
        reference = self._get_payment_reference()
        if not bank:
            return {"reference": reference}
        return {
            "iban": typography.grouped(bank.acc_number, (4,)),
            "bic": bank.bank_bic,
            "holder": bank.acc_holder_name or self.company_id.name,
            "reference": reference,
            "qr": self._get_payment_qr(bank, float(statement.total_claimed), reference),
        }

    def _get_payment_qr(self, bank, amount, reference):
        """Return the payment QR code as a data URI, None when Odoo cannot make one."""
        values = bank._build_qr_code_vals(amount, reference, "", self.currency_id, self.partner_id)
        if not values:
            return None
        params = bank._get_qr_code_generation_params(**values) or {}
        if params.get("barcode_type") == "QR" and not params.get("mask"):
            return qr.draw(params["value"])
        return bank._get_qr_code_base64(**values)

    def _get_bank(self):
        """Return the account to pay to: the invoices' own, else the company's first in use."""
        accounts = self._get_ordered_moves().partner_bank_id | self.company_id.partner_id.bank_ids
        return accounts.filtered("active")[:1]

    def _get_payment_reference(self):
        moves = self._get_ordered_moves()
        if len(moves) == 1:
            return moves.payment_reference or moves.name
        return self.name if self.name != "/" else (self.case_id.name or moves[:1].name or "")
