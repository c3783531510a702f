"""The HTML sheet that documents are printed on: style, fonts and formats."""

import base64
from datetime import date
from decimal import Decimal
from functools import lru_cache

from markupsafe import Markup, escape

from odoo.tools.misc import file_open

from ..legal import typography
from ..legal.words import amount_in_words

FACES = (("regular", 400, "normal"), ("bold", 700, "normal"), ("italic", 400, "italic"))


@lru_cache(maxsize=1)
def _get_style():
    """Return the style sheet of documents with its fonts embedded."""
    faces = []
    for name, weight, style in FACES:
        with file_open(f"litige_management/static/fonts/litige-text-{name}.ttf", "rb") as file:
            data = base64.b64encode(file.read()).decode()
        faces.append(
            f"@font-face{{font-family:'Litige Text';font-weight:{weight};font-style:{style};"
            f"src:url(data:font/ttf;base64,{data}) format('truetype')}}"
        )
    return Markup("".join(faces)) + _read_css("document")


@lru_cache
def _read_css(name):
    with file_open(f"litige_management/static/src/document/{name}.css") as file:
        return Markup(file.read())


def assemble(fragments, language="fr", logos=None, preview=False):
    """Return one self-contained HTML page of the documents `fragments` (safe HTML).

    :param logos: data URI of the logo, by company id; printed where the class `logo-<id>` is.
    :param preview: for a screen, with the edges of the paper. Never for a PDF: wkhtmltopdf prints
        as a screen does, and a shadow makes a picture of each page.
    """
    style = (
        _get_style()
        + (_read_css("preview") if preview else "")
        + Markup().join(
            Markup(".logo-%s{background-image:url(%s)}") % (key, Markup(uri))
            for key, uri in (logos or {}).items()
            if uri
        )
    )
    return Markup(
        '<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8"/><style>%s</style></head>'
        "<body>%s</body></html>"
    ) % (language, style, Markup("\n").join(fragments))


class Formats:
    """Figures and dates of one language, for templates."""

    def __init__(self, language):
        self.language = language

    def amount(self, value, currency="EUR", decimals=2):
        """An amount with its currency."""
        return typography.amount(Decimal(value), currency, self.language, decimals)

    def number(self, value, decimals=2):
        """An amount without its currency, for columns."""
        return typography.number(Decimal(value), self.language, decimals)

    def words(self, value, currency="EUR", decimals=2):
        """An amount in words."""
        return amount_in_words(Decimal(value), currency, self.language, decimals)

    def percent(self, value):
        """A percentage."""
        return typography.percent(value, self.language)

    def date(self, day):
        """A date in full."""
        return typography.long_date(day, self.language) if day else ""

    def short_date(self, day):
        """A date in figures, for columns."""
        return typography.short_date(day) if isinstance(day, date) else ""

    def days(self, count):
        """A number of days in words and figures."""
        return typography.days(count, self.language)

    def text(self, text):
        """Plain text with the spaces of its language and its line ends kept."""
        text = typography.french_spaces(text) if self.language == "fr" else text
        return Markup("<br/>").join(escape(line) for line in (text or "").splitlines())
