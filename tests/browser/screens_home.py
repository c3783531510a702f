"""Screenshots of the first steps, the settings and personal data.

Not a test: run it by name, `pytest tests/browser/screens_home.py`, and look at what it wrote.
"""

from dateutil.relativedelta import relativedelta

from odoo.tests import freeze_time
from odoo.tests.common import ChromeBrowser

from .camera import TARGET, Camera

MENU = ".o_menu_sections [data-menu-xmlid='litige_management.litige_management_menu_config']"


class HomeScreens(Camera):
    browser_size = "1366x768"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(user=cls.boss, context={**cls.env.context, "lang": "fr_FR"})
        cls.company.litige_onboarding_skipped = "mediator"
        cls._create_overdue(amount=860.0)
        for customer in ("Boulangerie Perret", "Garage Moreau", "Hôtel des Alpes SAS"):
            partner = cls._create_customer(customer, litige_standing="merchant")
            case = cls._open_case(cls._create_overdue(partner, amount=1200.0))
            case._close("abandoned", "Société radiée")
        cls.partner = cls._create_customer("Nadia Benali", is_company=False)
        cls.case = cls._open_case(
            cls._create_overdue(cls.partner, amount=640.0), description="La table est rayée."
        )
        with freeze_time(cls.today + relativedelta(years=12)):
            cls.erasure = cls.env["litige.erasure"].create({})

    def test_screens(self):
        wizard = self.env["litige.personal.export"].create({"partner_id": self.partner.id})
        TARGET.mkdir(parents=True, exist_ok=True)
        (TARGET / "copie.pdf").write_bytes(wizard._print(wizard._get_own(), *wizard._read()))
        self.env.flush_all()
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate("odile.lacombe", "odile.lacombe", browser=browser)
                self._shoot_home(browser)
                self._wait_remaining_requests()
        finally:
            browser.stop()

    def _shoot_home(self, browser):
        settings = "/odoo/action-litige_management.res_config_settings_action_litige"
        erasure = f"/odoo/litige.erasure/{self.erasure.id}"
        rules = "/odoo/action-litige_management.litige_retention_rule_action"
        copy = "/odoo/action-litige_management.litige_personal_export_action_menu"
        steps = ".o_litige_onboarding"
        for name, path, ready, clicks in (
            ("onboarding", "/odoo/disputes", steps, ()),
            ("onboarding_list", "/odoo/disputes?view_type=list", steps, ()),
            ("menu", "/odoo/disputes", steps, (MENU,)),
            ("erasure", erasure, ".o_data_row", ()),
            ("erasure_report", erasure, ".o_data_row", ("[name=report].nav-link",)),
            ("rules", rules, ".o_data_row", ()),
            ("copy", copy, ".modal .o_form_view", ()),
            *(
                (f"settings_{block}", settings, f"#{block}", ())
                for block in (
                    "litige_identity",
                    "litige_holds",
                    "litige_interest",
                    "litige_mediator",
                    "litige_retention",
                )
            ),
        ):
            self._shoot(browser, name, path, ready, clicks)
