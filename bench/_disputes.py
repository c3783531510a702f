"""A thousand disputes of ours, and a thousand claims of crm_claim, from the same invoices."""

from datetime import date, timedelta


def open_disputes(env, moves):
    """Open one dispute per invoice, whole and held, as the wizard does for a selection."""
    cause = env.ref("litige_management.litige_cause_non_payment")
    return env["litige.case.opening"]._open(
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
                "hold": {"reason": cause.name, "review_date": date.today() + timedelta(30)},
            }
            for move in moves
        ]
    )


def create_claims(env, moves):
    """Create one claim per invoice: the least that makes one of any use."""
    return env["crm.claim"].create(
        [
            {
                "name": move.name,
                "partner_id": move.partner_id.id,
                "model_ref_id": f"account.move,{move.id}",
            }
            for move in moves
        ]
    )
