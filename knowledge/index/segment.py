"""One immutable segment: passages, their lengths and the postings of their terms, memory-mapped.

Written by `knowledge.index.writer`; read here. The dictionary is the sorted hashes of all terms and
how many rare postings each one has; the few thousand common terms, which have none there, stand in
a table of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from knowledge.index.postings import (
    FEW_BYTES,
    HIGHEST_NARROW_COUNT,
    Dense,
    Few,
    Half,
    Near,
    Postings,
    Repeats,
    Wide,
    all_counts,
)
from knowledge.index.sections import Array, Damaged, Sections
from knowledge.index.terms import TermList

FORMAT = 2

STRIDE = 64
"""The start of one term in so many is noted, and those of the others are counted from there."""

DTYPES = {
    "ids": "<i8",  # passage ids, ascending; empty when they are consecutive
    "lengths": "<u4",  # terms of each passage, with repetitions; of two bytes where that does
    "hashes": "<u8",  # of all terms, ascending
    "sizes": "u1",  # how many numbers each term has in `few`, 0 for common terms
    "starts": "<u4",  # where the numbers of each 64th term begin in `few`
    "few": "u1",  # numbers of three bytes, and one byte more so that four can be read
    "few_repeats": "<u4",  # places in `few`, ascending, where the count is above 1
    "few_counts": "u1",  # the counts there
    "common_terms": "<u4",  # position in `hashes` of the terms that are not in `few`, ascending
    "common_layouts": "u1",
    "common_places": "<u4",
    "common_sizes": "<u4",
    "common_counts": "<u4",  # the highest count of the term in one passage
    "common_shortest": "<u4",  # the length of the shortest passage that contains the term
    "common_repeats": "<u4",  # where the term's gaps begin, and one more for the end
    "near_starts": "<u4",
    "near_lows": "<u2",
    "near_gaps": "u1",  # from one repeat to the next
    "near_counts": "u1",  # their counts
    "half": "u1",
    "dense": "u1",
    "wide_numbers": "<u4",
    "wide_counts": "<u4",
    "text": "u1",  # the plain terms in order, for `terms_with_prefix`
    "text_places": "<u4",
}


class Layout(IntEnum):
    """How a common term's postings lie."""

    NEAR = 0
    HALF = 1
    DENSE = 2
    WIDE = 3


class Extremes(NamedTuple):
    """Bounds over the postings of one term: no count is higher, no passage shorter."""

    highest_count: int
    shortest: int


