"""Cut, stamp and join PDF pages."""

import io
from functools import lru_cache
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from odoo.tools.misc import file_path
from odoo.tools.pdf import PdfReader, PdfWriter, generic

from .wkhtmltopdf import MARGIN_SIDE

FONT = "LitigeText"
FONT_FILE = "litige_management/static/fonts/litige-text-regular.ttf"
INITIALS = 118  # where the room for initials starts, from the left edge
FOOT = 11  # millimetres from the bottom edge
GREY = 0.35
NAME = generic.NameObject


class Stamp(NamedTuple):
    """What is written in the margin of each page of one document.

    :param reference: at the left of the foot: the number of the document.
    :param initials: in the middle, followed by room for the initials of the parties.
    :param page: pattern of the right of the foot, with `{page}` and `{count}`.
    :param watermark: large and pale across the page; empty for a final document.
    """

    reference: str = ""
    initials: str = ""
    page: str = "{page}/{count}"
    watermark: str = ""


@lru_cache(maxsize=1)
def _register_font():
    pdfmetrics.registerFont(TTFont(FONT, file_path(FONT_FILE)))


def get_starts(reader, count):
    """Return the first page of each of `count` documents printed in one pass, or None.

    Each document has one main heading (`h1`), on its first page: the binary makes an outline of
    them. Any other number of headings means that the cut would be a guess.
    """
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    starts = [_get_page_number(reader, entry) for entry in entries]
    if len(starts) != count or starts[:1] != [0] or sorted(set(starts)) != starts:
        return None
    return starts


def _get_page_number(reader, entry):
    """Return the page of an outline entry: the binary writes its number, others a reference."""
    page = entry["/Page"]
    return int(page) if isinstance(page, int) else reader.get_destination_page_number(entry)


def cut(content, count):
    """Return the (reader, first page, page after the last) of each document, or None."""
    reader = PdfReader(io.BytesIO(content))
    total = len(reader.pages)
    if count == 1:
        return [(reader, 0, total)]
    starts = get_starts(reader, count)
    if starts is None:
        return None
    return [(reader, start, end) for start, end in zip(starts, [*starts[1:], total], strict=True)]


def stamp(parts, stamps):
    """Return the bytes of each part (see `cut`) with its page numbers and watermark."""
    overlay = _draw_overlay(
        [
            (one, page + 1, end - start)
            for (_reader, start, end), one in zip(parts, stamps, strict=True)
            for page in range(end - start)
        ]
    )
    results, rank = [], 0
    for reader, start, end in parts:
        writer = PdfWriter()
        for number in range(start, end):
            page = writer.add_page(reader.pages[number])
            _lay_over(writer, page, overlay.pages[rank])
            rank += 1
        writer.add_metadata({"/Producer": "litige_management"})
        results.append(_write(writer))
    return results


def join(contents):
    """Return one PDF of several, in order."""
    writer = PdfWriter()
    for content in contents:
        for page in PdfReader(io.BytesIO(content)).pages:
            writer.add_page(page)
    return _write(writer)


def _write(writer):
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _draw_overlay(faces):
    """Return a reader of one page per face, with the same fonts for all."""
    _register_font()
    stream = io.BytesIO()
    # Invariant: the same document gives the same bytes.
    canvas = Canvas(
        stream, pagesize=(210 * mm, 297 * mm), invariant=1, pageCompression=1, initialFontName=FONT
    )
    for one, page, count in faces:
        if one.watermark:
            _draw_watermark(canvas, one.watermark)
        canvas.setFillGray(GREY)
        canvas.setFont(FONT, 8)
        canvas.drawString(MARGIN_SIDE * mm, FOOT * mm, one.reference)
        label = one.page.format(page=page, count=count)
        canvas.drawRightString((210 - MARGIN_SIDE) * mm, FOOT * mm, label)
        if one.initials:
            _draw_initials(canvas, one.initials)
        canvas.showPage()
    canvas.save()
    return PdfReader(io.BytesIO(stream.getvalue()))


def _draw_initials(canvas, label):
    """Write the label at the middle of the foot, with two boxes to write initials in."""
    canvas.drawRightString(INITIALS * mm, FOOT * mm, label)
    canvas.setStrokeGray(0.6)
    canvas.setLineWidth(0.3)
    for rank in range(2):
        canvas.rect((INITIALS + 2 + 16 * rank) * mm, (FOOT - 2.4) * mm, 14 * mm, 7 * mm)


def _draw_watermark(canvas, text):
    canvas.saveState()
    canvas.setFillGray(0.5, alpha=0.16)
    canvas.setFont(FONT, 110)
    canvas.translate(105 * mm, 148 * mm)
    canvas.rotate(52)
    canvas.drawCentredString(0, -12 * mm, text)
    canvas.restoreState()


def _lay_over(writer, page, face):
    """Add the contents and the resources of `face` to `page`, without parsing either."""
    before, after = generic.DecodedStreamObject(), generic.DecodedStreamObject()
    before.set_data(b"q\n")
    after.set_data(b"\nQ\nq\n" + face.get_contents().get_data() + b"\nQ\n")
    contents = page["/Contents"] if "/Contents" in page else generic.ArrayObject()
    own = page.raw_get("/Contents") if contents else contents
    own = contents if isinstance(contents, generic.ArrayObject) else [own]
    page[NAME("/Contents")] = generic.ArrayObject(
        [writer._add_object(before), *own, writer._add_object(after)]
    )
    resources = generic.DictionaryObject(page["/Resources"].get_object())
    for kind in ("/Font", "/ExtGState"):
        added = face["/Resources"].get_object().get(kind)
        if added is None:
            continue
        merged = generic.DictionaryObject(resources.get(kind, {}))
        for key, value in added.get_object().items():
            merged[NAME(key)] = writer._add_object(value.get_object().clone(writer))
        resources[NAME(kind)] = merged
    page[NAME("/Resources")] = resources
