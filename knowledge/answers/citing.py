"""Spans of a document to excerpts: verbatim, with their citation and a link to the very words."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urldefrag

from knowledge.answers.documents import Statement
from knowledge.answers.sources import Sources
from knowledge.models import Citation, DocumentInfo, Excerpt, Passage
from knowledge.selection import Run

_WORDS_OF_FRAGMENT = 5
"""Words at the start and at the end of an excerpt that a text fragment names."""


def excerpt(run: Run, sources: Sources, copies: Sequence[Passage] = ()) -> Excerpt:
    """Return a run as an excerpt of its document; `copies` are passages with the same words."""
    passage = run.hit.passage
    text = passage.text[run.start : run.end]
    return Excerpt(
        text=text,
        start=passage.start + run.start,
        end=passage.start + run.end,
        score=round(run.score, 6),
        highlights=run.highlights,
        passage=passage.text,
        citation=cite(passage, sources.document(passage.document), text),
        also_in=tuple(cite(copy, sources.document(copy.document), text) for copy in copies),
    )


def stated(statement: Statement) -> Excerpt:
    """Return a document's statement about itself as an excerpt."""
    place = Passage(
        id=0,
        document=statement.document.id,
        ordinal=0,
        start=statement.start,
        end=statement.end,
        text=statement.text,
    )
    citation = cite(place, statement.document, statement.text)
    if statement.fact is not None:
        citation = citation.model_copy(update={"text": f"{citation.text}: {statement.fact}"})
    return Excerpt(
        text=statement.text,
        start=statement.start,
        end=statement.end,
        score=0.0,
        passage=statement.text,
        citation=citation,
    )


def cite(passage: Passage, document: DocumentInfo, words: str) -> Citation:
    """Return where `passage` stands, with the ready-made citation as text."""
    metadata = document.metadata
    section = passage.section[-1] if passage.section else None
    return Citation(
        document=document.id,
        title=metadata.title,
        author=metadata.author,
        publisher=metadata.publisher,
        published=metadata.published,
        url=text_fragment(metadata.url, words) if metadata.url else None,
        section=section,
        paragraph=passage.paragraph,
        page=passage.page,
        text=_citation_text(passage, document, section),
    )


def text_fragment(url: str, words: str) -> str:
    """Return the address that opens a page at `words` (the URL Fragment Text Directive of WICG)."""
    parts = words.split()
    if len(parts) > 2 * _WORDS_OF_FRAGMENT:
        ends = (parts[:_WORDS_OF_FRAGMENT], parts[-_WORDS_OF_FRAGMENT:])
        fragment = ",".join(_encoded(" ".join(end)) for end in ends)
    else:
        fragment = _encoded(" ".join(parts))
    return f"{urldefrag(url).url}#:~:text={fragment}"


def _encoded(text: str) -> str:
    # a dash has a meaning of its own in a text directive
    return quote(text, safe="").replace("-", "%2D")


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
