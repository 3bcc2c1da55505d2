"""What a format's reader hands over: pieces of text with kinds; `compose` makes a Draft of them.

Here alone the document's text is put together, so that every span is exact by construction.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from knowledge.errors import SourceTooLarge, UnreadableSource
from knowledge.fetch import Limits
from knowledge.models import Block, BlockKind, Draft, Metadata
from knowledge.readers.characters import clean, tidy

GAP = "\n\n"
"""What stands between two blocks of a document's text."""


@dataclass(slots=True)
class Piece:
    """One block before it has its place: `level` is a heading's depth, `page` counts from 1."""

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None


@dataclass(slots=True)
class Manuscript:
    """A source as its reader understood it, before title lines and furniture are told apart."""

    pieces: list[Piece]
    metadata: Metadata = field(default_factory=Metadata)
    properties: Metadata = field(default_factory=Metadata)
    """What the file's properties say; often a template's, so the text's own lines win."""
    pages: int | None = None
    empty_pages: tuple[int, ...] = ()
    warnings: list[str] = field(default_factory=list)
    guess_headings: bool = False
    """Whether headings must be told by their look, since the format cannot mark them."""


def cleaned(pieces: list[Piece]) -> list[Piece]:
    """The pieces with clean text, empty ones left out; code keeps its indentation."""
    kept = []
    for piece in pieces:
        text = clean(piece.text)
        text = text.strip("\n").rstrip() if piece.kind == "code" else tidy(text)
        if text and not text.isspace():
            kept.append(replace(piece, text=text))
    return kept


def compose(manuscript: Manuscript, media_type: str, limits: Limits) -> Draft:
    """The draft: pieces joined by blank lines, each block's span exact.

    Raises:
        UnreadableSource: no piece has any text.
        SourceTooLarge: there are more characters or pages than allowed.
    """
    if not any(piece.kind != "metadata" for piece in manuscript.pieces):
        raise UnreadableSource("It has no text.")
    _check_lengths(manuscript, limits)
    blocks, position = [], 0
    for piece in manuscript.pieces:
        end = position + len(piece.text)
        blocks.append(
            Block(kind=piece.kind, start=position, end=end, level=piece.level, page=piece.page)
        )
        position = end + len(GAP)
    return Draft(
        text=GAP.join(piece.text for piece in manuscript.pieces),
        blocks=tuple(blocks),
        metadata=manuscript.metadata,
        media_type=media_type,
        pages=manuscript.pages,
        empty_pages=manuscript.empty_pages,
        warnings=tuple(manuscript.warnings),
    )


def _check_lengths(manuscript: Manuscript, limits: Limits) -> None:
    length = sum(len(piece.text) + len(GAP) for piece in manuscript.pieces) - len(GAP)
    if length > limits.characters:
        raise SourceTooLarge(
            f"Its text is longer than the limit of {limits.characters:,} characters."
        )
    if manuscript.pages is not None and manuscript.pages > limits.pages:
        raise SourceTooLarge(f"It has more than the limit of {limits.pages:,} pages.")
