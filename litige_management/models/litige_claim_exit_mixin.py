from odoo import models
from odoo.exceptions import UserError


class LitigeClaimExitMixin(models.AbstractModel):
    """Where a disputed invoice stands in the books: on which accounts, at which rate."""

    _name = "litige.claim.exit.mixin"
    _description = "Accounts of a Disputed Invoice"

    def _get_due_lines(self):
        """Return the posted lines on which this invoice is still due, the oldest first.

        Its own receivable lines, and those of the entries that moved it to another account of the
        customer (doubtful customers).
        """
        self.ensure_one()
        lines = self.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        entries = lines.matched_credit_ids.credit_move_id.move_id.filtered(
            lambda move: (
                move.move_type == "entry"
                and not move.origin_payment_id
                and not move.statement_line_id
            )
        )
        moved = entries.line_ids.filtered(
            lambda line: line.balance > 0 and line.account_id not in lines.account_id
        )
        return (
            (lines | moved)
            .filtered(
                lambda line: (
                    line.parent_state == "posted"
                    and line.account_id._litige_is_due()
                    and not line.reconciled
                )
            )
            .sorted(lambda line: (line.move_id != self.move_id, line.date_maturity or line.date))
        )

    def _get_doubtful_lines(self):
        """Return the lines of other accounts of the customer on which this invoice is due."""
        return self._get_due_lines().filtered(lambda line: line.move_id != self.move_id)

    def _prepare_due_credits(self, amount):
        """Return the credit lines that take `amount` off what is due, by account.

        Each is at the rate of the line it settles: the cents of another currency come out even.

        :raises UserError: less than `amount` is due on the customer's accounts
        """
        self.ensure_one()
        currency, left, credits = self.currency_id, amount, {}
        for line in self._get_due_lines():
            part = min(left, line.amount_residual_currency)
            if currency.compare_amounts(part, 0.0) <= 0:
                continue
            whole = not currency.compare_amounts(part, line.amount_residual_currency)
            share = 1.0 if whole else part / line.amount_residual_currency
            credit = credits.setdefault(
                line.account_id,
                {
                    "account_id": line.account_id.id,
                    "partner_id": self.partner_id.id,
                    "currency_id": currency.id,
                    "amount_currency": 0.0,
                    "balance": 0.0,
                },
            )
            credit["amount_currency"] = currency.round(credit["amount_currency"] - part)
            credit["balance"] -= line.company_currency_id.round(line.amount_residual * share)
            left = currency.round(left - part)
        if not currency.is_zero(left):
            raise UserError(
                self.env._(
                    "Only %(due)s of %(invoice)s is still on the customer's accounts: %(amount)s "
                    "cannot be taken off it.",
                    due=currency.format(amount - left),
                    invoice=self.move_id.name,
                    amount=currency.format(amount),
                )
            )
        return list(credits.values())

    def _get_unplanned_amount(self, kinds, but=None):
        """Return what is still due and not yet asked for or drafted by exits of these kinds.

        :param but: exits not to count: those being decided on
        """
        self.ensure_one()
        # What is planned counts, whatever the user may read of it.
        planned = (
            self.env["litige.exit"]
            .sudo()
            .search(
                [
                    ("claim_id", "=", self.id),
                    ("kind", "in", list(kinds)),
                    ("state", "in", ("to_approve", "draft")),
                    ("id", "not in", but.ids if but else []),
                ]
            )
        )
        return self.currency_id.round(self.open_amount - sum(planned.mapped("amount")))

    def _get_company_amount(self, amount):
        """Return an amount of this invoice in the company's currency, at the rate it is booked."""
        self.ensure_one()
        move = self.move_id
        if move.currency_id == move.company_currency_id:
            return amount
        booked = abs(move.amount_total_signed / move.amount_total) if move.amount_total else 1.0
        return move.company_currency_id.round(amount * booked)
