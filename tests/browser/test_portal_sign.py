"""A customer signs an agreement on their phone, from the link to the signed copy."""

import hashlib
import json

from .customer import CANVAS, DESK, NAME_INPUT, PAD, SIGN, CustomerBrowser


class TestPortalSign(CustomerBrowser):
    def setUp(self):
        super().setUp()
        self.agreement = self._prepare()
        self._sign_office(self.agreement)

    def test_the_customer_signs_with_a_finger(self):
        access, token = self._invite()
        with self._browse() as browser:
            self._open(browser, f"/my/litiges/acces/{access.id}/{token}", "#answer_text")
            self._click(browser, f"a[href='{self._url(self.agreement)}']", "#sign_signatory")
            self._check(browser, "agreement")
            self._receive_code(browser, self.agreement)
            self._check(browser, "code")
            self._click(browser, "form[action$='/verifier'] button", NAME_INPUT)
            self._check(browser, "sign")
            self._type(browser, NAME_INPUT, "paul dubreuil")
            self._wait_for(browser, CANVAS)
            self._wait_for(browser, f"{SIGN}:disabled")
            self._draw(browser)
            self._wait_for(browser, f"{SIGN}:enabled")
            self._check(browser, "signature")
            self._click_twice(browser)
            self._wait_for(browser, ".alert-success")
            self._check(browser, "signed")
            self._click(browser, f"a[href='{self._url(self.agreement)}']", "a[href$='/signe']")
            self._check(browser, "copy")
            copy = self._fetch_hash(browser, self._url(self.agreement, "/signe"))
            self.screen = DESK
            self._open(browser, self._url(self.agreement), "a[href$='/signe']")
            self._check(browser, "copy_desk")
        self._check_signed(copy)

    def _click_twice(self, browser):
        """Click as somebody does who believes that nothing happens, then replay the call."""
        call = json.dumps(
            {
                "jsonrpc": "2.0",
                "method": "call",
                "params": {"name": "Paul Dubreuil", "signature": "iVBORw0KGgo="},
            }
        )
        replay = (
            f"fetch('{self._url(self.agreement, '/signer')}', {{method: 'POST', headers: "
            f"{{'Content-Type': 'application/json'}}, body: {call!r}}})"
        )
        self._run(browser, f"{{const b = document.querySelector({SIGN!r}); b.click(); b.click()}}")
        self._wait_for(browser, ".alert-success")
        self._run(browser, replay, awaitPromise=True)

    def _fetch_hash(self, browser, path):
        """Download a file as the page does, and return its fingerprint."""
        return self._run(
            browser,
            f"fetch('{path}').then((r) => r.arrayBuffer())"
            ".then((b) => crypto.subtle.digest('SHA-256', b))"
            ".then((h) => [...new Uint8Array(h)].map((n) => n.toString(16).padStart(2, '0'))"
            ".join(''))",
            awaitPromise=True,
        )

    def _check_signed(self, copy):
        self.assertEqual(self.agreement.state, "signed")
        signature = self.agreement.signature_ids.filtered(lambda one: one.channel == "portal")
        self.assertEqual(len(signature), 1, "signed once, whatever was clicked")
        self.assertEqual(signature.full_name, "paul dubreuil")
        self.assertEqual(signature.document_hash, self.agreement.document_hash)
        self.assertIn("Chrome", signature.user_agent)
        self.assertEqual(len(self._events(kind="signature")), 2, "one each")
        self.assertEqual(copy, self.agreement.signed_hash)
        (content,) = [
            file
            for mail in self.mails
            if mail["to"] == "paul@dubreuil.example"
            for file in mail["files"].values()
        ]
        self.assertEqual(hashlib.sha256(content).hexdigest(), copy, "what was mailed is the copy")
        self._keep("signed.pdf", content)
        self._keep("evidence.json", self.agreement._get_evidence_file().encode())

    def test_the_name_can_sign_by_itself_and_a_wrong_one_does_not(self):
        access, token = self._invite()
        with self._browse() as browser:
            self._open(browser, f"/my/litiges/acces/{access.id}/{token}", "#answer_text")
            self._open(browser, self._url(self.agreement), "#sign_signatory")
            self._receive_code(browser, self.agreement)
            self._click(browser, "form[action$='/verifier'] button", NAME_INPUT)
            self._type(browser, NAME_INPUT, "Anne Lacombe")
            self._click(browser, f"{PAD} .o_web_sign_auto_button", f"{SIGN}:enabled")
            self._click(browser, SIGN, ".alert-danger")
            self._check(browser, "wrong_name")
            self.assertFalse(self.agreement._get_customer_to_sign().is_signed)
            self._wait_for(browser, NAME_INPUT)
            self._type(browser, NAME_INPUT, "Paul Dubreuil")
            self._click(browser, f"{PAD} .o_web_sign_auto_button", f"{SIGN}:enabled")
            self._picture(browser, "auto")
            self._click(browser, SIGN, ".alert-success")
        self.assertEqual(self.agreement.state, "signed")

    def test_a_debtor_types_the_sum_and_cannot_paste_it(self):
        deed = self._create_plan(count=2)
        deed.signatory_ids.filtered(lambda one: one.party == "customer").write(
            {"email": "paul@dubreuil.example"}
        )
        self.agreement._cancel("Un échéancier suffit")
        self._confirm(deed)
        access, token = self._invite()
        with self._browse() as browser:
            self._open(browser, f"/my/litiges/acces/{access.id}/{token}", "#answer_text")
            self._open(browser, self._url(deed), "#sign_signatory")
            self._receive_code(browser, deed)
            self._wait_for(browser, "#sign_words")
            for field in ("#sign_words", "#sign_figures"):
                for event in ("paste", "drop"):
                    refused = (
                        f"!{self._find(field)}.dispatchEvent(new Event({event!r}, "
                        "{bubbles: true, cancelable: true}))"
                    )
                    self.assertTrue(self._run(browser, refused), f"{event} in {field}")
            self._type(browser, "#sign_words", "deux mille euros")
            self._type(browser, "#sign_figures", "2 000")
            self._check(browser, "mention")
            self._click(browser, "form[action$='/verifier'] button", NAME_INPUT)
            self._type(browser, NAME_INPUT, "Paul Dubreuil")
            self._click(browser, f"{PAD} .o_web_sign_auto_button", f"{SIGN}:enabled")
            self._click(browser, SIGN, ".alert-success")
        signature = deed.signature_ids
        self.assertEqual(
            (signature.mention_words, signature.mention_figures), ("deux mille euros", "2 000")
        )
