"""Who is in the list of a day, in which order, and why the others are not."""

from odoo.exceptions import AccessError

from odoo.addons.litige_management.models import litige_worklist

from .worklist_common import WorklistCommon


class TestWorklist(WorklistCommon):
    def test_biggest_sums_come_first_and_paid_customers_do_not(self):
        big = self._create_customer("Girard SA")
        self._create_overdue(self.customer, 900.0)
        self._create_overdue(big, 800.0)
        self._create_overdue(big, 700.0)
        self._pay(self._create_overdue(self.consumer, 5000.0))
        self._create_overdue(self._create_customer("Pas encore"), 9000.0, days=-3)
        day = self._get_day()
        self.assertEqual(
            [(entry["name"], entry["value"]) for entry in day["entries"]],
            [("Girard SA", 1500.0), ("SARL Dubreuil", 900.0)],
        )
        self.assertEqual(day["entries"][0]["days"], 34)
        self.assertEqual(day["more_value"], 0.0)
        self.assertFalse(day["skipped"])

    def test_those_left_alone_are_listed_with_why(self):
        disputed = self._create_customer("Litige SA")
        self._open_case(self._create_overdue(disputed))
        credited = self._create_customer("Avoir SA")
        self._create_overdue(credited)
        payment = self.env["account.payment"].create(
            {"partner_id": credited.id, "amount": 100.0, "payment_type": "inbound"}
        )
        payment.action_post()
        insolvent = self._create_customer("Faillite SA", litige_insolvency_kind="liquidation")
        self._create_overdue(insolvent)
        self.assertFalse(self._get_names())
        for partner, words in (
            (disputed, "In dispute"),
            (credited, "not matched"),
            (insolvent, "May not pay"),
        ):
            self.assertIn(words, self._get_skipped(partner))

    def test_undisputed_part_is_still_asked_for(self):
        move = self._create_overdue(amount=1000.0)
        self._open_case(move, {move: 400.0})
        (entry,) = self._get_day()["entries"]
        self.assertEqual(entry["value"], 600.0)

    def test_emails_leave_by_themselves_and_people_do_the_rest(self):
        self.levels.is_on = True
        self._create_overdue(self.customer, days=8)
        mute = self._create_customer("Sans adresse", email=False)
        self._create_overdue(mute, days=8)
        early = self._create_customer("Deux jours")
        self._create_overdue(early, days=2)
        (entry,) = self._get_day()["entries"]
        self.assertEqual((entry["name"], entry["tag"]), ("Sans adresse", "No e-mail address"))
        self.assertIn("e-mail leaves", self._get_skipped(self.customer))
        self.assertIn("Next level", self._get_skipped(early))

    def test_call_level_puts_the_customer_in_the_list(self):
        self.levels.is_on = True
        self.first.channel = "call"
        self._create_overdue(self.customer, days=8)
        (entry,) = self._get_day()["entries"]
        self.assertEqual(entry["tag"], "Call to make")

    def test_awaited_call_is_not_made_once_they_may_not_be_asked(self):
        self.first.write({"channel": "call", "is_on": True})
        move = self._create_overdue(days=10)
        self._run()
        self.assertEqual(self._get_names(), [self.customer.name])
        self.customer.litige_insolvency_kind = "redressement"
        self.assertFalse(self._get_names())
        self.customer.litige_insolvency_kind = False
        self._open_case(move)
        self.assertFalse(self._get_names())

    def test_customer_contacted_a_short_while_ago_is_left_alone(self):
        self._create_overdue(self.customer)
        self.env["litige.communication"].create(
            {"partner_id": self.customer.id, "channel": "call", "summary": "Bonjour."}
        )
        self.assertIn("Contacted lately", self._get_skipped(self.customer))

    def test_consumers_are_not_contacted_more_often_than_the_company_says(self):
        self._create_overdue(self.consumer)
        self._record(self.consumer, "no_answer", back="later")
        with self._wait(hours=3):
            self.assertEqual(self._get_names(), ["Jeanne Martin"])
            self._record(self.consumer, "no_answer", back="later")
        with self._wait(hours=6):
            self.assertIn("contacted enough", self._get_skipped(self.consumer))
        with self._wait(days=9):
            self.assertEqual(self._get_names(), ["Jeanne Martin"])

    def test_old_books_warn_and_empty_no_list(self):
        self._create_overdue(self.customer)
        self.assertEqual(self._get_day()["books"], "")
        with self._wait(days=30):
            self.assertIn("last bank entry", self._get_day()["books"])
            self.assertEqual(self._get_names(), ["SARL Dubreuil"])

    def test_broken_promise_comes_back_and_says_so(self):
        self._create_overdue(self.customer)
        self._record(self.customer, "promised", amount=1200, date=str(self.today))
        self.assertIn("comes back", self._get_skipped(self.customer))
        with self._wait(days=2):
            self.env["litige.promise"].search([])._refresh()
            (entry,) = self._get_day()["entries"]
            self.assertEqual(entry["tag"], "Promise not kept")

    def test_long_lists_come_by_pieces(self):
        for number in range(3):
            self._create_overdue(self._create_customer(f"Client {number}"))
        self.patch(litige_worklist, "SHOWN", 2)
        day = self._get_day()
        self.assertEqual((len(day["entries"]), day["more"]), (2, 1))
        self.assertEqual(day["more_value"], 1200.0)

    # === RIGHTS AND COST === #

    def test_only_users_of_disputes_see_it_and_only_their_company(self):
        self._create_overdue(self.customer)
        for group in (
            "account.group_account_user",
            "litige_management.litige_management_group_resolver",
        ):
            self.caller.group_ids = [(6, 0, [self.env.ref(group).id])]
            for call in (
                lambda: self._work().get_day(),
                lambda: self._work().get_customer(self.customer.id),
                lambda: self._work().record(self.customer.id, "no_answer", {}),
            ):
                with self.assertRaises(AccessError):
                    call()
        self.caller.group_ids = [
            (6, 0, [self.env.ref("litige_management.litige_management_group_user").id])
        ]
        other = self.setup_other_company()["company"]
        self.caller.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertFalse(self._work().with_company(other).get_day()["entries"])

    def test_outcomes_are_written_by_the_worklist_alone_and_read_in_their_company(self):
        self._create_overdue(self.customer)
        self._record(self.customer, "no_answer")
        outcome = self._get_latest(self.customer).with_user(self.caller)
        self.assertEqual(outcome.outcome, "no_answer")
        for forbidden in (
            lambda: outcome.write({"is_latest": False}),
            outcome.unlink,
            lambda: outcome.copy(),
        ):
            with self.assertRaises(AccessError):
                forbidden()
        other = self.setup_other_company()["company"]
        self.caller.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertFalse(outcome.search([]))

    def _count(self, call):
        counts = []
        for _round in range(3):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            call()
            counts.append(self.env.cr.sql_log_count - before)
        return min(counts)

    def test_day_costs_the_same_queries_for_any_number_of_customers(self):
        def fill(count):
            for number in range(count):
                partner = self._create_customer(f"Client {count}-{number}", user_id=self.caller.id)
                move = self._create_overdue(partner, 100.0 + number)
                if number % 3 == 0:
                    self._open_case(move)
                elif number % 3 == 1:
                    self._record(partner, "no_answer")
            return self._count(self._work().get_day)

        few = fill(3)
        many = fill(24)
        self.assertLessEqual(many, few)
        self.assertLessEqual(many, 26)

    def test_card_costs_the_same_queries_for_any_number_of_invoices(self):
        def fill(count):
            partner = self._create_customer(f"Client {count}")
            for number in range(count):
                self._create_customer(f"Contact {number}", parent_id=partner.id, is_company=False)
                move = self._create_overdue(partner, 100.0 + number)
                self._open_case(self._create_overdue(partner, 50.0))
                self.env["litige.communication"].create(
                    {
                        "move_id": move.id,
                        "summary": "Demain.",
                        "has_promise": True,
                        "promise_amount": 10.0,
                        "promise_date": self.today,
                    }
                )
            return self._count(lambda: self._work().get_customer(partner.id))

        few = fill(6)  # more than the exchanges shown
        many = fill(11)
        self.assertLessEqual(many, few)
        self.assertLessEqual(many, 50)
