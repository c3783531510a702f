"""Screenshots of the figures, in French, wide and on a phone, light and dark.

Not a test: run it by name, `pytest tests/browser/screens_figures.py`, and look at what it wrote.
"""

from unittest.mock import patch

from odoo.tests.common import ChromeBrowser

from odoo.addons.web.models.ir_http import IrHttp

from .camera import Camera
from .figures_file import FiguresFile

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
WIDE = {"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": False}


class FiguresScreens(FiguresFile, Camera):
    browser_size = "1366x768"

    def test_screens(self):
        self.env = self.env(user=self.claire, context={**self.env.context, "lang": "fr_FR"})
        self._each("dashboard_empty", ".o_litige_dashboard_empty")
        type(self).env = self.env
        self._make_year()
        tile = ".o_litige_tile[data-tile=ways]"
        self._each("dashboard", tile)
        with patch.object(IrHttp, "color_scheme", lambda self: "dark"):
            self._each("dashboard_dark", tile, phone=False)

    def _each(self, name, ready, phone=True):
        self.env.flush_all()
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(self.login, self.login, browser=browser)
                if name == "dashboard":
                    for path in ("disputes-analysis", "disputes-what-works", "disputes-time"):
                        self._shoot(browser, path, f"/odoo/{path}", "canvas, .o_pivot td", ())
                self._shoot(browser, name, "/odoo/disputes-dashboard", ready, ())
                self._shoot_whole(browser, f"{name}_whole", WIDE)
                if phone:
                    self._resize(browser, PHONE)
                    self._shoot(browser, f"{name}_phone", "/odoo/disputes-dashboard", ready, ())
                    self._shoot_whole(browser, f"{name}_phone_whole", PHONE)
                self._wait_remaining_requests()
        finally:
            browser.stop()

    def _resize(self, browser, size):
        browser._websocket_request("Emulation.setDeviceMetricsOverride", params=size)

    def _shoot_whole(self, browser, name, size):
        """Keep a picture of the whole page, as long as it is."""
        height = self._run(browser, "document.querySelector('.o_content').scrollHeight")
        self._resize(browser, {**size, "height": int(height or 700) + 120})
        self._shoot_now(browser, name)
        self._resize(browser, size)
