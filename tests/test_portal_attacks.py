"""Attacks on the portal that its other tests do not tell: odd fields, other people, other keys."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tests.common import JsonRpcException

from .portal_common import PDF, PortalCommon, SigningCommon


class TestPortalAttacks(PortalCommon):
    def _new_member(self, login, **values):
        return new_test_user(
            self.env,
            login,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            **values,
        )

    # === FIELDS === #

    def test_a_file_where_a_text_is_asked_for_is_refused_in_words(self):
        self._enter()
        claim = self.case.claim_ids[0]
        for act, data in (
            ("repondre", {}),
            ("contester", {"claim": claim.id, "amount": "10"}),
            ("proposer", {"amount": "10", "count": "1", "first": str(self.today)}),
        ):
            for name in ("text", *data):
                with self.subTest(act=act, name=name):
                    rest = {key: value for key, value in data.items() if key != name}
                    sent = [(name, ("x.pdf", PDF, "application/pdf"))]
                    page = self._act(act, {"text": "Bonjour", **rest}, files=sent)
                    self.assertEqual(page.status_code, 422)
                    self.assertNotIn("FileStorage", page.text)
        self.assertFalse(self._events())

    # === KEYS === #

    def test_a_revoked_person_gets_in_by_no_key_of_a_colleague(self):
        user = self._login()
        own, _token = self._invite(partner=user.partner_id)
        self._invite(partner=self.contact)
        self.assertEqual(self.url_open(f"/my/litiges/{self.case.id}").status_code, 200)
        own.action_revoke()
        self.assertEqual(self.url_open(f"/my/litiges/{self.case.id}").status_code, 404)
        self.assertNotIn(self.case.name, self.url_open("/my/litiges").text)
        self._invite(partner=user.partner_id)
        self.assertEqual(self.url_open(f"/my/litiges/{self.case.id}").status_code, 200)

    def test_a_session_prepared_by_somebody_else_opens_nothing(self):
        planted = self.opener.cookies["session_id"]
        self.assertEqual(self._enter().status_code, 200)
        self.assertNotEqual(self.opener.cookies["session_id"], planted)
        self._leave()
        self.opener.cookies["session_id"] = planted
        self.assertEqual(self.url_open(f"/my/litiges/{self.case.id}").status_code, 404)

    def test_a_complaint_too_leaves_a_session_prepared_by_somebody_else(self):
        move, path = self._create_overdue(amount=240.0), "/my/litiges/facture"
        token, planted = move._portal_ensure_token(), self.opener.cookies["session_id"]
        page = self.url_open(f"{path}/{move.id}?access_token={token}")
        self._post(
            f"{path}/{move.id}", {"amount": "40", "text": "Trop cher", "access_token": token}, page
        )
        self.assertNotEqual(self.opener.cookies["session_id"], planted)

    def test_whoever_holds_the_link_of_an_invoice_is_no_login_of_its_customer(self):
        move = self._create_overdue(amount=240.0)
        self._login(self.consumer)
        page = self.url_open(
            f"/my/litiges/facture/{move.id}?access_token={move._portal_ensure_token()}"
        )
        self._post(
            f"/my/litiges/facture/{move.id}",
            {"amount": "40", "text": "Trop cher", "access_token": move._portal_ensure_token()},
            page,
        )
        event = self.env["litige.claim"].search([("move_id", "=", move.id)]).case_id.event_ids
        (event,) = event.filtered(lambda one: one.kind == "portal_contest")
        self.assertEqual(event.details["via"], "link")

    # === THE HOUSE === #

    def test_the_answer_to_a_confidential_offer_stays_with_those_who_follow_disputes(self):
        self._enter()
        offer = self.env["litige.offer"].create(
            {
                "case_id": self.case.id,
                "amount": 1234.0,
                "without_prejudice": True,
                "confidential": True,
                "confidential_ground": "wish",
            }
        )
        offer.action_make()
        page = self.url_open(f"/my/litiges/{self.case.id}")
        path = f"/my/litiges/{self.case.id}/proposition/{offer.id}/refuser"
        self.assertEqual(self._post(path, {"text": "Non merci"}, page).status_code, 200)
        self.assertEqual(offer.state, "refused")
        self.assertTrue(self._events(kind="portal_answer").confidential)
        told = "Non merci"
        reader = self._new_member("attack_reader", groups="account.group_account_readonly")
        member = self._new_member(
            "attack_member", groups="litige_management.litige_management_group_user"
        )
        domain = [("model", "=", "litige.case"), ("res_id", "=", self.case.id)]
        for user, seen in ((reader, False), (member, True)):
            bodies = self.env["mail.message"].with_user(user).search(domain).mapped("body")
            self.assertEqual(any(told in str(body) for body in bodies), seen, user.login)

    def test_nothing_of_the_thread_is_reached_by_its_author(self):
        self._enter()
        self.case.message_post(body="Entre nous", message_type="comment")
        self._act("repondre", {"text": "Ma réponse"})
        message = self.case.message_ids[0]
        self.assertIn("Ma réponse", message.body)
        self.assertEqual(message.author_id, self.contact)
        user = self._login()
        message.author_id = user.partner_id
        before, number = message.body, [message.id]
        seen = (
            self.env["mail.message"]
            .with_user(user)
            .search([("model", "=", "litige.case"), ("res_id", "=", self.case.id)])
        )
        self.assertLessEqual(seen, message, "their own words at most")
        for method, args in (
            ("write", [number, {"body": "Rien"}]),
            ("unlink", [number]),
        ):
            with self.subTest(method=method), self.assertRaisesRegex(Exception, "AccessError"):
                self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/mail.message/{method}",
                    {"model": "mail.message", "method": method, "args": args, "kwargs": {}},
                )
        for route, params in (
            (
                "/mail/message/update_content",
                {"message_id": message.id, "update_data": {"body": "Rien", "attachment_ids": []}},
            ),
            (
                "/mail/message/post",
                {
                    "thread_model": "litige.case",
                    "thread_id": self.case.id,
                    "post_data": {"body": "Forgé", "message_type": "comment"},
                },
            ),
        ):
            with self.subTest(route=route), self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(route, params)
        fetched = self.make_jsonrpc_request(
            "/mail/thread/messages",
            {"thread_model": "litige.case", "thread_id": self.case.id},
        )
        self.assertNotIn("Entre nous", str(fetched))
        self.assertNotIn(self.case.name, str(fetched))
        self.assertEqual((message.body, len(self._events())), (before, 1))

    def test_the_files_of_the_house_are_not_served(self):
        self._enter()
        self._act("repondre", {"text": "Voici"}, files=[("files", ("a.pdf", PDF, "x"))])
        exhibit = self.case.exhibit_ids
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "litige.exhibit"), ("res_id", "=", exhibit.id)]
            + [("res_field", "!=", False)]
        )
        self.assertTrue(attachment)
        for login in (False, True):
            if login:
                self._login()
            for path in (
                f"/web/content/litige.exhibit/{exhibit.id}/file",
                f"/web/content/{attachment[0].id}",
                f"/web/image/{attachment[0].id}",
            ):
                page = self.url_open(path)
                self.assertNotIn(b"%PDF", page.content, path)

    def test_the_list_costs_the_same_few_queries_at_any_length(self):
        user = self._login()
        portal = self.env(user=user.id)["litige.portal.access"]

        def count():
            counts = []
            for _round in range(3):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                cases = portal._find_for_user(user).case_id
                rows = [one.with_company(one.company_id)._get_portal_row() for one in cases]
                counts.append(self.env.cr.sql_log_count - before)
            return len(rows), min(counts)

        self._invite()
        few = count()
        for _more in range(12):
            self._invite(self._open_case(self._create_overdue(amount=50.0)))
        many = count()
        self.assertEqual((few[0], many[0]), (1, 13))
        self.assertLessEqual(many[1], few[1] + 1)


class TestSigningAttacks(SigningCommon):
    def setUp(self):
        super().setUp()
        self.agreement = self._prepare()
        self._enter()

    def _reach_the_pad(self):
        self.assertEqual(
            self._verify(self.agreement, self._ask_code(self.agreement)).status_code, 200
        )

    def test_a_name_is_one_short_line(self):
        self._reach_the_pad()
        for name in ("Paul" + "." * 100_000 + "Dubreuil", "Paul\n\n\nDubreuil" + "\n-" * 50):
            with self.subTest(name=name[:20]):
                self.assertIn("error", self._sign_online(self.agreement, name))
        self.assertFalse(self.agreement._get_customer_to_sign().is_signed)
        self.assertNotIn("error", self._sign_online(self.agreement, "Paul\x00\u202e Dubreuil"))
        (signature,) = self.agreement.signature_ids
        self.assertEqual(signature.full_name, "Paul Dubreuil")

    def test_a_file_as_a_code_is_a_wrong_code(self):
        self._ask_code(self.agreement)
        page = self.url_open(self._url(self.agreement))
        for name in ("code", "signatory"):
            act = "verifier" if name == "code" else "code"
            sent = [(name, ("x.pdf", PDF, "application/pdf"))]
            data = {"consent": "1"} if name == "code" else {}
            answer = self._post(self._url(self.agreement, f"/{act}"), data, page, files=sent)
            self.assertIn(answer.status_code, (200, 422))

    def test_who_only_reads_sends_nothing(self):
        reader = new_test_user(
            self.env,
            "attack_reader",
            groups="account.group_account_readonly",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self._reach_the_pad()
        self._sign_online(self.agreement)
        self._sign_office(self.agreement)
        sent = len(self.mails)
        with self.assertRaises(AccessError):
            self.agreement.with_user(reader).action_make_signed_copy()
        self.assertEqual(len(self.mails), sent)
