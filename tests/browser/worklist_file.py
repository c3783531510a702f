"""A morning of calls: customers who owe, what they said, what they promised."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import freeze_time


def touch_bank(test, day):
    """Post a bank entry of `day`, so that the books are up to date."""
    bank = test.company_data["default_journal_bank"]
    income = test.company_data["default_account_revenue"]
    move = test.env["account.move"].create(
        {
            "journal_id": bank.id,
            "date": day,
            "line_ids": [
                Command.create({"account_id": bank.default_account_id.id, "debit": 1.0}),
                Command.create({"account_id": income.id, "credit": 1.0}),
            ],
        }
    )
    move.sudo().action_post()


def make_customers(test):
    """Return customers with late invoices, the biggest first, and a story for the biggest."""
    girard = test._create_customer(
        "Transports Girard SA",
        phone="+33 4 72 00 00 01",
        email="compta@girard.example",
        litige_standing="merchant",
        city="Vénissieux",
    )
    test._create_customer(
        "Sophie Lenoir",
        is_company=False,
        parent_id=girard.id,
        function="comptable fournisseurs",
        phone="+33 4 72 00 00 02",
        email="s.lenoir@girard.example",
    )
    test._create_overdue(girard, 6890.0, 64)
    test._create_overdue(girard, 3200.0, 33)
    test._create_overdue(girard, 1800.0, 9)
    for name, phone, amount, days, standing in (
        ("Hôtel des Alpes SAS", "+33 4 50 00 00 03", 4720.0, 41, "merchant"),
        ("Garage Moreau", "+33 4 78 00 00 04", 2980.0, 73, "artisan"),
        ("Nadia Benali", "+33 6 00 00 00 05", 1340.5, 27, "consumer"),
        ("Boulangerie Perret", "", 860.0, 12, "artisan"),
    ):
        partner = test._create_customer(
            name,
            phone=phone,
            is_company=standing != "consumer",
            litige_standing=standing,
            user_id=test.claire.id if name == "Garage Moreau" else False,
        )
        test._create_overdue(partner, amount, days)
    return girard


def tell(test, girard):
    """Log what was said with the biggest customer, long enough ago to call again."""
    now = fields.Datetime.now()
    for days, channel, direction, words in (
        (40, "email", "out", "Rappel courtois : la facture de septembre est échue."),
        (26, "call", "out", "La comptable attend la validation de son directeur."),
        (12, "email", "in", "Nous réglerons dès que notre propre client nous aura payés."),
    ):
        test.env["litige.communication"].create(
            {
                "partner_id": girard.id,
                "channel": channel,
                "direction": direction,
                "occurred_at": now - timedelta(days=days),
                "summary": words,
            }
        )
    with freeze_time(now - timedelta(days=20)):
        test.env["litige.communication"].create(
            {
                "partner_id": girard.id,
                "summary": "Promet un premier virement.",
                "has_promise": True,
                "promise_amount": 3000.0,
                "promise_date": (now - timedelta(days=14)).date(),
            }
        )
    test.env["litige.promise"].search([("partner_id", "=", girard.id)]).sudo()._refresh()


def get_worklist_scenes():
    """Return the screens of these: name, path, what says it is there, what to press."""
    ready = ".o_litige_worklist_main"
    return (
        ("worklist", "/odoo/worklist", ready, ()),
        ("worklist_promise", "/odoo/worklist", ready, ("button[data-outcome=promised]",)),
        ("worklist_send", "/odoo/worklist", ready, ("button[data-outcome=not_received]",)),
        ("worklist_skipped", "/odoo/worklist", ready, ("button[name=skipped]",)),
        ("worklist_outcomes", "/odoo/worklist-outcomes", ".o_list_view", ()),
    )
