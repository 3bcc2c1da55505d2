"""A synthetic collection and its questions from a fixed seed: no text to download, any size.

Words follow a Zipf-Mandelbrot law, as in English prose; passages are about 80 words long and come
in documents whose passages share topic words, as those of real documents do. Everything is a term
number (0 is the most frequent word); `word` spells it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SEED = 20240714
MEAN_LENGTH = 80
STOP_WORDS = 120
"""The most frequent words play the stop words; they make up about 45% of the running text."""

_PASSAGES_A_DOCUMENT = 25
_TOPIC_WORDS = 60
_TOPIC_SHARE = 0.2
_CONSONANTS = "bcdfghjklmnprstvz"
_VOWELS = "aeiou"

Terms = npt.NDArray[np.int32]


def word(number: int) -> str:
    """Spell a term number as a pronounceable word; different numbers give different words."""
    syllables = []
    number += len(_CONSONANTS) * len(_VOWELS)
    while number:
        number, rest = divmod(number, len(_CONSONANTS) * len(_VOWELS))
        syllables.append(_CONSONANTS[rest % len(_CONSONANTS)] + _VOWELS[rest // len(_CONSONANTS)])
    return "".join(syllables)


@dataclass(frozen=True)
class Zipf:
    """Draws term numbers: probability of rank r is proportional to (r + 2.7) ** -1.05."""

    cumulative: npt.NDArray[np.float64]

    @classmethod
    def of(cls, vocabulary: int) -> Zipf:
        """Make the law for so many words."""
        weights = (np.arange(vocabulary) + 2.7) ** -1.05
        return cls(np.cumsum(weights) / weights.sum())

    def draw(self, random: np.random.Generator, count: int, first: int = 0) -> Terms:
        """Draw terms at or after rank `first`."""
        low = self.cumulative[first - 1] if first else 0.0
        drawn = low + random.random(count) * (1 - low)
        last = len(self.cumulative) - 1
        return np.minimum(np.searchsorted(self.cumulative, drawn), last).astype(np.int32)


def passages(count: int, seed: int = SEED) -> Iterator[Terms]:
    """Yield `count` passages as arrays of term numbers."""
    random = np.random.default_rng(seed)
    law = Zipf.of(max(20_000, min(1_500_000, count * 3)))
    made = 0
    while made < count:
        for passage in _document(random, law):
            if made < count:
                yield passage
            made += 1


def _document(random: np.random.Generator, law: Zipf) -> list[Terms]:
    """Make one document's passages: general words, and a share of topic words of its own."""
    lengths = np.clip(
        random.lognormal(np.log(MEAN_LENGTH) - 0.06, 0.35, _PASSAGES_A_DOCUMENT), 8, 400
    )
    sizes = lengths.astype(np.int64)
    terms = law.draw(random, int(sizes.sum()))
    topic = law.draw(random, _TOPIC_WORDS, first=STOP_WORDS)
    chosen = np.flatnonzero((random.random(len(terms)) < _TOPIC_SHARE) & (terms >= STOP_WORDS))
    favoured = (random.random(len(chosen)) ** 2 * _TOPIC_WORDS).astype(np.int64)
    terms[chosen] = topic[favoured]
    return np.split(terms, np.cumsum(sizes)[:-1])


@dataclass(frozen=True)
class Questions:
    """What is asked: ordinary questions, and nasty ones by kind."""

    ordinary: list[list[int]]
    nasty: list[list[int]]


def questions(sources: Sequence[Terms], ordinary: int = 500, nasty: int = 100) -> Questions:
    """Make questions of passages' own words, stop words among them, and hard cases."""
    random = np.random.default_rng(SEED + 1)
    law = Zipf.of(max(20_000, len(sources)))
    picks = random.integers(0, len(sources), ordinary)
    asked = [_ordinary(random, law, sources[pick]) for pick in picks]
    hard = [_nasty(random, law, sources, kind=number % 4) for number in range(nasty)]
    return Questions(asked, hard)


def _ordinary(random: np.random.Generator, law: Zipf, passage: Terms) -> list[int]:
    content = passage[passage >= STOP_WORDS]
    taken = random.choice(content, min(len(content), int(random.integers(3, 7))), replace=False)
    stops = law.draw(random, 60)
    stops = stops[stops < STOP_WORDS][: int(random.integers(3, 7))]
    return [int(term) for term in random.permutation(np.concatenate([taken, stops]))]


def _nasty(
    random: np.random.Generator, law: Zipf, sources: Sequence[Terms], kind: int
) -> list[int]:
    """Sixty words; only common words; one rare word; common words and two rare ones."""
    passage = sources[int(random.integers(0, len(sources)))]
    if kind == 0:
        chosen = random.choice(passage, 60)
    elif kind == 1:
        chosen = random.permutation(STOP_WORDS * 3)[:10]
    elif kind == 2:
        chosen = np.array([passage.max()])
    else:
        chosen = np.concatenate([random.permutation(STOP_WORDS * 4)[:12], np.sort(passage)[-2:]])
    return [int(term) for term in chosen]
