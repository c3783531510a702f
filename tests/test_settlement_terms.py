"""Terms of agreements: what is proposed from the file, and what they must hold."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from .settlement_common import SettlementCommon


class TestSettlementTerms(SettlementCommon):
    # === WHAT IS PROPOSED === #

    def test_new_agreement_is_filled_from_the_file(self):
        settlement = self._create_settlement(kind="transaction")
        self.assertRegex(settlement.name, r"^PRO/\d{4}/\d{5}$")
        self.assertEqual(settlement.line_ids.claim_id, self.case.claim_ids)
        self.assertEqual(settlement.principal_amount, 2000.0)
        self.assertIn("RCS de Lyon", settlement.our_identity)
        self.assertIn("12 rue des Lilas, 75011 Paris", settlement.customer_identity)
        self.assertIn("deux fenêtres sur huit", settlement.their_position)
        self.assertEqual(settlement.bank_id.partner_id, self.company.partner_id)
        us, customer = settlement.signatory_ids
        self.assertEqual((us.party, us.name, us.quality), ("us", "Anne Lacombe", "gérante"))
        self.assertEqual(
            (customer.party, customer.name, customer.quality),
            ("customer", "Paul Dubreuil", "président"),
        )

    def test_kind_and_standing_decide_the_terms(self):
        expected = {
            (self.case, "transaction"): ("waived", 15, True, "homologation"),
            (self.case, "plan"): ("reserved", 15, False, "none"),
            (self.consumer_case, "transaction"): ("none", 30, False, "homologation"),
            (self.consumer_case, "plan"): ("none", 30, False, "none"),
        }
        for (case, kind), terms in expected.items():
            with self.subTest(case=case.name, kind=kind):
                settlement = self._create_settlement(case, kind=kind)
                self.assertEqual(
                    (
                        settlement.charges_fate,
                        settlement.cure_days,
                        settlement.is_confidential,
                        settlement.enforcement_route,
                    ),
                    terms,
                )

    def test_form_opened_from_the_dispute_proposes_everything(self):
        action = self.case.action_new_settlement()
        form = Form(self.env["litige.settlement"].with_context(**action["context"]))
        form.kind = "plan"
        settlement = form.save()
        self.assertEqual(settlement.settled_amount, 2000.0)
        self.assertEqual(len(settlement.signatory_ids), 2)
        self.assertIn("délais", settlement.their_position)

    def test_discount_lowers_the_amount_to_pay(self):
        settlement = self._create_transaction(waived=200.0)
        self.assertRecordValues(
            settlement,
            [
                {
                    "principal_amount": 2000.0,
                    "waived_amount": 200.0,
                    "settled_amount": 1800.0,
                    "scheduled_amount": 1800.0,
                    "difference_amount": 0.0,
                }
            ],
        )

    def test_instalments_are_equal_and_the_last_takes_the_rounding(self):
        settlement = self._create_plan(self.consumer_case, count=7)
        amounts = settlement._get_instalments().mapped("amount")
        self.assertEqual(amounts, [128.57] * 6 + [128.58])
        self.assertEqual(settlement.difference_amount, 0.0)

    def test_generator_shows_what_it_gives(self):
        settlement = self._create_settlement(self.consumer_case, kind="plan")
        action = settlement.action_spread()
        form = Form(self.env["litige.settlement.instalments"].with_context(**action["context"]))
        form.count = 7
        figures = map(settlement.currency_id.format, (128.57, 128.58))
        self.assertEqual(form.preview, "6 × %s, then %s" % tuple(figures))
        for count in (0, 121):
            form.count = count
            self.assertIn("cannot be spread", form.preview)
        form.count = 2
        form.save().action_spread()
        self.assertEqual(settlement._get_instalments().mapped("amount"), [450.0, 450.0])

    def test_spreading_again_replaces_payments_and_keeps_the_rest(self):
        settlement = self._create_plan(count=3)
        service = self._add_commitment(settlement)
        self._spread(settlement, 2)
        self.assertEqual(len(settlement._get_instalments()), 2)
        self.assertTrue(service.exists())

    # === WHAT IS CHECKED === #

    def assertIssue(self, settlement, *words):
        """Assert that the agreement is stopped, and that the reason holds these words."""
        issues = "\n".join(settlement._get_issues())
        for word in words:
            self.assertIn(word, issues)
        with self.assertRaises(UserError), self.cr.savepoint():
            settlement.action_confirm()
        self.assertEqual(settlement.state, "draft")

    def test_complete_agreements_have_no_issue(self):
        self.assertFalse(self._create_transaction()._get_issues())
        self.assertFalse(self._create_plan(self.consumer_case)._get_issues())

    def test_instalments_must_add_up_and_the_difference_is_said_in_words(self):
        settlement = self._create_transaction(waived=200.0)
        settlement._get_instalments()[0].amount -= 0.01
        figures = map(settlement.currency_id.format, (1800.0, 1799.99))
        self.assertIssue(settlement, *figures, "one cent", "missing")
        settlement._get_instalments()[0].amount += 100.01
        self.assertIssue(settlement, "one hundred euros", "too much")

    def test_the_difference_is_in_french_for_a_french_user(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        settlement = self._create_transaction(waived=200.0).with_context(lang="fr_FR")
        settlement._get_instalments()[0].amount -= 100
        self.assertIn("cent euros", "\n".join(settlement._get_issues()))

    def test_concessions_of_both_sides_are_needed(self):
        settlement = self._create_transaction(their_concessions=False)
        self.assertIssue(settlement, "concession of the customer")
        settlement = self._create_transaction(waived=0.0, charges_fate="reserved")
        self.assertIssue(settlement, "concession of ours")

    def test_paying_what_is_due_is_no_concession_but_a_promise_is(self):
        settlement = self._create_transaction(their_concessions="  \n")
        self.assertFalse(settlement._has_concession_of("customer"))
        self._add_commitment(
            settlement, party="customer", kind="withdrawal", description="se désister"
        )
        self.assertTrue(settlement._has_concession_of("customer"))

    def test_giving_up_interest_is_a_concession_to_a_professional_only(self):
        pro = self._create_transaction(waived=0.0, charges_fate="waived")
        self.assertTrue(pro._has_concession_of("us"))
        consumer = self._create_transaction(self.consumer_case, waived=0.0, charges_fate="waived")
        self.assertFalse(consumer._has_concession_of("us"))

    def test_mere_delay_is_said_to_be_weak(self):
        settlement = self._create_transaction(waived=0.0, charges_fate="none")
        self._add_commitment(settlement)
        self.assertIn("weak concession", settlement.cautions)

    def test_payment_plan_gives_nothing_up(self):
        plan = self._create_plan(count=1)
        plan.line_ids[0].waived_amount = 100.0
        self._spread(plan, 3)
        self.assertIssue(plan, "gives nothing up")
        plan.line_ids[0].waived_amount = 0.0
        self._spread(plan, 3)
        plan.our_concessions = "un geste"
        self.assertIssue(plan, "Concessions belong to a settlement")

    def test_judge_approves_settlements_only(self):
        self.assertIssue(self._create_plan(enforcement_route="homologation"), "A judge approves")

    def test_consumer_pays_no_fee_nor_interest(self):
        plan = self._create_plan(self.consumer_case, charges_fate="included", charges_amount=40.0)
        self.assertIssue(plan, "no added fee or interest")

    def test_consumer_has_thirty_days_at_least_after_a_notice(self):
        plan = self._create_plan(self.consumer_case, cure_days=29)
        self.assertIssue(plan, "at least 30 days")
        plan.cure_days = 30
        self.assertFalse(plan._get_issues())

    def test_company_that_gives_longer_is_held_to_it(self):
        self.env["litige.legal.parameter"].create(
            {
                "code": "b2c_acceleration_notice_days",
                "value": 45,
                "unit": "days",
                "date_from": self.today,
                "source": "Politique interne",
                "company_id": self.company.id,
            }
        )
        plan = self._create_plan(self.consumer_case)
        self.assertEqual(plan.cure_days, 45)
        plan.cure_days = 44
        self.assertIssue(plan, "at least 45 days")

    def test_only_two_merchants_choose_their_court(self):
        court = "tribunal de commerce de Lyon"
        self.assertFalse(self._create_transaction(jurisdiction=court)._get_issues())
        self.assertIssue(
            self._create_plan(self.consumer_case, jurisdiction=court), "Only two merchants"
        )
        self.company.litige_standing = "artisan"
        self.assertIssue(self._create_transaction(jurisdiction=court), "Only two merchants")

    def test_power_of_who_signs_for_a_company_is_needed(self):
        settlement = self._create_transaction()
        settlement.signatory_ids[0].power = False
        self.assertIssue(settlement, "with what quality and power Anne Lacombe")

    def test_standing_must_be_confirmed(self):
        self.case.standing_confirmed = False
        self.assertIssue(self._create_transaction(), "what the customer is")

    def test_insolvent_or_overindebted_customer_may_not_pay(self):
        self.customer.litige_insolvency_kind = "redressement"
        self.assertIssue(self._create_transaction(), "insolvency")
        self.consumer.litige_overindebted_on = self.today
        self.assertIssue(self._create_plan(self.consumer_case), "over-indebtedness")

    def test_invoice_paid_meanwhile_is_seen(self):
        settlement = self._create_transaction()
        self._pay(settlement.line_ids[0].claim_id.move_id, 500.0)
        self.assertIssue(settlement, "is still due on")

    def test_no_instalment_before_the_agreement(self):
        plan = self._create_plan(count=1)
        plan.commitment_ids.date_due = self.today - timedelta(days=1)
        self.assertIssue(plan, "before the agreement")

    def test_discount_above_what_is_due_is_refused(self):
        settlement = self._create_transaction()
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            settlement.line_ids[0].waived_amount = 1200.01
            settlement.flush_recordset()

    def test_closed_dispute_takes_no_agreement(self):
        settlement = self._create_transaction()
        self.case.action_close_mistake()
        self.assertIssue(settlement, "is closed")
