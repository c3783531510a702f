"""The figures of the disputes: they add up, and averages count each dispute once."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools.sql import column_exists

from odoo.addons.litige_management import upgrade

from .figures_common import FiguresCommon


class TestFigures(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mixed = cls._create_mixed([(cls.windows, 600.0), (cls.doors, 300.0), (False, 300.0)])
        cls.case = cls._open_ago(cls.mixed, 30)
        cls.plain = cls._create_mixed([(cls.windows, 800.0)])
        cls.other = cls._open_ago(cls.plain, 10, cause_id=cls.non_conformity.id, standing="artisan")

    # === SUMS === #

    def test_what_an_invoice_is_about_is_shared_among_its_products(self):
        self.assertEqual(
            self._read("product_id", "claimed_amount:sum", "open_amount:sum"),
            {
                self.windows: (1400.0, 1400.0),
                self.doors: (300.0, 300.0),
                self.env["product.product"]: (300.0, 300.0),
            },
        )

    def test_sums_are_those_of_the_claims_to_the_cent_by_any_group(self):
        odd = self._open_ago(
            self._create_mixed([(self.windows, 33.33), (self.doors, 33.33), (False, 33.35)]), 5
        )
        self._pay(odd.claim_ids.move_id, 10.01)
        self._credit(odd.claim_ids.move_id, 7.77)
        claims = (self.case | self.other | odd).claim_ids
        expected = {
            "claimed_amount": sum(claims.mapped("claimed_amount")),
            "recovered_amount": 10.01,
            "conceded_amount": sum(claims.mapped("conceded_amount")),
            "open_amount": sum(claims.mapped("open_amount")),
        }
        for group in ("product_id", "cause_id", "age", "standing", "phase", "invoice_user_id"):
            found = self._read(group, *(f"{name}:sum" for name in expected)).values()
            sums = [round(sum(column), 2) for column in zip(*found, strict=True)]
            self.assertEqual(sums, [round(value, 2) for value in expected.values()], group)

    def test_disputes_are_counted_once_whatever_their_lines(self):
        self.assertEqual(self._read("company_id", "case_count:count_distinct")[self.company], (2,))
        self.assertEqual(self._read("product_id", "case_count:count_distinct")[self.windows], (2,))

    def test_what_a_dispute_cost_is_shared_among_its_lines(self):
        self._spend(self.case, 120.0)
        self.assertEqual(
            self._read("product_id", "cost_amount:sum"),
            {self.windows: (60.0,), self.doors: (30.0,), self.env["product.product"]: (30.0,)},
        )

    def test_invoices_in_another_currency_count_at_the_rate_of_their_entry(self):
        dollar = self.setup_other_currency("USD", rates=[("2020-01-01", 2.0)])
        self._open_ago(
            self._create_mixed([(self.doors, 500.0)], currency_id=dollar.id),
            3,
        )
        self.assertEqual(self._read("product_id", "claimed_amount:sum")[self.doors], (550.0,))

    def test_disputes_without_an_invoice_are_counted_too(self):
        """They begin so, with an e-mail."""
        self.env["litige.case"].create(
            {"partner_id": self.consumer.id, "cause_id": self.non_conformity.id}
        )
        self.assertEqual(
            self._read("cause_id", "case_count:count_distinct", "claimed_amount:sum")[
                self.non_conformity
            ],
            (2, 800.0),
        )

    def test_what_was_never_one_more_dispute_is_left_out(self):
        self.other._close("mistake")
        third = self._open_ago(self._create_overdue(), 2)
        third._merge_into(self.case)
        self.assertEqual(
            self._read("company_id", "case_count:count_distinct", "claimed_amount:sum"),
            {self.company: (1, 2400.0)},
        )

    def test_age_is_counted_from_the_due_date_and_stops_when_it_closes(self):
        self.assertEqual(self._read("age", "claimed_amount:sum"), {"2": (2000.0,)})
        self.case._close("abandoned", as_of=self._ago(15))
        self.assertEqual(self._read("age", "claimed_amount:sum"), {"1": (1200.0,), "2": (800.0,)})

    # === AVERAGES === #

    def test_days_count_each_dispute_once(self):
        self.case._move_to("amicable", occurred_on=self._ago(20))
        self.assertEqual(
            self._read("company_id", "days:avg", "days_identification:avg", "days_amicable:avg"),
            {self.company: (20.0, 10.0, 20.0)},
            "Thirty and ten days in all; ten and ten in the first phase; one was amicable",
        )

    def test_whole_invoices_give_the_same_figures_quicker(self):
        self._spend(self.case, 120.0)
        self._pay(self.plain, 100.0)
        figures = (
            "case_count:count_distinct",
            "claimed_amount:sum",
            "recovered_amount:sum",
            "cost_amount:sum",
            "days:avg",
            "recovery_rate:avg",
            "recovered_per_day:avg",
        )
        self.assertEqual(
            self._read("cause_id", *figures), self._read("cause_id", *figures, litige_whole=True)
        )

    # === WHAT WORKS === #

    def test_ways_are_compared_by_what_they_bring_for_what_they_cost(self):
        """1,200 in thirty days for 60 spent; 400 of 800 in ten days for nothing."""
        self._take_way(self.case, "conciliation", 25)
        self._spend(self.case, 60.0)
        self._pay(self.mixed)
        self.case._close("paid")
        self._pay(self.plain, 400.0)
        self.other._close("abandoned")
        found = self._read(
            "remedy_id",
            "success_rate:avg",
            "recovery_rate:avg",
            "recovered_per_euro:avg",
            "recovered_per_day:avg",
            domain=[("phase", "=", "closed")],
        )
        self.assertEqual(
            {remedy.code: figures for remedy, figures in found.items()},
            {
                "conciliation": (100.0, 100.0, 20.0, 40.0),
                "negotiation": (0.0, 50.0, False, 40.0),
            },
        )

    def test_the_way_is_the_last_that_came_to_something(self):
        self._take_way(self.case, "conciliation", 25)._end("unavailable", self._ago(20), "third")
        self.assertEqual([one.code for one in self._read("remedy_id")], ["negotiation"])
        self._take_way(self.case, "mediation", 15)._end("failure", self._ago(10), "both")
        self._take_way(self.case, "payment_order", 5)
        self.assertEqual(
            {
                remedy.code: count
                for remedy, (count,) in self._read("remedy_id", "case_count:count_distinct").items()
            },
            {"payment_order": 1, "negotiation": 1},
        )

    def test_the_third_party_is_who_had_the_file_last(self):
        conciliator = self.env["litige.provider"].create(
            {"name": "M. Perrin", "role": "conciliator"}
        )
        self._take_way(self.case, "conciliation", 25, provider_id=conciliator.id)
        self._take_way(self.case, "payment_order", 5)
        self.assertEqual(self._read("provider_id", "claimed_amount:sum")[conciliator], (1200.0,))

    # === ROOT CAUSES === #

    def test_root_causes_of_the_first_version_keep_their_words(self):
        """They were taken among the causes: each becomes a root cause of the same name."""
        cr, cause = self.env.cr, self.env.ref("litige_management.litige_cause_price")
        self.env.flush_all()
        cr.execute("DROP INDEX litige_case__root_cause_id_index")
        cr.execute(
            "ALTER TABLE litige_case DROP CONSTRAINT litige_case_root_cause_id_fkey, "
            "ADD CONSTRAINT litige_case_root_cause_id_fkey "
            "FOREIGN KEY (root_cause_id) REFERENCES litige_cause(id)"
        )
        cr.execute(
            "UPDATE litige_case SET root_cause_id = %s WHERE id = %s", [cause.id, self.case.id]
        )
        upgrade.set_root_causes_aside(cr)
        cr.execute("ALTER TABLE litige_case ADD COLUMN root_cause_id int")  # as the update does
        upgrade.take_up_root_causes(cr)
        self.env.invalidate_all()
        self.assertEqual(self.case.root_cause_id.name, cause.name)
        self.assertFalse(self.other.root_cause_id)
        self.assertFalse(column_exists(cr, "litige_case", "old_root_cause_id"))

    def test_the_root_cause_is_asked_when_closing_and_may_be_left_empty(self):
        root = self.env.ref("litige_management.litige_root_cause_quote_unclear")
        wizard = self.env["litige.case.close"].with_context(active_ids=self.case.ids)
        wizard.create({"outcome": "abandoned", "root_cause_id": root.id}).action_close()
        wizard.with_context(active_ids=self.other.ids).create(
            {"outcome": "abandoned"}
        ).action_close()
        self.assertEqual(
            self._read("root_cause_id", "claimed_amount:sum"),
            {root: (1200.0,), root.browse(): (800.0,)},
        )
        self.other.root_cause_id = root  # said later, on the closed dispute
        self.assertEqual(self._read("root_cause_id", "claimed_amount:sum"), {root: (2000.0,)})

    # === TIME BY PHASE === #

    def test_time_by_phase_adds_up_the_stays_of_each_dispute(self):
        self.case._move_to("assessment", occurred_on=self._ago(24))
        self.case._move_to("identification", occurred_on=self._ago(20))
        self.case._move_to("amicable", occurred_on=self._ago(12))
        self.assertEqual(
            self._read("phase", "days:avg", model="litige.phase.report"),
            {"identification": (12.0,), "assessment": (4.0,), "amicable": (12.0,)},
            "Six and eight days for the one, ten for the other",
        )


class TestFiguresAccess(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._open_ago(cls._create_overdue(), 30)
        cls._spend(cls.case, 50.0)
        cls.env.flush_all()

    def _user(self, group, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            f"{group}_{company.id}",
            groups=group,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _sum(self, user, field="claimed_amount", model="litige.case.report"):
        [(total,)] = self.env[model].with_user(user)._read_group([], [], [f"{field}:sum"])
        return total

    def test_each_company_sees_its_own_figures(self):
        user = "litige_management.litige_management_group_user"
        stranger = self._user(user, self.setup_other_company()["company"])
        self.assertEqual(self._sum(self._user(user)), 1200.0)
        self.assertFalse(self._sum(stranger))
        Phase = self.env["litige.phase.report"]
        self.assertFalse(Phase.with_user(stranger).search_count([]))
        self.assertEqual(
            Phase.with_user(self._user("account.group_account_readonly")).search([]).case_id,
            self.case,
        )

    def test_companies_with_other_books_are_counted_in_the_currency_of_the_current_one(self):
        dollar = self.setup_other_currency("USD", rates=[("2020-01-01", 2.0)])
        other = self.setup_other_company(name="Lacombe Inc.", currency_id=dollar.id)["company"]
        self.env.user.company_ids |= other
        there = self.env(context={**self.env.context, "allowed_company_ids": other.ids})
        partner = self.customer.with_env(there)
        move = there["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "company_id": other.id,
                "currency_id": dollar.id,
                "invoice_date": self._ago(90),
                "invoice_date_due": self._ago(60),
                "invoice_line_ids": [
                    Command.create({"name": "Travaux", "price_unit": 500.0, "tax_ids": []})
                ],
            }
        )
        move.action_post()
        there["litige.case.opening"]._open(
            [
                {
                    "case": {
                        "company_id": other.id,
                        "currency_id": dollar.id,
                        "partner_id": partner.id,
                        "cause_id": self.non_payment.id,
                    },
                    "claims": [{"move": move, "disputed": 500.0}],
                }
            ]
        )
        self.env.flush_all()
        both = {"allowed_company_ids": (self.company | other).ids}
        found = self._read("company_id", "claimed_amount:sum", **both)
        self.assertEqual(found, {self.company: (1200.0,), other: (250.0,)})
        self.assertTrue(self.env["litige.dashboard"].with_context(**both).get_figures()["tiles"])

    def test_accountants_see_the_amounts_and_not_the_costs(self):
        accountant = self._user("account.group_account_readonly")
        self.assertEqual(self._sum(accountant), 1200.0)
        with self.assertRaises(AccessError):
            self._sum(accountant, "cost_amount")
        with self.assertRaises(AccessError):
            self.env["litige.case.report"].with_user(accountant)._read_group(
                [], [], ["recovered_per_euro:avg"]
            )

    def test_resolvers_and_others_see_no_figures(self):
        for group in (
            "litige_management.litige_management_group_resolver",
            "account.group_account_invoice",
            "base.group_user",
        ):
            for model in ("litige.case.report", "litige.phase.report"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(self._user(group)).search([])

    def test_screens_open_and_export(self):
        user = self._user("litige_management.litige_management_group_user,base.group_allow_export")
        Report = self.env["litige.case.report"].with_user(user)
        views = [(False, kind) for kind in ("graph", "pivot", "list", "search")]
        Report.get_views(views)
        self.env["litige.phase.report"].with_user(user).get_views(views)
        [row] = Report.search([]).export_data(
            ["case_id", "move_id", "claimed_amount", "cost_amount", "days"]
        )["datas"]
        self.assertEqual(row[2:], [1200.0, 50.0, 30.0])
