"""Countries: a country's name, its adjective and people, its capital and its seat of government.

The names are written in data/countries.txt; `python -m knowledge.fitting.places` makes the table of
terms from them, which is read as one string and searched: a question needs a few of its lines.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from knowledge.analysis import analyse, pairs

Kind = Literal["country", "demonym", "capital", "seat"]
"""What the equivalent is; the columns of the names' file, in order."""

NAMES = Path(__file__).parent / "data" / "countries.txt"
TABLE = Path(__file__).parent / "data" / "equivalents.txt"


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
    return (_listed(term) or _listed(as_term(term))) if language == "en" else ()


def as_term(name: str) -> str:
    """Return the term under which a name is indexed: itself, or its first two words as a pair."""
    terms = analyse(name)
    return pairs(terms[:2])[0] if len(terms) > 1 else "".join(terms)


def cell(other: Equivalent) -> str:
    """Return an equivalent as the table writes it: weight in tenths, kind by number, term."""
    return f"{round(10 * other.weight):02}{get_args(Kind).index(other.kind)}{other.term}"


@cache
def _table() -> str:
    return TABLE.read_text(encoding="utf-8")


@lru_cache(maxsize=4096)
def _listed(term: str) -> tuple[Equivalent, ...]:
    at = _table().find(f"\n{term}\t") if term else -1
    if at < 0:
        return ()
    line = _table()[at + 1 : _table().index("\n", at + 1)]
    kinds: tuple[Kind, ...] = get_args(Kind)
    return tuple(
        Equivalent(each[3:], kinds[int(each[2])], int(each[:2]) / 10)
        for each in line.split("\t")[1:]
    )
