"""Place what was written for any paper on a sheet with room for stamps.

Nothing of an exhibit is ever covered: it is reduced by a few percent, and the stamps stand in the
room thus made at the head and at the foot. Turned, cropped, landscape and A3 pages come out upright
and as large as they were; tiny and huge ones are brought to A4 and A3.
"""

from odoo.tools.pdf import generic

from .faces import MM
from .objects import Damaged, get_raw

A4 = (210 * MM, 297 * MM)
A3 = (297 * MM, 420 * MM)
HEAD, FOOT, SIDE = 11.5 * MM, 8.5 * MM, 12 * MM
SMALLEST = (140 * MM, 200 * MM)
DOTS = 110 / 72  # a small picture is enlarged no further than 110 dots per inch
HIDDEN = 2 | 32  # flags of annotations that are not shown


def multiply(first, then):
    """Return the matrix that applies `first`, `then` the other."""
    a, b, c, d, e, f = first
    k, m, n, o, p, q = then
    return (
        a * k + b * n,
        a * m + b * o,
        c * k + d * n,
        c * m + d * o,
        e * k + f * n + p,
        e * m + f * o + q,
    )


def _turn(box, degrees):
    """Return the matrix that stands a turned page upright at the origin, and its size."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    return {
        0: ((1, 0, 0, 1, -left, -bottom), (width, height)),
        90: ((0, -1, 1, 0, -bottom, right), (height, width)),
        180: ((-1, 0, 0, -1, right, top), (width, height)),
        270: ((0, 1, -1, 0, top, -left), (height, width)),
    }[degrees % 360]


def _get_sheet(width, height):
    """Return the paper on which a page of this size is shown."""
    short, long = sorted((width, height))
    if short < SMALLEST[0] or long < SMALLEST[1]:
        # A receipt, a label: alone in the middle of an ordinary sheet.
        paper = A4 if long <= A4[1] else A3
    elif short > A3[0] * 1.02 or long > A3[1] * 1.02:
        paper = A3
    else:
        return width, height
    return paper if height >= width else paper[::-1]


def place(box, degrees=0, unit=1.0):
    """Return the size of the sheet and the matrix that puts the page in the middle of it."""
    matrix, (width, height) = _turn(box, degrees)
    width, height = width * unit, height * unit
    sheet_width, sheet_height = _get_sheet(width, height)
    room = sheet_height - HEAD - FOOT
    scale = min(room / height, sheet_width / width, 1)
    left = (sheet_width - width * scale) / 2
    bottom = FOOT + (room - height * scale) / 2
    scale *= unit
    return sheet_width, sheet_height, multiply(matrix, (scale, 0, 0, scale, left, bottom))


def place_picture(picture):
    """Return the size of the sheet and the operators that draw a picture on it."""
    width, height = A4 if picture.height >= picture.width else A4[::-1]
    room_x, room_y = width - 2 * SIDE, height - HEAD - FOOT - 6 * MM
    scale = min(room_x / picture.width, room_y / picture.height, 1 / DOTS)
    shown = picture.width * scale, picture.height * scale
    left = (width - shown[0]) / 2
    bottom = FOOT + 3 * MM + (room_y - shown[1]) / 2
    # A picture is drawn on a square of side one.
    turned, _size = _turn((0, 0, 1, 1), picture.turn)
    matrix = multiply(turned, (shown[0], 0, 0, shown[1], left, bottom))
    return width, height, _draw(matrix, b"LtP")


def _draw(matrix, name):
    return b"q %s cm /%s Do Q\n" % (b" ".join(b"%.5f" % value for value in matrix), name)


# === PAGES OF OTHER PDFS === #


def copy_page(copier, output, page, fitted=True):
    """Write a page as a form, which no unbalanced operator can leave.

    :param fitted: make room for stamps; else the page is ours, and has its own.
    :return: the number of the form, the size of the sheet, the operators that draw it
    """
    box, degrees = _get_box(page), int(page.get("/Rotate", 0) or 0)
    unit = float(page.get("/UserUnit", 1) or 1)
    if fitted:
        width, height, matrix = place(box, degrees, unit)
    else:
        matrix, (width, height) = _turn(box, degrees)
    marks = list(_copy_annotations(copier, page))
    data, entries = _get_contents(copier, page)
    resources = copier.copy(page.get("/Resources") or generic.DictionaryObject())
    edges = b" ".join(b"%.4f" % edge for edge in box)
    head = b"/Type/XObject/Subtype/Form/BBox[%s]/Resources %s" % (edges, resources)
    group = page.get("/Group")
    if group:
        head += b"/Group %s" % copier.copy(group)
    form = output.write_stream(data, head + entries)
    if marks:
        form = _join(output, form, marks, edges)
    return form, width, height, _draw(matrix, b"LtP")


def _join(output, form, marks, edges):
    """Return a form that draws the page, then what was added to it by hand."""
    names = b"/F0 %d 0 R" % form
    contents = _draw((1, 0, 0, 1, 0, 0), b"F0")
    for rank, (number, matrix) in enumerate(marks, start=1):
        names += b"/F%d %d 0 R" % (rank, number)
        contents += _draw(matrix, b"F%d" % rank)
    return output.write_stream(
        contents,
        b"/Type/XObject/Subtype/Form/BBox[%s]/Resources<</XObject<<%s>>>>" % (edges, names),
    )


def _get_box(page):
    """Return the visible part of a page; A4 when what it says makes no sense."""
    media = _read_box(page.get("/MediaBox")) or (0, 0, *A4)
    crop = _read_box(page.get("/CropBox"))
    if crop:
        both = (
            max(media[0], crop[0]),
            max(media[1], crop[1]),
            min(media[2], crop[2]),
            min(media[3], crop[3]),
        )
        if both[2] - both[0] > 1 and both[3] - both[1] > 1:
            return both
    return media


def _read_box(value):
    try:
        edges = [float(edge) for edge in value]
        left, right = sorted((edges[0], edges[2]))
        bottom, top = sorted((edges[1], edges[3]))
    except (TypeError, ValueError, IndexError):
        return None
    return (left, bottom, right, top) if right - left > 1 and top - bottom > 1 else None


def _get_contents(copier, page):
    """Return the operators of a page as stored, and the entries that say how they are."""
    contents = page.get("/Contents")
    if contents is None:
        if "/Contents" in page and not _is_null(page.raw_get("/Contents")):
            raise Damaged
        return b"", b""
    parts = [contents] if isinstance(contents, generic.StreamObject) else list(contents)
    parts = [part.get_object() for part in parts]
    if not all(isinstance(part, generic.StreamObject) for part in parts):
        raise Damaged
    if len(parts) == 1:
        kept = copier.dump_stream_entries(parts[0], frozenset(("/Type", "/Subtype")))
        return get_raw(parts[0]), kept
    return b"\n".join(part.get_data() for part in parts), b""


def _is_null(value):
    return value is None or isinstance(value, generic.NullObject)


def _copy_annotations(copier, page):
    """Yield what was added to a page by hand: a signature, a field, a note, as it looks.

    What it does (links, scripts, attached files) is left behind.
    """
    for reference in page.get("/Annots") or ():
        annotation = reference.get_object()
        if not isinstance(annotation, dict) or int(annotation.get("/F", 0)) & HIDDEN:
            continue
        if annotation.get("/Subtype") in ("/Popup", "/Link"):
            continue
        looks, rect = _get_look(annotation), _read_box(annotation.get("/Rect"))
        if looks is None or rect is None:
            continue
        matrix = _fit(looks.get_object(), rect)
        if matrix:
            yield int(copier.copy(looks).split()[0]), matrix


def _get_look(annotation):
    """Return the reference of how an annotation looks in its present state, or None."""
    looks = annotation.get("/AP")
    if not isinstance(looks, dict) or "/N" not in looks:
        return None
    look = looks.raw_get("/N")
    states = look.get_object()
    if not isinstance(states, generic.StreamObject):
        state = annotation.get("/AS")
        if not isinstance(states, dict) or state not in states:
            return None
        look = states.raw_get(state)
    if not isinstance(look, generic.IndirectObject):
        return None
    return look if isinstance(look.get_object(), generic.StreamObject) else None


def _fit(look, rect):
    """Return the matrix that brings a form to the place of its annotation."""
    box = _read_box(look.get("/BBox"))
    if box is None:
        return None
    matrix = [float(value) for value in look.get("/Matrix") or (1, 0, 0, 1, 0, 0)]
    corners = [multiply((1, 0, 0, 1, x, y), matrix)[4:] for x in box[::2] for y in box[1::2]]
    left, right = min(x for x, _y in corners), max(x for x, _y in corners)
    bottom, top = min(y for _x, y in corners), max(y for _x, y in corners)
    if right - left < 0.01 or top - bottom < 0.01:
        return None
    wide, high = (rect[2] - rect[0]) / (right - left), (rect[3] - rect[1]) / (top - bottom)
    return wide, 0, 0, high, rect[0] - left * wide, rect[1] - bottom * high


def copy_layers(reader, copier):
    """Return the references of the layers of a document, and of those that are hidden."""
    layers = reader.trailer["/Root"].get("/OCProperties")
    if not isinstance(layers, dict):
        return [], []
    chosen = layers.get("/D") or {}
    every = [item for item in layers.get("/OCGs") or () if _is_reference(item)]
    hidden = [item for item in chosen.get("/OFF") or () if _is_reference(item)]
    if chosen.get("/BaseState") == "/OFF":
        shown = {item.idnum for item in chosen.get("/ON") or () if _is_reference(item)}
        hidden = [item for item in every if item.idnum not in shown]
    return [copier.copy(item) for item in every], [copier.copy(item) for item in hidden]


def _is_reference(value):
    return isinstance(value, generic.IndirectObject)
