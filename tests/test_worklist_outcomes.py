"""What came of a contact: logged, acted upon, and when the customer comes back."""

from datetime import timedelta

from odoo.exceptions import UserError

from .worklist_common import WorklistCommon

SIGN = "litige_management.mail_activity_type_possible_dispute"


class TestWorklistOutcomes(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id.rounding = 0.01
        cls.first_move = cls._create_overdue(cls.customer, 1200.0)
        cls.second_move = cls._create_overdue(cls.customer, 300.0, days=12)

    def _get_exchange(self):
        return self._get_latest(self.customer).communication_id

    def _in_days(self, days):
        return self.today + timedelta(days=days)

    # === EACH OUTCOME === #

    def test_promise_pauses_what_is_late_and_nothing_else(self):
        ahead = self._create_overdue(self.customer, 5000.0, days=-20)
        answer = self._record(
            self.customer,
            "promised",
            amount=1500.0,
            date=str(self._in_days(4)),
            note="Dès réception de son propre client.",
        )
        self.assertAmount("1 500,00", answer["message"])
        promise = self._get_exchange().promise_ids
        self.assertRecordValues(
            promise,
            [
                {
                    "amount": 1500.0,
                    "date_promised": self._in_days(4),
                    "state": "pending",
                    "move_ids": (self.first_move | self.second_move).ids,
                }
            ],
        )
        self.assertNotIn(ahead, promise.move_ids)
        self.assertIn("propre client", self._get_exchange().summary)
        self.assertRecordValues(
            self._get_latest(self.customer),
            [{"outcome": "promised", "promised_amount": 1500.0, "amount": 1500.0}],
        )
        self.assertFalse(self._get_names())

    def test_promise_in_another_currency_is_one_on_its_invoices(self):
        dollars = self.setup_other_currency("USD", rounding=0.01)
        foreign = self._create_customer("Smith Inc")
        moves = self._create_overdue(foreign, 500.0, currency_id=dollars.id)
        moves |= self._create_overdue(foreign, 250.0, currency_id=dollars.id)
        card = self._work().get_customer(foreign.id)
        self.assertEqual(card["promise"]["currency"], dollars.id)
        self.assertEqual(card["promise"]["amount"], 750.0)
        self._record(foreign, "promised", amount=750.0, date=str(self._in_days(4)))
        promise = self._get_latest(foreign).communication_id.promise_ids
        self.assertRecordValues(
            promise, [{"amount": 750.0, "currency_id": dollars.id, "move_ids": moves.ids}]
        )

    def test_promises_that_make_no_sense_are_refused_and_nothing_is_noted(self):
        for values in (
            {"amount": 0.0, "date": str(self._in_days(4))},
            {"amount": 9999.0, "date": str(self._in_days(4))},
            {"amount": 100.0, "date": False},
            {"amount": 100.0, "date": str(self._in_days(-1))},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._record(self.customer, "promised", **values)
        self.assertFalse(self._get_latest(self.customer))

    def test_no_answer_comes_back_when_chosen(self):
        self._record(self.customer, "no_answer", back="later")
        self.assertIn("No answer", self._get_exchange().summary)
        self.assertEqual(self._get_exchange().standing, "fact")
        self.assertIn("No answer: comes back", self._get_skipped(self.customer))
        with self._wait(hours=3):
            self.assertEqual(self._get_names(), ["SARL Dubreuil"])

    def test_next_working_day_is_not_a_sunday(self):
        """Called on Friday 4 December 2026 at noon: back on Monday the 7th, Paris time."""
        from odoo.tests import freeze_time

        with freeze_time("2026-12-04 11:00:00"):
            self._record(self.customer, "no_answer")
        self.assertEqual(str(self._get_latest(self.customer).return_at), "2026-12-06 23:00:00")

    def test_paid_waits_for_the_bank(self):
        answer = self._record(self.customer, "paid")
        self.assertIn("Comes back", answer["message"])
        self.assertIn("Says that it is paid", self._get_exchange().summary)
        self.assertEqual(self._get_exchange().standing, "theirs")

    def test_dispute_opens_the_form_with_what_was_said(self):
        answer = self._record(self.customer, "disputes", note="Le vernis cloque.")
        action = answer["action"]
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.description, "Le vernis cloque.")
        self.assertFalse(wizard.cause_id)
        self.assertEqual(wizard.line_ids.filtered("selected").move_id, self.first_move)
        self.assertEqual(wizard.line_ids.move_id, self.first_move | self.second_move)
        # Nobody opens it: somebody is reminded of it.
        self.assertTrue(self.first_move.activity_search([SIGN]))
        self.assertIn("comes back", self._get_skipped(self.customer))
        # Somebody does: the worklist stays, the question is answered, the call is in the file.
        wizard.cause_id = self.non_conformity
        wizard.line_ids.selected = True
        closed = wizard.with_context(**action["context"]).action_open()
        self.assertEqual(closed["type"], "ir.actions.act_window_close")
        case = self.first_move.litige_case_id
        self.assertEqual(case.description, "Le vernis cloque.")
        self.assertIn(self._get_exchange(), case.communication_ids)
        self.assertFalse(self.first_move.activity_search([SIGN]))

    def test_dispute_by_email_is_a_written_complaint(self):
        self._record(self.customer, "disputes")
        self.assertFalse(self._get_exchange().is_complaint, "made aloud, it does not count")
        self._record(self.customer, "disputes", channel="email")
        self.assertTrue(self._get_exchange().is_complaint)
        self.assertEqual(self._get_exchange().direction, "in")

    def test_invoice_not_received_is_sent_again_to_the_right_address(self):
        self._record(
            self.customer,
            "not_received",
            move_ids=self.first_move.ids,
            email="compta@dubreuil.example",
        )
        self.assertEqual(self.customer.email, "compta@dubreuil.example")
        self.assertEqual(self.first_move.sending_data["mail_partner_ids"], self.customer.ids)
        self.assertEqual(self.first_move.sending_data["sending_methods"], ["email"])
        self.assertFalse(self.second_move.sending_data)
        self.assertIn(self.first_move.name, self._get_exchange().summary)

    def test_invoices_of_others_are_not_sent(self):
        other = self._create_overdue(self.consumer)
        with self.assertRaisesRegex(UserError, "Choose the invoices"):
            self._record(self.customer, "not_received", move_ids=other.ids)

    def test_without_any_address_one_is_asked_for(self):
        self.customer.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self._record(self.customer, "not_received")

    def test_wrong_contact_is_to_be_found(self):
        self._record(self.customer, "wrong_contact", note="Parti à la retraite.")
        activity = self.customer.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertIn("right contact", activity.summary)
        self.assertIn("retraite", activity.note)

    def test_right_number_is_written_and_called_at_once(self):
        self.customer.phone = "01 00 00 00 00"
        answer = self._record(self.customer, "wrong_contact", phone="01 23 45 67 89")
        self.assertTrue(answer["stay"])
        self.assertEqual(self.customer.phone, "01 23 45 67 89")
        self.assertIn("01 00 00 00 00", self._get_exchange().summary)
        self.assertFalse(self.customer.activity_ids)

    def test_something_else_is_said_in_words(self):
        with self.assertRaisesRegex(UserError, "few words"):
            self._record(self.customer, "other")
        self._record(self.customer, "other", note="Rappellera.", back="week", channel="sms")
        self.assertRecordValues(
            self._get_exchange(), [{"summary": "Rappellera.", "channel": "sms"}]
        )

    def test_only_invoice_is_the_one_spoken_of(self):
        self._pay(self.second_move)
        self._record(self.customer, "no_answer")
        self.assertEqual(self._get_exchange().move_id, self.first_move)

    # === TWO AT ONCE, AND NONSENSE === #

    def test_colleague_who_called_first_is_told_of(self):
        self._record(self.customer, "no_answer")
        answer = self._record(self.customer, "paid", known=False)
        self.assertTrue(answer["conflict"])
        self.assertIn("No answer", answer["message"])
        self.assertEqual(self._get_latest(self.customer).outcome, "no_answer")

    def test_last_outcome_counts(self):
        self._record(self.customer, "no_answer", back="month")
        self._record(self.customer, "other", note="A rappelé.", back="later")
        self.assertEqual(self._get_latest(self.customer).outcome, "other")
        with self._wait(hours=3):
            self.assertEqual(self._get_names(), ["SARL Dubreuil"])

    def test_unknown_words_are_refused(self):
        for outcome, values in (("unlink", {}), ("no_answer", {"back": "never"})):
            with self.assertRaises(UserError):
                self._record(self.customer, outcome, **values)

    def test_end_of_the_day_counts_what_was_done(self):
        self._create_overdue(self.consumer)
        self._record(self.customer, "promised", amount=1500.0, date=str(self._in_days(4)))
        self._record(self.consumer, "no_answer")
        done = self._work().get_done()
        self.assertEqual(done["count"], 2)
        self.assertAmount("1 500,00", done["promised"])
        self.assertEqual({one["code"] for one in done["outcomes"]}, {"promised", "no_answer"})


class TestWorklistCard(WorklistCommon):
    def test_card_says_everything_before_the_call(self):
        move = self._create_overdue(self.customer, 1000.0)
        self._create_overdue(self.customer, 200.0, days=10)
        held = self._create_overdue(self.customer, 700.0, days=50)
        case = self._open_case(held)
        case_part = self._create_overdue(self.consumer, 1.0)
        self.env["litige.communication"].create(
            {"move_id": move.id, "summary": "Le comptable est absent."}
        )
        self.env["account.payment"].create(
            {"partner_id": self.customer.id, "amount": 99.0, "payment_type": "inbound"}
        ).action_post()
        card = self._work().get_customer(self.customer.id)
        self.assertEqual([line["name"] for line in card["lines"]][0], move.name)
        self.assertEqual([line["disputed"] for line in card["lines"]], [False, False, True])
        self.assertNotIn(case_part.name, str(card))
        self.assertAmount("1 200,00", card["total"])
        self.assertEqual(card["promise"]["amount"], 1200.0)
        self.assertIn("2 invoices are late", card["sentence"])
        self.assertIn("absent", card["exchanges"][0]["text"])
        words = " ".join(warning["text"] for warning in card["warnings"])
        self.assertAmount("99,00", words)
        self.assertIn(case.name, words)
        self.assertIn("were sent", words)

    def test_instalments_are_seen_one_by_one(self):
        move = self._create_overdue(self.customer, 1000.0)
        line = move.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        card = self._work().get_customer(self.customer.id)
        self.assertEqual([row["id"] for row in card["lines"]], line.ids)
        self.assertIn(move.name, card["sentence"])

    def test_what_was_said_in_a_mediation_is_not_shown(self):
        self._create_overdue(self.customer)
        self.env["litige.communication"].create(
            {
                "partner_id": self.customer.id,
                "summary": "Il accepterait la moitié.",
                "confidential": True,
                "confidential_ground": "mediation",
            }
        )
        card = self._work().get_customer(self.customer.id)
        self.assertNotIn("moitié", str(card))
        self.assertIn("not to be spoken of", card["exchanges"][0]["text"])

    def test_days_proposed_are_to_come_and_in_order(self):
        days = [day["date"] for day in self._work()._get_promise_days()]
        self.assertEqual(days, sorted(set(days)))
        self.assertGreater(days[0], str(self.today))
