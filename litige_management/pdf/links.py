"""The addresses that a document shows or leads to: PDF, HTML or plain text."""

import io
import logging
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

_logger = logging.getLogger(__name__)

# The online dispute resolution platform of the European Union, under each of its addresses.
ODR = re.compile(r"(?:webgate\.)?ec\.europa\.eu/(?:consumers/)?odr\b", re.IGNORECASE)


def has_odr_link(text):
    """Whether a text leads to the platform of the European Union that no longer exists.

    >>> has_odr_link("Voir https://ec.europa.eu/consumers/odr/")
    True
    >>> has_odr_link("Voir https://ec.europa.eu/info")
    False
    """
    return bool(ODR.search("".join((text or "").split())))


def read_text(content):
    """Return the text of a file and the addresses it links to; empty when it cannot be read."""
    if not content.startswith(b"%PDF"):
        return content.decode("utf-8", "replace")
    try:
        reader = PdfReader(io.BytesIO(content))
        parts = []
        for page in reader.pages:
            parts.append(page.extract_text())
            parts += _get_page_links(page)
        return "\n".join(parts)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        _logger.info("The text of a PDF could not be read: %s", error)
        return ""


def _get_page_links(page):
    links = []
    for reference in page.get("/Annots") or ():
        action = reference.get_object().get("/A")
        uri = action and action.get_object().get("/URI")
        if uri:
            links.append(str(uri))
    return links
