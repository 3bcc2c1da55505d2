"""Running headers, footers and page numbers: lines that return at the edge of page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.readers.pdf.lines import Line, usual_size

_EDGE_LINES = 3
"""How many lines from the top and from the bottom may be running ones."""
_SHARE = 0.3
"""Share of the pages on which a line must return."""
_FEW_PAGES = 3
"""In so short a document a running line stands on all pages; words may return by chance."""
_SAME_HEIGHT = 6
"""Points; a running line stands at the same height on each page."""
_LONGEST = 120
_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,7}\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|seite|p\.|s\.)?\W*#(?:\s*(?:of|von|/|de)\s*#)?\W*$", re.IGNORECASE
)


def without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without the lines that return at their edges; line page numbers are filled in."""
    body = usual_size([line for lines in pages for line in lines])
    seen = Counter(key for lines in pages for key in {key for _, key in _edges(lines, body)})
    needed = len(pages) if len(pages) <= _FEW_PAGES else max(_FEW_PAGES, len(pages) * _SHARE)
    kept = []
    for number, lines in enumerate(pages, start=1):
        running = {
            position
            for position, key in _edges(lines, body)
            if (seen[key] >= needed and len(pages) > 1)
            or (seen[key] > 1 and _PAGE_NUMBER.match(key.text))
        }
        kept.append([line for position, line in enumerate(lines) if position not in running])
        for line in lines:
            line.page = number
    return kept


class _Key(NamedTuple):
    """What a running line has in common on all its pages."""

    text: str
    height: int


def _edges(lines: list[Line], body: float) -> Iterator[tuple[int, _Key]]:
    """Positions of the outermost lines with their words and heights; numbers are made alike.

    In larger type they are not: "Chapter 1" and "Chapter 2" are headings at the tops of pages.
    """
    by_height = sorted(range(len(lines)), key=lambda position: lines[position].bottom)
    for position in {*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]}:
        line = lines[position]
        if len(line.text) <= _LONGEST:
            alike = line.size <= body * 1.05 and not line.bold
            text = _NUMBER.sub("#", line.text) if alike else line.text
            yield position, _Key(text.casefold(), round(line.bottom / _SAME_HEIGHT))
