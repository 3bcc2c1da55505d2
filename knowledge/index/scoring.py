"""The k best by BM25 over arrays of postings, pruned without changing the result.

MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, Information Processing &
Management 31(6), 1995) in steps that suit arrays. The rarest terms are scored for every passage
that contains them. Once the k-th best score so far beats all that the remaining, commoner terms can
add together, a passage without any of the terms so far cannot be among the best, and what remains
is looked up for the few passages that still can. Work grows with the postings, not the passages:
the sums are one array that is cleared only where it was touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.index.postings import Postings
from knowledge.index.sections import Array
from knowledge.index.shard import Shard

Scores = npt.NDArray[np.float64]

_SMALL = 3_000
"""Terms with up to so many postings are scored together: a call costs as much as they do."""

_LOOK_UP_COST = 8
"""Looking a passage up in a list costs about so many times the scoring of one posting."""

_SLACK = 1e-9
"""Bounds are compared with so much room for the rounding of sums."""

_DENSE_SHARE = 8
"""With more postings scored than one for so many passages, all sums are gone through."""

_LOOK_SHARE = 4
"""A look at the best so far goes through so many sums for each posting scored since the last."""

_MOST_FOLDS = 512


class QueryTerm(NamedTuple):
    """A query term with its postings by shard."""

    postings: Sequence[tuple[Shard, Postings]]
    size: int
    weight: float
    """Query weight x idf x (k1 + 1)."""
    bound: float
    """No passage gets more than this from the term."""


class Found(NamedTuple):
    """Passages, numbers ascending, and their scores."""

    numbers: Array
    scores: Scores


class Scorer:
    """Scores the passages of all shards, numbered through; for one search at a time."""

    def __init__(self, norms: Scores) -> None:
        """Take BM25's k1 (1 - b + b length / mean) of every passage, infinite for removed ones."""
        self._norms = norms
        self._sums = np.zeros(len(norms))
        self._touched: list[Array] = []
        self._scored = 0
        self._postings = 0
        self._looked_at = 0
        self._unlisted = False
        self._reach = 0.0  # about the k-th best score, at most; below it a look is in vain

    def top(
        self, terms: Sequence[QueryTerm], k: int, norms: Scores | None, *, prune: bool = True
    ) -> Found:
        """Return at least the `k` best passages, or all that match.

        `norms` stand in for the searcher's own: an infinite one leaves its passage out.
        """
        norms = self._norms if norms is None else norms
        small = [term for term in terms if term.size <= _SMALL]
        large = sorted((t for t in terms if t.size > _SMALL), key=lambda term: -term.bound)
        try:
            if small:
                self._score_together(small, norms)
            return self._top(large, k, norms, prune=prune)
        finally:
            self._clear()

    def _top(self, large: list[QueryTerm], k: int, norms: Scores, *, prune: bool) -> Found:
        rest = sum(term.bound for term in large)
        for place, term in enumerate(large):
            if prune and self._reach > rest and self._is_look_due:
                found, left = self._best(k, rest), large[place:]
                if found and len(found.numbers) * len(left) * _LOOK_UP_COST < _postings(left):
                    return self._look_up(found, left, k, norms)
            self._score(term, norms)
            rest -= term.bound
        return self._best(k, 0.0) or Found(np.empty(0, np.intp), np.empty(0))

    def _clear(self) -> None:
        if self._is_dense:
            self._sums.fill(0.0)
        else:
            for numbers in self._touched:
                self._sums[numbers] = 0.0
        self._touched.clear()
        self._scored = self._postings = self._looked_at = 0
        self._reach = 0.0
        self._unlisted = False

    @property
    def _is_look_due(self) -> bool:
        """Whether enough was scored since the last look at the best to be worth another."""
        since = self._postings - self._looked_at
        return since * _LOOK_SHARE >= min(self._postings, len(self._sums))

    @property
    def _is_dense(self) -> bool:
        """Whether to go through all sums: cheaper, or not all touched ones are listed."""
        return self._postings * _DENSE_SHARE > len(self._sums) or self._unlisted

    def _score_together(self, terms: Sequence[QueryTerm], norms: Scores) -> None:
        """Add the terms' scores to all passages that contain them, in a few calls for all."""
        numbers, counts, weights = _gather(terms)
        impacts = norms.take(numbers)
        impacts += counts
        np.divide(counts, impacts, out=impacts)
        impacts *= weights
        np.add.at(self._sums, numbers, impacts)
        self._touched.append(numbers)
        self._scored += len(terms)
        self._postings += len(numbers)
        self._reach += sum(term.bound for term in terms)

    def _score(self, term: QueryTerm, norms: Scores) -> None:
        """Add one term's scores, in runs of passages where it is common."""
        for shard, postings in term.postings:
            sums, own = self._sums[shard.start : shard.end], norms[shard.start : shard.end]
            for where, counts in postings.pieces():
                impacts = own[where] + counts
                np.divide(counts, impacts, out=impacts)
                impacts *= term.weight
                sums[where] += impacts
                if isinstance(where, slice):
                    self._unlisted = True
                else:
                    self._touched.append(where + shard.start if shard.start else where)
        self._scored += 1
        self._postings += term.size
        self._reach += term.bound

    def _best(self, k: int, rest: float) -> Found | None:
        """Return the passages that can be among the `k` best when they may yet gain `rest`.

        None when a passage that has not been touched can still be one of them.
        """
        self._looked_at = self._postings
        if self._is_dense:
            return self._best_of_all(k, rest)
        numbers = self._touched[0] if len(self._touched) == 1 else np.concatenate(self._touched)
        sums = self._sums.take(numbers)
        # A passage stands here once for each of its terms, so k different ones need this many.
        leading = _distinct(numbers[sums >= _cut(sums, k * self._scored)])
        self._reach = _kth(self._sums.take(leading), k)
        if rest and self._reach <= rest + _SLACK:
            return None
        chosen = _distinct(numbers[sums >= _least(self._reach - rest)])
        return Found(chosen, self._sums.take(chosen))

    def _best_of_all(self, k: int, rest: float) -> Found | None:
        """Do what `_best` does, by all sums."""
        self._reach = _cut(self._sums, k)
        if rest and self._reach <= rest + _SLACK:
            return None
        chosen = np.flatnonzero(self._sums >= _least(self._reach - rest))
        return Found(chosen, self._sums.take(chosen))

    def _look_up(self, found: Found, terms: Sequence[QueryTerm], k: int, norms: Scores) -> Found:
        """Complete the candidates' scores, dropping those that fall behind."""
        numbers, sums = found
        rest = sum(term.bound for term in terms)
        for term in terms:
            counts = counts_at(term, numbers)
            sums = sums + term.weight * counts / (counts + norms.take(numbers))
            rest -= term.bound
            kept = sums >= _kth(sums, k) - rest - _SLACK
            numbers, sums = numbers[kept], sums[kept]
        return Found(numbers, sums)


