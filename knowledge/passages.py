"""A document's text and blocks to passages: the units that are indexed, about a paragraph each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.models import Block

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


class PassageDraft(NamedTuple):
    """A passage before it is stored: `text[start:end]` is its text."""

    ordinal: int
    start: int
    end: int
    section: tuple[str, ...]
    paragraph: int | None
    page: int | None


def split(text: str, blocks: Sequence[Block], language: str = "en") -> list[PassageDraft]:
    """Return the passages of a document in order, not overlapping."""
    drafts: list[PassageDraft] = []
    section: tuple[str, ...] = ()
    paragraph = 0
    for block in blocks or _paragraphs(text):
        if block.kind == "heading":
            section = (*section[: max(block.level - 1, 0)], text[block.start : block.end].strip())
        elif block.kind not in ("note", "metadata"):
            paragraph += 1
            place = (block.start, block.end)
            drafts.append(PassageDraft(len(drafts), *place, section, paragraph, block.page))
    return drafts


def _paragraphs(text: str) -> list[Block]:
    blocks, start = [], 0
    for end, resume in [
        *((m.start(), m.end()) for m in _BLANK_LINES.finditer(text)),
        (len(text),) * 2,
    ]:
        if text[start:end].strip():
            blocks.append(Block(kind="paragraph", start=start, end=end))
        start = resume
    return blocks
