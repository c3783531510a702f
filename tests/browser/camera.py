"""Pictures of screens, taken in a real browser."""

import base64
import os
import time
from pathlib import Path

from .common import LitigeBrowserCommon

STATIC = Path(__file__).parents[2] / "litige_management/static/description"
TARGET = Path(os.environ.get("LITIGE_SCREENS") or STATIC)
# What to bring under the sticky header before the picture, by screen.
SCROLLED = {
    **dict.fromkeys(
        ("exhibits", "assessment", "chronology", "offers", "agreement_default", "limitation"),
        ".o_notebook",
    ),
    "amicable": ".o_litige_remedies",
    "amicable_business": ".o_litige_remedies",
    "settings_mediator": "#litige_mediator",
    **{
        f"settings_litige_{block}": f"#litige_{block}"
        for block in ("identity", "holds", "interest", "mediator", "retention")
    },
    "agreement_paid": "[name=commitment_ids]",
    "remedies_court": "[data-stage=court]",
    "remedies_merchant": "[data-stage=court]",
}
SCROLL = (
    "{const e = document.querySelector(%r); e.style.scrollMarginTop = '110px'; e.scrollIntoView()}"
)


class Camera(LitigeBrowserCommon):
    def _shoot(self, browser, name, path, ready, steps):
        """Open a page, click its steps one by one, and keep a picture of it.

        :param ready: a selector that tells the page is there
        """
        browser.navigate_to(f"{self.base_url()}{path}", wait_stop=True)
        self._wait_for(browser, ready)
        for selector in steps:
            self._run(browser, f"document.querySelector({selector!r}).click()")
            time.sleep(1.2)
        if name in SCROLLED:
            self._run(browser, SCROLL % SCROLLED[name])
        time.sleep(0.8)
        self._shoot_now(browser, name)

    def _shoot_now(self, browser, name):
        """Keep a picture of what is shown."""
        picture = browser._websocket_request("Page.captureScreenshot", timeout=30)
        TARGET.mkdir(parents=True, exist_ok=True)
        (TARGET / f"screen_{name}.png").write_bytes(base64.b64decode(picture["data"]))

    def _wait_for(self, browser, selector, seconds=40):
        end = time.time() + seconds
        while time.time() < end:
            if self._run(browser, f"Boolean(document.querySelector({selector!r}))"):
                return
            time.sleep(0.2)
        self.fail(f"{selector} never appeared")

    def _run(self, browser, code):
        answer = browser._websocket_request("Runtime.evaluate", params={"expression": code})
        return answer["result"].get("value")
