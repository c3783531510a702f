from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL, float_round

# Counterparts that lower what is due, and what the claim calls them.
PAYMENT, CREDIT, WRITE_OFF, SETTLEMENT, TRANSFER, RECOVERY = KINDS = (
    "payment",
    "credit",
    "write_off",
    "settlement",
    "transfer",
    "recovery",
)


class Counterpart(NamedTuple):
    """What lowered an invoice: one part of one entry reconciled with it.

    `amount` is in the invoice's currency. A payment that carries a write-off gives two
    counterparts of the same entry.
    """

    entry_id: int
    kind: str
    date: date
    amount: float
    label: str
    credit_ground: str | None


class LitigeLedger(models.AbstractModel):
    """The one reading of what was reconciled with customer invoices, in one query."""

    _name = "litige.ledger"
    _description = "Dispute Ledger"

    @api.model
    def _read_counterparts(self, move_ids):
        """Return the Counterparts of each invoice, oldest first, by invoice id.

        Entries without effect in the invoice's currency (exchange differences) are left out.
        An entry that moves the receivable to another receivable account (doubtful customers) is a
        transfer: the customer still owes it. What is then paid on that account is a recovery.
        """
        result = defaultdict(list)
        if not move_ids:
            return result
        self.env["account.partial.reconcile"].flush_model()
        self.env["account.move"].flush_model(
            ["date", "move_type", "name", "ref", "litige_credit_ground", "litige_settlement_id"]
        )
        self.env["account.move.line"].flush_model(
            ["balance", "account_id", "move_id", "amount_residual"]
        )
        for row in self.env.execute_query_dict(self._get_counterparts_query(move_ids)):
            result[row["invoice_id"]].extend(self._split_counterpart(row))
        return result

    @api.model
    def _sum_kinds(self, counterparts, currency):
        """Return the total of each kind of counterpart, in `currency`."""
        totals = dict.fromkeys(KINDS, 0.0)
        for counterpart in counterparts:
            totals[counterpart.kind] += counterpart.amount
        return {kind: currency.round(amount) for kind, amount in totals.items()}

    @api.model
    def _get_counterparts_query(self, move_ids):
        return SQL(
            """
            WITH invoice_line AS MATERIALIZED (
                -- First, and by index: the planner knows nothing of rows not yet committed.
                SELECT l.id, l.move_id, l.currency_id
                  FROM unnest(%(ids)s::int[]) AS invoice(id)
                  JOIN account_move_line l ON l.move_id = invoice.id
                  JOIN account_account a ON a.id = l.account_id
                 WHERE a.account_type = 'asset_receivable'
            ), part AS MATERIALIZED (
                SELECT il.move_id AS invoice_id, cl.move_id AS entry_id, il.currency_id,
                       SUM(p.debit_amount_currency) AS amount,
                       ARRAY_AGG(DISTINCT cl.account_id) AS account_ids
                  FROM invoice_line il
                  JOIN account_partial_reconcile p ON p.debit_move_id = il.id
                  JOIN account_move_line cl ON cl.id = p.credit_move_id
                 WHERE cl.move_id <> il.move_id
              GROUP BY il.move_id, cl.move_id, il.currency_id
                HAVING SUM(p.debit_amount_currency) <> 0
            ), share AS (
                SELECT l.move_id,
                       -SUM(l.balance) FILTER (
                           WHERE a.account_type = 'asset_receivable' AND l.balance < 0
                       ) AS received,
                       SUM(l.balance) FILTER (
                           WHERE a.account_type = 'asset_receivable' AND l.balance > 0
                             AND l.account_id <> ALL(entry.account_ids)
                       ) AS transferred,
                       SUM(l.balance - l.amount_residual) FILTER (
                           WHERE a.account_type = 'asset_receivable' AND l.balance > 0
                             AND l.account_id <> ALL(entry.account_ids)
                       ) AS recovered,
                       SUM(l.balance) FILTER (
                           WHERE a.account_type LIKE 'income%%' OR a.account_type LIKE 'expense%%'
                              OR l.tax_line_id IS NOT NULL
                       ) AS written_off
                  FROM (SELECT DISTINCT entry_id, account_ids FROM part) entry
                  JOIN account_move_line l ON l.move_id = entry.entry_id
                  JOIN account_account a ON a.id = l.account_id
              GROUP BY l.move_id
            )
            SELECT part.invoice_id, part.entry_id, part.amount, currency.decimal_places AS digits,
                   entry.date, CASE WHEN entry.move_type = 'out_refund' THEN entry.name
                            ELSE COALESCE(entry.ref, entry.name, '') END AS label,
                   entry.move_type = 'out_refund'
                       OR COALESCE(entry.reversed_entry_id = part.invoice_id, FALSE) AS is_credit,
                   entry.origin_payment_id IS NOT NULL
                       OR entry.statement_line_id IS NOT NULL AS is_cash,
                   entry.litige_settlement_id IS NOT NULL AS is_settlement,
                   entry.litige_credit_ground AS credit_ground,
                   COALESCE(share.received, 0) AS received,
                   COALESCE(share.transferred, 0) AS transferred,
                   COALESCE(share.recovered, 0) AS recovered,
                   COALESCE(share.written_off, 0) AS written_off
              FROM part
              JOIN account_move entry ON entry.id = part.entry_id
              JOIN share ON share.move_id = part.entry_id
              JOIN res_currency currency ON currency.id = part.currency_id
          ORDER BY entry.date, part.entry_id
            """,
            ids=list(move_ids),
        )

    @api.model
    def _split_counterpart(self, row):
        """Tell the money of one reconciled entry from what it wrote off or moved elsewhere."""
        total = row["amount"]
        if row["is_settlement"]:
            parts = {SETTLEMENT: total}
        elif row["is_credit"]:
            parts = {CREDIT: total}
        else:
            parts = self._get_entry_parts(row, total)
        return [
            Counterpart(
                row["entry_id"],
                kind,
                row["date"],
                amount,
                row["label"],
                row["credit_ground"] if kind == CREDIT else None,
            )
            for kind, amount in parts.items()
            if amount
        ]

    @api.model
    def _get_entry_parts(self, row, total):
        def share_of(amount):
            if amount <= 0 or not row["received"]:
                return 0.0
            share = min(float(amount) / float(row["received"]), 1.0)
            return float_round(float(total) * share, precision_digits=row["digits"])

        total = float_round(float(total), precision_digits=row["digits"])
        written_off = share_of(row["written_off"])
        transferred = 0.0 if row["is_cash"] else share_of(row["transferred"])
        recovered = 0.0 if row["is_cash"] else share_of(row["recovered"])
        return {
            PAYMENT: float_round(total - written_off - transferred, precision_digits=row["digits"]),
            WRITE_OFF: written_off,
            TRANSFER: transferred,
            RECOVERY: recovered,
        }
