"""The table of countries to the terms that may stand for each other; run when the analysis changes.

    python -m knowledge.fitting.places

Analysing the names when they are first asked for would be a good part of a cold answer's time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import get_args

from knowledge.words.places import NAMES, TABLE, Equivalent, Kind, as_term, cell

_CLOSENESS = {
    frozenset({"country"}): 1.0,
    frozenset({"demonym"}): 1.0,
    frozenset({"country", "demonym"}): 0.9,
    frozenset({"country", "capital"}): 0.5,
    frozenset({"country", "seat"}): 0.5,
    frozenset({"capital", "seat"}): 0.5,
    frozenset({"demonym", "capital"}): 0.4,
    frozenset({"demonym", "seat"}): 0.4,
    frozenset({"capital"}): 0.3,
    frozenset({"seat"}): 0.3,
}


def relate_places() -> Mapping[str, list[Equivalent]]:
    """Return for each name's term what may be written in its place, closest first."""
    found: dict[str, dict[str, Equivalent]] = defaultdict(dict)
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _relate(line, found)
    return {
        term: sorted(others.values(), key=lambda other: (-other.weight, other.term))
        for term, others in sorted(found.items())
    }


def _relate(line: str, found: dict[str, dict[str, Equivalent]]) -> None:
    """Add each name of one country to the equivalents of each other name."""
    names = [
        (as_term(name), kind)
        for kind, column in zip(get_args(Kind), line.split("|"), strict=True)
        for name in column.split(",")
        if name.strip()
    ]
    for term, kind in names:
        for other, other_kind in names:
            weight = _CLOSENESS[frozenset({kind, other_kind})]
            known = found[term].get(other)
            if other != term and (known is None or known.weight < weight):
                found[term][other] = Equivalent(other, other_kind, weight)


def write_table(places: Mapping[str, list[Equivalent]]) -> str:
    """Return the table: a line a term, then its equivalents, as `knowledge.words` reads them."""
    lines = ("\t".join([term, *map(cell, others)]) for term, others in places.items())
    return "\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(write_table(relate_places()), encoding="utf-8")
