"""Ranking: a question's weighted terms to passages, best first, over several collections at once.

`scoring` finds the candidates; here they get the scores of rank_bm25's class (`okapi`), summed in
the order of the query's terms.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from knowledge.index.collection import Snapshot
from knowledge.index.model import K1, B, inverse_frequency
from knowledge.index.postings import Postings
from knowledge.index.scoring import Scorer
from knowledge.index.sections import Array
from knowledge.index.shard import Shard, shards
from knowledge.index.weighing import (
    Found,
    QueryTerm,
    Scores,
    counts_at,
    is_large,
    score,
    singles,
)

Ranges = Sequence[tuple[int, int]]

_Length = TypeVar("_Length", float, Array)

DECIMALS = 10
"""Scores are rounded so: equal sums, added in another order, are equal and tie by id."""

_FREQUENCIES_KEPT = 50_000

_SCORED_KEPT = 2_000_000
"""Postings of recently asked rare terms whose scores are kept: 32 MB."""

_FEW_CANDIDATES = 64
"""So many are ranked by Python itself: numpy's calls would take longer."""


class Searcher:
    """Ranks the passages of the snapshots as one collection: their statistics add up.

    Any number of threads may use one searcher.
    """

    def __init__(self, snapshots: Sequence[Snapshot], *, k1: float = K1, b: float = B) -> None:
        self._k1 = k1
        self._b = b
        self._shards = shards(part for snapshot in snapshots for part in snapshot.parts)
        self._frequencies: dict[str, int] = {}
        self._found: dict[str, QueryTerm | None] = {}
        self._scored = 0  # postings in `_found` with their scores
        self._threads = threading.local()
        self.passage_count = sum(shard.live_count for shard in self._shards)
        """The passages of all collections together."""

    def document_frequency(self, term: str) -> int:
        """Return the number of passages that contain `term`."""
        known = self._frequencies.get(term)
        if known is None:
            known = self._frequency(term, self._places(term))
        return known

    def idf(self, term: str) -> float:
        """Return the term's inverse document frequency; 0 for a term that no passage contains."""
        frequency = self.document_frequency(term)
        return inverse_frequency(self.passage_count, frequency) if frequency else 0.0

    def contains(self, term: str) -> bool:
        """Say whether any passage contains `term`."""
        return self.document_frequency(term) > 0

    def search(
        self, query: Mapping[str, float], k: int, within: Ranges | None = None
    ) -> list[tuple[int, float]]:
        """Return the `k` best (passage id, score), best first, ties by ascending id.

        A passage's score is the sum of weight x BM25 over the query's terms; terms without a weight
        above zero do not count. `within` are ranges [low, high) of the ids that may be found.
        """
        return self._search(query, k, within, prune=True)

    def search_all(
        self, query: Mapping[str, float], k: int, within: Ranges | None = None
    ) -> list[tuple[int, float]]:
        """Return what `search` returns, from every posting: what pruning is measured against."""
        return self._search(query, k, within, prune=False)

    def contributions(self, query: Mapping[str, float], passage_id: int) -> dict[str, float]:
        """Return what each query term that the passage contains adds to its score."""
        for shard in self._shards:
            number = shard.number_of(passage_id)
            if number is not None:
                here = np.array([shard.start + number])
                parts = {t: self._scores([found], here) for t, found in self._terms(query).items()}
                return {term: float(score[0]) for term, score in parts.items() if score[0] > 0}
        return {}

    def terms_with_prefix(self, prefix: str) -> Iterator[str]:
        """Yield the plain terms that start with `prefix`, in order."""
        lists = [shard.segment.listed_terms().starting_with(prefix) for shard in self._shards]
        is_whole = not any(len(shard.removed) for shard in self._shards)
        for term, _ in groupby(heapq.merge(*lists)):
            if is_whole or self.contains(term):
                yield term

    def _search(
        self, query: Mapping[str, float], k: int, within: Ranges | None, *, prune: bool
    ) -> list[tuple[int, float]]:
        terms = list(self._terms(query).values())
        k = min(k, self.passage_count)
        if not terms or k <= 0:
            return []
        mask = None if within is None else self._mask(within)
        found = self._scorer().top(terms, k, mask, prune=prune)
        return self._best(found.numbers, found.scores.round(DECIMALS), k)

    def _scorer(self) -> Scorer:
        """Return this thread's scorer, which keeps a sum for every passage."""
        try:
            scorer: Scorer = self._threads.scorer
        except AttributeError:
            scorer = self._threads.scorer = Scorer(self._impacts)
        return scorer

    def _terms(self, query: Mapping[str, float]) -> dict[str, QueryTerm]:
        """Return the terms that can add to a score, in the order of the query."""
        found = {}
        for term, weight in query.items():
            known = self._known(term) if weight > 0 else None
            if known is not None:
                found[term] = known.times(weight)
        return found

    def _known(self, term: str) -> QueryTerm | None:
        """Return the term as a query of weight 1 has it; None where no passage contains it."""
        try:
            return self._found[term]
        except KeyError:
            pass
        if len(self._found) >= _FREQUENCIES_KEPT or self._scored > _SCORED_KEPT:
            self._found.clear()
            self._scored = 0
        known = self._found[term] = self._term(term)
        if known is not None and known.scored is not None:
            self._scored += known.size
        return known

    def _places(self, term: str) -> list[tuple[Shard, int]]:
        """Return the shards that have the term, and its position in each."""
        found = ((shard, shard.find(term)) for shard in self._shards)
        return [(shard, position) for shard, position in found if position is not None]

    def _frequency(self, term: str, places: Sequence[tuple[Shard, int]]) -> int:
        """Return how many passages have the term, and remember it."""
        if len(self._frequencies) >= _FREQUENCIES_KEPT:
            self._frequencies.clear()
        frequency = sum(shard.frequency(position) for shard, position in places)
        self._frequencies[term] = frequency
        return frequency

    def _term(self, term: str) -> QueryTerm | None:
        places = self._places(term)
        frequency = self._frequency(term, places)
        if not frequency:
            return None
        weight = inverse_frequency(self.passage_count, frequency) * (self._k1 + 1)
        postings = [(shard, shard.segment.postings(position)) for shard, position in places]
        size = sum(own.size for _, own in postings)
        if is_large(size, self.passage_count):
            return QueryTerm(postings, size, weight, weight * self._highest_share(places), None)
        scored = self._score(postings, weight)
        return QueryTerm(postings, size, weight, float(scored.scores.max()), scored)

    def _highest_share(self, places: Sequence[tuple[Shard, int]]) -> float:
        """Return a bound of count / (count + norm) over the passages that have a term."""
        extremes = [shard.segment.extremes(position) for shard, position in places]
        return max(e.highest_count / (e.highest_count + self._norm(e.shortest)) for e in extremes)

    def _score(self, postings: Sequence[tuple[Shard, Postings]], weight: float) -> Found:
        """Return all passages that have the term, and what each gets from it."""
        parts = [score(shard, own, weight, self._impacts) for shard, own in postings]
        if len(parts) == 1:
            return parts[0]
        numbers = np.concatenate([part.numbers for part in parts])
        return Found(numbers, np.concatenate([part.scores for part in parts]))

    def _mask(self, within: Ranges) -> Array:
        """Return of every passage whether it may be found."""
        mask = np.zeros(len(self._impacts), bool)
        for shard in self._shards:
            for low, high in within:
                span = shard.segment.span(low, high)
                mask[shard.start + span.start : shard.start + span.stop] = True
        return mask

    def _scores(self, terms: Sequence[QueryTerm], numbers: Array) -> npt.NDArray[np.float64]:
        """Return the passages' exact scores."""
        norms = self._norm(self._lengths(numbers))
        scores = np.zeros(len(numbers))
        for term in terms:
            counts = counts_at(term, numbers)
            scores += term.weight * counts / (counts + norms)
        return scores.round(DECIMALS)

    def _best(self, numbers: Array, scores: Array, k: int) -> list[tuple[int, float]]:
        if len(numbers) > max(k, _FEW_CANDIDATES):
            kept = scores >= np.partition(scores, len(scores) - k)[len(scores) - k]
            numbers, scores = numbers[kept], scores[kept]
        ids = self._ids(numbers).tolist()
        ranked = sorted(zip((-scores).tolist(), ids, strict=True))
        return [(passage_id, -score) for score, passage_id in ranked[:k]]

    def _ids(self, numbers: Array) -> Array:
        if len(self._shards) == 1:
            return self._shards[0].segment.ids_of(numbers)
        ids = np.zeros(len(numbers), np.int64)
        for shard, part in self._placed(numbers):
            ids[part] = shard.segment.ids_of(numbers[part] - shard.start)
        return ids

    def _lengths(self, numbers: Array) -> Array:
        lengths = np.zeros(len(numbers), np.int64)
        for shard, part in self._placed(numbers):
            lengths[part] = shard.segment.lengths().take(numbers[part] - shard.start)
        return lengths

    def _placed(self, numbers: Array) -> Iterator[tuple[Shard, slice]]:
        """Yield each shard that has some of these passages (numbers ascend), and which."""
        for shard in self._shards:
            part = slice(*numbers.searchsorted([shard.start, shard.end]).tolist())
            if part.start < part.stop:
                yield shard, part

    def _norm(self, length: _Length) -> _Length:
        """Return BM25's k1 (1 - b + b length / mean length)."""
        return self._k1 * (1 - self._b + self._b * length / self._mean)

    @cached_property
    def _mean(self) -> float:
        return sum(shard.total_length for shard in self._shards) / max(1, self.passage_count)

    @cached_property
    def _impacts(self) -> Scores:
        """What a single occurrence of a term counts in each passage; 0 in removed ones."""
        norms = np.empty(self._shards[-1].end)
        for shard in self._shards:
            norms[shard.start : shard.end] = self._norm(shard.segment.lengths())
            norms[shard.start + shard.removed] = np.inf
        return singles(norms)
