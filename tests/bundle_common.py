"""Files of all kinds that people hand over, good and bad, made on the spot."""

import io

from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

NAME = NameObject


def make_pdf(pages=1, size=A4, text="Facture", rotate=0, crop=None):
    """Return a PDF whose pages say which corner is which."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size)
    for number in range(pages):
        canvas.setFont("Helvetica", 14)
        canvas.drawString(30, size[1] - 30, f"HAUT {text} {number + 1}")
        canvas.drawRightString(size[0] - 15, 15, "BAS")
        canvas.showPage()
    canvas.save()
    if not rotate and not crop:
        return stream.getvalue()
    writer = PdfWriter(clone_from=io.BytesIO(stream.getvalue()))
    for page in writer.pages:
        if rotate:
            page.rotate(rotate)
        if crop:
            page.cropbox = RectangleObject(crop)
    return write_pdf(writer)


def write_pdf(writer):
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def make_encrypted(password):
    """Return a PDF that asks for `password`; an empty one only forbids changes."""
    writer = PdfWriter(clone_from=io.BytesIO(make_pdf(2, text="Protégé")))
    writer.encrypt(password, "owner", algorithm="AES-256")
    return write_pdf(writer)


def make_picture(kind="JPEG", size=(900, 600), turn=None, mode="RGB", **options):
    """Return a picture with a red square in its first corner."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 3, size[1] // 3), fill=(220, 20, 20))
    if turn:
        exif = Image.Exif()
        exif[0x0112] = turn
        options["exif"] = exif
    stream = io.BytesIO()
    image.convert(mode).save(stream, kind, **options)
    return stream.getvalue()


def make_hostile():
    """Return a PDF that would run a script, open a page and hand over a file, and a signature."""
    writer = PdfWriter(clone_from=io.BytesIO(make_pdf(text="Piège")))
    writer.add_js("app.alert('x')")
    writer.add_attachment("secret.txt", b"SECRET ATTACHED")
    page = writer.pages[0]
    look = DecodedStreamObject()
    look.set_data(b"0 0 1 rg 0 0 100 40 re f")
    look.update(
        {
            NAME("/Type"): NAME("/XObject"),
            NAME("/Subtype"): NAME("/Form"),
            NAME("/BBox"): RectangleObject((0, 0, 100, 40)),
        }
    )
    look = writer._add_object(look)
    script = DictionaryObject(
        {NAME("/S"): NAME("/JavaScript"), NAME("/JS"): TextStringObject("app.alert('y')")}
    )
    page[NAME("/AA")] = DictionaryObject({NAME("/O"): script})
    page[NAME("/Annots")] = ArrayObject(
        [
            writer._add_object(
                DictionaryObject(
                    {
                        NAME("/Type"): NAME("/Annot"),
                        NAME("/Subtype"): NAME(kind),
                        NAME("/Rect"): ArrayObject(map(FloatObject, (100, 400, 300, 480))),
                        NAME("/AP"): DictionaryObject({NAME("/N"): look}),
                        NAME("/A"): script,
                    }
                )
            )
            for kind in ("/Widget", "/Link")
        ]
    )
    return write_pdf(writer)


def read(content):
    """Return a strict reader of a PDF, which complains of what is not well made."""
    return PdfReader(io.BytesIO(content), strict=True)
