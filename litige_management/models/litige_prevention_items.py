import re
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import html2plaintext, remove_accents

from ..legal import payment_terms, rates, typography
from ..legal.prevention import NA, OK, TODO, WARN, Item
from ..legal.rates import MissingLegalValue
from ..pdf import links
from .account_move_mention import find_topics
from .account_move_prevention import MONTH_END

NO_VAT = re.compile(r"(tva|vat) non applicable|293 ?b")


class LitigePreventionItems(models.AbstractModel):
    """The items of the prevention check: what is looked at, what is said of it, what to do."""

    _name = "litige.prevention.items"
    _description = "Items of the Prevention Check"

    @api.model
    def _get_texts(self, company):
        """Return as plain text what the company prints on its documents and invoices."""
        terms = [company.invoice_terms, company.invoice_terms_html]
        return "\n".join(
            [company._litige_get_layout_text(), *(html2plaintext(text) for text in terms if text)]
        )

    @api.model
    def _cite(self, code):
        """Return the citation of a rule in force today, in brackets."""
        day = fields.Date.context_today(self)
        citation = self.env["litige.legal.reference"]._get_citations([code], day)[code]
        return f"({citation})"

    @api.model
    def _percent(self, value):
        """Return a percentage as the screen's language writes it."""
        return typography.percent(value, "fr" if (self.env.lang or "").startswith("fr") else "en")

    # === WHO YOU ARE === #

    @api.model
    def _check_identity(self, company, facts):
        name = self.env._("Your legal identity is complete")
        missing = company._litige_get_missing_identity()
        if not missing:
            return Item("identity", name, OK, self.env._("It heads your letters and statements."))
        return Item(
            "identity",
            name,
            TODO,
            self.env._("Missing: %(list)s.", list=", ".join(missing)),
            "settings",
            self.env._("Complete it"),
        )

    @api.model
    def _check_vat(self, company, facts):
        name = self.env._("Your invoices say how VAT applies")
        if company.vat:
            return Item("vat", name, OK, self.env._("Your VAT number is recorded."))
        notes = self.env["account.tax"].search_fetch(
            [("company_id", "=", company.id), ("invoice_legal_notes", "!=", False)],
            ["invoice_legal_notes"],
        )
        texts = [html2plaintext(tax.invoice_legal_notes) for tax in notes]
        text = "\n".join([self._get_texts(company), *texts])
        if NO_VAT.search(remove_accents(text).lower()):
            return Item("vat", name, OK, self.env._("They say that VAT does not apply."))
        return Item(
            "vat",
            name,
            TODO,
            self.env._(
                "No VAT number is recorded, and no text of your invoices says that VAT does not "
                "apply: one or the other is needed."
            ),
            "company",
            self.env._("Complete the company"),
        )

    # === WHAT INVOICES SAY === #

    @api.model
    def _check_mentions(self, company, facts):
        name = self.env._(
            "Invoices to professionals tell the penalties, the indemnity, early payment"
        )
        if not (facts.professionals or facts.unknown):
            return Item("mentions", name, NA, self.env._("No professional was invoiced lately."))
        if company._litige_prints_mentions():
            return self._check_printed_rate(company, name)
        missing = {"penalties", "indemnity", "discount"} - find_topics(self._get_texts(company))
        if not missing:
            return Item("mentions", name, OK, self.env._("Your own texts say it."))
        return Item(
            "mentions",
            name,
            TODO,
            self.env._(
                "Your invoices do not say all of it %(rule)s.",
                rule=self._cite("invoice_mentions"),
            ),
            "print_mentions",
            self.env._("Print them on invoices"),
        )

    @api.model
    def _check_printed_rate(self, company, name):
        law = self.env["litige.legal.rate"]._get_legal_values(company)
        try:
            law.rate(rates.ECB_MRO, fields.Date.context_today(self))
        except MissingLegalValue as missing:
            if not company.litige_penalty_rate:
                return Item(
                    "mentions",
                    name,
                    WARN,
                    self.env._(
                        "They are printed, but the rate of %(semester)s is not entered yet: the "
                        "rule stands there without its figure.",
                        semester=missing.semester.label,
                    ),
                    "rates",
                    self.env._("Enter the rate"),
                )
        return Item("mentions", name, OK, self.env._("They are printed from the rates of the day."))

    @api.model
    def _check_rate(self, company, facts):
        """Compare the contractual rate of penalties with the lowest one the law allows."""
        if not company.litige_penalty_rate:
            return None
        name = self.env._("Your late-payment rate is not below the legal minimum")
        law = self.env["litige.legal.rate"]._get_legal_values(company)
        today = fields.Date.context_today(self)
        try:
            multiple = law.parameter(rates.CONTRACT_RATE_FLOOR_MULTIPLE, today).value
            floor = multiple * law.rate(rates.LEGAL_INTEREST_OTHER, today).percent
        except MissingLegalValue:
            why = self.env._("The legal rate of this half-year is not entered yet.")
            return Item("rate", name, WARN, why, "rates", self.env._("Enter the rate"))
        why = self.env._(
            "Yours is %(rate)s a year; the lowest allowed this half-year is %(floor)s.",
            rate=self._percent(Decimal(str(company.litige_penalty_rate))),
            floor=self._percent(floor),
        )
        if Decimal(str(company.litige_penalty_rate)) >= floor:
            return Item("rate", name, OK, why)
        return Item("rate", name, TODO, why, "settings", self.env._("Change the rate"))

    # === CONSUMERS === #

    @api.model
    def _get_no_consumer(self, code, name, company, facts):
        """Return the item of a company that what is due to consumers does not concern."""
        if company.litige_mediation_excluded:
            why = self.env._("Your sector is outside consumer mediation.")
        elif not facts.consumers:
            why = self.env._("No consumer was invoiced in the last two years.")
        else:
            return None
        return Item(code, name, NA, why)

    @api.model
    def _check_mediator(self, company, facts):
        name = self.env._("Consumers can turn to a mediator you signed with")
        nobody = self._get_no_consumer("mediator", name, company, facts)
        if nobody:
            return nobody
        warning = company.litige_mediator_warning
        if not warning:
            return Item("mediator", name, OK, company.litige_mediator_id.name)
        state = WARN if company.litige_mediator_id else TODO
        why = f"{warning} {self._cite('mediation_information')}"
        label = self.env._("Choose or check the mediator")
        return Item("mediator", name, state, why, "mediators", label)

    @api.model
    def _check_consumer_mention(self, company, facts):
        name = self.env._("Invoices to consumers name the mediator")
        nobody = self._get_no_consumer("consumer_mention", name, company, facts)
        if nobody:
            return nobody
        if "mediator" in find_topics(self._get_texts(company)):
            return Item("consumer_mention", name, OK, self.env._("Your own texts do."))
        if company._litige_prints_mentions() and not company.litige_mediator_warning:
            why = self.env._(
                "They do. Your website, terms of sale and order forms must name it too %(rule)s.",
                rule=self._cite("mediation_information"),
            )
            return Item("consumer_mention", name, OK, why)
        why = self.env._("They name nobody.")
        if company._litige_prints_mentions():
            label = self.env._("Choose or check the mediator")
            return Item("consumer_mention", name, TODO, why, "mediators", label)
        label = self.env._("Print them on invoices")
        return Item("consumer_mention", name, TODO, why, "print_mentions", label)

    # === TERMS === #

    @api.model
    def _get_current_terms(self, company, facts):
        """Return the versions in force for those the company sells to."""
        today = fields.Date.context_today(self)
        found = self.env["litige.terms"]._get_in_force(company).get(company)
        if not found:
            return self.env["litige.terms"]
        audiences = ["professional"] if facts.professionals or not facts.consumers else []
        if facts.consumers:
            audiences.append("consumer")
        return self.env["litige.terms"].union(*(found._pick(one, today) for one in audiences))

    @api.model
    def _check_terms(self, company, facts):
        name = self.env._("Your terms of sale are recorded, version by version")
        terms = self._get_current_terms(company, facts)
        label = self.env._("Record them")
        if not terms:
            why = self.env._("In a dispute, nobody could tell which ones the customer was given.")
            return Item("terms", name, TODO, why, "terms", label)
        if not all(one.document_hash for one in terms):
            why = self.env._("The document itself is missing.")
            return Item("terms", name, WARN, why, "terms", label)
        names = ", ".join(terms.mapped("name"))
        return Item("terms", name, OK, self.env._("In force: %(names)s.", names=names))

    @api.model
    def _check_terms_review(self, company, facts):
        name = self.env._("A lawyer read your terms of sale over")
        terms = self._get_current_terms(company, facts)
        if not terms:
            return None
        if all(one.reviewed_on and one.lawyer_id for one in terms):
            return Item("terms_review", name, OK, ", ".join(terms.lawyer_id.mapped("name")))
        why = self.env._(
            "No review is recorded for %(names)s. No text asks for one; clauses that a judge sets "
            "aside cost more.",
            names=", ".join(terms.filtered(lambda one: not one.reviewed_on).mapped("name"))
            or terms[:1].name,
        )
        return Item("terms_review", name, WARN, why, "terms", self.env._("Note the review"))

    @api.model
    def _check_payment_terms(self, company, facts):
        name = self.env._("Your payment terms are within the legal maximum")
        default = self._get_default_term(company)
        excess = default and self._get_term_excess(default, company)
        if excess:
            why = self.env._(
                "“%(term)s”, which new customers get, can reach %(given)s days %(rule)s.",
                term=default.name,
                given=excess.given,
                rule=self._cite("payment_terms"),
            )
            label = self.env._("See payment terms")
            return Item("payment_terms", name, TODO, why, "payment_terms", label)
        if facts.excess:
            why = self.env._(
                "Invoices of the last twelve months due later than the law allows their "
                "customer: %(count)s. Terms of particular trades are not checked.",
                count=facts.excess,
            )
            label = self.env._("See the invoices")
            return Item("payment_terms", name, WARN, why, "excess", label)
        why = self.env._(
            "No invoice of the last twelve months goes beyond. Terms of particular trades are not "
            "checked."
        )
        return Item("payment_terms", name, OK, why)

    @api.model
    def _get_default_term(self, company):
        term_id = self.env["ir.default"]._get(
            "res.partner", "property_payment_term_id", company_id=company.id
        )
        return self.env["account.payment.term"].browse(term_id or []).exists()

    @api.model
    def _get_term_excess(self, term, company):
        """Return the worst excess of a term between professionals over a month of invoices."""
        law = self.env["litige.legal.rate"]._get_legal_values(company)
        today = fields.Date.context_today(self)
        month_end = bool(MONTH_END & set(term.line_ids.mapped("delay_type")))
        found = []
        for rank in range(31):
            day = fields.Date.add(today, days=rank)
            due = max((line._get_due_date(day) for line in term.line_ids), default=day)
            found.append(payment_terms.b2b_excess(day, due, law, month_end))
        return max(filter(None, found), key=lambda excess: excess.given, default=None)

    @api.model
    def _check_standing(self, company, facts):
        name = self.env._("You know what each customer is: consumer, merchant, craftsperson…")
        if not facts.standings:
            return None
        if not facts.unknown:
            return Item("standing", name, OK, self.env._("Every customer invoiced has a standing."))
        why = self.env._(
            "Customers invoiced in the last two years who have none: %(count)s. Mentions, interest "
            "and time limits depend on it.",
            count=facts.unknown,
        )
        return Item("standing", name, WARN, why, "customers", self.env._("See these customers"))

    @api.model
    def _check_dead_links(self, company, facts):
        """Look for the closed European platform wherever customers could read of it."""
        name = self.env._("No text sends customers to the closed European dispute platform")
        rule = self._cite("odr_closed")
        notes = self.env["account.payment.term"].search_fetch(
            [("company_id", "in", [False, company.id]), ("note", "ilike", "europa.eu")], ["note"]
        )
        if self._get_current_terms(company, facts).filtered("has_dead_link"):
            why = self.env._("Your terms of sale still do %(rule)s.", rule=rule)
            label = self.env._("Record a new version")
            return Item("dead_links", name, TODO, why, "terms", label)
        raw = " ".join(
            str(text or "")
            for text in (
                company.invoice_terms,
                company.invoice_terms_html,
                company.report_footer,
                company.report_header,
                company.company_details,
                *notes.mapped("note"),
            )
        )
        if links.has_odr_link(raw):
            why = self.env._("A default text of your invoices still does %(rule)s.", rule=rule)
            label = self.env._("Change the texts")
            return Item("dead_links", name, TODO, why, "account_settings", label)
        if facts.dead_links:
            why = self.env._(
                "Invoices of the last two years that did %(rule)s: %(count)s. Check where their "
                "note comes from.",
                count=facts.dead_links,
                rule=rule,
            )
            return Item("dead_links", name, WARN, why)
        return Item("dead_links", name, OK, self.env._("None was found."))

    # === WHEN IT HAPPENS === #

    @api.model
    def _check_policy(self, company, facts):
        name = self.env._("Your legal-protection insurance is recorded")
        if company.litige_has_no_policy:
            return Item("policy", name, NA, self.env._("You said that you have none."))
        policies = self.env["litige.insurance.policy"]._get_policies(company)[company]
        label = self.env._("Record it")
        if not policies:
            why = self.env._("Costs met before a claim is declared are often not paid back.")
            return Item("policy", name, TODO, why, "policies", label)
        today = fields.Date.context_today(self)
        good = policies.filtered(lambda policy: not policy._get_warning(today))
        if good:
            return Item("policy", name, OK, good[0].display_name)
        why = policies[0]._get_warning(today)
        return Item("policy", name, WARN, why, "policies", self.env._("See the policies"))

    @api.model
    def _check_alias(self, company, facts):
        name = self.env._("Disputes have an e-mail address")
        if company.litige_alias_email:
            return Item("alias", name, OK, company.litige_alias_email)
        why = self.env._("What customers write would stay in somebody's mailbox.")
        return Item("alias", name, TODO, why, "settings", self.env._("Choose the address"))
