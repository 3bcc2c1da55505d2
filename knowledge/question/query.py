"""The parts of a question that the later stages work with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.analysis import pairs, tokens

PAIR_WEIGHT = 0.4
"""What two neighbouring words found side by side weigh, beside 1 for each word."""


@dataclass(frozen=True)
class Word:
    """One content word of a question: its term, as written, and where."""

    term: str
    text: str
    start: int


@dataclass(frozen=True)
class Query:
    """An analysed question."""

    text: str
    words: tuple[Word, ...]

    def weights(self) -> Mapping[str, float]:
        """Return the terms to search for with their weights."""
        terms = [word.term for word in self.words]
        return {**dict.fromkeys(pairs(terms), PAIR_WEIGHT), **dict.fromkeys(terms, 1.0)}


def read_question(text: str, language: str = "en") -> Query:
    """Analyse `text`."""
    words = [
        Word(token.term, text[token.start : token.end], token.start)
        for token in tokens(text, language)
        if not token.stop and not token.extra
    ]
    return Query(text, tuple(words))
