"""The customer's pages on a phone: every step up to the signature pad, usable by all (axe-core)."""

import base64
import json
import os
import time
from pathlib import Path

from odoo.tests.common import ChromeBrowser

from devtools.project import Project

from ..portal_common import SigningCommon

SCREENS = os.environ.get("LITIGE_SCREENS")
# What belongs to Odoo's own frame around our pages is not ours to judge.
OURS = "#wrap"


class TestPortalPages(SigningCommon):
    browser_size = "390x844"
    touch_enabled = True

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fr_FR")
        axe = Project.from_environment().axe
        if not axe.exists():
            self.skipTest("axe-core is not there: dev.py setup fetches it")
        self.axe = axe.read_text(encoding="utf-8")
        self.consumer_case.standing = "consumer"
        self.agreement = self._prepare()
        self.env.flush_all()

    def test_from_the_link_to_the_signature_pad_on_a_phone(self):
        access, token = self._invite()
        self._sign_office(self.agreement)
        self.env.flush_all()
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser), self.allow_pdf_render():
                self.authenticate(None, None, browser=browser)
                self._go_all_the_way(browser, f"/my/litiges/acces/{access.id}/{token}")
                self._wait_remaining_requests()
        finally:
            browser.stop()
        started = self.env["litige.signature"].search([("channel", "=", "portal")])
        self.assertEqual(started.state, "verified")

    def _go_all_the_way(self, browser, link):
        self._open(browser, link, "#answer_text")
        self._check(browser, "page")
        self._run(browser, "document.querySelectorAll('details').forEach((d) => (d.open = true))")
        self._check(browser, "page_open")
        self._open(browser, self._url(self.agreement), "#sign_signatory")
        self._check(browser, "agreement")
        self._click(browser, "form[action$='/code'] button", "#sign_code")
        code = self._read_code()
        self._run(browser, f"document.querySelector('#sign_code').value = '{code}'")
        self._run(browser, "document.querySelector('#sign_consent').click()")
        self._check(browser, "code")
        pad = "owl-component[name='portal.signature_form']"
        self._click(browser, "form[action$='/verifier'] button", pad)
        self._check(browser, "sign")

    def test_the_other_pages_on_a_phone(self):
        move = self._create_overdue(amount=450.0)
        access, token = self._invite(self.consumer_case, self.consumer)
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(None, None, browser=browser)
                self._open(browser, f"/my/litiges/acces/{access.id}/{token}", "#litige_mediator")
                self._check(browser, "consumer")
                self._open(browser, f"/my/litiges/acces/{access.id}/rien", OURS)
                self._check(browser, "closed")
                secret = move._portal_ensure_token()
                self.env.flush_all()
                path = f"/my/litiges/facture/{move.id}?access_token={secret}"
                self._open(browser, path, "#complaint_text")
                self._check(browser, "complaint")
                self._login()
                self.authenticate("portal_customer", "portal_customer", browser=browser)
                self._open(browser, "/my/litiges", OURS)
                self._check(browser, "list")
                self._wait_remaining_requests()
        finally:
            browser.stop()

    # === THE BROWSER === #

    def _open(self, browser, path, ready):
        phone = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
        browser._websocket_request("Emulation.setDeviceMetricsOverride", params=phone)
        browser.navigate_to(f"{self.base_url()}{path}", wait_stop=True)
        self._wait_for(browser, ready)

    def _click(self, browser, selector, ready):
        self._run(browser, f"document.querySelector({json.dumps(selector)}).click()")
        self._wait_for(browser, ready)

    def _wait_for(self, browser, selector, seconds=30):
        end = time.time() + seconds
        while time.time() < end:
            found = f"document.readyState == 'complete' && document.querySelector({selector!r})"
            if self._run(browser, f"Boolean({found})"):
                return
            time.sleep(0.2)
        self._picture(browser, "failed")
        self.fail(f"{selector} never appeared")

    def _check(self, browser, name):
        """Picture the page, and refuse what axe-core finds, or a page wider than the phone."""
        self._picture(browser, name)
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        self.assertFalse(self._run(browser, wide), f"{name} is wider than a phone")
        self._run(browser, f"{self.axe};0")
        found = self._run(
            browser,
            f"axe.run({OURS!r}, {{resultTypes: ['violations']}}).then((result) => JSON.stringify("
            "result.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.html)])))",
            awaitPromise=True,
        )
        self.assertEqual(json.loads(found), [], name)

    def _run(self, browser, code, **options):
        answer = browser._websocket_request(
            "Runtime.evaluate", params={"expression": code, **options}, timeout=30
        )
        return answer["result"].get("value")

    def _picture(self, browser, name):
        if not SCREENS:
            return
        picture = browser._websocket_request(
            "Page.captureScreenshot", params={"captureBeyondViewport": True}, timeout=30
        )
        Path(SCREENS).mkdir(parents=True, exist_ok=True)
        (Path(SCREENS) / f"portal_{name}.png").write_bytes(base64.b64decode(picture["data"]))
