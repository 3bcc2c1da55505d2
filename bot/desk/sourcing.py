"""Sources from Discord: adding within a server's quota, previews, and the gaps that they close.

Runs in a worker thread. It stores nothing but in the collection of the place that it is given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.desk.place import Place
from bot.server_state import Proposal, Question, ServerState
from bot.settings import Settings
from knowledge import (
    AddReceipt,
    Answer,
    Library,
    Limits,
    Metadata,
    Passage,
    Quota,
    SourceNotFound,
    UnreadableSource,
    analyse,
)

SAMPLES = 3
GAPS = 100
"""Open questions that are looked at; the most asked."""
ASKED_AGAIN = 20
"""Open questions that are asked again after an add at most: who adds waits for them."""
LIKELY = 0.5
"""Share of a question's terms that an added text has to hold for the question to be asked again."""
PREVIEW = 1500
"""Characters of a proposal's text that are shown to the manager."""


@dataclass(frozen=True)
class Offer:
    """What may become a source: bytes, or where `data` is `None` the web address `name`."""

    name: str
    data: bytes | None = None
    media_type: str | None = None
    origin: str | None = None
    overrides: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True)
class Added:
    """What became of an offer, with what a receipt shows beside it."""

    receipt: AddReceipt
    samples: tuple[Passage, ...] = ()
    similar: tuple[str, ...] = ()
    """Titles of the documents that are nearly the same."""
    answers_now: tuple[str, ...] = ()
    """Questions that had no answer before."""


@dataclass(frozen=True)
class Gap:
    """Open questions that share a rare word."""

    word: str | None
    questions: tuple[Question, ...]

    @property
    def count(self) -> int:
        """How often they were asked, all together."""
        return sum(question.count for question in self.questions)

    @property
    def last(self) -> datetime:
        """When one of them was asked last."""
        return max(question.last for question in self.questions)


def add(
    offer: Offer, place: Place, library: Library, state: ServerState, settings: Settings
) -> Added:
    """Add an offer to the collection of `place` and look what it changes.

    Raises:
        SourceError, QuotaExceeded, StoreError: as `Library.add`.
    """
    quota = Quota(settings.discord_max_documents, settings.discord_max_characters)
    receipt = store(offer, place.own or "", library, settings, quota)
    if receipt.document is None:
        return Added(receipt)
    titles = tuple(
        info.metadata.title or info.origin
        for info in library.documents(place.collections)
        if info.id in receipt.similar_to
    )
    passages = library.passages(receipt.document.id)
    answered = close_gaps(passages, place, library, state) if receipt.outcome != "unchanged" else ()
    return Added(receipt, spread(passages, SAMPLES), titles, answered)


def store(
    offer: Offer,
    collection: str,
    library: Library,
    settings: Settings,
    quota: Quota | None = None,
) -> AddReceipt:
    """Add an offer to a collection; raises as `Library.add`."""
    if offer.data is None:
        return library.add(
            _web_address(offer.name),
            collection=collection,
            overrides=offer.overrides,
            quota=quota,
            limits=Limits(source_bytes=settings.discord_max_file),
            allow_private=settings.allow_private_addresses,
        )
    return library.add_bytes(
        offer.data,
        name=offer.name,
        media_type=offer.media_type,
        origin=offer.origin,
        collection=collection,
        overrides=offer.overrides,
        quota=quota,
    )


def _web_address(text: str) -> str:
    """Return an http(s) address; anything else would name a file of the machine that runs the bot.

    Raises:
        SourceNotFound: it is no web address.
    """
    if not re.match(r"https?://[^\s/]", text, re.IGNORECASE):
        raise SourceNotFound(f"That is no web address (http or https): {text[:80]}", source=text)
    return text


def spread(passages: tuple[Passage, ...], count: int) -> tuple[Passage, ...]:
    """Return `count` passages from the beginning, the middle and the end."""
    step = max(1, len(passages) // count)
    return passages[::step][:count]


def preview(
    offer: Offer, place: Place, user: int, library: Library, settings: Settings
) -> Proposal:
    """Read an offer as if it were added, and return it as a proposal with its text's beginning.

    Raises:
        SourceError, StoreError: as `Library.add`.
    """
    collection = f"{place.own}-preview"
    receipt = store(offer, collection, library, settings)
    if receipt.document is None:  # an add that does not raise has one
        raise UnreadableSource(f"{offer.name} could not be read.", source=offer.name)
    try:
        document = library.document(receipt.document.id, (collection,))
    finally:
        library.remove(receipt.document.id, collection=collection)
    return Proposal(
        server=place.server or 0,
        user=user,
        title=document.metadata.title or offer.name,
        name=offer.name,
        data=offer.data,
        content_hash=document.content_hash,
        preview=document.text[:PREVIEW],
        overrides=offer.overrides,
        created=datetime.now(UTC),
    )


def close_gaps(
    added: Sequence[Passage], place: Place, library: Library, state: ServerState
) -> tuple[str, ...]:
    """Ask the open questions again that the added passages may answer; note and return those.

    Of many, those are asked whose terms stand in the passages most completely.
    """
    found = {term for passage in added for term in analyse(passage.text)}
    shares = [
        (_share(question.text, found), question.text)
        for question in state.questions.unanswered(place.scope, GAPS)
    ]
    likely = sorted((each for each in shares if each[0] >= LIKELY), key=lambda each: -each[0])
    answered = tuple(
        question
        for _, question in likely[:ASKED_AGAIN]
        if library.ask(question, collections=place.collections).status == "answered"
    )
    state.questions.answered_now(place.scope, answered)
    return answered


def _share(question: str, found: Container[str]) -> float:
    """Return how many of a question's terms were found, from 0 to 1."""
    terms = set(analyse(question))
    return sum(term in found for term in terms) / max(1, len(terms))


def gaps(place: Place, library: Library, state: ServerState) -> tuple[Gap, ...]:
    """Return the open questions grouped by shared rare terms, the most asked group first.

    Words that no source has are the rarest; a question without one goes by all its terms.
    """
    questions = state.questions.unanswered(place.scope, GAPS)
    words = [
        _words(question.text, library.ask(question.text, collections=place.collections))
        for question in questions
    ]
    common = Counter(term for found in words for term in found)
    groups: dict[str | None, list[Question]] = {}
    names: dict[str, str] = {}
    for question, found in zip(questions, words, strict=True):
        term = max(found, key=lambda one: (common[one], one), default=None)
        shared = term if term is not None and common[term] > 1 else None
        groups.setdefault(shared, []).append(question)
        if shared is not None:
            names.setdefault(shared, found[shared])
    made = [Gap(names.get(term or ""), tuple(found)) for term, found in groups.items()]
    return tuple(sorted(made, key=lambda gap: (gap.word is None, -gap.count, gap.word or "")))


def _words(question: str, answer: Answer) -> dict[str, str]:
    """Return the terms by which a question is grouped, each with the word that it comes from."""
    missing = answer.refusal.missing if answer.refusal else ()
    return _terms(missing) or _terms(question.split())


def _terms(words: Iterable[str]) -> dict[str, str]:
    return {term: word.strip("?!.,;:“”\"'()") for word in words for term in analyse(word)}
