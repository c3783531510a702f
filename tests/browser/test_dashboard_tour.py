"""The dashboard in a real browser: each figure opens what it counts, and everybody can read it."""

import json

from odoo.tests.common import ChromeBrowser

from devtools.project import Project

from .camera import Camera
from .figures_file import FiguresFile

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
FOUND = (
    "axe.run('.o_litige_dashboard .o_content', {resultTypes: ['violations']}).then((result) => "
    "JSON.stringify(result.violations.map((v) => [v.id, v.nodes.map((n) => n.html)])))"
)


class TestDashboardTour(FiguresFile, Camera):
    browser_size = "1366x768"

    def test_each_tile_opens_what_it_counts(self):
        self._make_year(count=9, running=6)
        self.start_tour("/odoo/disputes-dashboard", "litige_dashboard", login=self.login)

    def test_everybody_can_read_it(self):
        """At a desk and on a phone: nothing that axe-core finds, nothing wider than the screen."""
        axe = Project.from_environment().axe
        if not axe.exists():
            self.skipTest("axe-core is not there: dev.py setup fetches it")
        self._make_year(count=9, running=6)
        self.env.flush_all()
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(self.login, self.login, browser=browser)
                for size in (None, PHONE):
                    if size:
                        browser._websocket_request(
                            "Emulation.setDeviceMetricsOverride", params=size
                        )
                    self._check(browser, axe.read_text(encoding="utf-8"))
                self._wait_remaining_requests()
        finally:
            browser.stop()

    def _check(self, browser, axe):
        browser.navigate_to(f"{self.base_url()}/odoo/disputes-dashboard", wait_stop=True)
        self._wait_for(browser, ".o_litige_tile[data-tile=ways]")
        page = "document.querySelector('.o_litige_dashboard .o_content')"
        self.assertFalse(self._run(browser, f"{page}.scrollWidth > {page}.clientWidth"))
        self._run(browser, f"{axe};0")
        answer = browser._websocket_request(
            "Runtime.evaluate", params={"expression": FOUND, "awaitPromise": True}, timeout=60
        )
        self.assertEqual(json.loads(answer["result"]["value"]), [])
