"""How rare a word is in English at large (see data/NOTICE.md for the source).

A small library cannot tell which of a question's words matter: its own counts are too few.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "frequencies.txt"

RAREST = 17.0
"""The rarity of a word that the table does not have: about one in 24 million."""


@lru_cache(maxsize=1)
def _table() -> str:
    return TABLE.read_text(encoding="utf-8")


@lru_cache(maxsize=16_384)
def known_rarity(term: str) -> float | None:
    """Return minus the logarithm of the term's share of English words, or None if not known."""
    table = _table()
    at = table.find(f"\n{term} ")
    if at < 0:
        return None
    at += len(term) + 2
    return int(table[at : table.find("\n", at)]) / 10


def rarity(term: str) -> float:
    """Return how much `term` weighs in English at large, from 0 (common) to 1 (rare)."""
    known = known_rarity(term)
    return min(1.0, (RAREST if known is None else known) / RAREST)
