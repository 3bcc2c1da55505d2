"""Which words of a question a sentence has: the same, or alike in form."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.index import Searcher
from knowledge.question import Query, Word
from knowledge.question.likeness import likeness

UNSEEN_WEIGHT = 1.1
"""Weight of a word that no source has, as a multiple of the rarest word's."""

Kinship = tuple[int, float, str]
"""A question word's number, how well a term stands for it, and whether by "word" or "form"."""


@dataclass(frozen=True)
class Weighting:
    """What each word of a question weighs; each tuple adds up to 1."""

    local: tuple[float, ...]
    """By rarity in the sources."""
    general: tuple[float, ...]
    """By rarity in English at large."""
    idf: tuple[float, ...]
    total: float
    squares: tuple[float, ...]
    """The squares of the local weights; they add up to 1, too."""
    worth: Mapping[str, float]
    """The idf by term."""


@dataclass(slots=True)
class Match:
    """How far each word of the question is in a text, from 0 to 1: literally, and at all."""

    literal: list[float]
    form: list[float]
    best: list[float]
    """The better of the two."""
    places: list[tuple[int, ...]]


def weigh(query: Query, searcher: Searcher) -> Weighting:
    """Return the weights of the query's words in the searcher's collection."""
    highest = math.log(1 + (searcher.passage_count + 0.5) / 0.5)
    idf = tuple(_idf(word, searcher, highest) for word in query.words)
    general = tuple(word.rarity**2 * word.weight for word in query.words)
    worth = {word.term: value for word, value in zip(query.words, idf, strict=True)}
    local = _shares(idf)
    squares = _shares([share * share for share in local])
    return Weighting(local, _shares(general), idf, sum(idf) or 1.0, squares, worth)


def _idf(word: Word, searcher: Searcher, highest: float) -> float:
    terms = [word.term, *(o.term for o in word.alternatives if o.strength >= 0.5)]
    found = [searcher.idf(term) for term in terms if searcher.contains(term)]
    return word.weight * (min(found) if found else UNSEEN_WEIGHT * highest)


def _shares(values: Sequence[float]) -> tuple[float, ...]:
    total = sum(values) or 1.0
    return tuple(value / total for value in values)


def kinships(query: Query, vocabulary: Iterable[str]) -> Mapping[str, tuple[Kinship, ...]]:
    """Return for each term of `vocabulary` that may stand for words of the query: for which."""
    found: dict[str, dict[int, tuple[float, str]]] = {}
    by_letter: dict[str, list[str]] = defaultdict(list)
    for term in vocabulary:
        if " " not in term:
            by_letter[term[:1]].append(term)
    for number, word in enumerate(query.words):
        _add(found, word.term, number, 1.0, "word")
        for other in word.alternatives:
            if other.origin != "related":
                how = "form" if other.origin == "spelling" else "word"
                _add(found, other.term, number, other.strength, how)
        if not word.number:
            _add_alike(found, word, number, by_letter)
    return {
        term: tuple((number, strength, how) for number, (strength, how) in numbers.items())
        for term, numbers in found.items()
    }


def _add_alike(
    found: dict[str, dict[int, tuple[float, str]]],
    word: Word,
    number: int,
    by_letter: Mapping[str, Sequence[str]],
) -> None:
    """Add the terms alike in form; such terms begin alike."""
    for term in by_letter.get(word.term[:1], ()):
        if alike := likeness(word.term, term):
            _add(found, term, number, alike, "form")


def _add(
    found: dict[str, dict[int, tuple[float, str]]],
    term: str,
    number: int,
    strength: float,
    how: str,
) -> None:
    numbers = found.setdefault(term, {})
    if numbers.get(number, (0.0, ""))[0] < strength:
        numbers[number] = (strength, how)
