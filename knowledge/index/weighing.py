"""What each passage gets from one term: count / (count + norm), times the term's weight.

The norm is BM25's k1 (1 - b + b length / mean) of a passage. What a single occurrence counts,
1 / (1 + norm), is worked out once for every passage, since nearly all occurrences are single.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.index.postings import Postings
from knowledge.index.sections import Array
from knowledge.index.shard import Shard

Scores = npt.NDArray[np.float64]

_MOST_WHOLE = 120_000
"""A term with up to so many postings, and in few of the passages, is scored whole, and its scores
are kept for the next time: leaving passages out would cost more than it saves.
"""

_FEW_PASSAGES = 40_000
"""In a collection of up to so many passages every fifth of them counts as few."""


class Found(NamedTuple):
    """Passages, numbers ascending, and their scores."""

    numbers: Array
    scores: Scores


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A query term with its postings by shard."""

    postings: Sequence[tuple[Shard, Postings]]
    size: int
    weight: float
    """Query weight x idf x (k1 + 1)."""
    bound: float
    """No passage gets more than this from the term."""
    scored: Found | None
    """Its passages and what each gets from the term, for terms that are not `is_large`."""

    def times(self, weight: float) -> QueryTerm:
        """Return the term with another query weight, given that this is of weight 1."""
        if weight == 1.0:
            return self
        found = self.scored
        scored = None if found is None else Found(found.numbers, found.scores * weight)
        return replace(self, weight=self.weight * weight, bound=self.bound * weight, scored=scored)


def is_large(size: int, passages: int) -> bool:
    """Say whether a term of so many postings is scored on its own, and skipped where possible."""
    return size > min(_MOST_WHOLE, max(passages, _FEW_PASSAGES) // 5)


def singles(norms: Scores) -> Scores:
    """Return 1 / (1 + norm); 0 where the norm is infinite, which it is for removed passages."""
    return 1.0 / (1.0 + norms)


def score(shard: Shard, postings: Postings, weight: float, impacts: Scores) -> Found:
    """Return the passages of a shard that have the term, and what each gets from it."""
    numbers = postings.numbers()
    if shard.start:
        numbers += shard.start
    scores = impacts.take(numbers)
    places, counts = postings.repeats
    if len(places):
        scores[places] = repeated(scores.take(places), counts)
    scores *= weight
    return Found(numbers, scores)


def repeated(impacts: Scores, counts: Array) -> Scores:
    """Return count / (count + norm), given the same for a count of 1."""
    scores = counts * impacts
    scores /= 1.0 - impacts + scores
    return scores


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
