"""The form behind *Open a dispute*: what it proposes, what it refuses, what it opens."""

from datetime import timedelta

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import Form, new_test_user

from .common import LitigeCommon


class TestOpeningWizard(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_overdue(amount=1200.0, days=34)

    def _wizard(self, action):
        self.assertEqual(action["res_model"], "litige.case.open")
        return self.env["litige.case.open"].browse(action["res_id"])

    def _open(self, action):
        """Press the button and return the dispute that it shows."""
        shown = self._wizard(action).action_open()
        return self.env["litige.case"].browse(shown["res_id"])

    # === WHAT IT PROPOSES === #

    def test_form_proposes_the_whole_of_the_chosen_invoice(self):
        other = self._create_overdue(amount=2450.0, days=8)
        self._create_overdue(days=-10)
        wizard = self._wizard(self.invoice.action_litige_open())
        self.assertRecordValues(
            wizard.line_ids,
            [
                {
                    "move_id": self.invoice.id,
                    "selected": True,
                    "disputed_amount": 1200.0,
                    "days_overdue": 34,
                },
                {
                    "move_id": other.id,
                    "selected": False,
                    "disputed_amount": 2450.0,
                    "days_overdue": 8,
                },
            ],
        )
        self.assertRecordValues(
            wizard,
            [
                {
                    "partner_id": self.customer.id,
                    "cause_id": self.non_payment.id,
                    "standing": "merchant",
                    "standing_confirmed": False,
                    "hold": True,
                    "review_date": self.today + timedelta(days=30),
                    "user_id": self.env.uid,
                }
            ],
        )
        self.assertFalse(wizard.refusal_note)

    def test_form_follows_the_companys_delay_of_review(self):
        self.company.litige_hold_days = 12
        wizard = self._wizard(self.invoice.action_litige_open())
        self.assertEqual(wizard.review_date, self.today + timedelta(days=12))

    def test_form_of_a_customer_proposes_all_that_is_overdue(self):
        other = self._create_overdue(amount=10.0, days=1)
        self._create_overdue(days=-1)
        wizard = self._wizard(self.customer.action_litige_open())
        self.assertEqual(wizard.line_ids.filtered("selected").move_id, self.invoice | other)

    def test_form_leaves_out_in_words_what_cannot_be_disputed(self):
        paid = self._create_overdue()
        self._pay(paid)
        wizard = self._wizard((self.invoice | paid).action_litige_open())
        self.assertEqual(wizard.line_ids.move_id, self.invoice)
        self.assertIn(paid.name, wizard.refusal_note)
        self.assertNotIn(self.invoice.name, wizard.refusal_note)

    def test_cause_is_left_to_the_person_when_nothing_is_due_yet(self):
        wizard = self._wizard(self._create_overdue(days=-10).action_litige_open())
        self.assertFalse(wizard.cause_id)

    # === WHAT THE PERSON CHANGES === #

    def test_part_of_an_invoice_is_disputed(self):
        with Form(self._wizard(self.invoice.action_litige_open())) as form:
            form.cause_id = self.non_conformity
            form.description = "Une porte ferme mal"
            with form.line_ids.edit(0) as line:
                line.disputed_amount = 300.0
        case = self._open({"res_model": "litige.case.open", "res_id": form.record.id})
        self.assertRecordValues(
            case,
            [
                {
                    "cause_id": self.non_conformity.id,
                    "description": "Une porte ferme mal",
                    "disputed_amount": 300.0,
                    "held_amount": 300.0,
                    "open_amount": 1200.0,
                }
            ],
        )
        self.assertFalse(self.invoice.no_followup, "The rest is still chased")

    def test_writing_an_amount_chooses_the_invoice(self):
        self._create_overdue(amount=2450.0, days=8)
        form = Form(self._wizard(self.invoice.action_litige_open()))
        with form.line_ids.edit(1) as line:
            self.assertFalse(line.selected)
            line.disputed_amount = 100.0
            self.assertTrue(line.selected)

    def test_no_hold_when_the_person_wants_none(self):
        with Form(self._wizard(self.invoice.action_litige_open())) as form:
            form.hold = False
        case = self._open({"res_model": "litige.case.open", "res_id": form.record.id})
        self.assertFalse(case.held_amount)
        self.assertFalse(self.invoice.no_followup)

    def test_review_date_is_asked_for_when_holding(self):
        with (
            self.assertRaises(AssertionError),
            Form(self._wizard(self.invoice.action_litige_open())) as form,
        ):
            form.review_date = False

    # === WHAT IT OPENS === #

    def test_one_dispute_per_customer_and_currency(self):
        dollars = self._create_overdue(
            currency_id=self.setup_other_currency("USD").id, amount=700.0
        )
        other = self._create_overdue(self.consumer)
        shown = self._wizard((self.invoice | dollars | other).action_litige_open()).action_open()
        cases = self.env["litige.case"].search(shown["domain"])
        self.assertEqual(
            {(case.partner_id, case.currency_id, case.claim_ids.move_id) for case in cases},
            {
                (self.customer, self.invoice.currency_id, self.invoice),
                (self.customer, dollars.currency_id, dollars),
                (self.consumer, other.currency_id, other),
            },
        )
        self.assertEqual(set(cases.mapped("standing")), {"merchant", "consumer"})
        self.assertFalse(any(cases.mapped("standing_confirmed")), "Nobody checked them")

    def test_invoice_joins_the_open_dispute_of_the_customer(self):
        case = self._open_case(self.invoice)
        late = self._create_overdue(amount=80.0, days=3)
        with Form(self._wizard(late.action_litige_open())) as form:
            self.assertEqual(form.candidate_ids.ids, case.ids)
            form.case_id = case
        self.assertEqual(
            self._open({"res_model": "litige.case.open", "res_id": form.record.id}), case
        )
        self.assertEqual(case.claim_ids.move_id, self.invoice | late)
        self.assertEqual(case.held_amount, 1280.0)

    def test_case_offers_the_other_overdue_invoices(self):
        case = self._open_case(self.invoice)
        late = self._create_overdue(amount=80.0, days=3)
        wizard = self._wizard(case.action_add_invoices())
        self.assertEqual(wizard.case_id, case)
        self.assertEqual(wizard.line_ids.move_id, late)

    # === WHAT IT REFUSES === #

    def test_invoice_in_dispute_is_refused_with_the_way_to_it(self):
        case = self._open_case(self.invoice)
        with self.assertRaises(RedirectWarning) as refusal:
            self.invoice.action_litige_open()
        message, action, *_rest = refusal.exception.args
        self.assertIn(case.name, message)
        self.assertEqual(action["res_id"], case.id)

    def test_more_than_is_due_is_refused(self):
        wizard = self._wizard(self.invoice.action_litige_open())
        wizard.line_ids.disputed_amount = 1200.01
        with self.assertRaisesRegex(UserError, "1.200"):
            wizard.action_open()
        self.assertFalse(self.invoice.litige_case_id)

    def test_nothing_ticked_is_refused(self):
        wizard = self._wizard(self.invoice.action_litige_open())
        wizard.line_ids.selected = False
        with self.assertRaises(UserError):
            wizard.action_open()

    def test_customer_without_overdue_invoice_is_refused(self):
        with self.assertRaisesRegex(UserError, self.consumer.name):
            self.consumer.action_litige_open()

    def test_accountants_cannot_open_a_dispute(self):
        accountant = new_test_user(
            self.env,
            login="comptable",
            groups="account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.invoice.with_user(accountant).action_litige_open()
