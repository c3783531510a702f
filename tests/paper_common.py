"""Builders for the tests of papers: a dispute whose file of exhibits is frozen."""

from odoo.tests import tagged

from .bundle_common import make_pdf
from .letter_common import LetterCommon

PIECES = (
    ("order", "Devis D-118 accepté"),
    ("invoice", "Facture de l’escalier"),
    ("delivery", "Procès-verbal de réception sans réserve"),
    ("notice", "Mise en demeure"),
    ("notice_receipt", "Avis de réception de la mise en demeure"),
)


@tagged("standard", "post_install", "-at_install")
class PaperCommon(LetterCommon):
    """A professional and a consumer in dispute, exhibits numbered, a court and an officer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.litige_legal_form = "SARL"
        cls.court = cls._create_provider("court", "Tribunal de commerce de Paris")
        cls.officer = cls._create_provider("bailiff", "SELARL Morel, commissaires de justice")
        cls.conciliator = cls._create_provider("conciliator", "Paul Renaud")
        cls.lawyer = cls._create_provider("lawyer", "Maître Anne Delcourt")
        cls.receiver = cls._create_customer("SELARL Dupin, mandataire judiciaire")
        for case in cls.case, cls.consumer_case:
            cls._add_pieces(case)

    @classmethod
    def _create_provider(cls, role, name):
        return cls.env["litige.provider"].create(
            {
                "name": name,
                "role": role,
                "company_id": cls.company.id,
                "street": "1 quai de la Corse",
                "zip": "75004",
                "city": "Paris",
                "country_id": cls.env.ref("base.fr").id,
            }
        )

    @classmethod
    def _add_pieces(cls, case):
        case._add_exhibits(
            [
                {
                    "raw": make_pdf(text=f"{name} {case.name}"),
                    "file_name": f"{code}.pdf",
                    "type": code,
                    "name": name,
                    "date": cls._day(90 - rank),
                }
                for rank, (code, name) in enumerate(PIECES)
            ]
        )
        case.action_freeze_file()

    @classmethod
    def _write_paper(cls, kind, case=None, partner=None, **values):
        """Return the draft of a paper written to the third party of its kind."""
        recipient = (
            partner
            or {
                "payment_order": cls.court,
                "bailiff": cls.officer,
                "conciliator_referral": cls.conciliator,
                "preparation": cls.lawyer,
            }[kind].partner_id
        )
        action = (case or cls.case)._write_letter(kind, partner=recipient, **values)
        return cls.env["litige.letter"].browse(action["res_id"])

    def _get_failure(self, letter):
        """Return in words why the paper stays a draft."""
        return letter._confirm().get(letter)

    def _get_rows(self, body, css_class):
        """Return the cells of the table rows of a class, as texts."""
        from .letter_common import plain

        return [
            [plain(cell.text_content()) for cell in row.findall("td")]
            for row in body.iterfind(".//tr")
            if css_class in (row.get("class") or "").split()
        ]
