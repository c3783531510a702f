"""Default on an agreement: notice, days to put right, balance due at once, two balances."""

from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .settlement_common import DocumentCommon


class TestDefault(DocumentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls.case.claim_ids.move_id.sorted("invoice_date_due")[0]

    def setUp(self):
        super().setUp()
        # 2000 due, 200 given up on condition, 3 × 600
        self.deal = self._sign(self._confirm(self._create_transaction(waived=200.0)))

    def _on(self, days):
        """Be `days` after the first instalment."""
        return freeze_time(f"{self.first_due + timedelta(days=days)} 09:00:00")

    def _notify(self, days, received=None):
        """Write, confirm and send the notice `days` after the first instalment."""
        with self._on(days), self.allow_pdf_render():
            action = self.deal.action_notify_default()
            letter = self.env["litige.letter"].browse(action["res_id"])
            letter._refresh_checks()
            letter.check_ids.is_acknowledged = True
            self.assertFalse(letter._confirm())
        if received is not None:
            day = self.first_due + timedelta(days=received)
            with self._on(received):
                self.env["litige.delivery"].create(
                    {
                        "letter_id": letter.id,
                        "channel": "registered",
                        "date_posted": self.first_due + timedelta(days=days),
                        "date_presented": day,
                        "result": "received",
                        "date_received": day,
                    }
                )
        return letter

    # === THE NOTICE === #

    def test_no_notice_before_the_days_of_grace_are_over(self):
        with self._on(5), self.assertRaises(UserError):
            self.deal.action_notify_default()

    def test_notice_asks_for_what_is_late_and_no_more(self):
        self._pay(self.invoice, 100.0)
        letter = self._notify(6)
        self.assertEqual(letter.amount, 500.0)
        [line] = letter.default_json
        self.assertEqual((line["amount"], line["paid"], line["open"]), (600.0, 100.0, 500.0))
        self.assertEqual(letter.kind, "default")
        self.assertEqual(self.deal.execution_state, "noticed")
        self.assertEqual(letter.notice_days, self.deal.cure_days)

    def test_notice_names_the_clause_the_instalment_and_the_days(self):
        with self._on(6):
            action = self.deal.action_notify_default()
            letter = self.env["litige.letter"].browse(action["res_id"])
            [document] = letter._get_documents().values()
            text = self._read(letter, document)
        clause = self.deal._get_article_codes().index("default") + 1
        self.assertSays(
            text,
            f"article {clause} de cet accord",
            self.deal.name,
            "quinze (15) jours à compter de la première présentation",
            "600,00",
            "1 800,00",  # under the agreement
            "2 000,00",  # the original claim
            "réputée n’avoir jamais été consentie",
        )

    def _read(self, letter, document):
        tree = html.fromstring(str(letter._render_fragment(document)))
        return self._text(tree).replace("\u202f", " ").replace("\xa0", " ")

    def test_what_is_paid_meanwhile_is_no_longer_asked_for(self):
        with self._on(6):
            action = self.deal.action_notify_default()
            letter = self.env["litige.letter"].browse(action["res_id"])
            self._pay(self.invoice, 600.0)
            failures = letter._confirm()
        self.assertIn("Nothing is late", failures[letter])
        self.assertEqual(letter.state, "draft")

    def test_only_a_registered_letter_is_the_notice_agreed(self):
        with self._on(6):
            action = self.deal.action_notify_default()
            letter = self.env["litige.letter"].browse(action["res_id"])
            letter.channel = "email"
            self.assertIn("registered", letter._confirm()[letter])

    def test_notice_is_written_from_its_agreement(self):
        moves = self.case.claim_ids.move_id
        vals = self.env["litige.letter"]._prepare_letter("default", moves, self.case)
        with self.assertRaises(ValidationError):
            self.env["litige.letter"].create(vals)

    def test_notice_of_default_is_no_formal_notice_of_the_invoices(self):
        self._notify(6, received=8)
        self.assertFalse(any(self.case.claim_ids.mapped("notice_date")))

    def test_being_late_ourselves_is_said_before_any_notice(self):
        with self._on(6):
            self.deal._refresh_execution()
            self.env.invalidate_all()
            self.assertIn("given notice", self.deal.default_status)
            self.assertNotIn("hold back", self.deal.default_status)
        deal = self._create_transaction(waived=200.0)
        ours = self._add_commitment(deal)
        self._sign(self._confirm(deal))
        with self._on(6):
            deal._refresh_execution()
            self.env.invalidate_all()
            self.assertIn("hold back", deal.default_status)
            ours.action_done()
            self.env.invalidate_all()
            self.assertNotIn("hold back", deal.default_status)

    # === THE BALANCE === #

    def test_balance_is_due_the_day_after_the_last_day_to_put_right(self):
        self._notify(6, received=10)
        self.assertEqual(self.deal.cure_days, 15)
        with self._on(25):
            self.env.invalidate_all()
            self.assertEqual(self.deal.cure_until, fields.Date.context_today(self.deal))
            with self.assertRaises(UserError):
                self.deal._accelerate("amicable")
        with self._on(26):
            self.env.invalidate_all()
            self.assertTrue(self.deal.can_accelerate)
            self.deal._accelerate("judicial")
        self.assertEqual(self.case.phase, "judicial")
        self.assertEqual(self.deal.execution_state, "accelerated")
        self.assertEqual(self.deal._get_instalments()[0].state, "broken")

    def test_notice_without_effect_makes_nothing_due(self):
        self._notify(6)
        with self._on(200):
            self.env.invalidate_all()
            self.assertFalse(self.deal.cure_until)
            with self.assertRaises(UserError):
                self.deal._accelerate("amicable")

    def test_paying_what_the_notice_names_saves_the_agreement(self):
        self._notify(6, received=10)
        with self._on(24):
            self._pay(self.invoice, 600.0)
        with self._on(27):
            self.env.invalidate_all()
            self.assertEqual(self.deal.execution_state, "pending")
            with self.assertRaises(UserError):
                self.deal._accelerate("amicable")

    def test_a_cent_missing_still_breaks_the_agreement(self):
        self._notify(6, received=10)
        with self._on(24):
            self._pay(self.invoice, 599.99)
        with self._on(26):
            self.env.invalidate_all()
            self.deal._accelerate("amicable")
        self.assertEqual(self.case.phase, "amicable")

    def test_both_balances_are_told_apart(self):
        self._pay(self.invoice, 600.0)
        agreed, original, _missing = self.deal._get_balances()
        self.assertEqual((agreed.principal, agreed.charges), (1200, 0))
        self.assertEqual(original.principal, 1400)
        self.assertGreater(original.charges, 80)  # two indemnities, and interest
        self.assertIn("principal first", self.deal.balance_text)

    def test_interest_paid_first_leaves_principal_that_bears_interest(self):
        """Art. 1343-1: each payment counts on what had accrued that day, not once at the end."""
        self._set_rate("2.00")  # whatever half-years the days of this test fall in
        deal = self._create_transaction(
            waived=200.0, charges_fate="included", charges_amount=90.0, imputation="interest"
        )
        deal = self._sign(self._confirm(self._spread(deal, 3)))
        accrued = deal._count_charges(self.first_due)
        self._pay(self.invoice, 630.0, date=self.first_due)
        with self._on(60):
            self.env.invalidate_all()
            agreed, original, _missing = deal._get_balances()
        # Of the 1890 agreed, 90 first. Of the 2000, what the charges of that day left of 630.
        self.assertEqual((agreed.principal, agreed.charges), (1260, 0))
        self.assertEqual(original.principal, 2000 - (630 - accrued))
        # From then on all that is left bears 12 % a year: counted at the end, it would be 1370.
        self.assertAlmostEqual(original.charges, original.principal * 12 * 60 / 36500, delta=0.05)

    def _set_rate(self, ecb):
        """Make the European rate that one for every half-year, as the company's own."""
        years = range(self.today.year - 1, self.today.year + 2)
        self.env["litige.legal.rate"].create(
            [
                {
                    "series": "ecb_mro",
                    "date_from": f"{year}-{half}-01",
                    "value": ecb,
                    "source": "test",
                    "company_id": self.company.id,
                }
                for year in years
                for half in ("01", "07")
            ]
        )

    def test_what_was_noted_by_hand_lowers_both_balances(self):
        with self._on(0):
            self.deal._get_instalments()[0].action_done()
            self.env.invalidate_all()
            agreed, original, _missing = self.deal._get_balances()
        self.assertEqual((agreed.principal, original.principal), (1200, 1400))

    def test_discount_without_condition_stays(self):
        deal = self._create_transaction(waived=200.0, is_discount_conditional=False)
        deal = self._sign(self._confirm(deal))
        _agreed, original, _missing = deal._get_balances()
        self.assertEqual(original.principal, 1800)
        self.assertNotIn("original claim", deal.balance_text)

    def test_consumer_owes_no_charge_when_a_plan_fails(self):
        plan = self._sign(self._confirm(self._create_plan(self.consumer_case)))
        agreed, original, _missing = plan._get_balances()
        self.assertEqual((agreed.total, original.charges), (900, 0))
        self.assertEqual(plan.cure_days, 30)

    def test_a_plain_user_of_disputes_does_it_all(self):
        self.deal = self.deal.with_user(
            new_test_user(
                self.env,
                "litige_default",
                groups="litige_management.litige_management_group_user",
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
            )
        )
        self._notify(6, received=10)
        with self._on(26):
            self.env.invalidate_all()
            wizard = self.deal.env["litige.settlement.accelerate"].create(
                {"settlement_id": self.deal.id, "phase": "judicial"}
            )
            self.assertIn("original claim", wizard.balance_text)
            wizard.action_accelerate()
        self.assertEqual(self.case.phase, "judicial")

    def test_another_company_sees_and_does_nothing(self):
        other = self.env["res.company"].create({"name": "Autre"})
        stranger = new_test_user(
            self.env,
            "litige_default_stranger",
            groups="litige_management.litige_management_group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for method in ("action_notify_default", "action_draft_credit_notes", "action_ask_title"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.deal.with_user(stranger), method)()

    def test_acceleration_is_told_once_with_both_balances(self):
        self._notify(6, received=10)
        with self._on(26):
            self.env.invalidate_all()
            self.deal._accelerate("amicable")
            with self.assertRaises(UserError):
                self.deal._accelerate("amicable")
        told = self.case.event_ids.filtered(lambda e: "Whole balance" in e.summary)
        self.assertEqual(len(told), 1)
        self.assertIn("original claim", told.summary)
        # Back at the table, nothing is executed any more without another basis.
        self.assertFalse(self.case._has_enforceable_basis())
