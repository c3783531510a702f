"""A dispute opened from overdue invoices: what is refused, what is written."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from .common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestCaseOpening(LitigeCommon):
    def _wizard(self, moves):
        action = moves.action_litige_open()
        return self.env["litige.case.open"].browse(action["res_id"])

    def _opened(self, action):
        if action.get("res_id"):
            return self.env["litige.case"].browse(action["res_id"])
        return self.env["litige.case"].search(action["domain"])

    # === THE FORM === #

    def test_form_offers_all_overdue_invoices_and_ticks_the_chosen_one(self):
        first, second = self._create_overdue(), self._create_overdue(amount=300, days=10)
        self._create_overdue(partner=self.consumer)
        wizard = self._wizard(second)
        ticked = {line.move_id: line.selected for line in wizard.line_ids}
        self.assertEqual(ticked, {first: False, second: True})
        self.assertEqual(wizard.cause_id, self.non_payment)
        self.assertEqual(wizard.standing, "merchant")
        self.assertFalse(wizard.standing_confirmed, "a person confirms it")
        self.assertEqual(wizard.review_date, self.today + timedelta(days=30))

    def test_one_click_opens_a_numbered_case_with_its_history(self):
        move = self._create_overdue()
        case = self._opened(self._wizard(move).action_open())
        self.assertRegex(case.name, rf"^LIT/{self.today.year}/\d{{5}}$")
        self.assertEqual(case.partner_id, self.customer)
        self.assertEqual(case.phase, "identification")
        self.assertRecordValues(
            case.claim_ids,
            [
                {
                    "move_id": move.id,
                    "opening_amount": 1200,
                    "disputed_amount": 1200,
                    "open_amount": 1200,
                    "is_held": True,
                    "held_amount": 1200,
                    "date_due": move.invoice_date_due,
                }
            ],
        )
        kinds = case.event_ids.sorted("rank").mapped("kind")
        self.assertEqual(kinds, ["opened", "invoice_issued", "invoice_due", "hold"])
        self.assertIn(self.env.user.partner_id, case.message_partner_ids)
        self.assertEqual(move.litige_state, "disputed")
        self.assertEqual(move.litige_case_id, case)

    def test_what_the_customer_says_is_written_as_their_word(self):
        wizard = self._wizard(self._create_overdue())
        wizard.description = "La livraison était incomplète."
        case = self._opened(wizard.action_open())
        complaint = case.event_ids.filtered(lambda event: event.kind == "complaint")
        self.assertEqual(complaint.standing, "theirs")
        self.assertIn("incomplète", complaint.summary)

    def test_part_of_an_invoice_can_be_disputed(self):
        wizard = self._wizard(self._create_overdue(amount=1000))
        wizard.line_ids.disputed_amount = 250
        case = self._opened(wizard.action_open())
        self.assertEqual(
            (case.open_amount, case.disputed_amount, case.held_amount), (1000, 250, 250)
        )

    def test_nothing_disputed_holds_nothing(self):
        move = self._create_overdue()
        case = self._open_case(move, disputed={move: 0})
        self.assertFalse(case.claim_ids.is_held)
        self.assertFalse(case.event_ids.filtered(lambda event: event.kind == "hold"))

    def test_several_customers_give_one_case_each(self):
        moves = self._create_overdue() | self._create_overdue(days=3)
        moves |= self._create_overdue(partner=self.consumer)
        wizard = self._wizard(moves)
        self.assertEqual(wizard.case_count, 2)
        cases = self._opened(wizard.action_open())
        self.assertEqual(
            sorted((case.partner_id.name, len(case.claim_ids)) for case in cases),
            [("Jeanne Martin", 1), ("SARL Dubreuil", 2)],
        )

    def test_each_case_of_a_selection_has_its_own_note(self):
        moves = self._create_overdue() | self._create_overdue(partner=self.consumer)
        moves |= self._create_overdue(partner=self._create_customer("Mairie de Bron"))
        cases = self._opened(self._wizard(moves).action_open())
        self.assertEqual(len(cases), 3)
        for case in cases:
            note = case.message_ids.filtered(lambda message: "Dispute opened" in message.body)
            self.assertRecordValues(
                note,
                [
                    {
                        "model": "litige.case",
                        "res_id": case.id,
                        "body": "<p>Dispute opened</p>",
                        "author_id": self.env.user.partner_id.id,
                        "subtype_id": self.env.ref("mail.mt_note").id,
                        "is_internal": True,
                    }
                ],
            )

    def test_what_cannot_be_disputed_in_a_selection_is_said_and_the_rest_opened(self):
        good, paid = self._create_overdue(), self._create_overdue()
        self._pay(paid)
        wizard = self._wizard(good | paid)
        self.assertIn(paid.name, wizard.refusal_note)
        self.assertEqual(self._opened(wizard.action_open()).claim_ids.move_id, good)

    def test_contact_of_a_company_opens_the_case_with_the_company(self):
        contact = self._create_customer("Luc Petit", is_company=False, parent_id=self.customer.id)
        case = self._opened(self._wizard(self._create_overdue(partner=contact)).action_open())
        self.assertEqual((case.partner_id, case.contact_id), (self.customer, contact))

    # === REFUSALS: A SENTENCE, AND NOTHING HALF DONE === #

    def assertRefused(self, moves, *words):
        before = self.env["litige.case"].search_count([]), self.env["litige.event"].search_count([])
        with self.assertRaises(UserError) as error:
            self._wizard(moves).action_open()
        for word in words:
            self.assertIn(word, str(error.exception.args[0]))
        after = self.env["litige.case"].search_count([]), self.env["litige.event"].search_count([])
        self.assertEqual(before, after)

    def test_draft_invoice_is_refused(self):
        move = self._create_overdue()
        move.button_draft()
        self.assertRefused(move, "draft")

    def test_cancelled_invoice_is_refused(self):
        move = self._create_overdue()
        move.button_draft()
        move.button_cancel()
        self.assertRefused(move, "cancelled")

    def test_paid_invoice_is_refused(self):
        move = self._create_overdue()
        self._pay(move)
        self.assertRefused(move, "paid")

    def test_vendor_bill_is_refused(self):
        bill = self.init_invoice("in_invoice", partner=self.customer, amounts=[100], post=True)
        self.assertRefused(bill, "not a customer invoice")

    def test_opening_balance_that_mixes_customers_is_refused(self):
        account = self.company_data["default_account_receivable"]
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    Command.create(
                        {"account_id": account.id, "debit": 100, "partner_id": self.customer.id}
                    ),
                    Command.create(
                        {"account_id": account.id, "debit": 50, "partner_id": self.consumer.id}
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data["default_account_revenue"].id,
                            "credit": 150,
                        }
                    ),
                ]
            }
        )
        entry.action_post()
        self.assertRefused(entry, "mixes several customers")

    def test_invoice_not_yet_due_needs_another_cause(self):
        move = self._create_overdue(days=-10)
        wizard = self._wizard(move)
        self.assertFalse(wizard.cause_id, "non-payment is not proposed")
        wizard.cause_id = self.non_payment
        with self.assertRaisesRegex(UserError, "not due before"):
            wizard.action_open()
        wizard.cause_id = self.non_conformity
        self.assertEqual(self._opened(wizard.action_open()).claim_ids.move_id, move)

    def test_invoice_already_in_dispute_names_and_links_the_case(self):
        move = self._create_overdue()
        case = self._open_case(move)
        with self.assertRaises(RedirectWarning) as error:
            move.action_litige_open()
        message, action = error.exception.args[:2]
        self.assertIn(case.name, message)
        self.assertEqual(action["res_id"], case.id)

    def test_amount_above_what_is_due_is_refused(self):
        wizard = self._wizard(self._create_overdue(amount=1000))
        wizard.line_ids.disputed_amount = 1000.01
        with self.assertRaisesRegex(UserError, "only"):
            wizard.action_open()
        self.assertFalse(self.env["litige.case"].search([("partner_id", "=", self.customer.id)]))

    def test_negative_amount_is_refused(self):
        wizard = self._wizard(self._create_overdue(amount=1000))
        wizard.line_ids.disputed_amount = -1
        with self.assertRaises(UserError):
            wizard.action_open()

    def test_another_company_or_currency_cannot_join_a_case(self):
        case = self._open_case(self._create_overdue())
        dollars = self._create_overdue(currency_id=self.env.ref("base.USD").id)
        refusals = self.env["litige.case.opening"]._get_refusals(
            dollars, company=case.company_id, currency=case.currency_id
        )
        self.assertIn("USD", refusals[dollars])
        other = self.setup_other_company()["company"]
        self.assertIn(
            other.name,
            self.env["litige.case.opening"]._get_refusals(dollars, company=other)[dollars],
        )

    # === LATER === #

    def test_invoices_can_be_added_to_an_open_case(self):
        case = self._open_case(self._create_overdue())
        second = self._create_overdue(amount=80, days=3)
        action = self.env["litige.case.open"]._action_for_partner(self.customer, case)
        wizard = self.env["litige.case.open"].browse(action["res_id"])
        self.assertEqual(wizard.line_ids.move_id, second)
        wizard.action_open()
        self.assertEqual(case.open_amount, 1280)
        self.assertTrue(case.claim_ids.filtered(lambda claim: claim.move_id == second).is_held)

    def test_two_cases_of_a_customer_can_be_merged(self):
        kept = self._open_case(self._create_overdue())
        emptied = self._open_case(self._create_overdue(amount=300))
        wizard = self.env["litige.case.merge"].create(
            {
                "case_id": emptied.id,
                "target_id": kept.id,
            }
        )
        wizard.action_merge()
        self.assertEqual(kept.open_amount, 1500)
        self.assertRecordValues(
            emptied,
            [
                {
                    "phase": "closed",
                    "outcome": "merged",
                    "merged_into_id": kept.id,
                }
            ],
        )
        self.assertFalse(emptied.claim_ids)
        self.assertEqual(kept.claim_ids.mapped("is_held"), [True, True], "holds stay")
        payment = self._pay(kept.claim_ids.move_id[1])
        self.assertTrue(payment)
        self.assertIn("payment", kept.event_ids.mapped("kind"))

    def test_cases_of_two_customers_cannot_be_merged(self):
        one = self._open_case(self._create_overdue())
        two = self._open_case(self._create_overdue(partner=self.consumer))
        with self.assertRaisesRegex(UserError, "same customer"):
            two._merge_into(one)

    def test_opened_by_mistake_lifts_the_hold_at_once(self):
        move = self._create_overdue()
        case = self._open_case(move)
        case.action_close_mistake()
        self.assertEqual((case.phase, case.outcome), ("closed", "mistake"))
        self.assertFalse(move.no_followup)
        self.assertEqual(move.litige_state, "overdue")
        again = self._opened(self._wizard(move).action_open())
        self.assertNotEqual(again, case, "the invoice can be disputed again")

    def test_case_whose_invoice_is_in_another_dispute_cannot_be_reopened(self):
        move = self._create_overdue()
        case = self._open_case(move)
        case.action_close_mistake()
        other = self._open_case(move)
        with self.assertRaisesRegex(UserError, other.name):
            case._reopen("Erreur")

    def test_paid_needs_that_nothing_is_due(self):
        case = self._open_case(self._create_overdue())
        with self.assertRaisesRegex(UserError, "still shows"):
            case._close("paid")
        self.assertNotEqual(case.phase, "closed")

    def test_cases_are_never_deleted(self):
        case = self._open_case(self._create_overdue())
        with self.assertRaisesRegex(UserError, "never deleted"):
            case.sudo().unlink()

    # === NUMBERS === #

    def test_each_company_counts_its_own_disputes(self):
        other = self.setup_other_company()["company"]
        self.assertTrue(
            self.env["ir.sequence"].search(
                [
                    ("code", "=", "litige.case"),
                    ("company_id", "=", other.id),
                ]
            )
        )
        numbers = self.company._litige_next_numbers(3)
        self.assertEqual(len(set(numbers)), 3)
        self.assertEqual(numbers, sorted(numbers))

    def test_opening_many_costs_as_many_queries_as_opening_few(self):
        def specs(count):
            moves = [
                self._create_overdue(partner=self._create_customer(f"Client {n}"))
                for n in range(count)
            ]
            return [
                {
                    "case": {
                        "company_id": self.company.id,
                        "partner_id": move.partner_id.id,
                        "currency_id": move.currency_id.id,
                        "cause_id": self.non_payment.id,
                        "user_id": self.env.uid,
                    },
                    "claims": [{"move": move, "disputed": 1200}],
                    "hold": {"reason": "Non-payment", "review_date": self.today},
                }
                for move in moves
            ]

        few, many = specs(2), specs(12)
        Opening = self.env["litige.case.opening"]
        Opening._open(specs(1))  # warm the caches
        counts = []
        for batch in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Opening._open(batch)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 4, counts)
        self.assertLessEqual(counts[1], 100)


@tagged("standard", "post_install", "-at_install")
class TestBanner(LitigeCommon):
    def test_lateness_is_seen_instalment_by_instalment(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Deux fois",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 60}),
                ],
            }
        )
        move = self._create_overdue(
            days=0, invoice_payment_term_id=term.id, invoice_date=self.today - timedelta(days=30)
        )
        self.assertEqual(move.litige_state, "overdue")
        self.assertEqual(move.litige_overdue_amount, 600)
        self.assertEqual(move.litige_days_overdue, 30)
        case = self._open_case(move)
        self.assertEqual([item["amount"] for item in case.claim_ids.due_snapshot], [600, 600])

    def test_filters_find_overdue_and_disputed_invoices(self):
        overdue, disputed = self._create_overdue(), self._create_overdue()
        paid = self._create_overdue()
        self._pay(paid)
        self._open_case(disputed)
        Move = self.env["account.move"]
        mine = [("partner_id", "=", self.customer.id), ("move_type", "=", "out_invoice")]
        self.assertEqual(Move.search([*mine, ("litige_state", "=", "overdue")]), overdue)
        self.assertEqual(Move.search([*mine, ("litige_state", "=", "disputed")]), disputed)
        self.assertEqual(Move.search([*mine, ("litige_state", "=", False)]), paid)

    def test_due_date_is_frozen_when_the_dispute_opens(self):
        move = self._create_overdue()
        claim = self._open_case(move).claim_ids
        due = move.invoice_date_due
        move.invoice_date_due = self.today + timedelta(days=60)
        self.assertEqual((claim.date_due, claim.interest_start), (due, due))

    def test_contractual_rate_is_kept_on_the_invoice_of_its_day(self):
        self.company.litige_penalty_rate = 15
        move = self._create_overdue()
        self.company.litige_penalty_rate = 12
        self.assertEqual(move.litige_penalty_rate, 15)
        self.customer.with_company(self.company).litige_penalty_rate = 18
        self.assertEqual(self._create_overdue().litige_penalty_rate, 18)
