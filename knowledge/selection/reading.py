"""A passage to analysed sentences, kept for the next question: reading is the slow part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge.analysis import tokens
from knowledge.selection.shapes import YEAR, Cues, is_number
from knowledge.sentences import split

_KEPT_PASSAGES = 1024

_BACKWARD = frozenset(
    ("he she it they this that these those such his her its their him them here there both").split()
)
"""Words that, at a sentence's start, point to the sentence before."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: its span there and what the features ask of it."""

    start: int
    end: int
    sequence: tuple[str, ...]
    """Terms of all tokens in order, stop words included."""
    positions: Mapping[str, tuple[int, ...]]
    """Where each content term stands in `sequence`."""
    stops: frozenset[str]
    capitals: Mapping[str, tuple[int, ...]]
    """Capitalised content terms with their places."""
    numbers: Mapping[str, tuple[int, ...]]
    years: frozenset[str]
    cues: Cues
    points_back: bool
    spans: Mapping[str, tuple[tuple[int, int], ...]]
    """Where each content term is written, in characters from the sentence's start."""


@lru_cache(maxsize=_KEPT_PASSAGES)
def read_sentences(text: str, language: str) -> tuple[Sentence, ...]:
    """Return the analysed sentences of a passage's text."""
    return tuple(_read(text, start, end, language) for start, end in split(text, language=language))


def _read(text: str, start: int, end: int, language: str) -> Sentence:
    sentence = text[start:end]
    positions: dict[str, list[int]] = {}
    capitals: dict[str, list[int]] = {}
    numbers: dict[str, list[int]] = {}
    spans: dict[str, list[tuple[int, int]]] = {}
    sequence: list[str] = []
    stops = set()
    for token in tokens(sentence, language):
        place = max(0, len(sequence) - 1) if token.extra else len(sequence)
        if not token.extra:
            sequence.append(token.term)
        if token.stop:
            stops.add(token.term)
            continue
        positions.setdefault(token.term, []).append(place)
        spans.setdefault(token.term, []).append((token.start, token.end))
        word = sentence[token.start : token.end]
        if word[0].isupper():
            capitals.setdefault(token.term, []).append(place)
        if is_number(word):
            numbers.setdefault(token.term, []).append(place)
    opening = sentence[:20].lower().split(maxsplit=1)
    return Sentence(
        start=start,
        end=end,
        sequence=tuple(sequence),
        positions=_frozen(positions),
        stops=frozenset(stops),
        capitals=_frozen(capitals),
        numbers=_frozen(numbers),
        years=frozenset(YEAR.findall(sentence)),
        cues=Cues(sentence),
        spans={term: tuple(found) for term, found in spans.items()},
        points_back=bool(opening) and opening[0].strip(",'’‘“\"") in _BACKWARD,
    )


def _frozen(places: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {term: tuple(found) for term, found in places.items()}
