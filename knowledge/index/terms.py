"""Terms as numbers: a term is found by its 64-bit hash, and plain terms are also listed in order.

Hashes keep tens of millions of word pairs at eight bytes each. Two of 40 million terms share a hash
with probability 0.00004 (n^2 / 2^65); they would then count as one term.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from knowledge.index.sections import Array

_STEP = 16
"""Every so many terms of a list the place of one is noted, so that a search reads few of them."""

_SEPARATOR = b"\n"


def term_hash(term: str) -> int:
    """Return the 64-bit number under which a term is found; the same on every machine."""
    return encoded_hash(encoded(term))


def encoded_hash(term: bytes) -> int:
    """Return `term_hash` of a term that is encoded already."""
    return int.from_bytes(hashlib.blake2b(term, digest_size=8).digest(), "little")


def encoded(term: str) -> bytes:
    """Return the bytes by whose order terms are listed."""
    return term.encode("utf-8", "surrogatepass")


def is_plain(term: str) -> bool:
    """Say whether a term is one word, not a pair: only those are listed by prefix."""
    return " " not in term and "\n" not in term and term != ""


def pack(terms: Sequence[bytes]) -> tuple[bytes, Array]:
    """Return plain terms, given in order, as text and the places of every 16th."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms)) + len(_SEPARATOR)
    places = (np.cumsum(lengths) - lengths)[::_STEP]
    return _SEPARATOR.join([*terms, b""]), places.astype(np.uint32)


class TermList:
    """Plain terms in order, over bytes that are read only where a prefix leads."""

    def __init__(self, text: memoryview, places: memoryview) -> None:
        self._text = text
        self._places = places

    def starting_with(self, prefix: str) -> Iterator[str]:
        """Yield the terms with this prefix, in order of their UTF-8 bytes."""
        wanted = encoded(prefix)
        first = bisect_left(range(len(self._places)), wanted, key=self._term_at)
        for number in range(max(0, first - 1), len(self._places)):
            for term in self._block(number):
                if term.startswith(wanted):
                    yield term.decode("utf-8", "surrogatepass")
                elif term > wanted:
                    return

    def all(self) -> list[bytes]:
        """Return all terms, encoded, in order."""
        return bytes(self._text).split(_SEPARATOR)[:-1]

    def _term_at(self, number: int) -> bytes:
        return self._block(number)[0]

    def _block(self, number: int) -> list[bytes]:
        last = number + 1 >= len(self._places)
        end = len(self._text) if last else self._places[number + 1]
        return bytes(self._text[self._places[number] : end]).split(_SEPARATOR)[:-1]
