from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class LitigeExitDocumentMixin(models.AbstractModel):
    """The credit notes, and the invoice of interest and indemnity, of exits."""

    _name = "litige.exit.document.mixin"
    _description = "Documents of Accounting Exits"

    # === CREDIT NOTES === #

    def _draft_credit_note(self):
        """Draft a credit note on the invoice: of some lines, or of an amount shared as it is."""
        self._check_on_customer_account()
        Credit = self.env["litige.credit.note"]
        values = self._prepare_credit_note()
        if self.credit_lines:
            Line = self.env["account.move.line"]
            quantities = {Line.browse(one["line_id"]): one["quantity"] for one in self.credit_lines}
            draft = Credit._draft_lines(self.invoice_id, quantities, values)
            # Quantities rule: their total is the document's, to the cent.
            total = draft.amount_total
            company_amount = self.claim_id._get_company_amount(total)
            self.sudo().write({"amount": total, "company_amount": company_amount})
            return draft
        return Credit._draft_amount(self.invoice_id, self.amount, values)

    def _draft_rebate(self):
        """Draft a credit note on the account of price reductions granted, VAT taken back."""
        self._check_on_customer_account()
        return self.env["litige.credit.note"]._draft_amount(
            self.invoice_id, self.amount, self._prepare_credit_note(), self.account_id
        )

    def _draft_discount(self):
        """Draft a credit note of a discount for payment: a financial expense, VAT taken back."""
        return self._draft_rebate()

    def _draft_agreement(self):
        """Draft the credit note of an agreement, and tell its commitment."""
        draft = self.settlement_id._draft_credit_note(self.invoice_id, self.amount)
        if self.commitment_id:
            # What follows the agreement is nobody's to write by hand; rights were checked.
            self.commitment_id.sudo().write({"credit_note_id": draft.id})
        return draft

    def _prepare_credit_note(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "invoice_date": self.date,
            "litige_credit_ground": self.ground or "gesture",
            "ref": self.env._(
                "%(case)s: %(kind)s on %(invoice)s",
                case=self.case_id.name,
                kind=labels[self.kind].lower(),
                invoice=self.invoice_id.name,
            ),
        }

    def _check_on_customer_account(self):
        """Refuse to credit an invoice that was moved elsewhere: nothing would be reconciled."""
        moved = self.claim_id._get_doubtful_lines()
        if moved and self.currency_id.is_zero(self.invoice_id.amount_residual):
            raise UserError(
                self.env._(
                    "%(invoice)s stands on %(account)s: reverse that entry first, then credit it.",
                    invoice=self.invoice_id.name,
                    account=", ".join(moved.account_id.mapped("display_name")),
                )
            )

    # === INTEREST AND INDEMNITY === #

    def _draft_interest_invoice(self):
        """Draft one invoice for the interest and the indemnities of a dispute, without VAT."""
        one, lines = self[:1], []
        for claim_exit in self:
            invoice = claim_exit.invoice_id.name
            if claim_exit.interest_amount:
                lines.append(
                    {
                        "name": self.env._("Late-payment interest on %(invoice)s", invoice=invoice),
                        "account_id": claim_exit.account_id.id,
                        "price_unit": claim_exit.interest_amount,
                    }
                )
            if claim_exit.indemnity_amount:
                lines.append(
                    {
                        "name": self.env._(
                            "Fixed compensation for recovery costs on %(invoice)s", invoice=invoice
                        ),
                        "account_id": claim_exit.counterpart_account_id.id,
                        "price_unit": claim_exit.indemnity_amount,
                    }
                )
        source = one.invoice_id
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": source.partner_id.id,
                "company_id": one.company_id.id,
                "currency_id": one.currency_id.id,
                "journal_id": one.journal_id.id,
                "fiscal_position_id": source.fiscal_position_id.id,
                "invoice_date": one.date,
                "invoice_payment_term_id": False,
                "invoice_origin": one.case_id.name,
                "narration": one.vat_mention,
                "invoice_line_ids": [
                    Command.create({"quantity": 1, "tax_ids": [Command.clear()], **line})
                    for line in lines
                ],
            }
        )
