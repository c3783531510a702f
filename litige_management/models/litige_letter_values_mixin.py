"""The legal values that a document used, listed at its end with their dates."""

from odoo import models

from ..legal import amicable, typography
from ..legal.applied import CONTRACT
from .litige_letter_template import NOTICE_KINDS

UNITS = {
    "amount": "{value} €",
    "points": "{value} points",
    "multiple": "{value} fois",
    "days": "{value} jours",
    "working_days": "{value} jours ouvrés",
    "weeks": "{value} semaines",
    "months": "{value} mois",
}
# What each letter prints of the parameters; those of the statement are found in the statement.
PRINTED = {
    "conciliator_referral": ("amicable_attempt_ceiling",),
    "mediation_info": (amicable.COMPLAINT_MONTHS, "mediation_outcome_days"),
    "complaint_answer": (amicable.COMPLAINT_MONTHS,),
}
WORDS = {
    "fr": {
        "title": "Références et valeurs légales utilisées, avec leur date d’effet : ",
        "rule": "{name} (depuis le {date})",
        "rate": "{name} : {value} (au {date})",
        "value": "{name} : {value} (depuis le {date}, {source})",
        "parameter": "{value} ({source}, depuis le {date})",
        "ecb_mro": "taux de refinancement de la Banque centrale européenne",
        "legal_interest_other": "taux de l’intérêt légal",
        "late_payment_margin": "majoration",
        "judgment_majoration": "majoration",
        "indemnity": "indemnité forfaitaire de recouvrement",
    },
    "en": {
        "title": "Legal references and values used, with the date they took effect: ",
        "rule": "{name} (since {date})",
        "rate": "{name}: {value} (on {date})",
        "value": "{name}: {value} (since {date}, {source})",
        "parameter": "{value} ({source}, since {date})",
        "ecb_mro": "refinancing rate of the European Central Bank",
        "legal_interest_other": "French legal interest rate",
        "late_payment_margin": "increase",
        "judgment_majoration": "increase",
        "indemnity": "fixed compensation for recovery costs",
    },
}


class Used(set):
    """The codes of the rules that one page cites. Two pages never share theirs."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__


class Cited(dict):
    """Citations by code, which remember those that the text really used."""

    def __init__(self, citations, used):
        super().__init__(citations)
        self._used = used

    def __getitem__(self, code):
        self._used.add(code)
        return super().__getitem__(code)

    def get(self, code, default=None):
        """Return a citation, and remember it."""
        if code in self:
            self._used.add(code)
        return super().get(code, default)


class LitigeLetterValuesMixin(models.AbstractModel):
    _name = "litige.letter.values.mixin"
    _description = "Legal Values of a Letter"

    def _prints_interest(self):
        """Whether the page shows how interest is counted."""
        self.ensure_one()
        return self.kind in NOTICE_KINDS or self.kind == "statement"

    def _get_legal_values(self, statement, used):
        """Return the title and the entries of the list of legal values, () when none was used."""
        self.ensure_one()
        words = WORDS[self.language]
        entries = [
            *self._get_used_rates(statement, words),
            *self._get_used_parameters(words),
            *self._get_used_rules(used, words),
        ]
        if self.language == "fr":
            entries = [typography.french_spaces(entry) for entry in entries]
        return (words["title"], " ; ".join(entries) + ".") if entries else ()

    def _get_used_rates(self, statement, words):
        """Return an entry for each value behind the interest and the indemnity that are printed."""
        if not self._prints_interest():
            return []
        found = {}
        for rate in statement.rates:
            for part in rate.parts:
                if part.code == CONTRACT:
                    continue
                found[part.code, part.date_from] = part
        entries = []
        for (code, day), part in sorted(found.items(), key=lambda item: (item[0][0], item[0][1])):
            is_points = code in ("late_payment_margin", "judgment_majoration")
            value = (
                f"{typography.number(part.value, self.language)} points"
                if is_points
                else typography.percent(part.value, self.language)
            )
            entries.append(
                words["value" if is_points else "rate"].format(
                    name=words.get(code, code),
                    value=value,
                    date=typography.short_date(day),
                    source=typography.cite(part.source, self.language),
                )
            )
        charge = next((line.indemnity for line in statement.lines if line.indemnity), None)
        if charge:
            entries.append(self._get_parameter_entry("fixed_indemnity", words, words["indemnity"]))
        return entries

    def _get_used_parameter_codes(self):
        """Return the codes of the parameters that this letter prints."""
        self.ensure_one()
        return PRINTED.get(self.kind, ())

    def _get_used_parameters(self, words):
        return [self._get_parameter_entry(code, words) for code in self._get_used_parameter_codes()]

    def _get_parameter_entry(self, code, words, name=None):
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        row = values.parameter(code, self.date)
        number = typography.number(
            row.value, self.language, 0 if row.value == int(row.value) else 2
        )
        return words["value" if name else "parameter"].format(
            name=name,
            value=UNITS[row.unit].format(value=number),
            date=typography.short_date(row.date_from),
            source=typography.cite(row.source, self.language),
        )

    def _get_used_rules(self, used, words):
        rows = self.env["litige.legal.reference"]._get_rows()
        latest = {
            code: (day, name) for code, day, name in rows if code in used and day <= self.date
        }
        return sorted(
            words["rule"].format(
                name=typography.cited(name, self.language), date=typography.short_date(day)
            )
            for day, name in latest.values()
        )
