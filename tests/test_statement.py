from datetime import date
from decimal import Decimal as D

from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import freeze_time, new_test_user

from .common import LitigeCommon


@freeze_time("2026-08-10")
class TestStatement(LitigeCommon):
    """The statement of sums due, from what the ledger and the dispute say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = date(2026, 8, 10)
        cls.Statement = cls.env["litige.statement"]
        cls.as_of = date(2026, 7, 31)

    def _invoice(self, due="2026-05-31", amount=1200.0, partner=None, **values):
        days = (self.today - fields.Date.to_date(due)).days
        return self._create_overdue(partner, amount, days, **values)

    def _line(self, move, mode="claimed", as_of=None, **options):
        statement = self.Statement._statement_for_moves(move, as_of or self.as_of, mode, **options)
        return statement.lines[0]

    # === WHAT IS READ === #

    def test_professional_invoice(self):
        move = self._invoice()
        line = self._line(move)
        self.assertEqual(line.interest, D("24.62"))
        self.assertEqual(line.indemnity_total, 40)
        self.assertEqual((line.debt.key, line.debt.reference), (move.id, move.name))
        self.assertEqual(line.total_claimed, D("1264.62"))
        self.assertEqual(self._line(move, "shown").total_claimed, 1200)

    def test_payments_with_their_dates(self):
        move = self._invoice()
        self._pay(move, 500, date(2026, 6, 30))
        line = self._line(move, "claimed_first")
        [payment] = line.imputation.payments
        self.assertEqual((payment.dated_on, payment.amount), (date(2026, 6, 30), 500))
        self.assertEqual(payment.to_interest, D("11.98"))
        self.assertEqual(line.imputation_difference, D("0.13"))

    def test_credit_note_by_its_ground(self):
        for ground in ("error", "gesture", False):
            with self.subTest(ground=ground):
                move = self._invoice()
                self._credit(move, 200, ground)  # on 10 August
                line = self._line(move, as_of=self.today)
                until = sum(s.interest for s in line.segments if s.date_to <= self.as_of)
                after = [s.principal for s in line.segments][-1]
                self.assertEqual(line.principal_due, 1000)
                if ground == "gesture":
                    self.assertEqual((line.credited, after), (200, 1200))
                else:
                    self.assertEqual((line.never_due, after, until), (200, 1000, D("9.99")))

    def test_write_off_inside_a_payment_pays_no_interest(self):
        move = self._invoice()
        expense = self.company_data["default_account_expense"]
        self._pay(
            move,
            1100,
            date(2026, 6, 30),
            payment_difference_handling="reconcile",
            writeoff_account_id=expense.id,
            writeoff_label="Abandon",
        )
        line = self._line(move, "claimed_first")
        self.assertEqual((line.paid, line.written_off), (1100, 100))
        self.assertEqual(line.principal_open, 0)

    def test_instalments_each_with_its_due_date(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "50/50",
                "line_ids": [
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": 30}),
                ],
            }
        )
        move = self._invoice(
            invoice_payment_term_id=term.id, invoice_date=date(2026, 6, 15), invoice_date_due=False
        )
        line = self._line(move)
        self.assertEqual(
            [(part.due_on, part.amount) for part in sorted(line.debt.instalments)],
            [(date(2026, 6, 15), 600), (date(2026, 7, 15), 600)],
        )
        self.assertEqual([s.days for s in line.segments], [15, 15, 16])

    def test_foreign_currency_in_its_own_amounts(self):
        currency = self.setup_other_currency("CHF", rates=[("2020-01-01", 0.5)])
        move = self._invoice(currency_id=currency.id)
        self._pay(move, 200, date(2026, 6, 30), currency_id=currency.id)
        line = self._line(move)
        self.assertEqual((line.debt.currency, line.principal_due, line.paid), ("CHF", 1000, 200))
        self.assertEqual(line.interest, D("11.98") + D("10.53"))
        with self.assertRaisesRegex(UserError, "one currency"):
            self.Statement._statement_for_moves(move | self._invoice(), self.as_of)

    def test_contract_rate_of_the_day_the_invoice_was_confirmed(self):
        self.company.litige_penalty_rate = 15
        move = self._invoice()
        self.company.litige_penalty_rate = 12
        line = self._line(move)
        self.assertEqual({s.rate.percent for s in line.segments}, {D(15)})
        low = self._invoice()
        low.sudo().litige_penalty_rate = 8
        self.assertEqual([n.code for n in self._line(low).notes], ["contract_rate_below_floor"])

    # === WHAT THE DISPUTE SAYS === #

    def test_consumer_from_the_notice_that_lists_the_invoice(self):
        listed, later = self._invoice(partner=self.consumer), self._invoice(partner=self.consumer)
        case = self._open_case(listed | later)
        case.claim_ids.filtered(lambda c: c.move_id == listed).sudo().notice_date = date(
            2026, 6, 15
        )
        statement = self.Statement._statement_for_moves(listed | later, self.as_of, "claimed")
        self.assertEqual([line.interest for line in statement.lines], [D("4.09"), 0])
        self.assertEqual(statement.total("indemnity_claimed"), 0)
        self.assertEqual([line.debt.key for line in statement.lines], (listed | later).ids)

    def test_standing_of_the_case_wins_over_the_customer(self):
        move = self._invoice()
        case = self._open_case(move)
        case.standing = "consumer"
        self.assertEqual(self._line(move).debt.standing, "consumer")

    def test_five_points_after_an_enforceable_judgment(self):
        move = self._invoice(partner=self.consumer)
        claim = self._open_case(move).claim_ids
        claim.sudo().write({"notice_date": date(2026, 6, 15), "enforceable_on": date(2026, 5, 31)})
        line = self._line(move, as_of=date(2026, 8, 10))
        self.assertEqual(line.segments[-1].rate.percent, D("7.75"))
        self.assertEqual(line.segments[-1].date_from, date(2026, 8, 1))

    def test_part_disputed_in_good_faith_is_not_claimed(self):
        move = self._invoice()
        self._open_case(move, {move: 200.0}, cause_id=self.non_conformity.id)
        line = self._line(move)
        self.assertEqual((line.principal_undisputed, line.principal_disputed), (1000, 200))
        self.assertEqual(line.interest_claimed, D("20.52"))
        self.assertEqual(line.interest_disputed, D("4.11"))

    def test_non_payment_without_reason_holds_nothing_back(self):
        move = self._invoice()
        self._open_case(move)
        self.assertEqual(self._line(move).interest_claimed, D("24.62"))

    def test_due_date_edited_during_the_dispute_moves_no_penalty(self):
        move = self._invoice()
        self._open_case(move)
        move.line_ids.filtered("date_maturity").date_maturity = date(2026, 7, 30)
        self.assertEqual(self._line(move).interest, D("24.62"))
        undisputed = self._invoice()
        undisputed.line_ids.filtered("date_maturity").date_maturity = date(2026, 7, 30)
        self.assertEqual(len(self._line(undisputed).segments), 1)

    # === REFUSALS IN WORDS === #

    def test_refused_in_words(self):
        unknown = self._create_customer("Inconnue")
        public = self._create_customer("Mairie", litige_standing="public")
        insolvent = self._create_customer(
            "Faillite",
            litige_standing="merchant",
            litige_insolvency_kind="liquidation",
            litige_insolvency_date=date(2026, 7, 10),
        )
        indebted = self._create_customer(
            "Surendetté",
            is_company=False,
            litige_standing="consumer",
            litige_overindebted_on=date(2026, 7, 1),
        )
        for partner, words in (
            (unknown, "is not known"),
            (public, "public procurement"),
            (insolvent, "insolvency proceeding"),
            (indebted, "over-indebtedness"),
        ):
            move = self._invoice(partner=partner)
            with self.subTest(words), self.assertRaisesRegex(UserError, words) as refused:
                self._line(move)
            self.assertIn(move.name, str(refused.exception))
        line = self._line(self._invoice(partner=insolvent), for_declaration=True)
        self.assertEqual(line.segments[-1].date_to, date(2026, 7, 9))

    def test_missing_semester_leads_to_the_rates(self):
        with self.assertRaises(RedirectWarning) as missing:
            self._line(self._invoice(), as_of=date(2027, 1, 1))
        message, action_id, _button = missing.exception.args[:3]
        self.assertIn("2027-S1", message)
        self.assertIn("European Central Bank", message)
        self.assertEqual(action_id, self.env.ref("litige_management.litige_legal_rate_action").id)

    def test_one_refused_group_does_not_stop_the_others(self):
        good, bad = self._invoice(), self._invoice(partner=self._create_customer("Inconnue"))
        result = self.Statement._statements_for_groups(
            {"good": good, "bad": bad}, self.as_of, "claimed"
        )
        self.assertEqual(result["good"].total_claimed, D("1264.62"))
        self.assertIsInstance(result["bad"], UserError)

    def test_only_confirmed_customer_invoices(self):
        draft = self.init_invoice("out_invoice", amounts=[100])
        bill = self.init_invoice("in_invoice", amounts=[100], post=True)
        for move in (draft, bill):
            with self.assertRaisesRegex(UserError, "confirmed customer invoices"):
                self._line(move)
        with self.assertRaisesRegex(UserError, "at least one invoice"):
            self.Statement._statement_for_moves(draft.browse(), self.as_of)

    def test_who_may_not_read_the_invoice_gets_no_statement(self):
        move = self._invoice()
        other = self.env["res.company"].sudo().create({"name": "Autre"})
        clerk = new_test_user(self.env, "statement_clerk", "base.group_user")
        stranger = new_test_user(
            self.env,
            "statement_stranger",
            "litige_management.litige_management_group_user",
            company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )
        for user in (clerk, stranger):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.Statement.with_user(user)._statement_for_moves(
                    move.with_user(user), self.as_of
                )

    # === COST === #

    def test_queries_do_not_grow_with_the_invoices(self):
        moves = self.env["account.move"].union(*(self._invoice() for _number in range(12)))
        for move in moves[:6]:
            self._pay(move, 100, date(2026, 6, 30))
        self._open_case(moves[:4])
        for batch in (moves[:2], moves):
            self.env.flush_all()
            self.env.registry.clear_cache()
            self._line(batch[0])  # ids of records behind XML ids
            self.env.invalidate_all()
            with self.assertQueryCount(5), self.subTest(count=len(batch)):
                self.Statement._statement_for_moves(batch, self.as_of, "claimed_first")
