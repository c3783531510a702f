"""Write a PDF object by object to a file, and copy pages of other PDFs into it.

`pypdf` keeps a whole document in memory while it merges, and copies each object twice. Here the
objects of a page go straight from its reader to the file: nothing but their places is kept, so that
a bundle of a thousand pages takes the memory of its largest exhibit.

What is copied is what the page *looks like*: contents, fonts, pictures. Actions, scripts, links,
forms and files embedded in a foreign document are never followed.
"""

import hashlib
import zlib
from functools import lru_cache
from io import BytesIO

from odoo.tools.pdf import generic

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
NULL = b"null"
# What acts rather than shows, by the name of the action.
ACTIONS = frozenset(
    [
        "/JavaScript",
        "/Launch",
        "/URI",
        "/GoToR",
        "/GoToE",
        "/SubmitForm",
        "/ImportData",
        "/ResetForm",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/Named",
        "/SetOCGState",
        "/Trans",
        "/GoTo3DView",
        "/RichMediaExecute",
        "/Thread",
        "/Hide",
    ]
)
# Doors back into the foreign document, or out of the file.
CLOSED_TYPES = frozenset(
    [
        "/Page",
        "/Pages",
        "/Catalog",
        "/Filespec",
        "/F",
        "/EmbeddedFile",
        "/Annot",
        "/StructElem",
        "/StructTreeRoot",
        "/Outlines",
        "/Action",
        "/Sig",
    ]
)
# Of a stream: data kept elsewhere, private data, the structure of a document we do not copy.
CLOSED_KEYS = frozenset(
    [
        "/Length",
        "/F",
        "/FFilter",
        "/FDecodeParms",
        "/Metadata",
        "/PieceInfo",
        "/AF",
        "/OPI",
        "/Ref",
        "/StructParent",
        "/StructParents",
        "/Measure",
        "/PtData",
        "/Thumb",
        "/Alternates",
    ]
)


class Damaged(Exception):
    """The foreign PDF lacks something that one of its pages shows."""


@lru_cache(maxsize=4096)
def _dump_name(name):
    stream = BytesIO()
    generic.NameObject(name).write_to_stream(stream, None)
    return stream.getvalue()


