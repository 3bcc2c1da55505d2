"""Ranking: a question's weighted terms to passages, best first, over several collections at once."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from knowledge.index.collection import Snapshot
from knowledge.index.model import K1, B, inverse_frequency


class Searcher:
    """Ranks the passages of the snapshots as one collection: their statistics add up."""

    def __init__(self, snapshots: Sequence[Snapshot], *, k1: float = K1, b: float = B) -> None:
        self._k1 = k1
        self._b = b
        self._passages = {p: counts for s in snapshots for p, counts in s.passages.items()}
        self._lengths = {p: sum(counts.values()) for p, counts in self._passages.items()}
        self._postings: dict[str, dict[int, int]] = defaultdict(dict)
        for passage_id, counts in self._passages.items():
            for term, count in counts.items():
                self._postings[term][passage_id] = count
        self.passage_count = len(self._passages)
        self._mean = sum(self._lengths.values()) / max(1, self.passage_count)

    def document_frequency(self, term: str) -> int:
        """Return the number of passages that contain `term`."""
        return len(self._postings.get(term, ()))

    def idf(self, term: str) -> float:
        """Return the term's inverse document frequency; 0 for a term that no passage contains."""
        frequency = self.document_frequency(term)
        return inverse_frequency(self.passage_count, frequency) if frequency else 0.0

    def contains(self, term: str) -> bool:
        """Say whether any passage contains `term`."""
        return term in self._postings

    def search(
        self, query: Mapping[str, float], k: int, within: Sequence[tuple[int, int]] | None = None
    ) -> list[tuple[int, float]]:
        """Return the `k` best (passage id, score), best first, ties by ascending id."""
        scores: dict[int, float] = defaultdict(float)
        for term in query:
            for passage_id in self._postings.get(term, ()):
                if within is None or any(low <= passage_id < high for low, high in within):
                    scores[passage_id] += query[term] * self._score(term, passage_id)
        return heapq.nsmallest(k, scores.items(), key=lambda hit: (-hit[1], hit[0]))

    def contributions(self, query: Mapping[str, float], passage_id: int) -> dict[str, float]:
        """Return what each query term that the passage contains adds to its score."""
        counts = self._passages.get(passage_id, {})
        return {t: w * self._score(t, passage_id) for t, w in query.items() if t in counts}

    def terms_with_prefix(self, prefix: str) -> Iterator[str]:
        """Yield the plain terms that start with `prefix`, in order."""
        yield from sorted(t for t in self._postings if t.startswith(prefix) and " " not in t)

    def _score(self, term: str, passage_id: int) -> float:
        count = self._passages[passage_id][term]
        length = self._lengths[passage_id] / self._mean
        norm = self._k1 * (1 - self._b + self._b * length)
        return self.idf(term) * count * (self._k1 + 1) / (count + norm)
