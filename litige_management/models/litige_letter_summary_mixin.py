"""The neutral summary of a dispute, for the mediator or conciliator who has it."""

from odoo import models

from ..legal import typography
from .litige_letter_words import WORDS

# What a third party needs to know of the course of things: our own moves are not facts.
TOLD_KINDS = frozenset(
    (
        "invoice_issued",
        "invoice_due",
        "payment",
        "payment_reversed",
        "credit",
        "credit_reversed",
        "complaint",
        "letter",
        "delivery",
        "mail",
        "email",
        "call",
        "meeting",
        "visit",
        "sms",
        "proceeding",
    )
)
# What we did is a fact, whatever it says.
OURS = frozenset(("letter", "delivery", "proceeding"))
LONGEST = 180
SAID = {"ours": "selon nous", "theirs": "selon le client"}


class LitigeLetterSummaryMixin(models.AbstractModel):
    """The summary of a dispute for the third party who leads a proceeding: neutral."""

    _name = "litige.letter.summary.mixin"
    _description = "Neutral Summary"

    def _get_summary_values(self):
        """Return the parties, facts, claims and exhibits, as they may be handed to a mediator."""
        self.ensure_one()
        case = self.case_id
        positions = case.position_ids
        proceeding = self.proceeding_id
        return {
            "customer": case.partner_id,
            "customer_lines": case.partner_id._litige_get_address_lines(self.company_id),
            "facts": self._get_summary_facts(),
            "theirs": positions.filtered(lambda one: one.side == "theirs").mapped("name")
            or [line for line in [(case.description or "").strip()] if line],
            "ours": positions.filtered(lambda one: one.side == "ours").mapped("name"),
            "pieces": [
                (exhibit.label, exhibit.name or exhibit.file_name)
                for exhibit in case._get_exhibits("mediator").with_context(lang="fr_FR")
            ],
            "words": {**WORDS["fr"], "disputed_row": "dont part contestée par le client"},
            "by_law": proceeding.remedy_id.code in ("conciliation", "mediation"),
        }

    def _get_summary_facts(self):
        """Return (day, words, who says so) of what happened, oldest first, each in one line."""
        return self._get_facts_of(self.case_id._get_usable_events("mediator"))

    def _get_facts_of(self, events):
        """Return (day, words, who says so) of the events that are told, each in one line."""
        facts, seen = [], {}
        for event in events:
            if event.kind not in TOLD_KINDS:
                continue
            text = (event.summary or "").strip().splitlines()[:1]
            words = text[0] if text else ""
            if len(words) > LONGEST:
                words = f"{words[: LONGEST - 1].rstrip()}…"
            said = "" if event.kind in OURS else SAID.get(event.standing, "")
            fact = (event.occurred_on, words, said)
            # A way starts by its first step: one line for both.
            step = event.kind == "proceeding" and (event.occurred_on, event.res_id)
            if step in seen:
                facts[seen[step]] = fact
                continue
            if step:
                seen[step] = len(facts)
            facts.append(fact)
        return facts

    def _get_references(self):
        """The mediator has a file number of its own, and no account with us."""
        if self.kind != "neutral_summary":
            return super()._get_references()
        rows = (
            ("Nos références", self.name if self.name != "/" else ""),
            ("Dossier", self.case_id.name),
            ("Vos références", self.proceeding_id.reference),
            (
                "Votre interlocuteur",
                ", ".join(
                    filter(
                        None,
                        (
                            self.user_id.name,
                            (self.user_id.phone or self.company_id.phone or "").replace(
                                " ", typography.NBSP
                            ),
                        ),
                    )
                ),
            ),
        )
        return [(label, value) for label, value in rows if value]
