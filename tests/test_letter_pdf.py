"""The paper: geometry, page numbers, frozen bytes, many letters in one pass, binaries that fail."""

import hashlib
import io
import os
import stat
from pathlib import Path
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.litige_management.pdf import wkhtmltopdf

from .letter_common import MM, LetterCommon, plain, positions

MIXIN = "odoo.addons.litige_management.models.litige_document_mixin"


class TestPaper(LetterCommon):
    """One letter on A4."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls._confirm(cls._write_letter(interest_mode="claimed"))
        cls.content = cls.letter._get_frozen_attachments()[cls.letter].raw
        cls.reader = PdfReader(io.BytesIO(cls.content))

    def test_recipient_is_in_the_window_of_a_dl_envelope(self):
        """A4 folded in three in a DL envelope: x 105 to 200 mm, y 45 to 80 mm."""
        placed = {text: (x, y) for text, x, y in positions(self.reader.pages[0])}
        for line in ("SARL Dubreuil", "12 rue des Lilas", "75011 PARIS"):
            x, y = placed[line]
            self.assertTrue(105 <= x <= 120, (line, x))
            self.assertTrue(45 <= y <= 80, (line, y))
        others = [
            (text, x, y)
            for text, (x, y) in placed.items()
            if x >= 105
            and 45 <= y <= 80
            and text not in ("SARL Dubreuil", "12 rue des Lilas", "75011 PARIS", "France", "FRANCE")
        ]
        self.assertFalse(others, "nothing else shows in the window")

    def test_every_page_is_a4_numbered_and_named(self):
        count = len(self.reader.pages)
        self.assertGreater(count, 1)
        for number, page in enumerate(self.reader.pages, 1):
            width, height = float(page.mediabox.width) * MM, float(page.mediabox.height) * MM
            self.assertAlmostEqual(width, 210, delta=0.5)
            self.assertAlmostEqual(height, 297, delta=0.5)
            text = plain(page.extract_text())
            self.assertIn(f"Page {number}/{count}", text)
            self.assertIn(self.letter.name, text)

    def test_signature_is_never_alone_on_its_page(self):
        [page] = [page for page in self.reader.pages if "Claire Lacombe" in page.extract_text()]
        self.assertIn("salutations distinguées", plain(page.extract_text()))

    def test_text_is_real_text_with_its_accents(self):
        text = plain(" ".join(page.extract_text() for page in self.reader.pages))
        self.assertIn("nous vous mettons en demeure de nous payer la somme de", text)
        self.assertIn("À défaut de règlement intégral dans ce délai", text)

    def test_fonts_are_embedded(self):
        for page in self.reader.pages:
            for font in page["/Resources"]["/Font"].values():
                base = font.get_object()
                if "/DescendantFonts" in base:
                    base = base["/DescendantFonts"][0].get_object()
                self.assertIn("/FontFile2", base["/FontDescriptor"].get_object())


class TestFreezing(LetterCommon):
    """A confirmed letter is the same bytes for ever."""

    def test_confirming_numbers_freezes_and_notes(self):
        letter = self._confirm(self._write_letter())
        self.assertRegex(letter.name, r"^COU/\d{4}/\d{5}$")
        self.assertEqual(letter.state, "confirmed")
        content = letter._get_frozen_attachments()[letter].raw
        self.assertEqual(letter.document_hash, hashlib.sha256(content).hexdigest())
        self.assertEqual(letter.statement_json["totals"]["total_claimed"], "2000.00")
        self.assertEvents(self.case, "letter")
        event = self.case.event_ids.filtered(lambda event: event.kind == "letter")
        self.assertEqual(event.details["sha256"], letter.document_hash)
        self.assertEqual(event.amount, 2000)

    def test_printing_again_serves_the_same_bytes(self):
        letter = self._confirm(self._write_letter())
        report = self.env["ir.actions.report"]
        name = "litige_management.litige_letter_document"
        first, kind = report._render_qweb_pdf(name, letter.ids)
        self.company.name = "Autre nom"
        self._pay(self.older)
        second, _kind = report._render_qweb_pdf(name, letter.ids)
        self.assertEqual((first, kind), (second, "pdf"))
        self.assertEqual(hashlib.sha256(first).hexdigest(), letter.document_hash)

    def test_a_draft_says_so_across_the_page(self):
        letter = self._write_letter()
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "litige_management.litige_letter_document", letter.ids
        )
        self.assertIn("PROJET", self._read(content)[1])
        confirmed = self._confirm(letter)._get_frozen_attachments()[letter].raw
        self.assertNotIn("PROJET", self._read(confirmed)[1])

    def test_a_confirmed_letter_cannot_be_changed(self):
        letter = self._confirm(self._write_letter())
        for values in (
            {"opening": "<p>x</p>"},
            {"amount": 1},
            {"document_hash": "0"},
            {"document_file": b"eA=="},
            {"move_ids": [(5,)]},
            {"statement_json": {}},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                letter.sudo().write(values)
        with self.assertRaises(UserError):
            letter.sudo().unlink()
        with self.assertRaises(UserError):
            letter.check_ids.write({"is_acknowledged": False})

    def test_its_file_cannot_be_changed_through_attachments(self):
        letter = self._confirm(self._write_letter())
        attachment = letter._get_frozen_attachments()[letter]
        for values in ({"raw": b"x"}, {"name": "x.pdf"}, {"res_id": 1}, {"res_field": False}):
            with self.subTest(values), self.assertRaises(UserError):
                attachment.write(values)
        with self.assertRaises(UserError):
            attachment.unlink()

    def test_other_attachments_stay_free(self):
        letter = self._confirm(self._write_letter())
        attachment = self.env["ir.attachment"].create(
            {
                "name": "note.txt",
                "raw": b"x",
                "res_model": letter._name,
                "res_id": letter.id,
            }
        )
        attachment.write({"raw": b"y"})
        attachment.unlink()

    def test_uninstalling_leaves_the_file_on_the_invoice(self):
        letter = self._confirm(self._write_letter())
        letter._reattach_frozen(lambda record: record.move_ids[:1])
        copy = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "account.move"),
                ("res_id", "in", letter.move_ids.ids),
                ("name", "=", letter.document_name),
            ]
        )
        self.assertEqual(hashlib.sha256(copy.raw).hexdigest(), letter.document_hash)

    def test_two_letters_take_two_numbers(self):
        first, second = self._write_letter("reminder"), self._write_letter()
        failures = (first | second)._confirm()
        self.assertFalse(failures)
        self.assertNotEqual(first.name, second.name)


class TestManyLetters(LetterCommon):
    """One action, one PDF for the printer, each letter kept apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        moves = cls.env["account.move"]
        for number in range(4):
            customer = cls._create_customer(f"Client {number}", litige_standing="merchant")
            for _rank in range(number * 6 + 1):
                moves |= cls._create_overdue(customer, amount=100 + number)
        cls.moves = moves

    def test_each_letter_is_cut_where_it_ends(self):
        letters, refusals = self.env["litige.letter"]._write_letters("notice", self.moves)
        self.assertFalse(refusals)
        self.assertFalse(letters._confirm())
        frozen = letters._get_frozen_attachments()
        for letter in letters:
            reader, text = self._read(frozen[letter].raw)
            self.assertIn(letter.partner_id.name, text)
            for other in letters - letter:
                self.assertNotIn(other.partner_id.name, text)
                self.assertNotIn(other.name, text)
            self.assertIn(f"Page 1/{len(reader.pages)}", text)

    def test_same_look_alone_and_in_a_batch(self):
        letters, _refusals = self.env["litige.letter"]._write_letters("notice", self.moves)
        together = letters._render_pdfs()
        alone = letters[-1]._render_pdfs()[letters[-1]][1]
        batch = together[letters[-1]][1]
        one, many = PdfReader(io.BytesIO(alone)), PdfReader(io.BytesIO(batch))
        self.assertEqual(len(one.pages), len(many.pages))
        for first, second in zip(one.pages, many.pages, strict=True):
            for (text, x, y), (other, x2, y2) in zip(
                positions(first), positions(second), strict=True
            ):
                self.assertEqual(text, other)
                self.assertAlmostEqual(x, x2, delta=0.3)
                self.assertAlmostEqual(y, y2, delta=0.3)

    def test_one_pdf_for_the_printer(self):
        letters, _refusals = self.env["litige.letter"]._write_letters("reminder", self.moves)
        letters._confirm()
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "litige_management.litige_letter_document", letters.ids
        )
        pages = sum(
            len(self._read(attachment.raw)[0].pages)
            for attachment in letters._get_frozen_attachments().values()
        )
        self.assertEqual(len(self._read(content)[0].pages), pages)

    def test_what_fails_is_listed_and_the_rest_goes_on(self):
        public = self._create_customer("Mairie", litige_standing="public")
        moves = self.moves | self._create_overdue(public)
        action = moves.action_litige_write_notices()
        batch = self.env["litige.letter.batch"].browse(action["res_id"])
        self.assertEqual(batch.draft_count, 5)
        with self.assertRaises(UserError):
            batch.action_confirm()
        batch.is_acknowledged = True
        batch.action_confirm()
        self.assertEqual((batch.confirmed_count, batch.draft_count), (4, 1))
        self.assertEqual(batch.line_ids.name, "Mairie")
        self.assertIn("public body", batch.line_ids.reason)
        self.assertEqual(
            batch.action_print()["context"]["active_ids"],
            batch.letter_ids.filtered(lambda x: x.state == "confirmed").ids,
        )

    def test_invoices_that_cannot_be_claimed_are_named(self):
        paid = self._create_overdue()
        self._pay(paid)
        action = (self.moves[:1] | paid).action_litige_write_reminders()
        batch = self.env["litige.letter.batch"].browse(action["res_id"])
        self.assertEqual(batch.line_ids.name, paid.name)


