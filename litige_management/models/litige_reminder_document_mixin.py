"""The words of a reminder: what the texts of e-mails read, and the statement attached to them."""

from decimal import Decimal

from odoo import fields, models

from ..legal import typography
from .litige_document_mixin import Document

WORDS = {
    "fr": {
        "title": "Relevé des sommes échues",
        "title_to_come": "Sommes bientôt échues",
        "file": "Relevé des sommes échues {date}",
        "one": "la facture {name}, échue le {date}",
        "one_to_come": "la facture {name}, à échéance du {date}",
        "many": "{count} échéances de {invoices}",
        "each": "{count} factures échues",
        "each_to_come": "{count} factures",
        "one_invoice": "la facture {name}",
        "invoices": "vos factures",
        "and": "et",
        "short": "facture {name}",
        "short_many": "{count} échéances",
        "short_each": "{count} factures",
        "holder": "Virement au nom de",
        "reference": "Référence à rappeler",
        "as_of": "Arrêté au {date}",
        "customer": "Votre référence client\u00a0:",
    },
    "en": {
        "title": "Statement of overdue sums",
        "title_to_come": "Sums soon due",
        "file": "Statement of overdue sums {date}",
        "one": "invoice {name}, due on {date}",
        "one_to_come": "invoice {name}, which falls due on {date}",
        "many": "{count} instalments of {invoices}",
        "each": "{count} overdue invoices",
        "each_to_come": "{count} invoices",
        "one_invoice": "invoice {name}",
        "invoices": "your invoices",
        "and": "and",
        "short": "invoice {name}",
        "short_many": "{count} instalments",
        "short_each": "{count} invoices",
        "holder": "Transfer to",
        "reference": "Reference to quote",
        "as_of": "On {date}",
        "customer": "Your customer reference:",
    },
}


