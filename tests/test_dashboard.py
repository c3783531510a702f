"""What the dashboard says: the right figures, in words, to who may know them."""

import json
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .figures_common import FiguresCommon

CODES = ["deadlines", "open", "flow", "money", "days", "causes", "ways"]


class TestDashboard(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._create_reader("litige_management.litige_management_group_user")

    @classmethod
    def _create_reader(cls, group, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            f"{group}_{company.id}",
            groups=group,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _get_tiles(self, user=None):
        self.env.flush_all()
        found = self.env["litige.dashboard"].with_user(user or self.user).get_figures()
        json.dumps(found)  # as it travels
        return {tile["code"]: tile for tile in found["tiles"]}

    def _rows(self, tile):
        return {row["label"]: row["text"] for row in tile["rows"]}

    def _count(self, action):
        return self.env[action["res_model"]].search_count(action["domain"])

    # === WHAT IT SAYS === #

    def test_nothing_is_shown_before_the_first_dispute(self):
        self.assertEqual(self._get_tiles(), {})

    def test_seven_tiles_each_with_its_figure_its_words_and_its_list(self):
        self._open_ago(self._create_overdue(), 30)
        tiles = self._get_tiles()
        self.assertEqual(list(tiles), CODES)
        for code, tile in tiles.items():
            for name in ("title", "figure", "words"):
                self.assertTrue(tile[name], f"{code} {name}")
            self._count(tile["action"])
            self.env[tile["action"]["res_model"]].get_views(tile["action"]["views"])

    def test_what_is_due_is_told_by_phase_and_opens_its_list(self):
        self._open_ago(self._create_overdue(amount=1200.0), 30)
        self._open_ago(self._create_overdue(amount=800.0), 10)._move_to("amicable")
        self._open_ago(self._create_overdue(amount=500.0), 10)._close("abandoned")
        tile = self._get_tiles()["open"]
        self.assertRegex(tile["figure"], r"2.000")
        self.assertIn("2 disputes", tile["words"])
        filled = {row["label"]: row for row in tile["rows"] if row["text"]}
        self.assertEqual(list(filled), ["Identification", "Amicable"])
        self.assertEqual([row["size"] for row in filled.values()], [1.0, 800 / 1200])
        self.assertEqual(self._count(filled["Amicable"]["action"]), 1)
        self.assertEqual(self._count(tile["action"]), 2)

    def test_what_opens_and_closes_is_told_by_month(self):
        self._open_ago(self._create_overdue(), 40)._close("abandoned")
        self._open_ago(self._create_overdue(), 3)
        self._open_ago(self._create_overdue(), 3)._close("mistake")
        self._open_ago(self._create_overdue(), 600)._close("abandoned", as_of=self._ago(500))
        tile = self._get_tiles()["flow"]
        self.assertEqual(len(tile["rows"]), 12)
        self.assertEqual(sum(row["opened"] for row in tile["rows"]), 2)
        self.assertEqual([row["closed"] for row in tile["rows"]], [0] * 11 + [1])
        self.assertIn("1 closed: 1 more", tile["words"])
        self.assertEqual(self._count(tile["action"]), 2, "The same disputes as the figure")

    def test_what_came_back_is_told_in_shares_of_what_was_claimed(self):
        case = self._open_ago(self._create_overdue(amount=1000.0), 30)
        self._pay(case.claim_ids.move_id, 600.0)
        self._credit(case.claim_ids.move_id, 150.0)
        self._spend(case, 40.0)
        case._close("abandoned")
        tile = self._get_tiles()["money"]
        self.assertEqual(tile["figure"], "60%")
        self.assertEqual(
            [(row["label"], row["value"], row["detail"]) for row in tile["rows"]],
            [
                ("Recovered", 600.0, "60%"),
                ("Conceded", 150.0, "15%"),
                ("Left unpaid", 250.0, "25%"),
                ("Spent", 40.0, False),
            ],
        )

    def test_days_name_where_disputes_wait(self):
        case = self._open_ago(self._create_overdue(), 100)
        case._move_to("amicable", occurred_on=self._ago(90))
        case._close("abandoned", as_of=self._ago(20))
        tile = self._get_tiles()["days"]
        self.assertEqual(tile["figure"], "80 days")
        self.assertIn("“Amicable”: 70 days", tile["words"])
        self.assertEqual(self._rows(tile), {"Identification": "10 days", "Amicable": "70 days"})

    def test_causes_come_with_what_to_change(self):
        for amount, cause in ((900.0, self.non_conformity), (100.0, self.non_payment)):
            case = self._open_ago(self._create_overdue(amount=amount), 30, cause_id=cause.id)
        tile = self._get_tiles()["causes"]
        self.assertEqual(tile["figure"], "90%")
        self.assertEqual([row["value"] for row in tile["rows"]], [900.0, 100.0])
        self.assertIn("root cause", tile["note"])
        case._close("abandoned")
        case.root_cause_id = root = self.env.ref("litige_management.litige_root_cause_delay")
        note = self._get_tiles()["causes"]["note"]
        self.assertIn(root.name, note)
        self.assertIn(root.advice, note)

    def test_ways_are_compared_once_there_are_enough(self):
        def close(days, way=None):
            case = self._open_ago(self._create_overdue(amount=1000.0), days)
            if way:
                self._take_way(case, way, days)
                self._spend(case, 100.0)
            self._pay(case.claim_ids.move_id)
            case._close("paid")

        for _rank in range(3):
            close(50)
        close(10, "conciliation")
        tile = self._get_tiles()["ways"]
        self.assertEqual(tile["figure"], "–")
        self.assertIn("at least 3", tile["words"])
        for _rank in range(2):
            close(10, "conciliation")
        tile = self._get_tiles()["ways"]
        best, other = tile["rows"]
        self.assertEqual(tile["figure"], best["label"])
        self.assertEqual((best["value"], other["value"]), (100.0, 20.0))
        self.assertRegex(best["per_euro"], "10.00")
        self.assertEqual(other["per_euro"], "nothing spent")

    def test_deadlines_of_the_week_start_with_what_was_missed(self):
        case = self._open_ago(self._create_overdue(), 30)
        self.env["litige.deadline"].create(
            [
                {
                    "case_id": case.id,
                    "name": name,
                    "override_date": self.today + timedelta(days=days),
                    "override_reason": "Courrier",
                    "party": party,
                }
                for name, days, party in (
                    ("Tard", 8, "ours"),
                    ("Bientôt", 7, "both"),
                    ("Manquée", -1, "ours"),
                    ("Au juge", 2, "third"),
                )
            ]
        )
        tile = self._get_tiles()["deadlines"]
        self.assertEqual((tile["figure"], tile["tone"]), ("2", "late"))
        self.assertIn("one of which was missed", tile["words"])
        self.assertEqual([row["label"] for row in tile["rows"]], ["Manquée", "Bientôt"])
        self.assertEqual(self._count(tile["action"]), 2)

    # === TO WHOM === #

    def test_accountants_see_neither_deadlines_nor_costs(self):
        case = self._open_ago(self._create_overdue(), 30)
        self._spend(case, 77.0)
        self._pay(case.claim_ids.move_id)
        case._close("paid")
        tiles = self._get_tiles(self._create_reader("account.group_account_readonly"))
        self.assertEqual(list(tiles), CODES[1:])
        self.assertNotIn("77", json.dumps(tiles["money"]["rows"] + tiles["ways"]["rows"]))

    def test_other_companies_are_not_counted(self):
        self._open_ago(self._create_overdue(), 30)
        stranger = self._create_reader(
            "litige_management.litige_management_group_user",
            self.setup_other_company()["company"],
        )
        self.assertEqual(self._get_tiles(stranger), {})

    def test_who_sees_no_figures_gets_none(self):
        for group in (
            "litige_management.litige_management_group_resolver",
            "account.group_account_invoice",
        ):
            with self.assertRaises(AccessError):
                self._get_tiles(self._create_reader(group))

    def test_ten_times_the_disputes_cost_the_same_queries(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["litige.dashboard"].with_user(self.user).get_figures()
            return self.env.cr.sql_log_count - before

        def make(number):
            for rank in range(number):
                case = self._open_ago(self._create_overdue(), 30 + rank)
                if rank % 2:
                    self._take_way(case, "conciliation", 20)
                    case._close("abandoned")

        make(2)
        count()
        few = min(count() for _round in range(2))
        make(20)
        self.assertEqual(min(count() for _round in range(2)), few)
        self.assertLessEqual(few, 30)
