"""Opening a thousand disputes, beside a thousand bare claims of crm_claim in the same database.

Ours comes with the invoices' holds, amounts, history and notes; the peer's `create` with nothing
but its own defaults.
"""

from datetime import timedelta

from _invoices import AS_OF, make_customers, make_invoices
from _measure import alternate, as_user, seconds, tell, tell_queries, tell_ratio, undone

COUNT = 1_000


def open_disputes(env, moves):
    """What the wizard asks for a selection of invoices of different customers."""
    cause = env.ref("litige_management.litige_cause_non_payment")
    cases = env["litige.case.opening"]._open(
        [
            {
                "case": {
                    "company_id": move.company_id.id,
                    "currency_id": move.currency_id.id,
                    "partner_id": move.commercial_partner_id.id,
                    "cause_id": cause.id,
                    "user_id": env.uid,
                    "standing": "merchant",
                },
                "claims": [{"move": move, "disputed": move.amount_residual}],
                "hold": {"reason": cause.name, "review_date": AS_OF + timedelta(30)},
            }
            for move in moves
        ]
    )
    assert len(cases) == len(moves) and all(case.held_amount for case in cases)


def create_claims(env, moves):
    """The least that a claim of crm_claim needs to be of any use."""
    env["crm.claim"].create(
        [
            {
                "name": move.name,
                "partner_id": move.partner_id.id,
                "model_ref_id": f"account.move,{move.id}",
            }
            for move in moves
        ]
    )


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
