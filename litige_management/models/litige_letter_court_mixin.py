"""What goes to a court: the request for a payment order, the preparation sheet of a lawsuit.

The request follows the order of the form (creditor, representative, debtor, sums with their ground
and documents, where the case goes if opposed, signature). The preparation sheet is for the lawyer
or the judicial officer, and never looks like an act of theirs.
"""

from decimal import Decimal

from odoo import api, fields, models

from ..legal import typography
from .litige_letter_template import THIRD_PARTY_KINDS
from .litige_letter_third_party_mixin import ORDER, PREPARATION

COURT_KINDS = (ORDER, PREPARATION)
COURTS = [
    ("commercial", "Commercial court (tribunal de commerce, TAE)"),
    ("civil", "Civil court (tribunal judiciaire)"),
    ("chamber", "Commercial chamber of the civil court (Alsace-Moselle)"),
    ("protection", "Judge of protection disputes (consumer credit, housing)"),
]
COURT_WORDS = {
    "commercial": "tribunal de commerce",
    "civil": "tribunal judiciaire",
    "chamber": "chambre commerciale du tribunal judiciaire",
    "protection": "juge des contentieux de la protection",
}
#: All of the tribunal judiciaire: the contribution to legal aid is due there.
CIVIL_COURTS = ("civil", "chamber", "protection")
SUITS = [
    ("summary", "Interim payment (référé-provision)"),
    ("merits", "Lawsuit on the merits (assignation au fond)"),
]
CONSIGNATION_DAYS, CLERK_FEE = "tc_consignation_days", "commercial_order_fee"
LAWYER_CEILING, CIVIL_CONTRIBUTION = "lawyer_ceiling", "civil_contribution"
ATTEMPT_CEILING = "amicable_attempt_ceiling"


