from odoo import api, fields, models
from odoo.tools import SQL

from ..legal import chain


class LitigeCaseChain(models.Model):
    """The head of each case's chain of events: a narrow row that writers queue up on.

    Two transactions that would read "the last event" both see the same one under REPEATABLE READ
    and fork the chain. An UPDATE of the head row makes the second raise a serialization error,
    which Odoo retries.
    """

    _name = "litige.case.chain"
    _description = "Dispute Chronology Head"
    _log_access = False
    _rec_name = "case_id"

    case_id = fields.Many2one("litige.case", required=True, ondelete="cascade", index=True)
    length = fields.Integer(required=True, default=0)
    head = fields.Char(required=True, default=chain.GENESIS)

    _case_uniq = models.Constraint("UNIQUE (case_id)", "A case has one chain.")

    @api.model
    def _open_chains(self, cases):
        """Create the empty chains of new cases, in one query."""
        if cases:
            self.env.execute_query(
                SQL(
                    "INSERT INTO litige_case_chain (case_id, length, head) "
                    "SELECT id, 0, %s FROM unnest(%s::int[]) AS id RETURNING id",
                    chain.GENESIS,
                    cases.ids,
                )
            )

    @api.model
    def _reserve(self, counts):
        """Reserve ranks for the events to come.

        :param counts: number of events to append, by case id
        :return: (length before, head before) by case id
        """
        rows = self.env.execute_query(
            SQL(
                "UPDATE litige_case_chain c SET length = c.length + n.count "
                "FROM unnest(%s::int[], %s::int[]) AS n(case_id, count) "
                "WHERE c.case_id = n.case_id "
                "RETURNING c.case_id, c.length - n.count, c.head",
                list(counts),
                list(counts.values()),
            )
        )
        return {case_id: (length, head) for case_id, length, head in rows}

    @api.model
    def _set_heads(self, heads):
        """Store the new head hash of each case (`heads`: hash by case id)."""
        self.env.execute_query(
            SQL(
                "UPDATE litige_case_chain c SET head = n.head "
                "FROM unnest(%s::int[], %s::text[]) AS n(id, head) "
                "WHERE c.case_id = n.id RETURNING c.id",
                list(heads),
                list(heads.values()),
            )
        )
        self.invalidate_model(["length", "head"])
