"""Who may read and record what happens in court; two companies."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from .court_common import CourtCommon
from .test_amicable_access import GROUPS, C, D, R, W

FILE = {"manager": {R, W, C}, "user": {R, W, C}}
DRAFT = {"manager": {R, W, C, D}, "user": {R, W, C, D}}
RIGHTS = {
    "litige.award": FILE,
    "litige.award.instalment": DRAFT,
    "litige.cost": DRAFT,
    "litige.proceeding.record": DRAFT,
}


class TestCourtAccess(CourtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            role: new_test_user(
                cls.env,
                f"court_{role}",
                groups=group,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for role, group in GROUPS.items()
        }

    def test_every_role_on_every_model(self):
        for model, rights in RIGHTS.items():
            for role, person in self.people.items():
                for operation in (R, W, C, D):
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(person).browse().has_access(operation),
                            operation in rights.get(role, set()),
                        )

    def test_a_user_goes_through_the_whole_of_it_with_their_own_rights(self):
        user = self.people["user"]
        proceeding = self._file().with_user(user)
        dates = {
            "filed": "2026-09-01",
            "granted": "2026-09-15",
            "served": "2026-09-18",
            "enforceable": "2026-11-19",
        }
        for code, day in dates.items():
            kind = proceeding.next_type_ids.filtered(lambda one, code=code: one.code == code)
            action = kind.with_context(litige_proceeding_id=proceeding.id).action_record()
            with Form.from_action(self.env(user=user), action) as form:
                form.date = day
                if code == "served":
                    form.service = "person"
            form.record.action_record()
        case = self.case.with_user(user)
        self.assertEqual(case.phase, "execution")
        self.assertTrue(case.award_ids.enforceable_on)
        award = proceeding.award_ids
        award.write({"spread_count": 2, "spread_from": "2027-01-10"})
        award.action_spread()
        self.assertGreater(award.left_amount, 0)
        action = case.action_add_cost()
        with Form.from_action(self.env(user=user), action) as form:
            form.name = "Signification de l'ordonnance"
            form.kind = "officer"
            form.amount = 72.5
        self.assertEqual(case.cost_amount, 72.5)

    def test_another_company_sees_nothing(self):
        proceeding = self._order_served()
        self.env["litige.cost"].create({"name": "x", "case_id": self.case.id, "amount": 5})
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "court_stranger",
            groups=GROUPS["manager"],
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for model in ("litige.award", "litige.cost"):
            self.assertFalse(self.env[model].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            proceeding.award_ids.with_user(stranger).read(["note"])

    def test_resolver_and_accountant_see_no_court_tab(self):
        self.case.sudo().resolver_id = self.people["resolver"]
        for role in ("resolver", "accountant"):
            case = self.case.with_user(self.people[role])
            view = case.get_view(self.env.ref("litige_management.litige_case_view_form").id, "form")
            self.assertNotIn("court_proceeding_ids", view["arch"])
            with self.assertRaises(AccessError):
                case.read(["award_ids"])
