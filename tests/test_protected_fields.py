"""What the buttons, the ledger and the calendar write is written by nobody's hand."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .amicable_common import AmicableCommon
from .settlement_common import SettlementCommon


class TestDeadlineFields(AmicableCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env,
            "deadline_user",
            groups="litige_management.litige_management_group_user",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.Deadline = cls.env["litige.deadline"].with_user(cls.user)

    def _create(self, **values):
        return self.Deadline.create(
            {
                "case_id": self.case.id,
                "name": "Appeler l'assureur",
                "override_date": self._in(5),
                "override_reason": "Contrat",
                **values,
            }
        )

    def test_nobody_ends_the_activity_of_others_through_a_deadline(self):
        other = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customer.id,
                "user_id": self.env.user.id,
            }
        )
        deadline = self._create()
        with self.assertRaises(UserError):
            deadline.write({"activity_id": other.id})
        forged = self._create(activity_id=other.id, state="met")
        self.assertEqual(forged.state, "running")
        forged.action_met()
        self.assertTrue(other.exists())

    def test_a_deadline_without_a_day_is_refused(self):
        with self.assertRaises(UserError):
            self._create(override_date=False, override_reason=False)
        deadline = self._create()
        with self.assertRaises(UserError):
            deadline.write({"override_date": False, "override_reason": False})

    def test_what_was_counted_is_not_given(self):
        forged = self._create(computed_date=self._in(90), source_date=self._in(0), basis="Loi")
        self.assertFalse(forged.computed_date or forged.source_date or forged.basis)

    def test_the_reminder_goes_to_who_follows_the_proceeding_now(self):
        proceeding = self._start(self.consumer_case, "conciliation")
        self._step(proceeding, "proposed")
        deadline = proceeding.deadline_ids[:1]
        self.assertTrue(deadline.activity_id)
        proceeding.user_id = self.user
        self.assertEqual(deadline.activity_id.user_id, self.user)


class TestCommitmentFields(SettlementCommon):
    def test_what_was_paid_is_not_given_at_the_start(self):
        plan = self._create_plan()
        line = self.env["litige.commitment"].create(
            {
                "settlement_id": plan.id,
                "amount": 10.0,
                "paid_amount": 10.0,
                "is_by_hand": True,
                "state": "done",
                "reminded_after": self.today,
            }
        )
        self.assertEqual((line.paid_amount, line.is_by_hand, line.state), (0.0, False, "open"))
        self.assertFalse(line.reminded_after)
        with self.assertRaises(UserError):
            line.write({"state": "done", "description": "Déjà payé"})
