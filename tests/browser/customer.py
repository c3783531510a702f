"""The customer at a phone or a desk: a real browser, moved by hand, on the pages of the portal."""

import base64
import json
import os
import time
from contextlib import contextmanager
from pathlib import Path

from odoo.tests.common import HOST, ChromeBrowser

from devtools.project import Project

from ..portal_common import SigningCommon

SCREENS = os.environ.get("LITIGE_SCREENS")
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
DESK = {"width": 1366, "height": 900, "deviceScaleFactor": 1, "mobile": False}
# What belongs to Odoo's own frame around our pages is not ours to judge.
OURS = "#wrap"
PAD = "owl-component[name='portal.signature_form']"
NAME_INPUT = f"{PAD} .o_web_sign_name_input"
CANVAS = f"{PAD} canvas.o_web_sign_signature"
SIGN = f"{PAD} .o_portal_sign_submit"


class CustomerBrowser(SigningCommon):
    browser_size = "390x844"
    touch_enabled = True
    screen = PHONE
    lang = None  # of the visitor's browser; by default that of the database's sources

    def setUp(self):
        super().setUp()
        axe = Project.from_environment().axe
        if not axe.exists():
            self.skipTest("axe-core is not there: dev.py setup fetches it")
        self.axe = axe.read_text(encoding="utf-8")
        if SCREENS:  # pictures are looked at in French
            self._read_in_french()

    def _read_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.lang = "fr_FR"
        self.env["ir.default"].sudo().set("res.partner", "lang", "fr_FR")
        (self.env.ref("base.public_user").sudo().partner_id | self.contact).lang = "fr_FR"
        self.company.partner_id.lang = "fr_FR"

    @contextmanager
    def _browse(self):
        """Open a browser that nobody is logged in to."""
        self.env.flush_all()
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser), self.allow_pdf_render():
                self.authenticate(None, None, browser=browser)
                if self.lang:
                    browser.set_cookie("frontend_lang", self.lang, "/", HOST)
                yield browser
                self._wait_remaining_requests()
        finally:
            browser.stop()
        self.env.invalidate_all()

    # === MOVES === #

    def _open(self, browser, path, ready):
        browser._websocket_request("Emulation.setDeviceMetricsOverride", params=self.screen)
        browser.navigate_to(f"{self.base_url()}{path}", wait_stop=True)
        self._wait_for(browser, ready)

    def _click(self, browser, selector, ready):
        self._wait_for(browser, selector)
        self._run(browser, f"{self._find(selector)}.click()")
        self._wait_for(browser, ready)

    def _type(self, browser, selector, text):
        """Type as a keyboard does, at the end of what is there."""
        self._run(browser, f"{self._find(selector)}.focus()")
        for letter in text:
            for kind in ("keyDown", "keyUp"):
                browser._websocket_request(
                    "Input.dispatchKeyEvent",
                    params={"type": kind, "key": letter}
                    | ({"text": letter} if kind == "keyDown" else {}),
                )

    def _draw(self, browser, selector=CANVAS):
        """Draw a line over the middle of an element, with the mouse."""
        where = self._find(selector)
        self._run(browser, f"{where}.scrollIntoView({{block: 'center'}})")
        box = json.loads(
            self._run(browser, f"JSON.stringify({where}.getBoundingClientRect().toJSON())")
        )
        path = ((0.15, 0.7), (0.3, 0.2), (0.45, 0.8), (0.6, 0.25), (0.8, 0.7))
        points = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in path]
        self._mouse(browser, "mousePressed", *points[0])
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            for step in range(1, 6):
                self._mouse(
                    browser, "mouseMoved", x0 + (x1 - x0) * step / 5, y0 + (y1 - y0) * step / 5
                )
        self._mouse(browser, "mouseReleased", *points[-1])

    def _mouse(self, browser, kind, x, y):
        browser._websocket_request(
            "Input.dispatchMouseEvent",
            params={"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1},
        )

    def _find(self, selector):
        return f"document.querySelector({json.dumps(selector)})"

    def _wait_for(self, browser, selector, seconds=60):
        # The first page of a database builds its assets: that takes a while.
        end = time.time() + seconds
        # A page left while its scripts open their database in the browser blocks the next one's:
        # nobody clicks that fast.
        found = f"document.querySelector('body[is-ready=true]') && {self._find(selector)}"
        while time.time() < end:
            if self._run(browser, f"Boolean({found})"):
                return
            time.sleep(0.2)
        self._picture(browser, "failed")
        self.fail(f"{selector} never appeared")

    def _run(self, browser, code, **options):
        answer = browser._websocket_request(
            "Runtime.evaluate", params={"expression": code, **options}, timeout=30
        )
        return answer["result"].get("value")

    # === STEPS === #

    def _receive_code(self, browser, agreement):
        """Ask for the code on the page, read it in the mail that was sent, type it, consent."""
        sent = len(self.mails)
        self._click(browser, "form[action$='/code'] button", "#sign_code")
        self.assertEqual(len(self.mails), sent + 1)
        self._type(browser, "#sign_code", self._read_code())
        self._run(browser, "document.querySelector('#sign_consent').click()")

    # === LOOKS === #

    def _check(self, browser, name):
        """Picture the page, and refuse what axe-core finds, or a page wider than the screen."""
        self._picture(browser, name)
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        self.assertFalse(self._run(browser, wide), f"{name} is wider than the screen")
        self._run(browser, f"{self.axe};0")
        found = self._run(
            browser,
            f"axe.run({OURS!r}, {{resultTypes: ['violations']}}).then((result) => JSON.stringify("
            "result.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.html)])))",
            awaitPromise=True,
        )
        self.assertEqual(json.loads(found), [], name)

    def _picture(self, browser, name):
        if not SCREENS:
            return
        picture = browser._websocket_request(
            "Page.captureScreenshot", params={"captureBeyondViewport": True}, timeout=30
        )
        self._keep(f"portal_{name}.png", base64.b64decode(picture["data"]))

    def _keep(self, name, content):
        """Keep a file to be looked at, when pictures are asked for."""
        if SCREENS:
            Path(SCREENS).mkdir(parents=True, exist_ok=True)
            (Path(SCREENS) / name).write_bytes(content)
