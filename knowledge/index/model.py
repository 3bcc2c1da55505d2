"""The numbers of the ranking model: parameters and idf, without the import of rank_bm25."""

from __future__ import annotations

import math

K1 = 0.9
"""How soon further occurrences of a term in a passage stop counting."""

B = 0.4
"""How far a passage's length is held against it, from 0 to 1."""


def inverse_frequency(passage_count: int, document_frequency: int) -> float:
    """Return the weight of a term that `document_frequency` of the passages contain, above zero.

    Robertson and Sparck Jones' weight with 1 added inside the logarithm, as in Lucene's
    BM25Similarity.
    """
    rarity = (passage_count - document_frequency + 0.5) / (document_frequency + 0.5)
    return math.log(1.0 + rarity)
