"""The first steps of a company, and an erasure, in a real browser, in French."""

from dateutil.relativedelta import relativedelta

from odoo import fields

from .common import LitigeBrowserCommon


class TestHomeTour(LitigeBrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.litige_onboarding_skipped = False

    def test_first_steps(self):
        """One step is left out, another is opened; then all are put away."""
        self.start_tour("/odoo/disputes", "litige_first_steps", login=self.login)
        self.assertEqual(self.company.litige_onboarding_skipped, "insurance")
        self.start_tour("/odoo/disputes", "litige_first_steps_away", login=self.login)
        self.assertEqual(self.company.litige_onboarding_skipped, "all,insurance")

    def test_a_resolver_sees_no_first_steps(self):
        self._open_case(self._create_overdue(), resolver_id=self.karim.id)
        self.browser_js(
            "/odoo/disputes",
            "console.log(document.querySelector('.o_litige_onboarding') ? 'shown' : "
            "'test successful')",
            "Boolean(document.querySelector('.o_kanban_record'))",
            login="karim.haddad",
        )

    def test_erasure(self):
        """Read what is proposed, erase it, read the report."""
        aside = self.env["litige.mail.aside"].sudo()
        aside = aside.create(
            {
                "company_id": self.company.id,
                "email_from": "robot@example.com",
                "subject": "Absence",
                "reason": "automatic",
                "date": fields.Datetime.now() - relativedelta(months=14),
            }
        )
        erasure = self.env["litige.erasure"].create({})
        self.start_tour(f"/odoo/litige.erasure/{erasure.id}", "litige_erasure", login=self.login)
        self.assertEqual(erasure.state, "done")
        self.assertFalse(aside.email_from)
