"""Passages' terms in, ranked passages out: rank-bm25's model on an inverted index.

The index knows terms and passage ids alone. It is derived: the store can always rebuild it, and
nothing here reads the store.
"""

from __future__ import annotations

from knowledge.index.collection import Index, Snapshot
from knowledge.index.search import Searcher

__all__ = ["Index", "Searcher", "Snapshot"]
