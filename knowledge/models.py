"""The values that travel between the stages and to the front ends: frozen and checked.

Offsets are Unicode code points of the document's stored text, the end exclusive. Scores compare
within one question only and are never shown as a measure of trust; `Answer.confidence` is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

BlockKind = Literal["heading", "paragraph", "item", "quote", "table", "code", "note", "metadata"]
"""`note` is furniture (navigation, advertising) and `metadata` a line that states metadata (title,
byline, date, picture credit): both are kept in the text and can be quoted, but are no passages."""

Status = Literal["answered", "unsure", "no_answer"]

RefusalCode = Literal[
    "empty_library",  # the collection has no document
    "no_question",  # empty, or nothing but emoji and punctuation
    "greeting",
    "thanks",
    "farewell",
    "about_bot",  # "who are you?", "what's your name?"
    "insult",
    "instruction",  # "ignore your rules and ..."
    "unknown_terms",  # words that no source has
    "not_answered",  # the words are there, but nothing fits well enough
]

PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""An ISO 8601 date known to the day, the month or the year: "2022-08-03", "2022-08", "2022"."""


class Model(BaseModel):
    """Base of all models: frozen, unknown fields refused, built on first use for a short start."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Metadata(Model):
    """What is known about a document as a whole; every field may be unknown."""

    title: str | None = None
    subtitle: str | None = None
    author: str | None = None
    author_role: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    url: str | None = None
    language: str | None = None
    """ISO 639-1 code, e.g. "en"."""
    rights: str | None = None
    picture: str | None = None
    """Credit of the picture, with its licence, as the source words it."""


class Block(Model):
    """One block of a document's text, in order, not overlapping; `level` counts headings from 1."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None


class Draft(Model):
    """What a reader makes of a source: text, blocks and metadata; not yet in a library."""

    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    media_type: str
    pages: int | None = None
    empty_pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


class Document(Model):
    """One source text in a library, whole."""

    id: str
    collection: str
    metadata: Metadata
    text: str
    blocks: tuple[Block, ...]
    origin: str
    media_type: str
    content_hash: str
    version: int = 1
    added: datetime
    updated: datetime


class DocumentInfo(Model):
    """A document without its text: what a listing shows and a citation needs."""

    id: str
    collection: str
    metadata: Metadata
    origin: str
    media_type: str
    content_hash: str
    version: int
    added: datetime
    updated: datetime
    passages: int
    characters: int
    history: tuple[datetime, ...] = ()
    """When each earlier version was stored, oldest first."""


class Passage(Model):
    """The unit that is indexed: about one paragraph. `id` grows in document order."""

    id: int
    document: str
    ordinal: int
    """Position in the document, from 0."""
    start: int
    end: int
    text: str
    section: tuple[str, ...] = ()
    paragraph: int | None = None
    """Number of its first paragraph in the document, from 1."""
    page: int | None = None


class Hit(Model):
    """A passage that the index found; ranks count from 1."""

    passage: Passage
    score: float
    rank: int


class Citation(Model):
    """Where an excerpt stands; `text` is the ready-made citation."""

    document: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    url: str | None = None
    section: str | None = None
    paragraph: int | None = None
    page: int | None = None
    text: str


class Excerpt(Model):
    """Verbatim words of a document: `document.text[start:end] == text`."""

    text: str
    start: int
    end: int
    score: float
    highlights: tuple[tuple[int, int], ...] = ()
    """Spans of the answering words, counted from the excerpt's own start."""
    passage: str
    """The passage around the excerpt, verbatim, for more context."""
    citation: Citation
    also_in: tuple[Citation, ...] = ()
    """Other places with nearly the same words."""


class Refusal(Model):
    """Why there is no answer, in a form that a front end can translate."""

    code: RefusalCode
    missing: tuple[str, ...] = ()
    """Words of the question that no source has."""
    did_you_mean: str | None = None
    heading: str | None = None
    """The closest heading in the sources."""


class TermWeight(Model):
    """One term of a query: what it weighs and whether, and how often, the passages have it."""

    term: str
    word: str
    """The word of the question that it comes from."""
    origin: Literal[
        "word", "pair", "synonym", "related", "acronym", "spelling", "variant", "context"
    ] = "word"
    weight: float
    idf: float
    passages: int
    share: float = 0.0
    """Its share of the first passage's score."""


class FeatureWeight(Model):
    """One feature of a model: its weight and values, for the chosen sentence and the runner-up."""

    feature: str
    weight: float
    chosen: float
    runner_up: float | None = None


class Explanation(Model):
    """Why this answer: the numbers add up to the scores that were used."""

    terms: tuple[TermWeight, ...]
    passage_score: float
    """The first passage's BM25 score: the sum of its terms' shares."""
    features: tuple[FeatureWeight, ...] = ()
    chosen: str | None = None
    runner_up: str | None = None
    confidence: tuple[FeatureWeight, ...] = ()
    """Features of the confidence model; only `chosen` is used."""


class Answer(Model):
    """What Quoth says to a question; see docs for what each status means."""

    question: str
    status: Status
    confidence: float = Field(ge=0.0, le=1.0)
    excerpts: tuple[Excerpt, ...] = ()
    suggestion: str | None = None
    reason: str | None = None
    """In English; a front end that speaks other languages words it from `refusal`."""
    refusal: Refusal | None = None
    searched: str | None = None
    """What was searched, where the conversation before changed the question."""
    explanation: Explanation | None = None


class Turn(Model):
    """One earlier exchange of a conversation, as context for a follow-up question."""

    question: str
    answer: Answer | None = None


class AddReceipt(Model):
    """What happened to one source."""

    outcome: Literal["added", "replaced", "unchanged", "failed"]
    source: str
    document: DocumentInfo | None = None
    passages: int = 0
    duplicate_passages: int = 0
    """Passages whose words another document of the collection already has."""
    empty_pages: tuple[int, ...] = ()
    similar_to: tuple[str, ...] = ()
    """Ids of documents that are nearly the same."""
    warnings: tuple[str, ...] = ()
    error: str | None = None


class SyncReport(Model):
    """What mirroring a folder did, or would do."""

    receipts: tuple[AddReceipt, ...] = ()
    removed: tuple[DocumentInfo, ...] = ()
    dry_run: bool = False


class Gap(Model):
    """Questions that the sources did not answer, or not surely, grouped by the words they share."""

    terms: tuple[str, ...]
    """The terms that all of them have."""
    missing: tuple[str, ...] = ()
    """Words that no source had when they were asked."""
    questions: tuple[str, ...]
    """Some of them, the newest first."""
    count: int
    first: datetime
    last: datetime


class Finding(Model):
    """One result of a health check, with its remedy where something is wrong."""

    check: str
    status: Literal["ok", "warning", "error"]
    detail: str
    remedy: str | None = None
