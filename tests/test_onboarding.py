"""The six first steps: done when what they lead to is there, and nobody ticks them."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import LitigeCommon

GROUPS = "litige_management.litige_management_group_"
STEPS = ["identity", "mediator", "insurance", "address", "reminders", "dispute"]


class TestOnboarding(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"litige_standing": False, "litige_onboarding_skipped": False})
        cls.Steps = cls.env["litige.onboarding"]

    def _get_done(self):
        return [step["code"] for step in self.Steps.get_steps().get("steps", ()) if step["done"]]

    def test_a_new_company_has_them_all_before_it(self):
        shown = self.Steps.get_steps()
        self.assertEqual([step["code"] for step in shown["steps"]], STEPS)
        self.assertEqual(shown["done"], 0)
        self.assertEqual(shown["company"], self.company.name)

    def test_each_is_done_by_what_it_leads_to(self):
        self.company.write(
            {
                "litige_standing": "merchant",
                "litige_legal_form": "SARL",
                "company_registry": "73282932000074",
                "litige_signatory_name": "Anne Lacombe",
                "litige_signatory_quality": "gérante",
            }
        )
        self.assertEqual(self._get_done(), ["identity"])
        self._open_case(self._create_overdue())
        self.assertEqual(self._get_done(), ["identity", "mediator", "dispute"])
        self.env["litige.reminder.level"].search(
            [("company_id", "=", self.company.id)], limit=1
        ).is_on = True
        self.company.litige_has_no_policy = True
        self.assertEqual(
            self._get_done(), ["identity", "mediator", "insurance", "reminders", "dispute"]
        )
        self.company.litige_signatory_name = False
        self.assertNotIn("identity", self._get_done(), "what is undone stands open again")

    def test_who_sells_to_a_consumer_needs_a_mediator(self):
        self._create_overdue()
        self.assertIn("mediator", self._get_done())
        self._create_overdue(self.consumer)
        self.assertNotIn("mediator", self._get_done())
        self.company.litige_mediation_excluded = True
        self.assertIn("mediator", self._get_done())

    def test_every_step_leads_somewhere(self):
        for code in STEPS:
            action = self.Steps.open_step(code)
            self.assertTrue(action.get("res_model"), code)

    def test_a_step_left_out_may_be_taken_up_again(self):
        shown = self.Steps.skip("insurance")
        step = shown["steps"][STEPS.index("insurance")]
        self.assertTrue(step["skipped"])
        self.assertEqual(shown["done"], 1)
        shown = self.Steps.skip("insurance")
        self.assertFalse(shown["steps"][STEPS.index("insurance")]["skipped"])

    def test_once_all_is_settled_nothing_is_shown(self):
        for code in STEPS[:-1]:
            self.Steps.skip(code)
        self.assertTrue(self.Steps.get_steps())
        self._open_case(self._create_overdue())
        self.assertEqual(self.Steps.get_steps(), {})

    def test_put_away_and_back_from_the_settings(self):
        self.assertEqual(self.Steps.skip("all"), {})
        self.env["res.config.settings"].create({}).action_litige_show_steps()
        self.assertEqual(len(self.Steps.get_steps()["steps"]), 6)

    def test_each_company_has_its_own(self):
        other = self.setup_other_company()["company"]
        self.Steps.skip("all")
        shown = self.Steps.with_company(other).get_steps()
        self.assertEqual(shown["company"], other.name)

    def test_who_sets_nothing_up_is_told_nothing(self):
        user = new_test_user(
            self.env, "steps_user", groups=f"{GROUPS}user", company_id=self.company.id
        )
        steps = self.Steps.with_user(user)
        self.assertEqual(steps.get_steps(), {})
        for refused in (lambda: steps.skip("all"), lambda: steps.open_step("identity")):
            with self.assertRaises(AccessError):
                refused()

    def test_a_manager_without_the_settings_is_told_whom_to_ask(self):
        manager = new_test_user(
            self.env, "steps_manager", groups=f"{GROUPS}manager", company_id=self.company.id
        )
        shown = self.Steps.with_user(manager).get_steps()
        hinted = [step["code"] for step in shown["steps"] if step["hint"]]
        self.assertEqual(hinted, ["identity", "address"])
        self.assertEqual(self.Steps.with_user(manager).skip("all"), {})
