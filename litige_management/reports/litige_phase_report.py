from odoo import api, fields, models
from odoo.tools import SQL

from ..models.litige_case import STANDINGS


class LitigePhaseReport(models.Model):
    """How long disputes stay in each phase: one row for each stay in an open phase.

    The average of a phase counts the days of each dispute once, however often it came back. The
    disputes merged into others and those opened by mistake are left out.
    """

    _name = "litige.phase.report"
    _description = "Time by Phase"
    _auto = False
    _order = "date_from desc, id desc"
    _rec_name = "case_id"
    _depends = {
        "litige.case.stay": ["case_id", "company_id", "phase", "date_from", "date_to"],
        "litige.case": ["cause_id", "outcome", "partner_id", "standing", "user_id"],
    }

    case_id = fields.Many2one("litige.case", string="Dispute", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    standing = fields.Selection(STANDINGS, readonly=True)
    cause_id = fields.Many2one("litige.cause", readonly=True)
    user_id = fields.Many2one("res.users", string="Owner", readonly=True)
    phase = fields.Selection(selection="_selection_phase", readonly=True)
    date_from = fields.Date(string="From", readonly=True)
    date_to = fields.Date(string="Until", readonly=True)
    is_current = fields.Boolean(
        string="Still There", readonly=True, help="The dispute is in this phase today."
    )
    days = fields.Float(readonly=True, digits=(16, 1), aggregator="avg")
    case_count = fields.Integer(
        string="Disputes", readonly=True, aggregator="count_distinct", exportable=False
    )

    @api.model
    def _selection_phase(self):
        return self.env["litige.case"]._fields["phase"]._description_selection(self.env)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT stay.id, stay.case_id, stay.case_id AS case_count, stay.company_id, c.partner_id,
                   c.standing, c.cause_id, c.user_id, stay.phase, stay.date_from, stay.date_to,
                   stay.date_to IS NULL AS is_current,
                   COALESCE(stay.date_to, %s) - stay.date_from AS days
              FROM litige_case_stay stay
              JOIN litige_case c ON c.id = stay.case_id
             WHERE stay.phase <> 'closed'
               AND (c.outcome IS NULL OR c.outcome NOT IN ('merged', 'mistake'))
            """,
            fields.Date.context_today(self),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Average the days of each dispute, not those of each stay."""
        if aggregate_spec != "days:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s) / NULLIF(COUNT(DISTINCT %s), 0)::numeric",
            self._field_to_sql(self._table, "days", query),
            self._field_to_sql(self._table, "case_count", query),
        )