class TestFailingBinary(LetterCommon):
    """Whatever the binary does, a draft stays a draft that says why."""

    def _use_binary(self, script):
        folder = Path(self.enterContext(__import__("tempfile").TemporaryDirectory()))
        binary = folder / "wkhtmltopdf"
        binary.write_text(f"#!/bin/sh\n{script}\n")
        binary.chmod(binary.stat().st_mode | stat.S_IXUSR)
        self.enterContext(patch.object(wkhtmltopdf, "find_in_path", lambda name: str(binary)))
        return binary

    @mute_logger(MIXIN)
    def test_a_crash_keeps_the_draft_and_its_reason(self):
        letter = self._write_letter()
        self._use_binary(
            '[ "$1" = --version ] && echo "(with patched qt)" && exit 0\necho boom >&2; exit 3'
        )
        failures = letter._confirm()
        self.assertIn("boom", failures[letter])
        self.assertEqual((letter.state, letter.name), ("draft", "/"))
        self.assertIn("boom", letter.document_error)
        self.assertFalse(letter.document_hash)

    @mute_logger(MIXIN)
    def test_after_a_failure_it_can_be_confirmed(self):
        letter = self._write_letter()
        with patch.object(wkhtmltopdf, "find_in_path", side_effect=OSError):
            self.assertIn("wkhtmltopdf", letter._confirm()[letter])
        self._confirm(letter)
        self.assertFalse(letter.document_error)

    @mute_logger(MIXIN)
    def test_no_pdf_at_all_is_a_failure(self):
        letter = self._write_letter()
        self._use_binary("exit 0")
        self.assertTrue(letter._confirm()[letter])

    @mute_logger(MIXIN)
    def test_one_poisoned_letter_does_not_stop_the_others(self):
        letters = self._write_letter() | self._write_letter(case=self.consumer_case)
        real, _kind = wkhtmltopdf.find_binary()
        self._use_binary(
            f'[ "$1" = --version ] && exec {real} --version\n'
            'page=$(mktemp); cat > "$page"\n'
            'if grep -q "Jeanne Martin" "$page"; then echo poisoned >&2; exit 1; fi\n'
            f'exec {real} "$@" < "$page"'
        )
        failures = letters._confirm()
        self.assertEqual(list(failures), [letters[1]])
        self.assertEqual(letters.mapped("state"), ["confirmed", "draft"])

    def test_a_binary_that_cannot_be_cut_prints_one_by_one(self):
        letters = self._write_letter() | self._write_letter(case=self.consumer_case)
        with patch.object(wkhtmltopdf, "_get_kind", lambda *args: wkhtmltopdf.UNPATCHED):
            rendered = letters._render_pdfs()
        for letter in letters:
            text = self._read(rendered[letter][1])[1]
            self.assertIn(letter.partner_id.name, text)

    def test_no_shell_no_network_no_script(self):
        """The command line forbids what a hostile text could ask for."""
        seen = []
        run = wkhtmltopdf.subprocess.run

        def spy(command, **options):
            seen.append(command)
            return run(command, **options)

        with patch.object(wkhtmltopdf.subprocess, "run", spy):
            self._write_letter()._render_pdfs()
        [command] = [one for one in seen if "--version" not in one]
        self.assertIn("--disable-local-file-access", command)
        self.assertIn("--disable-javascript", command)
        self.assertNotIn("http", os.fspath(" ".join(command)))


