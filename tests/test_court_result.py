"""What a decision grants, what is paid after it, what a proceeding costs."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from .court_common import DAY, CourtCommon


class TestAward(CourtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_overdue(amount=1200.0, days=90)
        cls.dispute = cls._open_case(cls.invoice)

    def _enforceable(self, **award):
        """Return an order on one invoice of 1 200 euros, enforceable on 19 November 2026."""
        proceeding = self._file(case=self.dispute)
        self._take(proceeding, "filed", "2026-09-01")
        self._grant(proceeding, "2026-09-15", **award)
        self._take(proceeding, "served", "2026-09-18", service="person")
        self._take(proceeding, "enforceable", "2026-11-19")
        return proceeding

    def test_what_was_granted_stands_against_what_was_asked(self):
        proceeding = self._enforceable(
            claimed_indemnity=40,
            claimed_article_700=300,
            claimed_costs=33.47,
            granted_indemnity=40,
            granted_article_700=150,
            granted_costs=33.47,
        )
        [award] = proceeding.award_ids
        self.assertRecordValues(
            award,
            [
                {
                    "claimed_amount": 1573.47,
                    "granted_amount": 1423.47,
                    "refused_amount": 150.0,
                    "result": "partly",
                    "enforceable_on": DAY("2026-11-19"),
                    "majorated_from": DAY("2027-01-20"),
                }
            ],
        )
        told = self.dispute.event_ids.filtered(lambda one: "article 700" in one.summary)
        self.assertEqual(told.amount, 1423.47)
        self.assertEqual(proceeding.granted_amount, 1423.47)

    def test_interest_after_the_decision_is_counted_day_by_day(self):
        """1 200 euros at 2.75 % from 16 September to 22 November 2026: 68 days, 6.15 euros."""
        award = self._enforceable().award_ids
        with freeze_time("2026-11-22"):
            award.invalidate_recordset()
            self.assertEqual(award.interest_amount, 6.15)
            self.assertIn("2.75", award.interest_words)
            self.assertEqual(award.left_amount, 1206.15)

    def test_a_semester_not_recorded_is_said_not_guessed(self):
        award = self._enforceable().award_ids
        with freeze_time("2035-02-01"):
            award.invalidate_recordset()
            self.assertEqual(award.interest_amount, 0)
            self.assertIn("2027-S1 is not recorded yet", award.interest_words)

    def test_payments_after_the_judgment_flow_back_to_the_claims(self):
        proceeding = self._enforceable()
        award = proceeding.award_ids
        action = award.action_register_payment()
        self.assertEqual(action["res_model"], "account.payment.register")
        self._pay(self.invoice, 500.0)
        award.invalidate_recordset()
        self.assertEqual(award.paid_amount, 500.0)
        self.assertBuckets(self.dispute.claim_ids, claimed=1200.0, paid=500.0, open=700.0)
        self._pay(self.invoice)
        award.invalidate_recordset()
        self.assertEqual(award.paid_amount, 1200.0)
        self.assertTrue(self.dispute.is_all_settled)
        with self.assertRaisesRegex(UserError, "Paid Beside the Invoices"):
            award.action_register_payment()
        self.assertGreater(award.left_amount, 0, "the interest since is still to come")
        award.extra_paid_amount = award.left_amount
        self.assertEqual(award.left_amount, 0)

    def test_what_was_paid_before_the_decision_pays_nothing_of_it(self):
        self._pay(self.invoice, 200.0, date=DAY("2026-09-10"))
        award = self._enforceable().award_ids
        self.assertEqual(award.paid_amount, 0)
        self.assertEqual(award.granted_principal, 1000.0)

    def test_a_statement_after_the_decision_knows_it_is_enforceable(self):
        """Only one suit: a letter announces no new one."""
        self._enforceable()
        self.assertTrue(self.dispute._has_enforceable_basis())
        self.assertEqual(self.dispute.phase, "execution")

    # === TIME GIVEN BY THE JUDGE === #

    def test_instalments_of_the_judge_fill_with_payments(self):
        award = self._enforceable().award_ids
        first = self.today - timedelta(days=1)
        award.write({"spread_count": 4, "spread_from": first})
        award.action_spread()
        self.assertEqual(award.instalment_ids.mapped("amount"), [300.0] * 4)
        self.assertEqual(award.instalment_ids.mapped("state"), ["late", "open", "open", "open"])
        self._pay(self.invoice, 450.0)
        award.invalidate_recordset()
        award.instalment_ids.invalidate_recordset()
        self.assertEqual(award.instalment_ids.mapped("paid_amount"), [300.0, 150.0, 0.0, 0.0])
        self.assertEqual(award.instalment_ids.mapped("state"), ["paid", "open", "open", "open"])
        self.assertEqual(award.grace_until, award.instalment_ids[-1:].date_due)
        self.assertGreaterEqual(award.majorated_from, award.grace_until)

    def test_a_judge_gives_two_years_at_most(self):
        """Art. 1343-5 C. civ.: from the decision, by a dated parameter."""
        award = self._enforceable().award_ids
        award.instalment_ids = [Command.create({"date_due": "2028-09-15", "amount": 10})]
        with self.assertRaisesRegex(ValidationError, "gives time until"):
            award.instalment_ids = [Command.create({"date_due": "2028-09-16", "amount": 10})]

    def test_instalments_never_exceed_what_was_granted(self):
        award = self._enforceable().award_ids
        with self.assertRaisesRegex(ValidationError, "more than the"):
            award.instalment_ids = [Command.create({"date_due": "2027-01-15", "amount": 1300})]
        one = Command.create({"date_due": "2027-01-15", "amount": 1200})
        award.instalment_ids = [Command.clear(), one]
        with self.assertRaises(ValidationError):
            award.granted_principal = 100

    def test_nor_when_one_is_written_on_its_own(self):
        """As a spreadsheet or another program does, without the decision."""
        award = self._enforceable().award_ids
        Instalment = self.env["litige.award.instalment"]
        one = Instalment.create({"award_id": award.id, "date_due": "2027-01-15", "amount": 700})
        with self.assertRaises(ValidationError):
            Instalment.create({"award_id": award.id, "date_due": "2027-02-15", "amount": 501})
        with self.assertRaises(ValidationError):
            one.with_context(litige_plan=True).amount = 1201
        with self.assertRaises(ValidationError):
            one.date_due = "2028-12-01"
        award.instalment_ids = [
            Command.update(one.id, {"amount": 1200}),  # too much, until the next one is gone
            Command.create({"date_due": "2027-03-15", "amount": 300}),
            Command.update(one.id, {"amount": 900}),
        ]
        self.assertEqual(sum(award.instalment_ids.mapped("amount")), 1200)

    # === THE RECORD === #

    def test_a_decision_is_corrected_never_deleted_nor_moved(self):
        award = self._enforceable().award_ids
        before = len(self.dispute.event_ids)
        award.granted_principal = 1100
        self.assertEqual(len(self.dispute.event_ids), before + 1)
        with self.assertRaises(UserError):
            award.unlink()
        with self.assertRaisesRegex(UserError, "Record the steps"):
            award.with_user(self.env.user).write({"enforceable_on": "2026-10-01"})
        with self.assertRaisesRegex(ValidationError, "negative"):
            award.granted_costs = -1

    def test_queries_do_not_grow_with_the_decisions(self):
        awards = self._enforceable().award_ids
        for _rank in range(3):
            move = self._create_overdue(amount=100.0, days=90)
            proceeding = self._file(case=self._open_case(move))
            self._take(proceeding, "filed", "2026-09-01")
            awards |= self._grant(proceeding).award_ids
        names = ["paid_amount", "interest_amount", "left_amount"]

        def count(records):
            best = 10**6
            for _round in range(3):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                records.read(names)
                best = min(best, self.env.cr.sql_log_count - before)
            return best

        self.assertLessEqual(count(awards), count(awards[:1]) + 2)


class TestCost(CourtCommon):
    def _cost(self, **values):
        return self.env["litige.cost"].create(
            {"name": "Signification", "case_id": self.case.id, **values}
        )

    def _bill(self, amount=72.0):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create({"name": "Acte", "price_unit": amount, "tax_ids": []})
                ],
            }
        )
        bill.action_post()
        return bill

    def test_each_kind_proposes_who_bears_it(self):
        proposed = {
            kind: self._cost(kind=kind).recovery for kind in ("court", "officer", "lawyer", "hours")
        }
        self.assertEqual(
            proposed,
            {"court": "costs", "officer": "costs", "lawyer": "article_700", "hours": "none"},
        )

    def test_hours_are_worth_their_rate(self):
        cost = self._cost(kind="hours", hours=2.5, hour_rate=40)
        self.assertEqual(cost.amount, 100.0)

    def test_a_bill_gives_its_untaxed_amount_and_is_never_counted_twice(self):
        bill = self._bill()
        cost = self._cost(kind="officer", move_id=bill.id)
        self.assertEqual(cost.amount, 72.0)
        self.assertEqual(cost.action_open_bill()["res_id"], bill.id)
        with self.assertRaisesRegex(ValidationError, "add up to"):
            self._cost(kind="officer", move_id=bill.id)
        with self.assertRaisesRegex(ValidationError, "bill of a supplier"):
            self._cost(move_id=self.case.claim_ids.move_id[:1].id)

    def test_a_proceeding_sums_what_it_cost_and_asks_for_it(self):
        proceeding = self._file()
        self._cost(proceeding_id=proceeding.id, kind="court", amount=33.47)
        self._cost(proceeding_id=proceeding.id, kind="lawyer", amount=300)
        self._cost(proceeding_id=proceeding.id, kind="hours", hours=2, hour_rate=40)
        self._cost(kind="postage", amount=8)
        self.assertEqual((proceeding.cost_amount, proceeding.recoverable_amount), (413.47, 333.47))
        self.assertEqual(self.case.cost_amount, 421.47)
        asked = proceeding._propose_claimed()
        self.assertEqual((asked["claimed_costs"], asked["claimed_article_700"]), (33.47, 300.0))

    def test_costs_follow_a_dispute_that_joins_another(self):
        other = self._open_case(self._create_overdue(amount=100.0))
        cost = self._cost(amount=10)
        self.case._merge_into(other)
        self.assertEqual(cost.case_id, other)

    def test_a_proceeding_of_another_dispute_is_refused(self):
        other = self._open_case(self._create_overdue(amount=100.0))
        with self.assertRaisesRegex(ValidationError, "another dispute"):
            self._cost(proceeding_id=self._file(case=other).id, amount=10)
