"""How near a sentence is to a question in meaning, by word vectors: for words that it lacks.

Such nearness counts most where no sentence has the question's words, as in a paraphrase. So some of
the features are multiplied by the share of the question that no sentence covers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

import numpy as np
from numpy.typing import NDArray

from knowledge.question import Query, Word
from knowledge.question.word_vectors import vector_rows, vectors_of, weights_of
from knowledge.selection.matching import Match, Weighting
from knowledge.selection.reading import read_sentences

MEANING_FEATURES = (
    "aligned", "alike", "focus_alike", "aligned_unmet", "alike_unmet", "coverage_unmet",
    "aligned_around", "aligned_around_unmet", "aligned_in_passage",
)  # fmt: skip

_UNRELATED = 0.3
"""The cosine up to which two words have nothing to do with each other."""
_USUALLY_NEAR = 0.1
_LEAST_ALIKE, _ALIKE_BY_COVERAGE = 0.25, 0.53
"""What English sentences have on average (least squares over the sentences that the questions in
article.jsonl and other.jsonl of tests/data/questions find): a text in a language without vectors
must not look less like an answer for that."""
_STEPS_OF_SHARE = 100
"""Shares of the question are rounded to hundredths, so that sums are exact in any order."""
_KEPT_PASSAGES = 1024

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """A passage's words as vectors; sentences follow each other."""

    terms: tuple[str, ...]
    """The content terms, sentence by sentence, each sentence's followed by an empty one."""
    rows: NDArray[np.intp]
    """Where the vector table has each term."""
    starts: tuple[int, ...]
    """Where each sentence begins in `terms`."""
    sums: Floats
    """A row a sentence: the sum of its words' vectors, rarer words counting more."""


@lru_cache(maxsize=_KEPT_PASSAGES)
def passage_vectors(text: str, language: str) -> PassageVectors:
    """Return the vectors of the sentences of a passage's text."""
    terms: list[str] = []
    starts = []
    for sentence in read_sentences(text, language):
        starts.append(len(terms))
        terms += [term for term in sentence.positions if " " not in term]
        terms.append("")
    rows = vector_rows(terms)
    weighted = vectors_of(rows) * weights_of(rows)[:, None]
    sums = np.add.reduceat(weighted, starts) if terms else weighted
    return PassageVectors(tuple(terms), rows, tuple(starts), sums)


def meaning_features(
    query: Query,
    weighting: Weighting,
    passages: Sequence[PassageVectors | None],
    matches: Sequence[Sequence[Match]],
) -> list[list[float]]:
    """Return the values of `MEANING_FEATURES` for each sentence of the passages, in their order.

    `matches` has the sentences' matches, passage by passage; a passage in a language without
    vectors is None.
    """
    shares = weighting.local
    covered = [[sum(map(mul, shares, m.literal)) for m in found] for found in matches]
    unmet = 1 - max((share for found in covered for share in found), default=1.0)
    asked = vectors_of(vector_rows([_meant(word) for word in query.words]))
    whole = _whole(weighting, asked)
    values = []
    for passage, found, shared in zip(passages, matches, covered, strict=True):
        near, focus, alike = _near(query, asked, whole, passage, shared)
        met = [list(map(max, m.literal, n)) for m, n in zip(found, near, strict=True)]
        in_passage = _share(shares, met)
        for i, own in enumerate(met):
            aligned, around = _share(shares, [own]), _share(shares, met[max(0, i - 1) : i + 2])
            values.append(
                [
                    *(aligned, alike[i], focus[i]),
                    *(unmet * aligned, unmet * alike[i], unmet * shared[i]),
                    *(around, unmet * around, in_passage),
                ]
            )
    return values


def _near(
    query: Query,
    asked: Floats,
    whole: NDArray[np.float64],
    passage: PassageVectors | None,
    covered: Sequence[float],
) -> tuple[Sequence[Sequence[float]], list[float], list[float]]:
    """Return what `_nearest` and `_cosines` do, or for want of vectors what is usual.

    `covered` is the share of the question that each sentence has literally.
    """
    if passage is None or not query.words:
        usual = [_USUALLY_NEAR] * len(query.words)
        alike = [_LEAST_ALIKE + _ALIKE_BY_COVERAGE * share for share in covered]
        return [usual] * len(covered), [0.0] * len(covered), alike
    near, focus = _nearest(query, asked, passage)
    return near, focus, _cosines(passage.sums, whole)


def _share(shares: Sequence[float], met: Sequence[Sequence[float]]) -> float:
    """Return the share of the question that sentences meet together, each word by the best."""
    best: Iterable[float] = map(max, *met) if len(met) > 1 else met[0]
    return float(sum(map(mul, shares, best)))


def _meant(word: Word) -> str:
    """Return the word's term, or what the sources write instead where it is misspelt."""
    spellings = [other for other in word.alternatives if other.origin == "spelling"]
    return max(spellings, key=lambda other: other.strength).term if spellings else word.term


def _whole(weighting: Weighting, asked: Floats) -> NDArray[np.float64]:
    """Return the sum of the question's words' vectors, rarer words counting more."""
    weights = np.rint(np.array(weighting.general) * _STEPS_OF_SHARE)
    summed: NDArray[np.float64] = (weights[:, None] * asked).sum(axis=0)
    return summed


def _nearest(
    query: Query, asked: Floats, passage: PassageVectors
) -> tuple[list[list[float]], list[float]]:
    """Return, a sentence, how near its nearest word is to each of the question's, 0 to 1.

    And how near its nearest word that is not in the question is to what the question is about: an
    instrument that is named answers "which instrument".
    """
    vectors = vectors_of(passage.rows)
    lengths = np.sqrt((vectors * vectors).sum(axis=1))
    own = np.sqrt((asked * asked).sum(axis=1))
    # products of whole numbers below 2^24: exact; only the division rounds, and alike everywhere
    cosines = (asked @ vectors.T) / np.maximum(1, np.outer(own, lengths))
    nearest = np.maximum.reduceat(cosines, passage.starts, axis=1)
    related = np.maximum(0, (nearest - _UNRELATED) / (1 - _UNRELATED))
    focus = [0.0] * len(passage.starts)
    words = [word.term for word in query.words]
    if query.focus in words:
        to_focus = cosines[words.index(query.focus)].copy()
        known = set(words)
        to_focus[[number for number, term in enumerate(passage.terms) if term in known]] = 0
        focus = np.maximum.reduceat(to_focus, passage.starts).tolist()
    return related.T.tolist(), focus


def _cosines(sums: Floats, whole: NDArray[np.float64]) -> list[float]:
    """Return how alike each sentence as a whole is to the question as a whole, -1 to 1."""
    exact = sums.astype(np.float64)
    products = (exact @ whole).tolist()
    lengths = (exact * exact).sum(axis=1).tolist()
    own = math.sqrt(float(whole @ whole))
    return [
        product / (own * math.sqrt(length)) if own and length else 0.0
        for product, length in zip(products, lengths, strict=True)
    ]
