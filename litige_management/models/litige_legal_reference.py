from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class LitigeLegalReference(models.Model):
    """How a rule of law is cited in a document: dated, since codes are renumbered."""

    _name = "litige.legal.reference"
    _description = "Citation of the Law"
    _order = "code, date_from desc"

    code = fields.Char(required=True, index=True, help="Technical name used by the documents.")
    name = fields.Char(
        string="As Printed", required=True, help="The articles, as the documents cite them.",
    )
    date_from = fields.Date(
        string="In Force From", required=True, help="The first day of this numbering.",
    )
    source = fields.Char(required=True, help="Where this numbering was read.")

    _code_date_uniq = models.Constraint(
        "UNIQUE (code, date_from)", "This rule already has a citation from that date.",
    )

    @api.model
    def _get_citations(self, codes, as_of):
        """Return the citation in force on `as_of` of each code, in one query.

        :raise UserError: when a code has none on that day: a number is never guessed
        """
        rows = self.search_fetch(
            [("code", "in", list(codes)), ("date_from", "<=", as_of)],
            ["code", "name"], order="date_from",
        )
        citations = {row.code: row.name for row in rows}
        missing = sorted(set(codes) - citations.keys())
        if missing:
            raise UserError(
                self.env._(
                    "No citation of the law is recorded for %(codes)s on %(date)s.",
                    codes=", ".join(missing), date=format_date(self.env, as_of),
                )
            )
        return citations
