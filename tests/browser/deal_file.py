"""Disputes that were talked over: offers, an agreement being paid, another one in default."""

from datetime import timedelta

from odoo.tests import freeze_time

from ..settlement_common import PIXEL

WORDS = {
    "their_position": "Le Client soutient que le vernis de l’escalier cloque à trois endroits.",
    "their_concessions": "la renonciation à demander le remplacement de l’escalier",
}


def make_offers(test, case):
    """Exchange two offers on `case`, the customer's waiting for an answer."""
    test.env["litige.estimate"].create(
        {
            "case_id": case.id,
            "amount": 6150.0,
            "chance": 60.0,
            "collection": 90.0,
            "costs": 900.0,
            "months": 14.0,
            "rate": 6.0,
        }
    )
    today = test.today
    with freeze_time(f"{today - timedelta(days=9)} 10:00:00"):
        first = test.env["litige.offer"].create(
            {
                "case_id": case.id,
                "amount": 5800.0,
                "count": 2,
                "date_first": today + timedelta(days=20),
                "expires_on": today + timedelta(days=20),
                "note": "Nous reprenons le vernis des trois marches.",
                "line_ids": [(0, 0, {"description": "la reprise du vernis de trois marches"})],
            }
        )
        first.action_make()
    second = test.env["litige.offer"].create(
        {
            "case_id": case.id,
            "party": "customer",
            "amount": 4900.0,
            "count": 3,
            "date_first": today + timedelta(days=30),
            "expires_on": today + timedelta(days=15),
            "note": "Nous faisons reprendre le vernis par notre peintre.",
        }
    )
    second.action_make()
    return second


def make_deal(test, case, since, paid=0.0, waived=200.0):
    """Sign a settlement in three instalments on `case`, `since` days ago, and pay `paid` of it."""
    signed = test.today - timedelta(days=since)
    with freeze_time(f"{signed} 10:00:00"), test.allow_pdf_render():
        deal = test.env["litige.settlement"].create({"case_id": case.id, **WORDS})
        deal.line_ids[0].waived_amount = waived
        test.env["litige.settlement.instalments"].create(
            {
                "settlement_id": deal.id,
                "count": 3,
                "date_first": signed + timedelta(days=15),
            }
        ).action_spread()
        for one in deal.signatory_ids:
            one.write(
                {
                    "name": one.name or "Lucie Faure",
                    "quality": one.quality or "gérante",
                    "power": "extrait Kbis du 3 novembre 2026",
                }
            )
        case.write({"standing_confirmed": True})
        deal.action_confirm()
        deal.signatory_ids.write(
            {"signed_on": signed, "signed_at": "Lyon", "scan": PIXEL, "scan_name": "original.pdf"}
        )
        deal.action_sign()
    if paid:
        day = signed + timedelta(days=14)
        test._pay(case.claim_ids.move_id[:1], paid, date=day)
    deal._refresh_execution()
    return deal


def notify(test, deal, since, received):
    """Send the notice of default of `deal` `since` days ago, received `received` days ago."""
    sent, day = (test.today - timedelta(days=days) for days in (since, received))
    with freeze_time(f"{sent} 10:00:00"), test.allow_pdf_render():
        letter = test.env["litige.letter"].browse(deal.action_notify_default()["res_id"])
        letter._refresh_checks()
        letter.check_ids.is_acknowledged = True
        failures = letter._confirm()
        assert not failures, failures
    test.env["litige.delivery"].create(
        {
            "letter_id": letter.id,
            "channel": "registered",
            "date_posted": sent,
            "date_presented": day,
            "result": "received",
            "date_received": day,
        }
    )
    deal._refresh_execution()
    return letter


def make_deals(test, shown):
    """Talk disputes over: (an offer to answer, a deal being paid, a deal in default)."""
    offer = make_offers(test, shown["Clinique vétérinaire du Parc"])
    deal = make_deal(test, shown["Hôtel des Alpes SAS"], since=20, paid=1800.0)
    failed = make_deal(test, shown["Garage Moreau"], since=70, paid=500.0)
    notify(test, failed, since=45, received=41)
    return offer, deal, failed


def get_scenes(offer, deal, failed):
    """Return the screens of these: name, path, what says it is there, what to press."""
    agreement, default = f"/odoo/agreements/{deal.id}", f"/odoo/agreements/{failed.id}"
    return (
        (
            "offers",
            f"/odoo/disputes/{offer.case_id.id}",
            ".o_form_view .o_data_row",
            ("[name=offers].nav-link",),
        ),
        ("offer", f"/odoo/litige.offer/{offer.id}", ".o_form_view", ()),
        ("agreement", agreement, ".o_data_row", ()),
        ("agreement_paid", agreement, ".o_data_row", ()),
        ("agreement_late", default, ".o_data_row", ()),
        ("agreement_default", default, ".o_data_row", ("[name=execution].nav-link",)),
        (
            "agreement_accelerate",
            default,
            "button[name=action_accelerate]",
            ("button[name=action_accelerate]",),
        ),
    )