def counts_at(term: QueryTerm, numbers: Array) -> Scores:
    """Return how often the term occurs in each of these passages (numbers ascend)."""
    shard, postings = term.postings[0]
    if shard.start == 0 and len(numbers) and numbers[-1] < shard.end:
        return postings.counts(numbers).astype(np.float64)
    counts = np.zeros(len(numbers))
    for shard, postings in term.postings:
        first, last = numbers.searchsorted([shard.start, shard.end]).tolist()
        if first < last:
            counts[first:last] = postings.counts(numbers[first:last] - shard.start)
    return counts


def _gather(terms: Sequence[QueryTerm]) -> tuple[Array, Scores, Scores]:
    """Return the numbers, counts and weights of all postings of the terms."""
    numbers, counts, sizes, weights = [], [], [], []
    for term in terms:
        for shard, postings in term.postings:
            local, found = postings.all()
            numbers.append(local + shard.start if shard.start else local)
            counts.append(found)
            sizes.append(len(found))
            weights.append(term.weight)
    return (
        np.concatenate(numbers).astype(np.intp, copy=False),
        np.concatenate(counts).astype(np.float64),
        np.repeat(weights, sizes),
    )


def _postings(terms: Sequence[QueryTerm]) -> int:
    return sum(term.size for term in terms)


def _least(score: float) -> float:
    """Return what a candidate's sum must reach: the score less rounding, and above zero."""
    return max(score - _SLACK, float(np.finfo(np.float64).tiny))


def _cut(values: Scores, rank: int) -> float:
    """Return a value that at least `rank` of the values reach, near the greatest such."""
    folds = min(_MOST_FOLDS, len(values) // (4 * rank))
    if folds > 1:
        rows = len(values) // folds
        values = values[: rows * folds].reshape(folds, rows).max(axis=0)
    return _kth(values, rank)


def _kth(values: Scores, rank: int) -> float:
    """Return the `rank`-th greatest value, 0 when there are fewer."""
    place = len(values) - rank
    return float(np.partition(values, place)[place]) if place >= 0 else 0.0


def _distinct(numbers: Array) -> Array:
    """Sort and drop repetitions; numpy's own unique hashes, which is slow here."""
    numbers = np.sort(numbers)
    kept = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=kept[1:])
    return numbers[kept]
