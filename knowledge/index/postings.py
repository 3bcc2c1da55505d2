"""A term's postings in one segment, in one of four layouts.

    few     passage number and count in four bytes: rare terms, which are most of them
    near    two bytes for the number within a range of 65,536 passages, one byte for the count
    dense   one byte of count for every passage of the segment: the commonest terms
    wide    four bytes each: terms that some passage contains more than 255 times

A passage's number is its position in the segment. Nothing here knows weights or formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from knowledge.index.sections import Array

COUNT_BITS = 8
HIGHEST_NARROW_COUNT = 255
RANGE_BITS = 16
RANGE = 1 << RANGE_BITS


Piece = tuple[Array | slice, Array]
"""Where (passage numbers, or a range of them) and the counts there, zeros possible in a range."""


class Postings(Protocol):
    """Where a term occurs in one segment."""

    size: int
    """How many passages contain the term, removed ones included."""

    def all(self) -> tuple[Array, Array]:
        """Return the passage numbers, ascending, and the counts, of equal length."""

    def pieces(self) -> Iterator[Piece]:
        """Yield everything in pieces that are quickly worked on."""

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages (numbers ascend), 0 where it is absent."""


class Few:
    """Words of number and count: `number << 8 | count`."""

    __slots__ = ("size", "words")

    def __init__(self, words: Array) -> None:
        self.words = words
        self.size = len(words)

    def all(self) -> tuple[Array, Array]:
        """Return the passage numbers, ascending, and the counts."""
        return (self.words >> COUNT_BITS).astype(np.intp), self.words & HIGHEST_NARROW_COUNT

    def pieces(self) -> Iterator[Piece]:
        """Yield everything at once."""
        yield self.all()

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages, 0 where the term is absent."""
        keys = (numbers << COUNT_BITS).astype(np.uint32)
        found = self.words.take(self.words.searchsorted(keys), mode="clip")
        return np.where(found >> COUNT_BITS == numbers, found & HIGHEST_NARROW_COUNT, 0)


class Near:
    """Low halves of the numbers and counts, range by range of 65,536 passages.

    `starts[i]:starts[i + 1]` are the places of range i.
    """

    __slots__ = ("_counts", "_lows", "_starts", "size")

    def __init__(self, lows: Array, counts: Array, starts: Array) -> None:
        self._lows = lows
        self._counts = counts
        self._starts = starts
        self.size = int(starts[-1]) - int(starts[0])

    def all(self) -> tuple[Array, Array]:
        """Return the passage numbers, ascending, and the counts."""
        first, last = int(self._starts[0]), int(self._starts[-1])
        numbers = self._lows[first:last].astype(np.intp)
        for place in range(1, len(self._starts) - 1):
            start, end = int(self._starts[place]) - first, int(self._starts[place + 1]) - first
            numbers[start:end] += place << RANGE_BITS
        return numbers, self._counts[first:last]

    def pieces(self) -> Iterator[Piece]:
        """Yield everything at once."""
        yield self.all()

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages, 0 where the term is absent."""
        found = np.zeros(len(numbers), np.uint8)
        edges = numbers.searchsorted(np.arange(len(self._starts)) << RANGE_BITS)
        for place in np.flatnonzero(edges[1:] > edges[:-1]).tolist():
            start, end = int(self._starts[place]), int(self._starts[place + 1])
            if start < end:
                part = slice(edges[place], edges[place + 1])
                lows = (numbers[part] & (RANGE - 1)).astype(np.uint16)
                found[part] = _matching(self._lows[start:end], self._counts[start:end], lows)
        return found


class Dense:
    """One count for every passage of the segment."""

    __slots__ = ("_counts", "size")

    def __init__(self, counts: Array, size: int) -> None:
        self._counts = counts
        self.size = size

    def all(self) -> tuple[Array, Array]:
        """Return the passage numbers, ascending, and the counts."""
        numbers = self._counts.nonzero()[0]
        return numbers, self._counts.take(numbers)

    def pieces(self) -> Iterator[Piece]:
        """Yield ranges small enough for a processor's cache."""
        for start in range(0, len(self._counts), RANGE):
            part = slice(start, min(start + RANGE, len(self._counts)))
            yield part, self._counts[part]

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages, 0 where the term is absent."""
        return self._counts.take(numbers)


class Wide:
    """Numbers and counts of any size."""

    __slots__ = ("_counts", "_numbers", "size")

    def __init__(self, numbers: Array, counts: Array) -> None:
        self._numbers = numbers
        self._counts = counts
        self.size = len(numbers)

    def all(self) -> tuple[Array, Array]:
        """Return the passage numbers, ascending, and the counts."""
        return self._numbers.astype(np.intp), self._counts

    def pieces(self) -> Iterator[Piece]:
        """Yield everything at once."""
        yield self.all()

    def counts(self, numbers: Array) -> Array:
        """Return the count in each of these passages, 0 where the term is absent."""
        return _matching(self._numbers, self._counts, numbers.astype(np.uint32))


def _matching(keys: Array, counts: Array, wanted: Array) -> Array:
    """Return the counts at the wanted keys (both ascending, of one type), 0 where there is none."""
    places = keys.searchsorted(wanted)
    matches = keys.take(places, mode="clip") == wanted
    return np.where(matches, counts.take(places, mode="clip"), 0)
