from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

_CENT = Decimal("0.01")


class LitigeLegalValueMixin(models.AbstractModel):
    """A dated, sourced value of the law: ours to update, or a company's own.

    Rows without a company are shipped, read-only, and updated with the addon. A company's
    row for the same value and date wins over them, also in its branches.
    """

    _name = "litige.legal.value.mixin"
    _description = "Dated Value of the Law"
    # Fields that say of which value a row is; the date comes on top.
    _litige_value_key = ()

    date_from = fields.Date(
        string="In Force From",
        required=True,
        help="The first day on which this value applies.",
    )
    source = fields.Char(
        required=True,
        help="The text, order or page this value was read in: printed beside it when asked for.",
    )
    verification = fields.Selection(
        [
            ("direct", "Read in the text or on an official or professional page"),
            ("secondary", "Read on a page that quotes the official source"),
            ("company", "Entered by the company"),
        ],
        string="Checked How",
        default="company",
        required=True,
    )
    is_verified = fields.Boolean(
        string="Checked",
        help="Someone compared this value with its source. Values delivered with the application "
        "always were.",
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        readonly=True,
        help="Empty: delivered and kept up to date with the application. Otherwise the company "
        "that entered this value, which wins over the delivered one.",
    )
    shipped_value = fields.Float(
        string="Delivered Value",
        digits=(16, 3),
        compute="_compute_shipped_value",
        help="The value delivered with the application for the same date.",
    )
    is_different = fields.Boolean(
        string="Differs",
        compute="_compute_shipped_value",
        help="The company's value is not the one delivered with the application.",
    )

    @api.depends("date_from", "value", "company_id")
    def _compute_shipped_value(self):
        own = self.filtered("company_id")
        shipped = (
            {
                row._get_value_key(): row.value
                for row in self.search_fetch(
                    [("company_id", "=", False), ("date_from", "in", own.mapped("date_from"))],
                    [*self._litige_value_key, "date_from", "value"],
                )
            }
            if own
            else {}
        )
        for row in self:
            value = shipped.get(row._get_value_key()) if row.company_id else None
            row.shipped_value = value or 0.0
            row.is_different = value is not None and value != row.value

    def _get_value_key(self):
        self.ensure_one()
        return tuple(self[name] for name in (*self._litige_value_key, "date_from"))

    # === CRUD: SHIPPED ROWS ARE OURS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Only the application delivers values without a company."""
        if not self.env.su and not all(vals.get("company_id", True) for vals in vals_list):
            self._raise_shipped()
        rows = super().create(vals_list)
        self.env.registry.clear_cache()
        return rows

    def write(self, vals):
        """Delivered values change with the application only."""
        self._check_own()
        done = super().write(vals)
        self._check_own()
        self.env.registry.clear_cache()
        return done

    def unlink(self):
        """A value taken away must not be counted with any longer."""
        self.env.registry.clear_cache()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        self._check_own()

    def _check_own(self):
        if not self.env.su and not all(row.company_id for row in self):
            self._raise_shipped()

    def _raise_shipped(self):
        raise UserError(
            self.env._(
                "The values delivered with the application cannot be changed: they are kept up to "
                "date with it. Add your own value for the same date: it wins."
            )
        )

    # === READING === #

    @api.model
    def _get_rows_of(self, company, field_names):
        """Return the rows one company counts with: delivered, its parents' own, then its own."""
        company_ids = company.parent_ids.ids
        # The law is the same whoever asks; the company is given, not taken from the user's.
        rows = self.sudo().search_fetch(
            [("company_id", "in", [False, *company_ids])],
            [*field_names, "company_id"],
        )
        rank = {company_id: number for number, company_id in enumerate(company_ids, 1)}
        return rows.sorted(lambda row: rank.get(row.company_id.id, 0))

    @api.model
    def _to_decimal(self, value):
        """Return a stored number as a decimal, with two decimals at least: 2.4 is 2.40."""
        number = Decimal(str(value))
        return number.quantize(_CENT) if number.as_tuple().exponent > -2 else number
