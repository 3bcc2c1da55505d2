"""Documents held in memory as sources of answers: what measuring and fitting ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from knowledge.analysis import detect_language, passage_terms
from knowledge.index import Index, Searcher
from knowledge.models import Block, DocumentInfo, Draft, Hit, Passage
from knowledge.passages import split

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class MemorySources:
    """Drafts as a library without a file. Fulfils `knowledge.answers.Sources`."""

    def __init__(self, drafts: Mapping[str, Draft]) -> None:
        drafts = {name: _with_language(draft) for name, draft in drafts.items()}
        self._drafts = drafts
        self._passages = list(_passages(drafts))
        counts = dict.fromkeys(drafts, 0)
        for passage in self._passages:
            counts[passage.document] += 1
        self._infos = {name: _info(name, draft, counts[name]) for name, draft in drafts.items()}
        index = Index.open(None)
        index.update([(p.id, self._terms(p)) for p in self._passages], (), 1)
        self.searcher = Searcher([index.snapshot()])

    def _terms(self, passage: Passage) -> list[str]:
        metadata = self._drafts[passage.document].metadata
        language = metadata.language or "en"
        return passage_terms(passage.text, passage.section, metadata.title, language)

    def best(
        self,
        query: Mapping[str, float],
        k: int,
        within: Sequence[tuple[int, int]] | None = None,
    ) -> list[Hit]:
        """Return the `k` best passages, best first."""
        found = self.searcher.search(query, k, within)
        return [
            Hit(passage=self._passages[passage_id], score=score, rank=rank)
            for rank, (passage_id, score) in enumerate(found, start=1)
        ]

    def copies(self, passage: Passage, limit: int = 10) -> list[Passage]:
        """Return the other passages with the same words."""
        same = [p for p in self._passages if p.text == passage.text and p.id != passage.id]
        return same[:limit]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """Return the passages of `ids`, in that order."""
        return [self._passages[passage_id] for passage_id in ids]

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """Return the passages before and after `passage` in its document."""
        found: list[Passage | None] = []
        for at in (passage.id - 1, passage.id + 1):
            other = self._passages[at] if 0 <= at < len(self._passages) else None
            found.append(other if other and other.document == passage.document else None)
        return found[0], found[1]

    def document(self, document_id: str) -> DocumentInfo:
        """Return what is known about a document."""
        return self._infos[document_id]

    def documents(self) -> Sequence[DocumentInfo]:
        """Return all documents."""
        return tuple(self._infos.values())

    def text(self, document_id: str) -> str:
        """Return a document's whole text."""
        return self._drafts[document_id].text

    def blocks(self, document_id: str) -> Sequence[Block]:
        """Return a document's blocks in order."""
        return self._drafts[document_id].blocks


def _with_language(draft: Draft) -> Draft:
    """Return the draft with the language that it is written in, as a library finds it."""
    if draft.metadata.language:
        return draft
    metadata = draft.metadata.model_copy(update={"language": detect_language(draft.text)})
    return draft.model_copy(update={"metadata": metadata})


def _passages(drafts: Mapping[str, Draft]) -> list[Passage]:
    found: list[Passage] = []
    for name, draft in drafts.items():
        language = draft.metadata.language or "en"
        for part in split(draft.text, draft.blocks, language):
            found.append(
                Passage(
                    id=len(found),
                    document=name,
                    ordinal=part.ordinal,
                    start=part.start,
                    end=part.end,
                    text=draft.text[part.start : part.end],
                    section=part.section,
                    paragraph=part.paragraph,
                    page=part.page,
                )
            )
    return found


def _info(name: str, draft: Draft, passages: int) -> DocumentInfo:
    return DocumentInfo(
        id=name,
        collection="main",
        metadata=draft.metadata,
        origin=name,
        media_type=draft.media_type,
        content_hash="",
        version=1,
        added=_EPOCH,
        updated=_EPOCH,
        passages=passages,
        characters=len(draft.text),
    )
