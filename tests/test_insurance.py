"""Is a dispute covered by the legal-protection insurance, and until when to declare it."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .insurance_common import InsuranceCommon


class TestInsuranceCover(InsuranceCommon):
    def test_before_any_refusal_there_is_nothing_to_declare(self):
        self.assertEqual(self.case.insurance_state, "warning")
        self.assertIn("Nothing to declare yet", self.case.insurance_reason)
        self.assertFalse(self.case.insurance_to_declare or self.case._get_insurance_warning())

    def test_a_complaint_starts_the_countdown(self):
        self._contest()
        case = self.case
        self.assertEqual(case.insurance_state, "open")
        self.assertEqual(case.insurance_declare_by, self.policy._count_declaration(self._day(1)))
        self.assertIn("L. 127-2-2", case._get_insurance_warning())
        self.assertFalse(case.insurance_is_late)

    def test_a_cost_warns_until_the_dispute_is_declared(self):
        self._contest()
        cost = self.env["litige.cost"].create(
            {"name": "Consultation", "case_id": self.case.id, "kind": "lawyer", "amount": 300}
        )
        self.assertIn("L. 127-2-2", cost.insurance_warning)
        cost.kind = "hours"
        self.assertFalse(cost.insurance_warning, "no insurer pays for our own hours")
        cost.kind = "lawyer"
        self.case._note_losses()._declare(self.today, "S-1")
        cost.invalidate_recordset(["insurance_warning"])
        self.assertFalse(cost.insurance_warning)

    def test_silence_after_a_formal_notice_starts_it_too(self):
        letter = self._confirm(self._write_letter("notice", notice_days=8))
        self._deliver(letter, date_received=self._day(9), result="received")
        self.assertEqual(
            self.case.insurance_declare_by, self.policy._count_declaration(self._day(1))
        )
        claim = self.case._note_losses()
        self.assertEqual((claim.loss_kind, claim.loss_on), ("silence", self._day(1)))
        self.assertIn(letter.name, claim.loss_reason)

    def test_it_is_the_refusal_that_counts_and_not_the_invoice(self):
        self.policy.date_from = self._day(10)  # after the due dates, before the refusal
        self._contest()
        self.assertEqual(self.case.insurance_state, "warning")
        self.assertIn("known before", self.case.insurance_reason)

    def test_a_policy_that_leaves_out_unpaid_invoices_covers_a_contest_at_most(self):
        self.policy.excludes_unpaid = "yes"
        self.assertEqual(self.case.insurance_state, "closed")
        self._contest()
        self.assertEqual(self.case.insurance_state, "warning")

    def test_the_threshold_is_compared_with_what_is_at_stake(self):
        self._contest()
        self.policy.threshold = self.case.open_amount
        self.assertEqual(self.case.insurance_state, "open")
        self.policy.threshold = self.case.open_amount + 1
        self.case.invalidate_recordset()
        self.assertEqual(self.case.insurance_state, "closed")
        self.assertFalse(self.case.insurance_warning, "nothing is lost by spending")

    def test_the_best_of_several_policies_is_shown_each_with_its_reason(self):
        self._contest()
        self._create_policy(number="B-2", excludes_unpaid="no", waiting_months=60)
        self.assertEqual(self.case.insurance_state, "open")
        self.assertIn("PJ 304 118", self.case.insurance_reason)
        self.assertIn("waiting period", self.case.insurance_reason)

    def test_a_company_without_a_policy_is_asked_once(self):
        self.policy.active = False
        self.case.invalidate_recordset()
        self.assertEqual(self.case.insurance_state, "unknown")
        self.case.action_no_policy()
        self.assertEqual(self.case.insurance_state, "none")
        self.assertEqual(self.consumer_case.insurance_state, "none")


class TestInsuranceClaim(InsuranceCommon):
    def test_its_deadline_is_one_of_the_dispute(self):
        claim = self._declare_loss()
        deadline = claim.declare_deadline_id
        self.assertEqual(deadline.date, claim.declare_by)
        self.assertEqual(deadline.source_date, self._day(1))
        self.assertIn("L. 113-2", deadline.basis)
        self.assertTrue(deadline.activity_id)
        self.assertEqual(self.case.action_declare_insurance()["res_id"], claim.id)
        claim.loss_on = self._day(2)
        self.assertEqual(deadline.date, self.policy._count_declaration(self._day(2)))

    def test_a_longer_time_in_the_contract_moves_it(self):
        self.policy.write({"declaration_days": 30, "declaration_unit": "days"})
        claim = self._declare_loss()
        self.assertEqual(claim.declare_by, self._day(1) + timedelta(days=30))

    def test_every_night_the_losses_of_insured_disputes_are_noted_once(self):
        self._contest()
        cron = self.env.ref("litige_management.ir_cron_litige_insurance_losses")
        for _night in range(2):
            self.env.flush_all()
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()
        self.assertEqual(len(self.case.insurance_claim_ids), 1)
        self.assertFalse(self.consumer_case.insurance_claim_ids)

    def test_declared_answered_and_told_to_us_alone(self):
        claim = self._declare_loss()
        wizard = self.env["litige.insurance.answer"].create(
            {"claim_id": claim.id, "reference": "S-77"}
        )
        wizard.action_note()
        self.assertEqual((claim.state, claim.reference), ("declared", "S-77"))
        self.assertEqual(claim.declare_deadline_id.state, "met")
        self.assertFalse(self.case._get_insurance_warning())
        self.assertEqual(claim.action_deadline_id.date, claim.action_by)
        with self.assertRaisesRegex(UserError, "Say why"):
            claim._answer("refused", self.today)
        claim._answer("refused", self.today, reason="Recouvrement exclu")
        self.assertEqual(self.case.insurance_state, "closed")
        self.assertIn("L. 127-4", self.case.insurance_reason)
        claim._answer("accepted", self.today, amount=900)
        self.assertEqual(self.case.insurance_state, "open")
        self.assertEqual(claim.action_deadline_id.state, "cancelled")
        events = self.case.event_ids.filtered(lambda one: one.kind == "insurance")
        self.assertEqual(len(events), 4)
        for audience in ("court", "mediator", "insurer"):
            bundle = self.env["litige.bundle"].new({"case_id": self.case.id, "audience": audience})
            self.assertFalse(bundle._get_events() & events)

    def test_a_registered_letter_gives_two_more_years(self):
        claim = self._declare_loss(ago=30)
        claim._declare(self._day(29))
        before = claim.action_by
        claim.interrupted_on = self.today
        self.assertGreater(claim.action_by, before)
        self.assertEqual(claim.action_deadline_id.date, claim.action_by)

    def test_only_the_buttons_say_what_passed_with_the_insurer(self):
        claim = self._declare_loss()
        for values in ({"state": "accepted"}, {"covered_amount": 5}, {"declared_on": self.today}):
            with self.assertRaises(UserError):
                claim.write(values)
        with self.assertRaisesRegex(UserError, "before the refusal"):
            claim._declare(self._day(2))
        claim.action_drop()
        self.assertEqual(claim.declare_deadline_id.state, "cancelled")
        self.assertFalse(self.case._get_insurance_warning())
        with self.assertRaisesRegex(UserError, "not deleted"):
            claim.sudo().unlink()

    def test_a_merged_dispute_brings_its_claim(self):
        other = self._open_case(self._create_overdue())
        claim = self._declare_loss(other)
        other._merge_into(self.case)
        self.assertEqual(claim.case_id, self.case)
        self.assertEqual(claim.declare_deadline_id.case_id, self.case)

    def test_a_policy_is_with_an_insurer(self):
        with self.assertRaisesRegex(ValidationError, "not recorded as an insurer"):
            self._create_policy(provider_id=self.lawyer.id)
        self._declare_loss()
        with self.assertRaisesRegex(UserError, "archive it"):
            self.policy.unlink()


class TestInsuranceRights(InsuranceCommon):
    def test_managers_write_policies_users_claims_and_others_nothing(self):
        claim = self._declare_loss()
        models = ("litige.insurance.policy", "litige.insurance.claim")
        expected = {
            "litige_management.litige_management_group_manager": ((1, 1), (1, 1)),
            "litige_management.litige_management_group_user": ((1, 0), (1, 1)),
            "litige_management.litige_management_group_resolver": ((0, 0), (0, 0)),
            "account.group_account_readonly": ((0, 0), (0, 0)),
            "base.group_portal": ((0, 0), (0, 0)),
        }
        for rank, (group, rights) in enumerate(expected.items()):
            user = new_test_user(
                self.env, f"insured_{rank}", groups=group, company_id=self.company.id
            )
            for model, operations in zip(models, rights, strict=True):
                found = tuple(
                    int(self.env[model].with_user(user).has_access(mode))
                    for mode in ("read", "write")
                )
                self.assertEqual(found, operations, (group, model))
        with self.assertRaises(AccessError):
            claim.with_user(user).read(["state"])

    def test_another_company_sees_neither_policies_nor_claims(self):
        claim = self._declare_loss()
        company = self.env["res.company"].create({"name": "Autre"})
        user = new_test_user(
            self.env,
            "insured_elsewhere",
            groups="litige_management.litige_management_group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        for record in (claim, self.policy):
            self.assertFalse(record.with_user(user).search([("id", "=", record.id)]))
            with self.assertRaises(AccessError):
                record.with_user(user).read(["display_name"])

    def test_who_spends_is_warned_without_a_right_on_policies(self):
        self._contest()
        reader = new_test_user(
            self.env,
            "insured_reader",
            groups="account.group_account_readonly",
            company_id=self.company.id,
        )
        self.assertIn("Juridica", self.case.with_user(reader)._get_insurance_warning())
