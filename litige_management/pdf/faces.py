"""What the bundle writes over pages: stamps, page numbers, insert sheets.

Drawn as plain PDF operators with two simple fonts, embedded once for the whole file: a page costs
a few hundred bytes.
"""

from functools import lru_cache
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFontFile

from odoo.tools.misc import file_path

MM = 72 / 25.4
FONT_FILE = "litige_management/static/fonts/litige-text-%s.ttf"
ENCODING = "cp1252"
REGULAR, BOLD = "LtR", "LtB"
FILES = {REGULAR: "regular", BOLD: "bold"}
GREY = b"0.35 g"
INK = b"0.11 0.17 0.21"


class Face(NamedTuple):
    """A font of the overlay: its file cut to one byte a character, and its measures."""

    name: str
    data: bytes
    widths: tuple
    box: tuple
    ascent: float
    descent: float


@lru_cache
def get_face(name):
    """Return the `Face` of the regular or the bold text."""
    font = TTFontFile(file_path(FONT_FILE % FILES[name]))
    codes = [ord(bytes([code]).decode(ENCODING, "replace")) for code in range(256)]
    widths = tuple(font.charWidths.get(code, font.defaultWidth) for code in codes)
    return Face(name, font.makeSubset(codes), widths, tuple(font.bbox), font.ascent, font.descent)


def embed(output, name):
    """Write the font into the output once, and return its number."""
    face = get_face(name)
    program = output.write_stream(face.data, b"/Length1 %d" % len(face.data), compress=True)
    descriptor = output.write(
        b"<</Type/FontDescriptor/FontName/LITIGE+%s/Flags 4/FontBBox[%s]/ItalicAngle 0"
        b"/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>"
        % (
            name.encode(),
            b" ".join(b"%d" % edge for edge in face.box),
            face.ascent,
            face.descent,
            face.ascent,
            program,
        )
    )
    unicode_map = output.write_stream(_get_unicode_map(), compress=True)
    return output.write(
        b"<</Type/Font/Subtype/TrueType/BaseFont/LITIGE+%s/FirstChar 32/LastChar 255/Widths[%s]"
        b"/FontDescriptor %d 0 R/ToUnicode %d 0 R>>"
        % (
            name.encode(),
            b" ".join(b"%d" % width for width in face.widths[32:]),
            descriptor,
            unicode_map,
        )
    )


def _get_unicode_map():
    """Return the table that lets text be searched and copied."""
    pairs = []
    for code in range(32, 256):
        try:
            pairs.append((code, ord(bytes([code]).decode(ENCODING))))
        except UnicodeDecodeError:
            continue
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
        "/CMapName /Litige def 1 begincodespacerange <00> <FF> endcodespacerange"
    ]
    for block in blocks:
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:02X}> <{char:04X}>" for code, char in block]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()


# === DRAWING === #


def get_width(text, size, font=REGULAR):
    """Return the width of a text, in points."""
    widths = get_face(font).widths
    return sum(widths[byte] for byte in _encode(text)) * size / 1000


def _encode(text):
    # Narrow no-break spaces and the minus sign are not in the byte table.
    return text.replace("\u202f", "\u00a0").replace("\u2212", "-").encode(ENCODING, "replace")


def draw_text(x, y, text, size, font=REGULAR):
    """Return the operators that write a text from its left end on the baseline."""
    return b"BT /%s %.2f Tf %.2f %.2f Td <%s> Tj ET\n" % (
        font.encode(),
        size,
        x,
        y,
        _encode(text).hex().encode(),
    )


def shorten(text, size, width, font=REGULAR):
    """Return the text cut so that it fits a width."""
    if get_width(text, size, font) <= width:
        return text
    while text and get_width(f"{text}…", size, font) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def draw_stamp(sheet_width, sheet_height, label):
    """Return the stamp of the first page of an exhibit: its number in a frame, at the top right."""
    size = 12.5
    width, height = get_width(label, size, BOLD) + 7 * MM, 8 * MM
    x, y = sheet_width - 7 * MM - width, sheet_height - 2 * MM - height
    return (
        b"q 1 g %s RG 1.1 w %.2f %.2f %.2f %.2f re B %s rg\n" % (INK, x, y, width, height, INK)
        + draw_text(x + 3.5 * MM, y + 2.6 * MM, label, size, BOLD)
        + b"Q\n"
    )


def draw_running_head(sheet_width, sheet_height, text):
    """Return the small reminder of the exhibit on its following pages."""
    x = sheet_width - 7 * MM - get_width(text, 8)
    return b"q %s\n" % GREY + draw_text(x, sheet_height - 7 * MM, text, 8) + b"Q\n"


def draw_foot(sheet_width, left, right, side, height):
    """Return the foot of a page: the reference and the page number."""
    x = sheet_width - side - get_width(right, 8)
    left = shorten(left, 8, x - side - 4 * MM)
    return (
        b"q %s\n" % GREY
        + draw_text(side, height, left, 8)
        + draw_text(x, height, right, 8)
        + b"Q\n"
    )


def draw_insert(label, lines):
    """Return the sheet that stands for an exhibit that cannot be printed, on A4.

    :param lines: short texts; the first is the caption of the exhibit.
    """
    ink = b"q %s rg\n" % INK
    parts = [ink, draw_text(30 * MM, 180 * MM, label, 26, BOLD)]
    y = 168 * MM
    for rank, line in enumerate(lines):
        size = 13 if rank == 0 else 10
        for piece in wrap(line, size, 150 * MM):
            parts.append(draw_text(30 * MM, y, piece, size))
            y -= size * 1.45
        y -= 7 if rank == 0 else 3
    return b"".join([*parts, b"Q\n"])


def wrap(text, size, width):
    """Return the lines of a text, each no wider than `width`."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and get_width(longer, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [shorten(one, size, width) for one in [*lines, line]]