def dump_text(text):
    """Return a PDF string of any text."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16be")).hex().encode() + b">"


class Output:
    """A PDF being written: objects in any order, then the table that finds them."""

    def __init__(self, stream):
        self._stream = stream
        self._places = [0]
        self._digest = hashlib.md5(usedforsecurity=False)
        stream.write(HEADER)

    def reserve(self):
        """Return the number of an object to be written later."""
        self._places.append(None)
        return len(self._places) - 1

    def write(self, body, number=None):  # pylint: disable=method-required-super
        """Write one object and return its number."""
        number = number or self.reserve()
        self._places[number] = self._stream.tell()
        self._digest.update(body[:4096])
        self._stream.write(b"%d 0 obj\n" % number)
        self._stream.write(body)
        self._stream.write(b"\nendobj\n")
        return number

    def write_stream(self, data, entries=b"", number=None, compress=False):
        """Write a stream with the entries of its dictionary, and return its number."""
        if compress:
            data, entries = zlib.compress(data, 6), entries + b"/Filter /FlateDecode"
        head = b"<<%s/Length %d>>\nstream\n" % (entries, len(data))
        return self.write(b"".join((head, data, b"\nendstream")), number)

    def mark(self):
        """Return where we are, to come back to with `rewind`."""
        return self._stream.tell(), len(self._places)

    def rewind(self, mark):
        """Forget all that was written since the mark."""
        place, count = mark
        self._stream.seek(place)
        self._stream.truncate()
        del self._places[count:]

    def close(self, root, info):
        """Write the table of objects and the end of the file."""
        start = self._stream.tell()
        lines = [b"xref\n0 %d\n0000000000 65535 f \n" % len(self._places)]
        lines += [
            b"0000000000 00000 f \n" if place is None else b"%010d 00000 n \n" % place
            for place in self._places[1:]
        ]
        key = self._digest.hexdigest().encode()
        lines.append(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID [<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self._places), root, info, key, key, start)
        )
        self._stream.write(b"".join(lines))


class Copier:
    """Copies what pages of one reader show into an `Output`, each object once."""

    def __init__(self, reader, output):
        self._reader = reader
        self._output = output
        self._numbers = {}
        self._queue = []

    def copy(self, value):  # pylint: disable=method-required-super
        """Return the bytes of a value, ready to be put in an object of the output."""
        stream = BytesIO()
        self._dump(value, stream)
        self.drain()
        return stream.getvalue()

    def drain(self):
        """Write the objects that were referred to."""
        while self._queue:
            reference, number = self._queue.pop()
            self._output.write(self._dump_object(reference), number)
            self._forget(reference)

    def _forget(self, reference):
        # Pictures are heavy: what is written need not stay in the reader's memory.
        cache = getattr(self._reader, "resolved_objects", None)
        if cache:
            cache.pop((reference.generation, reference.idnum), None)

    def _dump_object(self, reference):
        value = reference.get_object()
        stream = BytesIO()
        if isinstance(value, generic.StreamObject) and not _is_closed(value):
            stream.write(b"<<")
            self._dump_entries(value, stream, CLOSED_KEYS)
            data = get_raw(value)
            stream.write(b"/Length %d>>\nstream\n" % len(data))
            stream.write(data)
            stream.write(b"\nendstream")
        else:
            self._dump(value, stream)
        return stream.getvalue()

    def dump_stream_entries(self, value, skipped):
        """Return the entries of a stream's dictionary but those named."""
        stream = BytesIO()
        self._dump_entries(value, stream, CLOSED_KEYS | skipped)
        self.drain()
        return stream.getvalue()

    def _dump_entries(self, value, stream, skipped=frozenset()):
        for key in value:
            if key in skipped:
                continue
            stream.write(_dump_name(key))
            stream.write(b" ")
            self._dump(dict.__getitem__(value, key), stream)
            stream.write(b"\n")

    def _dump(self, value, stream):
        if isinstance(value, generic.IndirectObject):
            stream.write(b"%d 0 R" % self._refer(value))
        elif isinstance(value, generic.StreamObject):  # only ever referred to
            stream.write(NULL)
        elif isinstance(value, dict):
            if _is_closed(value):
                stream.write(NULL)
                return
            stream.write(b"<<")
            self._dump_entries(value, stream)
            stream.write(b">>")
        elif isinstance(value, list):
            stream.write(b"[")
            for item in value:
                self._dump(item, stream)
                stream.write(b" ")
            stream.write(b"]")
        elif isinstance(value, generic.NameObject):
            stream.write(_dump_name(str(value)))
        elif isinstance(value, (generic.TextStringObject, generic.ByteStringObject)):
            stream.write(b"<" + value.original_bytes.hex().encode() + b">")
        elif value is None:
            stream.write(NULL)
        else:
            value.write_to_stream(stream, None)

    def _refer(self, reference):
        key = (reference.idnum, reference.generation)
        if key not in self._numbers:
            self._numbers[key] = self._output.reserve()
            self._queue.append((reference, self._numbers[key]))
        return self._numbers[key]


def _is_closed(value):
    """Whether a dictionary acts, or leads out of what the page shows."""
    kind, action = value.get("/Type"), value.get("/S")
    return (
        (isinstance(kind, str) and kind in CLOSED_TYPES)
        or (isinstance(action, str) and action in ACTIONS)
        or "/EF" in value
        or "/JS" in value
    )


def get_raw(stream):
    """Return the data of a stream as the file holds it, compressed or not."""
    data = stream._data
    return data if isinstance(data, bytes) else data.encode("latin-1")
