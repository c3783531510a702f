"""A payment promised: compared with the ledger to the cent and to the day."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .communication_common import CommunicationCommon

ACTIVITY = "litige_management.mail_activity_type_promise_broken"


class TestPromise(CommunicationCommon):
    def setUp(self):
        super().setUp()
        self.case = self._open_case(self.move)

    def _promise(self, where=None, amount=1000.0, days=10, **values):
        logged = self._log(where or self.case, promised=amount, by=self._in_days(days), **values)
        return logged.promise_ids

    def _wait(self, days):
        """Let the nightly comparison run `days` from now."""
        cron = self.env.ref("litige_management.ir_cron_litige_promise_check")
        self.env.flush_all()
        then = fields.Datetime.now() + timedelta(days=days)
        with freeze_time(then), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def assertPromise(self, promise, state, paid=0.0):
        self.assertRecordValues(promise, [{"state": state, "paid_amount": paid}])

    # === MAKING === #

    def test_a_promise_says_what_when_and_on_which_invoices(self):
        promise = self._promise(direction="in")
        self.assertRecordValues(
            promise,
            [
                {
                    "amount": 1000.0,
                    "date_made": self.today,
                    "date_promised": self._in_days(10),
                    "move_ids": self.move.ids,
                    "case_id": self.case.id,
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "state": "pending",
                }
            ],
        )
        event = self.case.event_ids.filtered(lambda event: event.kind == "promise")
        self.assertRecordValues(event, [{"amount": 1000.0, "standing": "theirs"}])

    def test_promises_that_make_no_sense_are_refused_in_words(self):
        for amount, by, words in (
            (0.0, self._in_days(3), "how much"),
            (1000.0, False, "for which day"),
            (1200.01, self._in_days(3), "1"),
            (1000.0, self._in_days(-1), "before that day"),
            (1000.0, self._in_days(4000), "check the year"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self._log(self.case, has_promise=True, promise_amount=amount, promise_date=by)
        self._pay(self.move)
        with self.assertRaisesRegex(UserError, "Nothing is due"):
            self._promise()

    def test_nobody_writes_promises_by_hand(self):
        promise = self._promise()
        for user in (self.user, self.accountant, self.resolver):
            for change in (
                lambda promise: promise.write({"state": "kept"}),
                lambda promise: promise.unlink(),
                lambda promise: promise.copy(),
            ):
                with self.assertRaises(AccessError):
                    change(promise.with_user(user))

    # === KEPT === #

    def test_kept_to_the_cent(self):
        promise = self._promise()
        self._pay(self.move, 999.99)
        self.assertPromise(promise, "pending", 999.99)
        self._pay(self.move, 0.01)
        self.assertPromise(promise, "kept", 1000.0)
        self.assertEqual(promise.date_kept, self.today)
        self.assertEvents(self.case, "call", "promise", "payment", "payment", "promise_kept")

    def test_kept_on_the_last_day_and_not_the_day_after(self):
        for late, state in ((0, "kept"), (1, "broken")):
            move = self._create_overdue(self.consumer)
            promise = self._promise(self._open_case(move), days=10)
            with freeze_time(fields.Datetime.now() + timedelta(days=10 + late)):
                self._pay(move, 1000.0, date=self._in_days(10 + late))
            self._wait(10 + late)
            self.assertPromise(promise, state, 1000.0)

    def test_a_payment_that_is_booked_late_but_dated_in_time_keeps_the_promise(self):
        promise = self._promise()
        self._wait(12)
        self.assertPromise(promise, "broken")
        with freeze_time(fields.Datetime.now() + timedelta(days=13)):
            self._pay(self.move, 1000.0, date=self._in_days(9))
        self.assertPromise(promise, "kept", 1000.0)
        self.assertFalse(self.case.activity_search([ACTIVITY]), "Nothing to chase any more")

    def test_what_was_paid_before_does_not_count(self):
        self._pay(self.move, 200.0)
        promise = self._promise(amount=1000.0)
        self.assertPromise(promise, "pending", 0.0)

    def test_an_old_payment_matched_only_now_does_not_count(self):
        promise = self._promise(amount=1000.0)
        self._pay(self.move, 1000.0, date=self._in_days(-5))
        self.assertPromise(promise, "pending", 0.0)

    def test_a_credit_note_pays_nothing(self):
        promise = self._promise(amount=1000.0)
        self._credit(self.move, 300.0)
        self.assertPromise(promise, "pending")
        self._pay(self.move)
        self.assertPromise(promise, "kept", 900.0)  # nothing more was left to pay
        [event] = self.case.event_ids.filtered(lambda event: event.kind == "promise_kept")
        self.assertEqual(event.amount, 900.0)
        for amount, word in ((900.0, "paid"), (300.0, "credited")):
            self.assertIn(f"{promise.currency_id.format(amount)} {word}", event.summary)

    def test_kept_by_a_payment_dated_ahead_is_noted_today(self):
        self._promise()
        self._pay(self.move, 1000.0, date=self._in_days(5))
        [event] = self.case.event_ids.filtered(lambda event: event.kind == "promise_kept")
        self.assertEqual(event.occurred_on, self.today)

    def test_nothing_left_due_without_payment_leaves_the_promise_without_object(self):
        promise = self._promise()
        self._credit(self.move)
        self.assertPromise(promise, "cancelled")
        self._wait(30)
        self.assertPromise(promise, "cancelled")
        self.assertFalse(self.case.activity_search([ACTIVITY]))

    def test_a_payment_without_entry_counts_from_its_day(self):
        promise = self._promise()
        method = self.company_data["default_journal_bank"].inbound_payment_method_line_ids[0]
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": 1000.0,
                "payment_method_line_id": method.id,
                "invoice_ids": [(6, 0, self.move.ids)],
            }
        )
        payment.outstanding_account_id = False
        payment.action_post()
        self._run_precommit()
        self.assertFalse(payment.move_id, "this chart gives every payment an entry")
        self.assertPromise(promise, "kept", 1000.0)
        payment.action_cancel()
        self._run_precommit()
        self.assertPromise(promise, "pending")

    # === BROKEN === #

    def test_broken_the_day_after_with_one_event_and_one_activity(self):
        promise = self._promise()
        self._pay(self.move, 400.0)
        self._wait(10)
        self.assertPromise(promise, "pending", 400.0)
        for days in (11, 12, 40):
            self._wait(days)
        self.assertPromise(promise, "broken", 400.0)
        self.assertEvents(self.case, "call", "promise", "payment", "promise_broken")
        activity = self.case.activity_search([ACTIVITY])
        self.assertRecordValues(activity, [{"user_id": self.case.user_id.id}])

    def test_a_payment_taken_back_opens_the_promise_again(self):
        promise = self._promise()
        payment = self._pay(self.move, 1000.0)
        self.assertPromise(promise, "kept", 1000.0)
        payment.move_id.line_ids.remove_move_reconcile()
        self._run_precommit()
        self.assertPromise(promise, "pending")
        self._pay(self.move, 1000.0)
        self.assertPromise(promise, "kept", 1000.0)

    def test_a_payment_taken_back_after_the_day_breaks_it(self):
        promise = self._promise()
        payment = self._pay(self.move, 1000.0)
        with freeze_time(fields.Datetime.now() + timedelta(days=15)):
            payment.move_id.line_ids.remove_move_reconcile()
            self._run_precommit()
            self.assertPromise(promise, "broken")
        self.assertTrue(self.case.activity_search([ACTIVITY]))

    def test_the_activity_goes_with_the_last_promise_not_kept(self):
        first = self._promise(days=2)
        other = self._create_overdue(amount=50.0)
        self.env["litige.case.opening"]._add_claims(
            [(self.case, [{"move": other, "disputed": 50.0}])]
        )
        second = self._log(
            self.case, move_id=other.id, promised=50.0, by=self._in_days(2)
        ).promise_ids
        self._wait(3)
        self.assertEqual((first | second).mapped("state"), ["broken", "broken"])
        first.with_user(self.user).action_cancel()
        self.assertTrue(self.case.activity_search([ACTIVITY]))
        second.with_user(self.user).action_cancel()
        self.assertFalse(self.case.activity_search([ACTIVITY]))

    # === THE LATEST WORD === #

    def test_a_new_promise_replaces_the_one_awaited(self):
        first = self._promise(days=5)
        second = self._promise(days=9)
        self.assertPromise(first, "cancelled")
        self.assertIn(second.display_name, first.cancel_reason)
        self._wait(6)
        self.assertPromise(first, "cancelled")
        self.assertEqual(self.move._litige_get_pending_promises(), second)

    def test_a_promise_on_other_invoices_replaces_nothing(self):
        first = self._promise()
        self._promise(self._create_overdue(self.consumer, 300.0), amount=300.0)
        self.assertPromise(first, "pending")

    def test_set_aside_by_a_user_of_disputes(self):
        promise = self._promise()
        with self.assertRaises(AccessError):
            promise.with_user(self.accountant).action_cancel()
        promise.with_user(self.user).action_cancel()
        self._pay(self.move)
        self.assertPromise(promise, "cancelled")

    # === WITHOUT ANY CASE === #

    def test_on_an_invoice_without_case_the_person_who_heard_it_is_woken(self):
        move = self._create_overdue(self.consumer, 300.0)
        promise = self._promise(move, amount=300.0, user=self.user)
        self._wait(11)
        self.assertPromise(promise, "broken")
        activity = move.activity_search([ACTIVITY])
        self.assertRecordValues(activity, [{"user_id": self.user.id}])
        with freeze_time(fields.Datetime.now() + timedelta(days=12)):
            self._pay(move, date=self._in_days(2))
        self.assertPromise(promise, "kept", 300.0)
        self.assertFalse(move.activity_search([ACTIVITY]))

    def test_a_promise_of_a_customer_covers_all_that_is_due(self):
        moves = self._create_overdue(self.consumer, 300.0) | self._create_overdue(
            self.consumer, 40.0
        )
        promise = self._promise(self.consumer, amount=340.0)
        self.assertEqual(promise.move_ids, moves)
        for move in moves:
            self._pay(move)
        self.assertPromise(promise, "kept", 340.0)

    # === WHAT IT STOPS === #

    def test_letters_warn_until_it_is_settled(self):
        promise = self._promise()
        [letter], _refusals = self.env["litige.letter"]._write_letters(
            "reminder", self.move, case=self.case
        )
        letter._refresh_checks()
        check = letter.check_ids.filtered(lambda check: check.code == "promise")
        self.assertIn(promise.display_name, check.message)
        promise.action_cancel()
        letter._refresh_checks()
        self.assertNotIn("promise", letter.check_ids.mapped("code"))

    def test_the_words_of_a_confidential_promise_are_not_in_the_warning(self):
        promise = self._promise(confidential=True, confidential_ground="mediation")
        [letter], _refusals = self.env["litige.letter"]._write_letters(
            "notice", self.move, case=self.case
        )
        letter._refresh_checks()
        check = letter.check_ids.filtered(lambda check: check.code == "promise")
        self.assertTrue(check)
        self.assertNotIn(promise.currency_id.format(promise.amount), check.message)

    def test_banners_of_the_case_and_the_invoice(self):
        promise = self._promise()
        for record in (self.case.with_user(self.user), self.move.with_user(self.user)):
            name = "promise_notice" if record._name == "litige.case" else "litige_promise_notice"
            self.assertIn(promise.currency_id.format(1000.0), record[name])
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.case.with_context(lang="fr_FR").promise_notice
        self.assertIn("\N{NO-BREAK SPACE}: les relances", french)
        self._pay(self.move, 1000.0)
        self.assertFalse(self.case.promise_notice)
        self.assertFalse(self.move.litige_promise_notice)

    # === MANY === #

    def test_the_nightly_comparison_costs_the_same_queries_for_many(self):
        counts = []
        for size in (2, 8):
            promises = self.env["litige.promise"].union(
                *(
                    self._promise(self._create_overdue(self.consumer, 10.0 + n), amount=5.0)
                    for n in range(size)
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            promises._refresh()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1, counts)

    def test_many_broken_promises_without_dispute_wake_in_as_many_queries_as_few(self):
        counts = []
        for size in (2, 2, 12):  # the first fills the caches
            promises = self.env["litige.promise"].union(
                *(
                    self._promise(self._create_overdue(self.consumer, 10.0 + n), amount=5.0)
                    for n in range(size)
                )
            )
            promises.sudo().write({"date_promised": self.today - timedelta(days=1)})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            promises._refresh()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(promises.mapped("state")), {"broken"})
            self.assertEqual(len(promises.move_ids.activity_search([ACTIVITY])), size)
        self.assertLessEqual(counts[2], counts[1] + 3, counts)