class LitigeLetterCourtMixin(models.AbstractModel):
    _name = "litige.letter.court.mixin"
    _description = "Papers for a Court"

    court_kind = fields.Selection(
        COURTS,
        string="Kind of Court",
        help="Between merchants or craftspeople, the commercial court; a consumer, an association "
        "or a liberal professional is sued before the civil court.",
    )
    suit_kind = fields.Selection(
        SUITS,
        string="Lawsuit Prepared",
        default="summary",
        help="An interim payment for what cannot seriously be contested, or the whole dispute.",
    )
    claim_scope = fields.Selection(
        [("whole", "The whole sum"), ("undisputed", "The undisputed part")],
        string="Asked For",
        default="whole",
        help="A part that is seriously contested is badly suited to a payment order.",
    )
    fallback_court = fields.Char(
        string="Court if Opposed",
        help="The court to which you ask that the case be sent at once if the customer opposes the "
        "order. Empty: nothing is asked.",
    )
    currency_id = fields.Many2one("res.currency")  # the letter says which
    clerk_costs = fields.Monetary(
        string="Clerk's Costs",
        help="What the request costs at the court's office; it is claimed with the costs.",
    )
    bundle_id = fields.Many2one(
        "litige.bundle",
        string="File of Exhibits",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="litige_management.litige_management_group_user",
        help="The numbered exhibits that go with it.",
    )
    filing_note = fields.Text(
        string="How to File",
        compute="_compute_filing_note",
        help="What to do with the request once it is signed.",
    )

    # === WRITING === #

    @api.model
    def _prepare_letter(self, kind, moves, case=None, **values):
        """Propose the court, the scope and the clerk's costs from the facts of the dispute."""
        prepared = super()._prepare_letter(kind, moves, case, **values)
        if kind not in COURT_KINDS:
            return prepared
        court = case._get_court()
        contested = sum(case.claim_ids.mapped("open_disputed_amount"))
        is_contested = contested and not case.cause_id.is_non_payment
        part = is_contested and case.currency_id.compare_amounts(contested, case.open_amount) < 0
        defaults = {
            "court_kind": court,
            "claim_scope": "undisputed" if part else "whole",
            "clerk_costs": self._get_clerk_costs(case.company_id, kind, court, prepared["date"]),
        }
        return {**defaults, **prepared}

    @api.model
    def _get_clerk_costs(self, company, kind, court, day):
        """Return the clerk's fee of a request, zero when there is none or it is not known."""
        if kind != ORDER or court != "commercial":
            return 0.0
        rows = self.env["litige.legal.rate"]._get_legal_values(company)
        known = rows.changes(CLERK_FEE, fields.Date.subtract(day, years=100), day)
        return float(rows.parameter(CLERK_FEE, day).value) if known else 0.0

    @api.onchange("court_kind")
    def _onchange_court_kind(self):
        if self.kind == ORDER and self.company_id and self.date:
            self.clerk_costs = self._get_clerk_costs(
                self.company_id, self.kind, self.court_kind, self.date
            )

    # === HOW TO FILE === #

    @api.depends("kind", "court_kind", "date", "company_id")
    @api.depends_context("lang")
    def _compute_filing_note(self):
        for letter in self:
            letter.filing_note = letter.kind == ORDER and "\n".join(letter._get_filing_lines())

    def _get_filing_lines(self):
        """Return what the person who files the request has to know, in their language."""
        self.ensure_one()
        lines = [
            self.env._(
                "The court is the one of the customer's address, and no other: %(address)s.",
                address=", ".join(
                    self.commercial_partner_id._litige_get_address_lines(self.company_id)[1:]
                )
                or "…",
            ),
            self.env._(
                "Sign it, and hand it over with the file of exhibits: one set for the court, one "
                "for each customer it is served on."
            ),
        ]
        if self.court_kind == "commercial":
            lines.append(
                self.env._(
                    "The clerk's costs are to be deposited within %(days)s days of the request, "
                    "or it lapses.",
                    days=self._get_value(self.company_id, CONSIGNATION_DAYS, self.date),
                )
            )
        elif self.court_kind in ("civil", "protection"):
            lines.append(self.env._("No clerk's fee, and no contribution, is due on it."))
        return lines

    # === THE PAGE === #

    def _get_rule_codes(self):
        codes = {
            ORDER: (
                "payment_order",
                "payment_order_identity",
                "payment_order_request",
                "payment_order_fallback",
                "payment_order_territory",
                "consignation",
                "legal_interest",
                "late_payment",
                "costs",
            ),
            PREPARATION: (
                "summary_order_civil",
                "summary_order_commercial",
                "summons",
                "lawyer",
                "territory",
                "court_commercial",
                "amicable_attempt",
                "contract_force",
                "contract_non_performance",
                "legal_interest",
                "late_payment",
                "capitalisation",
                "legal_costs",
                "costs",
                "civil_contribution",
            ),
        }
        return codes.get(self.kind) or super()._get_rule_codes()

    def _get_third_party_values(self, statement, values):
        found = super()._get_third_party_values(statement, values)
        if self.kind not in COURT_KINDS:
            return found
        found.update(
            letterhead=self.kind == PREPARATION and values["letterhead"],
            court=COURT_WORDS.get(self.court_kind, ""),
            sums=self._get_sums(statement, found),
            total=self._get_claimed_total(statement),
            unclaimed=statement.total_claimed - self._get_claimed_total(statement),
            power=self.company_id._litige_needs_power() and self.company_id.litige_signatory_power,
            missing=self.with_context(lang="fr_FR")._get_missing_facts(),
        )
        if self.kind == ORDER:
            found.update(form=self._get_form(), consignation=self._get_consignation())
        else:
            found.update(self._get_preparation_values(statement))
        return found

    def _get_form(self):
        """Return the number of the official form that this request follows."""
        codes = {
            "commercial": "form_payment_order_commercial",
            "civil": "form_payment_order_civil",
            "protection": "form_payment_order_protection",
        }
        code = codes.get(self.court_kind)
        return self._get_citations(code)[code] if code else ""

    def _get_consignation(self):
        """Return in how many days the clerk's costs are deposited, empty when none are."""
        if self.court_kind != "commercial":
            return ""
        days = self._get_value(self.company_id, CONSIGNATION_DAYS, self.date)
        return typography.days(days, "fr")

    def _get_used_parameter_codes(self):
        codes = super()._get_used_parameter_codes()
        if self.kind == ORDER and self.court_kind == "commercial":
            fee = (CLERK_FEE,) if self.clerk_costs else ()
            return (*codes, CONSIGNATION_DAYS, *fee)
        if self.kind == PREPARATION:
            more = (LAWYER_CEILING,)
            if self.court_kind in CIVIL_COURTS:
                more += (ATTEMPT_CEILING, CIVIL_CONTRIBUTION)
            return (*codes, *more)
        return codes

    def _get_preparation_values(self, statement):
        """Return what the preparation sheet adds: facts by date, points of law, what is open."""
        self.ensure_one()
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        amount = Decimal(str(self._get_claimed_total(statement)))
        lawyer = values.parameter(LAWYER_CEILING, self.date).value
        state, ceiling = self.case_id._get_attempt_state(self.date)

        def money(value):
            return typography.amount(value, self.currency_id.name, "fr", 0)

        return {
            "suit": self.suit_kind,
            "facts": self._get_court_facts(),
            "our_positions": self._get_positions("ours"),
            "attempt": state,
            "attempt_ceiling": money(ceiling),
            "lawyer_needed": amount > lawyer,
            "lawyer_ceiling": money(lawyer),
            "contribution": self.court_kind in CIVIL_COURTS
            and money(values.parameter(CIVIL_CONTRIBUTION, self.date).value),
        }

    def _get_court_facts(self):
        """Return (day, words, who says so) of what happened, as a judge may read it, oldest first.

        What follows by law from a sending, and our own moves towards a court, are no facts.
        """
        papers = self.case_id.letter_ids.filtered(lambda one: one.kind in THIRD_PARTY_KINDS)
        events = self.case_id._get_usable_events("court")
        others = events.filtered(
            lambda one: (
                (one.kind == "delivery" and one.claim_id)
                or (one.res_model == self._name and one.res_id in papers.ids)
            )
        )
        return self._get_facts_of(events - others)

    def _get_positions(self, side):
        # The sheet is our own, for our counsel: what we claim is in it, whoever prints it.
        positions = self.case_id.sudo().position_ids
        return positions.filtered(lambda one: one.side == side).mapped("name")
