"""Candidates to excerpts: verbatim spans of a document with their citation."""

from __future__ import annotations

from knowledge.answers.sources import Sources
from knowledge.models import Citation, DocumentInfo, Excerpt, Passage
from knowledge.selection import Candidate

LONGEST = 400
"""Characters of an excerpt at most."""


def excerpt(candidate: Candidate, sources: Sources) -> Excerpt:
    """Return the candidate as an excerpt of its document."""
    passage = candidate.hit.passage
    end = min(candidate.end, candidate.start + LONGEST)
    return Excerpt(
        text=passage.text[candidate.start : end],
        start=passage.start + candidate.start,
        end=passage.start + end,
        score=candidate.score,
        highlights=tuple(h for h in candidate.highlights if h[1] <= LONGEST),
        passage=passage.text,
        citation=cite(passage, sources.document(passage.document)),
    )


def cite(passage: Passage, document: DocumentInfo) -> Citation:
    """Return where `passage` stands, with the ready-made citation as text."""
    metadata = document.metadata
    section = passage.section[-1] if passage.section else None
    return Citation(
        document=document.id,
        title=metadata.title,
        author=metadata.author,
        publisher=metadata.publisher,
        published=metadata.published,
        url=metadata.url,
        section=section,
        paragraph=passage.paragraph,
        page=passage.page,
        text=_citation_text(passage, document, section),
    )


def _citation_text(passage: Passage, document: DocumentInfo, section: str | None) -> str:
    metadata = document.metadata
    title = f"“{metadata.title or document.origin}”"
    place = [
        f"section “{section}”" if section else None,
        f"p. {passage.page}" if passage.page is not None else None,
        f"paragraph {passage.paragraph}" if passage.paragraph is not None else None,
    ]
    parts = [metadata.author, title, metadata.publisher, metadata.published, *place]
    return ", ".join(part for part in parts if part)
