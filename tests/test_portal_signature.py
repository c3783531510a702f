"""The signature of an agreement on a screen: once, by the right person, with its proof."""

import base64
import hashlib
import io
import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user
from odoo.tests.common import JsonRpcException
from odoo.tools.pdf import PdfReader

from odoo.addons.litige_management.models.litige_signature import CODES_A_DAY

from .portal_common import SigningCommon, draw


class TestPortalSignature(SigningCommon):
    def setUp(self):
        super().setUp()
        self.agreement = self._prepare()
        self._enter()
        self.customer_side = self.agreement.signatory_ids.filtered(
            lambda one: one.party == "customer"
        )

    def _age(self, signature, **minutes):
        """Move times of a signature under way back, as if it had been left there."""
        for name, value in minutes.items():
            signature.sudo()[name] -= timedelta(minutes=value)

    @property
    def started(self):
        return self.env["litige.signature"].search(
            [("settlement_id", "=", self.agreement.id), ("channel", "=", "portal")], limit=1
        )

    def _reach_the_pad(self):
        self._verify(self.agreement, self._ask_code(self.agreement))

    # === ALL THE WAY === #

    def test_both_sides_sign_and_each_gets_the_signed_copy(self):
        self._sign_office(self.agreement)
        self.assertEqual(self.agreement.state, "confirmed", "the customer has not signed")
        page = self.url_open(self._url(self.agreement))
        self.assertIn(self.agreement.document_hash, page.text)
        self.assertIn("simple electronic signature", self._text(page))
        self._reach_the_pad()
        self.assertNotIn("error", self._sign_online(self.agreement, "paul DUBREUIL"))
        self.assertEqual(self.agreement.state, "signed")
        self.assertEqual(self.agreement.signed_on, self.today)
        self.assertEqual(self.case.phase, "execution")
        copies = [mail for mail in self.mails if mail["files"]]
        self.assertEqual(
            {mail["to"] for mail in copies}, {"paul@dubreuil.example", "contact@lacombe.example"}
        )
        (content,) = copies[0]["files"].values()
        self.assertEqual(hashlib.sha256(content).hexdigest(), self.agreement.signed_hash)
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        for said in ("Paul Dubreuil", "paul@dubreuil.example", "Anne Lacombe", "simple"):
            self.assertIn(said, text)
        page = self.url_open(self._url(self.agreement, "/signe"))
        self.assertEqual(page.content, content)
        self.assertIn("attachment", page.headers["Content-Disposition"])

    def test_the_evidence_file_proves_who_what_and_when(self):
        code = self._ask_code(self.agreement)
        self._verify(self.agreement, "000000" if code != "000000" else "111111")
        self._verify(self.agreement, code)
        self._sign_online(self.agreement)
        evidence = json.loads(self.url_open(self._url(self.agreement, "/preuve")).content)
        self.assertEqual(evidence["document_sha256"], self.agreement.document_hash)
        (one,) = evidence["signatures"]
        facts = one["evidence"]
        self.assertEqual(facts["name_typed"], "Paul Dubreuil")
        self.assertEqual(facts["code"]["sent_to"], "paul@dubreuil.example")
        self.assertEqual(facts["code"]["tries"], 2)
        self.assertIn(self.agreement.document_hash, facts["consent"])
        self.assertTrue(facts["address"] and facts["browser"] and facts["signed_at"])
        sealed = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        self.assertEqual(hashlib.sha256(sealed.encode()).hexdigest(), one["evidence_sha256"])
        (event,) = self._events(kind="signature")
        self.assertEqual(event.details["sha256"], one["evidence_sha256"])
        self.assertNotIn(code, str(evidence), "the code itself is kept nowhere")

    # === ONCE === #

    def test_a_second_click_or_a_replay_signs_nothing_twice(self):
        self._reach_the_pad()
        self._sign_online(self.agreement)
        first = self.customer_side.signature_ids
        for _again in range(2):
            self._sign_online(self.agreement, image=draw())
        self.assertEqual(self.customer_side.signature_ids, first)
        self.assertEqual(len(self._events(kind="signature")), 1)
        first._sign("Paul Dubreuil", draw(), "6.6.6.6", "replay")
        self.assertNotEqual(first.ip, "6.6.6.6")

    def test_a_given_signature_never_changes(self):
        self._reach_the_pad()
        self._sign_online(self.agreement)
        signature = self.customer_side.signature_ids
        for change in (
            lambda: signature.write({"full_name": "Un autre"}),
            lambda: signature.sudo().unlink(),
            lambda: self.customer_side.write({"signed_on": self.today - timedelta(days=1)}),
            lambda: self.customer_side.write({"method": "paper"}),
        ):
            with self.assertRaises(UserError):
                change()

    def test_nobody_writes_a_signature_by_hand(self):
        with self.assertRaises(UserError):
            self.customer_side.write({"method": "electronic", "signed_on": self.today})
        self.assertFalse(self.customer_side.is_signed)

    # === THE CODE === #

    def test_a_wrong_code_is_counted_and_the_fifth_kills_it(self):
        code = self._ask_code(self.agreement)
        wrong = f"{(int(code) + 1) % 1000000:06d}"
        for tries in range(1, 6):
            self.assertEqual(self._verify(self.agreement, wrong).status_code, 422)
            self.assertEqual(self.env["litige.signature"].search([], limit=1).attempts, tries)
        page = self.url_open(self._url(self.agreement))
        self.assertNotIn("sign_code", page.text, "the dead code is no longer asked for")
        self.assertIn("code", self._sign_online(self.agreement)["error"])
        self.assertFalse(self.customer_side.is_signed)

    def test_an_expired_code_opens_nothing(self):
        code = self._ask_code(self.agreement)
        self._age(self.started, code_expires_at=16)
        self.assertEqual(self._verify(self.agreement, code).status_code, 422)
        self.assertEqual(self.started.state, "code")

    def test_a_verified_code_does_not_wait_for_ever(self):
        self._reach_the_pad()
        self._age(self.started, verified_at=31)
        self.assertIn("error", self._sign_online(self.agreement))
        self.assertFalse(self.customer_side.is_signed)

    def test_without_consent_nothing_goes_on(self):
        code = self._ask_code(self.agreement)
        self.assertEqual(self._verify(self.agreement, code, consent="").status_code, 422)
        self.assertEqual(self.started.state, "code")

    def test_a_new_code_kills_the_former_and_too_many_are_refused(self):
        first = self._ask_code(self.agreement)
        former = self.started
        for _more in range(4):
            last = self._ask_code(self.agreement)
        self.assertEqual(former.state, "dead")
        sent = len(self.mails)
        page = self.url_open(self._url(self.agreement))
        refused = self._post(
            self._url(self.agreement, "/code"), {"signatory": self.customer_side.id}, page
        )
        self.assertEqual(refused.status_code, 422)
        self.assertEqual(len(self.mails), sent)
        if first != last:
            self.assertEqual(self._verify(self.agreement, first).status_code, 422)

    def test_hour_after_hour_the_codes_of_a_day_are_counted(self):
        for _hour in range(CODES_A_DAY):
            self._ask_code(self.agreement)
            self._age(self.started, code_sent_at=120)
        sent = len(self.mails)
        page = self.url_open(self._url(self.agreement))
        data = {"signatory": self.customer_side.id}
        refused = self._post(self._url(self.agreement, "/code"), data, page)
        self.assertEqual((refused.status_code, len(self.mails)), (422, sent))

    def test_the_code_is_for_the_browser_that_asked_for_it(self):
        self._reach_the_pad()
        self._leave()
        self._enter()
        self.assertIn("error", self._sign_online(self.agreement))
        self.assertFalse(self.customer_side.is_signed)

    def test_the_code_is_kept_as_a_keyed_fingerprint(self):
        code = self._ask_code(self.agreement)
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM litige_signature ORDER BY id DESC LIMIT 1")
        row = str(self.env.cr.fetchall())
        self.assertNotIn(code, row)
        self.assertNotIn(hashlib.sha256(code.encode()).hexdigest(), row)
        self.assertFalse(self.mails[-1]["kept"])

    # === THE ACT === #

    def test_a_forged_call_without_a_code_signs_nothing(self):
        self.assertIn("error", self._sign_online(self.agreement))
        self._ask_code(self.agreement)
        self.assertIn("error", self._sign_online(self.agreement))
        self._reach_the_pad()
        for name, image in (
            ("Anne Lacombe", draw()),
            ("", draw()),
            ("<script>alert(1)</script>", draw()),
            ("Paul Dubreuil", ""),
            ("Paul Dubreuil", "pas du base64"),
            ("Paul Dubreuil", base64.b64encode(b"<svg onload='x'/>").decode()),
            ("Paul Dubreuil", {"$ne": None}),
            (["Paul Dubreuil"], draw()),
        ):
            with self.subTest(name=name):
                self.assertIn("error", self._sign_online(self.agreement, name, image))
        self.assertFalse(self.customer_side.is_signed)
        self.assertNotIn("error", self._sign_online(self.agreement), "the right one still may")

    def test_a_withdrawn_agreement_cannot_be_signed(self):
        self._reach_the_pad()
        self.agreement._cancel("Le client demande un autre échéancier")
        with self.assertRaises(JsonRpcException):
            self._sign_online(self.agreement)
        self.assertEqual(self.url_open(self._url(self.agreement)).status_code, 404)
        self.assertEqual(self.url_open(self._url(self.agreement, "/pdf")).status_code, 404)
        self.assertFalse(self.customer_side.is_signed)

    def test_a_procedure_that_forbids_payment_stops_the_signature(self):
        self._reach_the_pad()
        self.customer.litige_insolvency_kind = "redressement"
        self.assertIn("error", self._sign_online(self.agreement))
        self.assertFalse(self.customer_side.is_signed)

    def test_an_altered_document_is_not_signed(self):
        self._reach_the_pad()
        file = self.agreement._get_frozen_attachments()[self.agreement]
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = %s WHERE id = %s",
            [b"%PDF-1.4 autre", file.id],
        )
        file.invalidate_recordset()
        self.assertIn("error", self._sign_online(self.agreement))
        self.assertFalse(self.customer_side.is_signed)

    def test_the_agreement_of_another_dispute_is_not_there(self):
        other = self._create_plan(self.consumer_case)
        page = self.url_open(f"/my/litiges/{self.case.id}/accord/{other.id}")
        self.assertEqual(page.status_code, 404)

    # === FOR THE COMPANY === #

    def test_only_the_authorised_person_signs_for_the_company(self):
        other = new_test_user(
            self.env,
            "portal_other_user",
            groups="litige_management.litige_management_group_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(UserError):
            self.agreement.with_user(other).action_sign_here()
        self.assertFalse(self.agreement.with_user(other).can_sign_here)
        self.assertTrue(self.agreement.can_sign_here)
        with self.assertRaises(UserError):
            self._sign_office(self.agreement, "Claire Martin")
        self._sign_office(self.agreement)
        (signature,) = self.agreement.signature_ids
        self.assertEqual((signature.channel, signature.user_id), ("office", self.env.user))
        self.assertFalse(self.agreement.can_sign_here)

    # === ADVICE === #

    def test_a_stronger_form_is_advised_to_a_consumer_or_above_the_threshold(self):
        threshold = (
            self.env["litige.legal.parameter"]
            .search([("code", "=", "written_proof_threshold")], limit=1)
            .value
        )
        self.assertGreater(self.agreement.settled_amount, threshold)
        self.assertIn("approval of the agreement by a judge", self.agreement.signing_advice)
        small = self._open_case(self._create_overdue(amount=threshold))
        draft = self._create_settlement(small, kind="plan")
        self.assertFalse(draft._is_paper_advised(), "a company, at the threshold")
        self.consumer_case.standing = "consumer"
        draft = self._create_settlement(self.consumer_case, kind="plan")
        self.assertTrue(draft._is_paper_advised())
        self.assertEqual(fields.Date.context_today(draft), self.today)
