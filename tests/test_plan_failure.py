"""A consumer's plan in three instalments: two come, the third does not, and the dispute is back."""

from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .settlement_common import DocumentCommon


class TestPlanFailure(DocumentCommon):
    def setUp(self):
        super().setUp()
        # 900 due, 3 × 300, 5 days of grace, 30 days to put right.
        self.plan = self._sign(self._confirm(self._create_plan(self.consumer_case)))
        self.invoice = self.consumer_case.claim_ids.move_id
        self.due = self.plan._get_instalments().mapped("date_due")

    def _on(self, day):
        return freeze_time(f"{day} 09:00:00")

    def _pay_on(self, day, amount):
        with self._on(day):
            return self._pay(self.invoice, amount, date=day)

    def _pay_two(self):
        for day in self.due[:2]:
            self._pay_on(day, 300.0)

    def _states(self):
        self.env.invalidate_all()
        return self.plan._get_instalments().mapped("state")

    def _notify(self, day, received):
        with self._on(day), self.allow_pdf_render():
            letter = self.env["litige.letter"].browse(self.plan.action_notify_default()["res_id"])
            letter._refresh_checks()
            letter.check_ids.is_acknowledged = True
            self.assertFalse(letter._confirm())
        with self._on(received):
            self.env["litige.delivery"].create(
                {
                    "letter_id": letter.id,
                    "channel": "registered",
                    "date_posted": day,
                    "date_presented": received,
                    "result": "received",
                    "date_received": received,
                }
            )
        return letter

    # === DAYS === #

    def test_an_instalment_is_not_late_on_its_day_nor_in_its_days_of_grace(self):
        first = self.plan._get_instalments()[0]
        for days, late, in_default in ((0, False, False), (1, True, False), (5, True, False)):
            with self.subTest(days=days), self._on(self.due[0] + timedelta(days=days)):
                self.env.invalidate_all()
                self.plan._refresh_execution()
                self.assertEqual(first.is_late, late)
                self.assertEqual(bool(self.plan._get_late_instalments()), in_default)
        with self._on(self.due[0] + timedelta(days=6)):
            self.env.invalidate_all()
            self.plan._refresh_execution()
            self.assertEqual(self.plan.execution_state, "late")

    def test_paying_on_the_last_day_to_put_right_saves_the_plan(self):
        self._pay_two()
        day = self.due[2] + timedelta(days=6)
        self._notify(day, day)
        last = day + timedelta(days=30)
        with self._on(last):
            self.env.invalidate_all()
            self.assertEqual(self.plan.cure_until, last)
            with self.assertRaises(UserError):
                self.plan._accelerate("amicable")
        self._pay_on(last, 300.0)
        with self._on(last + timedelta(days=1)):
            self.assertEqual(self._states(), ["done"] * 3)
            self.assertEqual(self.plan.execution_state, "performed")
            self.assertFalse(self.plan.can_accelerate)

    # === THE THIRD ONE FAILS === #

    def test_third_instalment_failing_brings_the_dispute_back(self):
        self._pay_two()
        self.assertEqual(self._states(), ["done", "done", "open"])
        day = self.due[2] + timedelta(days=6)
        letter = self._notify(day, day)
        self.assertEqual(letter.amount, 300.0)
        with self._on(day + timedelta(days=31)):
            self.env.invalidate_all()
            self.plan._accelerate("amicable")
            agreed, original, _missing = self.plan._get_balances()
        self.assertEqual(self.consumer_case.phase, "amicable")
        self.assertEqual((agreed.principal, agreed.charges), (300, 0))
        # A plan gave nothing up: the original claim is what is left of it, no more.
        self.assertEqual((original.principal, original.charges), (300, 0))
        self.assertEqual(self._states(), ["done", "done", "broken"])
        self.assertEqual(self.invoice.amount_residual, 300.0)

    def test_a_cent_missing_on_the_second_shifts_nothing_but_that_cent(self):
        self._pay_on(self.due[0], 300.0)
        self._pay_on(self.due[1], 299.99)
        self.env.invalidate_all()
        self.assertEqual(self.plan._get_instalments().mapped("paid_amount"), [300.0, 299.99, 0.0])
        with self._on(self.due[1] + timedelta(days=6)):
            letter = self.env["litige.letter"].browse(self.plan.action_notify_default()["res_id"])
        self.assertEqual(letter.amount, 0.01)

    def test_payment_taken_back_makes_its_instalment_late_again(self):
        payment = self._pay_on(self.due[0], 300.0)
        self.assertEqual(self._states(), ["done", "open", "open"])
        with self._on(self.due[0] + timedelta(days=10)):
            payment.move_id.line_ids.remove_move_reconcile()
            self._run_precommit()
            self.assertEqual(self._states(), ["open"] * 3)
            self.assertEqual(self.plan.execution_state, "late")
            self.assertTrue(self.plan._get_late_instalments())

    def test_nothing_is_in_default_once_the_law_forbids_to_pay(self):
        self.consumer.litige_overindebted_on = self.today
        with self._on(self.due[0] + timedelta(days=6)), self.assertRaises(UserError):
            self.plan.action_notify_default()

    # === WHAT THE NOTICE SAYS === #

    def test_notice_tells_a_consumer_their_rights_and_adds_nothing(self):
        self._pay_two()
        day = self.due[2] + timedelta(days=6)
        with self._on(day):
            letter = self.env["litige.letter"].browse(self.plan.action_notify_default()["res_id"])
            [document] = letter._get_documents().values()
            tree = html.fromstring(str(letter._render_fragment(document)))
        text = self._text(tree).replace("\u202f", " ").replace("\xa0", " ")
        clause = self.plan._get_article_codes().index("default") + 1
        self.assertSays(
            text,
            f"article {clause} de cet accord",
            "trente (30) jours à compter de la première présentation",
            "300,00",
            "sans frais ni pénalité",
            "demander au juge des délais de paiement",
            "Vos données sont utilisées",
            "CNIL",
        )
        self.assertNeverSays(text, "indemnité forfaitaire", "l441-10", "remise de")
        self.assertEqual(fields.Date.to_date(letter.default_json[0]["date"]), self.due[2])

    def test_notice_does_not_wait_for_a_rate_of_interest_still_to_come(self):
        deal = self._sign(self._confirm(self._create_transaction()))
        self.env["litige.legal.rate"].search([]).filtered(
            lambda rate: rate.date_from > self.today
        ).unlink()
        later = self.first_due.replace(year=self.first_due.year + 2)
        with self._on(later), self.allow_pdf_render():
            letter = self.env["litige.letter"].browse(deal.action_notify_default()["res_id"])
            letter._refresh_checks()
            letter.check_ids.is_acknowledged = True
            self.assertFalse(letter._confirm())
            deal.invalidate_recordset()
            self.assertIn("is not known yet", deal.balance_text)
        self.assertEqual(letter.amount, 1800.0)

    def test_notice_encloses_the_agreement_it_names(self):
        day = self.due[0] + timedelta(days=6)
        letter = self._notify(day, day)
        [first, *_rest] = pages = self._read_pages(letter)
        self.assertIn("Copie de l’accord", " ".join(pages).replace("\xa0", " "))
        self.assertIn("MISE EN DEMEURE", first)
        self.assertIn("ÉCHÉANCIER DE PAIEMENT", " ".join(pages))

    def test_professionals_are_told_nothing_of_personal_data(self):
        deal = self._sign(self._confirm(self._create_transaction()))
        with self._on(self.first_due + timedelta(days=6)):
            letter = self.env["litige.letter"].browse(deal.action_notify_default()["res_id"])
            [document] = letter._get_documents().values()
            text = self._text(html.fromstring(str(letter._render_fragment(document))))
        self.assertNotIn("CNIL", text)
