"""No secret stays in the mail queue: neither a code nor a link, sent or not."""

import re
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .portal_common import SigningCommon


class TestPortalMail(SigningCommon):
    def setUp(self):
        super().setUp()
        self.agreement = self._prepare()
        self.sent = []

    @contextmanager
    def _serve(self, error=None):
        """Let Odoo's own queue run, up to the server of outgoing mail, outside the machine."""

        def send_email(_server, message, *_args, **_kwargs):
            if error:
                raise error
            html = message.get_body(("html",)) or message
            self.sent.append(html.get_content())
            return message["Message-Id"]

        self.mail_server.stop()
        Server = self.env.registry["ir.mail_server"]
        with (
            patch.object(Server, "_disable_send", lambda _server: False),
            patch.object(Server, "_connect__", lambda *_args, **_kwargs: None),
            patch.object(Server, "send_email", send_email),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            yield
        self.env.flush_all()
        self.env.invalidate_all()

    def _ask(self):
        self._enter()
        page = self.url_open(self._url(self.agreement))
        customer = self.agreement._get_customer_to_sign()
        return self._post(self._url(self.agreement, "/code"), {"signatory": customer.id}, page)

    def assertNothingKept(self, pattern):
        for table, column in (("mail_mail", "body_html"), ("mail_message", "body")):
            self.env.cr.execute(f"SELECT {column} FROM {table} WHERE {column} ~ %s", [pattern])
            self.assertFalse(self.env.cr.fetchall(), table)

    def test_a_code_that_was_sent_is_kept_nowhere(self):
        with self._serve():
            self.assertEqual(self._ask().status_code, 200)
        (message,) = self.sent
        self.assertTrue(re.search(r"<strong>\d{6}</strong>", message))
        self.assertNothingKept("<strong>[0-9]{6}</strong>")

    def test_a_code_that_could_not_be_sent_is_kept_nowhere_and_never_sent_again(self):
        with self._serve(OSError("no route")):
            refused = self._ask()
        self.assertEqual(refused.status_code, 422)
        self.assertIn("could not be sent", self._text(refused))
        self.assertNothingKept("<strong>[0-9]{6}</strong>")
        self.assertFalse(self.env["litige.signature"].search([("channel", "=", "portal")]))
        with self._serve():
            self.env["mail.mail"].process_email_queue()
        self.assertNotIn("<strong>", "".join(self.sent))

    def test_a_link_is_kept_nowhere_sent_or_not(self):
        wizard = self.env["litige.portal.invite"].create(
            {"case_id": self.case.id, "partner_id": self.contact.id}
        )
        with self._serve(OSError("no route")), self.assertRaises(UserError):
            wizard.action_send()
        self.assertNothingKept("/my/litiges/acces/")
        with self._serve():
            wizard.action_send()
        (message,) = self.sent
        self.assertIn("/my/litiges/acces/", message)
        self.assertNothingKept("/my/litiges/acces/")

    def test_an_address_that_is_none_is_refused_before_anything_is_sent(self):
        wizard = self.env["litige.portal.invite"].create(
            {"case_id": self.case.id, "partner_id": self.contact.id, "email": "pas une adresse"}
        )
        with self.assertRaises(UserError):
            wizard.action_send()
        self.assertFalse(self.case.portal_access_ids)

    def test_a_copy_that_cannot_be_sent_is_still_there_to_be_downloaded(self):
        self._sign_office(self.agreement)
        self._enter()
        self._verify(self.agreement, self._ask_code(self.agreement))
        with (
            self._serve(OSError("no route")),
            mute_logger("odoo.addons.litige_management.models.litige_settlement_signed_copy_mixin"),
        ):
            self._sign_online(self.agreement)
        self.assertEqual(self.agreement.state, "signed")
        self.assertTrue(self.agreement.signed_hash)
        self.assertEqual(self.url_open(self._url(self.agreement, "/signe")).status_code, 200)
        self.assertIn("could not be", str(self.case.activity_ids.mapped("note")))
