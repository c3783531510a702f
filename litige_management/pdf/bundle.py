"""Put documents one after the other in a single PDF: our own pages, then numbered exhibits.

    with open(path, "wb") as stream:
        bundle = Bundle(stream, words)
        results = [bundle.add(exhibit) for exhibit in exhibits]   # pages, or why there are none
        bundle.finish(parts, title=..., reference=...)

Exhibits are written while they come, one in memory at a time; our own pages, which say on which
page each exhibit starts, are written last and shown first. An exhibit that cannot be printed never
stops the bundle: a sheet with its number takes its place, and the reason is returned.
"""

import io
import logging
from collections.abc import Callable
from typing import NamedTuple

from odoo.tools.pdf import PdfReader

from . import faces, images, sheets
from .faces import BOLD, MM, REGULAR
from .objects import Copier, Damaged, Output, dump_text

_logger = logging.getLogger(__name__)
MOST_PAGES = 2000  # of one exhibit

# Why an exhibit is not printed.
EMPTY, PASSWORD, DAMAGED, NOT_PDF = "empty", "password", "damaged", "not_pdf"
TOO_LONG, TOO_LARGE, FORMAT = "too_long", "too_large", "format"


class Exhibit(NamedTuple):
    """One exhibit to print.

    :param label: what its pages are stamped with: `Pièce n° 3`.
    :param caption: what it is.
    :param load: returns its bytes; called once, when its turn comes.
    :param file_name: name of the file, which says that it was meant to be a PDF.
    :param insert: function from a reason (see above) to the lines of the sheet that stands for it.
    """

    label: str
    caption: str
    load: Callable
    file_name: str = ""
    insert: Callable = lambda reason: ()


class Result(NamedTuple):
    """What became of one exhibit: its number of pages, and why it is not printed when it is not.

    The sheet that stands for an exhibit that is not printed counts as one page.
    """

    pages: int
    reason: str = ""


class Part(NamedTuple):
    """Pages of our own: their title in the outline, and the PDF."""

    title: str
    content: bytes


class Words(NamedTuple):
    """The few words that the bundle writes itself.

    :param page: at the right of the foot, with `{page}` and `{count}`.
    :param exhibits: title of the exhibits in the outline.
    :param following: at the head of the following pages, with `{label}`, `{page}` and `{count}`.
    """

    page: str = "{page} / {count}"
    exhibits: str = "Pièces"
    following: str = "{label} – {page}/{count}"


class Sheet(NamedTuple):
    """One page to be written when all are known: its picture, its size and its stamps."""

    form: int | None
    width: float
    height: float
    contents: bytes
    own: bool = False


