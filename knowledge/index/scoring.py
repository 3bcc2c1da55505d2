"""The k best by BM25 over arrays of postings, pruned without changing the result.

MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, Information Processing &
Management 31(6), 1995) in steps that suit arrays. The rarer terms are scored for every passage that
contains them, or have their scores at hand. Once the k-th best score so far beats all that the
remaining, commoner terms can add together, a passage without any of the terms so far cannot be
among the best, and what remains is looked up for the few passages that still can. Work grows with
the postings, not the passages: the sums are one array that is cleared only where it was touched.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.index.postings import Dense
from knowledge.index.sections import Array
from knowledge.index.shard import Shard
from knowledge.index.weighing import Found, QueryTerm, Scores, counts_at, repeated, score

_TOGETHER = 20_000
"""Up to so many postings are added in one call: copying them costs less than several calls."""

_LOOK_UP_COST = 8
"""Looking a passage up in a list costs about so many times the scoring of one posting."""

_SLACK = 1e-9
"""Bounds are compared with so much room for the rounding of sums."""

_DENSE_SHARE = 12
"""With more postings scored than one for so many passages, all sums are gone through."""

_LOOK_SHARE = 4
"""A look at the best so far goes through so many sums for each posting scored since the last."""

_MOST_FOLDS = 512

_TINY = float(np.finfo(np.float64).tiny)


class Scorer:
    """Scores the passages of all shards, numbered through; for one search at a time."""

    def __init__(self, impacts: Scores) -> None:
        """Take what `singles` returns for every passage."""
        self._impacts = impacts
        self._sums = np.zeros(len(impacts))
        self._touched: list[Array] = []
        self._scored = 0
        self._postings = 0
        self._looked_at = 0
        self._unlisted = False
        self._reach = 0.0  # about the k-th best score, at most; below it a look is in vain

    def top(
        self, terms: Sequence[QueryTerm], k: int, within: Array | None, *, prune: bool = True
    ) -> Found:
        """Return at least the `k` best passages, or all that match.

        `within`, where given, says of every passage whether it may be found.
        """
        small = [term for term in terms if term.scored is not None]
        large = [term for term in terms if term.scored is None]
        large.sort(key=lambda term: -term.bound)
        try:
            if small:
                self._score_together(small, within)
            return self._top(large, k, within, prune=prune)
        finally:
            self._clear()

    def _top(self, large: list[QueryTerm], k: int, within: Array | None, *, prune: bool) -> Found:
        rest = sum(term.bound for term in large)
        for place, term in enumerate(large):
            if prune and self._reach > rest and self._is_look_due:
                found, left = self._best(k, rest), large[place:]
                if found and len(found.numbers) * len(left) * _LOOK_UP_COST < _postings(left):
                    return self._look_up(found, left, k)
            self._score(term, within)
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
        return self._unlisted or self._postings * _DENSE_SHARE > len(self._sums)

    def _score_together(self, terms: Sequence[QueryTerm], within: Array | None) -> None:
        """Add the scores of terms that have them ready, in a few calls for all."""
        parts = [term.scored for term in terms if term.scored is not None]
        if sum(term.size for term in terms) <= _TOGETHER:
            numbers, scores = zip(*parts, strict=True)
            parts = [Found(np.concatenate(numbers), np.concatenate(scores))]
        for part in parts:
            self._add(part.numbers, part.scores, within)
        self._scored += len(terms)
        for term in terms:
            self._reach += term.bound

    def _score(self, term: QueryTerm, within: Array | None) -> None:
        """Add one term's scores, in runs of passages where it has a count for every one."""
        for shard, postings in term.postings:
            if isinstance(postings, Dense):
                self._score_column(shard, postings, term.weight, within)
            else:
                self._add(*score(shard, postings, term.weight, self._impacts), within)
        self._scored += 1
        self._reach += term.bound

    def _add(self, numbers: Array, scores: Scores, within: Array | None) -> None:
        if within is not None:
            scores = scores * within.take(numbers)
        np.add.at(self._sums, numbers, scores)
        self._touched.append(numbers)
        self._postings += len(numbers)

    def _score_column(
        self, shard: Shard, column: Dense, weight: float, within: Array | None
    ) -> None:
        for part, counts in column.parts():
            here = slice(shard.start + part.start, shard.start + part.stop)
            scores = repeated(self._impacts[here], counts)
            scores *= weight
            if within is not None:
                scores *= within[here]
            self._sums[here] += scores
        self._postings += column.size
        self._unlisted = True

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
        cut = _cut(sums, k * self._scored)
        leading = _distinct(numbers[sums >= max(cut, _TINY)])
        if not rest:
            return Found(leading, self._sums.take(leading))
        self._reach = _kth(self._sums.take(leading), k)
        if self._reach <= rest + _SLACK:
            return None
        least = _least(self._reach - rest)
        chosen = leading if cut <= least else _distinct(numbers[sums >= least])
        return Found(chosen, self._sums.take(chosen))

    def _best_of_all(self, k: int, rest: float) -> Found | None:
        """Do what `_best` does, by all sums."""
        self._reach = _cut(self._sums, k)
        if rest and self._reach <= rest + _SLACK:
            return None
        chosen = np.flatnonzero(self._sums >= _least(self._reach - rest))
        return Found(chosen, self._sums.take(chosen))

    def _look_up(self, found: Found, terms: Sequence[QueryTerm], k: int) -> Found:
        """Complete the candidates' scores, dropping those that fall behind."""
        numbers, sums = found
        rest = sum(term.bound for term in terms)
        for term in terms:
            counts = counts_at(term, numbers)
            sums = sums + term.weight * repeated(self._impacts.take(numbers), counts)
            rest -= term.bound
            kept = sums >= _kth(sums, k) - rest - _SLACK
            numbers, sums = numbers[kept], sums[kept]
        return Found(numbers, sums)


def _postings(terms: Sequence[QueryTerm]) -> int:
    return sum(term.size for term in terms)


def _least(score: float) -> float:
    """Return what a candidate's sum must reach: the score less rounding, and above zero."""
    return max(score - _SLACK, _TINY)


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
    if place < 0:
        return 0.0
    values = values.copy()
    values.partition(place)  # np.partition takes a microsecond more
    return float(values[place])


def _distinct(numbers: Array) -> Array:
    """Return an array's values, ascending, without repetitions; the array is sorted in place.

    np.unique hashes, which is slow here.
    """
    numbers.sort()
    kept = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=kept[1:])
    return numbers[kept]
