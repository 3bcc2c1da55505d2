"""Running headers, footers and page numbers: lines that return at the edge of page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from knowledge.readers.pdf.lines import Line

_EDGE_LINES = 3
"""How many lines from the top and from the bottom may be running ones."""
_SHARE = 0.3
"""Share of the pages on which a line must return."""
_LONGEST = 120
_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,7}\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|seite|p\.|s\.)?\W*#(?:\s*(?:of|von|/|de)\s*#)?\W*$", re.IGNORECASE
)


def without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without the lines that return at their edges; line page numbers are filled in."""
    seen = Counter(key for lines in pages for key in {key for _, key in _edges(lines)})
    needed = max(2, len(pages) * _SHARE)
    kept = []
    for number, lines in enumerate(pages, start=1):
        running = {
            position
            for position, key in _edges(lines)
            if seen[key] >= needed or (seen[key] > 1 and _PAGE_NUMBER.match(key[1]))
        }
        kept.append([line for position, line in enumerate(lines) if position not in running])
        for line in lines:
            line.page = number
    return kept


def _edges(lines: list[Line]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Positions of the outermost lines with their words, numbers made alike, and their edge."""
    by_height = sorted(range(len(lines)), key=lambda position: lines[position].bottom)
    for edge, positions in (("foot", by_height[:_EDGE_LINES]), ("head", by_height[-_EDGE_LINES:])):
        for position in positions:
            text = lines[position].text
            if len(text) <= _LONGEST:
                yield position, (edge, _NUMBER.sub("#", text).casefold())
