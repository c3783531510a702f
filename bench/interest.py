"""What is owed on many invoices: time per invoice and queries, beside what cannot be done without.

The floor reads the same rows with two queries and multiplies Decimals by hand, without law, checks
or explanations. Odoo's own helper only finds the payments of one invoice.
"""

from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from _invoices import AS_OF, make_customers, make_invoices
from _measure import alternate, as_user, tell, tell_queries, undone

SIZES = (1_000, 10_000, 30_000)
SAMPLE = 200
CENT = Decimal("0.01")
PERCENT = Decimal("12.15")


def floor(env, ids):
    """Read instalments and payments with two queries; interest by half-year with Decimals."""
    env.cr.execute(
        "SELECT l.move_id, l.id, l.date_maturity, l.amount_currency::text "
        "FROM account_move_line l JOIN account_account a ON a.id = l.account_id "
        "WHERE l.move_id = ANY(%s) AND a.account_type = 'asset_receivable'",
        [ids],
    )
    lines = env.cr.fetchall()
    env.cr.execute(
        "SELECT p.debit_move_id, p.max_date, p.debit_amount_currency::text "
        "FROM account_partial_reconcile p JOIN account_move_line l ON l.id = p.debit_move_id "
        "WHERE l.move_id = ANY(%s) ORDER BY p.max_date",
        [ids],
    )
    payments = defaultdict(list)
    for line_id, day, amount in env.cr.fetchall():
        payments[line_id].append((day, Decimal(amount)))
    return {
        move_id: interest(due, Decimal(amount), payments.get(line_id, ()))
        for move_id, line_id, due, amount in lines
    }


def interest(due, principal, payments):
    """Interest on one principal, cut where a half-year begins and where it is paid down."""
    total, start = Decimal(0), due + timedelta(1)
    cuts = HALF_YEARS[bisect_right(HALF_YEARS, start) :]
    for end, paid in sorted([*((day, Decimal(0)) for day in cuts), *payments]):
        if end >= AS_OF:
            break
        days = (end - start).days
        total += (principal * PERCENT * days / 36500).quantize(CENT, ROUND_HALF_UP)
        principal, start = principal - paid, end
    days = (AS_OF - start).days + 1
    return total + (principal * PERCENT * days / 36500).quantize(CENT, ROUND_HALF_UP)


HALF_YEARS = [date(year, month, 1) for year in range(2023, 2027) for month in (1, 7)]


def measure(env, count):
    """Statement of `count` invoices of 300 customers."""
    moves = make_invoices(env, make_customers(env, 300), count)
    sample = moves[:: max(count // SAMPLE, 1)][:SAMPLE]
    Statement = env["litige.statement"]
    found = alternate(
        env,
        ours=lambda: Statement._statement_for_moves(moves, AS_OF, "claimed"),
        floor=lambda: floor(env, moves.ids),
        odoo=lambda: [move._get_all_reconciled_invoice_partials() for move in sample],
    )
    each = {name: run.seconds * 1e6 / count for name, run in found.items()}
    odoo = found["odoo"].seconds * 1e6 / len(sample)
    tell(f"{count:,} invoices", f"{each['ours']:.1f} µs each", "at most 40", each["ours"] <= 40)
    tell_queries("  queries", found["ours"].queries, 5)
    tell("  floor (two reads and Decimals)", f"{each['floor']:.1f} µs each")
    tell("  ours / floor", f"{each['ours'] / each['floor']:.2f}")
    tell("  Odoo's payments of one invoice", f"{odoo:.0f} µs each")
    tell("  ours / Odoo's", f"{each['ours'] / odoo:.3f}")


for size in SIZES:
    with undone(env):  # noqa: F821
        measure(as_user(env), size)  # noqa: F821
