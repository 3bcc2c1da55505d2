"""Candidates for the k best: every passage that can be among them, and few others.

Coarse scores in single precision, pruned as in MaxScore (Turtle and Flood, Query evaluation:
strategies and optimizations, Information Processing & Management 31(6), 1995), in steps that suit
arrays. Rare terms are scored for every passage that contains them. Once the k-th best score so far
beats all that the remaining terms can add together, a passage without any of the terms so far
cannot be among the best, and the remaining terms are looked up only where they can still matter.
The caller scores the candidates exactly, so that pruning cannot change a result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.index.postings import Postings
from knowledge.index.sections import Array
from knowledge.index.shard import Shard

Coarse = npt.NDArray[np.float32]

FOLDS = 256
"""Coarse scores come in rows of a multiple of so many, so that they fold evenly."""

_SMALL = 3_000
"""Terms with up to so many postings are scored without looking whether that is needed."""

_LOOK_UP_COST = 40
"""Looking a passage up in all remaining lists costs so many times the scoring of one posting."""

_SLACK = 2.5e-7
"""Room for single precision's rounding, a term: twice its unit, once for either side compared."""


class QueryTerm(NamedTuple):
    """A query term with its postings by shard."""

    postings: Sequence[tuple[Shard, Postings]]
    size: int
    weight: float
    """Query weight x idf: what a passage full of nothing else would get, over k1 + 1."""
    bound: float
    """No passage gets more than this from the term, in the same unit."""


class Candidates:
    """One query's search: coarse scores as far as they are needed."""

    def __init__(self, sums: Coarse, norms: Coarse, k: int) -> None:
        """Take over `sums`: zero for passages that may be found, minus infinity for all others.

        `norms` are BM25's k1 (1 - b + b length / mean length), by passage.
        """
        self._sums = sums
        self._norms = norms
        self._k = k
        self._scale = 1.0
        self._slack = 0.0

    def find(self, terms: Sequence[QueryTerm], *, prune: bool = True) -> Array:
        """Return the numbers, ascending, of all passages that may be among the k best."""
        total = sum(term.bound for term in terms)
        self._scale = 1 / total  # so that all bounds together are 1 in single precision
        self._slack = _SLACK * (len(terms) + 8)
        ordered = sorted(terms, key=lambda term: (term.size > _SMALL, -term.bound))
        rest = 1.0
        for place, term in enumerate(ordered):
            if prune and term.size > _SMALL:
                found = self._few_enough(rest, term.size)
                if found is not None:
                    return self._narrowed(found, ordered[place:], rest)
            self._add(term)
            rest -= term.bound * self._scale
        return self._reaching(self._threshold() - self._slack)

    def _add(self, term: QueryTerm) -> None:
        """Score a term wherever it occurs."""
        for shard, postings in term.postings:
            sums = self._sums[shard.start : shard.end]
            norms = self._norms[shard.start : shard.end]
            for where, counts in postings.pieces():
                sums[where] += self._shares(counts, norms[where], term.weight)

    def _shares(self, counts: Array, norms: Coarse, weight: float) -> Coarse:
        share = counts.astype(np.float32)
        share /= share + norms
        share *= np.float32(weight * self._scale)
        return share

    def _threshold(self) -> float:
        """Return a score that at least k passages reach, minus infinity if fewer are scored.

        The k-th highest of many disjoint groups' maxima; groups that fold a long row are cheap.
        """
        width = FOLDS
        while width > 1 and len(self._sums) // width < 8 * self._k:
            width //= 2
        highest = self._sums.reshape(width, -1).max(axis=0)
        return _kth_highest(highest, self._k)

    def _reaching(self, floor: float) -> Array:
        return np.flatnonzero(self._sums >= floor if floor > 0 else self._sums > 0)

    def _few_enough(self, rest: float, size: int) -> Array | None:
        """Return the passages that still matter, None while scoring the next term is cheaper."""
        floor = self._threshold() - rest - self._slack
        if floor <= 0:
            return None
        found = self._reaching(floor)
        return found if len(found) * _LOOK_UP_COST < size else None

    def _narrowed(self, found: Array, terms: Sequence[QueryTerm], rest: float) -> Array:
        """Look the remaining terms up, dropping passages that have fallen behind."""
        scores = self._sums[found]
        for term in terms:
            if len(found) <= 2 * self._k:
                break
            scores += self._looked_up(term, found)
            rest -= term.bound * self._scale
            kept = scores >= _kth_highest(scores, self._k) - rest - self._slack
            found, scores = found[kept], scores[kept]
        return found

    def _looked_up(self, term: QueryTerm, found: Array) -> Coarse:
        return self._shares(counts_at(term, found), self._norms[found], term.weight)


def counts_at(term: QueryTerm, numbers: Array) -> Array:
    """Return how often the term occurs in each of these passages (numbers ascend)."""
    only = term.postings[0]
    if len(term.postings) == 1 and only[0].start == 0 and numbers[-1:].max(initial=0) < only[0].end:
        return only[1].counts(numbers)
    counts = np.zeros(len(numbers), np.int64)
    for shard, postings in term.postings:
        first, last = numbers.searchsorted([shard.start, shard.end]).tolist()
        if first < last:
            counts[first:last] = postings.counts(numbers[first:last] - shard.start)
    return counts


def _kth_highest(scores: Coarse, k: int) -> float:
    if len(scores) < k:
        return -np.inf
    return float(np.partition(scores, len(scores) - k)[len(scores) - k])