class TestRights(LetterCommon):
    """Who may read, write and confirm letters."""

    def test_roles(self):
        letter = self._confirm(self._write_letter())
        draft = self._write_letter("reminder")
        group = "litige_management.litige_management_group_"
        user = self._new_user("u", group + "user")
        resolver = self._new_user("r", group + "resolver")
        invoicer = self._new_user("i", "account.group_account_invoice")
        reader = self._new_user("a", "account.group_account_readonly")
        self.assertTrue(draft.with_user(user).has_access("write"))
        self.assertTrue(letter.with_user(reader).has_access("read"))
        self.assertFalse(letter.with_user(reader).has_access("write"))
        self.assertFalse(letter.with_user(resolver).has_access("read"))
        self.case.resolver_id = resolver
        self.assertTrue(letter.with_user(resolver).has_access("read"))
        self.assertFalse(draft.with_user(resolver).has_access("write"))
        self.assertFalse(letter.with_user(invoicer).has_access("read"))
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(invoicer)._render_qweb_pdf(
                "litige_management.litige_letter_document", letter.ids
            )

    def test_a_user_confirms_without_further_rights(self):
        user = self._new_user("u", "litige_management.litige_management_group_user")
        letter = self._write_letter().with_user(user)
        self.assertFalse(letter._confirm())
        self.assertEqual(letter.state, "confirmed")

    def test_company_wall(self):
        other = self.setup_other_company()["company"]
        user = new_test_user(
            self.env,
            "autre",
            groups="litige_management.litige_management_group_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self._write_letter().with_user(user).has_access("read"))

    def _new_user(self, login, groups):
        return new_test_user(
            self.env,
            f"lettre_{login}",
            groups=groups,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
