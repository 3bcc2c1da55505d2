"""The ranking model as rank-bm25 defines it; the only importer of rank_bm25.

Searching runs on arrays (`knowledge.index.search`); this class, fitted from scratch, is what those
scores must equal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rank_bm25 import BM25Okapi

from knowledge.index.model import K1, B


class Okapi(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """BM25Okapi with one named thing changed, the idf: log(1 + (N - df + 0.5) / (df + 0.5)).

    BM25Okapi's own idf is negative for a term in more than half of the passages, and the floor that
    mends it grows with the collection. This one, Robertson and Sparck Jones' with 1 added inside
    the logarithm as in Lucene's BM25Similarity, is positive everywhere.
    """

    def __init__(self, corpus: Sequence[Sequence[str]], k1: float = K1, b: float = B) -> None:
        super().__init__(corpus, k1=k1, b=b)

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        for term, frequency in nd.items():
            rarity = (self.corpus_size - frequency + 0.5) / (frequency + 0.5)
            self.idf[term] = math.log(1.0 + rarity)
