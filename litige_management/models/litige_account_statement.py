from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..legal import typography
from ..legal.account import ZERO, Charge, Charges
from ..legal.debts import CLAIMED
from .litige_document_mixin import Document


class LitigeAccountStatement(models.Model):
    """The statement of a customer's account (relevé de compte), printed once and kept.

    It says what the books say on a day: every currency apart, to the cent. It is no reminder, and
    asks for interest only when the company claims it.
    """

    _name = "litige.account.statement"
    _inherit = ["mail.thread", "litige.document.mixin"]
    _description = "Account Statement"
    _order = "date_to desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('parent_id', '=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Sent To",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Whose address is printed: the invoice address, unless you choose another.",
    )
    kind = fields.Selection(
        [("open", "What is still open"), ("period", "Every transaction of a period")],
        string="Shows",
        required=True,
        default="open",
        help="What is open: each instalment and credit not settled yet. A period: the opening "
        "balance, each invoice, credit note and payment, the balance after each.",
    )
    date_from = fields.Date(
        string="From",
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
    )
    date_to = fields.Date(
        string="As Of",
        required=True,
        default=fields.Date.context_today,
        help="The account as it was at the end of this day.",
    )
    with_interest = fields.Boolean(
        string="With Interest Claimed",
        compute="_compute_with_interest",
        store=True,
        readonly=False,
        precompute=True,
        help="Adds, below the balance, late-payment interest and indemnities on what is overdue. "
        "Only when your company claims them.",
    )
    interest_mode = fields.Selection(related="company_id.litige_interest_mode")
    interest_refusal = fields.Text(
        string="Why No Interest",
        compute="_compute_interest_refusal",
        help="What keeps interest from being counted; the statement is printed without it.",
    )
    summary = fields.Text(
        string="Balance",
        compute="_compute_summary",
        help="What the customer owes in each currency: as printed, once it is.",
    )
    printed_summary = fields.Text(readonly=True, copy=False)
    warning = fields.Text(compute="_compute_warning")

    _dates_check = models.Constraint(
        "CHECK (kind != 'period' OR date_from <= date_to)", "A period cannot end before it starts."
    )

    # === COMPUTES === #

    @api.depends("partner_id", "date_to")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = self.env._(
                "Account of %(customer)s on %(date)s",
                customer=statement.partner_id.name or "",
                date=format_date(self.env, statement.date_to) if statement.date_to else "",
            )

    @api.depends("partner_id")
    def _compute_contact_id(self):
        for statement in self:
            partner = statement.partner_id
            found = partner and partner.address_get(["invoice"])["invoice"]
            statement.contact_id = found or partner

    @api.depends("company_id")
    def _compute_with_interest(self):
        for statement in self:
            statement.with_interest = statement.company_id.litige_interest_mode != "shown"

    @api.depends("partner_id", "company_id", "date_to", "printed_summary")
    def _compute_summary(self):
        live = self.filtered(lambda one: not one.printed_summary and one.partner_id and one.date_to)
        accounts = live._read_accounts()
        for statement in self:
            statement.summary = (
                statement.printed_summary
                or "\n".join(
                    self.env._(
                        "%(balance)s, of which overdue: %(overdue)s",
                        balance=currency.format(float(account.closing)),
                        overdue=currency.format(float(account.overdue)),
                    )
                    for currency, account in accounts.get(statement, {}).items()
                )
                or self.env._("Nothing is open.")
            )

    @api.depends("partner_id", "company_id", "date_to", "with_interest")
    def _compute_interest_refusal(self):
        for statement in self:
            refusal = False
            if statement.with_interest and statement.partner_id and statement.date_to:
                accounts = statement._read_accounts()
                _interest, refusal = statement._get_interest(accounts.get(statement, {}))
            statement.interest_refusal = refusal

    @api.depends("partner_id", "company_id")
    def _compute_warning(self):
        for statement in self:
            # Whether somebody is forbidden to pay is told to who writes to them.
            ban = statement.partner_id and statement.partner_id.sudo()._litige_get_payment_ban()
            words = [
                ban
                and self.env._(
                    "This customer is in a procedure that forbids paying earlier debts: the "
                    "statement informs, and asks for nothing."
                ),
                statement.partner_id
                and statement._has_written_off()
                and self.env._(
                    "Sums this customer owes were written off: the books no longer show them, nor "
                    "does this statement, which says that it is no receipt."
                ),
            ]
            statement.warning = "\n".join(word for word in words if word) or False

    def _has_written_off(self):
        """Whether disputed invoices of the customer are still owed and gone from the books."""
        self.ensure_one()
        # What the company wrote off is kept from the customer, not from who bills them.
        return bool(
            self.env["litige.claim"]
            .sudo()
            .search_count(
                [
                    ("company_id", "=", self.company_id.id),
                    ("move_id.commercial_partner_id", "=", self.partner_id.id),
                    ("written_off_amount", ">", 0),
                ],
                limit=1,
            )
        )

    # === READING === #

    def _read_accounts(self):
        """Return the accounts of each statement, `{statement: {currency: Account}}`.

        Statements of one company on the same days are read together.
        """
        result = {}
        for (company, as_of, since), batch in self.grouped(
            lambda one: (one.company_id, one.date_to, one._get_since())
        ).items():
            found = self.env["litige.account"]._read_accounts(
                batch.partner_id, company, as_of, since
            )
            for statement in batch:
                result[statement] = found.get(statement.partner_id._origin.id, {})
        return result

    def _get_since(self):
        self.ensure_one()
        return self.date_from if self.kind == "period" else None

    def _get_interest(self, accounts):
        """Return (`Charges` by currency, why some are missing).

        On invoices still open and overdue, as the company claims interest; on nothing else.
        """
        self.ensure_one()
        result, refusals = {}, []
        if not self.with_interest or self.company_id.litige_interest_mode == "shown":
            return result, ""
        for currency, account in accounts.items():
            ids = dict.fromkeys(
                one.line.invoice or one.line.entry
                for one in account.open_lines
                if one.line.kind == "invoice" and one.days
            )
            if not ids:
                continue
            try:
                found = self.env["litige.statement"]._statement_for_moves(
                    self.env["account.move"].browse(ids), self.date_to, CLAIMED
                )
            except UserError as error:  # RedirectWarning is one: the reason in words
                refusals.append(str(error.args[0]))
                continue
            charges = self._get_charges(found)
            if charges:
                result[currency] = Charges(charges, found.rates)
        return result, "\n".join(refusals)

    def _get_charges(self, statement):
        """Return what is claimed on each invoice and that no invoice of its own asks for yet."""
        # Whoever prints may have no right on disputes: what was invoiced is in the books.
        invoiced = {
            move.id: sums
            for move, *sums in self.env["litige.exit"]
            .sudo()
            ._read_group(
                [
                    ("invoice_id", "in", [line.debt.key for line in statement.lines]),
                    ("kind", "=", "interest"),
                    ("state", "=", "posted"),
                    ("date", "<=", self.date_to),
                ],
                ["invoice_id"],
                ["interest_amount:sum", "indemnity_amount:sum"],
            )
        }
        rows = []
        for line in statement.lines:
            interest, indemnity = (
                max(claimed - Decimal(f"{asked:.{line.debt.decimals}f}"), ZERO)
                for claimed, asked in zip(
                    (line.interest_claimed, line.indemnity_claimed),
                    invoiced.get(line.debt.key, (0.0, 0.0)),
                    strict=True,
                )
            )
            if interest or indemnity:
                rows.append(
                    Charge(line.debt.reference, line.principal_claimed, interest, indemnity)
                )
        return rows

    # === DOCUMENT === #

    def _get_documents(self):
        accounts = self._read_accounts()
        return {statement: statement._make_document(accounts[statement]) for statement in self}

    def _get_document(self):
        return self._get_documents()[self]

    def _make_document(self, accounts):
        language = self._get_language()
        interest, _refusal = self._get_interest(accounts)
        values = self._get_page_values(self.company_id, self.contact_id, language)
        partner = self.partner_id
        word = "Relevé de compte" if language == "fr" else "Account statement"
        return Document(
            template="litige_management.litige_account_statement_document",
            values={
                **values,
                "sent_on": fields.Date.context_today(self),
                "references": self._get_references(language),
                "statement": self,
                "sections": [
                    (currency, account, interest.get(currency))
                    for currency, account in accounts.items()
                    if self.kind == "period" or account.open_lines
                ],
                "has_written_off": self._has_written_off(),
                # The law forbids the payment whoever prints.
                "is_banned": bool(partner.sudo()._litige_get_payment_ban()),
                "bank": self._get_bank(),
                "iban": typography.grouped(self._get_bank().acc_number or "", (4,)),
            },
            language=language,
            reference=f"{word} – {partner.name}",
            file_name=f"{word} {self.date_to:%Y-%m-%d} {self._get_file_part(partner.name)}.pdf",
        )

    def _get_language(self):
        """Return the language of the statement, the recipient's: `en`, else `fr`."""
        return "en" if (self.contact_id.lang or "").startswith("en") else "fr"

    def _get_references(self, language):
        code = self.partner_id.ref
        return [("Votre compte" if language == "fr" else "Your account", code)] if code else []

    def _get_bank(self):
        """Return the account on which the company is paid, if it has one."""
        banks = self.company_id.partner_id.bank_ids
        return banks.filtered(
            lambda bank: not bank.company_id or bank.company_id == self.company_id
        )[:1]

    @staticmethod
    def _get_file_part(name):
        return "".join(char if char.isalnum() or char in " -" else "_" for char in name or "")

    # === ACTIONS === #

    def _freeze(self):
        """Print the statements that are not yet; what cannot be printed is said in words."""
        for statement in self.filtered(lambda one: not one.document_hash):
            statement.printed_summary = statement.summary
        failures = self._freeze_documents()
        if failures:
            raise UserError("\n".join(failures.values()))

    def action_preview(self):
        """Show the statement on the screen, without keeping it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/html/litige_management.litige_account_statement_document/{self.id}",
            "target": "new",
        }

    def action_print(self):
        """Print the statement, and keep what was printed."""
        self._freeze()
        return self.env.ref(
            "litige_management.litige_account_statement_action_report"
        ).report_action(self, config=False)

    def action_send_email(self):
        """Open the e-mail composer with the statement attached."""
        self.ensure_one()
        self._freeze()
        template = self._find_template("mail_template_litige_account_statement")
        return self._get_composer_action(
            self.env._("Send by E-Mail"), default_template_id=template.id
        )

    def write(self, vals):
        """What was printed does not change."""
        printed = {"partner_id", "company_id", "contact_id", "kind", "date_from", "date_to"}
        if (printed | {"with_interest", "printed_summary"}) & vals.keys() and any(
            one.document_hash for one in self
        ):
            raise UserError(
                self.env._("This statement was printed: make another one for another day.")
            )
        return super().write(vals)
