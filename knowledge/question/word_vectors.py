"""Words as vectors: the smaller the angle between two, the more alike they are used.

Counts of which words stand near each other in a large text, factorised (GloVe; Pennington, Socher
and Manning 2014), and what WordNet relates drawn together: a table, no model that writes. See
data/NOTICE.md for its sources. Values are whole numbers, so that a product of them is exact, and
the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 64
TERMS = Path(__file__).parent / "data" / "vector_terms.npy"
"""The terms that have a vector, sorted, in UTF-8."""
VECTORS = Path(__file__).parent / "data" / "vectors.npy"
"""A row of `DIMENSIONS` numbers from -127 to 127 for each term; the last row is zero."""
WEIGHTS = Path(__file__).parent / "data" / "vector_weights.npy"
"""How rare each term is in English at large, from 0 to `STEPS`; the last is zero."""
STEPS = 8
"""Weights of words are rounded to whole numbers: sums of them are exact in any order."""


@cache
def _terms() -> NDArray[np.bytes_]:
    # mapped, not read: a question needs a few hundred of its pages at most
    terms: NDArray[np.bytes_] = np.load(TERMS, mmap_mode="r")
    return terms


@cache
def _vectors() -> NDArray[np.int8]:
    vectors: NDArray[np.int8] = np.load(VECTORS, mmap_mode="r")
    return vectors


@cache
def _weights() -> NDArray[np.int8]:
    weights: NDArray[np.int8] = np.load(WEIGHTS)
    return weights


def vector_rows(terms: Sequence[str]) -> NDArray[np.intp]:
    """Return for each of `terms` the row of its vector; of unknown ones the last, which is zero."""
    known = _terms()
    # one letter more than the table has: a longer word must not be cut down to a known one
    width = known.itemsize + 1
    sought = np.array([term.encode(errors="replace") for term in terms], dtype=f"S{width}")
    rows = np.searchsorted(known, sought)
    rows[known[np.minimum(rows, len(known) - 1)] != sought] = len(known)
    return rows


def vectors_of(rows: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return the vectors in `rows`, one a row; their values are whole numbers."""
    return _vectors()[rows].astype(np.float32)


def weights_of(rows: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return how much the terms in `rows` weigh, rarer ones more; whole numbers up to `STEPS`."""
    return _weights()[rows].astype(np.float32)
