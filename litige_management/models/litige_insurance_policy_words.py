"""What is said of the cover of a dispute: one sentence per reason, with its article."""

from odoo import models
from odoo.tools import format_date


class LitigeInsurancePolicyWords(models.AbstractModel):
    """The sentences that a policy says of a dispute."""

    _name = "litige.insurance.policy.words"
    _description = "Words of a Legal-Protection Policy"

    def _get_reason(self, verdict, today):
        """Return the sentence of a verdict, with the article as it is cited today."""
        self.ensure_one()
        sentence = self._get_sentences(verdict)[verdict.reason]
        if not verdict.rule:
            return f"{sentence}."
        citations = self.env["litige.legal.reference"]._get_citations([verdict.rule], today)
        return f"{sentence} ({citations[verdict.rule]})."

    def _get_sentences(self, verdict):
        """Return one sentence per reason of `legal.insurance`, without its final stop."""
        day = format_date(self.env, verdict.day) if verdict.day else ""
        threshold = self.currency_id.format(self.threshold)
        return {
            "accepted": self.env._("The insurer covers it"),
            "refused": self.env._(
                "The insurer refused: a third person may settle the disagreement at its expense, "
                "and what it owes can be claimed in court until %(date)s",
                date=day,
            ),
            "before_period": self.env._(
                "The refusal came before the contract, which started on %(date)s", date=day
            ),
            "after_period": self.env._(
                "The refusal came after the contract, which ended on %(date)s", date=day
            ),
            "waiting": self.env._(
                "The refusal came during the waiting period, which ended on %(date)s", date=day
            ),
            "below_threshold": self.env._(
                "What is at stake is below the threshold of the contract, %(amount)s",
                amount=threshold,
            ),
            "excluded": self.env._(
                "The contract leaves out unpaid invoices, and the customer contests nothing so far"
            ),
            "no_loss": self.env._(
                "Nothing to declare yet: the claim is the customer's refusal, or the silence after "
                "a formal notice"
            ),
            "time_barred": self.env._(
                "The time to claim from the insurer passed on %(date)s: it may refuse", date=day
            ),
            "late": self.env._(
                "The time to declare passed on %(date)s. Declare it all the same: the insurer may "
                "refuse only if the contract says so and the delay harmed it",
                date=day,
            ),
            "declared_late": self.env._(
                "Declared after %(date)s: the insurer may refuse only if the contract says so and "
                "the delay harmed it",
                date=day,
            ),
            "known_before": self.env._(
                "The invoice was unpaid before the contract started, on %(date)s: contracts often "
                "leave out what was known before",
                date=day,
            ),
            "contested_only": self.env._(
                "The contract leaves out unpaid invoices, but the customer contests: ask the "
                "insurer"
            ),
            "exclusion_unknown": self.env._(
                "Many contracts leave out invoices that are merely unpaid: read the exclusions"
            ),
            "declared": self.env._(
                "Declared on %(date)s: the insurer has not answered yet", date=day
            ),
            "covered": self.env._(
                "Nothing in the contract leaves it out: declare it by %(date)s", date=day
            ),
        }
