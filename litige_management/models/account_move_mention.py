import re
from decimal import Decimal
from typing import NamedTuple

from odoo import fields, models
from odoo.tools import html2plaintext, remove_accents

from ..legal import rates
from ..legal.rates import MissingLegalValue
from ..legal.semesters import Semester
from ..legal.standing import is_consumer, is_professional
from ..pdf import sheet

# What shows that a text already says it, accents and capitals set aside.
TOPICS = {
    "penalties": re.compile(
        r"penalit\w+.{0,80}(retard|taux|legal|bce)|retard.{0,80}penalit"
        r"|interets? (de retard|moratoire)"
        r"|late[- ]payment (interest|penalt)|interest on (late|overdue)|penalt\w+.{0,40}late"
    ),
    "indemnity": re.compile(
        r"indemnite forfaitaire|indemnite .{0,40}recouvrement"
        r"|(fixed|flat|lump).{0,40}recovery|recovery .{0,20}indemnity"
    ),
    "discount": re.compile(r"escompte|early[- ]payment discount|discount for early"),
    "mediator": re.compile(r"mediat(eur|rice|ion|or)\b"),
    "individual": re.compile(r"\bei\b|entrepreneure? individuel|individual entrepreneur"),
}


class Mentions(NamedTuple):
    """What the law wants on one invoice and its texts do not say yet.

    :param audience: `professional`, `consumer`, or `unknown` when nobody said what they are
    :param rate: yearly rate of the penalties (Decimal, per cent), None when it is not known
    :param margin: points above the rate of the central bank; None for a contractual rate
    :param indemnity: fixed indemnity in euros, None when it is not to be printed
    :param has_discount: whether the sentence on early payment is to be printed
    :param discount: (per cent, days) of the discount granted, None when none is
    :param mediator: the consumer mediator, empty when none may be named
    """

    language: str
    audience: str
    fmt: sheet.Formats
    is_individual: bool = False
    rate: Decimal | None = None
    margin: Decimal | None = None
    semester: Semester | None = None
    indemnity: Decimal | None = None
    has_discount: bool = False
    discount: tuple | None = None
    mediator: models.Model | None = None

    @property
    def has_penalties(self):
        """Whether the penalties are to be printed, with their figure or without."""
        return self.rate is not None or self.margin is not None

    @property
    def is_empty(self):
        """Whether there is nothing left to print."""
        return not (
            self.is_individual
            or self.has_penalties
            or self.indemnity
            or self.has_discount
            or self.mediator
        )


def find_topics(text):
    """Return which mentions a text already makes.

    >>> sorted(find_topics("Pas d’escompte. Indemnité forfaitaire de 40 €."))
    ['discount', 'indemnity']
    """
    plain = " ".join(remove_accents(text or "").lower().split())
    return {topic for topic, pattern in TOPICS.items() if pattern.search(plain)}


class AccountMove(models.Model):
    """The mentions that the law wants on a customer invoice, printed on its PDF."""

    _inherit = "account.move"

    def _litige_get_mentions(self):
        """Return the `Mentions` to print on this invoice, None when there are none.

        They follow the law on the day of the invoice, from the dated tables, and what the customer
        is. What the texts printed on the invoice already say is never said twice.
        """
        self.ensure_one()
        # Whoever may print the invoice prints what the law wants on it.
        move = self.sudo()
        company = move.company_id
        if move.move_type != "out_invoice" or not company._litige_prints_mentions():
            return None
        language = "en" if (move.partner_id.lang or "").startswith("en") else "fr"
        audience = move._litige_get_audience()
        said = move._litige_get_said()
        values = {"is_individual": company.litige_is_ei and "individual" not in said}
        if audience == "consumer":
            values |= move._litige_get_consumer_mentions(said)
        elif audience:
            values |= move._litige_get_professional_mentions(said)
        mentions = Mentions(language, audience, sheet.Formats(language), **values)
        return None if mentions.is_empty else mentions

    def _litige_get_audience(self):
        """Return to whom the invoice is: `consumer`, `professional`, `unknown`.

        Empty for those whom neither set of mentions is for (public bodies, associations…), and
        for a draft without a customer.
        """
        self.ensure_one()
        # What a customer is decides what is printed, whoever prints.
        customer = self.commercial_partner_id.sudo()
        if not customer:
            return ""
        standing = customer._litige_propose_standing()
        if not standing:
            return "unknown"
        if is_consumer(standing):
            return "consumer"
        return "professional" if is_professional(standing) else ""

    def _litige_get_said(self):
        """Return the topics that the texts printed on this invoice already deal with."""
        self.ensure_one()
        term, company = self.invoice_payment_term_id, self.company_id
        texts = [
            self.narration,
            self.taxes_legal_notes,
            self.fiscal_position_id.note,
            term.note,
            company._litige_get_layout_text(),
        ]
        said = find_topics("\n".join(html2plaintext(text) for text in texts if text))
        if (
            term.early_discount
            and term.display_on_invoice
            and self.show_payment_term_details
            and self._is_eligible_for_early_payment_discount(self.currency_id, self.invoice_date)
        ):
            said.add("discount")  # Odoo prints the amount and the day itself
        return said

    def _litige_get_professional_mentions(self, said):
        """Return the values of the mentions owed to professionals and not said yet."""
        day = self.invoice_date or fields.Date.context_today(self)
        law = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        values = {}
        if "penalties" not in said:
            values |= self._litige_get_penalties(law, day)
        if "indemnity" not in said:
            values["indemnity"] = _find(law.parameter, rates.FIXED_INDEMNITY, day)
        if "discount" not in said:
            term = self.invoice_payment_term_id
            values["has_discount"] = True
            if term.early_discount:
                values["discount"] = (Decimal(str(term.discount_percentage)), term.discount_days)
        return values

    def _litige_get_penalties(self, law, day):
        """Return the rate of the penalties: the contract's, else the one of the law.

        A semester whose rate nobody entered prints the rule without its figure.
        """
        posted = self.state == "posted"
        contract = self.litige_penalty_rate if posted else self._litige_get_contract_rate()
        if contract:
            return {"rate": Decimal(str(contract))}
        margin = _find(law.parameter, rates.LATE_PAYMENT_MARGIN, day)
        if margin is None:
            return {}
        base = _find(law.rate, rates.ECB_MRO, day)
        return {
            "margin": margin,
            "rate": None if base is None else base + margin,
            "semester": Semester.of(day),
        }

    def _litige_get_consumer_mentions(self, said):
        """Return the mediator to name to a consumer, when one may be named today."""
        mediator = self.company_id.litige_mediator_id
        if (
            "mediator" in said
            or self.company_id.litige_mediation_excluded
            or not mediator._is_printable(fields.Date.context_today(self))
        ):
            return {}
        return {"mediator": mediator}


def _find(read, code, day):
    """Return a value of the law on that day, None when the tables hold none."""
    try:
        row = read(code, day)
    except MissingLegalValue:
        return None
    return row.percent if isinstance(row, rates.LegalRate) else row.value
