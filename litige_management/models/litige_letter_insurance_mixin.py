"""The declaration of a dispute to the legal-protection insurer."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..legal import typography
from .litige_delivery import WITHOUT_EFFECT
from .litige_letter_third_party_mixin import BAILIFF, INSURER, ORDER, PREPARATION

# What leads to expenses: the insurer is told first.
COSTLY_KINDS = (BAILIFF, ORDER, PREPARATION)
EXPECTATIONS = {
    "recover": "obtenir le paiement des sommes qui nous sont dues",
    "defend": "nous défendre contre la réclamation de notre client",
    "both": "obtenir le paiement des sommes qui nous sont dues et nous défendre contre la "
    "réclamation de notre client",
}
LOSSES = {
    "refusal": "Refus ou contestation de notre client",
    "silence": "Silence de notre client après notre réclamation",
    "against_us": "Refus que nous avons opposé à la réclamation de notre client",
}


class LitigeLetterInsuranceMixin(models.AbstractModel):
    """The declaration of a dispute to the legal-protection insurer."""

    _name = "litige.letter.insurance.mixin"
    _description = "Declaration to the Insurer"

    insurance_claim_id = fields.Many2one(
        "litige.insurance.claim",
        string="Claim to the Insurer",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        groups="litige_management.litige_management_group_user",
        help="The claim that this letter declares.",
    )

    # === WRITING === #

    @api.model
    def _prepare_letter(self, kind, moves, case=None, **values):
        """A declaration is written from a claim: it knows the policy and the day."""
        prepared = super()._prepare_letter(kind, moves, case, **values)
        if kind != INSURER or prepared.get("insurance_claim_id"):
            return prepared
        claims = case.insurance_claim_ids.filtered(
            lambda one: (
                one.state != "dropped"
                and one.provider_id.partner_id.id == prepared.get("partner_id")
            )
        )
        if not claims:
            raise UserError(
                self.env._("Declare it from the tab “Insurance”: the policy is chosen there.")
            )
        return {**prepared, "insurance_claim_id": claims[:1].id}

    @api.model
    def _get_refusal(self, letter, statement):
        """A declaration without its claim says nothing an insurer can use."""
        if letter.kind == INSURER and not letter.insurance_claim_id:
            return self.env._("Declare it from the tab “Insurance”: the policy is chosen there.")
        return super()._get_refusal(letter, statement)

    # === THE PAGE === #

    def _get_rule_codes(self):
        if self.kind != INSURER:
            return super()._get_rule_codes()
        return ("insurance_loss", "insurance_lawyer")

    def _get_third_party_values(self, statement, values):
        found = super()._get_third_party_values(statement, values)
        if self.kind != INSURER:
            return found
        claim = self.insurance_claim_id
        return {
            **found,
            "claim": claim,
            "policy_rows": self._fill_rows(self._get_policy_rows(claim)),
            "loss_rows": self._fill_rows(self._get_loss_rows(claim)),
            "others": self._get_other_policies(claim),
            "expectation": EXPECTATIONS[claim.expectation or "recover"],
            "steps": self._get_steps_taken(),
        }

    def _get_policy_rows(self, claim):
        """Return (label, value) of the contract and of who is insured, in French."""
        policy = claim.policy_id
        from_day = policy.date_from and typography.long_date(policy.date_from, "fr")
        return [
            ("Contrat n°", policy.number),
            ("En vigueur depuis le", from_day),
            *self.company_id._litige_get_creditor_rows(),
        ]

    def _get_loss_rows(self, claim):
        """Return (label, value) of the loss itself, in French."""
        return [
            ("Nature", LOSSES.get(claim.loss_kind)),
            ("Date", claim.loss_on and typography.long_date(claim.loss_on, "fr")),
            ("Connu par", claim.loss_reason),
            ("Avocat du client", claim.opposing_lawyer),
        ]

    def _get_other_policies(self, claim):
        """Return “insurer, contract n°” of the other contracts: each insurer is told of all."""
        others = claim.case_id.insurance_claim_ids.filtered(
            lambda one: one != claim and one.state != "dropped"
        )
        return [f"{one.provider_id.name}, contrat n° {one.policy_id.number}" for one in others]

    def _get_steps_taken(self):
        """Return (day, words) of what was written to the customer so far, oldest first."""
        kinds = {
            "reminder": "relance amiable",
            "notice": "mise en demeure",
            "second_notice": "seconde mise en demeure",
            "negotiation": "proposition de négociation",
            "conciliation": "proposition de conciliation",
            "complaint_answer": "réponse à la réclamation",
        }
        sent = self.case_id.letter_ids.delivery_ids.filtered(
            lambda one: one.letter_id.kind in kinds and one.result not in WITHOUT_EFFECT
        ).sorted(lambda one: (one.date_posted, one.id))
        steps = []
        for delivery in sent:
            words = kinds[delivery.letter_id.kind]
            if delivery.effective_date:
                day = typography.long_date(delivery.effective_date, "fr")
                words += f" (reçue ou présentée le {day})"
            steps.append((delivery.date_posted, words))
        return steps

    # === WHAT IT STARTS === #

    def _prepare_letter_event(self):
        """What passes with our insurer is told to nobody else."""
        values = super()._prepare_letter_event()
        if self.kind == INSURER:
            values["kind"] = "insurance"
        return values

    def _note_confirmed(self):
        """Have the file for the insurer made: never with the advice or the letters of lawyers."""
        result = super()._note_confirmed()
        Bundle = self.env["litige.bundle"]
        for letter in self.filtered(lambda one: one.kind == INSURER and one._get_exhibits()):
            excluded = Bundle._get_default_excluded(letter.case_id, "insurer")
            letter.bundle_id = Bundle._request(
                letter.case_id,
                [
                    {
                        "audience": "insurer",
                        "with_zip": False,
                        "excluded_exhibit_ids": [(6, 0, excluded.ids)],
                    }
                ],
            )
        return result

    # === CHECKS === #

    def _find_warnings(self):
        """Warn before a paper that leads to expenses leaves while the insurer knows nothing."""
        found = super()._find_warnings()
        for letter in self:
            if letter.kind in COSTLY_KINDS and letter.case_id:
                warning = letter.case_id._get_insurance_warning()
                found[letter] |= {"insurance": warning} if warning else {}
            if letter.kind == INSURER:
                found[letter].pop("no_bank", None)
        return found


class LitigeDeliveryInsuranceMixin(models.AbstractModel):
    """What the sending of a declaration starts."""

    _name = "litige.delivery.insurance.mixin"
    _description = "Sending to the Insurer"

    def _on_facts(self):
        """A declaration that leaves is a declaration made."""
        result = super()._on_facts()
        for delivery in self:
            if delivery.letter_id.kind != INSURER or delivery.result in WITHOUT_EFFECT:
                continue
            claim = delivery.letter_id.insurance_claim_id
            if claim.state == "todo":
                claim._declare(max(delivery.date_posted, claim.loss_on))
        return result

    def _prepare_fact_events(self, facts):
        """What passes with our insurer is told to nobody else."""
        found = super()._prepare_fact_events(facts)
        if self.letter_id.kind == INSURER:
            for values in found:
                values["kind"] = "insurance"
        return found
