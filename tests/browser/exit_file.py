"""Concessions and losses, for the screenshots that show them."""

DIALOG = ".o_dialog .o_form_view"


def get_exit_scenes(test, wanted):
    """Make a few exits when a screen of `wanted` shows them; return their screens."""
    if not any("exit" in name for name in wanted):
        return ()
    case = test.shown["Hôtel des Alpes SAS"]
    claim = case.claim_ids[:1]
    for kind, amount, reason in (
        ("credit_note", 180.0, "Vernis repris par le client"),
        ("doubtful", claim.move_id.amount_residual, ""),
    ):
        wizard = test.env["litige.case.exit"].create(
            {"case_id": case.id, "kind": kind, "reason": reason}
        )
        if kind == "doubtful" and not wizard.account_id:
            continue
        wizard.line_ids[:1].amount = amount
        wizard.action_confirm()
    test.env.flush_all()
    concede = "button[name=action_concede]"
    form = f"/odoo/disputes/{case.id}"
    return (
        *(
            (f"exit_{kind}", form, ".o_form_view .o_data_row", (concede, _get_radio(kind)))
            for kind in ("credit_note", "write_off", "provision", "interest", "reversal")
        ),
        ("exits", "/odoo/dispute-exits", ".o_data_row", ()),
    )


def _get_radio(kind):
    return f"{DIALOG} input[data-value={kind}]"
