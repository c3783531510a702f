"""E-mails as they come in: raw, to the dispute address, through the gateway of Odoo."""

from email.message import EmailMessage

from odoo.tests import tagged
from odoo.tools import email_normalize, mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .common import LitigeCommon

PDF = b"%PDF-1.4 bon de livraison"


class EmailWriter:
    """Writes e-mails to the dispute address `address`, each with its own identifier."""

    _rank = 0

    @classmethod
    def _mail(cls, subject="Votre facture", text="La livraison est incomplète.", **headers):
        """Return an e-mail to the dispute address; `files` are (name, bytes)."""
        cls._rank += 1
        files = headers.pop("files", ())
        mail = EmailMessage()
        values = {
            "From": "Paul Dubreuil <paul@dubreuil.example>",
            "To": cls.address,
            "Subject": subject,
            "Message-Id": f"<mail-{cls._rank}@dubreuil.example>",
            "Date": "Mon, 02 Nov 2026 10:15:00 +0100",
        }
        values.update({name.replace("_", "-"): value for name, value in headers.items()})
        for name, value in values.items():
            if value is not None:
                mail[name] = value
        mail.set_content(text)
        for name, content in files:
            mail.add_attachment(
                content, maintype="application", subtype="octet-stream", filename=name
            )
        return mail.as_bytes()


@tagged("standard", "post_install", "-at_install")
class GatewayCommon(EmailWriter, LitigeCommon, MailCommon):
    """A company that receives e-mails about disputes, a customer and their open dispute."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.alias_domain_id = cls.mail_alias_domain
        cls.company.litige_alias_name = "litiges"
        cls.address = f"litiges@{cls.mail_alias_domain.name}"
        cls.customer.email = "compta@dubreuil.example"
        cls.consumer.email = "jeanne@martin.example"
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Paul Dubreuil",
                "parent_id": cls.customer.id,
                "email": "paul@dubreuil.example",
            }
        )
        cls.case = cls._open_case(cls._create_overdue())
        cls.Case = cls.env["litige.case"]

    @mute_logger("odoo.addons.litige_management.models.litige_mail_router")
    def _receive(self, *mails, **kwargs):
        """Give e-mails to the gateway; return the disputes opened meanwhile."""
        before = self.Case.search([])
        with self.mock_mail_gateway():
            for mail in mails:
                self.env["mail.thread"].message_process(None, mail, **kwargs)
            self.env.flush_all()
            self.sent = self._mails[:]
            colleagues = self.env["res.users"].search([("share", "=", False)])
            inside = set(colleagues.mapped("email_normalized"))
            self.outside = {
                email_normalize(address) for sent in self.sent for address in sent["email_to"]
            } - inside
        return self.Case.search([]) - before

    def _emails(self, case):
        """Return the e-mails in the chronology of a dispute, oldest first."""
        return case.event_ids.filtered(lambda event: event.kind == "email").sorted("rank")

    def _asides(self):
        return self.env["litige.mail.aside"].search([])

    @classmethod
    def _reference(cls, record):
        """Return the identifier of a message of ours on a record."""
        return (
            cls.env["mail.message"]
            .search([("model", "=", record._name), ("res_id", "=", record.id)], limit=1)
            .message_id
        )
