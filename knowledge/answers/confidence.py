"""How sure an answer is: a calibrated probability, and the thresholds that make a status of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.models import Status
from knowledge.selection import FEATURES, Model, Selection, fitted_model
from knowledge.selection.types import TYPE_FEATURES

_OF_SENTENCE = (
    "coverage", "coverage_general", "coverage_local", "pair", "near", "run", "rarest_missing",
    "names_missing", "numbers_missing", "focus", "form", "before", "after", "elsewhere",
    "title", "heading", "stop_words", "length", "quoted", "all_words", "passage_coverage",
    "passage_general", "passage_bm25", "passage_document", "head", "tail",
    "aligned", "alike", "focus_alike", "aligned_unmet", "alike_unmet", "coverage_unmet",
    "aligned_around", "aligned_in_passage", *TYPE_FEATURES,
)  # fmt: skip
_COLUMNS = {name: FEATURES.index(name) for name in _OF_SENTENCE}

CONFIDENCE_FEATURES = (
    "probability", "run_probability", "passage_probability", "margin", "logit",
    "unseen", "unseen_names", "words", "keywords_only", "run_coverage", "run_general",
    *_OF_SENTENCE,
)  # fmt: skip


def _answered() -> float:
    return fitted_model().answered


def _unsure() -> float:
    return fitted_model().unsure


@dataclass(frozen=True)
class Thresholds:
    """From which confidence an excerpt counts as the answer, and from which it is worth showing."""

    answered: float = field(default_factory=_answered)
    unsure: float = field(default_factory=_unsure)

    def status(self, confidence: float) -> Status:
        """Return the status that `confidence` earns."""
        if confidence >= self.answered:
            return "answered"
        return "unsure" if confidence >= self.unsure else "no_answer"


def confidence_features(found: Selection, unseen: Sequence[bool]) -> list[float]:
    """Return the values of `CONFIDENCE_FEATURES` for the first run of `found`.

    `unseen` says of each word of the question whether no source has it, nor anything like it.
    """
    run, reading = found.runs[0], found.reading
    best, words = run.number, reading.query.words
    here = found.places[best].hit.passage.id
    of_passage = sum(
        p
        for p, place in zip(found.probabilities, found.places, strict=True)
        if place.hit.passage.id == here
    )
    others = [p for i, p in enumerate(found.probabilities) if i != best]
    general = reading.weighting.general
    members = [
        i
        for i, place in enumerate(found.places)
        if place.hit.passage.id == here
        and run.start <= place.sentence.start
        and place.sentence.end <= run.end
    ] or [best]
    covered = [max(found.matches[i].best[w] for i in members) for w in range(len(words))]
    own = [
        found.probabilities[best],
        run.probability,
        of_passage,
        found.probabilities[best] - max(others, default=0.0),
        found.logits[best],
        sum(share for share, missing in zip(general, unseen, strict=True) if missing),
        sum(1.0 for word, missing in zip(words, unseen, strict=True) if missing and word.capital),
        math.log(1 + len(words)),
        1.0 if reading.query.kind == "keywords" else 0.0,
        sum(s * c for s, c in zip(reading.weighting.local, covered, strict=True)),
        sum(s * c for s, c in zip(general, covered, strict=True)),
    ]
    return [*own, *(found.rows[best][column] for column in _COLUMNS.values())]


def confidence(features: Sequence[float], model: Model) -> float:
    """Return the probability that the first run answers, by logistic regression."""
    weights = (model.confidence.get(name, 0.0) for name in CONFIDENCE_FEATURES)
    logit = model.bias + sum(w * v for w, v in zip(weights, features, strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))), 4)
