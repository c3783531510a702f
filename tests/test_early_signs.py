"""Early signs: one person is woken, once, before a customer disputes anything."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, new_test_user

from .communication_common import CommunicationCommon

ACTIVITY = "litige_management.mail_activity_type_possible_dispute"


class TestEarlySigns(CommunicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env,
            "early_seller",
            groups="account.group_account_invoice",
            company_id=cls.company.id,
            company_ids=[fields.Command.set(cls.company.ids)],
        )
        cls.move.invoice_user_id = cls.seller

    def _get_activities(self, record):
        return record.activity_search([ACTIVITY])

    def _count_activities(self, record):
        """Return how many were ever scheduled, done or not."""
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search_count(
                [
                    ("res_model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
                ]
            )
        )

    # === MONEY BY PIECES === #

    def test_second_part_payment_of_a_late_invoice_wakes_its_salesperson_once(self):
        self._pay(self.move, 300.0)
        self.assertFalse(self._get_activities(self.move))
        self._pay(self.move, 200.0)
        self.assertRecordValues(
            self._get_activities(self.move), [{"user_id": self.seller.id, "res_id": self.move.id}]
        )
        self._pay(self.move, 100.0)
        self.assertEqual(self._count_activities(self.move), 1)
        self._get_activities(self.move)._action_done()
        self._pay(self.move, 50.0)
        self.assertEqual(self._count_activities(self.move), 1)

    def test_paying_in_full_or_before_the_due_date_is_no_sign(self):
        self._pay(self.move, 700.0)
        self._pay(self.move)
        early = self._create_overdue(days=-5)
        self._pay(early, 100.0)
        self._pay(early, 100.0)
        self.assertFalse(self._get_activities(self.move | early))

    def test_instalments_paid_one_after_the_other_are_no_sign(self):
        """What is still due is another instalment than those that were paid."""
        term = self.env["account.payment.term"].create(
            {
                "name": "Trois fois",
                "line_ids": [
                    fields.Command.create(
                        {"value": "percent", "value_amount": share, "nb_days": days}
                    )
                    for share, days in ((30, 0), (30, 5), (40, 10))
                ],
            }
        )
        move = self._create_overdue(
            invoice_payment_term_id=term.id,
            invoice_date=self.today - timedelta(days=40),
            invoice_date_due=False,
        )
        self._pay(move, 360.0)
        self._pay(move, 360.0)
        self.assertEqual(move.amount_residual, 480.0)
        self.assertFalse(self._get_activities(move))

    def test_credit_notes_promises_and_disputes_are_no_sign(self):
        self._credit(self.move, 100.0)
        self._pay(self.move, 100.0)
        self.assertFalse(self._get_activities(self.move))
        promised = self._create_overdue(amount=900.0)
        self._log(promised, promised=900.0)
        disputed = self._create_overdue(amount=900.0)
        self._open_case(disputed)
        for move in (promised, disputed):
            self._pay(move, 100.0)
            self._pay(move, 100.0)
            self.assertFalse(self._get_activities(move))

    def test_salesperson_without_right_on_the_invoice_leaves_it_to_who_disputes(self):
        outsider = self._create_person("outsider", "base.group_user")
        self.move.invoice_user_id = outsider
        with freeze_time(self.today):
            self._pay(self.move, 300.0)
            self._pay(self.move, 200.0)
        woken = self._get_activities(self.move).user_id
        self.assertTrue(woken.has_group("litige_management.litige_management_group_user"))
        self.assertIn(self.company, woken.company_ids)

    def test_many_payments_cost_the_same_queries(self):
        def pay_all(count):
            moves = [self._create_overdue() for _number in range(count)]
            for move in moves:
                self._pay(move, 100.0)
            lines = (
                self.env["account.move"]
                .union(*moves)
                .line_ids.filtered(lambda line: line.account_type == "asset_receivable")
            )
            for move in moves:
                self._pay(move, 100.0)
            self.env["mail.activity"].search([("res_model", "=", "account.move")]).unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.env["litige.early.sign"]._find_partly_paid(lines.ids)
            self.assertEqual(len(found), count)
            return self.env.cr.sql_log_count - before

        self.assertEqual(pay_all(2), pay_all(8))

    # === WORDS === #

    def test_written_complaint_without_dispute_wakes_each_time(self):
        self._log(self.move, channel="email", direction="in", is_complaint=True)
        activity = self._get_activities(self.move)
        self.assertRecordValues(activity, [{"user_id": self.seller.id}])
        self._log(self.move, channel="letter", direction="in", is_complaint=True)
        self.assertEqual(self._count_activities(self.move), 1)  # one is open: enough
        activity._action_done()
        self._log(self.move, channel="letter", direction="in", is_complaint=True)
        self.assertEqual(self._count_activities(self.move), 2)

    def test_complaint_of_a_customer_wakes_on_the_customer(self):
        self._log(self.customer, user=self.user, channel="email", direction="in", is_complaint=True)
        self.assertRecordValues(self._get_activities(self.customer), [{"user_id": self.user.id}])

    def test_complaint_in_a_dispute_is_no_sign(self):
        case = self._open_case(self.move)
        self._log(case, channel="email", direction="in", is_complaint=True)
        self.assertFalse(self._get_activities(self.move))
        self.assertFalse(self._get_activities(self.customer))

    def test_opening_a_dispute_answers_the_question(self):
        self._log(self.move, channel="email", direction="in", is_complaint=True)
        self._log(self.customer, channel="email", direction="in", is_complaint=True)
        other = self._create_overdue(self.consumer)
        self._log(other, channel="email", direction="in", is_complaint=True)
        self._open_case(self.move)
        self.assertFalse(self._get_activities(self.move))
        self.assertFalse(self._get_activities(self.customer))
        self.assertTrue(self._get_activities(other))

    def test_second_broken_promise_in_a_year_wakes_on_the_customer(self):
        for number in (1, 2):
            self._log(self.move, promised=1200.0, by=self._in_days(number))
            self.env.flush_all()
            with freeze_time(fields.Datetime.now() + timedelta(days=number + 1)):
                self.env["litige.promise"].search([("state", "=", "pending")])._refresh()
            found = self._get_activities(self.customer)
            self.assertEqual(len(found), number - 1)
        self.assertIn("2", found.note)

    # === E-MAILS THAT COME BACK === #

    def test_bounced_email_about_a_late_invoice_wakes(self):
        paid = self._create_overdue()
        self._pay(paid)
        (self.move | paid)._message_receive_bounce("client@example.com", self.customer)
        self.assertTrue(self._get_activities(self.move))
        self.assertFalse(self._get_activities(paid))

    def test_reminder_that_could_not_be_sent_wakes_on_the_customer(self):
        level = self.company.litige_reminder_level_ids[:1]
        reminder = (
            self.env["litige.reminder"]
            .sudo()
            .create(
                {
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "level_id": level.id,
                    "date": self.today,
                    "channel": "email",
                }
            )
        )
        reminder._note_failed("550 mailbox unavailable")
        self.assertEqual(len(self._get_activities(self.customer)), 1)
        reminder._note_failed("550 mailbox unavailable")
        self.assertEqual(self._count_activities(self.customer), 1)

    def test_what_was_answered_long_ago_is_asked_again(self):
        self.env["litige.early.sign"]._tell_unreachable(self.customer, self.company)
        self._get_activities(self.customer)._action_done()
        self.env["litige.early.sign"]._tell_unreachable(self.customer, self.company)
        self.assertFalse(self._get_activities(self.customer))
        with freeze_time(fields.Datetime.now() + timedelta(days=120)):
            self.env["litige.early.sign"]._tell_unreachable(self.customer, self.company)
        self.assertTrue(self._get_activities(self.customer))
