"""A chronology is dated by somebody else; what they dated cannot be rewritten."""

import base64
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user

from odoo.addons.litige_management.legal import chain, timestamp
from odoo.addons.litige_management.models import litige_timestamp

from .common import LitigeCommon
from .timestamp_provider import NOW, Provider


class TestChronologyTimestamp(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._open_case(cls._create_overdue())
        cls.provider = Provider()

    def _note(self, summary="Appel"):
        return self.env["litige.event"].create(
            {"case_id": self.case.id, "kind": "note", "summary": summary}
        )

    def _request(self, case=None):
        action = (case or self.case).action_request_timestamp()
        return self.env["litige.timestamp"].browse(action["res_id"])

    def _answer(self, stamp, **spoiling):
        return self.provider.answer(base64.b64decode(stamp.request_file), **spoiling)

    def _dated(self):
        stamp = self._request()
        stamp._receive(self._answer(stamp))
        return stamp

    # === BY HAND === #

    def test_the_request_is_for_the_head_of_the_chronology(self):
        stamp = self._request()
        self.assertEqual(stamp.head_hash, self.case.chronology_head)
        self.assertEqual(stamp.length, self.case.chronology_length)
        self.assertEqual(
            stamp.request_name, f"{self.case.name.replace('/', '-')}-{stamp.length}.tsq"
        )
        self.assertEqual(self._request(), stamp, "asked twice, it is the same")
        self._note()
        self.assertNotEqual(self._request(), stamp)

    def test_the_answer_is_added_on_the_screen_and_checked(self):
        stamp = self._request()
        with Form(stamp) as form:
            form.answer = base64.b64encode(self._answer(stamp))
        self.assertEqual(stamp.state, "valid")
        self.assertEqual(stamp.dated_at, NOW.replace(tzinfo=None))
        self.assertEqual(stamp.provider, "Horodatage Témoin – Unité d'horodatage 1")
        self.assertIn("Not checked: whether the provider is qualified", stamp.message)
        event = self.case.event_ids.sorted("rank")[-1]
        self.assertEqual((event.kind, event.details["head"]), ("timestamp", stamp.head_hash))
        self.assertIsNone(self.case._verify_chronology())

    def test_what_does_not_hold_is_refused_in_words_and_not_kept(self):
        stamp = self._request()
        for content, words in (
            (b"nonsense", "not the answer"),
            (self._answer(stamp, spoil="digest"), "something else"),
            (self._answer(stamp, spoil="nonce"), "another request"),
            (self._answer(stamp, spoil="signature"), "signature of the timestamp is wrong"),
            (self._answer(stamp, status="rejection"), "refused: Quota épuisé"),
            (b"0" * 300_000, "too large"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                stamp._receive(content)
        self.assertEqual((stamp.state, stamp.token), ("requested", False))

    def test_every_reason_is_said_in_words(self):
        source = timestamp.TimestampError.__doc__.partition("Codes:")[2]
        codes = source.replace("`", "").replace(".", "").replace(",", " ").split()
        self.assertGreater(len(codes), 10)
        for code in codes:
            self.assertTrue(self._request()._explain(timestamp.TimestampError(code, "x")))

    # === WHAT IT COVERS === #

    def test_later_entries_leave_it_valid(self):
        stamp = self._dated()
        self._note()
        self.assertIn("attests that these", stamp.message)
        self.assertIsNone(self.case._verify_chronology())

    def test_a_chronology_rewritten_from_end_to_end_is_found_out(self):
        """Whoever holds the database can rebuild every seal, but not what somebody else dated."""
        event = self._note("Promesse du client")
        stamp = self._dated()
        self._rewrite(event, "Rien du tout")
        self.assertRegex(self.case.chronology_fault, "not those that were timestamped")
        self.assertEqual(self.case._verify_chronology().rank, stamp.length)

    def _rewrite(self, event, summary):
        """Forge an entry, then the seals of all, and the head."""
        self.env.flush_all()
        head = chain.GENESIS
        for entry in self.case.sudo().event_ids.sorted("rank"):
            content = entry.content
            if entry == event:
                content = content.replace(event.summary, summary)
            content_hash = chain.hash_content(entry.salt, content)
            head = chain.hash_link(head, content_hash)
            self.env.cr.execute(
                "UPDATE litige_event SET content = %s, content_hash = %s, chain_hash = %s, "
                "summary = %s WHERE id = %s",
                (
                    content,
                    content_hash,
                    head,
                    summary if entry == event else entry.summary,
                    entry.id,
                ),
            )
        self.env.cr.execute(
            "UPDATE litige_case_chain SET head = %s WHERE case_id = %s", (head, self.case.id)
        )
        self.env.invalidate_all()

    def test_a_token_altered_in_the_database_says_so(self):
        stamp = self._dated()
        other = Provider()
        forged = timestamp.read_response(
            other.answer(timestamp.write_request(b"\0" * 32, int(stamp.sudo().nonce)))
        )
        self.env["ir.attachment"].search(
            [
                ("res_model", "=", stamp._name),
                ("res_id", "=", stamp.id),
                ("res_field", "=", "token"),
            ]
        )
        self.env["litige.timestamp"].flush_model()
        self.env.cr.execute("UPDATE litige_timestamp SET state = 'requested'")
        stamp.invalidate_recordset()  # the guard of the file looks the other way meanwhile
        stamp.sudo().with_context(litige_timestamping=True).write(
            {"token": base64.b64encode(forged), "state": "valid"}
        )
        self.assertIn("something else", stamp.message)

    # === DIRECTLY === #

    def test_nothing_is_sent_without_an_address(self):
        self.assertFalse(self.company.litige_timestamp_url)
        stamp = self._request()
        self.assertFalse(stamp.has_provider)
        with self.assertRaisesRegex(UserError, "in the settings first"):
            stamp.action_ask()

    def test_the_provider_of_the_settings_is_asked_directly(self):
        stamp = self._request()
        with self.provider.serve() as url:
            self.company.litige_timestamp_url = url
            stamp.action_ask()
        headers, body = self.provider.requests[-1]
        self.assertEqual(headers["Content-Type"], "application/timestamp-query")
        self.assertEqual(body, base64.b64decode(stamp.request_file))
        self.assertEqual(stamp.state, "valid")

    def test_a_provider_out_of_reach_is_said_in_words(self):
        with self.provider.serve() as url:
            self.company.litige_timestamp_url = url
        stamp = self._request()
        with self.assertRaisesRegex(UserError, "could not be reached"):
            stamp.action_ask()
        self.assertEqual(stamp.state, "requested")

    def test_a_password_in_the_address_is_told_to_nobody(self):
        with self.provider.serve() as url:
            self.company.litige_timestamp_url = (
                url.replace("://", "://lacombe:sesame@") + "?k=sesame"
            )
        user = new_test_user(
            self.env,
            "stamp_reader",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.company.with_user(user).read(["litige_timestamp_url"])
        stamp = self._request().with_user(user)
        self.assertTrue(stamp.has_provider)
        with self.assertRaises(UserError) as caught:
            stamp.action_ask()
        self.assertNotIn("sesame", str(caught.exception))

    # === RIGHTS === #

    def _user(self, login, groups):
        return new_test_user(
            self.env,
            login,
            groups=groups,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def test_a_user_dates_and_nobody_changes(self):
        user = self._user("dating", "litige_management.litige_management_group_user")
        stamp = self._request(self.case.with_user(user)).with_user(user)
        stamp.answer = base64.b64encode(self._answer(stamp))
        self.assertEqual(stamp.state, "valid")
        for values in ({"head_hash": "0"}, {"provider": "x"}, {"state": "requested"}):
            for record in (stamp, stamp.sudo()):
                with self.assertRaises(UserError):
                    record.write(values)
        with self.assertRaises(UserError):
            stamp.unlink()
        with self.assertRaises(AccessError):
            self.env["litige.timestamp"].with_user(user).create(
                {"case_id": self.case.id, "head_hash": "0", "length": 1}
            )
        with self.assertRaisesRegex(UserError, "its answer already"):
            stamp.answer = base64.b64encode(self._answer(stamp))
            self.env.flush_all()

    def test_the_file_of_a_checked_token_is_final(self):
        stamp = self._dated()
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", stamp._name),
                ("res_id", "=", stamp.id),
                ("res_field", "=", "token"),
            ]
        )
        with self.assertRaises(UserError):
            file.raw = b"x"
        with self.assertRaises(UserError):
            file.unlink()

    def test_who_sees_a_timestamp(self):
        stamp = self._dated()
        accountant = self._user("reading_accountant", "account.group_account_readonly")
        resolver = self._user("resolving", "litige_management.litige_management_group_resolver")
        self.assertEqual(stamp.with_user(accountant).length, stamp.length)
        with self.assertRaises(AccessError):
            stamp.with_user(accountant).answer = base64.b64encode(b"x")
        with self.assertRaises(AccessError):
            stamp.with_user(resolver).read(["length"])
        self.case.resolver_id = resolver
        self.assertEqual(stamp.with_user(resolver).length, stamp.length)
        plain = self._user("plain_internal", "base.group_user")
        portal = new_test_user(self.env, "portal_one", groups="base.group_portal")
        elsewhere = new_test_user(
            self.env,
            "elsewhere",
            groups="litige_management.litige_management_group_manager",
            company_id=self.env["res.company"].create({"name": "Autre"}).id,
        )
        for user in (plain, portal, elsewhere):
            with self.assertRaises(AccessError):
                stamp.with_user(user).read(["length"])

    # === WHAT A PROVIDER MAY NOT DO === #

    def _refused(self, handle, words="could not be reached"):
        """Ask a provider whose answer `handle` writes, and be refused in words."""

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                handle(self)

            def log_message(self, *args):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.company.litige_timestamp_url = f"http://127.0.0.1:{server.server_port}/"
        stamp = self._request()
        with self.assertRaisesRegex(UserError, words):
            stamp.action_ask()
        self.assertEqual(stamp.state, "requested")

    def test_it_sends_nobody_elsewhere(self):
        with self.provider.serve() as url:

            def redirect(handler):
                handler.send_response(307)
                handler.send_header("Location", url)
                handler.end_headers()

            self._refused(redirect)
        self.assertFalse(self.provider.requests)

    def test_it_does_not_fill_the_memory(self):
        def pour(handler):
            handler.send_response(200)
            handler.end_headers()
            for _n in range(50):
                handler.wfile.write(b"0" * 10_000)

        self._refused(pour, "too large")

    def test_it_does_not_keep_anybody_waiting(self):
        done = threading.Event()
        self.addCleanup(done.set)

        def drip(handler):
            handler.wfile.write(b"HTTP/1.1 200 ")
            while not done.wait(0.1):
                handler.wfile.write(b"O")

        self.patch(litige_timestamp, "MOST_TIME", 0.5)
        start = time.monotonic()
        try:
            self._refused(drip)
        finally:
            done.set()
        self.assertLess(time.monotonic() - start, 10)

    def test_it_is_asked_over_a_line_nobody_reads(self):
        for url in ("http://tsa.example/", "http://localhost.example/", "file:///etc/passwd"):
            self.company.litige_timestamp_url = url
            with self.assertRaisesRegex(UserError, "must begin with https"):
                self._request().action_ask()
