"""Metadata that the text itself does not say -> lines such as "Author: X" at its end.

So an answer about a document's author or date is a verbatim excerpt too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.models import Block, Draft, Metadata
from knowledge.readers.characters import one_line
from knowledge.readers.dates import parse_date
from knowledge.readers.manuscript import GAP, Manuscript, Piece
from knowledge.readers.masthead import title_parts

_LABELS = {
    "title": "Title",
    "subtitle": "Subtitle",
    "author": "Author",
    "author_role": "Author’s role",
    "publisher": "Publisher",
    "published": "Published",
    "url": "URL",
    "rights": "Rights",
    "picture": "Picture",
}
_STARTS = tuple(f"{label}: " for label in _LABELS.values())
_LONGEST_LINE = 500


def append_statements(manuscript: Manuscript) -> None:
    """Add a metadata piece for each field that no title line, heading or credit states."""
    said = [piece.text for piece in manuscript.pieces if piece.kind in {"metadata", "heading"}]
    lines = statements(manuscript.metadata, said)
    manuscript.pieces.extend(Piece("metadata", line) for line in lines)


def statements(metadata: Metadata, said: Sequence[str]) -> Iterator[str]:
    """A line for each known field that none of the lines in `said` states."""
    lines = [one_line(line[:_LONGEST_LINE]).casefold() for line in said]
    days = {parse_date(part) for line in said for part in title_parts(line[:_LONGEST_LINE])}
    for name, label in _LABELS.items():
        value = getattr(metadata, name)
        if value is None or any(value.casefold() in line for line in lines):
            continue
        if name != "published" or value not in days:
            yield f"{label}: {value}"


def override(draft: Draft, overrides: Metadata) -> Draft:
    """The draft with the metadata that a person stated, and its appended lines made to agree."""
    changes = overrides.model_dump(exclude_none=True)
    if not changes:
        return draft
    metadata = draft.metadata.model_copy(update=changes)
    blocks = list(draft.blocks)
    while blocks and _is_statement(draft, blocks[-1]):
        blocks.pop()
    text = draft.text[: blocks[-1].end] if blocks else ""
    said = [
        text[block.start : block.end] for block in blocks if block.kind in {"metadata", "heading"}
    ]
    for line in statements(metadata, said):
        start = len(text) + (len(GAP) if text else 0)
        text = f"{text}{GAP}{line}" if text else line
        blocks.append(Block(kind="metadata", start=start, end=len(text)))
    return draft.model_copy(update={"text": text, "blocks": tuple(blocks), "metadata": metadata})


def _is_statement(draft: Draft, block: Block) -> bool:
    return block.kind == "metadata" and draft.text.startswith(_STARTS, block.start)
