"""An element tree -> pieces: headings, paragraphs, items, quotes, tables as rows, code as is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from knowledge.models import BlockKind
from knowledge.readers.characters import words
from knowledge.readers.manuscript import Piece
from knowledge.readers.markup.parsing import collapse, local_name, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS = words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LONGEST_CELL = 400
"""Characters; a table with longer cells, or with tables inside, lays a page out."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What surrounds the current element."""

    kind: BlockKind = "paragraph"
    level: int = 0
    depth: int = 0
    quoted: bool = False


@dataclass(slots=True)
class BlockWalker:
    """Collects the pieces of an element; elements deeper than `deepest` count as plain text."""

    deepest: int
    page: int | None = None
    pieces: list[Piece] = field(default_factory=list)
    _run: list[str] = field(default_factory=list)
    _marker: str = ""

    def walk(self, element: Element) -> list[Piece]:
        """All pieces of the element, in order."""
        self._visit(element, _Place())
        self._flush(_Place())
        return self.pieces

    def _visit(self, element: Element, place: _Place) -> None:
        name = local_name(element)
        if place.depth > self.deepest:
            self._run.append(text_of(element))
        elif name == "br":
            self._run.append("\n")
        elif name == "pre":
            self._add_code(element, place)
        elif name == "table" and _is_data(element):
            self._add_table(element, place)
        elif name in _BLOCKS:
            self._visit_block(element, name, place)
        else:
            self._visit_inside(element, replace(place, depth=place.depth + 1))

    def _visit_block(self, element: Element, name: str, place: _Place) -> None:
        self._flush(place)
        inside = replace(place, depth=place.depth + 1)
        if name in _HEADINGS:
            inside = replace(inside, kind="heading", level=_HEADINGS[name])
        elif name == "blockquote":
            inside = replace(inside, quoted=True)
        elif name == "li":
            self._marker = _marker(element)
        self._visit_inside(element, inside)
        self._flush(inside)
        if name == "li":
            self._marker = ""

    def _visit_inside(self, element: Element, place: _Place) -> None:
        self._run.append(_as_blanks(element.text))
        for child in element:
            if isinstance(child.tag, str):
                self._visit(child, place)
            self._run.append(_as_blanks(child.tail))

    def _flush(self, place: _Place) -> None:
        """Make a piece of the running text; two line breaks in a row part paragraphs."""
        lines = [collapse(line) for line in "".join(self._run).split("\n")]
        self._run.clear()
        for text in "\n".join(lines).split("\n\n"):
            if text := text.strip("\n"):
                self._add_text(text, place)

    def _add_text(self, text: str, place: _Place) -> None:
        kind = place.kind
        if kind == "heading":
            text = text.replace("\n", " ")
        elif self._marker:
            kind, text, self._marker = "item", self._marker + text, ""
        elif place.quoted:
            kind = "quote"
        self.pieces.append(Piece(kind, text, place.level, self.page))

    def _add_code(self, element: Element, place: _Place) -> None:
        self._flush(place)
        text = "".join(str(part) for part in element.itertext())
        self.pieces.append(Piece("code", text, page=self.page))

    def _add_table(self, element: Element, place: _Place) -> None:
        self._flush(place)
        caption = next(element.iter("caption"), None)
        if caption is not None:
            self._add_text(text_of(caption), _Place())
        rows = (_row(row) for row in element.iter("tr"))
        text = "\n".join(row for row in rows if row.strip(" |"))
        self.pieces.append(Piece("table", text, page=self.page))


def _as_blanks(text: str | None) -> str:
    """Source text in which a line end is only a blank."""
    return text.replace("\r", " ").replace("\n", " ") if text else ""


def _marker(item: Element) -> str:
    """A bullet, or the item's number in its list."""
    parent = item.getparent()
    if parent is None or local_name(parent) != "ol":
        return "- "
    before = sum(1 for sibling in item.itersiblings(preceding=True) if local_name(sibling) == "li")
    start = parent.get("start") or ""
    return f"{(int(start) if start.isdecimal() and len(start) < 7 else 1) + before}. "


def _is_data(table: Element) -> bool:
    if sum(1 for _ in table.iter("table")) > 1:
        return False
    cells = [len(text_of(cell)) for cell in table.iter("td", "th")]
    return len(cells) > 1 and max(cells) <= _LONGEST_CELL


def _row(row: Element) -> str:
    return " | ".join(text_of(cell) for cell in row if local_name(cell) in {"td", "th"})
