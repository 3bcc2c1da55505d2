"""Word (DOCX) -> pieces. python-docx opens the package and knows styles; the text is walked here.

Walked here because python-docx leaves out tracked insertions, content controls and footnotes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableSource
from knowledge.fetch import Limits
from knowledge.models import BlockKind, Metadata
from knowledge.readers.characters import one_line, words
from knowledge.readers.container import check_parts, open_container
from knowledge.readers.manuscript import Manuscript, Piece
from knowledge.readers.markup.parsing import local_name, parse_xml
from knowledge.readers.properties import file_properties
from knowledge.readers.registry import Content

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import XmlPart
    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_SHOWN = words("del movefrom fallback instrtext deltext footnotereference txbxcontent ppr rpr")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "nobreakhyphen": "\u2011"}
_KINDS: dict[str, BlockKind] = {
    "quote": "quote",
    "intense quote": "quote",
    "html preformatted": "code",
}
_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)
_DEEPEST_LIST = 9


def read(content: Content, limits: Limits) -> Manuscript:
    """The pieces of the document's body, then its footnotes.

    Raises:
        UnreadableSource: damaged, or protected by a password.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    with open_container(content.data, limits) as container:
        check_parts(container, ("word/document.xml", "word/styles.xml", "word/numbering.xml"))
    try:
        document = Document(io.BytesIO(content.data))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError) as error:
        raise UnreadableSource("It is a damaged Word file.") from error
    walker = _Walker(document)
    pieces = list(walker.pieces(document.element.body))
    pieces.extend(_footnotes(document))
    known = document.core_properties
    properties = file_properties(
        title=known.title,
        author=known.author,
        published=known.created.date().isoformat() if known.created else "",
        language=known.language,
    )
    return Manuscript(pieces, Metadata(subtitle=walker.subtitle), properties)


class _Walker:
    """Goes through a body with its styles and list numbers at hand."""

    def __init__(self, document: Document) -> None:
        self._styles = {style.style_id: style for style in document.styles}
        self._ordered = _ordered_lists(document)
        self._counts: dict[tuple[str, int], int] = {}
        self.subtitle: str | None = None

    def pieces(self, parent: Element) -> Iterator[Piece]:
        for child in parent:
            name = local_name(child)
            if name == "p":
                yield self._paragraph(child)
            elif name == "tbl":
                yield Piece("table", "\n".join(_row(row) for row in child.iter(f"{_W}tr")))
            elif name in {"sdt", "sdtcontent", "ins", "customxml", "smarttag"}:
                yield from self.pieces(child)

    def _paragraph(self, element: Element) -> Piece:
        text = text_of(element)
        style = self._style_names(element)
        if style[:1] == ["subtitle"] and self.subtitle is None:
            self.subtitle = one_line(text) or None
        level = self._level(element, style)
        if level:
            return Piece("heading", text.replace("\n", " "), level)
        if marker := self._marker(element, style):
            return Piece("item", marker + text)
        return Piece(next((_KINDS[name] for name in style if name in _KINDS), "paragraph"), text)

    def _style_names(self, element: Element) -> list[str]:
        """The paragraph's style and those it is based on, in Word's English names."""
        found = element.find(f"{_W}pPr/{_W}pStyle")
        style = self._styles.get(found.get(f"{_W}val")) if found is not None else None
        names: list[str] = []
        while style is not None and len(names) < 10:
            names.append((style.name or "").lower())
            style = getattr(style, "base_style", None)
        return names

    def _level(self, element: Element, style: list[str]) -> int:
        """A heading's depth; the title's is 1 and headings follow it."""
        if style[:1] == ["title"]:
            return 1
        for name in style:
            if match := _HEADING.match(name):
                return int(match[1]) + 1
        outline = element.find(f"{_W}pPr/{_W}outlineLvl")
        value = outline.get(f"{_W}val", "9") if outline is not None else "9"
        return int(value) + 2 if value.isdecimal() and int(value) < _DEEPEST_LIST else 0

    def _marker(self, element: Element, style: list[str]) -> str:
        """A bullet or the item's number; empty where the paragraph is no list item."""
        number = element.find(f"{_W}pPr/{_W}numPr")
        if number is None:
            bullets = any(name.startswith("list bullet") for name in style)
            if not bullets and not any(name.startswith("list number") for name in style):
                return ""
            return "- " if bullets else f"{self._next((style[0], 0))}. "
        identity, depth = _value(number, "numId"), int(_value(number, "ilvl") or 0)
        if identity == "0":
            return ""
        if (identity, depth) not in self._ordered:
            return "- "
        for deeper in range(depth + 1, _DEEPEST_LIST):
            self._counts.pop((identity, deeper), None)
        return f"{self._next((identity, depth))}. "

    def _next(self, key: tuple[str, int]) -> int:
        self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts[key]


def text_of(element: Element) -> str:
    """The words that are shown: insertions are, deletions and field codes are not."""
    parts: list[str] = []
    waiting = [element]
    while waiting:
        current = waiting.pop()
        name = local_name(current)
        if name == "t":
            parts.append(current.text or "")
        elif name in _BREAKS:
            parts.append(_BREAKS[name])
        elif name not in _NOT_SHOWN:
            waiting.extend(reversed(current))
    return "".join(parts)


def _row(row: Element) -> str:
    cells = (" ".join(map(text_of, cell.iter(f"{_W}p"))) for cell in row.iter(f"{_W}tc"))
    return " | ".join(cell.replace("\n", " ").strip() for cell in cells)


def _value(element: Element, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _ordered_lists(document: Document) -> set[tuple[str, int]]:
    """Lists and depths that are numbered and not bulleted."""
    root = next((part.element for part in _parts(document, "numbering")), None)
    if root is None:
        return set()
    ordered: dict[str, set[int]] = {}
    for kind in root.iter(f"{_W}abstractNum"):
        levels = (
            (int(level.get(f"{_W}ilvl", "0")), _value(level, "numFmt"))
            for level in kind.iter(f"{_W}lvl")
        )
        ordered[kind.get(f"{_W}abstractNumId", "")] = {
            d for d, form in levels if form not in {"bullet", "none"}
        }
    return {
        (number.get(f"{_W}numId", ""), depth)
        for number in root.iter(f"{_W}num")
        for depth in ordered.get(_value(number, "abstractNumId"), ())
    }


def _parts(document: Document, kind: str) -> Iterator[XmlPart]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            yield relation.target_part


def _footnotes(document: Document) -> Iterator[Piece]:
    for kind in ("footnotes", "endnotes"):
        for part in _parts(document, kind):
            root = parse_xml(part.blob)
            for number, note in enumerate(_notes(root), start=1):
                yield Piece("item", f"[{number}] {text_of(note).strip()}")


def _notes(root: Element) -> list[Element]:
    """The notes themselves; separators have a type."""
    return [note for note in root if note.get(f"{_W}type") is None and text_of(note).strip()]
