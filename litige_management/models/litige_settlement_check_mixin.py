from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import format_date

from ..legal import deeds
from ..legal.rates import MissingLegalValue
from ..legal.words import amount_in_words

CURE_PARAMETER = "b2c_acceleration_notice_days"
# Percent of what is due: no text says when a concession is derisory. Below it, a person decides.
SMALL_SHARE = 5


class LitigeSettlementCheckMixin(models.AbstractModel):
    """What an agreement must hold before its text is frozen, and what a person must weigh."""

    _name = "litige.settlement.check.mixin"
    _description = "Checks of an Agreement"

    issues = fields.Text(
        string="To Complete",
        compute="_compute_issues",
        help="What stops the agreement from being confirmed.",
    )
    cautions = fields.Text(
        string="To Weigh",
        compute="_compute_issues",
        help="What a person must decide: nothing here stops the agreement.",
    )

    @api.depends(
        "state",
        "kind",
        "standing",
        "settled_amount",
        "difference_amount",
        "waived_amount",
        "charges_fate",
        "charges_amount",
        "imputation",
        "cure_days",
        "jurisdiction",
        "enforcement_route",
        "proceeding_id",
        "facts",
        "our_position",
        "their_position",
        "our_concessions",
        "their_concessions",
        "our_identity",
        "customer_identity",
        "bank_id",
        "originals_count",
        "commitment_ids.date_due",
        "commitment_ids.kind",
        "commitment_ids.party",
        "commitment_ids.description",
        "commitment_ids.amount",
        "signatory_ids.name",
        "signatory_ids.party",
        "signatory_ids.quality",
        "signatory_ids.power",
        "signatory_ids.civility",
        "signatory_ids.birth_date",
        "is_confidential",
        "date",
        "case_id.standing_confirmed",
    )
    @api.depends_context("tz", "lang")
    def _compute_issues(self):
        for settlement in self:
            draft = settlement.state == "draft"
            settlement.issues = "\n".join(settlement._get_issues()) if draft else False
            settlement.cautions = "\n".join(settlement._get_cautions()) if draft else False

    def _check_confirmable(self):
        """Raise what is missing, in words."""
        for settlement in self:
            issues = settlement._get_issues()
            if issues:
                raise UserError(
                    self.env._(
                        "%(agreement)s cannot be confirmed yet:\n%(issues)s",
                        agreement=settlement.name,
                        issues="\n".join(f"• {issue}" for issue in issues),
                    )
                )

    def _get_issues(self):
        """Return what stops this agreement, one sentence each."""
        self.ensure_one()
        return [
            issue
            for issue in (
                *self._get_customer_issues(),
                *self._get_amount_issues(),
                *self._get_schedule_issues(),
                *self._get_party_issues(),
                *(
                    self._get_plan_issues()
                    if self.kind != "transaction"
                    else self._get_transaction_issues()
                ),
                *(self._get_protected_issues() if self.is_protected else ()),
                self._get_jurisdiction_issue(),
                *self._get_origin_issues(),
            )
            if issue
        ]

    # === THE CUSTOMER === #

    def _get_customer_issues(self):
        case, partner = self.case_id, self.partner_id
        if not case.is_open:
            yield self.env._("The dispute %(case)s is closed.", case=case.name)
        if not case.standing_confirmed or not case.standing:
            yield self.env._(
                "Confirm first, on the dispute, what the customer is: a consumer's agreement is "
                "not a company's."
            )
        if partner.litige_insolvency_kind:
            yield self.env._(
                "%(customer)s is in insolvency proceedings: earlier debts may no longer be paid. "
                "Declare the claim instead.",
                customer=partner.name,
            )
        if partner.litige_overindebted_on:
            yield self.env._(
                "The over-indebtedness of %(customer)s was admitted: earlier debts may no longer "
                "be paid.",
                customer=partner.name,
            )

    # === AMOUNTS AND DATES === #

    def _get_amount_issues(self):
        if not self.line_ids:
            yield self.env._("Choose the invoices that the agreement is about.")
        elif self.currency_id.compare_amounts(self.settled_amount, 0) <= 0:
            yield self.env._("Nothing is left to pay: give a credit note instead.")
        for line in self.line_ids:
            if line.currency_id.compare_amounts(line.due_amount, line.claim_id.open_amount) > 0:
                yield self.env._(
                    "Only %(amount)s is still due on %(invoice)s.",
                    amount=line.currency_id.format(line.claim_id.open_amount),
                    invoice=line.move_name,
                )
        if self.charges_fate == "included" and self.currency_id.is_zero(self.charges_amount):
            yield self.env._("Say how much interest and indemnities the amount includes.")
        if self.imputation == "interest" and self.charges_fate != "included":
            yield self.env._(
                "Payments count on interest first only when the amount to pay includes interest."
            )

    def _get_schedule_issues(self):
        if not self.currency_id.is_zero(self.difference_amount):
            missing = self.difference_amount > 0
            digits = self.currency_id.decimal_places
            values = {
                "scheduled": self.currency_id.format(self.scheduled_amount),
                "settled": self.currency_id.format(self.settled_amount),
                "difference": self.currency_id.format(abs(self.difference_amount)),
                "words": amount_in_words(
                    Decimal(f"{abs(self.difference_amount):.{digits}f}"),
                    self.currency_id.name,
                    "fr" if (self.env.lang or "").startswith("fr") else "en",
                    digits,
                ),
            }
            if missing:
                yield self.env._(
                    "The instalments add up to %(scheduled)s and the amount to pay is %(settled)s: "
                    "%(difference)s (%(words)s) is missing.",
                    **values,
                )
            else:
                yield self.env._(
                    "The instalments add up to %(scheduled)s and the amount to pay is %(settled)s: "
                    "%(difference)s (%(words)s) too much.",
                    **values,
                )
        for commitment in self.commitment_ids:
            yield self._get_commitment_issue(commitment)

    def _get_commitment_issue(self, commitment):
        if not commitment.date_due:
            return self.env._("Every commitment needs a due date.")
        if self.date and commitment.date_due < self.date:
            return self.env._(
                "%(date)s is before the agreement: no commitment can be due then.",
                date=format_date(self.env, commitment.date_due),
            )
        if commitment.kind != "payment" and not commitment.description:
            return self.env._("Say what exactly each commitment other than a payment is.")
        return None

    # === PARTIES === #

    def _get_party_issues(self):
        if not self.our_identity or not self.customer_identity:
            yield self.env._("The agreement must name both parties: complete their identity.")
        for party, label in (
            ("us", self.company_id.name),
            ("customer", self.partner_id.name or ""),
        ):
            signatories = self.signatory_ids.filtered(lambda one, party=party: one.party == party)
            if not signatories or not all(signatories.mapped("name")):
                yield self.env._("Say who signs for %(party)s.", party=label)
            elif self._needs_power(party) and not all(
                one.quality and one.power for one in signatories
            ):
                yield self.env._(
                    "Say with what quality and power %(signatory)s signs for %(party)s.",
                    signatory=signatories[0].name,
                    party=label,
                )
        if self.originals_count < 2:
            yield self.env._("There must be as many originals as parties.")

    def _needs_power(self, party):
        """Whether this side is a company, which somebody represents."""
        self.ensure_one()
        return not self.company_id.litige_is_ei if party == "us" else self.partner_id.is_company

    # === BY KIND === #

    def _get_transaction_issues(self):
        if not self.facts or not self.our_position or not self.their_position:
            yield self.env._(
                "A settlement ends a dispute: tell the facts, and what each side claims."
            )
        if not self._has_concession_of("us"):
            yield self.env._(
                "Without a concession of ours this is not a settlement: grant a discount, give up "
                "interest, promise something, or make it a payment plan."
            )
        if not self._has_concession_of("customer"):
            yield self.env._(
                "Without a concession of the customer this is not a settlement: say what they give "
                "up. Paying what is due is not a concession."
            )

    def _has_concession_of(self, party):
        """Whether this side gives something up, beyond paying what it owes."""
        self.ensure_one()
        promised = self.commitment_ids.filtered(
            lambda line: line.party == party and (party == "us" or line.kind != "payment")
        )
        if party == "customer":
            return bool((self.their_concessions or "").strip() or promised)
        return bool(
            (self.our_concessions or "").strip()
            or promised
            or not self.currency_id.is_zero(self.waived_amount)
            # A consumer owes no late-payment interest of right: giving it up gives up nothing.
            or (self.charges_fate == "waived" and not self.is_protected)
        )

    def _get_plan_issues(self):
        if not self.currency_id.is_zero(self.waived_amount) or self.charges_fate == "waived":
            yield self.env._(
                "A payment plan gives nothing up. To grant a discount, make it a settlement."
            )
        if self.our_concessions or self.their_concessions:
            yield self.env._("Concessions belong to a settlement, not to a payment plan.")
        if self.pending_suit:
            yield self.env._("A payment plan does not end a suit: make it a settlement.")

    def _get_protected_issues(self):
        if self.charges_fate == "included":
            yield self.env._(
                "A customer who is not a professional pays no added fee or interest here."
            )
        least = self._get_min_cure_days()
        if self.cure_days < least:
            yield self.env._(
                "A customer who is not a professional needs at least %(days)s days to put an "
                "instalment right.",
                days=least,
            )
        if self.imputation != "principal":
            yield self.env._(
                "Payments of a customer who is not a professional count on the principal first."
            )

    def _get_jurisdiction_issue(self):
        if not self.jurisdiction:
            return None
        if self.standing == "merchant" and self.company_id.litige_standing == "merchant":
            return None
        return self.env._("Only two merchants may choose their court: leave it empty.")

    def _get_min_cure_days(self):
        """Return the least days a customer who is no professional has to put a default right.

        :raise RedirectWarning: no value of the law is recorded for the day of the agreement
        """
        self.ensure_one()
        company = self.company_id or self.env.company
        values = self.env["litige.legal.rate"]._get_legal_values(company)
        try:
            value = values.parameter(CURE_PARAMETER, self.date or fields.Date.context_today(self))
        except MissingLegalValue as missing:
            raise self.env["litige.statement"]._get_missing_error(missing) from missing
        return int(value.value)

    # === TO WEIGH === #

    def _get_cautions(self):
        """Return what a person must weigh before confirming, one sentence each."""
        self.ensure_one()
        return [caution for caution in self._iter_cautions() if caution]

    def _iter_cautions(self):
        if not self.bank_id:
            yield self.env._("No bank account is printed: the customer will not know where to pay.")
        if self.kind != "transaction" and self.case_id.disputed_amount:
            yield self.env._(
                "The customer disputes part of these invoices: a payment plan does not settle "
                "that. Only a settlement does."
            )
        if self.kind == "transaction" and self._is_mere_delay():
            yield self.env._(
                "Time to pay alone is a weak concession: a judge may refuse to see a settlement "
                "in it."
            )
        if self.kind == "transaction" and self._is_small_concession():
            yield self.env._(
                "What we give up is small beside what is due: a judge may refuse to see a "
                "settlement in a derisory concession."
            )
        yield from self._get_credit_cautions()
        if not self.company_id.litige_is_ei and not (
            self.company_id.litige_legal_form and self.company_id.company_registry
        ):
            yield self.env._(
                "Your own legal form or company number is not in the settings: check how the "
                "agreement names you."
            )
        if self.partner_id.is_company and not self.partner_id.company_registry:
            yield self.env._(
                "The customer's company number is not known: check the exact legal name in the "
                "register."
            )
        yield from self._iter_customer_cautions()

    def _iter_customer_cautions(self):
        """Yield what the agreement may lack to name the customer, or to bind a person."""
        identity = self.customer_identity or ""
        if (
            self.standing == "merchant"
            and self.partner_id.is_company
            and not ("RCS" in identity and deeds.names_legal_form(identity))
        ):
            yield self.env._(
                "The customer's identity does not say its legal form and its trade register (RCS): "
                "complete it from the register extract."
            )
        if not self._needs_power("customer") and not all(
            one.civility and one.birth_date for one in self.signatory_ids if one.party == "customer"
        ):
            yield self.env._(
                "The civil status of the person who signs is not complete: add their civility and "
                "date of birth, which identify them for good."
            )
        if self._may_use_free_mediator() and not self._get_printable_mediator():
            yield self.env._("The agreement names no mediator: choose and check yours in settings.")
        if self.is_protected and self.is_confidential:
            yield self.env._(
                "A customer who is not a professional seldom gains anything from confidentiality: "
                "keep it only if they ask for it."
            )
        if self.is_protected and self.kind == "transaction":
            yield self.env._(
                "A customer who is not a professional keeps the rights the law gives for the "
                "future: only the dispute described here is closed."
            )

    def _is_mere_delay(self):
        return (
            not self.waived_amount
            and not (self.our_concessions or "").strip()
            and self.charges_fate != "waived"
        )

    def _is_small_concession(self):
        """Whether all we give up is a discount, or charges, of a small share of what is due."""
        promised = self.commitment_ids.filtered(lambda line: line.party == "us")
        if (self.our_concessions or "").strip() or promised:
            return False
        try:
            charges = 0 if self.is_protected else self._get_waived_charges()
        except (RedirectWarning, UserError):
            charges = 0  # said by the other checks, or when the text is printed
        given = self._to_decimal(self.waived_amount) + charges
        return bool(given) and given * 100 < SMALL_SHARE * self._to_decimal(self.principal_amount)
