"""What the screens say, and to whom: banners, badges, buttons."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user

from .common import LitigeCommon


class TestInvoiceBanner(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_overdue(amount=1200.0, days=34)

    def _user(self, login, groups):
        return new_test_user(
            self.env,
            login=login,
            groups=groups,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def test_overdue_invoice_says_how_late_and_how_much(self):
        self._pay(self.invoice, 200.0)
        self.assertEqual(self.invoice.litige_state, "overdue")
        self.assertIn("34", self.invoice.litige_notice)
        self.assertIn(
            "1,000.00" if self.env.lang == "en_US" else "000,00", self.invoice.litige_notice
        )

    def test_only_the_instalments_come_due_are_overdue(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Half now, half in 90 days",
                "line_ids": [
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": 90}),
                ],
            }
        )
        invoice = self._create_overdue(
            amount=1000.0,
            days=0,
            invoice_payment_term_id=terms.id,
            invoice_date_due=False,
        )
        self.assertEqual(invoice.litige_overdue_amount, 500.0)
        self.assertEqual(invoice.litige_days_overdue, 30)

    def test_no_banner_when_nothing_is_late(self):
        self.assertFalse(self._create_overdue(days=0).litige_notice, "Due today is not late")
        self._pay(self.invoice)
        self.assertFalse(self.invoice.litige_notice)

    def test_disputed_invoice_names_the_dispute_and_what_is_held(self):
        case = self._open_case(self.invoice, {self.invoice: 300.0})
        self.assertRecordValues(
            self.invoice,
            [
                {
                    "litige_state": "disputed",
                    "litige_case_id": case.id,
                    "litige_held_amount": 300.0,
                    "litige_is_partial": True,
                    "litige_review_date": self.today + timedelta(days=30),
                }
            ],
        )
        self.assertIn(case.name, self.invoice.litige_notice)
        self.assertIn("300", self.invoice.litige_notice)

    def test_banner_goes_when_the_dispute_closes(self):
        self._open_case(self.invoice)._close("abandoned")
        self.assertEqual(self.invoice.litige_state, "overdue")
        self.assertFalse(self.invoice.litige_case_id)

    def test_who_has_no_right_on_disputes_sees_number_and_state_without_link(self):
        case = self._open_case(self.invoice)
        billing = self._user("facturation", "account.group_account_invoice")
        invoice = self.invoice.with_user(billing)
        self.assertEqual(invoice.litige_state, "disputed")
        self.assertIn(case.name, invoice.litige_notice)
        self.assertFalse(invoice.litige_case_id)
        Form(invoice)

    def test_resolver_gets_the_link_of_the_own_disputes_only(self):
        technician = self._user(
            "technicien",
            "account.group_account_invoice,litige_management.litige_management_group_resolver",
        )
        case = self._open_case(self.invoice, resolver_id=technician.id)
        other = self._create_overdue(self.consumer)
        self._open_case(other)
        self.assertEqual(self.invoice.with_user(technician).litige_case_id, case)
        self.assertFalse(other.with_user(technician).litige_case_id)

    def test_filters_split_what_is_late_from_what_is_disputed(self):
        late = self._create_overdue(self.consumer)
        self._open_case(self.invoice)
        Move = self.env["account.move"]
        ours = [("id", "in", (self.invoice | late).ids)]
        self.assertEqual(Move.search([*ours, ("litige_state", "=", "overdue")]), late)
        self.assertEqual(Move.search([*ours, ("litige_state", "=", "disputed")]), self.invoice)


class TestCaseScreen(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_overdue(amount=1200.0, days=34)
        cls.case = cls._open_case(cls.invoice, standing_confirmed=False)

    def test_standing_is_confirmed_by_a_person_once_it_is_said(self):
        self.case.standing = False
        with self.assertRaises(UserError):
            self.case.action_confirm_standing()
        self.case.standing = "artisan"
        self.case.action_confirm_standing()
        self.assertTrue(self.case.standing_confirmed)

    def test_partial_hold_is_told(self):
        self.assertFalse(self.case.has_partial_hold)
        other = self._create_overdue(self.consumer)
        self.assertTrue(self._open_case(other, {other: 1.0}).has_partial_hold)

    def test_siblings_are_the_open_disputes_one_could_join(self):
        def count():
            self.case.invalidate_recordset(["sibling_count"])
            return self.case.sibling_count

        self._open_case(self._create_overdue(self.consumer))
        self.assertEqual(count(), 0)
        other = self._open_case(self._create_overdue())
        self.assertEqual(count(), 1)
        other._close("abandoned")
        self.assertEqual(count(), 0)

    def test_closed_column_shows_only_when_asked_for(self):
        Case = self.env["litige.case"].with_context(read_group_expand=True)
        domain = [("company_id", "=", self.company.id)]
        phases = [
            group["phase"]
            for group in Case.formatted_read_group([*domain, ("phase", "!=", "closed")], ["phase"])
        ]
        self.assertEqual(
            phases, ["identification", "assessment", "amicable", "judicial", "execution"]
        )
        self.case._close("abandoned")
        groups = Case.formatted_read_group(domain, ["phase"])
        self.assertIn("closed", [group["phase"] for group in groups])

    def test_phase_dragged_on_the_board_takes_the_way_of_the_table(self):
        self.case.phase = "amicable"
        self.assertEvents(self.case, "phase")
        with self.assertRaisesRegex(UserError, "agreement"):
            self.case.phase = "execution"
        with self.assertRaisesRegex(UserError, "how the dispute ended"):
            self.case.phase = "closed"
        self.case._close("abandoned")
        with self.assertRaisesRegex(UserError, "reopen"):
            self.case.phase = "amicable"

    def test_every_reader_opens_the_screens(self):
        """Resolvers, accountants and users get each view, and read what the form asks for."""
        for role in (
            "litige_management.litige_management_group_resolver",
            "litige_management.litige_management_group_user",
            "account.group_account_readonly",
        ):
            with self.subTest(role=role):
                reader = new_test_user(
                    self.env,
                    login=role,
                    groups=role,
                    company_id=self.company.id,
                    company_ids=[(6, 0, self.company.ids)],
                )
                self.case.resolver_id = reader
                case = self.case.with_user(reader)
                views = ["kanban", "list", "search", "calendar", "pivot", "graph", "activity"]
                case.get_views([(False, view) for view in views])
                self.assertEqual(Form(case).open_amount, 1200.0)

    # === HOLDS === #

    def _due(self):
        """Let the review date come, and the cron wake the owner."""
        self.case.claim_ids._write_protected({"hold_review_date": self.today})
        self.env["litige.claim"]._cron_review_holds()
        self.assertTrue(self.case.is_review_due)
        self.assertEqual(len(self.case.activity_ids), 1)

    def test_hold_goes_on_until_a_new_date(self):
        self._due()
        action = self.case.action_review_hold()
        until = self.today + timedelta(days=15)
        with Form(self.env[action["res_model"]].with_context(**action["context"])) as form:
            self.assertEqual(form.reason, self.case.claim_ids.hold_reason)
            form.review_date = until
        since = self.case.claim_ids.hold_since
        form.record.action_hold()
        self.assertRecordValues(
            self.case.claim_ids,
            [
                {
                    "is_held": True,
                    "hold_review_date": until,
                    "hold_since": since,
                }
            ],
        )
        self.assertFalse(self.case.activity_ids, "The question was answered")
        self.assertEqual(self.case.event_ids.mapped("kind").count("hold"), 2)

    def test_hold_is_lifted(self):
        self._due()
        action = self.case.action_lift_hold()
        with Form(self.env[action["res_model"]].with_context(**action["context"])) as form:
            form.reason = "The work was done again"
        form.record.action_lift()
        self.assertFalse(self.case.claim_ids.is_held)
        self.assertEqual(self.case.claim_ids.hold_lifted_on, self.today)
        self.assertFalse(self.case.activity_ids)
        self.assertEqual(self.case.event_ids.mapped("kind").count("hold_lifted"), 1)

    def test_holds_of_a_closed_dispute_cannot_be_taken_again(self):
        self.case._close("abandoned")
        self.assertFalse(self.case.claim_ids.action_hold()["context"]["default_claim_ids"])
