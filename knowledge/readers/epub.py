"""EPUB -> pieces, chapter by chapter in the order of its spine.

Read with zipfile and lxml: an e-book is XHTML in a zip container, and the one library made for it
(EbookLib) is under the AGPL.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from knowledge.errors import UnreadableSource
from knowledge.fetch import Limits
from knowledge.models import Metadata
from knowledge.readers.characters import clean, one_line
from knowledge.readers.container import open_container, read_part
from knowledge.readers.encoding import decode
from knowledge.readers.front_matter import metadata_from
from knowledge.readers.manuscript import Manuscript, Piece
from knowledge.readers.markup.blocks import BlockWalker
from knowledge.readers.markup.main_text import without_hidden
from knowledge.readers.markup.parsing import local_name, parse_html, parse_xml
from knowledge.readers.registry import Content

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml.etree import _Element as Element

_CHAPTER = re.compile(r"application/xhtml\+xml|text/html|application/x-dtbncx")
_FONT_OBFUSCATION = re.compile(
    rb"http://(?:www\.idpf\.org/2008/embedding|ns\.adobe\.com/pdf/enc#RC)"
)
_DUBLIN_CORE = {
    "title": "title",
    "creator": "author",
    "publisher": "publisher",
    "date": "published",
    "language": "language",
    "rights": "rights",
}


def read(content: Content, limits: Limits) -> Manuscript:
    """The pieces of all chapters.

    Raises:
        UnreadableSource: damaged, or its chapters are encrypted.
    """
    with open_container(content.data, limits) as container:
        _check_protection(container)
        package_name = _package_name(container)
        package = parse_xml(read_part(container, package_name))
        pieces = [
            piece
            for name in _spine(package, package_name)
            for piece in _chapter(container, name, limits)
        ]
    return Manuscript(pieces, _metadata(package))


def _check_protection(container: ZipFile) -> None:
    """Fonts may be obfuscated; anything else that is encrypted is protected against reading."""
    if "META-INF/encryption.xml" not in container.namelist():
        return
    root = parse_xml(read_part(container, "META-INF/encryption.xml"))
    for method in root.iter("{*}EncryptionMethod"):
        if not _FONT_OBFUSCATION.match((method.get("Algorithm") or "").encode()):
            raise UnreadableSource("It is protected by digital rights management (DRM).")


def _package_name(container: ZipFile) -> str:
    root = parse_xml(read_part(container, "META-INF/container.xml"))
    found = next(root.iter("{*}rootfile"), None)
    if found is None or not found.get("full-path"):
        raise UnreadableSource("Its table of parts is missing.")
    return str(found.get("full-path"))


def _spine(package: Element, package_name: str) -> Iterator[str]:
    """Names of the chapters' files in reading order; what is set aside from it is left out."""
    base = posixpath.dirname(package_name)
    items = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no":
            continue
        is_contents = "nav" in (item.get("properties") or "").split()
        if _CHAPTER.match(item.get("media-type") or "") and not is_contents:
            yield posixpath.normpath(posixpath.join(base, unquote(item.get("href") or "")))


def _chapter(container: ZipFile, name: str, limits: Limits) -> list[Piece]:
    if name not in container.namelist():
        return []
    text, _ = decode(read_part(container, name))
    if not text.strip():
        return []
    root = parse_html(clean(text))
    body = next(root.iter("body"), root)
    return BlockWalker(limits.html_depth).walk(without_hidden(body))


def _metadata(package: Element) -> Metadata:
    values: dict[object, list[str]] = {}
    for element in package.iter("{http://purl.org/dc/elements/1.1/}*"):
        name = _DUBLIN_CORE.get(local_name(element))
        text = one_line("".join(map(str, element.itertext())))
        if name and text:
            values.setdefault(name, []).append(text)
    return metadata_from(
        {name: found if name == "author" else found[0] for name, found in values.items()}
    )
