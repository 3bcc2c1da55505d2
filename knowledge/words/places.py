"""Countries: a country's name, its adjective and people, its capital and its seat of government.

The table is read on the first look-up and kept as a map from term to terms.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from knowledge.analysis import analyse, pairs

Kind = Literal["country", "demonym", "capital", "seat"]
"""What the equivalent is; the columns of the table, in order."""

_TABLE = Path(__file__).parent / "data" / "countries.txt"
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


class Equivalent(NamedTuple):
    """A term that may stand for another; a name of several words is a pair term, "saudi arabia"."""

    term: str
    kind: Kind
    weight: float
    """How close it is in meaning, 1 at most."""


def equivalents(term: str, language: str = "en") -> tuple[Equivalent, ...]:
    """Return what may be written in place of `term`, closest first.

    `term` is a term of the analysis or a word as written; two words are looked up as a pair. The
    table is English; other languages have no equivalents.
    """
    if language != "en":
        return ()
    table = _places()
    return table.get(term) or table.get(_as_term(term), ())


def _as_term(name: str) -> str:
    """Return the term under which a name is indexed: itself, or its first two words as a pair."""
    terms = analyse(name)
    return pairs(terms[:2])[0] if len(terms) > 1 else "".join(terms)


@cache
def _places() -> dict[str, tuple[Equivalent, ...]]:
    found: dict[str, dict[str, Equivalent]] = defaultdict(dict)
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _relate(line, found)
    return {
        term: tuple(sorted(others.values(), key=lambda other: (-other.weight, other.term)))
        for term, others in found.items()
    }


def _relate(line: str, found: dict[str, dict[str, Equivalent]]) -> None:
    """Add each name of one country to the equivalents of each other name."""
    names = [
        (_as_term(name), kind)
        for kind, cell in zip(get_args(Kind), line.split("|"), strict=True)
        for name in cell.split(",")
        if name.strip()
    ]
    for term, kind in names:
        for other, other_kind in names:
            weight = _CLOSENESS[frozenset({kind, other_kind})]
            known = found[term].get(other)
            if other != term and (known is None or known.weight < weight):
                found[term][other] = Equivalent(other, other_kind, weight)
