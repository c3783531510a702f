"""Builders of agreements shared by their tests."""

import io
import re
from datetime import timedelta

from lxml import html

from odoo.fields import Command
from odoo.tools.pdf import PdfReader

from .common import LitigeCommon

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


class SettlementCommon(LitigeCommon):
    """Two disputes, with a company and with a consumer, and agreements on them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "litige_legal_form": "SARL",
                "litige_share_capital": 10000,
                "litige_rcs_city": "Lyon",
                "company_registry": "81234567800017",
                "litige_signatory_name": "Anne Lacombe",
                "litige_signatory_quality": "gérante",
                "litige_standing": "merchant",
            }
        )
        cls.env["res.partner.bank"].create(
            {
                "acc_number": "FR7630006000011234567890189",
                "partner_id": cls.company.partner_id.id,
                "company_id": cls.company.id,
            }
        )
        cls.customer.company_registry = "52345678900024"
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Paul Dubreuil",
                "parent_id": cls.customer.id,
                "function": "président",
            }
        )
        cls.case = cls._open_case(
            cls._create_overdue(amount=1200.0) | cls._create_overdue(amount=800.0, days=20),
            contact_id=cls.contact.id,
            description="deux fenêtres sur huit ne ferment pas",
        )
        cls.consumer_case = cls._open_case(cls._create_overdue(cls.consumer, amount=900.0))
        cls.first_due = cls.today + timedelta(days=30)

    @classmethod
    def _create_settlement(cls, case=None, **values):
        """Return an agreement, complete but for its instalments."""
        settlement = cls.env["litige.settlement"].create(
            {
                "case_id": (case or cls.case).id,
                **values,
            }
        )
        for signatory in settlement.signatory_ids:
            signatory.power = "extrait Kbis du 3 novembre 2026"
        return settlement

    @classmethod
    def _create_transaction(cls, case=None, waived=200.0, count=3, **values):
        """Return a settlement ready to be confirmed, with a discount on its first invoice."""
        settlement = cls._create_settlement(
            case,
            **{
                "kind": "transaction",
                "their_position": "Le Client soutient que deux fenêtres ne ferment pas.",
                "their_concessions": "la renonciation à demander le remplacement des deux fenêtres",
                **values,
            },
        )
        settlement.line_ids[0].waived_amount = waived
        return cls._spread(settlement, count)

    @classmethod
    def _create_plan(cls, case=None, count=3, **values):
        """Return a payment plan ready to be confirmed."""
        return cls._spread(cls._create_settlement(case, kind="plan", **values), count)

    @classmethod
    def _spread(cls, settlement, count=3, **values):
        wizard = cls.env["litige.settlement.instalments"].create(
            {
                "settlement_id": settlement.id,
                "count": count,
                "date_first": cls.first_due,
                **values,
            }
        )
        wizard.action_spread()
        return settlement

    @classmethod
    def _add_commitment(cls, settlement, **values):
        settlement.commitment_ids = [
            Command.create(
                {
                    "kind": "service",
                    "party": "us",
                    "date_due": cls.first_due,
                    "description": "régler les deux fenêtres du salon",
                    **values,
                }
            )
        ]
        return settlement.commitment_ids.filtered(lambda line: line.kind != "payment")[-1]

    def _confirm(self, settlement):
        with self.allow_pdf_render():
            settlement.action_confirm()
        return settlement

    def _sign(self, settlement, day=None):
        """Record the paper signatures of both sides and mark the agreement as signed."""
        settlement.signatory_ids.write(
            {
                "signed_on": day or self.today,
                "signed_at": "Lyon",
                "scan": PIXEL,
                "scan_name": "original.pdf",
            }
        )
        settlement.action_sign()
        return settlement


class DocumentCommon(SettlementCommon):
    """Readers of the deed."""

    def _render(self, settlement):
        """Return the document as a tree."""
        return html.fromstring(str(settlement._render_fragment(settlement._get_document())))

    def _text(self, tree, path="."):
        """Return the text under `path`, with plain spaces."""
        nodes = tree.xpath(path)
        text = " ".join(node.text_content() for node in nodes)
        return re.sub(r"\s+", " ", text).strip()

    def _article(self, tree, code):
        return self._text(tree, f"//div[contains(@class, 'article-{code}')]")

    def assertSays(self, text, *phrases):
        for phrase in phrases:
            self.assertIn(phrase, text)

    def assertNeverSays(self, text, *patterns):
        for pattern in patterns:
            self.assertNotRegex(text.lower(), pattern)

    def _read_pages(self, settlement):
        attachment = settlement._get_frozen_attachments()[settlement]
        reader = PdfReader(io.BytesIO(attachment.raw))
        return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
