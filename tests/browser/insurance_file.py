"""A policy and a claim to the insurer, for the screenshots that show them."""


def get_insurance_scenes(test, wanted):
    """Make a policy and its claim when a screen of `wanted` shows them; return their screens.

    No other screen is given a policy: it would show a banner on most disputes.
    """
    if not any("insurance" in name for name in wanted):
        return ()
    case = test.shown["Hôtel des Alpes SAS"]
    late = test.shown["Clinique vétérinaire du Parc"]
    policy = _make_policy(test, case.company_id)
    case.sudo().complaint_on = test._in_days(-1)
    late.sudo().complaint_on = test._in_days(-40)
    claim = case._note_losses()
    test.env.flush_all()
    ready, tab = ".o_form_view .o_data_row", ("[name=insurance].nav-link",)
    return (
        ("insurance", f"/odoo/disputes/{case.id}", ready, tab),
        ("insurance_late", f"/odoo/disputes/{late.id}", ready, tab),
        (
            "insurance_claim",
            f"/odoo/dispute-insurance-claims/{claim.id}",
            ".o_form_view button[name=action_write_letter]",
            (),
        ),
        ("insurance_policy", f"/odoo/dispute-policies/{policy.id}", ".o_form_view .oe_title", ()),
    )


def _make_policy(test, company):
    insurer = test.env["litige.provider"].create(
        {"name": "Juridica Protection", "role": "insurer", "company_id": company.id}
    )
    return test.env["litige.insurance.policy"].create(
        {
            "provider_id": insurer.id,
            "number": "PJ 304 118",
            "date_from": test._in_days(-900),
            "date_to": test._in_days(195),
            "threshold": 300,
            "claim_ceiling": 20000,
            "waiting_months": 3,
            "excludes_unpaid": "yes",
            "declaration_days": 10,
            "exclusions": "Le recouvrement de factures non contestées.",
        }
    )
