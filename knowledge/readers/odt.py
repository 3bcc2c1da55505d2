"""OpenDocument text (ODT) -> pieces, by odfdo."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from knowledge.errors import UnreadableSource
from knowledge.fetch import Limits
from knowledge.models import Metadata
from knowledge.readers.characters import one_line
from knowledge.readers.container import check_parts, open_container, read_part
from knowledge.readers.manuscript import Manuscript, Piece
from knowledge.readers.properties import file_properties
from knowledge.readers.registry import Content

if TYPE_CHECKING:
    from odfdo import Document, Element

_PARTS = ("content.xml", "styles.xml", "meta.xml")
_TITLE, _SUBTITLE, _QUOTES = "Title", "Subtitle", {"Quotations", "Quote"}
_CODE = {"Preformatted_20_Text", "Preformatted Text"}
_ASIDE = ("text:note", "office:annotation", "office:annotation-end", "text:bookmark")
_DEEPEST = 50


def read(content: Content, limits: Limits) -> Manuscript:
    """The pieces of the text, then its notes.

    Raises:
        UnreadableSource: damaged, or protected by a password.
    """
    from lxml.etree import LxmlError
    from odfdo import Document

    with open_container(content.data, limits) as container:
        check_parts(container, _PARTS)
        if b"encryption-data" in read_part(container, "META-INF/manifest.xml"):
            raise UnreadableSource("It is protected by a password.")
    try:
        document = Document(io.BytesIO(content.data))
        walker = _Walker(document)
        pieces = [*walker.pieces(document.body.children), *walker.notes]
    except (BadZipFile, LxmlError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise UnreadableSource("It is a damaged OpenDocument file.") from error
    meta = document.meta
    created = meta.get_creation_date()
    properties = file_properties(
        title=meta.get_title() or "",
        author=meta.get_initial_creator() or meta.get_creator() or "",
        published=created.date().isoformat() if created else "",
        language=meta.get_language() or "",
    )
    return Manuscript(pieces, Metadata(subtitle=walker.subtitle), properties)


class _Walker:
    """Goes through the elements of a text; notes are collected for its end."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.notes: list[Piece] = []
        self.subtitle: str | None = None

    def pieces(self, elements: list[Element], depth: int = 0) -> Iterator[Piece]:
        for element in elements:
            if element.tag == "text:p":
                yield self._paragraph(element)
            elif element.tag == "text:h":
                level = element.get_attribute("text:outline-level")
                yield Piece("heading", self._text(element), int(str(level or 1)) + 1)
            elif element.tag == "text:list" and depth < _DEEPEST:
                yield from self._items(element, depth)
            elif element.tag == "table:table":
                yield Piece("table", "\n".join(self._rows(element)))
            elif element.tag in {"text:section", "text:index-body"} and depth < _DEEPEST:
                yield from self.pieces(element.children, depth + 1)

    def _paragraph(self, element: Element) -> Piece:
        styles = self._style_names(element)
        text = self._text(element)
        if _TITLE in styles:
            return Piece("heading", text, 1)
        if _SUBTITLE in styles and self.subtitle is None:
            self.subtitle = one_line(text) or None
        if styles & _QUOTES:
            return Piece("quote", text)
        return Piece("code" if styles & _CODE else "paragraph", text)

    def _style_names(self, element: Element) -> set[str]:
        """The paragraph's style and the one that it is derived from."""
        name = str(element.get_attribute("text:style-name") or "")
        style = self._document.get_style("paragraph", name) if name else None
        parent = style.get_attribute("style:parent-style-name") if style is not None else None
        return {name, str(parent)}

    def _items(self, element: Element, depth: int) -> Iterator[Piece]:
        ordered = self._is_ordered(element, depth)
        for number, item in enumerate(element.get_elements("text:list-item"), start=1):
            marker = f"{number}. " if ordered else "- "
            for piece in self.pieces(item.children, depth + 1):
                if marker and piece.kind == "paragraph":
                    piece.kind, piece.text, marker = "item", marker + piece.text, ""
                yield piece

    def _is_ordered(self, element: Element, depth: int) -> bool:
        name = element.get_attribute("text:style-name")
        style = self._document.get_style("list", str(name)) if name else None
        if style is None:
            return False
        path = f"text:list-level-style-number[@text:level='{depth + 1}']"
        return bool(style.get_elements(path))

    def _rows(self, table: Element) -> Iterator[str]:
        for row in table.get_elements("descendant::table:table-row"):
            cells = [
                " ".join(map(self._text, cell.get_elements("descendant::text:p")))
                for cell in row.get_elements("table:table-cell")
            ]
            if any(cells):
                yield " | ".join(cells).rstrip(" |")

    def _text(self, element: Element) -> str:
        """The element's words without the notes set into it."""
        for aside in _ASIDE:
            for found in element.get_elements(f"descendant::{aside}"):
                if aside == "text:note":
                    self._keep_note(found)
                found.delete()
        return str(element.inner_text)

    def _keep_note(self, note: Element) -> None:
        body = note.get_element("text:note-body")
        if body is not None:
            words = " ".join(str(p.inner_text) for p in body.get_elements("descendant::text:p"))
            self.notes.append(Piece("item", f"[{len(self.notes) + 1}] {words}"))
