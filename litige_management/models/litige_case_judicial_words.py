"""What can be done now, in words: each verdict in a sentence, with its article, as a card."""

from odoo import models
from odoo.tools import format_date

from ..legal import amicable, claim_facts as cf, courts, typography, verdict as vd
from ..legal.rates import MissingLegalValue

# Where the cards stand on the screen: the ladder, cut in four.
STAGES = {
    **dict.fromkeys(amicable.RULES, "amicable"),
    cf.FORMAL_NOTICE: "amicable",
    cf.DECLARATION: "insolvency",
    **dict.fromkeys((cf.OPPOSITION, cf.APPEAL, cf.CASSATION), "decision"),
}


class LitigeCaseJudicialWords(models.AbstractModel):
    _name = "litige.case.judicial.words"
    _description = "Words of the Ways Out of a Dispute"

    def _get_remedy_card(self, remedy, verdict, today):
        """Return what the screen shows of one way: status, reason in a sentence, right acts.

        :param verdict: `legal.verdict.Verdict` of that way
        """
        self.ensure_one()
        running = self.proceeding_ids.filtered(
            lambda one: one.remedy_id == remedy and one.state == "running"
        )[:1]
        labels = {
            vd.OPEN: self.env._("Possible"),
            vd.WARNING: self.env._("Take care"),
            vd.CLOSED: self.env._("Not possible"),
        }
        acts = self._get_acts()
        return {
            "code": remedy.code,
            "name": remedy.name,
            "stage": STAGES.get(remedy.code, "court"),
            "status": verdict.status,
            "status_label": self.env._("Under way") if running else labels[verdict.status],
            "reason": self._get_reason(verdict, today),
            "summary": remedy.summary or "",
            "conditions": remedy.conditions or "",
            "facts": self._get_card_facts(remedy, verdict, today),
            "running": running.id,
            "running_label": self.env._("See What Was Done"),
            "next": self._get_next_words(running),
            "acts": [{"code": act, **acts[act]} for act in verdict.acts] if self.is_open else [],
        }

    def _get_next_words(self, proceeding):
        """Return the next deadline of what is under way, with its day, empty without any."""
        deadlines = self.deadline_ids.filtered(
            lambda one: one.proceeding_id == proceeding and one.state == "running"
        )
        first = proceeding and deadlines.sorted("date")[:1]
        return f"{format_date(self.env, first.date)} – {first.name}" if first else ""

    def _get_card_facts(self, remedy, verdict, today):
        """Return the labelled lines of a card: court, lawyer, cost, usual delay."""
        _ = self.env._
        lines = [
            (_("Cost"), " ".join(filter(None, (remedy.cost, self._get_costs(verdict, today)))))
        ]
        if remedy.track == "judicial":
            lines += [
                (_("For"), verdict.partial and _("The undisputed part only")),
                (_("Court"), self._get_court_words(verdict)),
                (_("Lawyer"), verdict.lawyer and _("Compulsory for this sum")),
                (_("Delay"), remedy.usual_delay),
            ]
        return [{"label": label, "text": text} for label, text in lines if text]

    def _get_costs(self, verdict, today):
        """Return what the court itself asks for, from the values in force today."""
        law = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        names = {
            cf.ORDER_FEE: self.env._("clerk's fee"),
            cf.CIVIL_CONTRIBUTION: self.env._("contribution to legal aid"),
        }
        costs = []
        for code in verdict.costs:
            try:
                amount = float(law.parameter(code, today).value)
            except MissingLegalValue:
                continue  # a figure that nobody checked is not shown
            costs.append(f"{names[code]} {self.currency_id.format(amount)}")
        return costs and f"({self.env._('court')}: {', '.join(costs)})" or ""

    def _get_court_words(self, verdict):
        """Return which court has it, and where."""
        _ = self.env._
        names = {
            courts.COMMERCIAL_COURT: _("Commercial court (tribunal de commerce)"),
            courts.CIVIL_COURT: _("Civil court (tribunal judiciaire)"),
            courts.COMMERCIAL_CHAMBER: _("Commercial chamber of the civil court (Alsace-Moselle)"),
            courts.CHOICE: _("Commercial court or civil court, as you choose"),
        }
        name = names.get(verdict.court)
        if not name:
            return ""
        town = " ".join(filter(None, (self.partner_id.zip, self.partner_id.city)))
        if verdict.remedy == cf.PAYMENT_ORDER:
            return _("%(court)s of the customer's address alone: %(town)s", court=name, town=town)
        return _(
            "%(court)s of the customer's address (%(town)s), or of the place of performance",
            court=name,
            town=town,
        )

    # === ACTS === #

    def _get_acts(self):
        """Return the button of each act: its words, and the method it calls."""
        _ = self.env._
        acts = {
            amicable.PROPOSE: (_("Write the Proposal"), "action_propose_remedy"),
            amicable.INFORM: (_("Inform the Customer"), "action_write_mediation_info"),
            amicable.ANSWER: (_("Answer the Complaint"), "action_write_complaint_answer"),
            amicable.CHOOSE_MEDIATOR: (_("Choose Our Mediator"), "action_choose_mediator"),
            vd.START: (_("It Has Started…"), "action_start_proceeding"),
            vd.CONFIRM_STANDING: (_("I Have Checked It"), "action_confirm_amicable_standing"),
            cf.NOTIFY: (_("Write the Formal Notice"), "action_write_notice"),
            cf.NOTE_RECEIPT: (_("Note the Receipt…"), "action_note_receipt"),
            cf.CONCILIATE: (_("Propose a Conciliation"), "action_propose_conciliation"),
            cf.NOTE_INSOLVENCY: (_("Note an Insolvency…"), "action_note_insolvency"),
            cf.SET_STANDING: (_("Say What We Are…"), "action_set_our_standing"),
            cf.FILL_ADDRESS: (_("Complete the Address…"), "action_fill_address"),
        }
        return {code: {"label": label, "method": method} for code, (label, method) in acts.items()}

    # === REASONS === #

    def _get_reason(self, verdict, today):
        """Return the sentence of a verdict, with the articles as they are cited today."""
        if verdict.remedy in amicable.RULES:
            sentence = self._get_amicable_sentences()[verdict.reason]
        else:
            sentence = self._get_judicial_sentences(verdict, today)[verdict.reason]
        if not verdict.rule:
            return f"{sentence}."
        citations = self.env["litige.legal.reference"]._get_citations([verdict.rule], today)
        return f"{sentence} ({typography.french_spaces(citations[verdict.rule])})."

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
        _ = self.env._
        return {
            "insolvent": _(
                "An insolvency proceeding is open: no action and no payment of earlier debts, "
                "declare your claim instead"
            ),
            "over_indebted": _(
                "The over-indebtedness commission has the file: earlier debts may no longer be "
                "paid. Declare yours to the commission, and ask a lawyer if the limitation is near"
            ),
            "unknown_standing": _("Nobody has confirmed what the customer is: it depends on that"),
            "public_body": _(
                "A public body is claimed from by rules of its own, before the administrative "
                "judge: ask a lawyer"
            ),
            "nothing_due": _("Nothing is due today on this dispute"),
            "small_claims_pending": _(
                "The recovery of small claims is under way: nothing may be paid nor claimed before "
                "the judicial officer has recorded its outcome"
            ),
            "enforceable": _(
                "You hold an enforceable title already: have it enforced rather than sue again"
            ),
            "under_agreement": _(
                "A signed agreement is being performed: nothing else is due unless it fails"
            ),
            "time_barred": _(
                "The limitation ran out on %(day)s: a judge would refuse the claim if the customer "
                "says so",
                day=words["day"],
            ),
            "no_address": _("The customer's address is not complete: it decides the court"),
        }

    def _get_caution_sentences(self, words):
        """Return what is to know before going to a judge."""
        _ = self.env._
        return {
            "in_court": _("A court has this claim already: ask a lawyer before a second action"),
            "perhaps_time_barred": _(
                "The limitation ran out on %(day)s on the safe reading: check the dates before "
                "spending anything",
                day=words["day"],
            ),
            "limit_near": _(
                "The limitation ends on %(day)s: a request does not stop it, the service of the "
                "order or of the summons does",
                day=words["day"],
            ),
            "doubtful_address": _("The last letter came back: find the present address first"),
            "no_notice": _(
                "Possible, but no formal notice has taken effect on all that is due: a judge "
                "expects one"
            ),
            "notice_under_way": _(
                "The formal notice was sent: what counts is the day it is received or first "
                "presented, note it"
            ),
            "notice_running": _(
                "The formal notice gives the customer until %(day)s: wait for it",
                day=words["day"],
            ),
            "notice_first": _(
                "The first step: it states the sum, gives a last delay, and starts legal interest"
            ),
            "notice_done": _(
                "It took effect on %(day)s and its delay is over: you may write a second one, or "
                "go further",
                day=words["day"],
            ),
        }

    def _get_court_sentences(self, words):
        """Return what is said of the ways before a court."""
        _ = self.env._
        return {
            "order": _(
                "Possible: a sum from a contract, fixed, due and not contested. No lawyer, no hearing, "
                "no amicable attempt"
            ),
            "abroad_order": _("Not against a customer who lives abroad"),
            "disputed_order": _(
                "The customer contests the whole claim: the order would be refused or opposed"
            ),
            "partly_disputed": _("For the undisputed part only: the rest would be opposed"),
            "request": _("Possible: small claim, no judicial officer and no lawyer"),
            "abroad_request": _("A request cannot summon a customer who lives abroad"),
            "commercial_court": _(
                "The commercial judge has this claim: this request is for the civil court"
            ),
            "above_ceiling": _("Only up to %(ceiling)s", ceiling=words["ceiling"]),
            "court_unknown": _(
                "Say in the settings what your own company is: the court depends on it"
            ),
            "attempt_required": _(
                "Up to %(attempt)s, an amicable attempt must come first, with its certificate: a "
                "conciliator is free",
                attempt=words["attempt"],
            ),
            "attempt_court_unknown": _(
                "Say in the settings what your own company is: up to %(attempt)s, the civil court "
                "wants an amicable attempt first",
                attempt=words["attempt"],
            ),
            "attempt_or_urgency": _(
                "Up to %(attempt)s, an amicable attempt must come first, unless urgency excuses it",
                attempt=words["attempt"],
            ),
            "choice_attempt": _(
                "You may choose the court: up to %(attempt)s, the civil one wants an amicable "
                "attempt first, the commercial one does not",
                attempt=words["attempt"],
            ),
            "chamber_attempt": _(
                "Ask the clerk first whether the commercial chamber wants an amicable attempt up "
                "to %(attempt)s",
                attempt=words["attempt"],
            ),
            "provision": _(
                "Possible: the debt is not seriously contested, and no urgency is needed"
            ),
            "provision_part": _("Possible for the undisputed part; no urgency is needed"),
            "seriously_disputed": _(
                "The customer contests the whole claim: the interim judge would leave it to the "
                "others"
            ),
            "lawsuit": _("Possible: the judge rules on the whole dispute"),
            "abroad_court": _(
                "The customer lives abroad: the competent court follows international rules, ask a "
                "lawyer"
            ),
            "no_address_search": _(
                "The customer's address is not complete: the judicial officer must find it first"
            ),
        }

    def _get_other_sentences(self, words):
        """Return what is said of the ways beside the courts, and of insolvency."""
        _ = self.env._
        return {
            "small_claims": _(
                "Possible: small claim, certain, fixed and due, if the customer agrees"
            ),
            "abroad_small_claims": _("Only for a customer who lives in France"),
            "disputed": _("Only for a claim that nobody contests"),
            "between_merchants": _(
                "Take care: since 2026 the claims invoiced between merchants have a way of their "
                "own and may be refused here. Ask the judicial officer"
            ),
            "merchants_only": _("Only between merchants: neither craftspeople nor consumers"),
            "awaits_decree": _("Not available yet: the decree that applies it is not published"),
            "uncontested": _("Possible: an invoice between merchants that nobody contests"),
            "threat_needed": _(
                "Only if something threatens the recovery, and mostly with a judge's leave"
            ),
            "if_cheque": _(
                "Only if the customer paid by a cheque that came back, with the bank's certificate"
            ),
            "not_abroad": _("Only for a customer in another country of the European Union"),
            "outside_europe": _("Only within the European Union"),
            "european_order": _("Possible for an uncontested claim in another member state"),
            "not_insolvent": _("Only if an insolvency proceeding is open against the customer"),
            "publication_unknown": _(
                "Declare your claim, and note the day of publication in the BODACC: the delay runs "
                "from it"
            ),
            "declare_until": _(
                "Declare your claim to the creditors' representative by %(day)s", day=words["day"]
            ),
            "declare_late": _(
                "The delay is over: ask the judge to be relieved of it by %(day)s at the latest",
                day=words["day"],
            ),
            "declare_never": _(
                "The last day to be relieved of the delay was %(day)s", day=words["day"]
            ),
        }

    def _get_decision_sentences(self, words):
        """Return what is said of the ways against a decision."""
        _ = self.env._
        return {
            "no_decision": _("No decision was given yet"),
            "not_notified": _("The delay has not started: the decision was not served yet"),
            "decision_settled": _("The delay ended on %(day)s", day=words["day"]),
            "theirs_to_oppose": _(
                "The customer may oppose the order until %(day)s; later if it was not served in "
                "person",
                day=words["day"],
            ),
            "not_by_default": _("Only against a judgment given by default"),
            "appeal_instead": _("An appeal is open instead"),
            "oppose_until": _(
                "Possible for the side that did not appear, until %(day)s", day=words["day"]
            ),
            "order_not_appealed": _("A payment order is opposed, never appealed against"),
            "appeal_judged": _("The court of appeal has ruled already"),
            "last_resort": _(
                "Up to %(last)s the court rules for good: no appeal", last=words["last"]
            ),
            "appeal_until": _("Possible for the side that lost, until %(day)s", day=words["day"]),
            "appeal_first": _("Only against a ruling of last resort: appeal first"),
            "cassation_until": _(
                "Possible for the side that lost, until %(day)s", day=words["day"]
            ),
        }
