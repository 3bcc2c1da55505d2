"""What the readers' tests share: reading a file of tests/data and looking at a draft's blocks."""

from __future__ import annotations

from pathlib import Path

from knowledge.fetch import Source, read_path
from knowledge.models import BlockKind, Draft
from knowledge.readers import read

DATA = Path(__file__).parent.parent / "data"


def draft_of(name: str) -> Draft:
    return read(read_path(DATA / name))


def draft_from(text: str | bytes, name: str = "text.txt") -> Draft:
    return read(Source(text.encode() if isinstance(text, str) else text, name, name))


def texts(draft: Draft, *kinds: BlockKind) -> list[str]:
    """The text of all blocks of these kinds, of all kinds if none is given."""
    return [draft.text[b.start : b.end] for b in draft.blocks if not kinds or b.kind in kinds]


def headings(draft: Draft) -> list[tuple[int, str]]:
    found = [block for block in draft.blocks if block.kind == "heading"]
    return [(block.level, draft.text[block.start : block.end]) for block in found]


def assert_well_formed(draft: Draft) -> None:
    """Blocks in order, parted by blank lines, covering the text; no control characters."""
    assert draft.text == "\n\n".join(texts(draft))
    position = 0
    for block in draft.blocks:
        assert block.start == position
        assert block.end > block.start
        assert draft.text[block.start : block.end].strip() != ""
        assert (block.level > 0) == (block.kind == "heading")
        position = block.end + 2
    assert not [c for c in draft.text if (c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f"]
