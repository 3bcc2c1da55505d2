"""Fits the sentence model and the confidence, and writes what is shipped.

    python -m knowledge.fitting.model SQUAD.json SET.jsonl[=WEIGHT] ...

SQUAD is a file in the format of SQuAD 2.0. Each set, NAME.jsonl, is on the documents in the folder
NAME beside it (on one of them where a question names it as its source), or on the bundled article
where there is none. A question of a set counts WEIGHT times, by default 5; fewer where a set asks
in other words than the sources' more often than people do. The sentence model is fitted on all
answerable questions. The confidence is fitted on three kinds of library: all of SQUAD's articles,
each article alone with questions on the others as unanswerable ones, and the sets' documents; its
features come from a sentence model not fitted on the questions at hand.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.answers.confidence import CONFIDENCE_FEATURES, confidence_features
from knowledge.answers.documents import document_statements
from knowledge.answers.finding import Found, find
from knowledge.answers.sources import Sources
from knowledge.evaluation.memory import MemorySources
from knowledge.evaluation.questions import Question, Squad, read_questions, read_squad
from knowledge.evaluation.scoring import is_hit
from knowledge.fetch import Source, read_path
from knowledge.fitting.regression import Vector, fit_logistic, fit_softmax
from knowledge.models import Draft
from knowledge.question import small_talk
from knowledge.readers import read
from knowledge.selection import FEATURES
from knowledge.selection.model import MODEL_FILE

SENTENCE_RIDGE, CONFIDENCE_RIDGE = 15.0, 20.0
PRECISION = 0.8
"""Wanted share of right ones among the answers that are said to be sure."""
UNSURE_FROM = 0.1
"""The confidence from which the nearest passages are worth a look, said to be unsure."""
AT_LEAST = {"list_names": 2.0, "list_countries": 6.0, "apposition": 2.0, "contrast": 2.0}
CONFIDENCE_AT_LEAST = {"list_countries": 3.0}
AT_MOST = {"is_question": -6.0}
"""Set by hand: the sets ask for too few lists, definitions and contrasts to fit these,
and SQuAD has no sentence that asks: one that does hardly ever answers."""
_HARD, _OTHERS, _SET = 0.3, 1.0, 5
"""How much an adversarial question, one of another article, and one of a set count."""
_FROM_OTHERS = 60
"""Questions of other articles asked of each article."""

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Case:
    """A question asked of a library, with how much it counts."""

    question: Question
    sources: Sources
    weight: float


@dataclass(frozen=True)
class Example:
    """An answerable question's sentences: their features, and which of them answer."""

    rows: Vector
    right: NDArray[np.bool_]
    kind: str
    times: int = 1
    """How often it counts."""


def read_set(name: str) -> list[Case]:
    """Return the questions of the set SET.jsonl[=WEIGHT] with their documents."""
    file, _, weight = name.partition("=")
    path = Path(file)
    documents = sorted(path.with_suffix("").glob("*"))
    drafts = {each.name: read(read_path(each)) for each in documents} or {"article": _bundled()}
    everything = MemorySources(drafts)
    alone = {name: MemorySources({name: draft}) for name, draft in drafts.items()}
    return [
        Case(question, alone.get(question.source or "", everything), int(weight or _SET))
        for question in read_questions(path)
    ]


def squad_examples(squad: Squad) -> dict[str, list[Example]]:
    """Return the examples of SQuAD's articles by article, found among all articles."""
    sources = MemorySources(squad.drafts)
    examples: dict[str, list[Example]] = {name: [] for name in squad.drafts}
    for question in squad.questions:
        if question.answerable:
            found = find(question.question, sources, {})
            right = _answering(squad, question, found)
            examples[question.source or ""] += _examples(question, found, right)
    return examples


def set_examples(cases: Sequence[Case]) -> list[Example]:
    """Return the examples of a set's questions."""
    examples = []
    for case in cases:
        found = find(case.question.question, case.sources, {})
        right = (is_hit(said, case.question.gold) for said in _sentences(found))
        examples += _examples(case.question, found, right, int(case.weight))
    return examples


def _examples(
    question: Question, found: Found, right: Iterable[bool], times: int = 1
) -> list[Example]:
    marks = np.array(list(right), dtype=bool)
    rows = np.array(found.selection.rows)
    return [Example(rows, marks, question.kind, times)] if marks.any() else []


def fit_sentences(examples: Sequence[Example]) -> dict[str, float]:
    """Return the sentence model's weights, fitted on the examples given."""
    weights = fit_examples(examples, range(len(FEATURES)))
    fitted = dict(zip(FEATURES, (round(float(w), 4) for w in weights), strict=True))
    raised = {name: max(least, fitted[name]) for name, least in AT_LEAST.items()}
    return fitted | raised | {name: min(most, fitted[name]) for name, most in AT_MOST.items()}


def fit_examples(examples: Sequence[Example], columns: Sequence[int]) -> Vector:
    """Return weights for the features in `columns`, each example counted as often as it says."""
    counted = [each for each in examples for _ in range(each.times)]
    rows = [each.rows[:, columns] for each in counted]
    return fit_softmax(rows, [each.right for each in counted], SENTENCE_RIDGE)


def _sentences(found: Found) -> Iterator[str]:
    for place in found.selection.places:
        yield place.hit.passage.text[place.sentence.start : place.sentence.end]


