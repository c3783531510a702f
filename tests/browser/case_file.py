"""A dispute with its file kept up: exchanges, exhibits, positions, a comparison, an opinion."""

import io
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from odoo import fields

PAPERS = {
    "devis": (
        "DEVIS n° D-2026-118",
        ("Menuiserie Lacombe", "Hôtel des Alpes SAS"),
        (
            "Escalier en chêne massif, 14 marches, vernis satiné : 3 980,00 €",
            "Pose et finitions : 740,00 €",
            "Total : 4 720,00 €",
            "Délai de réclamation : huit jours après la pose.",
            "Bon pour accord, le directeur – signé",
        ),
    ),
    "reception": (
        "BON DE RÉCEPTION",
        ("Menuiserie Lacombe", "Hôtel des Alpes SAS"),
        (
            "Escalier posé ce jour, 14 marches.",
            "Réserves : néant.",
            "Pour l’hôtel : L. Faure – signé",
        ),
    ),
}


def draw_paper(name):
    """Return one of the papers above as a PDF."""
    title, parties, lines = PAPERS[name]
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(60, 740, title)
    canvas.setFont("Helvetica", 11)
    for rank, line in enumerate((*parties, "", *lines)):
        canvas.drawString(60, 705 - 20 * rank, line)
    canvas.save()
    return stream.getvalue()


def draw_photo():
    """Return the picture of a step whose varnish blisters."""
    image = Image.new("RGB", (1200, 800), (236, 231, 222))
    draw = ImageDraw.Draw(image)
    for rank in range(4):
        top = 130 + 170 * rank
        draw.rectangle((120 + 60 * rank, top, 1080, top + 60), fill=(164, 118, 70))
        draw.rectangle((120 + 60 * rank, top + 60, 1080, top + 170), fill=(122, 84, 46))
    for x, y, size in ((420, 318, 26), (455, 330, 18), (800, 488, 30), (840, 500, 15)):
        draw.ellipse((x, y, x + 2 * size, y + size), fill=(222, 196, 150), outline=(96, 64, 36))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def keep_up(case, user):
    """Fill the file of a dispute as its owner would, day after day."""
    _log_exchanges(case, user)
    exhibits = _add_exhibits(case)
    _weigh(case, *exhibits)
    case.env["litige.estimate"].create(
        {
            "case_id": case.id,
            "amount": case.open_amount,
            "chance": 75,
            "collection": 90,
            "months": 10,
            "costs": 900,
            "costs_recovered": 250,
            "costs_other": 600,
            "rate": 6,
            "offer": 3900,
        }
    )


def _log_exchanges(case, user):
    now = fields.Datetime.now()
    comptable = case.env["res.partner"].create(
        {"name": "Luc Faure", "parent_id": case.partner_id.id, "email": "l.faure@alpes.example"}
    )
    for days, channel, direction, summary, promise in (
        (12, "visit", "out", "Vu l’escalier : le vernis cloque sur trois marches sur quatorze.", 0),
        (6, "sms", "in", "« Rien ne sera payé avant la réparation. »", 0),
        (2, "call", "in", "Accepte de payer les deux tiers dès maintenant, par virement.", 3150),
    ):
        case.env["litige.communication"].create(
            {
                "case_id": case.id,
                "channel": channel,
                "direction": direction,
                "summary": summary,
                "contact_id": comptable.id,
                "user_id": user.id,
                "occurred_at": now - timedelta(days=days),
                "has_promise": bool(promise),
                "promise_amount": promise,
                "promise_date": promise and fields.Date.today() + timedelta(days=9),
            }
        )


def _add_exhibits(case):
    today = fields.Date.today()
    invoice = case.claim_ids.move_id[:1]
    return case._add_exhibits(
        [
            {
                "raw": raw,
                "file_name": file_name,
                "type": kind,
                "name": caption,
                "date": today - timedelta(days=days),
                "side": side,
            }
            for raw, file_name, kind, caption, days, side in (
                (
                    draw_paper("devis"),
                    "devis.pdf",
                    "contract",
                    "Devis n° D-2026-118 signé par le directeur",
                    110,
                    "ours",
                ),
                (
                    draw_paper("reception"),
                    "reception.pdf",
                    "delivery",
                    "Bon de réception sans réserve",
                    73,
                    "ours",
                ),
                (
                    _print_invoice(invoice),
                    "facture.pdf",
                    "invoice",
                    f"Facture {invoice.name}",
                    71,
                    "ours",
                ),
                (
                    draw_photo(),
                    "marche-9.jpg",
                    "photo",
                    "Photographie de la neuvième marche, envoyée par le client",
                    30,
                    "theirs",
                ),
            )
        ]
    )


def _print_invoice(move):
    report = move.env["ir.actions.report"].with_context(force_report_rendering=True)
    return report._render_qweb_pdf("account.account_invoices", move.ids)[0]


def _weigh(case, quotation, acceptance, invoice, photo):
    case.action_propose_positions()
    due, done = case.position_ids.filtered(lambda position: position.side == "ours")
    for position, exhibit, stance, weight in (
        (due, quotation, "supports", "strong"),
        (due, invoice, "supports", "medium"),
        (done, acceptance, "supports", "strong"),
        (done, photo, "contradicts", "medium"),
    ):
        position.action_weigh(exhibit.id, stance, weight)
    late = case.env["litige.position"].create(
        {
            "case_id": case.id,
            "side": "ours",
            "subject": "réclamation tardive",
            "name": "La réclamation est venue après les huit jours prévus au devis.",
        }
    )
    late.action_weigh(quotation.id, "supports", "medium")
    theirs = case.position_ids.filtered(lambda position: position.side == "theirs")
    theirs[:1].action_weigh(photo.id, "supports", "weak")
    theirs[:1].action_weigh(acceptance.id, "contradicts", "strong")


def bring_near_limitation(case):
    """Make the last day to sue of a dispute with a professional near, after a lost lawsuit."""
    today = fields.Date.context_today(case)
    case.claim_ids._write_protected({"performed_on": today - relativedelta(years=5, days=-22)})
    claim = case.claim_ids._add_limitation_event("court_claim", today - relativedelta(months=14))
    claim.write({"lost_on": today - relativedelta(months=9), "lost_reason": "Désistement"})
    case._sync_limitation()
    case.env["litige.deadline"]._follow(case)
