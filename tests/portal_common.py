"""Builders of portal visits: invited customers, their links, the codes they receive."""

import base64
import io
import re
from unittest.mock import patch

from lxml import html
from PIL import Image, ImageDraw

from odoo.tests import HttpCase, new_test_user

from .settlement_common import SettlementCommon

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def draw():
    """Return a drawn signature, PNG in base64."""
    picture = Image.new("RGBA", (300, 100), (255, 255, 255, 0))
    ImageDraw.Draw(picture).line((10, 80, 90, 20, 170, 80, 290, 30), fill="black", width=4)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


class PortalCommon(SettlementCommon, HttpCase):
    """A dispute with a company and one with a consumer; nobody is invited yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "contact@lacombe.example"
        cls.contact.email = "paul@dubreuil.example"
        cls.Access = cls.env["litige.portal.access"]
        # The pages are read in the language of their sources, whatever the database's is.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].sudo().set("res.partner", "lang", "en_US")
        cls.env.ref("base.public_user").sudo().lang = "en_US"  # who belongs to no test company

    def setUp(self):
        super().setUp()
        self._leave()
        self.mails = sent = []

        def send(mails, *_args, **_kwargs):
            """Stand for the mail server, outside the machine: keep what is sent."""
            for mail in mails:
                sent.append(
                    {
                        "to": mail.email_to,
                        "subject": mail.subject,
                        "body": str(mail.body_html),
                        "files": {one.name: one.raw for one in mail.attachment_ids},
                        "kept": not mail.auto_delete,
                    }
                )
            mails.filtered("auto_delete").unlink()

        self.mail_server = patch.object(self.env.registry["mail.mail"], "send", send)
        self.mail_server.start()
        self.addCleanup(self.mail_server.stop)

    @classmethod
    def _invite(cls, case=None, partner=None, days=30):
        case = case or cls.case
        return cls.Access._issue(case, partner or cls.contact, days=days)

    def _follow(self, access, token, **options):
        return self.url_open(f"/my/litiges/acces/{access.id}/{token}", **options)

    def _enter(self, case=None, partner=None):
        """Invite, open the link, and return the page it shows."""
        case = case or self.case
        return self._follow(*self._invite(case, partner or case.contact_id or case.partner_id))

    def _login(self, customer=None, login="portal_customer"):
        user = new_test_user(self.env, login, password=login, groups="base.group_portal")
        user.write({"parent_id": (customer or self.customer).id, "lang": "en_US"})
        self.authenticate(login, login)
        return user

    def _leave(self):
        self.authenticate(None, None)

    # === FORMS === #

    def _token_of(self, page):
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        self.assertTrue(found, "no form on this page")
        return found.group(1)

    def _post(self, path, data=None, page=None, files=None, **options):
        page = page or self.url_open(f"/my/litiges/{self.case.id}")
        return self.url_open(
            path, data={"csrf_token": self._token_of(page), **(data or {})}, files=files, **options
        )

    def _act(self, act, data, case=None, files=None):
        case = case or self.case
        page = self.url_open(f"/my/litiges/{case.id}")
        return self._post(f"/my/litiges/{case.id}/{act}", data, page, files)

    def _text(self, page):
        (body,) = html.fromstring(page.text).xpath("//div[@id='wrap']")
        return re.sub(r"\s+", " ", body.text_content())

    def _events(self, case=None, kind="portal_"):
        events = (case or self.case).event_ids.filtered(lambda one: one.kind.startswith(kind))
        return events.sorted("rank")


class SigningCommon(PortalCommon):
    """An agreement ready to sign, whose company has somebody who signs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.litige_signing_user_id = cls.env.user

    def _prepare(self, **values):
        agreement = self._create_transaction(**values)
        agreement.signatory_ids.filtered(lambda one: one.party == "customer").write(
            {"email": "paul@dubreuil.example"}
        )
        return self._confirm(agreement)

    def _url(self, agreement, what=""):
        return f"/my/litiges/{agreement.case_id.id}/accord/{agreement.id}{what}"

    def _ask_code(self, agreement):
        """Ask for a code and return the one that was sent."""
        page = self.url_open(self._url(agreement))
        customer = agreement._get_customer_to_sign()[:1]
        self._post(self._url(agreement, "/code"), {"signatory": customer.id}, page)
        return self._read_code()

    def _read_code(self):
        codes = re.findall(r"<strong>(\d{6})</strong>", self.mails[-1]["body"])
        self.assertTrue(codes, "the mail has no code")
        return codes[0]

    def _verify(self, agreement, code, consent="1"):
        page = self.url_open(self._url(agreement))
        return self._post(
            self._url(agreement, "/verifier"), {"code": code, "consent": consent}, page
        )

    def _sign_online(self, agreement, name="Paul Dubreuil", image=None):
        with self.allow_pdf_render():
            return self.make_jsonrpc_request(
                self._url(agreement, "/signer"),
                {"name": name, "signature": draw() if image is None else image},
            )

    def _sign_office(self, agreement, name="Anne Lacombe"):
        wizard = self.env["litige.settlement.sign"].create(
            {"settlement_id": agreement.id, "full_name": name, "image": draw(), "agreed": True}
        )
        with self.allow_pdf_render():
            wizard.action_sign()
        return wizard
