"""Freezing the file: numbers once communicated never change, nor what they designate."""

import base64

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_exhibit import PDF, ExhibitCommon


@tagged("standard", "post_install", "-at_install")
class TestExhibitFreeze(ExhibitCommon):
    def _file_of(self, exhibit):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", "litige.exhibit"),
                ("res_field", "=", "file"),
                ("res_id", "=", exhibit.id),
            ]
        )

    # === NUMBERS === #

    def test_numbers_follow_the_order_and_later_exhibits_continue(self):
        first, second = self._add("Un", "Deux")
        first.sequence, second.sequence = second.sequence, first.sequence
        self.case.action_freeze_file()
        self.assertEqual((second.number, first.number), (1, 2))
        third = self._add("Trois")
        self.assertEqual(third.label, "Exhibit 3")
        self.case.action_freeze_file()
        self.assertEqual((second | first | third).mapped("number"), [1, 2, 3])
        self.assertTrue(self.case.file_frozen_on)

    def test_dragging_later_does_not_renumber_what_is_frozen(self):
        first = self._add("Un")
        self.case.action_freeze_file()
        second = self._add("Deux")
        second.sequence = first.sequence - 1
        self.assertEqual((first.label, second.label), ("Exhibit 1", "Exhibit 2"))
        self.assertOrder("Un", "Deux")

    def test_a_proposed_exhibit_is_left_out_and_numbered_when_accepted(self):
        proposed = self.case._add_exhibits([self._spec("Mail")], state="proposed")
        self._add("Un")
        self.case.action_freeze_file()
        self.assertFalse(proposed.number)
        proposed.action_accept()
        self.assertEqual(proposed.label, "Exhibit 2")

    def test_freezing_is_one_event_that_says_every_number_and_fingerprint(self):
        exhibits = self._add("Un", "Deux")
        self.case.action_freeze_file()
        event = self.case.event_ids.filtered(lambda one: one.kind == "exhibits_frozen")
        self.assertEqual(
            [(row["label"], row["caption"], row["sha256"]) for row in event.details["exhibits"]],
            [(one.label, one.name, one.file_hash) for one in exhibits],
        )
        self.assertIsNone(self.case._verify_chronology())

    def test_what_may_never_be_produced_gets_no_number(self):
        secret = self._add("Offre", confidential=True, confidential_ground="mediation")
        plain = self._add("Devis")
        self.assertEqual((secret.label, plain.label), ("Confidential", "Exhibit 1"))
        self.case.action_freeze_file()
        self.assertEqual((secret.number, secret.frozen_on, plain.number), (0, False, 1))
        self.assertFalse(self.case.unfrozen_exhibit_count)
        secret.write({"confidential": False, "confidential_ground": False})
        self.assertEqual(secret.label, "Exhibit 2")

    def test_the_chronology_speaks_of_a_confidential_exhibit_to_its_readers_only(self):
        self._add("Devis")
        self._add("Note", confidential=True, confidential_ground="wish")
        self.case.action_freeze_file()
        events = self.case.event_ids.filtered(lambda one: one.kind.startswith("exhibit"))
        said = {
            wish: str([(one.summary, one.details) for one in some])
            for wish, some in events.grouped("confidential").items()
        }
        self.assertNotIn("Note", said[False])
        self.assertIn("Note", said[True])

    # === WHAT STOPS IT === #

    def test_captions_that_are_missing_are_listed_and_nothing_is_half_frozen(self):
        good = self._add("Un")
        bad = self.case._add_exhibits([self._spec("scan", name=False)])
        with self.assertRaisesRegex(UserError, r"Exhibit 2 \(scan\.pdf\)"):
            self.case.action_freeze_file()
        self.assertEqual((good.number, bad.number, good.frozen_on), (0, 0, False))
        self.assertNotIn("exhibits_frozen", self.case.event_ids.mapped("kind"))

    def test_there_must_be_something_to_freeze(self):
        with self.assertRaises(UserError):
            self.case.action_freeze_file()

    def test_a_file_altered_behind_our_back_is_named(self):
        exhibit = self._add("Un")
        self._file_of(exhibit).raw = PDF + b"altered"
        self.assertEqual(exhibit._verify(), exhibit)
        self.assertIn("Un", self.case.action_check_files()["params"]["message"])
        with self.assertRaisesRegex(UserError, "Un"):
            self.case.action_freeze_file()

    def test_a_file_that_the_store_lost_is_named(self):
        exhibit = self._add("Un")
        self._file_of(exhibit).unlink()
        self.assertEqual(exhibit._verify(), exhibit)

    def test_untouched_files_are_said_to_be_so(self):
        self._add("Un", "Deux")
        params = self.case.action_check_files()["params"]
        self.assertEqual(params["type"], "success")
        self.assertIn("2", params["message"])

    # === FINAL === #

    def test_what_was_communicated_never_changes_for_anyone(self):
        exhibit = self._add("Un")
        self.case.action_freeze_file()
        other_type = self.env.ref("litige_management.litige_exhibit_type_photo")
        for vals in (
            {"name": "Autre"},
            {"date": fields.Date.today()},
            {"side": "theirs"},
            {"type_id": other_type.id},
            {"file": base64.b64encode(PDF)},
            {"file_name": "x.pdf"},
            {"number": 5},
            {"frozen_on": False},
            {"state": "proposed"},
        ):
            for record in (
                exhibit,
                exhibit.sudo(),
                exhibit.with_user(self.env.ref("base.user_root")),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    record.write(vals)
        with self.assertRaises(UserError):
            exhibit.unlink()
        with self.assertRaises(UserError):
            self.case.write({"exhibit_ids": [fields.Command.delete(exhibit.id)]})

    def test_our_own_opinion_of_it_may_still_change(self):
        exhibit = self._add("Un")
        self.case.action_freeze_file()
        exhibit.write({"weight": "weak", "note": "Signature illisible", "restricted": True})
        self.assertEqual(exhibit.weight, "weak")

    def test_its_stored_file_cannot_be_changed_deleted_or_laid_over(self):
        exhibit = self._add("Un")
        self.case.action_freeze_file()
        file = self._file_of(exhibit)
        with self.assertRaises(UserError):
            file.raw = b"other"
        with self.assertRaises(UserError):
            file.unlink()
        overlay = {"name": "x", "raw": b"x", "res_model": "litige.exhibit", "res_id": exhibit.id}
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env["ir.attachment"].create({**overlay, "res_field": "file"})
        loose = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        with self.assertRaises(UserError), self.cr.savepoint():
            loose.write({**overlay, "res_field": "file"})
        self.assertEqual(exhibit._get_raw(), PDF + b"Un")

    def test_two_exhibits_cannot_get_one_number(self):
        first, second = self._add("Un", "Deux")
        self.case.action_freeze_file()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.cr.execute(
                "UPDATE litige_exhibit SET number = %s WHERE id = %s", (first.number, second.id)
            )

    # === WITHDRAWN === #

    def _withdraw(self, exhibit, reason="Mauvais document"):
        wizard = self.env["litige.exhibit.withdraw"].with_context(active_id=exhibit.id)
        wizard.create({"reason": reason}).action_withdraw()

    def test_a_withdrawn_exhibit_keeps_its_number_and_leaves_the_file(self):
        first, second = self._add("Un", "Deux")
        self.case.action_freeze_file()
        self._withdraw(first)
        self.assertEqual(first.label, "Exhibit 1")
        self.assertEqual(self.case._get_exhibits("court"), second)
        event = self.case.event_ids.sorted("rank")[-1]
        self.assertIn("Exhibit 1", event.summary)
        self.assertIn("Mauvais document", event.summary)
        with self.assertRaises(UserError):
            self._withdraw(first)
        again = self._add("Un", type="photo")
        self.assertEqual(again.label, "Exhibit 3")

    def test_what_is_not_frozen_is_corrected_rather_than_withdrawn(self):
        exhibit = self._add("Un")
        with self.assertRaises(UserError):
            self._withdraw(exhibit)

    # === MERGE === #

    def test_a_merge_moves_the_file_and_copies_what_was_communicated(self):
        target = self._open_case(self._create_overdue(amount=300))
        self._add("Commun", case=target)
        frozen = self._add("Contrat", confidential=True, confidential_ground="wish")
        self.case.action_freeze_file()
        moving = self._add("Photo")
        twin = self._add("Commun")
        self.case._merge_into(target)
        self.assertEqual(frozen.case_id, self.case)
        self.assertEqual(frozen.label, "Exhibit 1")
        self.assertEqual(moving.case_id, target)
        self.assertEqual(twin.case_id, self.case)
        copy = target.exhibit_ids.filtered(lambda one: one.name == "Contrat")
        self.assertEqual(copy._get_raw(), frozen._get_raw())
        self.assertEqual((copy.frozen_on, copy.confidential_ground), (False, "wish"))
        self.assertEqual(copy.source_id, frozen.id)
        self.assertOrder("Commun", "Photo", "Contrat", case=target)
        self.assertFalse(target.exhibit_ids._verify())
        self.assertIsNone(target._verify_chronology())
        copy.unlink()

    def test_an_uninstallation_leaves_the_files_on_the_invoice(self):
        self._add("Un")
        self.case.exhibit_ids._reattach_on_uninstall()
        copies = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "account.move"),
                ("res_id", "=", self.move.id),
                ("name", "=", "Un.pdf"),
            ]
        )
        self.assertEqual(copies.raw, PDF + b"Un")

    def test_an_uninstallation_leaves_confidential_files_to_administrators(self):
        self._add("Secret", confidential=True, confidential_ground="wish")
        self.case.exhibit_ids._reattach_on_uninstall()
        copy = self.env["ir.attachment"].search(
            [("name", "=", "Secret.pdf"), ("res_model", "!=", "litige.exhibit")]
        )
        self.assertEqual((copy.res_model, copy.res_id), (False, 0))

    # === MEASURE === #

    def test_adding_and_freezing_cost_the_same_queries_whatever_the_number(self):
        def count(action):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            action()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cases = [self._open_case(self._create_overdue(amount=n)) for n in (100, 200, 300)]
        costs = []
        for case, size in zip(cases, (2, 3, 30), strict=True):
            names = [f"Pièce {n}" for n in range(size)]
            costs.append(
                (
                    count(lambda case=case, names=names: self._add(*names, case=case)),
                    count(lambda case=case: case._get_exhibits("court").mapped("label")),
                    count(lambda case=case: case.missing_exhibits),
                    count(lambda case=case: case.action_freeze_file()),
                )
            )
        # The first pass fills caches.
        self.assertEqual(costs[1], costs[2], costs)

    # === WHO WRITES WHAT === #

    def test_nobody_says_of_an_exhibit_that_its_secret_binds_or_not(self):
        secret = self._add("Note", confidential=True, confidential_ground="mediation")
        plain = self._add("Devis")
        self.case.action_freeze_file()
        for exhibit, value in ((secret, False), (plain, True)):
            with self.assertRaises(UserError):
                exhibit.write({"is_confidential_binding": value})
        with self.assertRaises(UserError):
            plain.sudo().write({"is_confidential_binding": True})
        made = self.case._add_exhibits(
            [
                self._spec(
                    "Procès-verbal",
                    confidential=True,
                    confidential_ground="mediation",
                    is_confidential_binding=False,
                )
            ]
        )
        self.assertTrue(made.is_confidential_binding)

    def test_captions_and_file_names_read_as_they_are(self):
        exhibit = self._add("Devis\r\nPièce 9\x07", file_name="facture\u202efdp.exe\n")
        self.assertEqual((exhibit.name, exhibit.file_name), ("Devis Pièce 9", "facturefdp.exe"))
        exhibit.write({"name": "Bon\n\u2066de commande", "file_name": "bon\x00.pdf"})
        self.assertEqual((exhibit.name, exhibit.file_name), ("Bon de commande", "bon.pdf"))
