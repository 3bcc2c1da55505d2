"""A term's postings in one segment, in one of five layouts.

    few     three bytes for a passage's number: rare terms, which are most of them
    near    two bytes for the number within a range of 65,536 passages
    half    four bits of count for every passage of the segment: the commonest terms
    dense   one byte of count for every passage: those of them that occur more than 15 times in one
    wide    four bytes each for number and count: terms that occur more than 255 times in a passage

Nineteen of twenty postings are of a term that occurs once in its passage. So few and near have no
counts but a list of repeats: the places, among the term's postings, of those above one, with their
counts. A passage's number is its position in the segment. Nothing here knows weights or formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from knowledge.index.sections import Array

HIGHEST_HALF_COUNT = 15
HIGHEST_NARROW_COUNT = 255
HIGHEST_GAP = 255
FEW_BYTES = 3
RANGE_BITS = 16
RANGE = 1 << RANGE_BITS

_FEW_MASK = (1 << 8 * FEW_BYTES) - 1
_HALF_BITS = 4


class Repeats(NamedTuple):
    """Places among a term's postings, ascending, and the counts there; all other counts are 1.

    A count of 1 may stand here too.
    """

    places: Array
    counts: Array


class Postings(Protocol):
    """Where a term occurs in one segment."""

    @property
    def size(self) -> int:
        """How many passages contain the term, removed ones included."""

    @property
    def repeats(self) -> Repeats:
        """Return where the term occurs more than once."""

    def numbers(self) -> Array:
        """Return the passage numbers, ascending, in an array of the caller's own."""

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages (numbers ascend), 0 where it is absent."""


class Few:
    """Numbers of three bytes, read as one strided array of overlapping words of four."""

    __slots__ = ("_words", "repeats", "size")

    def __init__(self, words: Array, repeats: Repeats) -> None:
        self._words = words
        self.repeats = repeats
        self.size = len(words)

    def numbers(self) -> Array:
        """Return the passage numbers, ascending."""
        numbers = self._words.astype(np.intp)
        numbers &= _FEW_MASK
        return numbers

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages, 0 where the term is absent."""
        own = self.numbers()
        places = own.searchsorted(numbers)
        found: Array = _counts_at(places, self.repeats)
        found *= own.take(places, mode="clip") == numbers
        return found


class Near:
    """Low halves of the numbers, range by range of 65,536 passages.

    `starts[i]:starts[i + 1]` are the places of range i in `lows`. A repeat is `gaps` places after
    the one before it, or after the first posting.
    """

    def __init__(self, lows: Array, starts: Array, gaps: Array, counts: Array) -> None:
        self._lows = lows
        self._starts: list[int] = starts.tolist()
        self._gaps = gaps
        self._repeated = counts
        self.size = self._starts[-1] - self._starts[0]

    @cached_property
    def repeats(self) -> Repeats:
        """Return where the term occurs more than once."""
        return Repeats(np.cumsum(self._gaps, dtype=np.intp), self._repeated)

    def numbers(self) -> Array:
        """Return the passage numbers, ascending."""
        first = self._starts[0]
        numbers = self._lows[first : self._starts[-1]].astype(np.intp)
        for place in range(1, len(self._starts) - 1):
            numbers[self._starts[place] - first : self._starts[place + 1] - first] += place * RANGE
        return numbers

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages, 0 where the term is absent."""
        found = np.zeros(len(numbers), np.uint8)
        edges = numbers.searchsorted(np.arange(len(self._starts)) << RANGE_BITS)
        for place in np.flatnonzero(edges[1:] > edges[:-1]).tolist():
            start, end = self._starts[place], self._starts[place + 1]
            if start < end:
                part = slice(edges[place], edges[place + 1])
                found[part] = self._in_range(start, end, numbers[part])
        return found

    def _in_range(self, start: int, end: int, numbers: Array) -> Array:
        own, lows = self._lows[start:end], (numbers & (RANGE - 1)).astype(np.uint16)
        places = own.searchsorted(lows)
        present = own.take(places, mode="clip") == lows
        counts: Array = _counts_at(places + (start - self._starts[0]), self.repeats)
        counts *= present
        return counts


class Dense:
    """One count for every passage of the segment."""

    def __init__(self, column: Array, count: int, size: int) -> None:
        self._column = column
        self._count = count
        self.size = size

    @property
    def repeats(self) -> Repeats:
        """Return where the term occurs more than once."""
        return _repeats(self.counts(self.numbers()))

    def numbers(self) -> Array:
        """Return the passage numbers, ascending."""
        parts = [counts.nonzero()[0] + part.start for part, counts in self.parts()]
        return np.concatenate(parts)

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages, 0 where the term is absent."""
        return self._column.take(numbers)

    def parts(self) -> Iterator[tuple[slice, Array]]:
        """Yield ranges small enough for a processor's cache, with the count of every passage."""
        for start in range(0, self._count, RANGE):
            part = slice(start, min(start + RANGE, self._count))
            yield part, self._column[part]


class Half(Dense):
    """Two counts in a byte: in its low bits that of a passage of the first half, then the second's.

    The byte at i has passage i and passage half + i, half being as many as there are bytes.
    """

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages, 0 where the term is absent."""
        upper = numbers >= len(self._column)
        both = self._column.take(numbers - upper * len(self._column))
        counts: Array = both >> upper * np.uint8(_HALF_BITS) & HIGHEST_HALF_COUNT
        return counts

    def parts(self) -> Iterator[tuple[slice, Array]]:
        """Yield ranges small enough for a processor's cache, with the count of every passage."""
        half = len(self._column)
        for start in range(0, half, RANGE):
            both = self._column[start : start + RANGE]
            yield slice(start, start + len(both)), both & HIGHEST_HALF_COUNT
        for start in range(half, self._count, RANGE):
            end = min(start + RANGE, self._count)
            yield slice(start, end), self._column[start - half : end - half] >> _HALF_BITS


class Wide:
    """Numbers and counts of any size."""

    def __init__(self, numbers: Array, counts: Array) -> None:
        self._counts = counts
        self._numbers = numbers
        self.size = len(numbers)

    @property
    def repeats(self) -> Repeats:
        """Return where the term occurs more than once."""
        return _repeats(self._counts)

    def numbers(self) -> Array:
        """Return the passage numbers, ascending."""
        return self._numbers.astype(np.intp)

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages, 0 where the term is absent."""
        places = self._numbers.searchsorted(numbers.astype(np.uint32))
        present = self._numbers.take(places, mode="clip") == numbers
        counts: Array = self._counts.take(places, mode="clip") * present
        return counts


def all_counts(postings: Postings) -> Array:
    """Return the counts that belong to `postings.numbers()`."""
    counts = np.ones(postings.size, np.int64)
    counts[postings.repeats.places] = postings.repeats.counts
    return counts


def pack_half(column: Array) -> Array:
    """Return the bytes of `Half` for the counts, up to 15, of all passages."""
    half = -(-len(column) // 2)
    packed = column[:half].copy()
    packed[: len(column) - half] |= column[half:] << _HALF_BITS
    return packed


def _repeats(counts: Array) -> Repeats:
    places = np.flatnonzero(counts > 1)
    return Repeats(places, counts.take(places))


def _counts_at(places: Array, repeats: Repeats) -> Array:
    """Return the counts of the postings at these places."""
    if not len(repeats.places):
        return np.ones(len(places), np.uint8)
    found = repeats.places.searchsorted(places)
    matches = repeats.places.take(found, mode="clip") == places
    return np.where(matches, repeats.counts.take(found, mode="clip"), 1)
