"""Agreements: their course to two signatures, what was promised, and who may do what."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user
from odoo.tools import mute_logger

from .settlement_common import PIXEL, SettlementCommon

MODELS = (
    "litige.settlement",
    "litige.settlement.line",
    "litige.settlement.signatory",
    "litige.commitment",
)


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

    def test_files_of_a_signed_agreement_never_change(self):
        settlement = self._sign(self._confirm(self._create_transaction()))
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "in", ["litige.settlement", "litige.settlement.signatory"]),
                ("res_id", "in", [*settlement.ids, *settlement.signatory_ids.ids]),
                ("res_field", "in", ["document_file", "scan"]),
            ]
        )
        self.assertEqual(len(files), 3)
        for file in files:
            with self.subTest(file=file.res_field), self.assertRaises(UserError):
                file.raw = b"other"
            with self.subTest(file=file.res_field), self.assertRaises(UserError):
                file.unlink()

    def test_draft_cannot_be_signed(self):
        with self.assertRaises(UserError):
            self._sign(self._create_transaction())

    def test_steps_and_fingerprints_are_not_written_by_hand(self):
        settlement = self._create_transaction()
        user = new_test_user(
            self.env,
            "litige_hand",
            groups="litige_management.litige_management_group_manager",
            company_id=self.company.id,
        )
        mine = settlement.with_user(user).with_context(litige_freezing=True)
        for vals in (
            {"state": "confirmed"},
            {"state": "signed"},
            {"name": "PRO/1"},
            {"document_hash": "0" * 64},
            {"cancel_reason": "non"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                mine.write(vals)
        forged = (
            self.env["litige.settlement"]
            .with_user(user)
            .create(
                {
                    "case_id": self.case.id,
                    "state": "signed",
                    "document_hash": "0" * 64,
                }
            )
        )
        self.assertRecordValues(forged, [{"state": "draft", "document_hash": False}])

    def test_cancelling_asks_why_and_a_new_version_starts_again(self):
        settlement = self._confirm(self._create_transaction())
        wizard = self.env["litige.settlement.cancel"].create(
            {
                "settlement_id": settlement.id,
                "reason": "quatre échéances demandées",
            }
        )
        wizard.action_cancel()
        self.assertRecordValues(
            settlement,
            [
                {
                    "state": "cancelled",
                    "cancel_reason": "quatre échéances demandées",
                }
            ],
        )
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
        self.assertEqual([row["party"] for row in signed.details["signatures"]], ["us", "customer"])
        self.assertEqual(signed.occurred_on, self.today)

    def test_agreement_follows_its_invoices_to_another_dispute(self):
        settlement = self._sign(self._confirm(self._create_transaction()))
        target = self._open_case(self._create_overdue(amount=50.0))
        self.case._merge_into(target)
        self.assertEqual(settlement.case_id, target)
        self.assertTrue(target._has_enforceable_basis())

    def test_uninstalling_leaves_the_agreement_and_its_signed_copies(self):
        settlement = self._sign(self._confirm(self._create_transaction()))
        frozen = settlement._get_frozen_attachments()[settlement].raw
        settlement._reattach_on_uninstall()
        kept = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", self.customer.id),
                ("res_field", "=", False),
            ]
        )
        self.assertIn(frozen, kept.mapped("raw"))
        self.assertEqual(len(kept.filtered(lambda one: "original" in one.name)), 2)

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
            self.assertIn(
                instalment,
                self.env["litige.commitment"].search(
                    [
                        ("is_late", "=", True),
                        ("settlement_id", "=", settlement.id),
                    ]
                ),
            )

    def mock_today(self, day):
        """Set the clock at noon of `day`."""
        return freeze_time(fields.Datetime.to_datetime(day) + timedelta(hours=12))

    def test_payment_needs_an_amount(self):
        settlement = self._create_plan()
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
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
            self.env,
            "litige_else",
            groups="litige_management.litige_management_group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for name in MODELS:
            with self.subTest(model=name):
                self.assertFalse(self.env[name].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            settlement.with_user(stranger).read(["facts"])
