from odoo import fields, models
from odoo.exceptions import UserError


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
        planned = self._plan_credit_notes()
        waiting = self._get_waiting_credits()
        if not planned and waiting:
            raise UserError(
                self.env._("A manager has still to approve the credit notes of this agreement.")
            )
        if not planned:
            raise UserError(
                self.env._(
                    "No credit note is to be drafted: the discount is credited once everything is "
                    "paid, and each credit note promised is drafted once."
                )
            )
        return self.env["litige.exit"]._ask(planned)._get_next_action()

    def _get_waiting_credits(self):
        """Return the credit notes of this agreement that a manager has not decided on yet."""
        return self.env["litige.exit"].search(
            [("settlement_id", "=", self.id), ("decision", "=", "pending")]
        )

    def _plan_credit_notes(self):
        """Return the exits to ask for: the credit notes promised, else those of the discount."""
        waiting = self._get_waiting_credits()
        credits = self._get_promised_credits()
        if credits:
            todo = credits.filtered(lambda one: one.amount and not one.credit_note_id)
            return [
                self._prepare_credit_exit(
                    self._get_credited_line(commitment), commitment.amount, commitment
                )
                for commitment in todo - waiting.commitment_id
            ]
        return [
            self._prepare_credit_exit(line, line.waived_amount)
            for line in self._get_discounted_lines()
            if line.claim_id not in waiting.claim_id
        ]

    def _prepare_credit_exit(self, line, amount, commitment=None):
        return {
            "case_id": line.claim_id.case_id.id,
            "claim_id": line.claim_id.id,
            "kind": "agreement",
            "amount": amount,
            "ground": "gesture",
            "date": fields.Date.context_today(self),
            "reason": self.name,
            "settlement_id": self.id,
            "commitment_id": commitment.id if commitment else False,
        }

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

    def _get_credited_line(self, commitment):
        """Return the invoice a promised credit note bears on: discounted enough, else largest."""
        lines = self.line_ids.sorted(
            lambda line: (line.waived_amount >= commitment.amount, line.due_amount), reverse=True
        )
        return lines[:1]

    def _get_discounted_lines(self):
        """Return the invoices whose discount is to be credited, once everything is paid."""
        lines = self.line_ids.filtered("waived_amount")
        if not self.currency_id.is_zero(self.left_amount) or self.accelerated_on:
            return lines.browse()
        known = self.env["account.move"].search(
            [("litige_settlement_id", "=", self.id), ("state", "!=", "cancel")]
        )
        return lines.filtered(lambda line: line.claim_id.move_id not in known.reversed_entry_id)

    def _draft_credit_note(self, move, amount):
        """Return a draft credit note of `amount`, taxes included, shared as the invoice is."""
        draft = self.env["litige.credit.note"]._draft_amount(
            move,
            amount,
            {
                "litige_settlement_id": self.id,
                "litige_credit_ground": "gesture",
                "ref": self.env._(
                    "%(agreement)s: discount on %(invoice)s", agreement=self.name, invoice=move.name
                ),
            },
        )
        draft.message_post(
            body=self.env._(
                "Drafted to carry out %(agreement)s: check the taxes before posting.",
                agreement=self.name,
            )
        )
        return draft
