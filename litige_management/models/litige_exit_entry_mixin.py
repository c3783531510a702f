from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..legal import exits as law


class LitigeExitEntryMixin(models.AbstractModel):
    """The miscellaneous entries of exits: write-off, doubtful customer, provision, reversal.

    Every entry is made at the rate at which the invoice was booked, so that no exchange
    difference comes from giving it up.
    """

    _name = "litige.exit.entry.mixin"
    _description = "Entries of Accounting Exits"

    def _draft(self):
        """Draft what was approved: one entry each, one invoice for the interest of a dispute."""
        interest = self.filtered(lambda one: one.kind == "interest")
        if interest:
            interest._set_move(interest._draft_interest_invoice())
        for one in self - interest:
            draft = getattr(one, f"_draft_{one.kind}")
            one._set_move(draft())

    def _set_move(self, move):
        move.message_post(body=self._get_draft_words())
        # Nobody has the right to write exits: `_decide` checked those on the dispute.
        self.sudo().write({"move_id": move.id})

    def _get_draft_words(self):
        """Tell the accountant where the draft comes from."""
        one = self[:1]
        return self.env._(
            "Drafted for the dispute %(case)s: an accountant checks and posts it. %(words)s",
            case=one.case_id.name,
            words=one.explanation or "",
        )

    # === ENTRIES === #

    def _create_entry(self, lines, label, **values):
        """Return a draft entry with exactly these lines: no tax is counted again."""
        return (
            self.env["account.move"]
            .with_context(skip_invoice_sync=True)
            .create(
                {
                    "move_type": "entry",
                    "company_id": self.company_id.id,
                    "journal_id": self.journal_id.id,
                    "date": self.date,
                    "currency_id": self.currency_id.id,
                    "ref": label,
                    "line_ids": [Command.create({"name": label, **line}) for line in lines],
                    **values,
                }
            )
        )

    def _draft_write_off(self):
        """Draft the loss: an expense without the VAT that is recovered, against what is due."""
        label = self.env._(
            "%(case)s: %(invoice)s written off",
            case=self.case_id.name,
            invoice=self.invoice_id.name,
        )
        due = self.claim_id._prepare_due_credits(self.amount)
        balance = sum(line["balance"] for line in due)
        debits = self._spread_balance(self._prepare_loss_lines(), -balance)
        return self._create_entry([*debits, *due], label)

    def _prepare_loss_lines(self):
        """Return the lines of expense and VAT, in the currency of the invoice."""
        lines, plain = [], 0.0
        groups = self.invoice_id._litige_get_tax_groups()
        parts = law.split(
            self._to_decimal(self.amount),
            [group["part"] for group in groups],
            self.currency_id.decimal_places,
        )
        for group, part in zip(groups, parts, strict=True):
            # VAT that falls due on payment was never due: it leaves its waiting account.
            # A cash rounding is no VAT: it has no line of it.
            has_vat = part.tax and group["tax_lines"]
            if not has_vat or not (self.is_vat_recovered or group["is_on_payment"]):
                plain += float(part.total)
                continue
            lines.append(
                {
                    "account_id": self.account_id.id,
                    "amount_currency": float(part.base),
                    "tax_ids": [Command.set(group["taxes"].ids)],
                    "tax_tag_ids": [Command.set(group["base_tags"].ids)],
                }
            )
            lines += self._prepare_tax_lines(group, part)
        if not self.currency_id.is_zero(plain):
            lines.append({"account_id": self.account_id.id, "amount_currency": plain})
        return [{**line, "partner_id": self.partner_id.id} for line in lines]

    def _prepare_tax_lines(self, group, part):
        """Return the lines that take back the VAT of one rate, as a credit note would."""
        weights = [self._to_decimal(abs(line.amount_currency)) for line in group["tax_lines"]]
        amounts = law.shares(part.tax, weights, self.currency_id.decimal_places)
        lines = []
        for line, amount in zip(group["tax_lines"], amounts, strict=True):
            repartition = line.tax_repartition_line_id._litige_get_refund_twin()
            lines.append(
                {
                    "account_id": line.account_id.id,
                    "amount_currency": float(amount),
                    "tax_repartition_line_id": repartition.id,
                    "tax_base_amount": float(part.base),
                    "tax_tag_ids": [
                        Command.set([] if group["is_on_payment"] else repartition.tag_ids.ids)
                    ],
                }
            )
        return lines

    def _draft_doubtful(self):
        """Draft the move to the account of doubtful customers, VAT included."""
        label = self.env._(
            "%(case)s: %(invoice)s, doubtful customer",
            case=self.case_id.name,
            invoice=self.invoice_id.name,
        )
        due = self.claim_id._prepare_due_credits(self.amount)
        debit = {
            "account_id": self.account_id.id,
            "partner_id": self.partner_id.id,
            "amount_currency": self.amount,
            # As old there as it was here.
            "date_maturity": self.claim_id._get_due_lines()[:1].date_maturity,
        }
        balance = sum(line["balance"] for line in due)
        return self._create_entry([*self._spread_balance([debit], -balance), *due], label)

    def _draft_provision(self):
        """Draft the depreciation of the claim without VAT, in the company's currency."""
        label = self.env._(
            "%(case)s: depreciation of %(invoice)s (%(rate)s %%)",
            case=self.case_id.name,
            invoice=self.invoice_id.name,
            rate=f"{self.rate:g}",
        )
        lines = [
            {"account_id": account.id, "partner_id": self.partner_id.id, "balance": balance}
            for account, balance in (
                (self.account_id, self.company_amount),
                (self.counterpart_account_id, -self.company_amount),
            )
        ]
        return self._create_entry(lines, label, currency_id=self.company_currency_id.id)

    def _draft_reversal(self):
        """Draft the opposite of a posted exit, for the whole or for a part of it."""
        origin = self.origin_id.move_id
        if origin.state != "posted":
            raise UserError(self.env._("Only what was posted is reversed."))
        label = self.env._(
            "%(case)s: reversal of %(entry)s", case=self.case_id.name, entry=origin.name
        )
        share = self.amount / self.origin_id.amount
        lines = [self._prepare_opposite(line, share) for line in origin.line_ids]
        self._settle_rounding(lines, origin.currency_id)
        return self._create_entry(
            lines, label, reversed_entry_id=origin.id, currency_id=origin.currency_id.id
        )

    def _prepare_opposite(self, line, share):
        """Return the opposite of a posted line, for a share of it, on the account chosen for it."""
        account = line.account_id
        if account == self.origin_id.account_id and account.internal_group == "expense":
            account = self.account_id or account
        amount = line.move_id.currency_id.round(-line.amount_currency * share)
        same = line.move_id.currency_id == self.company_currency_id
        return {
            "account_id": account.id,
            "partner_id": line.partner_id.id,
            "currency_id": line.currency_id.id,
            "amount_currency": amount,
            "balance": amount if same else self.company_currency_id.round(-line.balance * share),
            "tax_ids": [Command.set(line.tax_ids.ids)],
            "tax_tag_ids": [Command.set(line.tax_tag_ids.ids)],
            "tax_repartition_line_id": line.tax_repartition_line_id.id,
            "tax_base_amount": self.company_currency_id.round(line.tax_base_amount * share),
        }

    # === CENTS === #

    def _settle_rounding(self, lines, currency):
        """Give the cents that rounding left over to a line of expense or income, not to a debt."""
        accounts = self.env["account.account"]
        for name, unit in (("amount_currency", currency), ("balance", self.company_currency_id)):
            rest = unit.round(sum(line[name] for line in lines))
            if not rest:
                continue
            chosen = max(
                lines,
                key=lambda line: (
                    accounts.browse(line["account_id"]).internal_group in ("expense", "income"),
                    abs(line[name]),
                ),
            )
            chosen[name] = unit.round(chosen[name] - rest)

    def _spread_balance(self, lines, balance):
        """Give lines their part of `balance`, in the company's currency, as their amounts are."""
        weights = [self._to_decimal(line["amount_currency"]) for line in lines]
        decimals = self.company_currency_id.decimal_places
        parts = law.shares(Decimal(f"{balance:.{decimals}f}"), weights, decimals)
        rate = balance / float(sum(weights))
        for line, part in zip(lines, parts, strict=True):
            line.update(balance=float(part), currency_id=self.currency_id.id)
            if "tax_base_amount" in line:
                line["tax_base_amount"] = self.company_currency_id.round(
                    line["tax_base_amount"] * rate
                )
        return lines

    def _to_decimal(self, amount):
        return Decimal(f"{amount:.{self.currency_id.decimal_places}f}")
