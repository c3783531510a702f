"""The sums that a request asks for: each with its ground and its documents (art. 1407 CPC)."""

from typing import NamedTuple

from odoo import models
from odoo.tools import date_utils

from ..legal import typography
from ..legal.debts import SHOWN, ZERO
from .litige_letter_court_mixin import ORDER

PROOF_OF_DEBT = ("contract", "order", "terms", "delivery", "invoice")
PROOF_OF_DELAY = ("terms", "notice", "notice_receipt")


class Sum(NamedTuple):
    """One line of the sums: its amount, or a word when there is none."""

    code: str
    label: str
    amount: object
    ground: str
    pieces: str
    word: str = ""


class LitigeLetterCourtSumsMixin(models.AbstractModel):
    _name = "litige.letter.court.sums.mixin"
    _description = "Sums Asked of a Court"

    def _get_claimed_total(self, statement):
        """Return what the letter asks for: without the contested part when it leaves it out."""
        total = super()._get_claimed_total(statement)
        return total - self._get_left_out(statement)

    def _get_left_out(self, statement):
        """Return the contested principal that the request does not ask for."""
        self.ensure_one()
        if self.kind == ORDER and self.claim_scope == "undisputed":
            return statement.total("principal_disputed")
        return ZERO

    def _get_sums(self, statement, values):
        """Return the sums in the order of the form, each with its ground and its exhibits."""
        self.ensure_one()
        numbers = values["numbers"]
        professional = self._get_audience() == "professional"
        sums = [self._get_principal(statement, numbers)]
        sums += (
            self._get_penalties(statement, numbers)
            if professional
            else self._get_legal_interest(statement, numbers)
        )
        sums.append(Sum("penalty_clause", "Clause pénale", None, "–", "–", "Néant"))
        sums.append(self._get_indemnity(statement, numbers))
        return sums

    def _get_principal(self, statement, numbers):
        amount = statement.total("principal_claimed") - self._get_left_out(statement)
        contract = "Contrat"
        if self.contract_reference:
            accepted = self.contract_accepted_on
            when = f", accepté le {typography.long_date(accepted, 'fr')}" if accepted else ""
            contract = f"Contrat ({self.contract_reference}{when})"
        names = self._get_ordered_moves().mapped("name")
        ground = f"{contract} ; facture{'s' if len(names) > 1 else ''} {', '.join(names)}"
        label = "Principal TTC, déduction faite des règlements et avoirs"
        if self._get_left_out(statement):
            label += ", part non contestée"
        return Sum("principal", label, amount, ground, self._list(numbers, PROOF_OF_DEBT))

    def _get_penalties(self, statement, numbers):
        """The late-payment penalties between professionals, then those that still accrue."""
        pieces = self._list(numbers, PROOF_OF_DELAY)
        day = typography.long_date(statement.as_of, "fr")
        after = typography.long_date(date_utils.add(statement.as_of, days=1), "fr")
        rates = " puis ".join(typography.percent(rate.percent, "fr") for rate in statement.rates)
        label = f"Pénalités de retard du lendemain de chaque échéance au {day}"
        if rates:
            label += f" ({rates} par an, détail au décompte)"
        amount = statement.total("interest_claimed")
        ground = self._get_penalty_text(statement).strip()
        ground = ground.removeprefix("(").removesuffix(")") if ground.startswith("(") else ground
        ground = ground[:1].upper() + ground[1:]
        word = "Non demandées" if statement.mode == SHOWN else ""
        found = [Sum("interest", label, None if word else amount, ground, pieces, word)]
        if not word:
            found.append(
                Sum(
                    "interest_to_come",
                    f"Pénalités de retard sur le principal à compter du {after}, au taux de "
                    "chaque semestre, jusqu’au paiement",
                    None,
                    ground,
                    pieces,
                    "Pour mémoire",
                )
            )
        return found

    def _get_legal_interest(self, statement, numbers):
        """Interest at the legal rate from the formal notice, else from the service of the order."""
        ground = self._get_citations("legal_interest")["legal_interest"]
        pieces = self._list(numbers, PROOF_OF_DELAY)
        ground = ground[:1].upper() + ground[1:]
        starts = sorted(
            {
                line.debt.notice_on
                for line in statement.lines
                if line.debt.notice_on and line.debt.notice_on <= statement.as_of
            }
        )
        if statement.mode == SHOWN:
            return [Sum("interest", "Intérêts au taux légal", None, ground, pieces, "Non demandés")]
        if not starts:
            label = "Intérêts au taux légal à compter de la signification de l’ordonnance"
            return [Sum("interest_to_come", label, None, ground, "–", "Pour mémoire")]
        day = typography.long_date(statement.as_of, "fr")
        after = typography.long_date(date_utils.add(statement.as_of, days=1), "fr")
        first = typography.long_date(starts[0], "fr")
        return [
            Sum(
                "interest",
                f"Intérêts au taux légal depuis la mise en demeure du {first} jusqu’au {day}",
                statement.total("interest_claimed"),
                ground,
                pieces,
            ),
            Sum(
                "interest_to_come",
                f"Intérêts au taux légal à compter du {after}, jusqu’au paiement",
                None,
                ground,
                pieces,
                "Pour mémoire",
            ),
        ]

    def _get_indemnity(self, statement, numbers):
        """The fixed indemnity for recovery costs, which only professionals owe."""
        charges = [line.indemnity for line in statement.lines if line.indemnity_claimed]
        label = "Frais accessoires"
        if not charges:
            return Sum("indemnity", label, None, "–", "–", "Néant")
        count = sum(charge.count for charge in charges)
        each = typography.amount(charges[0].amount, statement.currency, "fr", 2)
        ground = typography.cite(charges[0].source, "fr")
        return Sum(
            "indemnity",
            f"{label} : indemnité forfaitaire pour frais de recouvrement ({count} × {each})",
            statement.total("indemnity_claimed"),
            ground[:1].upper() + ground[1:],
            self._list(numbers, ("terms", "invoice")),
        )

    def _list(self, numbers, codes):
        """Return the numbers of the exhibits of these types, as a bordereau cites them."""
        found = sorted(number for code in codes for number in numbers.get(code, ()))
        return ", ".join(map(str, found)) or "–"