def _answering(squad: Squad, question: Question, found: Found) -> Iterator[bool]:
    spans = squad.answers[question.id]
    for place in found.selection.places:
        start = place.hit.passage.start + place.sentence.start
        end = place.hit.passage.start + place.sentence.end
        same = place.hit.passage.document == question.source
        yield same and any(start <= a and b <= end for a, b in spans)


def squad_cases(squad: Squad, articles: Sequence[str]) -> list[Case]:
    """Return the questions of `articles`, asked of all articles and of single ones."""
    everything = MemorySources(squad.drafts)
    cases = [
        Case(q, everything, 1.0 if q.answerable else _HARD)
        for q in squad.questions
        if q.source in articles
    ]
    for name in articles:
        alone = MemorySources({name: squad.drafts[name]})
        own = [q for q in squad.questions if q.source == name and q.answerable]
        others = [q for q in squad.questions if q.source != name and q.answerable]
        cases += [Case(q, alone, 0.5) for q in own]
        for q in others[:: max(1, len(others) // _FROM_OTHERS)]:
            foreign = q.model_copy(update={"answerable": False, "gold": ()})
            cases.append(Case(foreign, alone, _OTHERS))
    return cases


def from_passages(cases: Sequence[Case]) -> list[Case]:
    """Return the cases that are answered from passages, if at all."""
    return [
        case
        for case in cases
        if small_talk(case.question.question) is None
        and not document_statements(case.question.question, case.sources)
    ]


def _bundled() -> Draft:
    name = "nato-vs-csto.md"
    data = (resources.files("knowledge") / "articles" / name).read_bytes()
    return read(Source(data, name, name))


def measure(cases: Sequence[Case], weights: Weights) -> tuple[Vector, Vector, Vector]:
    """Return the confidence's features, whether the first run is right, and the cases' weights."""
    rows, right, counts = [], [], []
    for case in cases:
        found = find(case.question.question, case.sources, weights)
        if found.selection.runs:
            run = found.selection.runs[0]
            quote = run.hit.passage.text[run.start : run.end]
            rows.append(confidence_features(found.selection, found.unseen))
            right.append(case.question.answerable and is_hit(quote, case.question.gold))
            counts.append(case.weight)
    return np.array(rows), np.array(right, dtype=bool), np.array(counts)


def fit_model(squad: Squad, sets: Sequence[Sequence[Case]]) -> dict[str, object]:
    """Return what is shipped: weights of both models, and thresholds for `PRECISION`."""
    names = list(squad.drafts)
    by_article = squad_examples(squad)
    by_set = [set_examples(cases) for cases in sets]
    everything = [example for name in names for example in by_article[name]]
    crossed = []
    for half, other in ((names[0::2], names[1::2]), (names[1::2], names[0::2])):
        weights = fit_sentences([example for name in other for example in by_article[name]])
        crossed.append(measure(squad_cases(squad, half), weights))
    for number, cases in enumerate(sets):
        others = [each for i, known in enumerate(by_set) if i != number for each in known]
        crossed.append(measure(from_passages(cases), fit_sentences([*everything, *others])))
    rows, right, counts = (np.concatenate(parts) for parts in zip(*crossed, strict=True))
    logistic, bias = fit_logistic(rows, right, counts, CONFIDENCE_RIDGE)
    for name, least in CONFIDENCE_AT_LEAST.items():
        column = CONFIDENCE_FEATURES.index(name)
        logistic[column] = max(least, logistic[column])
    chances = 1 / (1 + np.exp(-(rows @ logistic + bias)))
    answered = threshold(chances, right, counts)
    return {
        "data": "SQuAD 2.0 development set (Rajpurkar, Jia and Liang 2018; 8 articles), and the"
        " question sets article, article_more, other and varied in tests/data/questions",
        "command": "python -m knowledge.fitting.model SQUAD.json tests/data/questions/article.jsonl"
        " tests/data/questions/article_more.jsonl tests/data/questions/other.jsonl"
        " tests/data/questions/varied.jsonl=2",
        "sentence": fit_sentences([*everything, *(each for known in by_set for each in known)]),
        "confidence": dict(
            zip(CONFIDENCE_FEATURES, (round(float(w), 4) for w in logistic), strict=True)
        ),
        "bias": round(bias, 4),
        "thresholds": {
            "precision": PRECISION,
            "answered": answered,
            "unsure": UNSURE_FROM,
        },
    }


def threshold(
    chances: Vector, right: Vector, counts: Vector, precision: float = PRECISION
) -> float:
    """Return the least confidence from which `precision` of the answers are right."""
    order = np.argsort(-chances, kind="stable")
    correct = np.cumsum((right * counts)[order]) / np.cumsum(counts[order])
    enough = np.flatnonzero(correct >= precision)
    return round(float(chances[order][enough[-1]]), 3) if len(enough) else 1.0


def main() -> None:
    """Fit, and write the model or print what it reaches."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("squad", type=Path)
    parser.add_argument("sets", nargs="+")
    arguments = parser.parse_args()
    model = fit_model(read_squad(arguments.squad), [read_set(name) for name in arguments.sets])
    MODEL_FILE.parent.mkdir(exist_ok=True)
    MODEL_FILE.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
