"""What can be done now, in words: each verdict in a sentence, with its article, as a card."""

from odoo import models
from odoo.tools import format_date

from ..legal import amicable, claim_facts as cf, courts, typography, verdict as vd
from ..legal.rates import MissingLegalValue
from .litige_deadline_follow_mixin import PENDING

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
            lambda one: one.proceeding_id == proceeding and one.state in PENDING
        )
        first = proceeding and deadlines.sorted("date")[:1]
        return f"{format_date(self.env, first.date)} – {first.name}" if first else ""

    def _get_card_facts(self, remedy, verdict, today):
        """Return the labelled lines of a card: court, lawyer, cost, usual delay."""
        lines = [
            (
                self.env._("Cost"),
                " ".join(filter(None, (remedy.cost, self._get_costs(verdict, today)))),
            )
        ]
        if remedy.track == "judicial":
            lines += [
                (self.env._("Covers"), verdict.partial and self.env._("The undisputed part only")),
                (self.env._("Right Court"), self._get_court_words(verdict)),
                (self.env._("Lawyer"), verdict.lawyer and self.env._("Compulsory for this sum")),
                (self.env._("Delay"), remedy.usual_delay),
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
        names = {
            courts.COMMERCIAL_COURT: self.env._("Commercial court (tribunal de commerce)"),
            courts.CIVIL_COURT: self.env._("Civil court (tribunal judiciaire)"),
            courts.COMMERCIAL_CHAMBER: self.env._(
                "Commercial chamber of the civil court (Alsace-Moselle)"
            ),
            courts.CHOICE: self.env._("Commercial court or civil court, as you choose"),
        }
        name = names.get(verdict.court)
        if not name:
            return ""
        town = " ".join(filter(None, (self.partner_id.zip, self.partner_id.city)))
        if verdict.remedy == cf.PAYMENT_ORDER:
            return self.env._(
                "%(court)s of the customer's address alone: %(town)s", court=name, town=town
            )
        return self.env._(
            "%(court)s of the customer's address (%(town)s), or of the place of performance",
            court=name,
            town=town,
        )

    # === ACTS === #

    def _get_acts(self):
        """Return the button of each act: its words, and the method it calls."""
        acts = {
            amicable.PROPOSE: (self.env._("Write the Proposal"), "action_propose_remedy"),
            amicable.INFORM: (self.env._("Inform the Customer"), "action_write_mediation_info"),
            amicable.ANSWER: (self.env._("Answer the Complaint"), "action_write_complaint_answer"),
            amicable.CHOOSE_MEDIATOR: (self.env._("Choose Our Mediator"), "action_choose_mediator"),
            vd.START: (self.env._("It Has Started…"), "action_start_proceeding"),
            vd.CONFIRM_STANDING: (
                self.env._("I Have Checked It"),
                "action_confirm_amicable_standing",
            ),
            cf.NOTIFY: (self.env._("Write the Formal Notice"), "action_write_notice"),
            cf.NOTE_RECEIPT: (self.env._("Note the Receipt…"), "action_note_receipt"),
            cf.CONCILIATE: (self.env._("Propose a Conciliation"), "action_propose_conciliation"),
            cf.NOTE_INSOLVENCY: (self.env._("Note an Insolvency…"), "action_note_insolvency"),
            cf.SET_STANDING: (self.env._("Say What We Are…"), "action_set_our_standing"),
            cf.FILL_ADDRESS: (self.env._("Complete the Address…"), "action_fill_address"),
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
