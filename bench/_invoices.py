"""Generated data: overdue invoices and what was paid on them, copied by SQL from real ones.

Odoo itself posts two invoices and reconciles one payment; thousands of copies then differ by
customer, number, dates and amount, always the same from one run to the next.
"""

from datetime import date, timedelta

from odoo import Command
from odoo.tools import SQL

#: The day the figures are counted on: rates are known until then, whenever the bench is run.
AS_OF = date(2026, 6, 30)
#: Of each invoice the copies multiply these, by a whole number: they stay balanced.
AMOUNTS = {
    "account_move": (
        "amount_untaxed",
        "amount_tax",
        "amount_total",
        "amount_residual",
        "amount_untaxed_signed",
        "amount_untaxed_in_currency_signed",
        "amount_tax_signed",
        "amount_total_signed",
        "amount_total_in_currency_signed",
        "amount_residual_signed",
    ),
    "account_move_line": (
        "debit",
        "credit",
        "balance",
        "amount_currency",
        "amount_residual",
        "amount_residual_currency",
        "price_unit",
        "price_subtotal",
        "price_total",
        "tax_base_amount",
    ),
    "account_partial_reconcile": (
        "amount",
        "debit_amount_currency",
        "credit_amount_currency",
    ),
}


def copy_rows(cr, table: str, source: SQL, **values: SQL) -> list[int]:
    """Insert a row for each of `source`: rows `t` of the table, joined with the `factor` of each.

    :param values: SQL of the columns that differ
    :return: the new ids
    """
    cr.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
        "AND NOT attisdropped AND attgenerated = ''",
        [table],
    )
    columns = [name for (name,) in cr.fetchall() if name != "id" or "id" in values]
    amounts = AMOUNTS.get(table, ())

    def expression(column):
        own = SQL("t.%s", SQL.identifier(column))
        return values.get(column) or (SQL("%s * factor", own) if column in amounts else own)

    cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s RETURNING id",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL(", ").join(map(expression, columns)),
            source,
        )
    )
    return [id_ for (id_,) in cr.fetchall()]


def make_customers(env, count: int, prefix: str = "Client"):
    """Make `count` merchants with a whole postal address."""
    first = env["res.partner"].create(
        {
            "name": f"{prefix} 0",
            "is_company": True,
            "street": "12 rue des Lilas",
            "zip": "75011",
            "city": "Paris",
            "country_id": env.ref("base.fr").id,
            "litige_standing": "merchant",
        }
    )
    env.flush_all()
    source = SQL("res_partner t, generate_series(1, %s) rank WHERE t.id = %s", count - 1, first.id)
    name = SQL("%s || rank", f"{prefix} ")
    ids = copy_rows(env.cr, "res_partner", source, name=name, complete_name=name)
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", [ids])
    env.invalidate_all()
    return first.browse([first.id, *ids])


def make_models(env, customer):
    """Have Odoo post two invoices of 120.00 and reconcile 40.00 with the second.

    :return: the first invoice, the second, the payment's entry
    """
    Move = env["account.move"]
    invoices = Move.create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_date": AS_OF - timedelta(days=60),
                "invoice_date_due": AS_OF - timedelta(days=30),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Travaux", "quantity": 1, "price_unit": 120, "tax_ids": []}
                    )
                ],
            }
            for _ in range(2)
        ]
    )
    invoices.action_post()
    [due] = receivable(invoices[1])
    bank = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
    )
    payment = Move.create(
        {
            "date": AS_OF - timedelta(days=15),
            "journal_id": bank.id,
            "line_ids": [
                Command.create({"account_id": bank.default_account_id.id, "debit": 40}),
                Command.create(
                    {"account_id": due.account_id.id, "credit": 40, "partner_id": customer.id}
                ),
            ],
        }
    )
    payment.action_post()
    (due | receivable(payment)).reconcile()
    env.flush_all()
    return invoices[0], invoices[1], payment


def receivable(moves):
    """The lines of these entries that customers owe."""
    return moves.line_ids.filtered(lambda line: line.account_type == "asset_receivable")


def make_invoices(env, customers, count: int, prefix: str = "BENCH"):
    """Make `count` overdue invoices, one customer after the other; a third are partly paid.

    The due dates lie 1 to 700 days before `AS_OF`, the amounts between 120.00 and 6,000.00.
    """
    whole, partly, payment = make_models(env, customers[0])
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE bench_row AS
        SELECT rank, 1 + rank * 7 %% 50 AS factor, %(as_of)s::date - 1 - rank * 37 %% 700 AS due,
               (%(customers)s::int[])[1 + rank %% %(customer_count)s] AS customer_id,
               CASE WHEN rank %% 3 = 0 THEN %(partly)s ELSE %(whole)s END AS invoice_model,
               CASE WHEN rank %% 3 = 0 THEN %(payment)s END AS payment_model,
               nextval('account_move_id_seq')::int AS invoice_id,
               nextval('account_move_id_seq')::int AS payment_id
          FROM generate_series(1, %(count)s) AS rank
        """,
        {
            "as_of": AS_OF,
            "customers": customers.ids,
            "customer_count": len(customers),
            "partly": partly.id,
            "whole": whole.id,
            "payment": payment.id,
            "count": count,
        },
    )
    copy_entries(env.cr, "invoice", prefix, issued=SQL("due - 30"))
    copy_entries(env.cr, "payment", f"{prefix}-P", issued=SQL("due + 15"))
    copy_rows(
        env.cr,
        "account_partial_reconcile",
        SQL(
            """
            bench_row
              JOIN account_move_line model ON model.move_id = payment_model
              JOIN account_partial_reconcile t ON t.credit_move_id = model.id
              JOIN account_move_line d ON d.move_id = bench_row.invoice_id
                                      AND d.account_id = model.account_id
              JOIN account_move_line c ON c.move_id = bench_row.payment_id
                                      AND c.account_id = model.account_id
            """
        ),
        debit_move_id=SQL("d.id"),
        credit_move_id=SQL("c.id"),
        max_date=SQL("due + 15"),
    )
    env.cr.execute("SELECT invoice_id FROM bench_row ORDER BY rank")
    ids = [id_ for (id_,) in env.cr.fetchall()]
    env.cr.execute("DROP TABLE bench_row")
    for table in AMOUNTS:  # the planner knows nothing of new rows, as it would of a company's own
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.invalidate_all()
    return env["account.move"].browse(ids)


def copy_entries(cr, kind: str, prefix: str, issued: SQL) -> None:
    """Copy the model entry of each row, invoice or payment, with its lines."""
    entry, model = (SQL.identifier("bench_row", f"{kind}_{part}") for part in ("id", "model"))
    number = SQL("%s || rank", f"{prefix}/")
    same = {"date": issued, "invoice_date": SQL("t.invoice_date - t.date + %s", issued)}
    copy_rows(
        cr,
        "account_move",
        SQL("bench_row JOIN account_move t ON t.id = %s", model),
        **same,
        id=entry,
        name=number,
        sequence_prefix=SQL("%s", f"{prefix}/"),
        sequence_number=SQL("rank"),
        payment_reference=number,
        partner_id=SQL("customer_id"),
        commercial_partner_id=SQL("customer_id"),
        partner_shipping_id=SQL("customer_id"),
        invoice_date_due=SQL("due"),
        access_token=SQL("NULL"),
    )
    copy_rows(
        cr,
        "account_move_line",
        SQL("bench_row JOIN account_move_line t ON t.move_id = %s", model),
        **same,
        move_id=entry,
        move_name=number,
        partner_id=SQL("customer_id"),
        date_maturity=SQL("t.date_maturity - t.date_maturity + due"),
    )
