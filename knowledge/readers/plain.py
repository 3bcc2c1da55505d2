"""Plain text -> pieces. Paragraphs, lists and underlined headings are told by their look alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.fetch import Limits
from knowledge.readers.characters import CJK, clean, join_lines
from knowledge.readers.front_matter import split_front_matter
from knowledge.readers.manuscript import Manuscript, Piece
from knowledge.readers.registry import Content

_ITEM = re.compile(r"^\s{0,12}(?:[-*+•‣◦–—·]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+\S")
_UNDERLINE = re.compile(r"^\s*([=\-~^*#+_])\1{2,}\s*$")
_RULE = re.compile(r"^[\s\W_]*$")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»」)\]]*$")
_STARTS_CJK = re.compile(f"[{CJK}]")
_CELL_GAP = re.compile(r"\t|\s\|\s|^\||\|$")

_WIDEST_WRAP = 120
"""Lines longer than this are whole paragraphs, not wrapped ones."""
_NARROWEST_WRAP = 40
_LONGEST_LOOSE_BLOCK = 1_500
"""Characters; short lines beyond this go on in a new block, so that a long list is not one."""
_LONGEST_TITLE = 200
_LONGEST_TITLE_LINE = 60
_MOST_TITLE_LINES = 5


def read(content: Content, limits: Limits) -> Manuscript:
    """The pieces of a plain text; its first line is the title if it looks like one."""
    manuscript = split_front_matter(clean(content.text))
    groups = _with_title_lines_apart(list(_groups(manuscript.rest)))
    width = _wrap_width(groups)
    ranks: list[str] = []
    for group in groups:
        manuscript.pieces.extend(_pieces(group, width, ranks))
    _mark_title(manuscript.pieces)
    return Manuscript(
        manuscript.pieces,
        manuscript.metadata,
        warnings=manuscript.warnings,
        guess_headings=True,
    )


def _groups(text: str) -> Iterator[list[str]]:
    """Lines without a blank line between them."""
    group: list[str] = []
    for line in text.split("\n"):
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _with_title_lines_apart(groups: list[list[str]]) -> list[list[str]]:
    """Title, byline and date often stand right below each other: each becomes a group."""
    first = [line.strip() for line in groups[0]] if groups else []
    are_title_lines = (
        len(groups) > 1
        and 1 < len(first) <= _MOST_TITLE_LINES
        and max(map(len, first)) <= _LONGEST_TITLE_LINE
        and not any(_ENDS_SENTENCE.search(line) or _UNDERLINE.match(line) for line in first)
        and not all(": " in line for line in first)
    )
    return [[line] for line in groups[0]] + groups[1:] if are_title_lines else groups


def _wrap_width(groups: Sequence[Sequence[str]]) -> int:
    """The width at which the text seems to be wrapped: its wider lines, single lines left out."""
    lengths = sorted(
        len(line) for group in groups for line in group[:-1] if len(line) <= _WIDEST_WRAP
    )
    return lengths[len(lengths) * 6 // 10] if lengths else 0


def _pieces(group: list[str], width: int, ranks: list[str]) -> Iterator[Piece]:
    """A group's pieces: underlined headings, and between them tables, lists and running text."""
    start = 0
    for position in range(1, len(group)):
        mark = _UNDERLINE.match(group[position])
        if mark and position > start and _is_title_over(group[position - 1], group[position]):
            yield from _between_headings(group[start : position - 1], width)
            yield Piece("heading", group[position - 1], _level(mark[1], ranks))
            start = position + 1
    yield from _between_headings(group[start:], width)


def _between_headings(group: list[str], width: int) -> Iterator[Piece]:
    lines = [line for line in group if not _RULE.match(line)]
    if len(lines) > 1 and all(_CELL_GAP.search(line.strip()) for line in lines):
        yield Piece("table", "\n".join(_row(line) for line in lines))
    else:
        yield from _running_text(lines, width)


