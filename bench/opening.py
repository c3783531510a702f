"""Opening a thousand disputes, beside a thousand bare claims of crm_claim in the same database.

Ours comes with the invoices' holds, amounts, history and notes; the peer's `create` with nothing
but its own defaults.
"""

from _disputes import create_claims, open_disputes
from _invoices import make_customers, make_invoices
from _measure import alternate, as_user, seconds, tell, tell_queries, tell_ratio, undone

COUNT = 1_000


def measure(env):
    """Both, from the same invoices."""
    moves = make_invoices(env, make_customers(env, COUNT), COUNT)
    found = alternate(
        env,
        ours=lambda: open_disputes(env, moves),
        peer=lambda: create_claims(env, moves),
    )
    ours, peer = found["ours"], found["peer"]
    tell(f"{COUNT:,} disputes opened", seconds(ours.seconds))
    tell(f"{COUNT:,} bare claims of crm_claim", f"{seconds(peer.seconds)}, {peer.queries} q")
    tell_ratio("  ours / crm_claim", ours.seconds, peer.seconds, 0.5)
    tell_queries("  queries", ours.queries, 100)


with undone(env):  # noqa: F821
    measure(as_user(env))  # noqa: F821
