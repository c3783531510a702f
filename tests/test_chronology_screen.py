"""The timeline: pictures, families, sources, corrections, and how fast it opens."""

import time

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user

from odoo.addons.litige_management.models.litige_event_screen import FAMILIES, KINDS

from .common import LitigeCommon


class TestChronologyScreen(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_overdue()
        cls.case = cls._open_case(cls.move)

    def _note(self, **values):
        return self.env["litige.event"].create(
            {"case_id": self.case.id, "kind": "note", "summary": "Appel", **values}
        )

    def _fill(self, action, **values):
        """Fill the dialog that an action opens, and save it."""
        (view_id, _type) = action["views"][0]
        model = self.env["litige.event"].with_context(**action["context"])
        form = Form(model, view=self.env["ir.ui.view"].browse(view_id))
        for name, value in values.items():
            form[name] = value
        return form.save()

    # === FAMILIES === #

    def test_every_kind_has_its_picture_and_its_family(self):
        kinds = {kind for kind, _label in self.env["litige.event"]._selection_kind()}
        self.assertFalse(kinds - KINDS.keys())
        self.assertLessEqual({family for family, _icon in KINDS.values()}, set(FAMILIES))

    def test_filters_by_family_side_and_what_a_judge_may_see(self):
        note = self._note(standing="theirs")
        secret = self._note(confidential=True, confidential_ground="lawyers")
        search = self.env["litige.event"].search
        ours = [("case_id", "=", self.case.id)]
        money = search([*ours, ("family", "=", "money")])
        self.assertEqual(set(money.mapped("kind")), {"invoice_issued", "invoice_due"})
        self.assertIn(note, search([*ours, ("family", "in", ["exchanges", "letters"])]))
        self.assertNotIn(secret, search([*ours, ("is_confidential_binding", "=", False)]))
        self.assertEqual(search([*ours, ("standing", "=", "theirs")]), note)

    # === SOURCES === #

    def test_an_entry_opens_what_it_comes_from(self):
        issued = self.case.event_ids.filtered(lambda event: event.kind == "invoice_issued")
        action = issued.action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), ("account.move", self.move.id))
        note = self._note()
        self.assertTrue(issued.has_source)
        self.assertFalse(note.has_source)

    def test_a_deleted_source_is_said_in_words(self):
        note = (
            self.env["litige.event"]
            .sudo()
            .create(
                {
                    "case_id": self.case.id,
                    "kind": "note",
                    "summary": "Appel",
                    "res_model": "res.partner",
                    "res_id": 0x7FFFFFFF,
                }
            )
            .sudo(False)
        )
        self.assertIn("was deleted", note.action_open_source()["params"]["message"])

    # === WRITING === #

    def test_a_note_is_written_from_the_case(self):
        event = self._fill(self.case.action_add_note(), summary="Visite du chantier")
        self.assertEqual((event.case_id, event.kind, event.standing), (self.case, "note", "fact"))
        self.assertIsNone(self.case._verify_chronology())

    def test_what_the_customer_says_is_theirs(self):
        event = self._fill(self.case.action_add_note(), kind="complaint", summary="Mal posé")
        self.assertEqual((event.standing, event.direction), ("theirs", "in"))

    def test_a_correction_names_the_entry_and_marks_it(self):
        wrong = self._note(
            occurred_on="2026-03-12", confidential=True, confidential_ground="mediation"
        )
        right = self._fill(wrong.action_correct(), summary="Appel du comptable")
        self.assertEqual(right.corrected_event_id, wrong)
        self.assertEqual(str(right.occurred_on), "2026-03-12")
        self.assertTrue(right.is_confidential_binding, "a secret is not corrected in the open")
        wrong.invalidate_recordset()
        self.assertEqual((wrong.is_corrected, wrong.correction_ids), (True, right))
        self.assertFalse(right.is_corrected)
        self.assertIsNone(self.case._verify_chronology())

    def test_a_confidential_entry_asks_for_its_ground(self):
        with self.assertRaisesRegex(AssertionError, "required"):
            self._fill(self.case.action_add_note(), summary="Offre", confidential=True)

    # === IMPORT === #

    def test_an_import_appends_and_never_changes(self):
        fields_ = ["case_id/.id", "kind", "summary", "occurred_on", "rank", "ledger_key"]
        load = self.env["litige.event"].load
        result = load(fields_, [[str(self.case.id), "note", "Repris", "2026-01-05", "1", ""]])
        event = self.env["litige.event"].browse(result["ids"])
        self.assertEqual(event.rank, self.case.chronology_length)
        self.assertIsNone(self.case._verify_chronology())
        result = load([".id", "summary"], [[str(event.id), "Autre"]])
        self.assertFalse(result["ids"])
        self.assertEqual(event.summary, "Repris")
        result = load(fields_, [[str(self.case.id), "payment", "Faux", "2026-01-05", "", ""]])
        self.assertFalse(result["ids"])

    def test_a_remote_call_cannot_go_around(self):
        user = new_test_user(
            self.env,
            "remote_user",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        event = self._note().with_user(user)
        for call in (
            lambda: event.web_save({"summary": "Autre"}, {"id": {}}),
            lambda: event.write({"occurred_on": "2020-01-01"}),
            lambda: event.unlink(),
        ):
            with self.assertRaises(UserError):
                call()

    # === SPEED === #

    def test_five_hundred_entries_open_without_a_wait(self):
        self.env["litige.event"].create(
            [
                {
                    "case_id": self.case.id,
                    "kind": "note",
                    "summary": f"Note {number}",
                    "occurred_on": f"2026-{number % 12 + 1:02}-05",
                }
                for number in range(500)
            ]
        )
        card = {
            name: {}
            for name in ("occurred_on", "kind", "icon", "summary", "parties", "amount", "standing")
        } | {name: {} for name in ("is_corrected", "has_source", "is_confidential_binding")}
        order = "occurred_on desc, rank desc"
        form = {"event_ids": {"fields": card, "limit": 40, "order": order}}
        domain = [("case_id", "=", self.case.id)]

        def open_tab():
            return self.case.web_read(form)

        def open_screen():
            return self.env["litige.event"].web_search_read(domain, card, limit=40, order=order)

        for opened in (open_tab, open_screen):
            with self.subTest(screen=opened.__name__):
                self.env.flush_all()
                self.env.invalidate_all()
                queries, start = self.env.cr.sql_log_count, time.perf_counter()
                opened()
                self.assertLess(time.perf_counter() - start, 0.5, "half a second is a wait")
                self.assertLessEqual(self.env.cr.sql_log_count - queries, 20)
