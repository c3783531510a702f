"""The chronology is append-only, and shows when someone went around that."""

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestChronology(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._open_case(cls._create_overdue())

    def _note(self, **values):
        return self.env["litige.event"].create(
            {
                "case_id": self.case.id,
                "kind": "note",
                "summary": "Appel du gérant",
                **values,
            }
        )

    # === APPEND-ONLY === #

    def test_what_an_event_says_cannot_be_changed_by_anyone(self):
        event = self._note()
        for values in (
            {"summary": "Autre chose"},
            {"occurred_on": "2020-01-01"},
            {"amount": 1},
            {"kind": "complaint"},
            {"confidential": True},
            {"content_hash": "0"},
            {"rank": 1},
            {"case_id": self.case.id},
            {"salt": "0"},
        ):
            with self.assertRaises(UserError):
                event.sudo().write(values)

    def test_events_are_never_deleted(self):
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self._note().sudo().unlink()

    def test_links_may_follow_merges(self):
        event = self._note(partner_id=self.customer.id)
        event.sudo().partner_id = self.consumer
        self.assertIsNone(self.case._verify_chronology())

    def test_users_cannot_write_what_only_the_ledger_may_say(self):
        for values in ({"kind": "payment"}, {"ledger_key": "payment|1"}):
            with self.assertRaisesRegex(UserError, "writes itself"):
                self._note(**values)

    def test_an_import_cannot_forge_the_seal_the_author_or_the_recording_time(self):
        event = self._note(
            rank=99,
            content="{}",
            chain_hash="f" * 64,
            author_id=self.env.ref("base.user_root").id,
            recorded_at="2001-01-01 00:00:00",
        )
        self.assertEqual(event.rank, max(self.case.event_ids.mapped("rank")))
        self.assertEqual(event.author_id, self.env.user)
        self.assertNotEqual(event.recorded_at.year, 2001)
        self.assertIsNone(self.case._verify_chronology())

    def test_a_plain_user_adds_notes(self):
        user = new_test_user(
            self.env,
            "plain_user",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        event = self._note_as(user)
        self.assertEqual(event.author_id, user)
        self.assertIsNone(self.case._verify_chronology())

    def _note_as(self, user, **context):
        return (
            self.env["litige.event"]
            .with_user(user)
            .with_context(**context)
            .create({"case_id": self.case.id, "kind": "note", "summary": "Appel"})
        )

    def test_defaults_of_the_context_say_nothing(self):
        event = self._note_as(self.env.user, default_amount=50, default_ledger_key="payment|1")
        self.assertFalse(event.amount or event.ledger_key)
        self.assertIsNone(self.case._verify_chronology())

    def test_an_entry_names_the_invoices_of_its_own_dispute(self):
        other = self._open_case(self._create_overdue())
        with self.assertRaisesRegex(UserError, "must be those of this dispute"):
            self._note(claim_id=other.claim_ids.id)

    # === COST === #

    def test_adding_one_costs_the_same_in_a_short_and_in_a_long_chronology(self):
        counts = []
        for length in (5, 300):
            while len(self.case.event_ids) < length:
                self.env["litige.event"].create(
                    [{"case_id": self.case.id, "kind": "note", "summary": "Note"}] * 20
                )
            self._note()  # warm the caches
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._note()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_appending_many_costs_as_many_queries_as_appending_few(self):
        def vals(count):
            return [
                {"case_id": self.case.id, "kind": "note", "summary": f"Note {n}"}
                for n in range(count)
            ]

        self.env["litige.event"].create(vals(1))
        counts = []
        for count in (3, 60):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["litige.event"].create(vals(count))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
