"""Makes a dump of a database in use, with the code of the version to upgrade from. Not a test.

In a checkout of that version, with this file copied next to its `tests/`:

    python make_dump.py TEMPLATE DATABASE FILE

copies the template of `dev.py test`, invoices customers, installs the addon, lives through
disputes of every kind, and writes FILE: SQL as `pg_dump` says it, compressed with xz. All that is
in it is invented.
"""

import lzma
import socket
import subprocess
import sys
from base64 import b64decode
from contextlib import nullcontext
from datetime import date, timedelta

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.modules.registry import Registry
from odoo.service import db
from odoo.tools import config

ADDON = "litige_management"
# Of no use to an upgrade, or about the machine that made it.
EMPTIED = ("bus_bus", "ir_logging", "ir_profile", "res_device_log", "res_users_log")
CLEANED = (
    "DELETE FROM ir_attachment WHERE url LIKE '/web/assets/%'",
    "DELETE FROM ir_attachment WHERE res_model = 'payment.method'",
    "UPDATE res_users SET password = NULL",
    "UPDATE mail_message"
    " SET message_id = regexp_replace(message_id, '@.*', '@menuiserie.example>')",
)


def work(database, job, *args):
    """Do a job in a transaction of its own, as the administrator and in French."""
    with Registry(database).cursor() as cr:
        admin = api.Environment(cr, SUPERUSER_ID, {}).ref("base.user_admin")
        env = api.Environment(cr, admin.id, {"lang": "fr_FR"}, su=True)
        job(env, *args)
        env.flush_all()
        cr.commit()


# === BEFORE THE ADDON === #


def keep_books(env):
    """A company that invoices, one of whose invoices the accountant keeps out of follow-up."""
    params = env["ir.config_parameter"]
    params.set_param("ir_attachment.location", "db")
    params.set_param("database.secret", "an invented secret of no value at all")
    params.set_param("web.base.url", "http://menuiserie.example")
    params.set_param("database.uuid", "00000000-0000-4000-8000-000000000000")
    env["ir.attachment"].force_storage()
    env.company.write({"name": "Menuiserie Lacombe"})
    env["res.company"].create({"name": "Lacombe Rénovation"})
    partner = env["res.partner"].create(
        {"name": "Meubles Vallier", "is_company": True, "email": "compta@vallier.example"}
    )
    account = env["account.account"].search([("account_type", "=", "income")], limit=1)
    today = fields.Date.today()
    for ref, amount, kept_out in (("OUT", 410.0, True), ("IN", 520.0, False)):
        move = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "ref": ref,
                "invoice_date": today - timedelta(days=90),
                "invoice_date_due": today - timedelta(days=60),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Tables",
                            "price_unit": amount,
                            "account_id": account.id,
                            "tax_ids": [],
                        }
                    )
                ],
            }
        )
        move.action_post()
        move.no_followup = kept_out


# === A DATABASE IN USE === #


def get_maker(env):
    """Return the builders of the tests, without their companies and their clean-up."""
    from tests.court_common import CourtCommon
    from tests.insurance_common import InsuranceCommon
    from tests.settlement_common import SettlementCommon

    class Maker(CourtCommon, InsuranceCommon, SettlementCommon):
        def allow_pdf_render(self):
            return nullcontext()

    maker = object.__new__(Maker)
    Maker.env = env(context={**env.context, "force_report_rendering": True})
    Maker.today = fields.Date.context_today(env.user)
    Maker.company = env.company
    Maker.first_due = Maker.today + timedelta(days=30)
    Maker.non_payment = env.ref(f"{ADDON}.litige_cause_non_payment")
    Maker.non_conformity = env.ref(f"{ADDON}.litige_cause_non_conformity")
    return maker


def set_up(maker):
    """The company, its people, its third parties, its policy."""
    from tests.browser.amicable_file import sign_with_mediator

    env, cls = maker.env, type(maker)
    maker.company.partner_id.write(
        {
            "street": "3 rue du Port",
            "zip": "69002",
            "city": "Lyon",
            "country_id": env.ref("base.fr").id,
            "phone": "04 72 40 00 00",
            "email": "contact@lacombe.example",
            "company_registry": "73282932000074",
        }
    )
    maker.company.write(
        {
            "litige_legal_form": "SARL",
            "litige_share_capital": 10000,
            "litige_rcs_city": "Lyon",
            "litige_signatory_name": "Claire Lacombe",
            "litige_signatory_quality": "gérante",
            "litige_standing": "merchant",
        }
    )
    env["res.partner.bank"].create(
        {
            "acc_number": "FR7630006000011234567890189",
            "partner_id": maker.company.partner_id.id,
            "allow_out_payment": True,
        }
    )
    cls.mediator = sign_with_mediator(maker.company)
    cls.court = maker._create_provider("court", "Tribunal de commerce de Lyon")
    cls.officer = maker._create_provider("bailiff", "SELARL Morel, commissaires de justice")
    cls.conciliator = maker._create_provider("conciliator", "Paul Renaud")
    cls.lawyer = maker._create_provider("lawyer", "Maître Anne Delcourt")
    cls.insurer = maker._create_provider("insurer", "Juridica Protection")
    cls.policy = maker._create_policy()
    env.ref("base.user_admin").group_ids |= env.ref(f"{ADDON}.litige_management_group_manager")
    maker.company.litige_signing_user_id = env.ref("base.user_admin")


