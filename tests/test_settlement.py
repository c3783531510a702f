"""Agreements: what they must hold, their course to two signatures, and what they change."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user
from odoo.tools import mute_logger

from .settlement_common import PIXEL, SettlementCommon

MODELS = (
    "litige.settlement", "litige.settlement.line", "litige.settlement.signatory",
    "litige.commitment",
)


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
            (self.consumer_case, "transaction"): ("none", 30, True, "homologation"),
            (self.consumer_case, "plan"): ("none", 30, False, "none"),
        }
        for (case, kind), terms in expected.items():
            with self.subTest(case=case.name, kind=kind):
                settlement = self._create_settlement(case, kind=kind)
                self.assertEqual(
                    (settlement.charges_fate, settlement.cure_days, settlement.is_confidential,
                     settlement.enforcement_route), terms,
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
        self.assertRecordValues(settlement, [{
            "principal_amount": 2000.0, "waived_amount": 200.0, "settled_amount": 1800.0,
            "scheduled_amount": 1800.0, "difference_amount": 0.0,
        }])

    def test_instalments_are_equal_and_the_last_takes_the_rounding(self):
        settlement = self._create_plan(self.consumer_case, count=7)
        amounts = settlement._get_instalments().mapped("amount")
        self.assertEqual(amounts, [128.57] * 6 + [128.58])
        self.assertEqual(settlement.difference_amount, 0.0)

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
        consumer = self._create_transaction(
            self.consumer_case, waived=0.0, charges_fate="waived"
        )
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
        plan = self._create_plan(
            self.consumer_case, charges_fate="included", charges_amount=40.0
        )
        self.assertIssue(plan, "no added fee or interest")

    def test_consumer_has_thirty_days_at_least_after_a_notice(self):
        plan = self._create_plan(self.consumer_case, cure_days=29)
        self.assertIssue(plan, "at least 30 days")
        plan.cure_days = 30
        self.assertFalse(plan._get_issues())

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
        with self.assertRaises(Exception), mute_logger("odoo.sql_db"), self.cr.savepoint():
            settlement.line_ids[0].waived_amount = 1200.01
            settlement.flush_recordset()

    def test_closed_dispute_takes_no_agreement(self):
        settlement = self._create_transaction()
        self.case.action_close_mistake()
        self.assertIssue(settlement, "is closed")


class TestSettlementCourse(SettlementCommon):
    def test_confirming_freezes_the_text(self):
        settlement = self._confirm(self._create_transaction())
        self.assertEqual(settlement.state, "confirmed")
        self.assertEqual(len(settlement.document_hash), 64)
        line, instalment = settlement.line_ids[0], settlement.commitment_ids[0]
        for record, vals in (
            (settlement, {"facts": "autre"}),
            (settlement, {"kind": "plan"}),
            (settlement, {"line_ids": [Command.delete(line.id)]}),
            (line, {"waived_amount": 0.0}),
            (instalment, {"amount": 1.0}),
            (instalment, {"state": "done"}),
            (settlement.signatory_ids[0], {"name": "Autre"}),
        ):
            with self.subTest(record=record, vals=vals), self.assertRaises(UserError):
                record.write(vals)
        for record in (settlement, line, instalment, settlement.signatory_ids[0]):
            with self.subTest(record=record), self.assertRaises(UserError):
                record.unlink()

    def test_correcting_the_standing_later_changes_no_final_text(self):
        settlement = self._confirm(self._create_transaction())
        self.case.standing = "consumer"
        self.assertEqual((settlement.cure_days, settlement.charges_fate), (15, "waived"))

    def test_both_signatures_bring_the_dispute_to_execution(self):
        settlement = self._sign(self._confirm(self._create_transaction()))
        self.assertRecordValues(settlement, [{"state": "signed", "signed_on": self.today}])
        self.assertEqual(self.case.phase, "execution")
        self.assertTrue(self.case.is_open)
        self.assertTrue(self.case._has_enforceable_basis())

    def test_execution_stays_shut_before_the_signature(self):
        self._confirm(self._create_transaction())
        self.case._move_to("amicable")
        with self.assertRaises(UserError):
            self.case._move_to("execution")

    def test_agreement_binds_from_the_last_signature(self):
        settlement = self._confirm(self._create_transaction())
        with self.assertRaises(UserError):
            self._sign(settlement, self.today + timedelta(days=1))
        with self.assertRaises(UserError):
            self._sign(settlement, self.today - timedelta(days=1))
        self.assertEqual(settlement.state, "confirmed")

    def test_each_side_needs_a_date_and_a_signed_copy(self):
        settlement = self._confirm(self._create_transaction())
        us, customer = settlement.signatory_ids
        us.write({"signed_on": self.today, "scan": PIXEL})
        customer.signed_on = self.today
        with self.assertRaisesRegex(UserError, "Paul Dubreuil"):
            settlement.action_sign()
        customer.scan = PIXEL
        settlement.action_sign()
        self.assertEqual(settlement.state, "signed")
        self.assertEqual(len(us.scan_hash), 64)

    def test_signed_agreement_never_changes(self):
        settlement = self._sign(self._confirm(self._create_transaction()))
        for record, vals in (
            (settlement, {"user_id": False}),
            (settlement.signatory_ids[0], {"signed_on": self.today - timedelta(days=1)}),
            (settlement.signatory_ids[0], {"scan": False}),
            (settlement.commitment_ids[0], {"date_due": self.today}),
        ):
            with self.subTest(record=record, vals=vals), self.assertRaises(UserError):
                record.write(vals)
        with self.assertRaises(UserError):
            settlement._cancel("trop tard")

    def test_draft_cannot_be_signed(self):
        with self.assertRaises(UserError):
            self._sign(self._create_transaction())

    def test_steps_and_fingerprints_are_not_written_by_hand(self):
        settlement = self._create_transaction()
        user = new_test_user(
            self.env, "litige_hand", groups="litige_management.litige_management_group_manager",
            company_id=self.company.id,
        )
        mine = settlement.with_user(user).with_context(litige_freezing=True)
        for vals in (
            {"state": "confirmed"}, {"state": "signed"}, {"name": "PRO/1"},
            {"document_hash": "0" * 64}, {"cancel_reason": "non"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                mine.write(vals)
        forged = self.env["litige.settlement"].with_user(user).create({
            "case_id": self.case.id, "state": "signed", "document_hash": "0" * 64,
        })
        self.assertRecordValues(forged, [{"state": "draft", "document_hash": False}])

    def test_cancelling_asks_why_and_a_new_version_starts_again(self):
        settlement = self._confirm(self._create_transaction())
        wizard = self.env["litige.settlement.cancel"].create({
            "settlement_id": settlement.id, "reason": "quatre échéances demandées",
        })
        wizard.action_cancel()
        self.assertRecordValues(settlement, [{
            "state": "cancelled", "cancel_reason": "quatre échéances demandées",
        }])
        new = self.env["litige.settlement"].browse(settlement.action_new_version()["res_id"])
        self.assertEqual(new.state, "draft")
        self.assertFalse(new.document_hash)
        self.assertEqual(new.settled_amount, settlement.settled_amount)
        self.assertEqual(len(new.commitment_ids), len(settlement.commitment_ids))
        self.assertEqual(len(new.signatory_ids), 2)
        self.assertNotEqual(new.name, settlement.name)

    def test_chronology_tells_the_course_with_its_values(self):
        settlement = self._sign(self._confirm(self._create_transaction()))
        events = self.case.event_ids.filtered(lambda event: event.kind == "agreement")
        prepared, signed = events.sorted("rank")
        self.assertEqual(prepared.details["document_sha256"], settlement.document_hash)
        self.assertEqual(prepared.details["to_pay"], "1800.00")
        self.assertEqual(len(signed.details["instalments"]), 3)
        self.assertEqual(
            [row["party"] for row in signed.details["signatures"]], ["us", "customer"]
        )
        self.assertEqual(signed.occurred_on, self.today)

    def test_agreement_follows_its_invoices_to_another_dispute(self):
        settlement = self._sign(self._confirm(self._create_transaction()))
        target = self._open_case(self._create_overdue(amount=50.0))
        self.case._merge_into(target)
        self.assertEqual(settlement.case_id, target)
        self.assertTrue(target._has_enforceable_basis())

    # === WHAT WAS PROMISED === #

    def test_what_was_promised_is_followed_once_signed(self):
        settlement = self._create_transaction()
        service = self._add_commitment(settlement)
        self._sign(self._confirm(settlement))
        service.proof = "bon d’intervention 12"
        service.action_done()
        self.assertRecordValues(service, [{"state": "done", "done_on": self.today}])
        event = self.case.event_ids.filtered(lambda event: event.kind == "agreement")[0]
        self.assertEqual(event.details["proof"], "bon d’intervention 12")

    def test_late_is_after_the_due_date_of_a_signed_agreement(self):
        settlement = self._create_plan(count=1)
        instalment = settlement.commitment_ids
        instalment.date_due = self.today
        self._sign(self._confirm(settlement))
        self.assertFalse(instalment.is_late)
        late = self.today + timedelta(days=1)
        with self.mock_today(late):
            instalment.invalidate_recordset(["is_late"])
            self.assertTrue(instalment.is_late)
            self.assertIn(instalment, self.env["litige.commitment"].search([
                ("is_late", "=", True), ("settlement_id", "=", settlement.id),
            ]))

    def mock_today(self, day):
        """Set the clock at noon of `day`."""
        return freeze_time(fields.Datetime.to_datetime(day) + timedelta(hours=12))

    def test_payment_needs_an_amount(self):
        settlement = self._create_plan()
        with self.assertRaises(Exception), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._add_commitment(settlement, kind="payment", amount=0.0)
            settlement.flush_recordset()

    # === RIGHTS === #

    def _user(self, login, group, **values):
        return new_test_user(self.env, login, groups=group, company_id=self.company.id, **values)

    def test_users_prepare_accountants_read_others_see_nothing(self):
        rights = {
            "litige_management.litige_management_group_user": (True, True),
            "account.group_account_readonly": (True, False),
            "litige_management.litige_management_group_resolver": (False, False),
            "base.group_portal": (False, False),
        }
        for rank, (group, (read, write)) in enumerate(rights.items()):
            user = self._user(f"litige_{rank}", group)
            for name in MODELS:
                with self.subTest(group=group, model=name):
                    model = self.env[name].with_user(user)
                    self.assertEqual(model.has_access("read"), read)
                    self.assertEqual(model.has_access("write"), write)
                    self.assertEqual(model.has_access("create"), write)

    def test_user_without_other_rights_goes_to_the_signature(self):
        user = self._user("litige_full", "litige_management.litige_management_group_user")
        self._sign(self._confirm(self._create_transaction().with_user(user)))
        self.assertEqual(self.case.phase, "execution")

    def test_other_companies_see_nothing(self):
        settlement = self._create_transaction()
        other = self.env["res.company"].create({"name": "Autre société"})
        stranger = new_test_user(
            self.env, "litige_else", groups="litige_management.litige_management_group_manager",
            company_id=other.id, company_ids=[Command.set(other.ids)],
        )
        for name in MODELS:
            with self.subTest(model=name):
                self.assertFalse(self.env[name].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            settlement.with_user(stranger).read(["facts"])
