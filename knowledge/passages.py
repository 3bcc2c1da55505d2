"""A document's text and blocks to passages: the units that are indexed, about a paragraph each.

Plain paragraphs are passages of their own. Very short ones of the same section are joined, a list
stays with the line that introduces it, very long ones are cut at sentence ends. Headings become the
section path. It changes no text: a passage is a span, spans are in order and do not overlap.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge import sentences
from knowledge.models import Block

SHORT = 25
"""Words below which a paragraph is joined with its neighbour."""
JOINED = 110
"""Most words of a passage joined from several paragraphs."""
LISTED = 160
"""Most words of a passage that is a list with its intro."""
LONG = 350
"""Words above which a paragraph is cut."""
CUT = 150
"""Words at which a long paragraph's parts aim."""
WHOLE = 600
"""Words above which even a table or a code block is cut, at a line's end."""
LONGEST_SENTENCE = 4000
"""Characters after which a part ends even in the middle of a sentence."""

_FEWEST_PER_WORD, _MOST_PER_WORD = 4, 8
"""Characters: bounds for the count of words by their blanks, which code and Chinese mislead."""
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_INTRO = re.compile(r"[:：]\s*$")
_BY_LINES = frozenset({"table", "code"})
_NO_PASSAGE = frozenset({"note", "metadata"})


class PassageDraft(NamedTuple):
    """A passage before it is stored: `text[start:end]` is its text."""

    ordinal: int
    start: int
    end: int
    section: tuple[str, ...]
    paragraph: int | None
    page: int | None


class _Unit(NamedTuple):
    """One or more blocks that stay together, with the number of the first paragraph."""

    start: int
    end: int
    kind: str
    size: int
    paragraph: int
    page: int | None


class _Run(NamedTuple):
    """Units with nothing between them that is no passage."""

    section: tuple[str, ...]
    units: list[_Unit]


def split(text: str, blocks: Sequence[Block], language: str = "en") -> list[PassageDraft]:
    """Return the passages of a document in order.

    Without blocks, paragraphs are what blank lines set apart. Notes and metadata are in no passage;
    headings only where a document consists of nothing else.
    """
    parts = [
        block for block in blocks or _paragraphs(text) if text[block.start : block.end].strip()
    ]
    if all(block.kind == "heading" or block.kind in _NO_PASSAGE for block in parts):
        parts = [_as_paragraph(block) if block.kind == "heading" else block for block in parts]
    drafts: list[PassageDraft] = []
    for run in _runs(text, parts):
        for unit in _packed(text, run.units):
            for start, end in _cut(text, unit, language):
                place = (len(drafts), start, end)
                drafts.append(PassageDraft(*place, run.section, unit.paragraph, unit.page))
    return drafts


def _paragraphs(text: str) -> list[Block]:
    edges = [0]
    for gap in _BLANK_LINES.finditer(text):
        edges += gap.span()
    edges.append(len(text))
    spans = zip(edges[::2], edges[1::2], strict=True)
    return [Block(kind="paragraph", start=start, end=end) for start, end in spans]


def _as_paragraph(block: Block) -> Block:
    return block.model_copy(update={"kind": "paragraph"})


def _runs(text: str, blocks: Sequence[Block]) -> Iterator[_Run]:
    """Yield the units between one heading or note and the next, each run with its section path."""
    headings: list[tuple[int, str]] = []
    units: list[_Unit] = []
    paragraph, previous = 0, ""
    for block in blocks:
        if block.kind != "heading" and block.kind not in _NO_PASSAGE:
            # The items of a list are one paragraph together.
            paragraph += not (block.kind == previous == "item")
            units.append(_unit(text, block, paragraph))
        elif units:
            yield _Run(tuple(title for _, title in headings), units)
            units = []
        if block.kind == "heading":
            level = max(block.level, 1)
            headings = [heading for heading in headings if heading[0] < level]
            headings.append((level, " ".join(text[block.start : block.end].split())))
        previous = block.kind
    if units:
        yield _Run(tuple(title for _, title in headings), units)


def _unit(text: str, block: Block, paragraph: int) -> _Unit:
    start, end = _trimmed(text, block.start, block.end)
    return _Unit(start, end, block.kind, _size(text, start, end), paragraph, block.page)


def _size(text: str, start: int, end: int) -> int:
    """Return about how many words a span has."""
    length = end - start
    by_blanks = min(text.count(" ", start, end) + 1, length // _FEWEST_PER_WORD + 1)
    return max(by_blanks, length // _MOST_PER_WORD)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the blanks around it, but with a first line's indentation."""
    found = text[start:end]
    end -= len(found) - len(found.rstrip())
    blank = len(found) - len(found.lstrip())
    return start + found.rfind("\n", 0, blank) + 1 if "\n" in found[:blank] else start, end


def _packed(text: str, units: Sequence[_Unit]) -> Iterator[_Unit]:
    current = units[0]
    for unit in units[1:]:
        if _belong_together(text, current, unit):
            size = current.size + unit.size
            current = current._replace(end=unit.end, kind=unit.kind, size=size)
        else:
            yield current
            current = unit
    yield current


def _belong_together(text: str, first: _Unit, second: _Unit) -> bool:
    size = first.size + second.size
    introduced = _INTRO.search(text, max(first.start, first.end - 8), first.end) is not None
    if second.kind == "item" and (first.kind == "item" or introduced):
        return size <= LISTED
    if second.kind in _BY_LINES and introduced:
        return size <= LONG
    if first.kind in _BY_LINES or second.kind in _BY_LINES:
        return False
    return size <= JOINED and min(first.size, second.size) < SHORT


def _cut(text: str, unit: _Unit, language: str) -> Iterator[tuple[int, int]]:
    by_lines = unit.kind in _BY_LINES
    if unit.size <= (WHOLE if by_lines else LONG):
        yield unit.start, unit.end
        return
    pieces = (
        _lines(text, unit) if by_lines else sentences.split(text, unit.start, unit.end, language)
    )
    target = unit.size / math.ceil(unit.size / (WHOLE if by_lines else CUT))
    start, size = unit.start, 0
    for first, last in _bounded(pieces):
        length = _size(text, first, last)
        if size and size + length / 2 > target:
            yield _trimmed(text, start, first)
            start, size = first, 0
        size += length
    yield start, unit.end


def _lines(text: str, unit: _Unit) -> list[tuple[int, int]]:
    spans, start = [], unit.start
    for line in text[unit.start : unit.end].splitlines(keepends=True):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line)
    return spans


def _bounded(pieces: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pieces, those that are too long in parts of bearable length."""
    for start, end in pieces:
        for first in range(start, end, LONGEST_SENTENCE):
            yield first, min(first + LONGEST_SENTENCE, end)
