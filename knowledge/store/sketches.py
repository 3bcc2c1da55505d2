"""A text to a sketch: a few numbers that tell how much of its wording two documents share.

The sketch is the smallest hashes of the text's shingles (runs of neighbouring words). The share of
equal numbers among the smallest of both sketches estimates the Jaccard similarity of the texts:
A. Broder, "On the resemblance and containment of documents", 1997. It knows no database.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

SIZE = 128
"""Numbers in a sketch: the estimate's standard error is at most 0.5 / sqrt(128) = 0.044."""
LOOKED_UP = 16
"""How many of them are looked up to find candidates: for a similarity of 0.8, the chance that none
of the 16 smallest hashes is shared is below one in a million."""
SIMILAR = 0.8
"""From this similarity on, two documents are called nearly the same."""

_SHINGLE = 5
_SHORTEST = 20  # words; shorter documents are alike too easily
_WORD = re.compile(r"\w+")
_Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio, odd: D. Knuth, TAOCP 3, section 6.4


def sketch(text: str) -> tuple[int, ...]:
    """Return the sketch of a text, ascending signed 64-bit numbers; empty for a very short text."""
    known: dict[str, int] = {}
    words = [
        known.get(word) or known.setdefault(word, zlib.crc32(word.encode("utf-8", "replace")) + 1)
        for word in _WORD.findall(text.casefold())
    ]
    if len(words) < _SHORTEST:
        return ()
    hashes = _shingle_hashes(np.array(words, dtype=np.uint64))
    distinct = np.unique(hashes)
    return tuple(distinct[:SIZE].astype(np.int64).tolist())


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate the Jaccard similarity of two texts from their sketches: 0.0 to 1.0."""
    if not one or not other:
        return 0.0
    smallest = sorted({*one, *other})[:SIZE]
    shared = {*one} & {*other}
    return sum(value in shared for value in smallest) / len(smallest)


def _shingle_hashes(words: _Hashes) -> _Hashes:
    combined = np.zeros(len(words) - _SHINGLE + 1, dtype=np.uint64)
    for offset in range(_SHINGLE):
        combined = combined * _ODD + words[offset : offset + len(combined)]
        combined ^= combined >> np.uint64(29)
    combined *= _ODD
    return (combined ^ (combined >> np.uint64(32))) >> np.uint64(1)


def packed(hashes: Sequence[int]) -> bytes:
    """Return a sketch as the bytes that the store keeps."""
    return np.array(hashes, dtype="<i8").tobytes()


def unpacked(stored: bytes) -> list[int]:
    """Return the sketch that `packed` packed."""
    return [int(value) for value in np.frombuffer(stored, dtype="<i8")]
