from odoo import api, models
from odoo.fields import Command


class LitigeCreditNote(models.AbstractModel):
    """Draft credit notes on a disputed invoice: of an amount, or of some of its lines."""

    _name = "litige.credit.note"
    _description = "Drafting of Credit Notes"

    @api.model
    def _draft_amount(self, move, amount, values, account=None):
        """Return a draft credit note of `amount`, taxes included, shared as the invoice is.

        Each line takes its share; the cents that rounding leaves go to the largest.

        :param account: the account of every line (default: that of the invoice's line)
        """
        share = amount / move.amount_total
        lines = move.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        draft = self._create_draft(
            move,
            values,
            [
                {
                    "name": line.name,
                    "account_id": (account or line.account_id).id,
                    "quantity": 1,
                    "price_unit": move.currency_id.round(
                        (
                            line.price_total
                            if line.tax_ids[:1].price_include
                            else line.price_subtotal
                        )
                        * share
                    ),
                    "tax_ids": [Command.set(line.tax_ids.ids)],
                    "analytic_distribution": line.analytic_distribution,
                }
                for line in lines
            ],
        )
        self._settle_cents(draft, amount)
        return draft

    @api.model
    def _draft_lines(self, move, quantities, values, account=None):
        """Return a draft credit note of some lines of the invoice.

        :param quantities: what is credited of each line: {line: quantity}
        """
        return self._create_draft(
            move,
            values,
            [
                {
                    "name": line.name,
                    "product_id": line.product_id.id,
                    "product_uom_id": line.product_uom_id.id,
                    "account_id": (account or line.account_id).id,
                    "quantity": quantity,
                    "price_unit": line.price_unit,
                    "discount": line.discount,
                    "tax_ids": [Command.set(line.tax_ids.ids)],
                    "analytic_distribution": line.analytic_distribution,
                }
                for line, quantity in quantities.items()
            ],
        )

    @api.model
    def _create_draft(self, move, values, lines):
        """Create the draft at the rate of the invoice: what is given back is what was booked."""
        return self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": move.partner_id.id,
                "company_id": move.company_id.id,
                "currency_id": move.currency_id.id,
                "invoice_currency_rate": move.invoice_currency_rate,
                "journal_id": move.journal_id.id,
                "fiscal_position_id": move.fiscal_position_id.id,
                "reversed_entry_id": move.id,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line) for line in lines],
                **values,
            }
        )

    @api.model
    def _settle_cents(self, draft, amount):
        """Move the cents of rounding to one line, so that the total is the one agreed.

        When the taxes of no line can give that cent, a line without tax does: the accountant sees
        it on the draft.
        """
        currency = draft.currency_id
        lines = draft.invoice_line_ids.sorted("price_total", reverse=True)
        for line in lines:
            rest = currency.round(amount - draft.amount_total)
            if not rest:
                return
            before = line.price_unit
            share = line.price_subtotal / line.price_total if line.price_total else 1.0
            line.price_unit = before + max(abs(currency.round(rest * share)), currency.rounding) * (
                1 if rest > 0 else -1
            )
            if currency.compare_amounts(draft.amount_total, amount):
                line.price_unit = before
        rest = currency.round(amount - draft.amount_total)
        if rest:
            draft.invoice_line_ids = [
                Command.create(
                    {
                        "name": self.env._("Rounding"),
                        "account_id": lines[:1].account_id.id,
                        "quantity": 1,
                        "price_unit": rest,
                        "tax_ids": [Command.clear()],
                    }
                )
            ]
