"""What a customer does on the portal: written down as theirs, told to the owner, and no more."""

from datetime import timedelta

from odoo import fields

from odoo.addons.litige_management.portal import inputs

from .portal_common import PDF, PortalCommon

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}<t t-out='1'/>"


class TestPortalActs(PortalCommon):
    def setUp(self):
        super().setUp()
        self._enter()

    # === ANSWER === #

    def test_an_answer_is_an_entry_of_theirs_and_tells_the_owner(self):
        before = self.case.message_ids
        page = self._act(
            "repondre",
            {"text": "La porte ferme mal."},
            files=[("files", ("porte.pdf", PDF, "application/pdf"))],
        )
        self.assertIn("It was received", self._text(page))
        (event,) = self._events(kind="portal_answer")
        self.assertEqual(
            (event.standing, event.direction, event.summary, event.parties),
            ("theirs", "in", "La porte ferme mal.", "Paul Dubreuil"),
        )
        self.assertTrue(event.details["ip"])
        self.assertEqual(event.details["via"], "link")
        exhibit = self.case.exhibit_ids
        self.assertEqual((exhibit.state, exhibit.side), ("proposed", "theirs"))
        self.assertEqual(exhibit.file_hash, event.details["files"][0]["sha256"])
        message = self.case.message_ids - before
        self.assertIn(self.case.user_id.partner_id, message.notified_partner_ids)
        self.assertNotIn(self.contact, message.notified_partner_ids)
        self.assertIn(
            self.env.ref("litige_management.mail_activity_type_portal"),
            self.case.activity_ids.activity_type_id,
        )
        self.assertIn("La porte ferme mal.", self._text(page))

    def test_nothing_said_or_a_closed_dispute_is_refused(self):
        page = self._act("repondre", {"text": " \u200b "})
        self.assertEqual(page.status_code, 422)
        page = self.url_open(f"/my/litiges/{self.case.id}")
        self.case._close("abandoned", reason="Trop petit")
        answer = self._post(f"/my/litiges/{self.case.id}/repondre", {"text": "Et alors ?"}, page)
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._events())

    def test_without_the_form_of_our_page_nothing_is_taken(self):
        page = self.url_open(
            f"/my/litiges/{self.case.id}/repondre", data={"text": "forgé", "csrf_token": "x"}
        )
        self.assertEqual(page.status_code, 400)
        self.assertFalse(self._events())

    def test_too_many_acts_in_a_day_are_refused(self):
        for number in range(40):
            self.case._portal_note(
                {"author": self.contact, "ip": "127.0.0.1", "via": "link"},
                "portal_answer",
                f"Message {number}",
            )
        self.assertEqual(self._act("repondre", {"text": "Un de plus"}).status_code, 422)
        self.assertEqual(len(self._events()), 40)

    # === CONTEST === #

    def test_contesting_an_amount_changes_no_amount(self):
        claim = self.case.claim_ids[0]
        disputed = claim.disputed_amount
        page = self._act(
            "contester", {"claim": claim.id, "amount": "250,50 €", "text": "Deux fenêtres"}
        )
        self.assertEqual(page.status_code, 200)
        (event,) = self._events(kind="portal_contest")
        self.assertEqual((event.amount, event.claim_id, event.standing), (250.5, claim, "theirs"))
        self.assertIn("Deux fenêtres", event.summary)
        self.assertEqual(claim.disputed_amount, disputed, "a person decides")

    def test_contesting_too_much_nothing_or_another_invoice_is_refused(self):
        claim, other = self.case.claim_ids[0], self.consumer_case.claim_ids
        for data in (
            {"claim": claim.id, "amount": "1200.01", "text": "Tout et plus"},
            {"claim": claim.id, "amount": "0", "text": "Rien"},
            {"claim": claim.id, "amount": "-5", "text": "Moins"},
            {"claim": claim.id, "amount": "nan", "text": "Nan"},
            {"claim": claim.id, "amount": "1e3", "text": "Mille"},
            {"claim": claim.id, "amount": "10", "text": ""},
            {"claim": other.id, "amount": "10", "text": "Pas la mienne"},
            {"claim": "1 OR 1=1", "amount": "10", "text": "Injection"},
        ):
            with self.subTest(data=data):
                self.assertEqual(self._act("contester", data).status_code, 422)
        self.assertFalse(self._events())

    # === PROPOSE === #

    def _propose(self, **values):
        first = fields.Date.to_string(self.today + timedelta(days=10))
        return self._act(
            "proposer", {"amount": "600", "count": "3", "first": first, "text": "", **values}
        )

    def test_a_proposal_is_written_down_with_its_terms(self):
        self.assertEqual(self._propose(text="Je préfère le 5").status_code, 200)
        (event,) = self._events(kind="portal_proposal")
        self.assertEqual((event.amount, event.standing), (600.0, "theirs"))
        self.assertEqual(event.details["count"], 3)
        self.assertIn("Je préfère le 5", event.summary)

    def test_a_proposal_out_of_bounds_is_refused(self):
        long_ago = fields.Date.to_string(self.today - timedelta(days=1))
        for values in (
            {"amount": "2000.01"},
            {"amount": "0"},
            {"count": "0"},
            {"count": "61"},
            {"count": "²"},
            {"first": long_ago},
            {"first": "2026-13-45"},
        ):
            with self.subTest(values=values):
                self.assertEqual(self._propose(**values).status_code, 422)
        self.assertFalse(self._events())

    # === MONEY === #

    def test_paying_goes_to_odoos_own_page(self):
        claim = self.case.claim_ids[0]
        page = self.url_open(f"/my/litiges/{self.case.id}/payer/{claim.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(f"/my/invoices/{claim.move_id.id}", page.url)

    def test_a_procedure_that_forbids_payment_hides_it_and_says_why(self):
        claim = self.case.claim_ids[0]
        for values, word in (
            ({"litige_insolvency_kind": "liquidation"}, "Insolvency"),
            ({"litige_insolvency_kind": False, "litige_overindebted_on": self.today}, "over-ind"),
        ):
            self.customer.write(values)
            page = self.url_open(f"/my/litiges/{self.case.id}")
            self.assertIn(word, self._text(page))
            self.assertNotIn("/payer/", page.text)
            paid = self.url_open(f"/my/litiges/{self.case.id}/payer/{claim.id}")
            self.assertEqual(paid.status_code, 404)
            self.assertFalse(claim.move_id._has_to_be_paid())
        self.assertEqual(self._propose_with(page).status_code, 422)

    def _propose_with(self, page):
        data = {"amount": "10", "count": "1", "first": fields.Date.to_string(self.today)}
        return self._post(f"/my/litiges/{self.case.id}/proposer", data, page)

    # === HOSTILE INPUT === #

    def test_scripts_in_every_free_text_stay_text(self):
        claim = self.case.claim_ids[0]
        self._act("repondre", {"text": EVIL})
        self._act("contester", {"claim": claim.id, "amount": "10", "text": EVIL})
        page = self._propose(text=EVIL)
        refused = self._propose(text=EVIL, amount='"><script>alert(3)</script>', first='"><b>')
        for shown in (page, refused):
            self.assertNotIn("<script>alert(", shown.text)
            self.assertNotIn("<img src=x", shown.text)
            self.assertNotIn("><b>", shown.text)
        self.assertIn("&lt;script&gt;", page.text)
        for message in self.case.message_ids:
            self.assertNotIn("<script", str(message.body))
            self.assertNotIn("<img", str(message.body))

    def test_uploads_are_what_they_are_not_what_they_are_called(self):
        page = b"<html><script>alert(1)</script></html>"
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
        for name, content in (
            ("facture.pdf", page),
            ("photo.png", svg),
            ("a.html", page),
            ("a.exe", b"MZ\x90\x00" + b"\x00" * 64),
            ("trick.pdf", b"<html>%PDF-1.4" + page),
            ("vide.pdf", b""),
        ):
            with self.subTest(name=name):
                answer = self._act(
                    "repondre", {"text": "Voici"}, files=[("files", (name, content, "image/png"))]
                )
                self.assertEqual(answer.status_code, 422)
        self.assertFalse(self.case.exhibit_ids)
        self.assertFalse(self._events())

    def test_names_of_files_are_harmless(self):
        self._act(
            "repondre",
            {"text": "Voici"},
            files=[("files", ("../../x\u202e<b>.php", PDF, "text/html"))],
        )
        exhibit = self.case.exhibit_ids
        self.assertRegex(exhibit.file_name, r"^[\w .()\-]+\.pdf$")
        self.assertEqual(exhibit.mimetype, "application/pdf")

    def test_oversized_uploads_are_refused(self):
        big = PDF + b"\x00" * inputs.FILE_LIMIT
        answer = self._act("repondre", {"text": "Gros"}, files=[("files", ("g.pdf", big, "x"))])
        self.assertEqual(answer.status_code, 422)
        many = [("files", (f"{n}.pdf", PDF + str(n).encode(), "x")) for n in range(6)]
        self.assertEqual(self._act("repondre", {"text": "Six"}, files=many).status_code, 422)
        self.assertFalse(self.case.exhibit_ids)
        self.assertFalse(self._events())

    def test_a_very_long_text_is_refused(self):
        answer = self._act("repondre", {"text": "é" * (inputs.TEXT_LIMIT + 1)})
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._events())
