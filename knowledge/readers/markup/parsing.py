"""Markup -> an element tree; nothing is fetched or expanded on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.errors import SourceTooLarge, UnreadableSource

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def parse_html(text: str) -> Element:
    """The root of a page, however badly it is written.

    Raises:
        UnreadableSource: there is no element in it.
    """
    # imported here, as in all of this package: questions never need a parser
    from lxml import etree

    # encoded anew, so that a wrong declaration inside the page cannot mislead the parser
    parser = etree.HTMLParser(
        encoding="utf-8",
        recover=True,
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=True,  # 2,048 levels instead of 256; the caller bounds size, time and memory
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableSource("Its markup could not be read.") from error
    if root is None:
        raise UnreadableSource("Its markup could not be read.")
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        # the parser leaves out what lies deeper: better no document than half of one
        raise SourceTooLarge("Its elements are nested too deeply.")
    return root


def parse_xml(data: bytes) -> Element:
    """The root of an XML file of a container; entities and external files are left alone.

    Raises:
        UnreadableSource: it is not well-formed, or defines entities.
    """
    from lxml import etree

    if b"<!ENTITY" in data.replace(b"\x00", b""):  # without NULs, UTF-16 looks alike
        raise UnreadableSource("A part of it defines XML entities, which are refused.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableSource("A part of it is not well-formed XML.") from error
    if root is None:
        raise UnreadableSource("A part of it is not well-formed XML.")
    return root


def local_name(element: Element) -> str:
    """An element's name without its namespace, in lower case; empty for anything but an element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: Element) -> str:
    """All words inside an element, its white space collapsed."""
    return collapse("".join(str(part) for part in element.itertext()))


def collapse(text: str) -> str:
    """HTML white space as one blank; no-break spaces stay (HTML Standard, "ASCII whitespace")."""
    return " ".join(filter(None, text.translate(_TO_BLANK).split(" ")))


_TO_BLANK = str.maketrans("\t\n\f\r", "    ")
