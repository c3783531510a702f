"""The declaration of a claim to the representative of creditors (art. L622-24, L622-25 C. com.)."""

from odoo import api, fields, models

from ..legal import claim_facts, judicial, typography
from .litige_letter_third_party_mixin import INSOLVENCY

KINDS = {
    "sauvegarde": "procédure de sauvegarde",
    "redressement": "procédure de redressement judiciaire",
    "liquidation": "procédure de liquidation judiciaire",
}
#: Courts that have the claim, as a declaration names them (art. R622-23 C. com.).
SUITS = {
    claim_facts.PAYMENT_ORDER: "procédure d’injonction de payer",
    claim_facts.REQUEST: "requête aux fins de jugement",
    claim_facts.SUMMARY_ORDER: "référé-provision",
    claim_facts.LAWSUIT: "instance au fond",
    claim_facts.EUROPEAN_ORDER: "injonction de payer européenne",
    claim_facts.OPPOSITION: "procédure d’opposition",
    claim_facts.APPEAL: "appel",
    claim_facts.CASSATION: "pourvoi en cassation",
}


class LitigeLetterInsolvencyMixin(models.AbstractModel):
    _name = "litige.letter.insolvency.mixin"
    _description = "Declaration of a Claim"

    securities = fields.Text(
        help="What guarantees the claim: pledge, retention of title, lien… with its date. Empty: "
        "the declaration says that there is none.",
    )

    def _get_suits(self):
        """Return in French the proceedings that put the claim before a judge and still run."""
        self.ensure_one()
        # Whoever declares the claim says which court has it, whatever they may read of it.
        running = self.case_id.sudo().proceeding_ids.filtered(
            lambda one: (
                one.state == "running"
                and one.remedy_id.code in SUITS
                and one.step_ids
                # It has judged then: the title is declared instead.
                and "enforceable" not in one.step_ids.type_id.mapped("milestone")
            )
        )
        return [
            f"{SUITS[one.remedy_id.code]}, depuis le "
            f"{typography.long_date(one.date_start, 'fr')}"
            + (f", {one.provider_id.name}" if one.provider_id else "")
            for one in running.sorted(lambda one: (one.date_start, one.id))
        ]

    def _get_insolvency_day(self):
        """Return the day of the judgment that opened the proceeding, False when not known."""
        self.ensure_one()
        # The declaration is counted on that day, whoever writes it.
        return self.commercial_partner_id.sudo().litige_insolvency_date

    def _get_statement_day(self):
        """What was due on the day of the judgment is declared; what came after is not in it."""
        if self.kind == INSOLVENCY and self._get_insolvency_day():
            return self._get_insolvency_day()
        return super()._get_statement_day()

    def _get_statement_options(self):
        if self.kind == INSOLVENCY:
            return {"for_declaration": True}
        return super()._get_statement_options()

    @api.model
    def _prepare_letter(self, kind, moves, case=None, **values):
        """Propose the security that the dispute knows of: the title retained on the goods."""
        prepared = super()._prepare_letter(kind, moves, case, **values)
        if kind == INSOLVENCY and case.is_title_retained:
            prepared.setdefault("securities", "Clause de réserve de propriété")
        return prepared

    @api.model
    def _get_refusal(self, letter, statement):
        """A declaration needs the judgment it answers to."""
        if letter.kind == INSOLVENCY and not letter._get_insolvency_day():
            return self.env._(
                "Record first, on the customer, the insolvency proceeding and its judgment."
            )
        return super()._get_refusal(letter, statement)

    def _get_rule_codes(self):
        if self.kind != INSOLVENCY:
            return super()._get_rule_codes()
        return (
            "insolvency_declaration",
            "insolvency_declaration_content",
            "insolvency_interest",
            "retention_of_title",
            "late_payment",
            "legal_interest",
        )

    def _get_third_party_values(self, statement, values):
        found = super()._get_third_party_values(statement, values)
        if self.kind != INSOLVENCY:
            return found
        customer = self.commercial_partner_id.sudo()  # readable by whoever declares the claim
        opened = customer.litige_insolvency_date
        found.update(
            proceeding=KINDS.get(customer.litige_insolvency_kind, "procédure collective"),
            opened_on=opened,
            published_on=customer.litige_insolvency_published_on,
            publication=customer.litige_insolvency_publication,
            suits=self._get_suits(),
            securities=(self.securities or "").strip().splitlines(),
            to_come=self._get_sums_to_come(statement),
            titles=sorted(
                {line.debt.enforceable_on for line in statement.lines if line.debt.enforceable_on}
            ),
            power=self.company_id._litige_needs_power() and self.company_id.litige_signatory_power,
        )
        return found

    def _get_sums_to_come(self, statement):
        """Return (invoice, due date, amount) of what falls due after the judgment."""
        return [
            (line.debt.reference, part.due_on, part.amount)
            for line in statement.lines
            for part in line.debt.instalments
            if part.due_on > statement.as_of
        ]

    def _find_warnings(self):
        """Say by when the claim has to be declared."""
        found = super()._find_warnings()
        for letter in self.filtered(lambda one: one.kind == INSOLVENCY):
            later = letter._get_later_moves()
            if later:
                found[letter]["after_judgment"] = self.env._(
                    "Performed or invoiced after the judgment, these are not declared but paid at "
                    "their due date: %(invoices)s.",
                    invoices=", ".join(later.mapped("name")),
                )
            late = letter._warn_declaration()
            if late:
                found[letter]["publication"] = late
        return found

    def _warn_declaration(self):
        """Say when the time to declare is not known, short or over, as the dispute says it."""
        self.ensure_one()
        case = self.case_id
        verdict = judicial.judge(
            claim_facts.DECLARATION,
            case._get_judicial_facts(self.date),
            case._get_judicial_values(self.date),
        )
        return verdict.status != "open" and case._get_reason(verdict, self.date)

    def _get_later_moves(self):
        """Return the invoices of what was done after the judgment: they are not declared."""
        self.ensure_one()
        day = self._get_insolvency_day()
        return self.move_ids.filtered(
            lambda move: day and (move.delivery_date or move.invoice_date or move.date) > day
        )

    def _get_interest_stop_text(self, statement):
        """Return until which day interest was counted, in French."""
        self.ensure_one()
        return typography.long_date(fields.Date.subtract(statement.as_of, days=1), "fr")
