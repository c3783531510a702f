"""A signed agreement acknowledges the debt: the limitation of its invoices starts again."""

from odoo.addons.litige_management.legal.semesters import add_months

from .settlement_common import SettlementCommon


class TestLimitationAgreement(SettlementCommon):
    def test_signing_a_plan_starts_it_again_without_anybody_recording_it(self):
        plan = self._confirm(self._create_plan())
        claims = plan.line_ids.claim_id
        before = claims.mapped("limitation_date")
        signed = self.today
        self._sign(plan, signed)
        event = claims.limitation_event_ids
        self.assertRecordValues(
            event, [{"kind": "acknowledgment", "date": signed, "settlement_id": plan.id}]
        )
        months = 24 if plan.case_id.standing == "consumer" else 60
        self.assertEqual(set(claims.mapped("limitation_date")), {add_months(signed, months)})
        self.assertNotIn(add_months(signed, months), before)
        self.assertIn("2240", plan.case_id.get_limitation_panel())