class Segment:
    """Passages that were indexed together; numbers 0..count-1 in order of their ids."""

    def __init__(self, sections: Sections) -> None:
        facts = sections.facts
        if facts.get("format") != FORMAT:
            raise Damaged("the segment is of another version")
        self.sections = sections
        self.count = int(str(facts["count"]))
        self.range_count = int(str(facts["ranges"]))
        self.total_length = int(str(facts["total_length"]))
        self.longest = int(str(facts["longest"]))
        self.shortest = int(str(facts["shortest"]))
        self._first_id = int(str(facts["first_id"]))
        self._hashes = sections.raw("hashes").cast("Q")
        self._sizes = sections.raw("sizes")
        self._starts = sections.raw("starts").cast("I")
        self._few = _overlapping(sections.raw("few"))
        self._few_repeats = sections.raw("few_repeats").cast("I")
        self._common = sections.raw("common_terms").cast("I")

    @property
    def term_count(self) -> int:
        """The number of different terms."""
        return len(self._hashes)

    def lengths(self) -> Array:
        """Return each passage's number of terms."""
        return self.sections.array("lengths")

    def ids(self) -> Array:
        """Return each passage's id, ascending."""
        ids = self.sections.array("ids")
        if len(ids) == self.count:
            return ids
        return np.arange(self._first_id, self._first_id + self.count, dtype=np.int64)

    def numbers_of(self, ids: Array) -> Array:
        """Return the numbers of those passages, of these ids (ascending), that are here."""
        stored = self.sections.array("ids")
        if len(stored) != self.count:
            numbers: Array = ids - self._first_id
            return numbers[(numbers >= 0) & (numbers < self.count)]
        places: Array = stored.searchsorted(ids)
        here: Array = places[stored.take(places, mode="clip") == ids]
        return here

    def ids_of(self, numbers: Array) -> Array:
        """Return the ids of the passages with these numbers."""
        stored = self.sections.array("ids")
        found: Array = stored[numbers] if len(stored) == self.count else numbers + self._first_id
        return found

    def span(self, low: int, high: int) -> slice:
        """Return the numbers of the passages with ids low..high-1."""
        stored = self.sections.array("ids")
        if len(stored) == self.count:
            return slice(*stored.searchsorted([low, high]).tolist())
        first, last = (min(max(0, edge - self._first_id), self.count) for edge in (low, high))
        return slice(first, last)

    def listed_terms(self) -> TermList:
        """Return the plain terms in order."""
        places = self.sections.raw("text_places").cast("I")
        return TermList(self.sections.raw("text"), places)

    def hashes(self) -> Array:
        """Return the hashes of all terms, ascending."""
        return self.sections.array("hashes")

    def run(self, first: int, last: int) -> tuple[Array, Array, Array]:
        """Return all postings of the terms at positions first..last-1, for merging.

        Three arrays of equal length: the term's position, the passage's number, the count; those
        of one term ascend, the terms are in no order.
        """
        sizes = self.sections.array("sizes")[first:last]
        postings = self._few_postings(self._start(first), self._start(last))
        parts = [
            (np.repeat(np.arange(first, last), sizes), postings.numbers(), all_counts(postings))
        ]
        rows = range(bisect_left(self._common, first), bisect_left(self._common, last))
        for row in rows:
            common = self._common_postings(row)
            terms = np.full(common.size, self._common[row])
            parts.append((terms, common.numbers(), all_counts(common)))
        terms, numbers, counts = (
            np.concatenate([np.asarray(part[column], np.int64) for part in parts])
            for column in range(3)
        )
        return terms, numbers, counts

    def find(self, term: int) -> int | None:
        """Return the position of the term with this hash, or None."""
        position = bisect_left(self._hashes, term)
        found = position < len(self._hashes) and self._hashes[position] == term
        return position if found else None

    def size(self, position: int) -> int:
        """Return how many passages contain the term at a position, removed ones included."""
        size = self._sizes[position]
        return size or self._cell("common_sizes", bisect_left(self._common, position))

    def postings(self, position: int) -> Postings:
        """Return the postings of the term at a position."""
        size = self._sizes[position]
        if size:
            start = self._start(position)
            return self._few_postings(start, start + size)
        return self._common_postings(bisect_left(self._common, position))

    def extremes(self, position: int) -> Extremes:
        """Return bounds of the term's counts and of the lengths of its passages."""
        if self._sizes[position]:
            return Extremes(HIGHEST_NARROW_COUNT, self.shortest)
        row = bisect_left(self._common, position)
        return Extremes(self._cell("common_counts", row), self._cell("common_shortest", row))

    def _start(self, position: int) -> int:
        """Return where the numbers of the term at a position begin in `few`."""
        noted = position // STRIDE
        return self._starts[noted] + sum(self._sizes[noted * STRIDE : position])

    def _few_postings(self, start: int, end: int) -> Few:
        first = bisect_left(self._few_repeats, start)
        last = bisect_left(self._few_repeats, end, first)
        places = self.sections.array("few_repeats")[first:last].astype(np.intp)
        places -= start
        counts = self.sections.array("few_counts")[first:last]
        return Few(self._few[start:end], Repeats(places, counts))

    def _common_postings(self, row: int) -> Postings:
        layout = self.sections.raw("common_layouts")[row]
        place, size = self._cell("common_places", row), self._cell("common_sizes", row)
        if layout == Layout.NEAR:
            return self._near_postings(row, place)
        if layout == Layout.WIDE:
            part = slice(place, place + size)
            numbers = self.sections.array("wide_numbers")[part]
            return Wide(numbers, self.sections.array("wide_counts")[part])
        if layout == Layout.DENSE:
            column = self.sections.array("dense")[place * self.count : (place + 1) * self.count]
            return Dense(column, self.count, size)
        half = -(-self.count // 2)
        return Half(
            self.sections.array("half")[place * half : (place + 1) * half], self.count, size
        )

    def _near_postings(self, row: int, place: int) -> Near:
        array = self.sections.array
        edges = array("near_starts")[place : place + self.range_count + 1]
        part = slice(self._cell("common_repeats", row), self._cell("common_repeats", row + 1))
        return Near(array("near_lows"), edges, array("near_gaps")[part], array("near_counts")[part])

    def _cell(self, column: str, row: int) -> int:
        return int(self.sections.array(column)[row])


def _overlapping(buffer: memoryview) -> Array:
    """Return the numbers of three bytes as words of four that overlap."""
    return np.ndarray((len(buffer) // FEW_BYTES,), "<u4", buffer, strides=(FEW_BYTES,))
