"""The amicable ways in words: each verdict of `legal.amicable` in a sentence, with its article."""

from odoo import models
from odoo.tools import format_date

from ..legal import courts, typography


class LitigeCaseAmicableWords(models.AbstractModel):
    _name = "litige.case.amicable.words"
    _description = "Words of the Amicable Ways"

    def _get_amicable_sentences(self):
        """Return one sentence per reason of `legal.amicable`, without its final stop."""
        return {
            **self._get_mediation_sentences(),
            "insolvent": self.env._(
                "An insolvency proceeding is open: the customer may not pay earlier debts, declare "
                "yours instead"
            ),
            "over_indebted": self.env._(
                "The over-indebtedness file of the customer was admitted: they may not pay "
                "earlier debts"
            ),
            "always": self.env._(
                "Always open. Talks do not stop the limitation: only a written agreement to "
                "mediate or conciliate does, or the first meeting"
            ),
            "abroad": self.env._(
                "The customer lives abroad: ask the conciliator first whether they act"
            ),
            "public_body": self.env._(
                "A public body follows rules of its own: ask first whether a conciliator may act"
            ),
            "free_for_all": self.env._(
                "Open to you as a company, free and without form, at any time"
            ),
            "both_agree": self.env._("Open if both of you agree to it and to its cost"),
            "in_court": self.env._(
                "A court has the dispute: the Médiateur des entreprises decides case by case"
            ),
            "small_amount": self.env._("The sum is smaller than what it usually takes"),
            "business": self.env._("Open between businesses, free and confidential"),
            "not_business": self.env._("Only between businesses, or with a public body"),
            "consumers_only": self.env._("Only consumers may call on one"),
            "theirs_to_call": self.env._("It is for the customer to call on one: you answer it"),
            "lawyers_needed": self.env._(
                "Open, but each side needs a lawyer: count the cost against the sum"
            ),
        }

    def _get_mediation_sentences(self):
        """Return the sentences on the consumer's own right, which must never sound like ours."""
        return {
            "unknown_standing": self.env._(
                "Nobody has confirmed what the customer is: it depends on that"
            ),
            "not_consumer": self.env._(
                "Not for this customer: only for consumers, never between businesses"
            ),
            "outside_scheme": self.env._("Your sector is outside consumer mediation"),
            "no_mediator": self.env._(
                "The consumer has a right to it, and you have no confirmed mediator to name: the "
                "law wants one"
            ),
            "free_one_exists": self.env._(
                "Possible, but a consumer has a free mediator already: never present a paid one "
                "as the way to go"
            ),
            "no_complaint": self.env._(
                "The consumer's right, but the mediator wants a written complaint to you first, "
                "and none is recorded"
            ),
            "court_has_it": self.env._(
                "The dispute has come to court: a consumer mediator does not take it any more, "
                "though the customer keeps the right to be told of it"
            ),
            "old_complaint": self.env._(
                "The written complaint is older than the law allows: the mediator would refuse "
                "the file"
            ),
            "theirs_to_start": self.env._(
                "The consumer alone may start it, and never has to: your part is to inform them, "
                "then to answer the mediator"
            ),
        }

    # === ART. 750-1 === #

    def _get_attempt_card(self, today):
        """Say whether suing needs an amicable attempt first, and whether it was made."""
        state, ceiling = self._get_attempt_state(today)
        rule = self.env["litige.legal.reference"]._get_citations(["amicable_attempt"], today)
        rule = typography.french_spaces(rule["amicable_attempt"])
        limit = self.currency_id.format(float(ceiling))
        if not self.standing:
            text = self.env._(
                "Say what the customer is to know whether a court asks for an attempt first."
            )
            return {"state": "unknown", "done": False, "text": text}
        texts = {
            courts.ATTEMPT_DONE: self._get_done_text(rule),
            courts.NOT_THIS_COURT: self.env._(
                "The commercial court would judge this claim: it asks for no amicable attempt "
                "before suing (%(rule)s concerns the civil court).",
                rule=rule,
            ),
            courts.NOT_THIS_AMOUNT: self.env._(
                "Above %(limit)s, a court asks for no amicable attempt before suing (%(rule)s).",
                limit=limit,
                rule=rule,
            ),
            courts.ATTEMPT_REQUIRED: self.env._(
                "Up to %(limit)s, suing needs a conciliation, a mediation or a participatory "
                "procedure first, with its certificate (%(rule)s). A formal notice is not enough. "
                "The payment order (injonction de payer) needs none.",
                limit=limit,
                rule=rule,
            ),
            courts.CHOICE: self.env._(
                "You may choose between two courts: up to %(limit)s the civil court asks for an "
                "amicable attempt before suing, the commercial court does not (%(rule)s).",
                limit=limit,
                rule=rule,
            ),
            courts.COMMERCIAL_CHAMBER: self.env._(
                "In Alsace-Moselle the commercial chamber of the civil court judges this claim: "
                "ask its clerk whether it wants an amicable attempt up to %(limit)s (%(rule)s).",
                limit=limit,
                rule=rule,
            ),
            courts.COURT_UNKNOWN: self.env._(
                "Your own standing is not in the settings: up to %(limit)s, the civil court would "
                "ask for an amicable attempt before suing (%(rule)s). The payment order needs "
                "none.",
                limit=limit,
                rule=rule,
            ),
        }
        return {"state": state, "done": state == courts.ATTEMPT_DONE, "text": texts[state]}

    def _get_done_text(self, rule):
        proven = self.proceeding_ids.filtered(lambda one: one._is_proven_attempt())[:1]
        return proven and self.env._(
            "The amicable attempt was made: %(way)s, ended on %(date)s. Its certificate is in the "
            "exhibits (%(rule)s).",
            way=proven.remedy_id.name,
            date=format_date(self.env, proven.ended_on),
            rule=rule,
        )
