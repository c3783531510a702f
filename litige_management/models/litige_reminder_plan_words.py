from odoo import api, models
from odoo.tools import format_date

from ..legal import dunning

NO_BANK = "no_bank"


class LitigeReminderPlan(models.AbstractModel):
    """Why a customer is left alone, in words."""

    _inherit = "litige.reminder.plan"

    @api.model
    def _get_reason_labels(self):
        """Return the short words of each reason, by code."""
        return {
            dunning.HELD: self.env._("In dispute"),
            dunning.LIFTED_TODAY: self.env._("Hold lifted today"),
            dunning.NO_FOLLOWUP: self.env._("Kept out of follow-up"),
            dunning.BLOCKED: self.env._("Payment blocked"),
            dunning.IN_PAYMENT: self.env._("Payment under way"),
            dunning.PROMISE: self.env._("Payment promised"),
            dunning.SETTLEMENT: self.env._("Agreement under way"),
            dunning.BAN: self.env._("May not pay"),
            dunning.BOOKS: self.env._("Books not up to date"),
            dunning.UNRECONCILED: self.env._("Money not matched"),
            dunning.COMPLAINT: self.env._("Written complaint"),
            dunning.PUBLIC: self.env._("Public body"),
            dunning.RECENT: self.env._("Contacted lately"),
            dunning.CONSUMER_LIMIT: self.env._("Consumer contacted enough"),
            dunning.WAITING: self.env._("Next level not reached"),
            dunning.DONE: self.env._("All levels done"),
            dunning.TODAY: self.env._("Done today"),
        }

    @api.model
    def _get_explanation(self, skipped, company, patterns=None):
        """Return why a customer is left alone, in a sentence.

        :param skipped: a `Skipped` of the plan of `company`
        :param patterns: those of `_get_patterns`, to explain many
        """
        details = skipped.details
        values = {
            "invoices": ", ".join(details.get("moves", ())),
            "date": format_date(self.env, details["date"]) if details.get("date") else "",
            "amount": company.currency_id.format(details.get("amount", 0.0)),
            "days": details.get("days", 0),
            "contacts": details.get("contacts", 0),
        }
        patterns = patterns or self._get_patterns()
        reason = skipped.reason
        if reason == dunning.BOOKS and not values["date"]:
            reason = NO_BANK
        return patterns[reason] % values

    @api.model
    def _get_patterns(self):
        """Return the sentence of each reason, with its placeholders."""
        return {
            dunning.HELD: self.env._("The amount is held in a dispute: %(invoices)s."),
            dunning.LIFTED_TODAY: self.env._(
                "A hold was lifted today: nothing leaves the same day (%(invoices)s)."
            ),
            dunning.NO_FOLLOWUP: self.env._("Kept out of follow-up by hand: %(invoices)s."),
            dunning.BLOCKED: self.env._("The payment is blocked: %(invoices)s."),
            dunning.IN_PAYMENT: self.env._("A payment is under way: %(invoices)s."),
            dunning.PROMISE: self.env._("They promised to pay by %(date)s: %(invoices)s."),
            dunning.SETTLEMENT: self.env._("A signed agreement is being followed: %(invoices)s."),
            dunning.BAN: self.env._(
                "Insolvency, over-indebtedness or a pending procedure: the law forbids to pay, and "
                "to ask."
            ),
            dunning.BOOKS: self.env._(
                "The last bank entry is of %(date)s: a payment may have arrived since. Bring the "
                "bank up to date."
            ),
            NO_BANK: self.env._(
                "No bank entry is in the books: a payment may have arrived unseen."
            ),
            dunning.UNRECONCILED: self.env._(
                "%(amount)s of payments or credits are not matched with an invoice: %(invoices)s."
            ),
            dunning.COMPLAINT: self.env._(
                "This consumer complained in writing: answer first, open a dispute or let the "
                "reminders go on."
            ),
            dunning.PUBLIC: self.env._("A public body: write by hand to its public accountant."),
            dunning.RECENT: self.env._("The last contact was on %(date)s: leave them some days."),
            dunning.CONSUMER_LIMIT: self.env._(
                "This consumer was contacted %(contacts)s times in seven days: no more for now."
            ),
            dunning.WAITING: self.env._("The next level comes in %(days)s days."),
            dunning.DONE: self.env._(
                "All the levels are done: open a dispute, call, or give up the amount."
            ),
            dunning.TODAY: self.env._("A reminder of today exists already."),
        }