def make_customer(maker, name, standing="merchant", **values):
    return maker._create_customer(
        name,
        is_company=standing != "consumer",
        litige_standing=standing,
        email=f"{name.split()[0].lower()}@{name.split()[-1].lower()}.example",
        lang="fr_FR",
        **values,
    )


def make_case(maker, name, amount, days=60, standing="merchant", **values):
    """Return a dispute on one invoice of a new customer."""
    customer = make_customer(maker, name, standing)
    contact = maker.env["res.partner"].create(
        {"name": f"Camille {name.split()[-1]}", "parent_id": customer.id, "function": "président"}
    )
    move = maker._create_overdue(customer, amount, days)
    return maker._open_case(move, contact_id=contact.id, **values)


def live_amicably(maker):
    """Disputes from their opening to an agreement being paid, and its default."""
    from tests.browser import amicable_file, case_file, deal_file

    admin = maker.env.ref("base.user_admin")
    make_case(maker, "Boulangerie Perret", 860.0, 12)
    stairs = make_case(
        maker,
        "Clinique Duparc",
        6150.0,
        96,
        cause_id=maker.non_conformity.id,
        description="Le vernis de l'escalier cloque à trois endroits.",
    )
    stairs._move_to("assessment")
    case_file.keep_up(stairs, admin)
    stairs.action_freeze_file()
    maker.env["litige.opinion"].create(
        {
            "case_id": stairs.id,
            "lawyer_id": maker.lawyer.partner_id.id,
            "conclusion": "Bon dossier, le devis est clair.",
            "document": deal_file.PIXEL,
            "document_name": "avis.png",
        }
    )
    deal_file.make_offers(maker, stairs)
    bundle = maker.env["litige.bundle"]._request(stairs, [{"audience": "court"}])
    bundle.action_make_now()
    stairs.complaint_on = maker._day(1)
    stairs._note_losses()
    consumer = make_case(maker, "Jeanne Martin", 1850.0, 48, "consumer", description="Deux portes")
    business = make_case(maker, "Garage Moreau", 2980.0, 73)
    business._move_to("amicable")
    amicable_file.take_ways(consumer, business)
    letter = maker._confirm(maker._write_letter(case=business))
    maker._deliver(letter, result="received", date_received=maker._day(4))
    maker._write_letter("reminder", case=consumer)
    paid = make_case(maker, "Hotel Alpes", 4720.0, 41)
    deal_file.make_deal(maker, paid, since=20, paid=1800.0)
    failed = make_case(maker, "Transports Girard", 3600.0, 120)
    deal = deal_file.make_deal(maker, failed, since=70, paid=500.0)
    deal_file.notify(maker, deal, since=45, received=41)
    part = maker._create_overdue(stairs.partner_id, 900.0, 30)
    other = maker._open_case(part, {part: 250.0}, cause_id=maker.non_conformity.id)
    maker._credit(part, 100.0)
    other.claim_ids._release_hold(maker.today)


def live_in_court(maker):
    """A payment order that is enforced, and one under way; a limitation that was moved."""
    from tests.browser import case_file

    order = make_case(maker, "SARL Dubreuil", 4000.0, 164)
    order.claim_ids._write_protected({"notice_date": date(2026, 8, 20)})
    order._move_to("judicial")
    maker._add_pieces(order)
    served = maker._file(case=order)
    maker._take(served, "filed", "2026-09-01")
    maker._grant(served, claimed_indemnity=40, granted_indemnity=40)
    maker._take(served, "served", "2026-09-18", service="person")
    maker._take(served, "enforceable", "2026-11-19")
    maker.env["litige.award.instalment"].create(
        {"award_id": served.award_ids.id, "date_due": maker.today, "amount": 500.0}
    )
    maker.env["litige.cost"].create(
        {
            "name": "Signification",
            "case_id": order.id,
            "proceeding_id": served.id,
            "kind": "officer",
            "amount": 72.5,
        }
    )
    maker._pay(order.claim_ids.move_id, 1500.0)
    sued = make_case(maker, "Atelier Bonnet", 2980.0, 90)
    sued._move_to("judicial")
    maker._take(maker._file(case=sued), "filed", "2026-09-01")
    old = make_case(maker, "Librairie Roche", 740.0, 300)
    case_file.bring_near_limitation(old)


