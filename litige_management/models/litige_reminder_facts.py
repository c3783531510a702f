"""What is read for a plan of reminders, by customer and by invoice: plain values, no record."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from ..legal import dunning


class PlannedLine(NamedTuple):
    """One instalment that a reminder lists, as the ledger has it.

    :param amount: what is asked, in the currency of the invoice; `held`: what is disputed of it.
    :param days: how late it is (below zero: to come).
    """

    line_id: int
    move_id: int
    move_name: str
    invoiced_on: date | None
    due_on: date
    amount: float
    held: float
    currency_id: int
    company_amount: float
    days: int
    contact_id: int
    user_id: int | None
    partner_id: int
    no_followup: bool
    payment_state: str


class Contact(NamedTuple):
    """What decides how a partner is written to."""

    id: int
    commercial_id: int
    lang: str | None
    email: str | None
    kind: str | None
    is_company: bool
    vat: str | None
    standing: str | None
    is_barred: bool
    resumed_on: date | None


# States of payment of an invoice that say a payment is under way, or must not be. Without the
# accountant's application, Odoo calls paid what a payment without an entry of its own covers.
STATES = {
    "in_payment": dunning.IN_PAYMENT,
    "paid": dunning.IN_PAYMENT,
    "reversed": dunning.IN_PAYMENT,
    "blocked": dunning.BLOCKED,
}


class Books(NamedTuple):
    """How old the last bank entry is, when it is too old to ask for money."""

    date: date | None
    days: int


class Reading:
    """All that was read for one plan, by customer and by invoice."""

    def __init__(self):
        self.partners, self.invoicing = {}, {}
        self.obstacles, self.held, self.promises = {}, Counter(), {}
        self.past, self.unreconciled, self.books = {}, {}, None
        self.out, self.last = defaultdict(list), {}
        self.failed, self.complaints, self.today = {}, {}, set()

    def get_past(self, line):
        """Return the last step at which an instalment was reminded, None when it never was."""
        return self.past.get((line.move_id, line.due_on))

    def get_obstacle(self, line):
        """Return why an instalment may not be asked for at all, None when it may."""
        return self.obstacles.get(line.move_id) or STATES.get(line.payment_state)

    def get_facts(self, partner_id):
        """Return the `legal.dunning.Facts` of a customer."""
        partner = self.partners[partner_id]
        standing = partner.standing
        consumer = not partner.is_company and not partner.vat if not standing else None
        complained_on = self.complaints.get(partner_id)
        resumed = partner.resumed_on
        return dunning.Facts(
            is_barred=partner.is_barred,
            is_consumer=standing == "consumer" if standing else consumer,
            is_public=standing == "public",
            has_complained=bool(complained_on) and not (resumed and resumed >= complained_on),
            has_unreconciled=partner_id in self.unreconciled,
            contacts=self.out.get(partner_id, ()),
            last_contact=self.last.get(partner_id),
            is_done_today=partner_id in self.today,
        )

    def get_contact(self, partner_id, lines):
        """Return whom to write to: the contact of the biggest invoice that has an address.

        Else the customer, else its invoicing address; without any, the customer.
        """
        customer = self.partners[partner_id]
        biggest = sorted(lines, key=lambda line: -line.company_amount)
        for contact_id in dict.fromkeys(line.contact_id for line in biggest):
            if self.partners[contact_id].email:
                return self.partners[contact_id]
        if customer.email:
            return customer
        return self.invoicing.get(partner_id, customer)

    def has_failed(self, partner_id, email):
        """Whether the last e-mail to this address did not arrive."""
        return self.failed.get(partner_id) == email

    @staticmethod
    def get_user(lines):
        """Return who sold the biggest of these invoices."""
        biggest = max(lines, key=lambda line: line.company_amount)
        return biggest.user_id
