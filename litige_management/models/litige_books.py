"""What the books do not say yet: money that came and was not matched, and how old they are."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL


class LitigeBooks(models.AbstractModel):
    """Read before anybody is asked for money: it may have arrived."""

    _name = "litige.books"
    _description = "State of the Books"

    @api.model
    def _read_unreconciled(self, companies, partners=None):
        """Return what customers paid or were credited and nobody matched with an invoice yet.

        Payments under way without an entry of their own count, unless they name an invoice. Read
        for whoever asks for money, even without accounting rights.

        :param partners: commercial partners; all by default
        :return: {(commercial partner id, company id): (amount in the company's currency, names)}
        """
        self.env["account.move.line"].flush_model()
        self.env["account.payment"].flush_model()
        found = defaultdict(lambda: (0.0, ()))
        for partner_id, company_id, amount, names in self.env.execute_query(
            self._get_unreconciled_query(companies, partners)
        ):
            key = partner_id, company_id
            total, before = found[key]
            found[key] = total + amount, (*before, *names)
        return dict(found)

    @api.model
    def _get_unreconciled_query(self, companies, partners):
        whose = SQL("TRUE")
        if partners is not None:
            whose = SQL("p.commercial_partner_id = ANY(%s)", partners.ids)
        return SQL(
            """
            SELECT p.commercial_partner_id, l.company_id, -SUM(l.amount_residual),
                   ARRAY_AGG(DISTINCT l.move_name ORDER BY l.move_name)
              FROM account_move_line l
              JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
              JOIN res_partner p ON p.id = l.partner_id
             WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted' AND l.balance < 0
               AND l.amount_residual < 0 AND l.company_id = ANY(%(companies)s) AND %(whose)s
          GROUP BY 1, 2
             UNION ALL
            SELECT p.commercial_partner_id, pay.company_id,
                   SUM(pay.amount_company_currency_signed),
                   ARRAY_AGG(DISTINCT COALESCE(pay.name, '') ORDER BY COALESCE(pay.name, ''))
              FROM account_payment pay
              JOIN res_partner p ON p.id = pay.partner_id
             WHERE pay.move_id IS NULL AND pay.state = 'in_process'
               AND pay.partner_type = 'customer' AND pay.payment_type = 'inbound'
               AND pay.company_id = ANY(%(companies)s) AND %(whose)s
               AND NOT EXISTS (SELECT FROM account_move__account_payment link
                                WHERE link.payment_id = pay.id)
          GROUP BY 1, 2
            """,
            companies=companies.ids,
            whose=whose,
        )

    @api.model
    def _read_bank_dates(self, companies):
        """Return the date of the last bank entry of each company that has one.

        It is no secret to those who ask for money.
        """
        self.env["account.move"].flush_model(["date", "state", "journal_id", "company_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.company_id, MAX(m.date)
                  FROM account_journal j
                  JOIN account_move m ON m.journal_id = j.id AND m.state = 'posted'
                 WHERE j.type IN ('bank', 'cash', 'credit') AND m.company_id = ANY(%s)
              GROUP BY m.company_id
                """,
                companies.ids,
            )
        )
        return {self.env["res.company"].browse(company_id): last for company_id, last in rows}
