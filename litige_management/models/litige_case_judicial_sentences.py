"""The reasons of the judicial ways, one sentence each, without its article nor its final stop."""

from odoo import models
from odoo.tools import format_date

from ..legal import claim_facts as cf


class LitigeCaseJudicialSentences(models.AbstractModel):
    _name = "litige.case.judicial.sentences"
    _description = "Sentences on the Judicial Ways"

    def _get_judicial_sentences(self, verdict, today):
        """Return one sentence per reason of `legal.judicial`, without its final stop."""
        values = self._get_judicial_values(today)
        ceilings = {
            cf.SMALL_CLAIMS: values.small_claims_ceiling,
            cf.REQUEST: values.small_request_ceiling,
        }

        def money(amount):
            return self.currency_id.format(float(amount))

        words = {
            "day": format_date(self.env, verdict.day) if verdict.day else "",
            "attempt": money(values.attempt_ceiling),
            "ceiling": money(ceilings.get(verdict.remedy, 0)),
            "last": money(values.final_ruling_ceiling),
        }
        return {
            **self._get_stop_sentences(words),
            **self._get_caution_sentences(words),
            **self._get_court_sentences(words),
            **self._get_other_sentences(words),
            **self._get_decision_sentences(words),
        }

    def _get_stop_sentences(self, words):
        """Return what closes every action at once."""
        return {
            "insolvent": self.env._(
                "An insolvency proceeding is open: no action and no payment of earlier debts, "
                "declare your claim instead"
            ),
            "over_indebted": self.env._(
                "The over-indebtedness commission has the file: earlier debts may no longer be "
                "paid. Declare yours to the commission, and ask a lawyer if the limitation is near"
            ),
            "unknown_standing": self.env._(
                "Nobody has confirmed what the customer is: it depends on that"
            ),
            "public_body": self.env._(
                "A public body is claimed from by rules of its own, before the administrative "
                "judge: ask a lawyer"
            ),
            "nothing_due": self.env._("Nothing is due today on this dispute"),
            "small_claims_pending": self.env._(
                "The recovery of small claims is under way: nothing may be paid nor claimed before "
                "the judicial officer has recorded its outcome"
            ),
            "enforceable": self.env._(
                "You hold an enforceable title already: have it enforced rather than sue again"
            ),
            "under_agreement": self.env._(
                "A signed agreement is being performed: nothing else is due unless it fails"
            ),
            "time_barred": self.env._(
                "The limitation ran out on %(day)s: a judge would refuse the claim if the customer "
                "says so",
                day=words["day"],
            ),
            "no_address": self.env._(
                "The customer's address is not complete: it decides the court"
            ),
        }

    def _get_caution_sentences(self, words):
        """Return what is to know before going to a judge."""
        return {
            "in_court": self.env._(
                "A court has this claim already: ask a lawyer before a second action"
            ),
            "over_indebted_title": self.env._(
                "The over-indebtedness commission has the file: a judge may still give you a "
                "title, which keeps the limitation from running out, but nothing is enforced nor "
                "paid meanwhile. Declare the debt to the commission too"
            ),
            "perhaps_time_barred": self.env._(
                "The limitation ran out on %(day)s on the safe reading: check the dates before "
                "spending anything",
                day=words["day"],
            ),
            "limit_near": self.env._(
                "The limitation ends on %(day)s: a request does not stop it, the service of the "
                "order or of the summons does",
                day=words["day"],
            ),
            "doubtful_address": self.env._(
                "The last letter came back: find the present address first"
            ),
            "no_notice": self.env._(
                "Possible, but no formal notice has taken effect on all that is due: a judge "
                "expects one"
            ),
            "notice_under_way": self.env._(
                "The formal notice was sent: what counts is the day it is received or first "
                "presented, note it"
            ),
            "notice_running": self.env._(
                "The formal notice gives the customer until %(day)s: wait for it",
                day=words["day"],
            ),
            "notice_first": self.env._(
                "The first step: it states the sum, gives a last delay, and starts legal interest"
            ),
            "notice_done": self.env._(
                "It took effect on %(day)s and its delay is over: you may write a second one, or "
                "go further",
                day=words["day"],
            ),
        }

    def _get_court_sentences(self, words):
        """Return what is said of the ways before a court."""
        return {
            "order": self.env._(
                "Possible: a sum from a contract, fixed, due and not contested. No lawyer, no "
                "hearing, no amicable attempt"
            ),
            "abroad_order": self.env._("Not against a customer who lives abroad"),
            "disputed_order": self.env._(
                "The customer contests the whole claim: the order would be refused or opposed"
            ),
            "partly_disputed": self.env._(
                "For the undisputed part only: the rest would be opposed"
            ),
            "request": self.env._("Possible: small claim, no judicial officer and no lawyer"),
            "abroad_request": self.env._("A request cannot summon a customer who lives abroad"),
            "commercial_court": self.env._(
                "The commercial judge has this claim: this request is for the civil court"
            ),
            "above_ceiling": self.env._("Only up to %(ceiling)s", ceiling=words["ceiling"]),
            "court_unknown": self.env._(
                "Say in the settings what your own company is: the court depends on it"
            ),
            "attempt_required": self.env._(
                "Up to %(attempt)s, an amicable attempt must come first, with its certificate: a "
                "conciliator is free",
                attempt=words["attempt"],
            ),
            "attempt_court_unknown": self.env._(
                "Say in the settings what your own company is: up to %(attempt)s, the civil court "
                "wants an amicable attempt first",
                attempt=words["attempt"],
            ),
            "attempt_or_urgency": self.env._(
                "Up to %(attempt)s, an amicable attempt must come first, unless urgency excuses it",
                attempt=words["attempt"],
            ),
            "choice_attempt": self.env._(
                "You may choose the court: up to %(attempt)s, the civil one wants an amicable "
                "attempt first, the commercial one does not",
                attempt=words["attempt"],
            ),
            "chamber_attempt": self.env._(
                "Ask the clerk first whether the commercial chamber wants an amicable attempt up "
                "to %(attempt)s",
                attempt=words["attempt"],
            ),
            "provision": self.env._(
                "Possible: the debt is not seriously contested, and no urgency is needed"
            ),
            "provision_part": self.env._("Possible for the undisputed part; no urgency is needed"),
            "seriously_disputed": self.env._(
                "The customer contests the whole claim: the interim judge would leave it to the "
                "others"
            ),
            "lawsuit": self.env._("Possible: the judge rules on the whole dispute"),
            "abroad_court": self.env._(
                "The customer lives abroad: the competent court follows international rules, ask a "
                "lawyer"
            ),
            "no_address_search": self.env._(
                "The customer's address is not complete: the judicial officer must find it first"
            ),
        }

    def _get_other_sentences(self, words):
        """Return what is said of the ways beside the courts, and of insolvency."""
        return {
            "small_claims": self.env._(
                "Possible: small claim, certain, fixed and due, if the customer agrees"
            ),
            "abroad_small_claims": self.env._("Only for a customer who lives in France"),
            "disputed": self.env._("Only for a claim that nobody contests"),
            "between_merchants": self.env._(
                "Take care: since 2026 the claims invoiced between merchants have a way of their "
                "own and may be refused here. Ask the judicial officer"
            ),
            "merchants_only": self.env._(
                "Only between merchants: neither craftspeople nor consumers"
            ),
            "awaits_decree": self.env._(
                "Not available yet: the decree that applies it is not published"
            ),
            "uncontested": self.env._(
                "Possible: an invoice between merchants that nobody contests"
            ),
            "threat_needed": self.env._(
                "Only if something threatens the recovery, and mostly with a judge's leave"
            ),
            "if_cheque": self.env._(
                "Only if the customer paid by a cheque that came back, with the bank's certificate"
            ),
            "not_abroad": self.env._(
                "Only for a customer in another country of the European Union"
            ),
            "outside_europe": self.env._("Only within the European Union"),
            "european_order": self.env._(
                "Possible for an uncontested claim in another member state"
            ),
            "not_insolvent": self.env._(
                "Only if an insolvency proceeding is open against the customer"
            ),
            "publication_unknown": self.env._(
                "Declare your claim, and note the day of publication in the BODACC: the delay runs "
                "from it"
            ),
            "declare_until": self.env._(
                "Declare your claim to the creditors' representative by %(day)s", day=words["day"]
            ),
            "declare_late": self.env._(
                "The delay is over: ask the judge to be relieved of it by %(day)s at the latest",
                day=words["day"],
            ),
            "declare_never": self.env._(
                "The last day to be relieved of the delay was %(day)s", day=words["day"]
            ),
        }

    def _get_decision_sentences(self, words):
        """Return what is said of the ways against a decision."""
        return {
            "no_decision": self.env._("No decision was given yet"),
            "not_notified": self.env._(
                "The delay has not started: the decision was not served yet"
            ),
            "decision_settled": self.env._("The delay ended on %(day)s", day=words["day"]),
            "theirs_to_oppose": self.env._(
                "The customer may oppose the order until %(day)s; later if it was not served in "
                "person",
                day=words["day"],
            ),
            "not_by_default": self.env._("Only against a judgment given by default"),
            "appeal_instead": self.env._("An appeal is open instead"),
            "oppose_until": self.env._(
                "Possible for the side that did not appear, until %(day)s", day=words["day"]
            ),
            "order_not_appealed": self.env._("A payment order is opposed, never appealed against"),
            "appeal_judged": self.env._("The court of appeal has ruled already"),
            "last_resort": self.env._(
                "Up to %(last)s the court rules for good: no appeal", last=words["last"]
            ),
            "appeal_until": self.env._(
                "Possible for the side that lost, until %(day)s", day=words["day"]
            ),
            "appeal_first": self.env._("Only against a ruling of last resort: appeal first"),
            "cassation_until": self.env._(
                "Possible for the side that lost, until %(day)s", day=words["day"]
            ),
        }
