"""Moving a thousand disputes to another phase, beside Odoo's own tracked write of as many.

Ours checks each move, writes it in the sealed chronology of each dispute, and counts the days spent
in the phase left; Odoo's writes a selection that is tracked on the same records: their standing.
"""

from _disputes import open_disputes
from _invoices import make_customers, make_invoices
from _measure import alternate, as_user, seconds, tell, tell_queries, tell_ratio, undone

COUNT = 1_000


def measure_moves(env, cases):
    """A thousand moves, with all their history; the tracking of Odoo writes at the commit."""

    def write_tracked():
        cases.write({"standing": "artisan"})
        env.flush_all()
        env.cr.precommit.run()

    def move():
        cases._move_to("amicable")
        env.flush_all()
        env.cr.precommit.run()

    found = alternate(env, ours=move, odoo=write_tracked)
    ours, odoo = found["ours"], found["odoo"]
    tell(f"{COUNT:,} disputes moved", seconds(ours.seconds))
    tell(f"{COUNT:,} tracked writes of Odoo", f"{seconds(odoo.seconds)}, {odoo.queries} q")
    tell_ratio("  ours / Odoo", ours.seconds, odoo.seconds, 0.25)
    tell_queries("  queries", ours.queries, 30)


def measure(env):
    """Open the disputes, then move them."""
    moves = make_invoices(env, make_customers(env, COUNT), COUNT)
    cases = open_disputes(env, moves)
    env.flush_all()
    env.cr.precommit.clear()
    measure_moves(env, cases)


with undone(env):  # noqa: F821
    measure(as_user(env))  # noqa: F821
