"""Disputes on which amicable ways were taken: a mediator we have signed with, steps, deadlines."""

from datetime import timedelta

from odoo import fields


def sign_with_mediator(company):
    """Return the consumer mediator of the company, signed with and found on the list."""
    today = fields.Date.context_today(company)
    company.litige_mediator_id = company.env["litige.provider"].create(
        {
            "name": "Médiation de la consommation du Rhône",
            "role": "consumer_mediator",
            "company_id": company.id,
            "sector": "Bâtiment ; artisanat",
            "street": "8 quai Perrache",
            "zip": "69002",
            "city": "Lyon",
            "website": "https://www.mediation-rhone.example",
            "email": "saisine@mediation-rhone.example",
            "phone": "04 72 00 00 00",
            "referral": "En ligne, ou par courrier avec la réclamation écrite et notre réponse.",
            "cost": "60 € par an et 90 € par dossier",
            "contract_reference": "C-118",
            "contract_from": today - timedelta(days=300),
            "listing_status": "listed",
            "listing_checked_on": today - timedelta(days=30),
            "listing_checked_by_id": company.env.uid,
        }
    )
    return company.litige_mediator_id


def take_way(case, code, steps, provider=None, **values):
    """Return the proceeding of a way, with its steps: {code: days ago}."""
    today = fields.Date.context_today(case)
    remedy = case.env["litige.remedy"].search([("code", "=", code)])
    proceeding = case.env["litige.proceeding"].create(
        {
            "case_id": case.id,
            "remedy_id": remedy.id,
            "provider_id": provider.id if provider else False,
            "date_start": today - timedelta(days=max(steps.values())),
            **values,
        }
    )
    for step, ago in steps.items():
        case.env["litige.proceeding.step"].create(
            {
                "proceeding_id": proceeding.id,
                "type_id": remedy.step_ids.filtered(lambda one, code=step: one.code == code).id,
                "date": today - timedelta(days=ago),
            }
        )
    return proceeding


def take_ways(consumer_case, business_case):
    """Return what is under way: a consumer mediation, and a conciliation with a company."""
    today = fields.Date.context_today(consumer_case)
    consumer_case.complaint_on = today - timedelta(days=24)
    consumer_case.standing_confirmed = business_case.standing_confirmed = True
    # Only managers keep the list of third parties.
    Provider = business_case.env["litige.provider"].sudo()
    conciliator = Provider.create(
        {"name": "M. Perrin", "role": "conciliator", "email": "perrin@conciliateur.example"}
    )
    mediator = consumer_case.company_id.litige_mediator_id
    mediation = take_way(
        consumer_case,
        "consumer_mediation",
        {"informed": 20, "notified": 9},
        mediator,
        started_by="theirs",
        reference="2026-0412",
    )
    conciliation = take_way(
        business_case,
        "conciliation",
        {"proposed": 12, "agreed": 5, "requested": 4},
        conciliator.with_env(business_case.env),
    )
    return mediation, conciliation
