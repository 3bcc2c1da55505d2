"""The tables that ship beside the code, each read once and only when it is needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("data")


def _lines(name: str) -> list[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def stop_words() -> dict[str, frozenset[str]]:
    """Return the function words of each language, by ISO 639-1 code."""
    rows = (line.split("\t") for line in _lines("stopwords.txt"))
    return {code: frozenset(words.split()) for code, words in rows}


@cache
def irregular() -> dict[str, list[list[str]]]:
    """Return, by ISO 639-1 code, the base form of irregular words followed by their other forms."""
    rows: dict[str, list[list[str]]] = {}
    for line in _lines("irregular.txt"):
        code, *forms = line.split()
        rows.setdefault(code, []).append(forms)
    return rows


@cache
def variants(name: str) -> dict[str, str]:
    """Return, for the table `name`, which word each listed variant is indexed as."""
    folded = {}
    for line in _lines(name):
        canonical, *others = line.split()
        folded.update(dict.fromkeys(others, canonical))
    return folded