def _is_title_over(line: str, underline: str) -> bool:
    """An underline is about as long as its heading; a rule between paragraphs is not."""
    length = len(line.strip())
    return (
        0 < length <= _WIDEST_WRAP
        and len(underline.strip()) >= length * 0.6
        and not _RULE.match(line)
    )


def _level(mark: str, ranks: list[str]) -> int:
    """Heading depth by the order in which underlining characters appear, as in reStructuredText."""
    if mark not in ranks:
        ranks.append(mark)
    return ranks.index(mark) + 1


def _row(line: str) -> str:
    return " | ".join(cell.strip() for cell in re.split(r"[\t|]", line.strip().strip("|")))


def _running_text(lines: list[str], width: int) -> Iterator[Piece]:
    """Items and paragraphs; an item runs on over the more indented lines that follow it."""
    run: list[str] = []
    for line in lines:
        if run and _starts_anew(run, line):
            yield from _paragraphs(run, width)
            run = []
        run.append(line)
    yield from _paragraphs(run, width)


def _starts_anew(run: list[str], line: str) -> bool:
    in_item = _ITEM.match(run[0]) is not None
    if _ITEM.match(line):
        return in_item or _ends_block(run[-1])
    return in_item and not line[0].isspace() and _ends_block(run[-1])


def _ends_block(line: str) -> bool:
    return bool(_ENDS_SENTENCE.search(line.rstrip())) or line.rstrip().endswith((":", ";"))


def _paragraphs(run: list[str], width: int) -> Iterator[Piece]:
    """The lines as one paragraph if they are wrapped, else as they stand or one by one."""
    if not run:
        return
    lines = [line.strip() for line in run]
    if _ITEM.match(run[0]):
        yield Piece("item", _joined(lines))
    elif _is_wrapped(lines, width):
        yield Piece("paragraph", _joined(lines))
    else:
        yield from _loose_lines(lines)


def _is_wrapped(lines: list[str], width: int) -> bool:
    """Whether each line but the last is so full that the next word did not fit."""
    own = max(map(len, lines))
    width = own if len(lines) > 2 else max(own, width)
    if width > _WIDEST_WRAP or (len(lines) > 1 and width < _NARROWEST_WRAP):
        return len(lines) == 1
    return all(len(line) + 1 + _first_word(after) > width * 0.85 for line, after in pairwise(lines))


def _first_word(line: str) -> int:
    """Length of what would have had to fit on the line before."""
    return 1 if _STARTS_CJK.match(line) else len(line.split(maxsplit=1)[0])


def _joined(lines: list[str]) -> str:
    parts = lines[:1]
    for line in lines[1:]:
        # joined pair by pair over the last part's end only, so that a long text costs linear time
        glue = join_lines(parts[-1][-1:], line[:1])[1:-1]
        parts.extend((glue, line))
    return "".join(parts)


def _loose_lines(lines: list[str]) -> Iterator[Piece]:
    """Lines that are not wrapped: sentences stand alone, others (verse, addresses) together."""
    block: list[str] = []
    length = 0
    for line in lines:
        block.append(line)
        length += len(line)
        if length > _LONGEST_LOOSE_BLOCK or len(line) > _WIDEST_WRAP or _ENDS_SENTENCE.search(line):
            yield Piece("paragraph", "\n".join(block))
            block, length = [], 0
    if block:
        yield Piece("paragraph", "\n".join(block))


def _mark_title(pieces: list[Piece]) -> None:
    """A first line that does not end like a sentence is the title; it ranks above all headings."""
    if len(pieces) < 2 or pieces[0].kind not in {"paragraph", "heading"}:
        return
    first = pieces[0]
    if (
        "\n" in first.text
        or len(first.text) > _LONGEST_TITLE
        or first.text.endswith((".", ":", ",", ";", "。"))
    ):
        return
    for piece in pieces[1:]:
        if piece.kind == "heading":
            piece.level += 1
    first.kind, first.level = "heading", 1