class LitigeReminderDocumentMixin(models.AbstractModel):
    """What texts of reminders may read, in the language of the customer."""

    _name = "litige.reminder.document.mixin"
    _description = "Words of a Reminder"

    previous_date = fields.Date(
        string="Reminder Before",
        compute="_compute_previous_date",
        help="The last written reminder of the same invoices.",
    )

    # === WHAT THE TEXTS OF E-MAILS READ === #

    def _is_to_come(self):
        """Whether it announces sums that are not due yet."""
        self.ensure_one()
        return all(line.days <= 0 for line in self.line_ids)

    def _get_date_text(self, day):
        """Return a day in full, in the language of the reminder."""
        return typography.long_date(day, self.language)

    def _get_invoices_text(self):
        """Return what is late, in a sentence: the invoice, or how many instalments."""
        self.ensure_one()
        words, lines = WORDS[self.language], self.line_ids
        if len(lines) == 1:
            pattern = words["one_to_come" if self._is_to_come() else "one"]
            return pattern.format(name=lines.move_name, date=self._get_date_text(lines.date_due))
        names = set(lines.mapped("move_name"))
        count = typography.count(len(lines), self.language)
        if len(names) == len(lines):  # nobody pays these in several times
            pattern = words["each_to_come" if self._is_to_come() else "each"]
            return pattern.format(count=count)
        invoices = (
            words["one_invoice"].format(name=lines[0].move_name)
            if len(names) == 1
            else words["invoices"]
        )
        return words["many"].format(count=count, invoices=invoices)

    def _get_short_text(self):
        """Return what is late, for the subject of an e-mail."""
        self.ensure_one()
        words, names = WORDS[self.language], list(dict.fromkeys(self.line_ids.mapped("move_name")))
        if len(names) == 1:
            return words["short"].format(name=names[0])
        count = len(self.line_ids)
        return words["short_each" if len(names) == count else "short_many"].format(count=count)

    def _get_total_text(self):
        """Return what is asked for, one amount per currency."""
        self.ensure_one()
        parts = [
            self._format(sum(lines.mapped("amount")), currency)
            for currency, lines in self.line_ids.grouped("currency_id").items()
        ]
        if len(parts) == 1:
            return parts[0]
        return f"{', '.join(parts[:-1])} {WORDS[self.language]['and']} {parts[-1]}"

    def _compute_previous_date(self):
        # Without dependencies: read once, when the texts are written.
        lines = self.env["litige.reminder.line"].search(
            [
                ("move_id", "in", self.line_ids.move_id.ids),
                ("reminder_id.channel", "in", ("email", "letter")),
                ("reminder_id.state", "=", "sent"),
            ]
        )
        by_customer = lines.grouped(lambda line: (line.company_id, line.reminder_id.partner_id))
        for reminder in self:
            before = by_customer.get((reminder.company_id, reminder.partner_id), lines.browse())
            moves = reminder.line_ids.move_id
            reminder.previous_date = max(
                (
                    line.date
                    for line in before
                    if line.date < reminder.date and line.move_id in moves
                ),
                default=False,
            )

    def _get_previous_text(self):
        """Return the day of the last written reminder of these invoices, empty without any."""
        self.ensure_one()
        return self._get_date_text(self.previous_date) if self.previous_date else ""

    def _get_greeting(self):
        """Return who signs: a person of the company, when one follows the reminder."""
        self.ensure_one()
        return self.user_id.name or ""

    def _get_sender(self):
        """Return the address that the e-mail comes from: a person's, else the company's."""
        self.ensure_one()
        user = self.user_id
        return user.email_formatted if user.email else self.company_id.email_formatted

    def _get_table(self):
        """Return the table of what is due, for an e-mail."""
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            "litige_management.litige_reminder_mail_table", self._get_sums_values()
        )

    def _get_payment_block(self):
        """Return how to pay, for an e-mail."""
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            "litige_management.litige_reminder_mail_payment", self._get_sums_values()
        )

    def _has_account(self):
        """Whether an account to pay to is known: else no transfer is spoken of."""
        self.ensure_one()
        return bool(self._get_payment()["iban"])

    # === THE STATEMENT === #

    def _get_document(self):
        self.ensure_one()
        words = WORDS[self.language]
        day = typography.short_date(self.date).replace("/", "-")
        return Document(
            template="litige_management.litige_reminder_document",
            values={
                **self._get_page_values(
                    self.company_id, self.contact_id or self.partner_id, self.language
                ),
                **self._get_sums_values(),
                "title": words["title_to_come" if self._is_to_come() else "title"],
                "sent_on": self.date,
                "references": [(words["customer"], self.partner_id.ref)]
                if self.partner_id.ref
                else [],
                "is_person": not self.partner_id.is_company,
            },
            language=self.language,
            reference=self.company_id.name,
            file_name=words["file"].format(date=day) + ".pdf",
        )

    def _get_sums_values(self):
        """Return the rows of the table, the totals per currency, and how to pay."""
        language = self.language
        currencies = self.line_ids.currency_id
        groups = []
        for currency, lines in self.line_ids.grouped("currency_id").items():
            groups.append(
                {
                    "currency": currency.name,
                    "rows": [self._get_row(line) for line in lines],
                    "total": self._format(sum(lines.mapped("amount")), currency),
                }
            )
        return {
            "reminder": self,
            "fr": language == "fr",
            "words": WORDS[language],
            "groups": groups,
            "many_currencies": len(currencies) > 1,
            "with_held": any(self.line_ids.mapped("held_amount")),
            "to_come": self._is_to_come(),
            "total": self._get_total_text(),
            "payment": self._get_payment(),
        }

    def _get_row(self, line):
        currency = line.currency_id
        return {
            "name": line.move_name,
            "invoiced_on": line.date_invoice and typography.short_date(line.date_invoice),
            "due_on": typography.short_date(line.date_due),
            "days": max(line.days, 0),
            "amount": self._format(line.amount, currency),
            "held": self._format(line.held_amount, currency) if line.held_amount else "",
        }

    def _get_payment(self):
        """Return how to pay: the account of the invoices, else the company's first in use."""
        moves = self.line_ids.move_id.sudo()  # the account to pay to is printed on the invoices
        accounts = moves.partner_bank_id | self.company_id.partner_id.sudo().bank_ids
        bank = accounts.filtered("active")[:1]
        references = list(
            dict.fromkeys(move.payment_reference or move.name or "" for move in moves)
        )
        return {
            "iban": typography.grouped(bank.acc_number, (4,)) if bank else "",
            "bic": bank.bank_bic or "",
            "holder": bank.acc_holder_name or self.company_id.name,
            "reference": ", ".join(filter(None, references)),
        }

    def _format(self, amount, currency):
        digits = currency.decimal_places
        return typography.amount(
            Decimal(f"{amount:.{digits}f}"), currency.name, self.language, digits
        )