def end_and_share(maker):
    """Disputes that ended in several ways, and what came from the portal and by e-mail."""
    from tests.timestamp_provider import Provider

    env = maker.env
    done = make_case(maker, "Studio Vernet", 300.0)
    maker._pay(done.claim_ids.move_id)
    done.action_close_paid()
    make_case(maker, "Cave Aubry", 410.0).action_close_mistake()
    make_case(maker, "Scierie Faure", 150.0)._close("abandoned", reason="Trop petit")
    kept = make_case(maker, "Fonderie Leroy", 620.0)
    moved = maker._open_case(maker._create_overdue(kept.partner_id, 80.0))
    moved._merge_into(kept)
    again = make_case(maker, "Ferme Colin", 990.0)
    again._close("abandoned", reason="Sans nouvelles")
    again._reopen("Ils ont écrit")
    shared = make_case(maker, "Pharmacie Lambert", 1320.0, description="Les vitrines ferment mal")
    access, _token = env["litige.portal.access"]._issue(shared, shared.contact_id, days=30)
    visitor = {"author": shared.contact_id, "ip": "192.0.2.4", "via": "link"}
    shared._portal_answer(visitor, "Une vitrine ferme mal.")
    shared._portal_contest(visitor, shared.claim_ids.id, 120.0, "Une vitrine sur onze")
    env["litige.portal.access"]._issue(kept, kept.contact_id)[0].action_revoke()
    raw = b"From: x@nulle-part.example\r\nSubject: Absence\r\n\r\nJe suis absent."
    env["litige.mail.aside"]._keep(raw, "automatic")
    stamp = env["litige.timestamp"]._prepare(shared)
    stamp._receive(Provider().answer(b64decode(stamp.request_file)))
    env.ref(f"{ADDON}.litige_cause_price").name = "Prix (à voir avec Claire)"


def talk(maker):
    """What is logged without a dispute; an agreement one side has signed on screen."""
    from tests.portal_common import draw

    env = maker.env
    customer = make_customer(maker, "Boucherie Caron")
    move = maker._create_overdue(customer, 270.0, 9)
    file = env["ir.attachment"].create({"name": "lettre.txt", "raw": b"Il manque un tiroir."})
    for values in (
        {"move_id": move.id, "channel": "call", "summary": "Paiera vendredi."},
        {
            "partner_id": customer.id,
            "channel": "letter",
            "direction": "in",
            "is_complaint": True,
            "summary": "Il manque un tiroir.",
            "attachment_ids": [Command.link(file.id)],
        },
    ):
        env["litige.communication"].create(values)
    case = make_case(maker, "Imprimerie Sorel", 900.0)
    plan = maker._create_plan(case)
    plan.action_confirm()
    env["litige.settlement.sign"].create(
        {"settlement_id": plan.id, "full_name": "Claire Lacombe", "image": draw(), "agreed": True}
    ).action_sign()
    moves = env["account.move"].search([("ref", "in", ("OUT", "IN"))])
    moves.commercial_partner_id.litige_standing = "merchant"
    maker._open_case(moves)


def live(env):
    """Make all of it, in the language of the company."""
    maker = get_maker(env)
    set_up(maker)
    for step in live_amicably, live_in_court, end_and_share, talk:
        step(maker)
        maker._run_precommit()


# === THE FILE === #


def clean(env):
    """Forget what is about the machine, or of no use."""
    for table in EMPTIED:
        env.cr.execute(f"DELETE FROM {table}")
    for query in CLEANED:
        env.cr.execute(query)


def write(database, path):
    """Write the dump, without what another PostgreSQL than this one refuses."""
    command = ["pg_dump", "--no-owner", "--no-privileges", "--no-comments", database]
    text = subprocess.run(command, check=True, capture_output=True).stdout
    lines = text.splitlines(keepends=True)
    refused = (b"\\restrict", b"\\unrestrict", b"SET transaction_timeout", b"-- Dumped")
    with lzma.open(path, "wb", preset=9 | lzma.PRESET_EXTREME) as file:
        file.writelines(line for line in lines if not line.startswith(refused))


def main(template, database, path):
    socket.gethostname = lambda: "menuiserie.example"  # in the identifiers of messages
    config.parse_config(["--no-http"], setup_logging=True)
    config["list_db"] = True
    if db.exp_db_exist(database):
        db.exp_drop(database)
    db.exp_duplicate_database(template, database)
    work(database, keep_books)
    Registry.new(database, update_module=True, install_modules=[ADDON])
    work(database, live)
    work(database, clean)
    write(database, path)


if __name__ == "__main__":
    main(*sys.argv[1:])
