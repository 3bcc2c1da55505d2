"""GloVe's vectors to the compact table that ships; run once, its result is shipped.

    python -m knowledge.fitting.word_vectors FILE      (a line: word, then its numbers)

FILE is glove.6B.100d.txt, whose words stand commonest first. A stem's vector is the mean of its
words' vectors, commoner ones weighing more. What all words share says nothing of their meaning, so
the mean and the main direction are taken out first (Mu and Viswanath 2018, "All-but-the-top",
section 2); then the directions that vary most are kept. Last, words that WordNet relates are drawn
together, as words that merely stand in like places are no synonyms (Faruqui et al. 2015,
"Retrofitting Word Vectors to Semantic Lexicons", section 2).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.analysis import tokens
from knowledge.question.frequencies import rarity
from knowledge.question.thesaurus import related_terms
from knowledge.question.word_vectors import DIMENSIONS, STEPS, TERMS, VECTORS, WEIGHTS

_WORDS = 60_000
_STEMS = 30_000
_COMMON = 20_000
"""Words, or stems, by which the directions are found."""
_SCALE = 320.0
"""A unit vector's numbers are mostly below 0.4: so they fill a byte."""

_WEAKEST_RELATION, _DRAW, _ROUNDS = 0.4, 2.0, 10
"""Relations that draw words together, how much more than a word's own vector, and how often."""

Matrix = NDArray[np.float64]


def read_vectors(path: Path, count: int = _WORDS) -> tuple[list[str], Matrix]:
    """Return the first `count` words of the file with their vectors."""
    with path.open(encoding="utf-8") as lines:
        rows = [line.rstrip().split(" ") for line in islice(lines, count)]
    return [row[0] for row in rows], np.array([row[1:] for row in rows], dtype=np.float64)


def without_common_part(vectors: Matrix) -> Matrix:
    """Return `vectors` without their mean and without the direction in which they vary most."""
    centred = vectors - vectors[:_COMMON].mean(axis=0)
    main = np.linalg.svd(centred[:_COMMON], full_matrices=False)[2][:1]
    return np.asarray(centred - centred @ main.T @ main)


def stem_vectors(words: list[str], vectors: Matrix) -> tuple[list[str], Matrix]:
    """Return the commonest stems with the weighted means of their words' vectors, of length 1."""
    sums: dict[str, Matrix] = {}
    for rank, word in enumerate(words):
        found = tokens(word) if word.isalpha() and len(word) > 1 else []
        if len(found) == 1 and not found[0].stop:
            part = vectors[rank] / (rank + 10)
            sums[found[0].term] = sums.get(found[0].term, 0.0) + part
    stems = list(sums)[:_STEMS]
    means = np.array([sums[stem] for stem in stems])
    return stems, means / np.linalg.norm(means, axis=1, keepdims=True)


def reduced(vectors: Matrix) -> Matrix:
    """Return `vectors` in the `DIMENSIONS` directions in which they vary most, of length 1."""
    directions = np.linalg.svd(vectors[:_COMMON], full_matrices=False)[2][:DIMENSIONS]
    kept = vectors @ directions.T
    return np.asarray(kept / np.linalg.norm(kept, axis=1, keepdims=True))


def drawn_together(stems: list[str], vectors: Matrix) -> Matrix:
    """Return the vectors after words that WordNet relates have been drawn together, of length 1."""
    row = {stem: number for number, stem in enumerate(stems)}
    related = [_related(stem, row) for stem in stems]
    drawn = vectors.copy()
    for _ in range(_ROUNDS):
        for number, (rows, weights) in enumerate(related):
            if rows:
                drawn[number] = (vectors[number] + _DRAW * weights @ drawn[rows]) / (1 + _DRAW)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def _related(stem: str, row: Mapping[str, int]) -> tuple[list[int], Matrix]:
    """Return the rows of the stems that WordNet relates to one, with weights that add up to 1."""
    found = {
        row[other]: strength
        for other, strength in related_terms(stem).items()
        if other in row and strength >= _WEAKEST_RELATION
    }
    weights = np.array(list(found.values()))
    return list(found), weights / weights.sum() if found else weights


def write_table(stems: list[str], vectors: Matrix) -> None:
    """Write the three files that ship."""
    names = np.array([stem.encode() for stem in stems])
    order = np.argsort(names)
    whole = np.clip(np.rint(vectors[order] * _SCALE), -127, 127).astype(np.int8)
    weights = [round(STEPS * rarity(stems[number])) for number in order]
    np.save(TERMS, names[order])
    np.save(WEIGHTS, np.array([*weights, 0], dtype=np.int8))
    np.save(VECTORS, np.vstack([whole, np.zeros((1, DIMENSIONS), dtype=np.int8)]))


def main() -> None:
    """Read GloVe's file and write the table."""
    words, vectors = read_vectors(Path(sys.argv[1]))
    stems, means = stem_vectors(words, without_common_part(vectors))
    write_table(stems, drawn_together(stems, reduced(means)))


if __name__ == "__main__":
    main()
