"""What the company can put right before any dispute, read live: a score, and one act per line."""

from contextlib import suppress

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..legal import payment_terms
from ..legal.prevention import Facts, get_score, sort_items
from ..legal.rates import MissingLegalValue

# What the company did in that time says what it does. Our choice.
LOOKED_BACK = relativedelta(months=24)


class LitigePrevention(models.AbstractModel):
    """The prevention check of one company: a constant number of queries, nothing kept.

    Each item is a method of `litige.prevention.items` called `_check_<code>`.
    """

    _name = "litige.prevention"
    _inherit = ["litige.prevention.items"]
    _description = "Prevention Check"

    @api.model
    def _get_check(self, company):
        """Return (score in per cent, items) of the company, what is missing first.

        The score counts what is right among what concerns the company; what is to be looked at
        counts for half.
        """
        # The check reads settings, policies and invoices of the one company it is asked for by a
        # person who runs its disputes.
        self = self.sudo().with_company(company)
        company = company.sudo()
        facts = self._get_facts(company)
        items = [
            item
            for code in self._get_codes()
            if (item := getattr(self, f"_check_{code}")(company, facts))
        ]
        return get_score(items), sort_items(items)

    @api.model
    def _get_codes(self):
        """Return the codes of the items, in the order in which they are told."""
        return [
            "identity",
            "vat",
            "mentions",
            "rate",
            "mediator",
            "consumer_mention",
            "terms",
            "terms_review",
            "payment_terms",
            "standing",
            "dead_links",
            "policy",
            "alias",
        ]

    @api.model
    def _get_facts(self, company):
        """Read in one query what the invoices of the company tell."""
        today = fields.Date.context_today(self)
        standings, dead_links, excess = {}, 0, 0
        self.env["account.move"].flush_model()
        self.env["res.partner"].flush_model()
        for standing, customers, links, late in self.env.execute_query(
            SQL(
                """
                SELECT %(standing)s, COUNT(DISTINCT p.id),
                       COUNT(*) FILTER (WHERE m.narration ~* %(odr)s),
                       COUNT(*) FILTER (WHERE m.invoice_date >= %(recent)s AND %(excess)s)
                  FROM account_move m JOIN res_partner p ON p.id = m.commercial_partner_id
                 WHERE %(domain)s
              GROUP BY 1
                """,
                standing=self._get_standing_sql(),
                odr=r"ec\.europa\.eu/(consumers/)?odr",
                recent=today - relativedelta(years=1),
                excess=self._get_excess_sql(company, today),
                domain=self._get_invoices_sql(company, today),
            )
        ):
            standings[standing or ""] = customers
            dead_links += links
            excess += late
        return Facts(standings, dead_links, excess)

    @api.model
    def _get_invoices_sql(self, company, today):
        return SQL(
            "m.company_id = %s AND m.move_type = 'out_invoice' AND m.state = 'posted' "
            "AND m.invoice_date >= %s",
            company.id,
            today - LOOKED_BACK,
        )

    @api.model
    def _get_standing_sql(self):
        """Return what a customer is, as `res.partner._litige_propose_standing` says."""
        return SQL(
            "COALESCE(p.litige_standing, CASE WHEN p.is_company OR COALESCE(p.vat, '') <> '' "
            "THEN '' ELSE 'consumer' END)"
        )

    @api.model
    def _get_excess_sql(self, company, today):
        """Return the condition of an invoice due later than the law allows its customer.

        Without a ceiling for that day, nothing is said to exceed it.
        """
        law = self.env["litige.legal.rate"]._get_legal_values(company)
        conditions = []
        with suppress(MissingLegalValue):
            conditions.append(self._get_professional_excess_sql(law, today))
        with suppress(MissingLegalValue):
            conditions.append(self._get_consumer_excess_sql(law, today))
        return SQL("(%s)", SQL(" OR ").join(conditions)) if conditions else SQL("FALSE")

    @api.model
    def _get_professional_excess_sql(self, law, today):
        month_days = int(law.parameter(payment_terms.B2B_MONTH_END_DAYS, today).value)
        month_end = "(date_trunc('month', %s) + interval '1 month - 1 day')::date"
        return SQL(
            "(%(standing)s IN ('', 'merchant', 'artisan', 'professional', 'farmer') "
            "AND m.invoice_date_due > GREATEST(m.invoice_date + %(days)s, "
            "%(first)s + %(month_days)s, %(second)s))",
            standing=self._get_standing_sql(),
            days=int(law.parameter(payment_terms.B2B_DAYS, today).value),
            month_days=month_days,
            first=SQL(month_end, SQL("m.invoice_date")),
            second=SQL(month_end, SQL("m.invoice_date + %s", month_days)),
        )

    @api.model
    def _get_consumer_excess_sql(self, law, today):
        row = law.parameter(payment_terms.B2C_DAYS, today)
        return SQL(
            "(%(standing)s = 'consumer' AND m.invoice_date >= %(date_from)s "
            "AND m.invoice_date_due > COALESCE(m.delivery_date, m.invoice_date) + %(days)s)",
            standing=self._get_standing_sql(),
            date_from=row.date_from,
            days=int(row.value),
        )

    @api.model
    def _search_excess(self, company):
        """Return the invoices of the last year due later than the law allows."""
        today = fields.Date.context_today(self)
        rows = self.env.execute_query(
            SQL(
                "SELECT m.id FROM account_move m JOIN res_partner p "
                "ON p.id = m.commercial_partner_id "
                "WHERE %s AND m.invoice_date >= %s AND %s ORDER BY m.invoice_date DESC",
                self._get_invoices_sql(company, today),
                today - relativedelta(years=1),
                self._get_excess_sql(company, today),
            )
        )
        return [move_id for (move_id,) in rows]
