"""How long disputes stay in each phase: noted by the moves, read again from the chronology."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import LitigeCommon


class TestPhaseStays(LitigeCommon):
    def setUp(self):
        super().setUp()
        self.case = self._open_case(
            self._create_overdue(), date_opened=self.today - timedelta(days=90)
        )
        # What a dispute is opened with is not written again: set where it would have begun.
        self._stays().write({"date_from": self._ago(90)})
        self.case._write_protected({"date_opened": self._ago(90)})

    def _ago(self, days):
        return self.today - timedelta(days=days)

    def _stays(self, case=None):
        Stay = self.env["litige.case.stay"].sudo()
        return Stay.search([("case_id", "=", (case or self.case).id)], order="id")

    def _read(self, case=None):
        return [
            (one.phase, one.date_from, one.date_to or None)
            for one in self._stays(case).sorted("date_from")
        ]

    def _move_about(self):
        self.case._move_to("amicable", occurred_on=self._ago(60))
        self.case._move_to("judicial", occurred_on=self._ago(20))

    EXPECTED = (("identification", 90, 60), ("amicable", 60, 20), ("judicial", 20, None))

    def _expected(self, *rows):
        return [
            (phase, self._ago(since), None if until is None else self._ago(until))
            for phase, since, until in rows
        ]

    # === WRITTEN BY THE MOVES === #

    def test_each_move_ends_a_stay_and_begins_the_next(self):
        self._move_about()
        self.assertEqual(self._read(), self._expected(*self.EXPECTED))

    def test_a_dispute_closed_late_is_closed_since_the_day_it_ended(self):
        self._move_about()
        self.case._close("abandoned", as_of=self._ago(5))
        self.assertEqual(
            self._read(),
            self._expected(*self.EXPECTED[:2], ("judicial", 20, 5), ("closed", 5, None)),
        )

    def test_reopening_begins_a_stay_where_it_stood(self):
        self._move_about()
        self.case._close("abandoned", as_of=self._ago(5))
        self.case._reopen("Il paie enfin")
        self.assertEqual(self._read()[-1], ("judicial", self.today, None))

    def test_what_is_told_late_never_goes_back_in_time(self):
        """A judgment became enforceable before the dispute was moved to court here."""
        self._move_about()
        self.case.claim_ids._write_protected({"enforceable_on": self._ago(40)})
        self.case._move_to("execution", occurred_on=self._ago(40))
        self.assertEqual(
            self._read()[-2:], self._expected(("judicial", 20, 20), ("execution", 20, None))
        )

    def test_disputes_that_move_together_keep_their_own_days(self):
        other = self._open_case(self._create_overdue(self.consumer))
        (self.case | other)._move_to("assessment")
        self.assertEqual(
            self._read(), self._expected(("identification", 90, 0), ("assessment", 0, None))
        )
        self.assertEqual(
            self._read(other), self._expected(("identification", 0, 0), ("assessment", 0, None))
        )

    def test_moving_costs_the_same_queries_for_any_number(self):
        def count(number):
            cases = self.env["litige.case"].union(
                *(self._open_case(self._create_overdue()) for _rank in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases._move_to("assessment")
            self.env.cr.flush()
            return self.env.cr.sql_log_count - before

        count(1)  # fills what Odoo keeps in memory
        few, many = count(2), count(12)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 30)

    # === READ AGAIN === #

    def test_the_chronology_gives_the_same_stays_again(self):
        self._move_about()
        self.case._close("abandoned", as_of=self._ago(5))
        self.case._reopen("Il paie enfin")
        written = self._read()
        self.env["litige.case.stay"].sudo()._rebuild(self.case)
        self.assertEqual(self._read(), written)

    def test_entries_that_name_the_phases_in_words_only_are_read_in_their_language(self):
        """As they were before there were stays."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.partner_id.lang = "fr_FR"
        self._move_about()
        events = self.case.event_ids.filtered(lambda event: event.kind == "phase")
        self.assertIn("Amiable", " ".join(events.mapped("summary")))
        self.env.flush_all()
        self.env.cr.execute("UPDATE litige_event SET details = NULL")
        self.env.invalidate_all()
        self.env["litige.case.stay"].sudo()._rebuild(self.case)
        self.assertEqual(self._read(), self._expected(*self.EXPECTED))

    def test_words_that_nobody_can_read_lead_where_the_dispute_is(self):
        self._move_about()
        self.env.flush_all()
        self.env.cr.execute("UPDATE litige_event SET details = NULL, summary = 'Rien'")
        self.env.invalidate_all()
        self.env["litige.case.stay"].sudo()._rebuild(self.case)
        self.assertEqual([one[0] for one in self._read()], ["identification", "judicial"])

    def test_nobody_writes_them_by_hand(self):
        manager = new_test_user(
            self.env,
            "chef",
            groups="litige_management.litige_management_group_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self._stays().with_user(manager).sudo(False).write({"date_to": self.today})
