"""A ZIP whose files can be checked, and which is the same each time it is made."""

import hashlib
import re
import unicodedata
import zipfile

DATE = (1980, 1, 1, 0, 0, 0)
SUMS = "SHA256SUMS.txt"
# Already packed: packing them again takes time and gains nothing.
PACKED = (
    ".pdf",
    ".jpg",
    ".jpeg",
    ".png",
    ".webp",
    ".heic",
    ".zip",
    ".mp4",
    ".mov",
    ".m4a",
    ".xlsx",
)
# Control characters, halves of a character, and those that hide or turn the direction of writing.
MISLEADING = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
    r"\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


class Archive:
    """A ZIP being written, with the list of the fingerprints of its files at the end."""

    def __init__(self, stream):
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self._sums = []
        self._names = set()

    def add(self, name, content):
        """Add a file under a name that no other has, and return that name."""
        name = self._make_unique(name)
        self._sums.append((hashlib.sha256(content).hexdigest(), name))
        self._write(name, content)
        return name

    def add_path(self, path):
        """Add a file of the disk under its own name, a piece at a time."""
        digest = hashlib.sha256()
        info = self._get_info(self._make_unique(path.name))
        with path.open("rb") as source, self._zip.open(info, "w") as target:
            while piece := source.read(1 << 20):
                digest.update(piece)
                target.write(piece)
        self._sums.append((digest.hexdigest(), info.filename))

    def close(self):
        """Write the list of fingerprints, as `sha256sum -c` reads it, and end the ZIP."""
        lines = [f"{digest}  {name}\n" for digest, name in self._sums]
        self._write(SUMS, "".join(lines).encode())
        self._zip.close()

    def _make_unique(self, name):
        stem, dot, extension = name.rpartition(".")
        rank, unique = 2, name
        while unique.lower() in self._names or unique == SUMS:
            unique = f"{stem}_{rank}{dot}{extension}" if dot else f"{name}_{rank}"
            rank += 1
        self._names.add(unique.lower())
        return unique

    def _get_info(self, name):
        info = zipfile.ZipInfo(name, DATE)
        info.external_attr = 0o644 << 16
        packed = name.lower().endswith(PACKED)
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        return info

    def _write(self, name, content):
        self._zip.writestr(self._get_info(name), content)


def clean_name(text, most=80):
    """Return a text as a file name that any system accepts: plain letters, no way out.

    >>> clean_name("../Devis n° 12 : « Éclairage » / façade")
    'Devis_n_12_Eclairage_facade'
    """
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("’", " ").replace("'", " ")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    text = re.sub(r"[^A-Za-z0-9-]+", "_", text).strip("_-")[:most].strip("_-")
    return f"{text}_" if RESERVED.match(text) else text


def clean_words(text):
    """Return a text on one line, without the signs that make it read as something else.

    Control characters, and those that turn the direction of writing: "facture\\u202efdp.exe" shows
    as a PDF.

    >>> clean_words("Devis\\r\\nn° 12\\u202efdp.exe\\x00")
    'Devis n° 12fdp.exe'
    """
    return re.sub(r"\s*[\t-\r\x85\u2028\u2029]+\s*", " ", MISLEADING.sub("", text)).strip()


def clean_extension(file_name):
    """Return the extension of a file, with its dot, when it has a sensible one."""
    found = re.search(r"\.([A-Za-z0-9]{1,8})$", file_name or "")
    return f".{found[1].lower()}" if found else ""
