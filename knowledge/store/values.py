"""What goes into the store and comes out of it besides the models, and their form in its rows."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from knowledge.models import Block, Metadata
from knowledge.passages import PassageDraft


@dataclass(frozen=True)
class NewDocument:
    """A document ready to be stored; `content_hash` is that of the source's bytes."""

    collection: str
    origin: str
    media_type: str
    content_hash: str
    metadata: Metadata
    text: str
    blocks: Sequence[Block]
    passages: Sequence[PassageDraft]
    overrides: str = "{}"
    """Metadata that the user set by hand, as `metadata_json` writes it."""
    sketch: Sequence[int] = ()
    """See `knowledge.store.sketches`; empty for a document too short to compare."""
    id: str | None = None
    """The id that an import brings along; used where it is free."""
    added: datetime | None = None
    updated: datetime | None = None
    history: Sequence[datetime] = ()
    """These three are an import's, too; otherwise they follow from the moment of storing."""


class Quota(NamedTuple):
    """The most that one collection may hold; None is no limit."""

    documents: int | None = None
    characters: int | None = None


class PassageRange(NamedTuple):
    """Neighbouring passages, as one document has them: `first`, `first + 1`, ..."""

    first: int
    size: int

    @property
    def end(self) -> int:
        """One past the last id."""
        return self.first + self.size


@dataclass(frozen=True)
class Changes:
    """What leads from an older generation of a collection to `generation`."""

    generation: int
    added: Sequence[PassageRange] = field(default=())
    removed: Sequence[PassageRange] = field(default=())


def fingerprint(text: str) -> int:
    """Return a 64-bit number, the same for the same words whatever their case and spacing."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    digest = hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)  # SQLite's integers are signed


def text_digest(text: str) -> bytes:
    """Return the checksum that finds a flipped bit in a stored text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def metadata_json(metadata: Metadata | None) -> str:
    """Return the known fields of `metadata` as JSON, the same for equal metadata."""
    known = {} if metadata is None else metadata.model_dump(exclude_none=True)
    return json.dumps(known, ensure_ascii=False, sort_keys=True)


def metadata_from(stored: str) -> Metadata:
    """Return the metadata of a row. It was checked on the way in and is not checked again."""
    return Metadata.model_construct(**json.loads(stored))


def blocks_json(blocks: Sequence[Block]) -> str:
    """Return blocks as JSON rows, which take a third of the room that objects would."""
    rows = [[block.kind, block.start, block.end, block.level, block.page] for block in blocks]
    return json.dumps(rows, separators=(",", ":"))


def blocks_from(stored: str) -> tuple[Block, ...]:
    """Return the blocks of a row."""
    return tuple(
        Block.model_construct(kind=kind, start=start, end=end, level=level, page=page)
        for kind, start, end, level, page in json.loads(stored)
    )


def moment_text(moment: datetime) -> str:
    """Return a moment as the store writes it: in UTC, so that the texts' order is that of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
