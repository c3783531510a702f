from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL, float_round

# Counterparts that lower what is due, and what the claim calls them.
PAYMENT, CREDIT, WRITE_OFF, SETTLEMENT, TRANSFER, RECOVERY, LOSS = KINDS = (
    "payment",
    "credit",
    "write_off",
    "settlement",
    "transfer",
    "recovery",
    "loss",
)
# Events that say how our own books show a claim that is kept: whoever owes it, and whoever judges
# it, could only take them for a waiver.
OUR_BOOKS = (
    WRITE_OFF,
    f"{WRITE_OFF}_reversed",
    TRANSFER,
    f"{TRANSFER}_reversed",
    LOSS,
    f"{LOSS}_reversed",
)
# From when a credit note lowers what interest is counted on.
CREDIT_GROUNDS = [
    ("error", "Error or non-conformity: the amount was never due"),
    ("gesture", "Commercial gesture: from its own date"),
]
# What a customer owes: the receivable accounts, and account 416 (doubtful or disputed customers) of
# the French chart, which Odoo delivers as a plain current asset.
IS_DUE = SQL(
    """
    (a.account_type = 'asset_receivable'
     OR a.account_type = 'asset_current' AND a.reconcile
        AND EXISTS (SELECT 1 FROM jsonb_each_text(a.code_store) code WHERE code.value LIKE '416%%'))
    """
)
IS_LOST = SQL(
    """
    (a.account_type LIKE 'income%%' OR a.account_type LIKE 'expense%%'
     OR l.tax_line_id IS NOT NULL)
    """
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
        transfer: the customer still owes it. What is then paid on that account is a recovery, what
        is written off there a loss.
        """
        result = defaultdict(list)
        if not move_ids:
            return result
        self.env["account.partial.reconcile"].flush_model()
        self.env["account.move"].flush_model(
            ["date", "move_type", "name", "ref", "litige_credit_ground", "litige_settlement_id"]
        )
        self.env["account.move.line"].flush_model(["balance", "account_id", "move_id"])
        self.env["account.account"].flush_model(["account_type", "reconcile", "code_store"])
        rows = self.env.execute_query_dict(self._get_counterparts_query(move_ids))
        followed = self._read_followed(
            [row["entry_id"] for row in rows if row["transferred"] and not row["is_cash"]]
        )
        for row in rows:
            result[row["invoice_id"]].extend(
                self._split_counterpart(row, followed.get(row["entry_id"], ()))
            )
        return result

    @api.model
    def _read_followed(self, entry_ids):
        """Return what was reconciled on the accounts that entries moved a receivable to.

        :return: rows by entry: who paid or wrote off there, when, how much (company currency)
        """
        followed = defaultdict(list)
        if not entry_ids:
            return followed
        for row in self.env.execute_query_dict(
            SQL(
                """
                WITH part AS MATERIALIZED (
                    SELECT l.move_id AS transfer_id, cl.move_id AS entry_id,
                           SUM(p.amount) AS amount,
                           ARRAY_AGG(DISTINCT cl.account_id) AS account_ids
                      FROM account_move_line l
                      JOIN account_account a ON a.id = l.account_id AND %(is_due)s
                      JOIN account_partial_reconcile p ON p.debit_move_id = l.id
                      JOIN account_move_line cl ON cl.id = p.credit_move_id
                     WHERE l.move_id = ANY(%(ids)s) AND cl.move_id <> l.move_id
                  GROUP BY l.move_id, cl.move_id
                )
                SELECT part.transfer_id, part.entry_id, part.amount, entry.date,
                       COALESCE(entry.ref, entry.name, '') AS label,
                       entry.origin_payment_id IS NOT NULL
                           OR entry.statement_line_id IS NOT NULL AS is_cash,
                       -SUM(l.balance) FILTER (WHERE %(is_due)s AND l.balance < 0) AS received,
                       COALESCE(SUM(l.balance) FILTER (
                           WHERE %(is_due)s AND l.balance > 0
                             AND l.account_id <> ALL(part.account_ids)
                       ), 0) AS transferred,
                       COALESCE(SUM(l.balance) FILTER (WHERE %(is_lost)s), 0) AS written_off
                  FROM part
                  JOIN account_move entry ON entry.id = part.entry_id
                  JOIN account_move_line l ON l.move_id = part.entry_id
                  JOIN account_account a ON a.id = l.account_id
              GROUP BY part.transfer_id, part.entry_id, part.amount, entry.id
              ORDER BY entry.date, part.entry_id
                """,
                ids=entry_ids,
                is_due=IS_DUE,
                is_lost=IS_LOST,
            )
        ):
            followed[row["transfer_id"]].append(row)
        return followed

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
                       -SUM(l.balance) FILTER (WHERE %(is_due)s AND l.balance < 0) AS received,
                       SUM(l.balance) FILTER (
                           WHERE %(is_due)s AND l.balance > 0
                             AND l.account_id <> ALL(entry.account_ids)
                       ) AS transferred,
                       SUM(l.balance) FILTER (WHERE %(is_lost)s) AS written_off
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
                   COALESCE(share.written_off, 0) AS written_off
              FROM part
              JOIN account_move entry ON entry.id = part.entry_id
              JOIN share ON share.move_id = part.entry_id
              JOIN res_currency currency ON currency.id = part.currency_id
          ORDER BY entry.date, part.entry_id
            """,
            ids=list(move_ids),
            is_due=IS_DUE,
            is_lost=IS_LOST,
        )

    @api.model
    def _split_counterpart(self, row, followed=()):
        """Tell the money of one reconciled entry from what it wrote off or moved elsewhere.

        :param followed: what became of what it moved elsewhere (see `_read_followed`)
        """
        total = row["amount"]
        if row["is_settlement"]:
            parts = {SETTLEMENT: total}
        elif row["is_credit"]:
            parts = {CREDIT: total}
        else:
            parts = self._get_entry_parts(row, total)
        counterparts = [
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
        return counterparts + self._split_followed(row, followed)

    @api.model
    def _get_entry_parts(self, row, total):
        """Return the money, the loss and the transfer in what an entry took off an invoice."""
        total = float_round(float(total), precision_digits=row["digits"])
        written_off = self._get_share(row, row["written_off"])
        transferred = 0.0 if row["is_cash"] else self._get_share(row, row["transferred"])
        return {
            PAYMENT: float_round(total - written_off - transferred, precision_digits=row["digits"]),
            WRITE_OFF: written_off,
            TRANSFER: transferred,
        }

    @api.model
    def _get_share(self, row, amount):
        """Return the part of one invoice in `amount` (company currency) of an entry."""
        if amount <= 0 or not row["received"]:
            return 0.0
        share = min(float(amount) / float(row["received"]), 1.0)
        return float_round(float(row["amount"]) * share, precision_digits=row["digits"])

    @api.model
    def _split_followed(self, row, followed):
        """Return what was paid, and written off, on the account the receivable was moved to.

        What went on to yet another account of the customer is neither. Shares are taken of the
        running total, so that their cents add up.
        """
        result, running = [], 0.0
        for one in followed:
            amount, received = float(one["amount"]), float(one["received"] or 0)
            ratio = amount / received if received else 0.0
            moved = 0.0 if one["is_cash"] else max(float(one["transferred"]), 0.0) * ratio
            lost = max(float(one["written_off"]), 0.0) * ratio
            for kind, part in ((RECOVERY, amount - moved - lost), (LOSS, lost)):
                if part <= 0:
                    continue
                share = self._get_share(row, running + part) - self._get_share(row, running)
                running += part
                share = float_round(share, precision_digits=row["digits"])
                if share:
                    result.append(
                        Counterpart(one["entry_id"], kind, one["date"], share, one["label"], None)
                    )
        return result
