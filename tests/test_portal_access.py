"""Who gets in: a link or a login, one dispute, for a time; and nobody else."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tests.common import JsonRpcException

from .portal_common import PortalCommon


class TestPortalAccess(PortalCommon):
    def test_a_link_opens_its_dispute_and_is_counted(self):
        access, token = self._invite()
        page = self._follow(access, token)
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.case.name, page.text)
        self.assertNotIn(token, page.url, "the secret does not stay in the address")
        self.assertNotIn(token, page.text)
        self._follow(access, token)
        self.assertEqual(access.use_count, 2)
        self.assertTrue(access.last_used_at and access.last_ip)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_only_a_fingerprint_of_the_secret_is_kept(self):
        access, token = self._invite()
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM litige_portal_access WHERE id = %s", [access.id])
        self.assertNotIn(token, str(self.env.cr.fetchall()))
        with self.assertRaises(AccessError):
            access.with_user(self._new_user("user")).read(["token_hash"])

    def _new_user(self, role):
        return new_test_user(
            self.env,
            f"portal_{role}",
            groups=f"litige_management.litige_management_group_{role}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    # === REFUSED === #

    def assertNothing(self, page):
        self.assertEqual(page.status_code, 404)
        for leak in (self.case.name, self.customer.name, self.case.claim_ids[0].move_id.name):
            self.assertNotIn(leak, page.text)

    def test_guessed_expired_and_revoked_links_open_nothing_and_say_no_more(self):
        access, token = self._invite()
        other, _token = self._invite(self.consumer_case, self.consumer)
        stale, old = self._invite()
        stale.sudo().expires_on = fields.Datetime.now() - timedelta(seconds=1)
        gone, withdrawn = self._invite()
        gone.action_revoke()
        pages = [
            self._follow(access, token[:-1] + ("A" if token[-1] != "A" else "B")),
            self._follow(access, ""),
            self._follow(access, access.sudo().token_hash),
            self._follow(other, token),
            self._follow(stale, old),
            self._follow(gone, withdrawn),
            self.url_open(f"/my/litiges/acces/999999/{token}"),
            self.url_open(f"/my/litiges/acces/99999999999999999999/{token}"),
            self.url_open(f"/my/litiges/{self.case.id}"),
            self.url_open("/my/litiges/99999999999999999999"),
        ]
        for page in pages:
            self.assertNothing(page)
        told = {self._text(page) for page in (pages[0], pages[4], pages[5], pages[6])}
        self.assertEqual(len(told), 1, "the page does not tell a wrong link from an expired one")
        self.assertEqual((access.use_count, stale.use_count, gone.use_count), (0, 0, 0))

    def test_revoking_closes_a_page_already_open(self):
        access, token = self._invite()
        self._follow(access, token)
        self.assertEqual(self.url_open(f"/my/litiges/{self.case.id}").status_code, 200)
        access.action_revoke()
        self.assertNothing(self.url_open(f"/my/litiges/{self.case.id}"))

    def test_a_link_opens_no_other_dispute_nor_its_files(self):
        self._enter()
        for path in ("", "/accord/1", "/courrier/1", f"/payer/{self.case.claim_ids[0].id}"):
            page = self.url_open(f"/my/litiges/{self.consumer_case.id}{path}")
            self.assertEqual(page.status_code, 404, path)
        claim = self.consumer_case.claim_ids
        page = self.url_open(f"/my/litiges/{self.case.id}/payer/{claim.id}")
        self.assertEqual(page.status_code, 404, "the invoice of another customer")

    def test_switched_off_everything_closes(self):
        access, token = self._invite()
        self._follow(access, token)
        self.company.litige_portal_enabled = False
        self.assertNothing(self.url_open(f"/my/litiges/{self.case.id}"))
        self.assertNothing(self._follow(access, token))
        with self.assertRaises(UserError):
            self._invite()

    # === LOGIN === #

    def test_a_login_sees_the_disputes_of_its_customer_that_were_shared(self):
        user = self._login()
        page = self.url_open("/my/litiges")
        self.assertNotIn(self.case.name, page.text, "nobody shared it yet")
        self.assertNothing(self.url_open(f"/my/litiges/{self.case.id}"))
        access, _token = self._invite()
        access.sudo().expires_on = fields.Datetime.now() - timedelta(days=1)
        page = self.url_open("/my/litiges")
        self.assertIn(self.case.name, page.text, "a login outlives the link")
        self.assertNotIn(self.consumer_case.name, page.text)
        self.assertEqual(self.url_open(f"/my/litiges/{self.case.id}").status_code, 200)
        access.action_revoke()
        self.assertNothing(self.url_open(f"/my/litiges/{self.case.id}"))
        self.assertEqual(user.partner_id.commercial_partner_id, self.customer)

    def test_a_login_of_another_customer_sees_nothing(self):
        self._invite()
        self._login(self.consumer)
        self.assertNothing(self.url_open(f"/my/litiges/{self.case.id}"))
        self.assertNotIn(self.case.name, self.url_open("/my/litiges").text)

    def test_the_public_has_no_list(self):
        page = self.url_open("/my/litiges", allow_redirects=False)
        self.assertEqual(page.status_code, 303)
        self.assertIn("/web/login", page.headers["Location"])

    def test_records_stay_closed_to_the_portal_by_rpc(self):
        self._invite()
        user = self._login()
        for model in (
            "litige.case",
            "litige.event",
            "litige.exhibit",
            "litige.settlement",
            "litige.settlement.signatory",
            "litige.signature",
            "litige.portal.access",
        ):
            for method, args in (("search_read", [[]]), ("write", [[1], {}]), ("create", [{}])):
                with self.assertRaises(JsonRpcException) as refused:
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/{model}/{method}",
                        {"model": model, "method": method, "args": args, "kwargs": {}},
                    )
                # A hand-made entry is refused for its kind before anybody asks who writes it, and
                # a number that nothing bears is missing.
                self.assertRegex(str(refused.exception), "AccessError|UserError|MissingError")
            self.assertFalse(self.env[model].with_user(user).has_access("read"), model)

    # === INVITING === #

    def test_inviting_sends_a_link_that_works_and_tells_the_chronology(self):
        action = self.case.action_invite_customer()
        wizard = self.env["litige.portal.invite"].with_context(**action["context"]).create({})
        self.assertEqual(wizard.partner_id, self.contact)
        wizard.action_send()
        (mail,) = self.mails
        self.assertEqual(mail["to"], "paul@dubreuil.example")
        self.assertFalse(mail["kept"], "the message with the secret is not kept")
        path = mail["body"].partition('href="')[2].partition('"')[0]
        page = self.url_open(path[path.index("/my/litiges") :])
        self.assertIn(self.case.name, page.text)
        event = self._events(kind="portal_invitation")
        self.assertIn("paul@dubreuil.example", event.parties)
        self.assertNotIn(path.rpartition("/")[2], event.content)

    def test_only_people_of_the_customer_are_invited(self):
        with self.assertRaises(UserError):
            self._invite(self.case, self.consumer)

    def test_another_company_neither_sees_nor_invites(self):
        access, _token = self._invite()
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "portal_stranger",
            groups="litige_management.litige_management_group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self.Access.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            access.with_user(stranger).action_revoke()
        with self.assertRaises(AccessError):
            self.Access.with_user(stranger)._issue(self.case, self.contact)
        self.assertFalse(access.revoked_on)

    def test_a_resolver_may_neither_invite_nor_see_links(self):
        self._invite()
        resolver = self._new_user("resolver")
        with self.assertRaises(AccessError):
            self.Access.with_user(resolver).search([])
        with self.assertRaises(AccessError):
            self.Access.with_user(resolver)._issue(self.case, self.contact)

    def test_one_of_us_looks_at_the_page_and_sends_nothing(self):
        user = self._new_user("user")
        user.password = "portal_user"
        self.authenticate("portal_user", "portal_user")
        page = self.url_open(f"/my/litiges/{self.case.id}")
        self.assertIn("what your customer sees", self._text(page))
        self.assertNotIn("csrf_token", page.text.partition("<main")[2])
        claim = self.case.claim_ids[0]
        paid = self.url_open(f"/my/litiges/{self.case.id}/payer/{claim.id}")
        self.assertEqual(paid.status_code, 403)

    def test_the_link_follows_a_merged_dispute(self):
        other = self._open_case(self._create_overdue(amount=300.0))
        access, token = self._invite()
        self.case._merge_into(other)
        page = self._follow(access, token)
        self.assertIn(other.name, page.text)
