"""Texts, amounts and files that outsiders send: cleaned, or refused with a reason.

Pure functions on plain values. Reasons are codes: the caller says them in the reader's language.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

TEXT_LIMIT = 5000
NAME_LIMIT = 80
FILE_LIMIT = 10 * 1024 * 1024  # bytes
FILES_LIMIT = 5
REQUEST_LIMIT = FILES_LIMIT * FILE_LIMIT + 1024 * 1024
# What the forms say of it.
LIMITS = {"text": TEXT_LIMIT, "files": FILES_LIMIT, "megabytes": FILE_LIMIT // 1024 // 1024}
# What a file really is, by its first bytes, never by its name; and the ending it is given.
# Nothing that a browser runs: no HTML, no SVG, no XML, no script.
SIGNATURES = (
    (b"%PDF-", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
)
PDF_PROLOGUE = 1024  # readers look for the header that far
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
UNSAFE = re.compile(r"[^\w .()\-]+")


class Refused(Exception):
    """What was sent cannot be taken: `code` says why."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code, self.values = code, values


class Upload(NamedTuple):
    """A file that may be kept: a harmless name, and its bytes."""

    name: str
    content: bytes


def take_text(value):
    """Return a field of a form as text, empty when it was left out.

    >>> take_text(None)
    ''

    :raise Refused: `text`, a file was sent in its place
    """
    if value is not None and not isinstance(value, str):
        raise Refused("text")
    return value or ""


def clean_text(text, limit=TEXT_LIMIT):
    """Return what somebody typed, without what no keyboard types.

    >>> clean_text("  Bonjour\\r\\nà tous\\x00 ")
    'Bonjour\\nà tous'

    :raise Refused: `long`, above `limit` characters; as `take_text`
    """
    text = take_text(text).replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text)
    text = CONTROLS.sub("", text).strip()
    if len(text) > limit:
        raise Refused("long", limit=limit)
    return text


def clean_line(text, limit=NAME_LIMIT):
    """Return one line of text."""
    return " ".join(clean_text(text, limit).split())


def clean_name(name, ending):
    """Return a harmless file name: no folder, no control character, the ending of its content.

    >>> clean_name("../../etc/pass\\u202ewd.php.html", ".pdf")
    'passwd.php.pdf'
    """
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", name or ""))[-1]
    stem = CONTROLS.sub("", base).rpartition(".")[0] or CONTROLS.sub("", base)
    stem = UNSAFE.sub("_", stem).strip(" ._")[: NAME_LIMIT - len(ending)]
    return (stem or "document") + ending


def get_ending(content):
    """Return the ending of the file that these bytes are, None for one that is not taken.

    >>> get_ending(b"<html><script>alert(1)</script>") is None
    True
    """
    for signature, ending in SIGNATURES:
        if content.startswith(signature):
            return ending
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return ".webp"
    return ".pdf" if b"%PDF-" in content[:PDF_PROLOGUE] and content[:1] != b"<" else None


def check_file(name, content):
    """Return the file as it may be kept.

    :raise Refused: `empty`, `big` or `type`
    """
    shown = clean_name(name, "")
    if not content:
        raise Refused("empty", name=shown)
    if len(content) > FILE_LIMIT:
        raise Refused("big", name=shown, limit=FILE_LIMIT // 1024 // 1024)
    ending = get_ending(content)
    if not ending:
        raise Refused("type", name=shown)
    return Upload(clean_name(name, ending), content)


def read_amount(text):
    """Return the amount that somebody typed, in the French or the English way.

    >>> read_amount("1 234,50 €")
    Decimal('1234.50')

    :raise Refused: `amount`, for what is no positive amount
    """
    digits = re.sub(r"[\s\u00a0\u202f€]", "", take_text(text)).replace(",", ".")
    if not re.fullmatch(r"\d{1,12}(\.\d{1,4})?", digits):
        raise Refused("amount")
    try:
        return Decimal(digits)
    except InvalidOperation as error:  # pragma: no cover - the pattern above excludes it
        raise Refused("amount") from error


def is_same_name(typed, expected):
    """Whether the name typed is the one expected, accents, case and punctuation aside.

    >>> is_same_name("anne-lise LACOMBE", "Anne-Lise Lacombe")
    True
    >>> is_same_name("A. Lacombe", "Anne Lacombe")
    False
    """
    return _fold(typed) == _fold(expected) != ""


def is_same_sum(typed, expected):
    """Whether the sum typed in words is the one expected, whatever its spelling.

    >>> is_same_sum("Mille deux cent euros et cinquante centimes", "mille deux cents euros et "
    ...     "cinquante centimes")
    True
    >>> is_same_sum("deux mille cent euros", "mille deux cents euros")
    False
    """

    def fold(text):
        # Plurals and joining words are spelling, not sums.
        return [word.rstrip("s") for word in _words(text) if word not in ("et", "and")]

    return fold(typed) == fold(expected) != []


def _fold(name):
    return " ".join(sorted(_words(name)))


def _words(text):
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    return re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))
