from odoo import models
from odoo.fields import Command


class LitigeOfferAgreementMixin(models.AbstractModel):
    """The draft agreement that an accepted offer becomes, with everything filled in."""

    _name = "litige.offer.agreement.mixin"
    _description = "Agreement Made from an Offer"

    def _make_settlement(self):
        """Return the draft agreement: invoices, discount, instalments, what each side does."""
        self.ensure_one()
        settlement = self.env["litige.settlement"].create(self._prepare_settlement())
        self._share_discount(settlement)
        extra = self.currency_id.round(self.amount - settlement.principal_amount)
        if extra > 0 and not settlement.is_protected:
            settlement.write({"charges_fate": "included", "charges_amount": extra})
        settlement.write(
            {
                "commitment_ids": [
                    *(
                        Command.create(
                            {
                                "party": "customer",
                                "kind": "payment",
                                "date_due": day,
                                "amount": amount,
                            }
                        )
                        for day, amount in self._get_schedule()
                    ),
                    *(Command.create(line._prepare_commitment()) for line in self.line_ids),
                ]
            }
        )
        return settlement

    def _prepare_settlement(self):
        """Return the values of the draft agreement, before its sums."""
        self.ensure_one()
        return {"case_id": self.case_id.id, "kind": self._get_agreement_kind()}

    def _get_agreement_kind(self):
        """Return the kind that fits: without any concession of ours it only spreads what is due.

        Whether the customer gives something up, a person says on the draft.
        """
        gives = self.line_ids.filtered(lambda line: line.party == "us")
        given = not self.currency_id.is_zero(self.discount_amount) or gives
        withdrawn = self.line_ids.filtered(lambda line: line.kind == "withdrawal")
        return "transaction" if given or withdrawn else "plan"

    def _share_discount(self, settlement):
        """Give the discount first on what is disputed, oldest first, then on the rest."""
        left = self.currency_id.round(settlement.principal_amount - self.amount)
        lines = settlement.line_ids.sorted(lambda line: (line.date_due, line.id))
        for capped in (True, False):
            for line in lines:
                room = line.due_amount - line.waived_amount
                if capped:
                    room = min(room, line.claim_id.open_disputed_amount)
                part = self.currency_id.round(min(max(left, 0.0), room))
                if part > 0:
                    line.waived_amount += part
                    left = self.currency_id.round(left - part)


class LitigeOfferLine(models.Model):
    _inherit = "litige.offer.line"

    def _prepare_commitment(self):
        """Return the commitment that this part becomes; without a day, that of the last payment."""
        self.ensure_one()
        days = [day for day, _amount in self.offer_id._get_schedule()]
        return {
            "party": self.party,
            "kind": self.kind,
            "description": self.description,
            "amount": self.amount,
            "date_due": self.date_due or (days[-1] if days else self.offer_id.expires_on),
        }
