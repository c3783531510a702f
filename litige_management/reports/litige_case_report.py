from odoo import api, fields, models
from odoo.tools import SQL

from ..models.litige_case import STANDINGS
from ..models.litige_case_assessment_mixin import ASSESSMENT_GROUPS
from .litige_case_report_tables import (
    AGES,
    COMPLETE,
    DEPENDS,
    LINES,
    PHASES,
    TABLES,
    WHOLE,
)

# Averages count each dispute once, however many rows it has.
AVERAGES = frozenset(("days", "success_rate", *(f"days_{phase}" for phase in PHASES)))
# Quotients are those of the sums, not averages of the quotients of the rows.
QUOTIENTS = {
    "recovery_rate": ("recovered_amount", "claimed_amount", 100),
    "recovered_per_euro": ("recovered_amount", "cost_amount", 1),
    "recovered_per_day": ("recovered_amount", "spent_days", 1),
}


class LitigeCaseReport(models.Model):
    """The figures of the disputes: one row for each product line of each invoice in each dispute.

    What an invoice brought is shared among its lines by their amounts, what a dispute cost and
    lasted among its invoices: so sums add up to the cent of the claims by any product, customer or
    cause, and averages count each dispute once. Amounts are in the currency of the current company:
    those of an invoice at the rate of its entry, then at today's between companies.

    Disputes merged into others and those opened by mistake are left out: they never were one more.
    """

    _name = "litige.case.report"
    _description = "Disputes Analysis"
    _auto = False
    _order = "date_opened desc, id desc"
    _rec_name = "case_id"
    _depends = DEPENDS

    # What
    case_id = fields.Many2one("litige.case", string="Dispute", readonly=True)
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_categ_id = fields.Many2one("product.category", readonly=True)
    cause_id = fields.Many2one("litige.cause", readonly=True)
    root_cause_id = fields.Many2one("litige.root.cause", readonly=True)
    remedy_id = fields.Many2one(
        "litige.remedy",
        string="Way Taken",
        readonly=True,
        help="The way taken last, of those that came to something. None: the formal notice, if one "
        "was sent, else talks alone.",
    )
    is_agreement = fields.Boolean(
        string="Signed Agreement", readonly=True, help="Whether an agreement was signed on it."
    )
    # Who
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    standing = fields.Selection(STANDINGS, readonly=True)
    invoice_user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    user_id = fields.Many2one("res.users", string="Owner", readonly=True)
    resolver_id = fields.Many2one("res.users", readonly=True)
    provider_id = fields.Many2one(
        "litige.provider",
        string="Third Party",
        readonly=True,
        help="The mediator, conciliator, court… who had the file last.",
    )
    # When and where
    phase = fields.Selection(selection="_selection_phase", readonly=True)
    outcome = fields.Selection(selection="_selection_outcome", readonly=True)
    date_opened = fields.Date(string="Opened On", readonly=True)
    date_closed = fields.Date(string="Closed On", readonly=True)
    date_due = fields.Date(string="Due Date", readonly=True)
    age = fields.Selection(
        AGES,
        readonly=True,
        help="Days since the due date of the invoice; on a closed dispute, when it was closed.",
    )
    # How much
    case_count = fields.Integer(
        string="Disputes", readonly=True, aggregator="count_distinct", exportable=False
    )
    claimed_amount = fields.Monetary(string="Claimed", readonly=True)
    disputed_amount = fields.Monetary(string="Disputed at Opening", readonly=True)
    open_amount = fields.Monetary(string="Still Due", readonly=True)
    held_amount = fields.Monetary(string="Held", readonly=True)
    recovered_amount = fields.Monetary(
        string="Recovered", readonly=True, help="Paid since the invoice entered the dispute."
    )
    credited_amount = fields.Monetary(string="Credited", readonly=True)
    settled_amount = fields.Monetary(string="Settled Away", readonly=True)
    written_off_amount = fields.Monetary(string="Written Off", readonly=True)
    conceded_amount = fields.Monetary(
        string="Given Up",
        readonly=True,
        help="What was credited, settled away and written off.",
    )
    cost_amount = fields.Monetary(
        string="Spent",
        readonly=True,
        groups=ASSESSMENT_GROUPS,
        help="All costs noted on the dispute, our own hours included.",
    )
    recovery_rate = fields.Float(
        string="Recovered (%)",
        readonly=True,
        aggregator="avg",
        help="What was recovered of what was claimed.",
    )
    recovered_per_euro = fields.Monetary(
        string="Recovered for 1 Spent",
        readonly=True,
        aggregator="avg",
        groups=ASSESSMENT_GROUPS,
        help="Empty when nothing was spent.",
    )
    # How long
    days = fields.Float(
        string="Days in Total",
        readonly=True,
        aggregator="avg",
        help="From its opening to its closing, or to today.",
    )
    days_identification = fields.Float(
        string="Days of Identification", readonly=True, aggregator="avg"
    )
    days_assessment = fields.Float(string="Days of Assessment", readonly=True, aggregator="avg")
    days_amicable = fields.Float(string="Amicable Days", readonly=True, aggregator="avg")
    days_judicial = fields.Float(string="Days in Court", readonly=True, aggregator="avg")
    days_execution = fields.Float(string="Days of Execution", readonly=True, aggregator="avg")
    recovered_per_day = fields.Monetary(
        string="Recovered per Day",
        readonly=True,
        aggregator="avg",
        help="What was recovered for each day that the disputes lasted.",
    )
    success_rate = fields.Float(
        string="Success (%)",
        readonly=True,
        aggregator="avg",
        help="Closed disputes that ended paid, settled or won. Empty on open ones.",
    )
    # For the averages alone
    weight = fields.Float(readonly=True, exportable=False)
    spent_days = fields.Float(readonly=True, exportable=False)

    @api.model
    def _selection_phase(self):
        return self.env["litige.case"]._fields["phase"]._description_selection(self.env)

    @api.model
    def _selection_outcome(self):
        return self.env["litige.case"]._fields["outcome"]._description_selection(self.env)

    # === THE VIEW === #

    @property
    def _table_query(self):
        """Return the rows. With `litige_whole` in the context, one for each invoice: quicker."""
        return SQL(
            TABLES,
            parts=SQL(WHOLE if self.env.context.get("litige_whole") else LINES),
            currency_table=self.env["res.currency"]._get_simple_currency_table(self.env.companies),
            currency=self.env.company.currency_id.id,
            today=fields.Date.context_today(self),
            complete=COMPLETE,
        )

    def _read_group_select(self, aggregate_spec, query):
        """Weigh the averages and divide the sums (see AVERAGES and QUOTIENTS)."""
        name, _separator, function = aggregate_spec.partition(":")
        if function != "avg" or name not in AVERAGES | QUOTIENTS.keys():
            return super()._read_group_select(aggregate_spec, query)

        def column(name):
            return self._field_to_sql(self._table, name, query)  # checks who may read it

        if name in AVERAGES:
            return SQL(
                "SUM(%(value)s * %(weight)s) "
                "/ NULLIF(SUM(%(weight)s) FILTER (WHERE %(value)s IS NOT NULL), 0)",
                value=column(name),
                weight=column("weight"),
            )
        column(name)
        over, under, factor = QUOTIENTS[name]
        return SQL(
            "%s * SUM(%s) / NULLIF(ROUND(SUM(%s)::numeric, 6), 0)",
            factor,
            column(over),
            column(under),
        )
