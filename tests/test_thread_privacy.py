"""The thread of a dispute is internal: what is tried from outside, and what it must not give."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, new_test_user
from odoo.tools import mute_logger

from .gateway_common import PDF, GatewayCommon

SECRET = "Proposition du médiateur : 800 euros"


class PrivacyCommon(GatewayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            name: cls._create_user(name, group)
            for name, group in {
                "user": "litige_management.litige_management_group_user",
                "resolver": "litige_management.litige_management_group_resolver",
                "accountant": "account.group_account_user",
            }.items()
        }
        cls.portal = new_test_user(
            cls.env, "litige_portal", groups="base.group_portal", email="web@dubreuil.example"
        )
        cls.portal.partner_id.parent_id = cls.customer
        cls.mediator = cls._create_provider("mediator", "mediation@cnpm.example")
        cls.case.write({"user_id": cls.users["user"].id, "resolver_id": cls.users["resolver"].id})
        cls.case.message_subscribe(cls.users["resolver"].partner_id.ids)

    @classmethod
    def _create_user(cls, name, group):
        return new_test_user(
            cls.env,
            f"litige_{name}",
            groups=group,
            email=f"{name}@lacombe.example",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_provider(cls, role, email):
        return cls.env["litige.provider"].create({"name": role, "role": role, "email": email})

    def _receive_mediator(self, **headers):
        self._receive(
            self._mail(
                text=SECRET,
                From="mediation@cnpm.example",
                In_Reply_To=self._reference(self.case),
                files=[("accord.pdf", PDF)],
                **headers,
            )
        )
        return self._emails(self.case)[-1]


class TestInternalThread(PrivacyCommon):
    # === FOLLOWING AND BEING TOLD === #

    def test_no_way_to_follow_from_outside(self):
        outsiders = self.customer | self.contact | self.portal.partner_id
        self.case.message_subscribe(outsiders.ids)
        self.case.message_partner_ids |= outsiders
        self.case.with_context(mail_post_autofollow=True).message_post(
            body="Note", partner_ids=outsiders.ids, subtype_xmlid="mail.mt_comment"
        )
        self._receive(self._mail(Cc="compta@dubreuil.example"))
        self.env["mail.followers.edit"].create(
            {
                "res_model": self.case._name,
                "res_ids": str(self.case.ids),
                "partner_ids": [Command.set(outsiders.ids)],
            }
        ).edit_followers()
        self.case.invalidate_recordset()
        self.assertFalse(self.case.message_partner_ids & outsiders)

    def test_follower_written_behind_the_back_is_told_nothing(self):
        self.env["mail.followers"].create(
            {
                "res_model": self.case._name,
                "res_id": self.case.id,
                "partner_id": self.customer.id,
                "subtype_ids": self.env["mail.message.subtype"].search([]).ids,
            }
        )
        with self.mock_mail_gateway():
            message = self.case.message_post(
                body="Nous céderons à 800",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertNotIn(self.customer, message.notified_partner_ids)
        self.assertNotIn("compta@dubreuil.example", str(self._mails))
        self._receive_mediator()
        self.assertFalse(self.outside)

    def test_mention_bare_address_and_notification_stay_inside(self):
        with self.mock_mail_gateway():
            self.case.message_post(
                body="Avis", partner_ids=self.customer.ids, outgoing_email_to="x@ailleurs.example"
            )
            self.case.message_notify(body="Avis", partner_ids=self.customer.ids)
        self.assertNotIn("dubreuil", str(self._mails))
        self.assertNotIn("ailleurs", str(self._mails))

    def test_comment_to_someone_outside_says_how_to_write_to_them(self):
        case = self.case.with_user(self.users["user"])
        with self.assertRaises(UserError):
            case.message_post(body="x", message_type="comment", partner_ids=self.contact.ids)

    def test_email_of_the_mediator_is_told_to_the_owner_alone(self):
        event = self._receive_mediator(Cc="compta@dubreuil.example, paul@dubreuil.example")
        self.assertFalse(self.outside)
        told = event.message_id.notified_partner_ids
        self.assertIn(self.users["user"].partner_id, told)
        self.assertNotIn(self.users["resolver"].partner_id, told)
        self.assertFalse(event.message_id.partner_ids & (self.customer | self.contact))

    # === CONFIDENTIALITY === #

    def test_email_of_a_mediator_is_confidential_and_what_it_joins_too(self):
        event = self._receive_mediator()
        self.assertEqual((event.confidential, event.confidential_ground), (True, "mediation"))
        self.assertEqual((event.standing, event.is_confidential_binding), ("fact", True))
        self.assertNotIn(event, self.case._get_usable_events("court"))
        self.assertTrue(self.case.exhibit_ids.is_confidential_binding)

    def test_each_role_has_its_ground(self):
        for role, ground in (
            ("conciliator", "mediation"),
            ("consumer_mediator", "mediation"),
            ("lawyer", "lawyers"),
            ("insurer", False),
            ("bailiff", False),
        ):
            with self.subTest(role=role):
                self._create_provider(role, f"{role}@tiers.example")
                self._receive(
                    self._mail(From=f"{role}@tiers.example", In_Reply_To=self._reference(self.case))
                )
                event = self._emails(self.case)[-1]
                self.assertEqual(event.confidential_ground, ground)
                self.assertEqual(event.confidential, bool(ground))

    def test_email_of_the_customer_is_not_confidential_unless_the_mediator_takes_part(self):
        self._receive(self._mail())
        self.assertFalse(self._emails(self.case)[-1].confidential)
        self._receive(self._mail(Cc="mediation@cnpm.example"))
        self.assertEqual(self._emails(self.case)[-1].confidential_ground, "mediation")

    def test_number_written_by_a_mediator_joins(self):
        self._open_case(self._create_overdue())
        self._receive(self._mail(subject=self.case.name, From="mediation@cnpm.example"))
        self.assertTrue(self._emails(self.case).confidential)

    def test_confidential_email_is_read_by_those_who_follow_disputes(self):
        message = self._receive_mediator().message_id
        files = message.attachment_ids
        self.assertEqual(len(files), 2, "the file and the original")
        for name in ("accountant", "resolver"):
            user = self.users[name]
            self.case.with_user(user).check_access("read")
            Message = self.env["mail.message"].with_user(user)
            self.assertFalse(Message.search([("id", "=", message.id)]))
            self.assertNotIn(message, self.case.with_user(user).message_ids)
            with self.assertRaises(AccessError):
                message.with_user(user).read(["body"])
            for file in files:
                with self.assertRaises(AccessError):
                    file.with_user(user).read(["raw"])
        seen = message.with_user(self.users["user"])
        self.assertIn("800", seen.body)
        self.assertTrue(seen.attachment_ids.mapped("raw"))

    # === PEOPLE OF THE PORTAL, BY RPC === #

    def test_a_file_too_large_to_be_joined_still_leaves_as_a_link(self):
        self.env["ir.config_parameter"].set_param("base.default_max_email_size", "0.01")
        with self.mock_mail_gateway():
            message = self.case.with_user(self.users["user"]).message_post(
                body="Voici le plan",
                message_type="email_outgoing",
                partner_ids=self.customer.ids,
                attachments=[("plan.pdf", b"x" * 50_000)],
            )
            self.env.flush_all()
            if not self._mails:
                self.env["mail.mail"].search([("mail_message_id", "=", message.id)]).send()
        told = [mail for mail in self._mails if self.customer.email in str(mail["email_to"])]
        self.assertEqual(len(told), 1)
        self.assertIn(message.attachment_ids.access_token, told[0]["body"])

    def test_searching_tells_nothing_of_a_confidential_email(self):
        self._receive_mediator()
        domain = [("id", "=", self.case.id), ("message_ids.body", "ilike", "800 euros")]
        self.env.flush_all()
        for name, found in (("user", 1), ("resolver", 0), ("accountant", 0)):
            model = self.env["litige.case"].with_user(self.users[name])
            self.assertEqual(model.search_count(domain), found, name)

    def test_nobody_opens_a_confidential_email_to_others(self):
        message = self._receive_mediator().message_id
        with self.assertRaisesRegex(UserError, "stays as it is"):
            message.with_user(self.users["user"]).write({"litige_confidential": False})

    def test_portal_user_reads_and_writes_nothing(self):
        self._receive(self._mail(From="web@dubreuil.example", Cc="paul@dubreuil.example"))
        self.case.message_post(body="Note", subtype_xmlid="mail.mt_comment", message_type="comment")
        case = self.case.with_user(self.portal)
        Message = self.env["mail.message"].with_user(self.portal)
        others = self.case.message_ids.filtered(
            lambda message: message.author_id != self.portal.partner_id
        )
        self.assertFalse(Message.search([("id", "in", others.ids)]))
        attempts = (
            lambda: case.message_post(body="x", message_type="comment"),
            lambda: case.read(["name"]),
            lambda: others.with_user(self.portal).read(["body"]),
            lambda: self.case.message_ids.attachment_ids.with_user(self.portal).read(["raw"]),
            lambda: self.case.message_ids.with_user(self.portal).write({"body": "x"}),
            lambda: Message.create(
                {"model": "litige.case", "res_id": case.id, "body": "x", "message_type": "email"}
            ),
        )
        for rank, attempt in enumerate(attempts):
            with self.subTest(attempt=rank), self.assertRaises(UserError):
                attempt()
                self.env.flush_all()

    def test_reader_of_a_dispute_cannot_forge_an_email(self):
        case = self.case.with_user(self.users["accountant"])
        case.message_post(body="x", message_type="email", email_from="paul@dubreuil.example")
        self.assertFalse(self._emails(self.case))
        with self.assertRaises(AccessError):
            case.message_post(
                body="x", message_type="email_outgoing", partner_ids=self.customer.ids
            )
        with self.assertRaises(AccessError):
            case.with_context(litige_emailing=True).message_post(
                body="x", message_type="comment", partner_ids=self.customer.ids
            )


class TestRoutes(PrivacyCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.case.message_post(
            body=SECRET,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("note.txt", SECRET.encode())],
        )
        self.message = self.case.message_ids[0]

    @mute_logger("odoo.http")
    def _ask(self, route, **params):
        """Return what a route answers, as text, errors included."""
        try:
            return str(self.make_jsonrpc_request(route, params))
        except JsonRpcException as error:
            return str(error)

    def test_no_route_gives_the_thread_to_the_portal_or_the_public(self):
        target = {"thread_model": "litige.case", "thread_id": self.case.id}
        tokens = ({}, {"token": "x"}, {"hash": "x", "pid": self.customer.id})
        for login in ("litige_portal", None):
            self.authenticate(login, login)
            for token in tokens:
                for route in (
                    "/mail/chatter_fetch",
                    "/mail/thread/messages",
                    "/portal/chatter_init",
                    "/mail/thread/recipients",
                ):
                    with self.subTest(login=login, route=route, token=token):
                        answer = self._ask(route, **target, **token)
                        self.assertNotIn("800 euros", answer)
                        self.assertNotIn(self.case.name, answer)

    def test_no_route_posts_or_follows_from_outside(self):
        messages = self.case.message_ids
        followers = self.case.message_partner_ids
        target = {"thread_model": "litige.case", "thread_id": self.case.id}
        for login in ("litige_portal", None):
            self.authenticate(login, login)
            for token in ({}, {"token": "x"}, {"hash": "x", "pid": self.customer.id}):
                self._ask(
                    "/mail/message/post",
                    **target,
                    **token,
                    post_data={"body": "x", "message_type": "comment"},
                )
            self._ask(
                "/mail/thread/subscribe",
                res_model="litige.case",
                res_id=self.case.id,
                partner_ids=self.customer.ids,
            )
            self._ask(
                "/mail/message/update_content",
                message_id=self.message.id,
                update_data={"body": "x"},
            )
        self.case.invalidate_recordset()
        self.assertEqual(self.case.message_ids, messages)
        self.assertEqual(self.case.message_partner_ids, followers)
        self.assertIn("800", self.message.body)

    def test_files_of_the_thread_are_not_served_outside(self):
        file = self.message.attachment_ids
        self.assertFalse(file.access_token)
        for login in ("litige_portal", None):
            self.authenticate(login, login)
            for url in (
                f"/web/content/{file.id}",
                f"/web/content/{file.id}?access_token=x",
                f"/web/content/litige.case/{self.case.id}/message_ids",
            ):
                with mute_logger("odoo.http"):
                    response = self.url_open(url, allow_redirects=False)
                self.assertNotIn("800 euros", response.text)
