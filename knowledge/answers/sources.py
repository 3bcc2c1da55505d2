"""What answering needs of a library: the seam between this stage and `knowledge.library`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from knowledge.index import Searcher
from knowledge.models import Block, DocumentInfo, Hit, Passage


class Sources(Protocol):
    """The documents that may answer, at one generation; every method is cheap to call."""

    @property
    def searcher(self) -> Searcher:
        """Return the ranking over all passages."""

    def best(
        self,
        query: Mapping[str, float],
        k: int,
        within: Sequence[tuple[int, int]] | None = None,
    ) -> Sequence[Hit]:
        """Return the `k` best passages with different words, best first."""

    def copies(self, passage: Passage, limit: int = 10) -> Sequence[Passage]:
        """Return the other passages with the same words."""

    def passages(self, ids: Sequence[int]) -> Sequence[Passage]:
        """Return the passages of `ids`, in that order."""

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """Return the passages before and after `passage` in its document."""

    def document(self, document_id: str) -> DocumentInfo:
        """Return what is known about a document."""

    def documents(self) -> Sequence[DocumentInfo]:
        """Return all documents."""

    def text(self, document_id: str) -> str:
        """Return a document's whole text."""

    def blocks(self, document_id: str) -> Sequence[Block]:
        """Return a document's blocks in order."""
