"""From scored sentences to runs worth quoting: the shortest that carry the answer, best first."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from knowledge.models import Hit
from knowledge.selection.features import FEATURES, Place, Reading, sentence_features
from knowledge.selection.matching import Match

LONGEST = 400
"""Characters of an excerpt at most."""

_WORTH_ADDING = 0.03
"""Probability that a neighbouring sentence must bring to be quoted too."""
_WORTH_ADDING_PARAGRAPH = 0.15
"""The same across the end of a paragraph, where another thought begins."""
_MOST_SENTENCES = 3
_OPENINGS = 8
"""Likeliest sentences around which the best run is looked for."""
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
        members = _best_left(found, used, quoted)
        if not members or (runs and _likeliest(found, members) < _LEAST_PROBABILITY):
            break
        used.update(members)
        quoted.add(found.places[members[0]].hit.passage.document)
        runs.append(_run(found, members))
    return runs


def _likeliest(found: Selection, members: Sequence[int]) -> float:
    return max(found.probabilities[i] for i in members)


def _best_left(found: Selection, used: set[int], quoted: set[str]) -> list[int]:
    """Return the likeliest sentences not yet quoted, those of a new source before equal ones.

    Neighbours are quoted together where each adds more than it costs.
    """

    def worth(members: Sequence[int]) -> float:
        again = found.places[members[0]].hit.passage.document in quoted
        likely = sum(found.probabilities[i] for i in members)
        likely -= sum(_cost(found, i) for i in members[1:])
        return likely * (_SAME_SOURCE if again else 1.0)

    options = [m for first in _openings(found, used) for m in _from(found, first, used)]
    best = max(options, key=lambda members: (worth(members), -members[0]), default=[])
    return _with_antecedent(found, best, used)


def _cost(found: Selection, i: int) -> float:
    """Return what the probability of sentence `i` must pass to be quoted after the one before."""
    before, place = found.places[i - 1], found.places[i]
    between = place.hit.passage.text[before.sentence.end : place.sentence.start]
    return _WORTH_ADDING_PARAGRAPH if between.count("\n") > 1 else _WORTH_ADDING


def _openings(found: Selection, used: set[int]) -> list[int]:
    """Return the sentences that runs may begin with: the likeliest, and those right before them.

    A run that has none of the likeliest is worth less than the least of these alone would be.
    """
    left = [i for i in range(len(found.places)) if i not in used]
    likeliest = sorted(left, key=lambda i: -found.probabilities[i])[:_OPENINGS]
    reach = range(_MOST_SENTENCES)
    return sorted({i - back for i in likeliest for back in reach if i >= back})


def _from(found: Selection, first: int, used: set[int]) -> Iterator[list[int]]:
    """Yield the runs that begin with sentence `first` and may be quoted."""
    members: list[int] = []
    for i in range(first, min(first + _MOST_SENTENCES, len(found.places))):
        if i in used or not _joins(found, members, i):
            break
        members.append(i)
        yield list(members)


def _joins(found: Selection, members: Sequence[int], i: int) -> bool:
    """Say whether sentence `i` may be quoted together with `members`."""
    if not members:
        return True
    first, last = sorted((found.places[members[0]], found.places[i]), key=lambda p: p.number)
    same = first.hit.passage.id == last.hit.passage.id
    return same and last.sentence.end - first.sentence.start <= LONGEST


def _with_antecedent(found: Selection, members: list[int], used: set[int]) -> list[int]:
    """Add the sentence before where the first one says nothing without it: "It was then ..."."""
    if not members or not found.places[members[0]].sentence.points_back:
        return members
    before = members[0] - 1
    likeliest = max(members, key=lambda i: found.probabilities[i])
    for kept in (members, [likeliest]):
        free = before >= 0 and before not in used and kept[0] == members[0]
        if free and _joins(found, kept[-1:], before):
            return [before, *kept]
    return members


def _run(found: Selection, members: Sequence[int]) -> Run:
    best = max(members, key=lambda i: (found.probabilities[i], -i))
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
