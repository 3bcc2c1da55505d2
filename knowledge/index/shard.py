"""A segment as one searcher sees it: its place among the others, and what removed passages change.

Passages of all segments are numbered through. Statistics count what is left, exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from knowledge.index.merge import Part
from knowledge.index.postings import Postings
from knowledge.index.sections import Array
from knowledge.index.terms import term_hash

_LOOK_UP_COST = 8
"""Looking a passage up in a list costs about so many times the reading of one posting."""


class Shard:
    """One segment's passages, numbered from `start` to `end` (excluded) in the search."""

    def __init__(self, part: Part, start: int) -> None:
        self.segment = part.segment
        self.removed = part.removed
        self.start = start
        self.end = start + part.segment.count
        self.live_count = part.live_count

    @cached_property
    def total_length(self) -> int:
        """The terms of all passages that are left, with repetitions."""
        gone = self.segment.lengths().take(self.removed) if len(self.removed) else self.removed
        return self.segment.total_length - int(gone.sum(dtype=np.int64))

    def find(self, term: str) -> int | None:
        """Return the term's position in the segment, None where no passage contains it."""
        return self.segment.find(term_hash(term))

    def frequency(self, position: int) -> int:
        """Return how many of the passages that are left contain the term at a position."""
        size = self.segment.size(position)
        if not len(self.removed):
            return size
        return size - self._removed_among(self.segment.postings(position))

    def number_of(self, passage_id: int) -> int | None:
        """Return the number in the segment of a passage that is left, None where it is not here."""
        found = self.segment.numbers_of(np.array([passage_id], np.int64))
        return int(found[0]) if len(found) and not np.isin(found, self.removed)[0] else None

    def _removed_among(self, postings: Postings) -> int:
        if len(self.removed) * _LOOK_UP_COST < postings.size:
            return int(np.count_nonzero(postings.counts(self.removed)))
        return int(np.count_nonzero(self._is_removed.take(postings.numbers())))

    @cached_property
    def _is_removed(self) -> Array:
        mask = np.zeros(self.segment.count, bool)
        mask[self.removed] = True
        return mask


def shards(parts: Iterator[Part]) -> tuple[Shard, ...]:
    """Number the passages of all parts through."""
    found: list[Shard] = []
    for part in parts:
        found.append(Shard(part, found[-1].end if found else 0))
    return tuple(found)
