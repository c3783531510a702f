"""Verifying names the first entry that is not as it was written, and says what is wrong."""

import re

from odoo.tests import Form

from .common import LitigeCommon


class TestChronologyVerify(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._open_case(cls._create_overdue())

    def _note(self, **values):
        # As the machine does: nobody links an entry to a message or a file by hand.
        return (
            self.env["litige.event"]
            .sudo()
            .create(
                {"case_id": self.case.id, "kind": "note", "summary": "Appel du gérant", **values}
            )
            .sudo(False)
        )

    def _sql(self, query, *params):
        self.env.flush_all()
        self.env.cr.execute(query, params)
        self.env.invalidate_all()

    def assertBroken(self, rank, reason, words):
        broken = self.case._verify_chronology()
        self.assertEqual((broken.rank, broken.reason), (rank, reason))
        self.assertRegex(self.case.chronology_fault, words)
        self.assertIn(f"ntry {rank}", self.case.chronology_fault)

    # === INTACT === #

    def test_an_intact_chain_is_said_intact(self):
        self._note()
        self._note(confidential=True, confidential_ground="mediation", amount=12.5)
        self._pay(self.case.claim_ids.move_id, 200)
        self.assertIsNone(self.case._verify_chronology())
        self.assertFalse(self.case.chronology_fault)
        self.assertEqual(self.case.chronology_length, len(self.case.event_ids))
        self.assertEqual(
            self.case.chronology_head, self.case.event_ids.sorted("rank")[-1].chain_hash
        )

    def test_the_screen_says_it(self):
        action = self.case.action_verify_chronology()
        form = Form(self.case, view=self.env["ir.ui.view"].browse(action["views"][0][0]))
        self.assertFalse(form.chronology_fault)

    def test_merging_partners_breaks_nothing(self):
        double = self._create_customer("Dubreuil SARL", email="double@example.com")
        event = self._note(partner_id=double.id, parties="Dubreuil SARL")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((double | self.customer).ids, self.customer)
        self.assertEqual(event.partner_id, self.customer)
        self.assertIsNone(self.case._verify_chronology())

    def test_deleting_what_an_entry_leads_to_breaks_nothing(self):
        message = self.case.message_post(body="Bonjour")
        file = self.env["ir.attachment"].create({"name": "photo.png", "raw": b"x"})
        event = self._note(message_id=message.id, attachment_id=file.id)
        message.sudo().unlink()  # as Odoo does with a whole thread
        file.unlink()
        self.assertFalse(event.message_id or event.attachment_id)
        self.assertIsNone(self.case._verify_chronology())

    # === BROKEN === #

    def test_an_altered_column_is_named_with_its_date(self):
        event = self._note(occurred_on="2026-03-12")
        self._note()
        for column, value, label in (
            ("summary", "Faux", "Summary"),
            ("occurred_on", "2020-01-01", "Date"),
            ("amount", 5, "Amount"),
            ("parties", "Un autre", "Parties"),
            ("standing", "theirs", "Fact or Claim"),
            ("direction", "in", "Direction"),
            ("recorded_at", "2001-01-01", "Recorded"),
            ("confidential_ground", "wish", "Ground of Confidentiality"),
        ):
            with self.subTest(column=column), self.env.cr.savepoint() as savepoint:
                self._sql(f"UPDATE litige_event SET {column} = %s WHERE id = %s", value, event.id)
                self.assertBroken(event.rank, "columns", re.escape(label))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_altered_content_is_named(self):
        event = self._note()
        self._sql(
            "UPDATE litige_event SET summary = 'Faux', "
            "content = replace(content, 'Appel du gérant', 'Faux') WHERE id = %s",
            event.id,
        )
        self.assertBroken(event.rank, "altered", "sealed content was changed")

    def test_the_first_of_several_is_named(self):
        first, second = self._note(), self._note()
        self._sql("UPDATE litige_event SET summary = 'Faux' WHERE id = %s", second.id)
        self._sql("UPDATE litige_event SET content = 'nonsense' WHERE id = %s", first.id)
        self.assertEqual(self.case._verify_chronology().rank, first.rank)

    def test_a_deleted_entry_is_named(self):
        event = self._note()
        rank = event.rank
        self._note()
        self._sql("DELETE FROM litige_event WHERE id = %s", event.id)
        self.assertBroken(rank, "missing", "was deleted")

    def test_a_deleted_end_is_named(self):
        event = self._note()
        rank = event.rank
        self._sql("DELETE FROM litige_event WHERE id = %s", event.id)
        self.assertBroken(rank, "missing", "was deleted")

    def test_reordered_entries_are_named(self):
        first, second = self._note(summary="Un"), self._note(summary="Deux")
        early, late = first.rank, second.rank
        self._sql("UPDATE litige_event SET rank = -1 WHERE id = %s", first.id)
        self._sql("UPDATE litige_event SET rank = %s WHERE id = %s", early, second.id)
        self._sql("UPDATE litige_event SET rank = %s WHERE id = %s", late, first.id)
        self.assertBroken(early, "reordered", "does not follow entry")

    def test_an_entry_moved_to_another_dispute_is_missed(self):
        event, rank = self._note(), self.case.chronology_length
        other = self._open_case(self._create_overdue())
        self._sql(
            "UPDATE litige_event SET case_id = %s, rank = 99 WHERE id = %s", other.id, event.id
        )
        self.case.invalidate_recordset()
        self.assertBroken(rank, "missing", "was deleted")
        self.assertEqual(other._verify_chronology().reason, "missing")

    def test_a_forged_head_is_named(self):
        event = self._note()
        self._sql(
            "UPDATE litige_case_chain SET head = %s WHERE case_id = %s", "0" * 64, self.case.id
        )
        self.assertBroken(event.rank, "head", "was replaced")
