"""Words that are related in meaning, from WordNet 3.0 (see data/NOTICE.md for its licence).

The table is read as one string and searched, not parsed: a question needs a few of its lines.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "related.txt"


@lru_cache(maxsize=1)
def _table() -> str:
    return TABLE.read_text(encoding="utf-8")


@lru_cache(maxsize=4096)
def related_terms(term: str) -> dict[str, float]:
    """Return the terms that are related to `term` with their strength, above 0 and below 1."""
    table = _table()
    at = table.find(f"\n{term} ")
    if at < 0:
        return {}
    cells = table[at + len(term) + 2 : table.find("\n", at + 1)].split(" ")
    return {cell[:-1]: int(cell[-1]) / 10 for cell in cells}
