"""From scored sentences to runs worth quoting: the shortest that carry the answer, best first."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from knowledge.models import Hit
from knowledge.selection.features import FEATURES, Match, Place, Reading, sentence_features

LONGEST = 400
"""Characters of an excerpt at most."""

_WORTH_ADDING = 0.04
"""Probability that a neighbouring sentence must bring to be quoted too."""
_SAME_SOURCE = 0.5
"""What a further excerpt of a document already quoted is worth beside one of another document."""
_LEAST_PROBABILITY = 0.005
_CLAUSE = re.compile(r"[,;:—–] +")


@dataclass(frozen=True)
class Run:
    """Neighbouring sentences of one passage; offsets count in the passage's text."""

    hit: Hit
    start: int
    end: int
    score: float
    """The sentence model's logit for the chosen sentence."""
    probability: float
    """Of holding the answer, if the hits hold it at all."""
    highlights: tuple[tuple[int, int], ...]
    """Spans of the answering words, counted from the run's start."""
    number: int
    """Index of the chosen sentence among all sentences of the hits."""


@dataclass(frozen=True)
class Selection:
    """All sentences of the hits with their scores, and the runs that were chosen."""

    reading: Reading
    places: Sequence[Place]
    rows: Sequence[Sequence[float]]
    matches: Sequence[Match]
    logits: Sequence[float]
    probabilities: Sequence[float]
    runs: tuple[Run, ...]


def select(reading: Reading, weights: Mapping[str, float], count: int) -> Selection:
    """Score the sentences of `reading` and choose up to `count` runs that do not overlap."""
    places, rows, matches = sentence_features(reading)
    order = [weights.get(name, 0.0) for name in FEATURES]
    # in plain Python: a matrix product may round differently on another machine
    logits = [sum(map(mul, order, row)) for row in rows]
    probabilities = _softmax(logits)
    found = Selection(reading, places, rows, matches, logits, probabilities, ())
    runs = tuple(_runs(found, count))
    return Selection(reading, places, rows, matches, logits, probabilities, runs)


def _softmax(logits: Sequence[float]) -> list[float]:
    top = max(logits, default=0.0)
    powers = [math.exp(logit - top) for logit in logits]
    total = sum(powers) or 1.0
    return [power / total for power in powers]


def _runs(found: Selection, count: int) -> list[Run]:
    runs: list[Run] = []
    used: set[int] = set()
    quoted: set[str] = set()
    while len(runs) < count:
        best = _best_left(found, used, quoted)
        if best is None or (runs and found.probabilities[best] < _LEAST_PROBABILITY):
            break
        members = _extended(found, best, used)
        used.update(members)
        quoted.add(found.places[best].hit.passage.document)
        runs.append(_run(found, best, members))
    return runs


def _best_left(found: Selection, used: set[int], quoted: set[str]) -> int | None:
    """Return the likeliest sentence not yet quoted, one of a new source before an equal one."""

    def worth(i: int) -> float:
        again = found.places[i].hit.passage.document in quoted
        return found.probabilities[i] * (_SAME_SOURCE if again else 1.0)

    left = [i for i in range(len(found.places)) if i not in used]
    return max(left, key=lambda i: (worth(i), -i), default=None)


def _extended(found: Selection, best: int, used: set[int]) -> list[int]:
    """Return the chosen sentence with the neighbour that it needs or that is likely to help."""
    place = found.places[best]
    options = []
    for other in (best - 1, best + 1):
        if not 0 <= other < len(found.places) or other in used:
            continue
        neighbour = found.places[other]
        if neighbour.hit.passage.id != place.hit.passage.id:
            continue
        first, last = sorted((place, neighbour), key=lambda each: each.number)
        if last.sentence.end - first.sentence.start > LONGEST:
            continue
        if other < best and place.sentence.points_back:
            return [other, best]  # "It was then ..." says nothing without the sentence before
        options.append((found.probabilities[other], other))
    gain, other = max(options, default=(0.0, best))
    return sorted({best, other}) if gain >= _WORTH_ADDING else [best]


def _run(found: Selection, best: int, members: Sequence[int]) -> Run:
    place = found.places[best]
    text = place.hit.passage.text
    start = found.places[members[0]].sentence.start
    end = found.places[members[-1]].sentence.end
    marks = sorted(
        (found.places[i].sentence.start + a, found.places[i].sentence.start + b)
        for i in members
        for a, b in _marks(found, i)
    )
    if end - start > LONGEST:
        start, end = _window(text, start, end, marks)
    highlights = tuple((a - start, b - start) for a, b in marks if a >= start and b <= end)
    return Run(
        hit=place.hit,
        start=start,
        end=end,
        score=found.logits[best],
        probability=sum(found.probabilities[i] for i in members),
        highlights=highlights,
        number=best,
    )


def _marks(found: Selection, number: int) -> list[tuple[int, int]]:
    """Return the spans, inside the sentence, of the words that stand for the question's."""
    sentence, kin = found.places[number].sentence, found.reading.kin
    return [span for term, spans in sentence.spans.items() if term in kin for span in spans]


def _window(text: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the part of an overlong sentence, cut between clauses, that has the most marks."""
    starts = [start, *(m.end() for m in _CLAUSE.finditer(text, start, end))]
    stops = [*(m.start() + 1 for m in _CLAUSE.finditer(text, start, end)), end]
    best = (-1, start, min(end, start + LONGEST))
    for first in starts:
        last = max((s for s in stops if first < s <= first + LONGEST), default=first + LONGEST)
        held = sum(1 for a, b in marks if first <= a and b <= last)
        best = max(best, (held, first, min(last, end)), key=lambda each: each[0])
    return best[1], best[2]
