from datetime import timedelta

from odoo import fields, models
from odoo.tools import format_date

from ..portal.inputs import Refused
from .litige_case_portal_mixin import ANSWER, PROPOSAL

MAX_PAYMENTS = 60
MAX_DAYS = 366  # to the first payment
ACCEPT, REFUSE = "accept", "refuse"


class LitigeCasePortalOfferMixin(models.AbstractModel):
    """Offers on the customer's page: theirs are put on the table, ours are answered, once."""

    _name = "litige.case.portal.offer.mixin"
    _description = "Offers of a Dispute on the Portal"

    # === WHAT THE CUSTOMER SEES === #

    def _get_portal_shown_offers(self):
        """Return the offers of the customer's page, the last one first.

        An offer made without prejudice is made to the customer: they see it. One made in a
        mediation, between lawyers, or kept to ourselves has no place on this page.
        """
        self.ensure_one()
        return (
            self._portal_get_offers()
            .filtered(
                lambda offer: (
                    not offer.confidential
                    or (offer.without_prejudice and not offer.is_confidential_binding)
                )
            )
            .sorted("rank", reverse=True)
        )

    def _get_portal_offers(self):
        """Return the offers made on this dispute, as plain values."""
        self.ensure_one()
        return [self._get_portal_offer(offer) for offer in self._get_portal_shown_offers()]

    def _get_portal_offer(self, offer):
        money, ours = self.currency_id.format, offer.party == "us"
        today = fields.Date.context_today(self)
        on_table = offer._is_open_on(today)
        schedule = offer._get_schedule()
        return {
            "id": offer.id,
            "rank": offer.rank,
            "is_ours": ours,
            "by": self.company_id.name if ours else self.partner_id.name,
            "state": self._get_portal_offer_state(offer, on_table),
            "is_open": on_table,
            "date": self._portal_date(offer.date),
            "until": self._portal_date(offer.expires_on),
            "answered_on": offer.state != "expired" and self._portal_date(offer.answered_on),
            "amount": money(offer.amount),
            "discount": not self.currency_id.is_zero(offer.discount_amount)
            and money(offer.discount_amount),
            "without_prejudice": offer.without_prejudice,
            "payments": [
                {"date": self._portal_date(day), "amount": money(amount)}
                for day, amount in schedule
            ]
            if offer.date_first
            else [],
            "others": [self._get_portal_offer_line(line) for line in offer.line_ids],
            # Only what they wrote themselves: our own notes stay ours.
            "note": "" if ours else offer.note or "",
            "can_answer": ours and on_table and self.is_open,
            "can_accept": ours and on_table and self.is_open and not self._get_payment_ban(),
        }

    def _get_portal_offer_line(self, line):
        return {
            "who": self.company_id.name if line.party == "us" else self.partner_id.name,
            "what": line.description,
            "amount": line.amount and self.currency_id.format(line.amount),
            "by": self._portal_date(line.date_due),
        }

    def _get_portal_offer_state(self, offer, on_table):
        if offer.state == "open" and not on_table:
            return self.env._("Expired")
        return {
            "open": self.env._("Waiting for an answer"),
            "accepted": self.env._("Accepted"),
            "refused": self.env._("Turned down"),
            "countered": self.env._("Answered by another offer"),
            "expired": self.env._("Expired"),
            "withdrawn": self.env._("Taken back"),
        }[offer.state]

    # === WHAT THE CUSTOMER ANSWERS === #

    def _portal_answer_offer(self, visitor, offer_id, answer, note=""):
        """Accept or refuse an offer of ours, once; it becomes an entry of the customer's.

        :param visitor: see `_portal_answer`
        :param answer: `accept` or `refuse`
        :raise Refused: `offer`, not one they may answer; `offer_gone`, no longer on the table;
            `ban`; `busy_offer`, it is being answered; and those of `_portal_check`
        """
        self._portal_check(answer in (ACCEPT, REFUSE))
        offer = self._get_portal_shown_offers().filtered(
            lambda one: one.id == offer_id and one.party == "us"
        )
        if not offer:
            raise Refused("offer")
        if answer == ACCEPT and self._get_payment_ban():
            raise Refused("ban")
        if not offer.try_lock_for_update():  # the same click, at the same moment
            raise Refused("busy_offer")
        offer.invalidate_recordset(["state"])
        if not offer._is_open_on(fields.Date.context_today(self)):
            raise Refused("offer_gone")
        self._portal_write_act(
            visitor,
            ANSWER,
            self._portal_describe_answer(offer, answer, note),
            details={"offer": offer.rank, "answer": answer},
            amount=offer.amount,
            confidential=offer.confidential,
            confidential_ground=offer.confidential_ground,
        )
        ours = offer._in_company_language()
        if answer == ACCEPT:
            ours._portal_accept(note or None)
        else:
            ours._portal_refuse(note or None)

    def _portal_describe_answer(self, offer, answer, note):
        ours = self._in_company_language()
        text = (
            ours.env._("Accepts offer %(rank)s: %(what)s")
            if answer == ACCEPT
            else ours.env._("Refuses offer %(rank)s: %(what)s")
        ) % {"rank": offer.rank, "what": offer._in_company_language()._describe()}
        return f"{text}\n{note}" if note else text

    # === WHAT THE CUSTOMER PROPOSES === #

    def _portal_propose(self, visitor, amount, count, first_date, text):
        """Put on the table what the customer proposes to pay, and when: it answers our offer.

        :param amount: Decimal, in all
        :param count: number of monthly payments
        :raise Refused: `amount`, `too_much`, `count`, `date`
        """
        self._portal_check(True)
        if self._get_payment_ban():
            raise Refused("ban")
        amount = self.currency_id.round(float(amount))
        if self.currency_id.compare_amounts(amount, 0) <= 0:
            raise Refused("amount")
        if self.currency_id.compare_amounts(amount, self.open_amount) > 0:
            raise Refused("too_much", amount=self.currency_id.format(self.open_amount))
        if not 1 <= count <= MAX_PAYMENTS:
            raise Refused("count")
        today = fields.Date.context_today(self)
        if not today <= first_date <= today + timedelta(days=MAX_DAYS):
            raise Refused("date")
        values = {"amount": amount, "count": count, "date_first": first_date, "note": text}
        if self._is_portal_proposal_there(values):
            raise Refused("offer_same")
        details = {**values, "date_first": fields.Date.to_string(first_date)}
        self._portal_write_act(
            visitor, PROPOSAL, self._portal_describe(values), amount=amount, details=details
        )
        return self._in_company_language()._portal_make_offer(values)

    def _is_portal_proposal_there(self, values):
        """Whether the customer's last word is already this very proposal (a second click)."""
        last = self._portal_get_offers()[-1:]
        return (
            last.party == "customer"
            and last.state == "open"
            and self.currency_id.compare_amounts(last.amount, values["amount"]) == 0
            and (last.count, last.date_first) == (values["count"], values["date_first"])
            and (last.note or "") == values["note"]
        )

    def _portal_describe(self, values):
        ours = self._in_company_language()
        summary = (
            ours.env._(
                "Proposes to pay %(amount)s in %(count)s monthly payments from %(date)s",
                amount=self.currency_id.format(values["amount"]),
                count=values["count"],
                date=format_date(ours.env, values["date_first"]),
            )
            if values["count"] > 1
            else ours.env._(
                "Proposes to pay %(amount)s on %(date)s",
                amount=self.currency_id.format(values["amount"]),
                date=format_date(ours.env, values["date_first"]),
            )
        )
        return f"{summary}\n{values['note']}" if values["note"] else summary
