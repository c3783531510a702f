"""Builders for the tests of letters: a sender that is complete, and what a PDF says."""

import io
from datetime import timedelta

from lxml import html
from pypdf import PdfReader

from odoo.tests import tagged

from .common import LitigeCommon

NBSP, NARROW = "\u00a0", "\u202f"
MM = 25.4 / 72  # points to millimetres


def plain(text):
    """Text with ordinary spaces, for comparisons that are not about typography."""
    return " ".join(text.replace(NBSP, " ").replace(NARROW, " ").split())


def positions(page):
    """Return (text, millimetres from the left, from the top) of each run of a page."""
    found, height = [], float(page.mediabox.height)

    def visit(text, cm, tm, _font, _size):
        if text.strip():
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            found.append((plain(text), x * MM, (height - y) * MM))

    page.extract_text(visitor_text=visit)
    return found


@tagged("standard", "post_install", "-at_install")
class LetterCommon(LitigeCommon):
    """A company with a full letterhead, a professional in dispute and a consumer in dispute."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.company.write(
            {
                "litige_legal_form": "SARL",
                "litige_share_capital": 10000,
                "litige_rcs_city": "Lyon",
                "company_registry": "73282932000074",
                "litige_signatory_name": "Claire Lacombe",
                "litige_signatory_quality": "gérante",
                "litige_standing": "merchant",
                "phone": "04 72 40 00 00",
                "email": "contact@lacombe.example",
            }
        )
        cls.bank = cls.env["res.partner.bank"].create(
            {
                "acc_number": "FR7630006000011234567890189",
                "partner_id": cls.company.partner_id.id,
                "allow_out_payment": True,
            }
        )
        cls.customer.write({"company_registry": "55208131766522", "lang": "fr_FR"})
        cls.consumer.write({"lang": "fr_FR"})
        cls.older = cls._create_overdue(amount=1200.0, days=60, invoice_origin="devis D-118")
        cls.newer = cls._create_overdue(amount=800.0, days=20)
        cls.case = cls._open_case(cls.older | cls.newer)
        cls.consumer_invoice = cls._create_overdue(cls.consumer, amount=1850.0, days=48)
        cls.consumer_case = cls._open_case(cls.consumer_invoice)

    @classmethod
    def _write_letter(cls, kind="notice", case=None, **values):
        case = case or cls.case
        letters, refusals = cls.env["litige.letter"]._write_letters(
            kind, case.claim_ids.move_id, case=case, **values
        )
        assert not refusals, refusals
        return letters

    @classmethod
    def _confirm(cls, letter):
        """Confirm a letter, its warnings acknowledged."""
        letter._refresh_checks()
        letter.check_ids.is_acknowledged = True
        failures = letter._confirm()
        assert not failures, failures
        return letter

    @classmethod
    def _deliver(cls, letter, **values):
        """Note a sending of the letter, posted ten days ago by default."""
        return cls.env["litige.delivery"].create(
            {
                "letter_id": letter.id,
                "channel": "registered",
                "date_posted": cls.today - timedelta(days=10),
                **values,
            }
        )

    @classmethod
    def _day(cls, ago):
        return cls.today - timedelta(days=ago)

    def _render(self, letter):
        """Return the letter as an lxml tree, and its whole text with plain spaces."""
        page = html.fromstring(str(letter._get_preview_html()))
        body = page.find("body")
        return body, plain(body.text_content())

    def _read(self, content):
        """Return the reader of a PDF and the text of all its pages."""
        reader = PdfReader(io.BytesIO(content))
        return reader, plain(" ".join(page.extract_text() for page in reader.pages))

    def _get_text(self, body, css_class):
        return plain(" ".join(node.text_content() for node in body.find_class(css_class)))
