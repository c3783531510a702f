from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class LitigeSettlementCreditMixin(models.AbstractModel):
    """Credit notes that carry an agreement out: drafts, for an accountant to post."""

    _name = "litige.settlement.credit.mixin"
    _description = "Credit Notes of an Agreement"

    def action_draft_credit_notes(self):
        """Draft the credit notes promised, and those of the discount once everything is paid."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "signed":
            raise UserError(self.env._("Only a signed agreement is carried out."))
        credits = self._get_promised_credits()
        drafts = self.env["account.move"]
        for commitment in credits.filtered(lambda one: one.amount and not one.credit_note_id):
            draft = self._draft_credit_note(self._get_credited_move(commitment), commitment.amount)
            # What follows the agreement is nobody's to write by hand; its rights are checked above.
            commitment.sudo().write({"credit_note_id": draft.id})
            drafts |= draft
        if not credits:
            drafts |= self._draft_discount()
        if not drafts:
            raise UserError(
                self.env._(
                    "No credit note is to be drafted: the discount is credited once everything is "
                    "paid, and each credit note promised is drafted once."
                )
            )
        return drafts._get_records_action(name=self.env._("Draft Credit Notes"))

    def _get_promised_credits(self):
        """Return the credit notes that we promise: they are how the discount is booked."""
        return self.commitment_ids.filtered(
            lambda line: line.kind == "credit_note" and line.party == "us"
        )

    def _get_credit_cautions(self):
        """Yield what the discount asks for, and what is odd in the credit notes promised."""
        credits = self._get_promised_credits()
        if self.waived_amount:
            yield self.env._(
                "The discount will need a credit note, with its VAT: ask your accountant."
            )
        if not credits or self.currency_id.is_zero(self.waived_amount):
            return
        promised = sum(credits.mapped("amount"))
        if self.currency_id.compare_amounts(promised, self.waived_amount):
            yield self.env._(
                "The credit notes promised add up to %(promised)s and the discount is "
                "%(discount)s: the credit notes are how the discount is booked, they should be "
                "equal.",
                promised=self.currency_id.format(promised),
                discount=self.currency_id.format(self.waived_amount),
            )
        last = max(filter(None, self._get_instalments().mapped("date_due")), default=False)
        early = [line.date_due for line in credits if line.date_due]
        if self.is_discount_conditional and last and early and min(early) < last:
            yield self.env._(
                "A credit note is promised before the last instalment, and the discount is lost "
                "on default: a credit note once posted does not cancel itself. Promise it after "
                "the last instalment."
            )

    def _get_credited_move(self, commitment):
        """Return the invoice a promised credit note bears on: discounted enough, else largest."""
        lines = self.line_ids.sorted(
            lambda line: (line.waived_amount >= commitment.amount, line.due_amount), reverse=True
        )
        return lines[:1].claim_id.move_id

    def _draft_discount(self):
        """Draft the credit notes of the discount, one per invoice, once everything is paid."""
        drafts = self.env["account.move"]
        if not self.currency_id.is_zero(self.left_amount) or self.accelerated_on:
            return drafts
        known = drafts.search([("litige_settlement_id", "=", self.id), ("state", "!=", "cancel")])
        for line in self.line_ids.filtered("waived_amount"):
            move = line.claim_id.move_id
            if move not in known.reversed_entry_id:
                drafts |= self._draft_credit_note(move, line.waived_amount)
        return drafts

    def _draft_credit_note(self, move, amount):
        """Return a draft credit note of `amount`, taxes included, shared as the invoice is.

        Each line takes its share; the cents that rounding leaves go to the largest.
        """
        share = amount / move.amount_total
        lines = move.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        draft = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": move.partner_id.id,
                "company_id": move.company_id.id,
                "currency_id": move.currency_id.id,
                "journal_id": move.journal_id.id,
                "fiscal_position_id": move.fiscal_position_id.id,
                "reversed_entry_id": move.id,
                "invoice_payment_term_id": False,
                "litige_settlement_id": self.id,
                "litige_credit_ground": "gesture",
                "ref": self.env._(
                    "%(agreement)s: discount on %(invoice)s", agreement=self.name, invoice=move.name
                ),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": line.name,
                            "account_id": line.account_id.id,
                            "quantity": 1,
                            "price_unit": self.currency_id.round(
                                (
                                    line.price_total
                                    if line.tax_ids[:1].price_include
                                    else line.price_subtotal
                                )
                                * share
                            ),
                            "tax_ids": [Command.set(line.tax_ids.ids)],
                        }
                    )
                    for line in lines
                ],
            }
        )
        self._settle_cents(draft, amount)
        draft.message_post(
            body=self.env._(
                "Drafted to carry out %(agreement)s: check the taxes before posting.",
                agreement=self.name,
            )
        )
        return draft

    def _settle_cents(self, draft, amount):
        """Move the cents of rounding to one line, so that the total is the one agreed.

        When the taxes of no line can give that cent, a line without tax does: the accountant sees
        it on the draft.
        """
        lines = draft.invoice_line_ids.sorted("price_total", reverse=True)
        for line in lines:
            rest = self.currency_id.round(amount - draft.amount_total)
            if not rest:
                return
            before = line.price_unit
            share = line.price_subtotal / line.price_total if line.price_total else 1.0
            line.price_unit = before + max(abs(self.currency_id.round(rest * share)), 0.01) * (
                1 if rest > 0 else -1
            )
            if self.currency_id.compare_amounts(draft.amount_total, amount):
                line.price_unit = before
        rest = self.currency_id.round(amount - draft.amount_total)
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
