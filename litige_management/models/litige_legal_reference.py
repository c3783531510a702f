from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import format_date


class LitigeLegalReference(models.Model):
    """How a rule of law is cited in a document: dated, since codes are renumbered."""

    _name = "litige.legal.reference"
    _description = "Citation of the Law"
    _order = "code, date_from desc"

    code = fields.Char(required=True, index=True, help="Technical name used by the documents.")
    name = fields.Char(
        string="As Printed",
        required=True,
        help="The articles, as the documents cite them.",
    )
    date_from = fields.Date(
        string="In Force From",
        required=True,
        help="The first day of this numbering.",
    )
    source = fields.Char(required=True, help="Where this numbering was read.")

    _code_date_uniq = models.Constraint(
        "UNIQUE (code, date_from)",
        "This rule already has a citation from that date.",
    )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # === CITATIONS === #

    @api.model
    @tools.ormcache()
    def _get_rows(self):
        """Return (code, first day, citation) of every row, oldest first.

        A hundred letters cite the same few rules.
        """
        # Everyone reads the law; the cache is the same for all.
        rows = self.sudo().search_fetch([], ["code", "date_from", "name"], order="date_from")
        return tuple((row.code, row.date_from, row.name) for row in rows)

    @api.model
    def _get_citations(self, codes, as_of):
        """Return the citation in force on `as_of` of each code; read once, then remembered.

        :raise UserError: when a code has none on that day: a number is never guessed
        """
        citations = {
            code: name
            for code, date_from, name in self._get_rows()
            if code in codes and date_from <= as_of
        }
        missing = sorted(set(codes) - citations.keys())
        if missing:
            raise UserError(
                self.env._(
                    "No citation of the law is recorded for %(codes)s on %(date)s.",
                    codes=", ".join(missing),
                    date=format_date(self.env, as_of),
                )
            )
        return citations
