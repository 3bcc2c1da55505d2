"""A question to its scored sentences: query, search, reading; what answering and fitting share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.analysis import analyse, detect_language
from knowledge.analysis.acronyms import Acronym, find_acronyms
from knowledge.answers.sources import Sources
from knowledge.models import Hit
from knowledge.question import (
    Query,
    expand,
    read_question,
    with_acronyms,
    with_languages,
    without_chat,
)
from knowledge.selection import Selection, read_hits, select

DEPTH = 10
"""How many of the best passages are read sentence by sentence."""

_MOST_DOCUMENTS_LOOKED_AT = 200
"""Documents whose language is looked at, to analyse a question in each of them."""


@dataclass(frozen=True)
class Found:
    """What the sources have for a question."""

    query: Query
    searched: str | None
    hits: Sequence[Hit]
    selection: Selection
    unseen: tuple[bool, ...]
    """Of each word of the question: whether no source has it, nor anything like it."""


def find(
    question: str,
    sources: Sources,
    weights: Mapping[str, float],
    *,
    count: int = 3,
    searched: str | None = None,
    within: Sequence[tuple[int, int]] | None = None,
) -> Found:
    """Search for `question` and score the sentences of the best passages with `weights`.

    `searched` says in which words it stands for another one that the conversation completes.
    """
    language, others = languages(question, sources)
    asked = read_question(without_chat(question), language)
    query = expand(with_languages(asked, language, others), sources.searcher)
    hits = sources.best(query.weights(), DEPTH, within)
    learnt = _acronyms(hits)
    if learnt and (fuller := with_acronyms(query, learnt)) != query:
        query = fuller
        hits = sources.best(query.weights(), DEPTH, within)
    reading = read_hits(
        query,
        hits,
        sources.searcher,
        languages=[sources.document(h.passage.document).metadata.language or "en" for h in hits],
        titles=[_terms(sources.document(h.passage.document).metadata.title or "") for h in hits],
        headings=[_terms(h.passage.section[-1] if h.passage.section else "") for h in hits],
    )
    unseen = tuple(_unseen(query, sources))
    return Found(query, searched, hits, select(reading, weights, count), unseen)


def languages(question: str, sources: Sources) -> tuple[str, Collection[str]]:
    """Return the question's language, and the others that the documents are written in."""
    infos = sources.documents()[:_MOST_DOCUMENTS_LOOKED_AT]
    spoken = {info.metadata.language or "en" for info in infos}
    own = detect_language(question)
    if own is None:
        own = next(iter(spoken)) if len(spoken) == 1 else "en"
    return own, sorted(spoken - {own})


@lru_cache(maxsize=8192)
def _terms(text: str) -> frozenset[str]:
    return frozenset(analyse(text))


@lru_cache(maxsize=8192)
def _acronyms_of(text: str) -> tuple[Acronym, ...]:
    return find_acronyms(text)


def _acronyms(hits: Sequence[Hit]) -> list[Acronym]:
    return [acronym for hit in hits for acronym in _acronyms_of(hit.passage.text)]


def _unseen(query: Query, sources: Sources) -> list[bool]:
    # a word that only frames the question ("belong", "mention") need not stand in a source
    return [
        word.weight >= 1.0
        and not sources.searcher.contains(word.term)
        and not any(other.strength >= 0.3 for other in word.alternatives)
        for word in query.words
    ]
