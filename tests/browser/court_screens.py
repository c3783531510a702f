"""Pictures of proceedings in court, of a decision and of its costs. Not a test: run it by name."""

from odoo.tests.common import ChromeBrowser

from ..court_common import CourtCommon
from .camera import Camera


class CourtScreens(Camera, CourtCommon):
    browser_size = "1366x768"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(user=cls.claire, context={**cls.env.context, "lang": "fr_FR"})
        cls.dispute = cls._open_case(cls._create_overdue(amount=11890.0, days=164))
        cls.served = cls._file(case=cls.dispute)
        cls._take(cls.served, "filed", "2026-09-01")
        cls._take(cls.served, "deposited", "2026-09-02")
        cls._grant(
            cls.served,
            claimed_indemnity=40,
            granted_indemnity=40,
            claimed_article_700=300,
            claimed_costs=33.47,
            granted_costs=33.47,
        )
        cls._take(cls.served, "served", "2026-09-18", service="other")
        cls.env["litige.cost"].create(
            [
                {"name": name, "case_id": cls.dispute.id, "proceeding_id": cls.served.id, **values}
                for name, values in {
                    "Frais de greffe": {"kind": "court", "amount": 33.47},
                    "Signification de l'ordonnance": {"kind": "officer", "amount": 72.5},
                    "Préparation du dossier": {"kind": "hours", "hours": 3, "hour_rate": 45},
                }.items()
            ]
        )
        cls.late = cls._file(case=cls._open_case(cls._create_overdue(amount=2980.0, days=90)))
        cls._take(cls.late, "filed", "2026-09-01")
        paid = cls._create_overdue(amount=4000.0, days=90)
        cls.paid = cls._file(case=cls._open_case(paid))
        cls._take(cls.paid, "filed", "2026-09-01")
        cls._grant(cls.paid)
        cls._take(cls.paid, "served", "2026-09-18", service="person")
        cls._take(cls.paid, "enforceable", "2026-11-19")
        cls._pay(paid, 1500.0)

    def test_screens(self):
        self.env.flush_all()
        browser = ChromeBrowser(self)
        served = f"/odoo/dispute-proceedings/{self.served.id}"
        late = f"/odoo/dispute-proceedings/{self.late.id}"
        record = "[name=next_type_ids] .o_data_row button[name=action_record]"
        row, form = ".o_form_view .o_data_row", ".o_form_view"
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(self.login, self.login, browser=browser)
                for name, path, ready, steps in (
                    ("court_steps", served, row, ()),
                    ("court_late", late, row, ()),
                    ("court_record", late, row, (record,)),
                    ("court_result", served, row, ("[name=result].nav-link",)),
                    ("court_award", f"/odoo/dispute-decisions/{self.paid.award_ids.id}", form, ()),
                    (
                        "court",
                        f"/odoo/disputes/{self.dispute.id}",
                        row,
                        ("[name=court].nav-link",),
                    ),
                ):
                    self._shoot(browser, name, path, ready, steps)
                self._wait_remaining_requests()
        finally:
            browser.stop()
