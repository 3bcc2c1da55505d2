"""What answering reads of a library: the `Sources` of `knowledge.answers` on one state of it."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.errors import DocumentNotFound
from knowledge.index import Searcher
from knowledge.models import Block, DocumentInfo, Passage
from knowledge.store import View


class Material:
    """The documents that may answer one question. Fulfils `knowledge.answers.Sources`."""

    def __init__(self, view: View, searcher: Searcher, documents: Sequence[DocumentInfo]) -> None:
        self.searcher = searcher
        self._view = view
        self._documents = documents
        self._by_id = {info.id: info for info in documents}
        self._texts: dict[str, str] = {}

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """Return the passages of `ids`, in that order."""
        found = self._view.passages(ids)
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

    def text(self, document_id: str) -> str:
        """Return a document's whole text; raises DocumentNotFound."""
        if document_id not in self._texts:
            self._texts[document_id] = self._view.text(document_id)
        return self._texts[document_id]

    def blocks(self, document_id: str) -> tuple[Block, ...]:
        """Return a document's blocks in order; raises DocumentNotFound."""
        return self._view.blocks(document_id)
