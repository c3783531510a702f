from psycopg2.errors import UniqueViolation

from odoo import fields, models

from ..portal.inputs import Refused


class AccountMove(models.Model):
    """An invoice on the portal: what its customer may say of it."""

    _inherit = "account.move"

    def _litige_can_complain(self):
        """Whether the customer may still open a complaint on this invoice: overdue, and once."""
        self.ensure_one()
        if not self.company_id.litige_portal_enabled:
            return False
        overdue, _days = self._litige_get_overdue(fields.Date.context_today(self))
        return bool(overdue) and not self._litige_get_any_claim()

    def _litige_get_any_claim(self):
        # Whether we already look into it is the customer's to know; no more is told.
        return self.env["litige.claim"].sudo().search([("move_id", "=", self.id)], limit=1)

    def _litige_complain(self, visitor, amount, text, files=()):
        """Open a dispute in identification from what the customer says. Once per invoice.

        :param visitor: see `litige.case._portal_answer`
        :param amount: Decimal contested, in the invoice's currency
        :return: the dispute
        :raise Refused: `text`, `too_much`, `amount`, or `once` when it is already looked into
        """
        self.ensure_one()
        if not text:
            raise Refused("text")
        if not self._litige_can_complain():
            raise Refused("once")
        amount = self.currency_id.round(float(amount))
        if self.currency_id.compare_amounts(amount, self.amount_residual) > 0:
            raise Refused("too_much", amount=self.currency_id.format(self.amount_residual))
        if self.currency_id.compare_amounts(amount, 0) <= 0:
            raise Refused("amount")
        try:
            with self.env.cr.savepoint():
                case = self._litige_open_complaint(amount)
        except UniqueViolation as error:  # the same form sent twice at the same moment
            raise Refused("once") from error
        # Said once: the act of the customer tells it, with the invoice and the amount.
        case._portal_contest(visitor, case.claim_ids.id, amount, text, files)
        case.description = text
        return case

    def _litige_open_complaint(self, amount):
        company = self.company_id
        Case = self.env["litige.case"].with_company(company)
        Opening = self.env["litige.case.opening"].with_company(company)
        customer = self.commercial_partner_id
        cause = Case._get_neutral_cause(company)
        if Opening._get_refusals(self, cause, company, self.currency_id):
            raise Refused("once")
        owner = Case._get_email_owner(company, customer)
        reason = (
            Case.new({"company_id": company.id})
            ._in_company_language()
            .env._("Contested by the customer")
        )
        return Opening._open(
            [
                {
                    "case": {
                        "company_id": company.id,
                        "currency_id": self.currency_id.id,
                        "partner_id": customer.id,
                        "contact_id": self.partner_id.id if self.partner_id != customer else False,
                        "standing": customer.litige_standing,
                        "cause_id": cause.id,
                        "user_id": owner.id,
                    },
                    "claims": [{"move": self, "disputed": amount}],
                    "hold": {
                        "reason": reason,
                        "review_date": Opening._get_default_review_date(company),
                    },
                }
            ]
        )

    def _has_to_be_paid(self):
        """Offer no online payment while a procedure forbids the customer to pay.

        Odoo asks when its online payments are installed; without them nobody does.
        """
        parent = getattr(super(), "_has_to_be_paid", None)
        if not parent or not parent():
            return False
        # What forbids to pay is told to the customer themselves.
        move = self.sudo()
        claim = (
            self.env["litige.claim"]
            .sudo()
            .search([("move_id", "=", move.id), ("is_open", "=", True)], limit=1)
        )
        if claim:
            return not claim.case_id._get_payment_ban()
        return not move.commercial_partner_id._litige_get_payment_ban()
