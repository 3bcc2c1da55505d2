"""One immutable segment: passages, their lengths and the postings of their terms, memory-mapped.

Written by `knowledge.index.writer`; read here. The dictionary is the sorted hashes of all terms and
the start of each one's words among the rare postings; the few thousand common terms, whose range
there is empty, stand in a table of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from knowledge.index.postings import Dense, Few, Near, Postings, Wide
from knowledge.index.sections import Array, Damaged, Sections
from knowledge.index.terms import TermList

FORMAT = 1

DTYPES = {
    "ids": "<i8",  # passage ids, ascending; empty when they are consecutive
    "lengths": "<u4",  # terms of each passage, with repetitions
    "hashes": "<u8",  # of all terms, ascending
    "starts": "<u4",  # where each term's words begin in `few`, and one more for the end
    "few": "<u4",
    "common_terms": "<u4",  # position in `hashes` of the terms that are not in `few`, ascending
    "common_layouts": "u1",
    "common_places": "<u4",
    "common_sizes": "<u4",
    "common_counts": "<u4",  # the highest count of the term in one passage
    "common_shortest": "<u4",  # the length of the shortest passage that contains the term
    "near_starts": "<u4",
    "near_lows": "<u2",
    "near_counts": "u1",
    "dense": "u1",
    "wide_numbers": "<u4",
    "wide_counts": "<u4",
    "text": "u1",  # the plain terms in order, for `terms_with_prefix`
    "text_places": "<u4",
}


class Layout(IntEnum):
    """How a common term's postings lie."""

    NEAR = 0
    DENSE = 1
    WIDE = 2


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
        self._starts = sections.raw("starts").cast("I")
        self._few = sections.array("few")
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
        starts = self.sections.array("starts")[first : last + 1].astype(np.int64)
        words = self._few[starts[0] : starts[-1]]
        parts = [(np.repeat(np.arange(first, last), np.diff(starts)), *Few(words).all())]
        rows = range(bisect_left(self._common, first), bisect_left(self._common, last))
        for row in rows:
            postings = self._common_postings(row)
            parts.append((np.full(postings.size, self._common[row]), *postings.all()))
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

    def postings(self, position: int) -> Postings:
        """Return the postings of the term at a position."""
        start, end = self._starts[position], self._starts[position + 1]
        if start < end:
            return Few(self._few[start:end])
        return self._common_postings(bisect_left(self._common, position))

    def extremes(self, position: int) -> Extremes:
        """Return bounds of the term's counts and of the lengths of its passages."""
        start, end = self._starts[position], self._starts[position + 1]
        if start < end:
            return Extremes(int((self._few[start:end] & 255).max()), self.shortest)
        row = bisect_left(self._common, position)
        return Extremes(self._cell("common_counts", row), self._cell("common_shortest", row))

    def _common_postings(self, row: int) -> Postings:
        layout = self.sections.raw("common_layouts")[row]
        place, size = self._cell("common_places", row), self._cell("common_sizes", row)
        array = self.sections.array
        if layout == Layout.NEAR:
            edges = array("near_starts")[place : place + self.range_count + 1]
            return Near(array("near_lows"), array("near_counts"), edges)
        if layout == Layout.DENSE:
            return Dense(array("dense")[place * self.count : (place + 1) * self.count], size)
        part = slice(place, place + size)
        return Wide(array("wide_numbers")[part], array("wide_counts")[part])

    def _cell(self, column: str, row: int) -> int:
        return int(self.sections.array(column)[row])
