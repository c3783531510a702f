"""Pictures as pages: turned upright, no larger than paper can show, one at a time in memory."""

import io
import zlib
from typing import NamedTuple

# Odoo lets Pillow know the commonest formats only; importing the others makes them known.
from PIL import Image, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin  # noqa: F401

JPEGS = ("JPEG", "MPO")  # the second holds several: telephones write a small one behind
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
# What an A4 page shows at 200 dots per inch.
LONGEST, SHORTEST = 2339, 1654
# A picture is unpacked in memory before it is reduced: three bytes a pixel. A JPEG is reduced
# while it is read, unless it is progressive.
MOST_PIXELS, MOST_JPEG_PIXELS = 45_000_000, 220_000_000
MOST_FRAMES = 200
LARGE_LOSSLESS = 1_200_000  # bytes above which a picture without loss becomes a JPEG
QUALITY = 85
ORIENTATION = 0x0112
TURNS = {1: 0, 3: 180, 6: 90, 8: 270}  # degrees clockwise; the others are mirrored
TRANSPOSED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class TooLarge(Exception):
    """The picture, unpacked, would not fit in the memory set aside for it."""


class Picture(NamedTuple):
    """A picture as a PDF stream: its data, the entries of its dictionary, its size as shown.

    :param turn: degrees clockwise by which it must be turned to stand upright.
    """

    data: bytes
    entries: bytes
    width: int
    height: int
    turn: int = 0


def is_picture(content):
    """Whether the content is a picture of a format that can be printed."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS):
            return True
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False


def read_pictures(content):
    """Yield the `Picture` of each page of an image file (several for a scanned TIFF).

    :raises TooLarge: it holds too many pixels.
    :raises OSError, ValueError: it is damaged.
    """
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        # An animation is shown by its first image; a TIFF is a scan of several pages.
        frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if frames > MOST_FRAMES:
            raise TooLarge
        for frame in range(frames):
            if frame:
                image.seek(frame)
            _check_size(image)
            yield _read_as_it_is(image, content) or _read(image)


def _check_size(image):
    whole = image.format not in JPEGS or image.info.get("progressive")
    if image.width * image.height > (MOST_PIXELS if whole else MOST_JPEG_PIXELS):
        raise TooLarge


def _read_as_it_is(image, content):
    """Return a JPEG that needs no change as it is, None when it does."""
    turn = image.getexif().get(ORIENTATION, 1)
    if (
        image.format != "JPEG"
        or image.mode not in ("RGB", "L")
        or turn not in TURNS
        or _get_reduction(image.size) < 0.8
        # Tables of colours written by Adobe need words of their own.
        or (image.mode == "RGB" and image.info.get("adobe_transform") == 0)
    ):
        return None
    image.load()  # a damaged one is not passed on
    turn = TURNS[turn]
    size = image.size[::-1] if turn in (90, 270) else image.size
    # Only the pixels: the place where a photo was taken is nobody's business but the original's.
    return Picture(_strip(content), _get_entries(image, b"/DCTDecode"), *size, turn)


def _strip(content):
    """Return a JPEG without its private segments (position, thumbnail, profile, comment)."""
    parts, place = [content[:2]], 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xDA:  # the pixels, to the end
            break
        length = int.from_bytes(content[place + 2 : place + 4], "big") + 2
        # Kept: the tables, and what says how colours are written (JFIF, Adobe).
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            parts.append(content[place : place + length])
        place += length
    return b"".join([*parts, content[place:]])


def _get_reduction(size):
    """Return by how much a picture must be reduced to what paper shows, at most 1."""
    return min(LONGEST / max(size), SHORTEST / min(size), 1)


def _reduce(size):
    ratio = _get_reduction(size)
    return tuple(max(1, round(edge * ratio)) for edge in size)


def _read(image):
    """Return any picture reduced, upright, on white."""
    jpeg = image.format in JPEGS
    if jpeg:
        image.draft("L" if image.mode == "L" else "RGB", _reduce(image.size))
    image.load()  # a TIFF turns itself here
    turn = image.getexif().get(ORIENTATION, 1)
    image = _to_plain(image)
    size = _reduce(image.size)
    if image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
    if turn in TRANSPOSED:
        image = image.transpose(TRANSPOSED[turn])
    if not jpeg and not _is_photo(image):
        data = zlib.compress(image.tobytes(), 6)
        if len(data) <= LARGE_LOSSLESS:
            return Picture(data, _get_entries(image, b"/FlateDecode"), *image.size)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=QUALITY)
    return Picture(stream.getvalue(), _get_entries(image, b"/DCTDecode"), *image.size)


def _is_photo(image):
    """Whether the picture has too many colours to be a drawing or a text."""
    sample = image.resize((64, 64), Image.Resampling.NEAREST)
    return len(sample.getcolors(4096) or ()) > 1500


def _to_plain(image):
    """Return the picture in grey or in three colours, its transparent parts white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        return white
    if image.mode.startswith(("I", "F")):
        # Sixteen bits a point, as some scanners write.
        high = image.getextrema()[1]
        ratio = 255 / high if high > 255 else 1
        return image.convert("F").point(lambda value: value * ratio + 0).convert("L")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _get_entries(image, encoding):
    space = b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB"
    return (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8/Filter%s"
        % (image.width, image.height, space, encoding)
    )
