"""Prose written by people, made ready for paper."""

import re

from lxml import etree, html
from markupsafe import Markup

from ..legal.typography import french_spaces

# Pictures would be fetched from the network by the server; the others have no use on paper.
DROPPED = ("img", "video", "audio", "iframe", "object", "embed", "form", "input", "button", "svg")
# The one main heading of a document is what a pass of many is cut by.
HEADINGS = {"h1": "h2"}


def polish(text, french=True):
    """Return safe HTML `text` without pictures, with the no-break spaces of French."""
    if not text:
        return Markup()
    root = html.fragment_fromstring(text, create_parent="div")
    for element in root.xpath("|".join(f".//{tag}" for tag in DROPPED)):
        element.drop_tree()
    for element in root.iter(etree.Element):
        element.tag = HEADINGS.get(element.tag, element.tag)
        if french:
            _space(element)
    return _inner(root)


def _space(element):
    if element.text:
        element.text = french_spaces(element.text)
    if element.tail:
        element.tail = french_spaces(element.tail)


def to_text(text):
    """Return the text of an HTML fragment on one line."""
    if not text:
        return ""
    content = html.fragment_fromstring(str(text), create_parent="div").text_content()
    return re.sub(r"[ \t\r\n]+", " ", content).strip(" ")


def split_last(text, count=2):
    """Return safe HTML `text` without its last paragraphs, and those.

    The last words stay on the page of the signature, which is never alone on its own.
    """
    if not text:
        return Markup(), Markup()
    root = html.fragment_fromstring(text, create_parent="div")
    if not len(root):
        return Markup(), text
    kept = root[-count:]
    for element in kept:
        root.remove(element)
    return _inner(root), Markup().join(
        Markup(html.tostring(element, encoding="unicode")) for element in kept
    )


def _inner(root):
    parts = [Markup.escape(root.text or "")]
    parts += [Markup(html.tostring(child, encoding="unicode")) for child in root]
    return Markup().join(parts)


# What is left of a mail on paper: no address that a printer could fetch, no style that hides.
STRUCTURE = frozenset(
    (
        *("b", "blockquote", "br", "div", "em", "h2", "h3", "hr", "i", "li", "ol", "p", "pre"),
        *("s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"),
    )
)


def keep_structure(text):
    """Return any HTML as its text and structure only, without one attribute.

    For what others wrote: pictures, links, styles and scripts are gone, the words stay.
    """
    if not text:
        return Markup()
    root = html.fragment_fromstring(str(text), create_parent="div")
    for element in root.xpath(
        "|".join(f".//{tag}" for tag in (*DROPPED, "script", "style", "head", "title", "link"))
    ):
        element.drop_tree()
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            element.drop_tree()  # comments and processing instructions
            continue
        element.attrib.clear()
        element.tag = HEADINGS.get(element.tag, element.tag)
        if element is not root and element.tag not in STRUCTURE:
            element.drop_tag()
    return _inner(root)
