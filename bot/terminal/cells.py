"""How wide text is on a terminal, and where to break it; knows nothing of colours.

A Chinese character takes two cells and a combining accent none, so `len` would break lines in the
wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NARROW = re.compile(
    "[\n -~\u00a0-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20ac]*"
)
"""Latin, Greek, Cyrillic and common punctuation: one cell each, and most of what is ever shown."""

_PIECE = re.compile(
    "[ \u2000-\u2006\u2008-\u200a\u3000]+|\n|[^ \n\u2000-\u2006\u2008-\u200a\u3000]+"
)
"""Blanks where a line may break (no-break spaces are not among them), a line's end, or a word."""

_LONGEST_LOOK = 8
"""Characters looked at for each cell of a line: a letter rarely carries more combining marks."""


def cell_width(text: str) -> int:
    """Return how many terminal cells `text`, without line breaks, takes."""
    if _NARROW.fullmatch(text):
        return len(text)
    # Its tables cost as much start-up time as the rest of this package, and Latin text needs none.
    from rich.cells import cell_len

    return cell_len(text)


def wrap(text: str, width: int | None) -> list[tuple[int, int]]:
    """Return the lines of `text` as spans of at most `width` cells, blank lines left out.

    Lines break at blanks and between wide characters; a word wider than a line is cut. Without a
    `width` they break only where the text does.
    """
    lines: list[tuple[int, int]] = []
    start, end, used = 0, 0, 0
    for first, last, cells in _pieces(text, width):
        if text[first] == "\n":
            lines.append((start, end))
            start, end, used = last, last, 0
            continue
        if not text[first:last].isspace():
            if width is not None and used + cells > width:
                lines.append((start, end))
                start, used = first, 0
            end = last
        used += cells
    lines.append((start, end))
    return [line for line in lines if line[1] > line[0]]


def clip(text: str, width: int) -> str:
    """Return `text` cut to `width` cells, with an ellipsis where something was cut."""
    if cell_width(text) <= width:
        return text
    end = _fitting(text, 0, max(width - 1, 0))
    return text[:end].rstrip() + "…"


def pad(text: str, width: int) -> str:
    """Return `text` with blanks up to `width` cells."""
    return text + " " * (width - cell_width(text))


def _pieces(text: str, width: int | None) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, cells) of what stays together; blanks and line breaks are pieces too."""
    for match in _PIECE.finditer(text):
        start, end = match.span()
        cells = cell_width(match[0])
        if width is None or (cells == end - start and cells <= width):
            yield start, end, cells
        else:
            yield from _cut(text, (start, end), width)


def _cut(text: str, span: tuple[int, int], width: int) -> Iterator[tuple[int, int, int]]:
    """Yield the parts of a word that may stand on lines of their own."""
    start, end = span
    while start < end:
        # bounded, or a word of a whole document's length would be measured once a line
        stop = _word_end(text, start, min(end, start + _LONGEST_LOOK * width))
        if cell_width(text[start:stop]) > width:
            stop = _fitting(text, start, width)
        stop = max(stop, start + 1)
        yield start, stop, cell_width(text[start:stop])
        start = stop


def _word_end(text: str, start: int, end: int) -> int:
    """Return where a line may break next: after a wide character with its marks, or at one."""
    stop = start + 1
    wide = cell_width(text[start]) > 1
    while stop < end:
        cells = cell_width(text[stop])
        if cells > 1 or (wide and cells):
            break
        stop += 1
    return stop


def _fitting(text: str, start: int, width: int) -> int:
    """Return the end of the longest piece of `text` from `start` that fits `width` cells."""
    used, end = 0, start
    while end < len(text):
        used += cell_width(text[end])
        if used > width:
            break
        end += 1
    return end
