"""Run wkhtmltopdf on self-contained HTML: no request, no script, no delay.

Odoo's own runner waits one second for scripts and fetches the report style sheets over HTTP.
Documents made here embed all they need, so that a page costs a few milliseconds.
"""

import functools
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

from odoo.tools.misc import find_in_path

# Millimetres. The letterhead is placed from the corner of the page: see the page template.
MARGIN_TOP, MARGIN_SIDE, MARGIN_BOTTOM = 12, 20, 18
# Text is laid out on a grid of 1/384 inch: at the default 1/96 letters and words touch.
DPI = 384
TIMEOUT_BASE, TIMEOUT_PER_DOCUMENT = 30, 2

PATCHED, UNPATCHED = "patched", "unpatched"


class PdfError(Exception):
    """The PDF could not be made. The message is the binary's own, for the user to pass on."""


@functools.lru_cache
def _get_kind(binary, modified):
    """Return whether `binary` is built with the patched Qt, which makes outlines."""
    try:
        result = subprocess.run(
            [binary, "--version"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PdfError(str(error)) from error
    return PATCHED if "with patched qt" in result.stdout else UNPATCHED


def find_binary():
    """Return the path and the kind of the wkhtmltopdf of this machine.

    :raises PdfError: there is none, or it does not run.
    """
    try:
        binary = find_in_path("wkhtmltopdf")
    except OSError as error:
        raise PdfError("wkhtmltopdf was not found on this server.") from error
    return binary, _get_kind(binary, os.stat(binary).st_mtime)


def convert(html, documents=1):
    """Return the PDF of one HTML page.

    :param documents: how many documents it holds: the time allowed grows with it.
    :raises PdfError: the binary failed, or took too long.
    """
    binary, kind = find_binary()
    command = [
        binary,
        "--quiet",
        "--disable-local-file-access",
        "--disable-javascript",
        "--javascript-delay",
        "0",
        "--encoding",
        "utf-8",
        "--page-size",
        "A4",
        "--dpi",
        str(DPI),
        "--margin-top",
        f"{MARGIN_TOP}mm",
        "--margin-bottom",
        f"{MARGIN_BOTTOM}mm",
        "--margin-left",
        f"{MARGIN_SIDE}mm",
        "--margin-right",
        f"{MARGIN_SIDE}mm",
    ]
    if kind == PATCHED:
        command += ["--disable-smart-shrinking", "--outline", "--outline-depth", "1"]
    try:
        result = subprocess.run(
            [*command, "-", "-"],
            input=html.encode(),
            capture_output=True,
            timeout=TIMEOUT_BASE + TIMEOUT_PER_DOCUMENT * documents,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PdfError(str(error)) from error
    if not result.stdout.startswith(b"%PDF"):
        message = result.stderr.decode(errors="replace").strip()[-500:]
        raise PdfError(message or f"wkhtmltopdf stopped with code {result.returncode}.")
    return result.stdout


class Press(ThreadPoolExecutor):
    """As many processes side by side as there are processors; more wait for their turn."""

    def __init__(self):
        super().__init__(get_processors())

    def start(self, html, documents=1):
        """Begin to convert; the `result()` of what is returned is the PDF or the PdfError."""
        return self.submit(_attempt, html, documents)


def _attempt(html, documents):
    try:
        return convert(html, documents)
    except PdfError as error:
        return error


def get_processors():
    """Return how many processes are worth running side by side."""
    return os.cpu_count() or 1


def makes_outlines():
    """Whether many documents printed in one pass can be cut afterwards.

    :raises PdfError: there is no binary, or it does not run.
    """
    _binary, kind = find_binary()
    return kind == PATCHED
