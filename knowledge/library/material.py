"""What answering reads of a library: the `Sources` of `knowledge.answers` on one state of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.errors import DocumentNotFound
from knowledge.index import Searcher
from knowledge.models import Block, DocumentInfo, Hit, Passage
from knowledge.store import View

_DEEPEST = 5_000
"""How many hits are looked through for different words; a text that stands in more documents than
that may leave places empty."""


class IndexMismatch(Exception):
    """The index names a passage that is not there, or not one that may answer."""


class Material:
    """The documents that may answer one question. Fulfils `knowledge.answers.Sources`."""

    def __init__(self, view: View, searcher: Searcher, documents: Sequence[DocumentInfo]) -> None:
        self.searcher = searcher
        self._view = view
        self._documents = documents
        self._by_id = {info.id: info for info in documents}
        self._texts: dict[str, str] = {}

    def best(
        self,
        query: Mapping[str, float],
        k: int,
        within: Sequence[tuple[int, int]] | None = None,
    ) -> list[Hit]:
        """Return the `k` best passages with different words, best first.

        Of passages with the same words (boilerplate that many documents have) only the best is
        given; `copies` names the others. The scores are those of the searcher.
        """
        asked = k
        while True:
            found = self.searcher.search(query, asked, within)
            distinct = self._distinct(found)
            if len(distinct) >= k or len(found) < asked or asked >= _DEEPEST:
                break
            asked *= 4
        passages = self.passages([passage_id for passage_id, _ in distinct[:k]])
        return [
            Hit(passage=passage, score=score, rank=rank)
            for rank, (passage, (_, score)) in enumerate(
                zip(passages, distinct[:k], strict=True), start=1
            )
        ]

    def copies(self, passage: Passage, limit: int = 10) -> list[Passage]:
        """Return the other passages that may answer and have the same words, by id."""
        found = self._view.copies(passage.id, limit, tuple(self._by_id))
        return [copy for copy in found if copy.id != passage.id]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """Return the passages of `ids`, in that order."""
        found = self._view.passages(ids)
        for passage_id in ids:
            # the last line of defence against showing one server another's documents
            if passage_id not in found or found[passage_id].document not in self._by_id:
                raise IndexMismatch(passage_id)
        return [found[passage_id] for passage_id in ids]

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """Return the passages before and after `passage` in its document."""
        # a document's passages have neighbouring ids, so those of others are told by their document
        found = self._view.passages((passage.id - 1, passage.id + 1))
        before, after = found.get(passage.id - 1), found.get(passage.id + 1)
        return (
            before if before is not None and before.document == passage.document else None,
            after if after is not None and after.document == passage.document else None,
        )

    def document(self, document_id: str) -> DocumentInfo:
        """Return what is known about a document; raises DocumentNotFound."""
        try:
            return self._by_id[document_id]
        except KeyError:
            message = f"No document has the id {document_id}."
            raise DocumentNotFound(message, reference=document_id) from None

    def documents(self) -> Sequence[DocumentInfo]:
        """Return all documents that may answer."""
        return self._documents

    def _distinct(self, found: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        prints = self._view.fingerprints([passage_id for passage_id, _ in found])
        first: dict[int, tuple[int, float]] = {}
        for hit in found:
            first.setdefault(prints.get(hit[0], hit[0]), hit)
        return list(first.values())

    def text(self, document_id: str) -> str:
        """Return a document's whole text; raises DocumentNotFound."""
        if document_id not in self._texts:
            self._texts[document_id] = self._view.text(document_id)
        return self._texts[document_id]

    def blocks(self, document_id: str) -> tuple[Block, ...]:
        """Return a document's blocks in order; raises DocumentNotFound."""
        return self._view.blocks(document_id)
