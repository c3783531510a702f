from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..legal import account
from .litige_ledger import IS_DUE

# The invoices that an entry moved to this line’s account (doubtful customers): named when there is
# one, dated from the oldest. To the customer nothing moved.
MOVED_INVOICES = SQL(
    """
    SELECT MIN(invoice.id) AS invoice_id, MIN(invoice.name) AS name,
           MIN(invoice.invoice_date) AS invoice_date,
           MIN(COALESCE(due.date_maturity, due.date)) AS due_on,
           COUNT(DISTINCT invoice.id) AS number
      FROM account_move_line credit
      JOIN account_partial_reconcile part ON part.credit_move_id = credit.id
      JOIN account_move_line due ON due.id = part.debit_move_id
      JOIN account_move invoice ON invoice.id = due.move_id
                               AND invoice.move_type IN ('out_invoice', 'out_receipt')
     WHERE credit.move_id = account_move_line.move_id AND account_move_line.balance > 0
       AND m.move_type = 'entry'
    """
)


class LitigeAccount(models.AbstractModel):
    """The accounts of customers, read from the ledger: two queries for any number of them."""

    _name = "litige.account"
    _description = "Customer Accounts"

    @api.model
    def _read_accounts(self, partners, company, as_of, since=None):
        """Return the `legal.account.Account` of each customer by currency, the company's first.

        Amounts are in the currency of each line, never added up across currencies. What the user
        may not read of the books is not in the account.

        :param partners: commercial entities; all the lines of their contacts are theirs
        :return: `{partner id: {currency record: Account}}`, empty accounts left out
        """
        lines, owners = self._read_lines(partners.ids, company, as_of)
        matches = self._read_matches(list(owners), owners, as_of)
        Currency = self.env["res.currency"]
        result = defaultdict(dict)
        own = company.currency_id.id
        for key in sorted(lines, key=lambda key: (key[0], key[1] != own, key[1])):
            partner_id, currency_id = key
            found = account.make_account(lines[key], matches[key], as_of, since)
            if not found.is_empty:
                result[partner_id][Currency.browse(currency_id)] = found
        return result

    @api.model
    def _read_lines(self, partner_ids, company, as_of):
        """Return the lines by (customer, currency), and the (customer, currency) of each line."""
        Line = self.env["account.move.line"]
        Line.flush_model()
        self.env["account.move"].flush_model()
        self.env["account.account"].flush_model(["account_type", "reconcile", "code_store"])
        self.env["litige.exit"].flush_model(["move_id"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        query = Line._search(
            [
                ("company_id", "=", company.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", as_of),
                ("amount_currency", "!=", 0),
            ]
        )
        lines, owners = defaultdict(list), {}
        for row in self.env.execute_query_dict(
            SQL(
                """
                SELECT account_move_line.id, account_move_line.move_id, account_move_line.date,
                       account_move_line.date_maturity, account_move_line.currency_id,
                       account_move_line.amount_currency::text AS amount, currency.decimal_places,
                       partner.commercial_partner_id, m.move_type, m.name, m.ref,
                       m.origin_payment_id IS NOT NULL
                           OR m.statement_line_id IS NOT NULL AS is_cash,
                       m.move_type = 'entry' AND EXISTS (
                           SELECT 1 FROM litige_exit e WHERE e.move_id = m.id
                       ) AS is_internal,
                       moved.number, moved.invoice_id, moved.name AS invoice, moved.invoice_date,
                       moved.due_on
                  FROM %(lines)s
                  JOIN account_account a ON a.id = account_move_line.account_id AND %(is_due)s
                  JOIN account_move m ON m.id = account_move_line.move_id
                  JOIN res_partner partner ON partner.id = account_move_line.partner_id
                  JOIN res_currency currency ON currency.id = account_move_line.currency_id
             LEFT JOIN LATERAL (%(moved)s) moved ON a.account_type <> 'asset_receivable'
                 WHERE partner.commercial_partner_id = ANY(%(partners)s) AND %(rules)s
              ORDER BY account_move_line.date, account_move_line.move_id, account_move_line.id
                """,
                lines=query.from_clause,
                is_due=IS_DUE,
                moved=MOVED_INVOICES,
                partners=list(partner_ids),
                rules=query.where_clause or SQL("TRUE"),
            )
        ):
            key = row["commercial_partner_id"], row["currency_id"]
            owners[row["id"]] = key
            lines[key].append(self._make_line(row))
        return lines, owners

    @api.model
    def _make_line(self, row):
        amount = Decimal(row["amount"])
        if row["move_type"] in ("out_invoice", "out_receipt"):
            kind = account.INVOICE
        elif row["move_type"] == "out_refund":
            kind = account.CREDIT_NOTE
        elif row["is_cash"]:
            kind = account.PAYMENT if amount < 0 else account.REFUND
        else:
            kind = account.OTHER
        due_on = row["date_maturity"] if kind == account.INVOICE else None
        if kind == account.OTHER and amount > 0:
            # An opening balance has its own due dates; what was moved keeps those of its invoice.
            due_on = row["due_on"] or row["date_maturity"]
        is_moved = row["number"] == 1
        return account.Line(
            key=row["id"],
            entry=row["move_id"],
            kind=account.INVOICE if is_moved else kind,
            booked_on=row["date"],
            amount=amount.quantize(Decimal(1).scaleb(-row["decimal_places"])),
            due_on=due_on,
            name=(row["invoice"] if is_moved else row["name"]) or "",
            # “Doubtful customer”, “written off” are no words to print for that customer.
            label="" if row["number"] or row["is_internal"] else row["ref"] or "",
            invoice=row["invoice_id"] if is_moved else None,
            dated_on=row["invoice_date"] if is_moved else None,
        )

    @api.model
    def _read_matches(self, line_ids, owners, as_of):
        """Return what was set off on these lines until that day, by (customer, currency).

        A reconciliation with an entry that is no longer posted settles nothing.
        """
        matches = defaultdict(list)
        if not line_ids:
            return matches
        self.env["account.partial.reconcile"].flush_model()
        for line_id, other_id, matched_on, amount, name in self.env.execute_query(
            SQL(
                """
                SELECT part.line_id, part.other_id, part.max_date, part.amount::text,
                       other.move_name
                  FROM (
                        SELECT debit_move_id AS line_id, credit_move_id AS other_id, max_date,
                               debit_amount_currency AS amount
                          FROM account_partial_reconcile WHERE debit_move_id = ANY(%(ids)s)
                     UNION ALL
                        SELECT credit_move_id, debit_move_id, max_date, credit_amount_currency
                          FROM account_partial_reconcile WHERE credit_move_id = ANY(%(ids)s)
                       ) part
                  JOIN account_move_line other ON other.id = part.other_id
                 WHERE part.max_date <= %(as_of)s AND part.amount <> 0
                   AND other.parent_state = 'posted'
                """,
                ids=line_ids,
                as_of=as_of,
            )
        ):
            key = owners[line_id]
            # Set off against another currency or customer: it leaves this account.
            is_here = owners.get(other_id) == key
            matches[key].append(
                account.Match(
                    line_id,
                    other_id if is_here else -other_id,
                    matched_on,
                    Decimal(amount),
                    "" if is_here else name or "",
                )
            )
        return matches