class Bundle:
    """A PDF of our own pages and of exhibits, written to `stream` as it grows."""

    def __init__(self, stream, words=None):
        self._output = Output(stream)
        self._words = words or Words()
        self._exhibits = []  # (Exhibit, [Sheet])
        self._layers, self._hidden = [], []
        self.page_count = 0  # known once finished

    # === EXHIBITS === #

    def add(self, exhibit):
        """Write the pages of one exhibit.

        :return: the `Result`: its pages, and the reason why it is not printed when it is not
        """
        content = exhibit.load()
        mark, layers = self._output.mark(), (list(self._layers), list(self._hidden))
        pages, reason = [], get_reason(content, exhibit.file_name)
        if not reason:
            try:
                pages = list(self._read(content))
            except Unusable as error:
                reason = error.args[0]
            except images.TooLarge:
                reason = TOO_LARGE
            # A foreign file can fail in any way that its author did not think of.
            except Exception:
                _logger.info("%s cannot be printed", exhibit.label, exc_info=True)
                reason = DAMAGED
        if reason:
            self._output.rewind(mark)
            self._layers, self._hidden = layers
            pages = [self._make_insert(exhibit, reason)]
        self._exhibits.append((exhibit, pages))
        return Result(len(pages), reason)

    def _read(self, content):
        if is_pdf(content):
            yield from self._write_pages(open_pdf(content), fitted=True)
        else:
            for picture in images.read_pictures(content):
                yield self._write_picture(picture)

    def _write_picture(self, picture):
        number = self._output.write_stream(picture.data, picture.entries)
        width, height, contents = sheets.place_picture(picture)
        return Sheet(number, width, height, contents)

    def _write_pages(self, reader, fitted):
        """Write each page of a PDF as a picture of itself, and yield its sheet."""
        copier = Copier(reader, self._output)
        layers, hidden = sheets.copy_layers(reader, copier)
        self._layers += layers
        self._hidden += hidden
        pages = reader.pages
        for rank in range(len(pages)):
            yield Sheet(*sheets.copy_page(copier, self._output, pages[rank], fitted), not fitted)

    def _make_insert(self, exhibit, reason):
        lines = [exhibit.caption, *exhibit.insert(reason)]
        width, height = sheets.A4
        return Sheet(None, width, height, faces.draw_insert(exhibit.label, lines))

    # === THE WHOLE === #

    def finish(self, parts, title="", reference="", language="fr"):
        """Write our own pages, which come first, number all pages and close the file.

        :param reference: at the left of each foot: the number of the dispute.
        :return: the first page of each exhibit
        """
        own = [
            (
                part.title,
                list(self._write_pages(open_pdf(part.content), fitted=False))[
                    : count_pages(part.content)
                ],
            )
            for part in parts
        ]
        fonts = b"".join(
            b"/%s %d 0 R" % (name.encode(), faces.embed(self._output, name))
            for name in (REGULAR, BOLD)
        )
        tree = self._output.reserve()
        count = sum(len(pages) for _title, pages in [*own, *self._exhibits])
        kids, starts, entries = [], [], []

        def write(sheet, stamp=b""):
            label = self._words.page.format(page=len(kids) + 1, count=count)
            foot = (20, 11) if sheet.own else (8, 3.6)
            stamp += faces.draw_foot(sheet.width, reference, label, foot[0] * MM, foot[1] * MM)
            kids.append(self._write_page(sheet, stamp, tree, fonts))

        for name, pages in own:
            first = len(kids)
            for sheet in pages:
                write(sheet)
            entries.append((name, kids[first], []))
        children = []
        for exhibit, pages in self._exhibits:
            starts.append(len(kids) + 1)
            for rank, sheet in enumerate(pages):
                write(sheet, self._draw_label(exhibit, sheet, rank, len(pages)))
            children.append((f"{exhibit.label} – {exhibit.caption}", kids[starts[-1] - 1], []))
        if children:
            entries.append((self._words.exhibits, children[0][1], children))
        self._close(tree, kids, entries, title, language)
        self.page_count = count
        return starts

    def _draw_label(self, exhibit, sheet, rank, count):
        if rank == 0:
            return faces.draw_stamp(sheet.width, sheet.height, exhibit.label)
        text = self._words.following.format(label=exhibit.label, page=rank + 1, count=count)
        return faces.draw_running_head(sheet.width, sheet.height, text)

    def _write_page(self, sheet, stamp, tree, fonts):
        contents = self._output.write_stream(sheet.contents + stamp, compress=True)
        form = b"/XObject<</LtP %d 0 R>>" % sheet.form if sheet.form else b""
        return self._output.write(
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
            b"/Resources<</Font<<%s>>%s>>>>"
            % (tree, sheet.width, sheet.height, contents, fonts, form)
        )

    def _close(self, tree, kids, entries, title, language):
        output = self._output
        output.write(
            b"<</Type/Pages/Count %d/Kids[%s]>>"
            % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids)),
            tree,
        )
        outline = output.reserve()
        first, last = write_outline(output, outline, entries)
        output.write(
            b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (first, last, len(entries)),
            outline,
        )
        layers = b""
        if self._layers:
            layers = b"/OCProperties<</OCGs[%s]/D<</Order[]/OFF[%s]>>>>" % (
                b" ".join(self._layers),
                b" ".join(self._hidden),
            )
        root = output.write(
            b"<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R/PageMode/UseOutlines/Lang(%s)"
            b"/ViewerPreferences<</DisplayDocTitle true>>%s>>"
            % (tree, outline, language.encode(), layers)
        )
        info = output.write(b"<</Title %s/Producer(litige_management)>>" % dump_text(title))
        output.close(root, info)


def write_outline(output, parent, entries):
    """Write entries (title, page, children) below `parent`: the first and the last number."""
    numbers = [output.reserve() for _entry in entries]
    for rank, (title, page, children) in enumerate(entries):
        body = b"/Title %s/Parent %d 0 R/Dest[%d 0 R/Fit]" % (dump_text(title), parent, page)
        if rank:
            body += b"/Prev %d 0 R" % numbers[rank - 1]
        if rank + 1 < len(numbers):
            body += b"/Next %d 0 R" % numbers[rank + 1]
        if children:
            first, last = write_outline(output, numbers[rank], children)
            body += b"/First %d 0 R/Last %d 0 R/Count %d" % (first, last, len(children))
        output.write(b"<<%s>>" % body, numbers[rank])
    return numbers[0], numbers[-1]


class Unusable(Exception):
    """A PDF that cannot be printed; its argument is the reason."""


def get_reason(content, file_name=""):
    """Return at first sight why a file cannot be printed, or an empty text."""
    if not content:
        return EMPTY
    if is_pdf(content) or images.is_picture(content):
        return ""
    return NOT_PDF if file_name.lower().endswith(".pdf") else FORMAT


def count_pages(content):
    """Return the number of pages of a PDF of ours, but a last one that the printer left blank."""
    pages = PdfReader(io.BytesIO(content)).pages
    blank = len(pages) > 1 and not pages[-1].extract_text().strip()
    return len(pages) - blank


def is_pdf(content):
    """Whether the content begins as a PDF does, whatever its name says."""
    return b"%PDF-" in content[:1024]


def open_pdf(content):
    """Return a reader of a PDF that can be printed.

    :raises Unusable: a password is needed to open it, or it is too long.
    """
    reader = PdfReader(io.BytesIO(content), strict=False)
    # Many are protected against changes only, and open without a password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unusable(PASSWORD)
    pages = reader.trailer["/Root"]["/Pages"]
    count = pages.get("/Count", 0)
    if isinstance(count, int) and count > MOST_PAGES:
        raise Unusable(TOO_LONG)
    if len(reader.pages) > MOST_PAGES:
        raise Unusable(TOO_LONG)
    if not len(reader.pages):
        raise Damaged
    return reader
