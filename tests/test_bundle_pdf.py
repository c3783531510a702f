"""One PDF of many files: what is printed, how it is stamped, what is left behind. No database."""

import io
import tracemalloc

from PIL import Image
from reportlab.lib.pagesizes import A3, A4, landscape

from odoo.tests import BaseCase, tagged

from odoo.addons.litige_management.pdf import bundle, images, sheets

from .bundle_common import make_encrypted, make_hostile, make_pdf, make_picture, read


@tagged("standard", "post_install", "-at_install")
class TestBundlePdf(BaseCase):
    def _bundle(self, *contents, parts=(), names=None):
        """Return the results, the first pages and a reader of a bundle of these files."""
        stream = io.BytesIO()
        assembly = bundle.Bundle(stream)
        results = [
            assembly.add(
                bundle.Exhibit(
                    f"Pièce n° {rank}",
                    f"Document {rank}",
                    lambda content=content: content,
                    (names or {}).get(rank, "x.pdf"),
                    lambda reason: (f"Motif {reason}",),
                )
            )
            for rank, content in enumerate(contents, 1)
        ]
        starts = assembly.finish(
            [bundle.Part(title, content) for title, content in parts],
            title="Dossier LIT/2026/00001",
            reference="LIT/2026/00001",
        )
        self.content = stream.getvalue()
        return results, starts, read(self.content)

    # === ORDER, STAMPS, NUMBERS, OUTLINE === #

    def test_each_exhibit_starts_on_its_stamped_page(self):
        parts = [("Couverture", make_pdf(text="Couverture")), ("Bordereau", make_pdf(2))]
        results, starts, reader = self._bundle(
            make_pdf(2, text="Devis"),
            make_pdf(1, text="Bon"),
            make_pdf(3, text="Lettre"),
            parts=parts,
        )
        self.assertEqual(results, [(2, ""), (1, ""), (3, "")])
        self.assertEqual(starts, [4, 6, 7])
        texts = [page.extract_text() for page in reader.pages]
        self.assertEqual(len(texts), 9)
        self.assertIn("Couverture 1", texts[0])
        self.assertNotIn("Pièce", texts[0])
        for start, rank, name in ((4, 1, "Devis"), (6, 2, "Bon"), (7, 3, "Lettre")):
            self.assertIn(f"{name} 1", texts[start - 1])
            self.assertIn(f"Pièce n° {rank}\n", texts[start - 1])
        self.assertIn("Pièce n° 3 – 2/3", texts[7])
        for number, text in enumerate(texts, 1):
            self.assertIn(f"{number} / 9", text)
            self.assertIn("LIT/2026/00001", text)

    def test_outline_names_the_parts_and_each_exhibit(self):
        _results, starts, reader = self._bundle(
            make_pdf(2), make_pdf(1), parts=[("Couverture", make_pdf())]
        )
        cover, exhibits, children = reader.outline
        places = {page.indirect_reference.idnum: rank for rank, page in enumerate(reader.pages, 1)}
        self.assertEqual([cover.title, exhibits.title], ["Couverture", "Pièces"])
        self.assertEqual(
            [(one.title, places[one.raw_get("/Page").idnum]) for one in children],
            [("Pièce n° 1 – Document 1", starts[0]), ("Pièce n° 2 – Document 2", starts[1])],
        )

    def test_same_files_give_the_same_bytes(self):
        self._bundle(make_pdf(2), make_picture(), parts=[("Couverture", make_pdf(text="C"))])
        first = self.content
        # reportlab dates what it makes: the same bytes are handed over twice.
        stream = io.BytesIO()
        content = make_pdf(1)
        for _time in range(2):
            stream.seek(0)
            stream.truncate()
            one = bundle.Bundle(stream)
            one.add(bundle.Exhibit("Pièce n° 1", "Devis", lambda: content))
            one.finish([])
            first = first if _time else stream.getvalue()
        self.assertEqual(stream.getvalue(), first)

    # === PAPER === #

    def test_turned_landscape_and_large_pages_come_out_upright_at_their_size(self):
        _results, _starts, reader = self._bundle(
            make_pdf(size=landscape(A4)),
            make_pdf(size=landscape(A3)),
            make_pdf(rotate=90),
            make_pdf(size=landscape(A4), rotate=270),
        )
        sizes = [tuple(round(float(edge)) for edge in page.mediabox[2:]) for page in reader.pages]
        self.assertEqual(sizes, [(842, 595), (1191, 842), (842, 595), (595, 842)])
        self.assertFalse(any("/Rotate" in page for page in reader.pages))

    def test_receipts_and_posters_are_brought_to_ordinary_paper(self):
        _results, _starts, reader = self._bundle(
            make_pdf(size=(200, 400)), make_pdf(size=(3000, 2000))
        )
        sizes = [tuple(round(float(edge)) for edge in page.mediabox[2:]) for page in reader.pages]
        self.assertEqual(sizes, [(595, 842), (1191, 842)])

    def test_nothing_of_a_page_is_under_the_stamps(self):
        for box, turn in (((0, 0, *A4), 0), ((50, 80, 500, 700), 90), ((0, 0, 842, 595), 180)):
            width, height, matrix = sheets.place(box, turn)
            corners = [
                sheets.multiply((1, 0, 0, 1, x, y), matrix)[4:] for x in box[::2] for y in box[1::2]
            ]
            for x, y in corners:
                self.assertTrue(-0.01 <= x <= width + 0.01, (box, turn))
                self.assertTrue(sheets.FOOT - 0.01 <= y <= height - sheets.HEAD + 0.01, (box, turn))

    def test_what_was_cropped_away_stays_away(self):
        _results, _starts, reader = self._bundle(make_pdf(crop=(0, 0, 595, 500)))
        form = reader.pages[0]["/Resources"]["/XObject"]["/LtP"]
        self.assertEqual([float(edge) for edge in form["/BBox"]], [0, 0, 595, 500])

    # === PICTURES === #

    def test_pictures_stand_upright(self):
        for turn, corner in (
            (1, "top left"),
            (3, "bottom right"),
            (6, "top right"),
            (8, "bottom left"),
        ):
            for size in ((900, 600), (4000, 3000)):  # as it is, and reduced
                [picture] = images.read_pictures(make_picture(size=size, turn=turn))
                self.assertEqual(self._find_red(picture), corner, (turn, size))

    def _find_red(self, picture):
        image = (
            Image.open(io.BytesIO(picture.data)).convert("RGB").rotate(-picture.turn, expand=True)
        )
        self.assertEqual(image.size, (picture.width, picture.height))
        for vertical, y in (("top", 0.1), ("bottom", 0.9)):
            for horizontal, x in (("left", 0.1), ("right", 0.9)):
                red, green, _blue = image.getpixel((int(x * image.width), int(y * image.height)))
                if red > 180 and green < 80:
                    return f"{vertical} {horizontal}"
        return None

    def test_pictures_of_all_formats_are_printed(self):
        kinds = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
        results, _starts, reader = self._bundle(
            *(make_picture(kind) for kind in kinds),
            make_picture("JPEG", mode="CMYK"),
            make_picture("PNG", mode="RGBA"),
            make_picture("PNG", mode="1"),
            make_picture("PNG", mode="LA"),
        )
        self.assertEqual(results, [(1, "")] * 10)
        self.assertTrue(all(page["/Resources"]["/XObject"]["/LtP"] for page in reader.pages))

    def test_scanned_tiff_gives_all_its_pages(self):
        page = Image.open(io.BytesIO(make_picture("PNG", mode="1")))
        stream = io.BytesIO()
        page.save(stream, "TIFF", save_all=True, append_images=[page, page])
        results, _starts, _reader = self._bundle(stream.getvalue())
        self.assertEqual(results, [(3, "")])

    def test_place_where_a_photo_was_taken_is_not_handed_over(self):
        exif = Image.Exif()
        exif[0x010E] = "48.8566 N 2.3522 E"
        content = make_picture(exif=exif)
        self.assertIn(b"48.8566", content)
        self._bundle(content)
        self.assertNotIn(b"48.8566", self.content)

    def test_large_photo_is_reduced_to_what_paper_shows(self):
        [picture] = images.read_pictures(make_picture(size=(6000, 4000)))
        self.assertLessEqual(max(picture.width, picture.height), images.LONGEST)

    def test_picture_that_would_fill_the_memory_is_refused(self):
        huge = make_picture("PNG", size=(10000, 10000), mode="1")
        tracemalloc.start()
        results, _starts, _reader = self._bundle(huge)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        self.assertEqual(results, [(1, bundle.TOO_LARGE)])
        self.assertLess(peak, 30_000_000)

    # === WHAT CANNOT BE PRINTED === #

    def test_bad_files_are_listed_with_the_reason_and_break_nothing(self):
        whole = make_pdf(3)
        contents = {
            bundle.EMPTY: b"",
            bundle.PASSWORD: make_encrypted("secret"),
            bundle.DAMAGED: whole[: len(whole) // 2],
            bundle.NOT_PDF: b"Bonjour",
            bundle.TOO_LONG: make_pdf(bundle.MOST_PAGES + 1, size=(200, 200)),
        }
        good = make_pdf(1, text="Intact")
        results, starts, reader = self._bundle(
            *contents.values(), b"PK\x03\x04", good, names={6: "a.docx"}
        )
        self.assertEqual(
            results, [*((1, reason) for reason in contents), (1, bundle.FORMAT), (1, "")]
        )
        self.assertEqual(starts, [1, 2, 3, 4, 5, 6, 7])
        for rank, reason in enumerate([*contents, bundle.FORMAT], 1):
            text = reader.pages[rank - 1].extract_text()
            self.assertIn(f"Pièce n° {rank}", text)
            self.assertIn(f"Motif {reason}", text)
        self.assertIn("Intact", reader.pages[6].extract_text())

    def test_file_damaged_in_the_middle_leaves_nothing_behind(self):
        content = make_pdf(3, text="Sain").replace(b"/FlateDecode", b"/FlateDecayed")
        broken = make_pdf(40).replace(b"endstream", b"endstrea ", 1)
        for one in (content, broken):
            results, _starts, reader = self._bundle(one, make_pdf(text="Suivante"))
            self.assertEqual(len(results), 2)
            self.assertIn("Suivante", reader.pages[-1].extract_text())

    def test_page_whose_contents_are_lost_is_not_shown_blank(self):
        content = make_pdf(1)
        start = content.index(b"/Contents ") + 10
        end = content.index(b" 0 R", start)
        lost = content[:start] + b"9" * (end - start) + content[end:]
        results, _starts, _reader = self._bundle(lost)
        self.assertEqual(results, [(1, bundle.DAMAGED)])

    def test_first_pages_of_a_file_damaged_further_on_are_not_kept(self):
        content = make_pdf(30)
        start = content.rindex(b"/Contents ") + 10
        end = content.index(b" 0 R", start)
        self._bundle(content[:start] + b"9" * (end - start) + content[end:])
        size = len(self.content)
        results, _starts, _reader = self._bundle(b"%PDF-1.7 and no more")
        self.assertEqual(results, [(1, bundle.DAMAGED)])
        self.assertLess(abs(size - len(self.content)), 50)

    def test_pdf_that_opens_without_password_is_printed(self):
        results, _starts, reader = self._bundle(make_encrypted(""))
        self.assertEqual(results, [(2, "")])
        self.assertIn("Protégé 2", reader.pages[1].extract_text())

    def test_picture_with_the_name_of_a_pdf_is_printed_as_a_picture(self):
        results, _starts, _reader = self._bundle(make_picture("PNG"), names={1: "scan.pdf"})
        self.assertEqual(results, [(1, "")])

    # === WHAT IS LEFT BEHIND === #

    def test_scripts_links_and_attached_files_stay_behind_and_signatures_are_shown(self):
        results, _starts, reader = self._bundle(make_hostile())
        self.assertEqual(results, [(1, "")])
        for word in (
            b"/JavaScript",
            b"/JS",
            b"app.alert",
            b"SECRET",
            b"/AA",
            b"/Annots",
            b"/Names",
        ):
            self.assertNotIn(word, self.content, word)
        form = reader.pages[0]["/Resources"]["/XObject"]["/LtP"]
        marks = form["/Resources"]["/XObject"]
        self.assertEqual(sorted(marks), ["/F0", "/F1"], "the page and its signature, no link")
        self.assertIn(b"2.00000 0.00000 0.00000 2.00000 100.00000 400.00000 cm", form.get_data())
