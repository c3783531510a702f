"""The dashboard in a real browser: each figure opens what it counts."""

from .common import LitigeBrowserCommon
from .figures_file import FiguresFile


class TestDashboardTour(FiguresFile, LitigeBrowserCommon):
    def test_each_tile_opens_what_it_counts(self):
        self._make_year(count=9, running=6)
        self.start_tour("/odoo/disputes-dashboard", "litige_dashboard", login=self.login)
