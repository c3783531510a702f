from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LitigeLegalParameter(models.Model):
    """An amount, a ceiling or a delay set by the law, in force until another row replaces it."""

    _name = "litige.legal.parameter"
    _inherit = ["litige.legal.value.mixin"]
    _description = "Legal Parameter"
    _order = "code, date_from desc, company_id"
    _litige_value_key = ("code",)

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        translate=True,
        help="What this value is, in words.",
    )
    code = fields.Char(
        required=True,
        index=True,
        help="Technical name used by the calculations. Copy it from the value you replace.",
    )
    value = fields.Float(digits=(16, 3), required=True)
    unit = fields.Selection(
        [
            ("amount", "Euros"),
            ("points", "Percentage points"),
            ("multiple", "Times"),
            ("days", "Days"),
            ("working_days", "Working days"),
            ("weeks", "Weeks"),
            ("months", "Months"),
            ("flag", "Yes (1) or no (0)"),
        ],
        required=True,
    )

    _row_uniq = models.UniqueIndex(
        "(code, date_from, COALESCE(company_id, 0))",
        "This parameter already has a value from that date.",
    )
    _value_check = models.Constraint("CHECK (value >= 0)", "A legal value cannot be negative.")

    @api.depends("code", "company_id")
    def _compute_name(self):
        """A company's own row is called like the delivered one it replaces."""
        own = self.filtered("company_id")
        shipped = (
            self.search_fetch(
                [("company_id", "=", False), ("code", "in", own.mapped("code"))],
                ["code", "name"],
            )
            if own
            else self.browse()
        )
        names = {row.code: row.name for row in shipped}
        for row in self:
            row.name = row.name or names.get(row.code) or row.code

    @api.constrains("code", "company_id")
    def _check_code(self):
        """An unknown code would be read by nothing: better say so than let it sleep."""
        own = self.filtered("company_id")
        if not own:
            return
        known = set(self.search_fetch([("company_id", "=", False)], ["code"]).mapped("code"))
        for row in own:
            if row.code not in known:
                raise ValidationError(
                    self.env._(
                        "No calculation uses a value called “%(code)s”. Copy the code of the value "
                        "you want to replace.",
                        code=row.code,
                    )
                )
