"""Lines in reading order -> paragraphs, headings, list items and table rows; hyphenation undone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import NamedTuple

from knowledge.readers.characters import join_lines
from knowledge.readers.manuscript import Piece
from knowledge.readers.pdf.lines import Line, usual_size

_ITEM = re.compile(r"^(?:[-*•‣◦▪●–]|\(?(?:\d{1,3}|[a-z])[.)])\s+\S")
_ENDS_SENTENCE = re.compile(r"[.!?…:。！？؟][\"'”’»」)\]]*$")
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_COMPOUND = re.compile(r"\w+(?:-\w+)+")
_HEADING_SIZE = 1.12
"""How much larger than the body's a heading's font is at least."""
_OTHER_SIZE = 0.08
_LONGEST_HEADING = 200
_SHORT = 0.88
"""A line that fills less than this share of its column ends a paragraph, if it ends a sentence."""
_WIDE_GAP = 1.3
"""A distance between lines larger than this many usual ones parts paragraphs."""

Group = list[Line]


class _Usual(NamedTuple):
    """The body's font size and its distance from line to line, in points."""

    size: float
    pitch: float


def build_pieces(pages: list[list[Line]]) -> list[Piece]:
    """The pieces of all pages; a paragraph that runs over a page's end stays on its first page."""
    lines = list(chain.from_iterable(pages))
    if not lines:
        return []
    body = usual_size(lines)
    compounds = {word.casefold() for line in lines for word in _COMPOUND.findall(line.text)}
    levels = _levels(lines, body)
    usual = _Usual(body, _usual_pitch(lines, body))
    groups: list[Group] = []
    for page in pages:
        for group in _groups(page, usual):
            if groups and _runs_on(groups[-1], group, body):
                groups[-1].extend(group)
            else:
                groups.append(group)
    return [_piece(group, body, levels, compounds) for group in groups]


def _levels(lines: list[Line], body: float) -> dict[float, int]:
    """Heading depth by font size, the largest first; bold lines of the body's size come last."""
    sizes = sorted({line.size for line in lines if line.size > body * _HEADING_SIZE}, reverse=True)
    return {size: min(depth, 6) for depth, size in enumerate(sizes, start=1)}


def _groups(lines: list[Line], usual: _Usual) -> Iterator[Group]:
    """The lines of one page in paragraphs."""
    if not lines:
        return
    group = [lines[0]]
    for line in lines[1:]:
        if _starts_anew(group, line, usual):
            yield group
            group = []
        group.append(line)
    yield group


def _usual_pitch(lines: list[Line], body: float) -> float:
    """The usual distance from line to line inside a paragraph, in points."""
    steps = [before.bottom - after.bottom for before, after in pairwise(lines)]
    near = sorted(step for step in steps if 0.8 * body < step < 2.2 * body)
    # the lower quarter: a page of short paragraphs has more steps between than inside them
    return near[len(near) // 4] if near else 1.2 * body


def _starts_anew(group: Group, line: Line, usual: _Usual) -> bool:
    before = group[-1]
    if _same_row(before, line):
        return False
    step = before.bottom - line.bottom
    change = abs(line.size - before.size) / before.size
    if change > _OTHER_SIZE or line.bold != before.bold:
        # a word in another font changes a line's look in the middle of a sentence
        return change > 3 * _OTHER_SIZE or not _continues(before, line)
    if step < 0:  # the next column
        return bool(_ENDS_SENTENCE.search(before.text))
    if step > usual.pitch * max(1.0, line.size / usual.size) * _WIDE_GAP or _ITEM.match(line.text):
        return True
    left = min(other.left for other in group[-3:])
    right = max(other.right for other in (*group, line))
    indented = line.left > left + 0.8 * line.size and len(group) > 1
    ended = bool(_ENDS_SENTENCE.search(before.text))
    is_short = before.right < left + (right - left) * _SHORT
    return ended and (indented or is_short) and not _ITEM.match(group[0].text)


def _same_row(before: Line, line: Line) -> bool:
    overlap = min(before.top, line.top) - max(before.bottom, line.bottom)
    return overlap > 0.5 * min(before.size, line.size) and line.left >= before.right


def _continues(before: Line, line: Line) -> bool:
    """Whether the words run on: no sentence ends, and the next begins in lower case."""
    return not _ENDS_SENTENCE.search(before.text) and line.text[:1].islower()


def _runs_on(group: Group, after: Group, body: float) -> bool:
    """Whether a paragraph goes on over the end of a page."""
    last, first = group[-1], after[0]
    return (
        last.page != first.page
        and last.size == first.size
        and last.size <= body * _HEADING_SIZE
        and _continues(last, first)
    )


def _piece(group: Group, body: float, levels: dict[float, int], compounds: set[str]) -> Piece:
    page = group[0].page
    rows = _rows(group)
    if len(rows) > 1 and sum(len(row) > 1 for row in rows) > len(rows) / 2:
        return Piece(
            "table", "\n".join(" | ".join(cell.text for cell in row) for row in rows), page=page
        )
    text = _joined((" ".join(cell.text for cell in row) for row in rows), compounds)
    level = levels.get(group[0].size, 0)
    if not level and all(line.bold for line in group) and group[0].size >= body * 0.95:
        level = min(len(levels) + 1, 6)
    if level and len(text) <= _LONGEST_HEADING and not text.endswith((",", ";")):
        return Piece("heading", text, level, page)
    return Piece("item" if _ITEM.match(text) else "paragraph", text, page=page)


def _rows(group: Group) -> list[Group]:
    rows = [[group[0]]]
    for before, line in pairwise(group):
        if _same_row(before, line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _joined(lines: Iterable[str], compounds: set[str]) -> str:
    """Running text; a hyphen at a line's end goes unless the word is written with one elsewhere."""
    parts: list[str] = []
    for line in lines:
        if parts and _HYPHENATED.search(parts[-1]) and line[:1].islower():
            head, tail = re.split(r"\s", parts[-1])[-1], re.split(r"[\s.,;:!?)]", line)[0]
            if f"{head}{tail}".casefold() not in compounds:
                parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif parts:
            parts.append(join_lines(parts[-1][-1:], line[:1])[1:-1] + line)
        else:
            parts.append(line)
    return "".join(parts)
