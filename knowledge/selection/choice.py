"""The sentences of the best passages, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.analysis import tokens
from knowledge.index import Searcher
from knowledge.models import Hit
from knowledge.question import Query
from knowledge.sentences import split


@dataclass(frozen=True)
class Candidate:
    """A sentence: its span in the passage's text, its score and its share of the terms."""

    hit: Hit
    start: int
    end: int
    score: float
    coverage: float
    highlights: tuple[tuple[int, int], ...]


def rank_sentences(query: Query, hits: Sequence[Hit], searcher: Searcher) -> list[Candidate]:
    """Return all sentences of the hits, best first; ties keep the passages' order."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    found = [
        _candidate(query, hit, span, searcher, hit.score / best)
        for hit in hits
        for span in split(hit.passage.text)
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def _candidate(
    query: Query, hit: Hit, span: tuple[int, int], searcher: Searcher, relative: float
) -> Candidate:
    start, end = span
    idf = {word.term: searcher.idf(word.term) or 8.0 for word in query.words}
    here = [token for token in tokens(hit.passage.text[start:end]) if token.term in idf]
    coverage = sum(idf[term] for term in {token.term for token in here}) / (sum(idf.values()) or 1)
    highlights = tuple((token.start, token.end) for token in here if not token.extra)
    return Candidate(hit, start, end, 2 * coverage + relative, coverage, highlights)
