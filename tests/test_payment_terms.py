"""Before an invoice is confirmed: due dates beyond the law, disputes, what is not clear."""

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user

from .common import LitigeCommon


class TestWarnings(LitigeCommon):
    def _draft(self, partner=None, days=30, day=date(2026, 11, 23), **values):
        values.setdefault("invoice_payment_term_id", False)
        if not values["invoice_payment_term_id"]:
            values["invoice_date_due"] = day + timedelta(days=days)
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or self.customer).id,
                "invoice_date": day,
                "invoice_line_ids": [
                    fields.Command.create({"name": "Pose", "price_unit": 900.0, "tax_ids": []})
                ],
                **values,
            }
        )

    def _codes(self, move):
        return list(move._litige_get_warnings()[move])

    def test_a_professional_may_be_given_sixty_days_and_no_more(self):
        self.assertEqual(self._codes(self._draft(days=60)), [])
        late = self._draft(days=61)
        self.assertEqual(self._codes(late), ["b2b_terms"])
        self.assertIn("61 days after the invoice", late.litige_warnings)

    def test_a_term_to_the_end_of_the_month_may_be_longer(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "45 days end of month",
                "line_ids": [
                    fields.Command.create(
                        {
                            "value": "percent",
                            "value_amount": 100,
                            "delay_type": "days_after_end_of_month",
                            "nb_days": 45,
                        }
                    )
                ],
            }
        )
        move = self._draft(day=date(2026, 11, 1), invoice_payment_term_id=term.id)
        self.assertEqual(move.invoice_date_due, date(2027, 1, 14), "74 days after the invoice")
        self.assertEqual(self._codes(move), [])
        term.line_ids.nb_days = 60
        longer = self._draft(day=date(2026, 11, 1), invoice_payment_term_id=term.id)
        self.assertEqual(self._codes(longer), ["b2b_terms"])

    def test_a_consumer_given_more_than_fifty_days_is_lent_money_since_20_november_2026(self):
        self.assertEqual(self._codes(self._draft(self.consumer, days=50)), [])
        self.assertEqual(self._codes(self._draft(self.consumer, days=51)), ["b2c_terms"])
        before = self._draft(self.consumer, days=51, day=date(2026, 11, 19))
        self.assertEqual(self._codes(before), [])

    def test_the_days_of_a_consumer_run_from_the_supply(self):
        move = self._draft(self.consumer, days=49, delivery_date=date(2026, 11, 21))
        self.assertEqual(self._codes(move), ["b2c_terms"])

    def test_public_bodies_and_associations_follow_other_rules(self):
        for standing in ("public", "non_professional"):
            other = self._create_customer(standing, litige_standing=standing)
            self.assertEqual(self._codes(self._draft(other, days=90)), [], standing)

    def test_a_dismissed_warning_stays_away_and_the_others_are_shown(self):
        move = self._draft(days=90)
        move.action_litige_dismiss()
        self.assertFalse(move.litige_warnings)
        self._open_case(self._create_overdue())
        self.assertEqual(self._codes(move), ["open_disputes"])

    def test_a_customer_who_disputes_again_and_again_is_told_of(self):
        for _time in range(2):
            self._open_case(self._create_overdue())._close("abandoned")
        self.assertEqual(self._codes(self._draft()), ["repeated_disputes"])

    def test_a_dispute_opened_by_mistake_counts_for_nothing(self):
        for _time in range(2):
            self._open_case(self._create_overdue())._close("mistake")
        self.assertEqual(self._codes(self._draft()), [])

    def test_a_warning_stops_nothing_unless_the_company_says_so(self):
        self._draft(days=90).action_post()
        self.company.litige_block_terms = True
        move = self._draft(days=90)
        with self.assertRaisesRegex(UserError, "90 days after the invoice"):
            move.action_post()
        move.action_litige_dismiss()
        move.action_post()
        self.assertEqual(move.state, "posted")

    def test_what_is_not_clear_is_recalled_on_the_invoice(self):
        Clarity = self.env["litige.clarity"]
        usual = Clarity.create({"partner_id": self.customer.id, "delay": "no", "price": "yes"})
        self.assertEqual(usual.score, "1/8")
        move = self._draft()
        self.assertIn("Not clear in the contract: Dates.", move.litige_warnings)
        Clarity.create({"partner_id": self.customer.id, "move_id": move.id, "delay": "yes"})
        self.assertEqual(self._codes(move), [], "the invoice's own checklist wins")

    def test_the_checklist_of_an_invoice_starts_as_the_customer_s(self):
        self.env["litige.clarity"].create({"partner_id": self.customer.id, "scope": "yes"})
        action = self._draft().action_litige_clarity()
        with Form(self.env["litige.clarity"].with_context(**action["context"])) as form:
            self.assertEqual(form.scope, "yes")
            form.delay = "no"
        sheet = form.save()
        self.assertEqual(sheet.checked_by_id, self.env.user)
        self.assertEqual(sheet.checked_on, self.today)
        self.assertEqual(sheet.move_id.action_litige_clarity()["res_id"], sheet.id)

    def test_an_accountant_without_rights_on_disputes_sees_the_warning(self):
        self._open_case(self._create_overdue())
        user = new_test_user(
            self.env,
            "litige_biller",
            groups="account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        move = self._draft().with_user(user)
        self.assertIn("has an open dispute", move.litige_warnings)

    def test_many_invoices_cost_the_queries_of_one(self):
        partners = [self._create_customer(f"Client {rank}") for rank in range(20)]
        moves = self.env["account.move"].union(*(self._draft(one, days=90) for one in partners))

        def count(records):
            best = 10**6
            for _round in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                records.mapped("litige_warnings")
                best = min(best, self.env.cr.sql_log_count - before)
            return best

        self.assertLessEqual(count(moves), count(moves[:2]) + 2)
