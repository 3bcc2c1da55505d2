"""Paragraphs and tables: the two shapes that everything shown is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.terminal.cells import cell_width, clip, pad, wrap
from bot.terminal.safe import one_line, visible
from bot.terminal.surface import Surface, merge

NARROWEST_COLUMN = 8
_GAP = "  "
_NUMBER = re.compile(r"(-?\d+(\.\d+)?)?")


def paragraph(
    text: str,
    surface: Surface,
    *,
    margin: str = "",
    marked: Sequence[tuple[int, int]] = (),
) -> list[str]:
    """Return the lines of `text` behind `margin`, the words at the `marked` spans emphasised."""
    shown = visible(text)
    spans = merge(marked, len(shown))
    lines = wrap(shown, surface.inside(cell_width(margin)))
    before = surface.dim(margin) if margin.strip() else margin
    return [before + _painted(shown, line, spans, surface) for line in lines]


def aside(
    text: str, surface: Surface, *, margin: str = "", address: str | None = None
) -> list[str]:
    """Return the lines of `text`, dimmed, each leading to `address` where links are possible."""
    shown = one_line(text)
    lines = wrap(shown, surface.inside(cell_width(margin)))
    return [margin + surface.link(surface.dim(shown[a:b]), address) for a, b in lines]


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], surface: Surface) -> list[str]:
    """Return `rows` under `headings` in aligned columns, numbers to the right.

    Where the terminal is too narrow, the widest columns give way.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    columns = list(zip(headings, *cells, strict=True))
    widths = [max(map(cell_width, column)) for column in columns]
    if surface.width is not None:
        widths = _narrowed(widths, surface.width - len(_GAP) * (len(widths) - 1))
    right = [_numeric(column[1:]) for column in columns]
    lines = [_row(row, widths, right) for row in ([*headings], *cells)]
    return [surface.bold(lines[0]), *lines[1:]]


def counted(count: int, noun: str) -> str:
    """Return `count` with `noun`, in the plural where it has to be: "1 passage", "2 passages"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """Return `widths` with the widest cut until they fit `room` or all are narrow."""
    narrowed = list(widths)
    while sum(narrowed) > room and max(narrowed) > NARROWEST_COLUMN:
        narrowed[narrowed.index(max(narrowed))] -= 1
    return narrowed


def _row(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = []
    for text, width, numeric in zip(row, widths, right, strict=True):
        cut = clip(text, width)
        cells.append(" " * (width - cell_width(cut)) + cut if numeric else pad(cut, width))
    return _GAP.join(cells).rstrip()


def _numeric(column: Sequence[str]) -> bool:
    return bool(column) and all(_NUMBER.fullmatch(cell) for cell in column)


def _painted(
    text: str, line: tuple[int, int], spans: Sequence[tuple[int, int]], surface: Surface
) -> str:
    position, end = line
    parts = []
    for first, last in spans:
        first, last = max(first, position), min(last, end)
        if first < last:
            parts += [text[position:first], surface.answering(text[first:last])]
            position = last
    return "".join([*parts, text[position:end]])
