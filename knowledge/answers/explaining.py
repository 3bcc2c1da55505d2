"""Why this answer: terms with their shares of the score, features with their weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.answers.confidence import CONFIDENCE_FEATURES
from knowledge.answers.finding import Found
from knowledge.answers.sources import Sources
from knowledge.models import Explanation, FeatureWeight, TermWeight
from knowledge.question import Query
from knowledge.selection import FEATURES, Model, Run


def explain_answer(
    found: Found, features: Sequence[float], sources: Sources, model: Model
) -> Explanation:
    """Return the explanation of the first run: its terms' shares add up to the passage's score."""
    run = found.selection.runs[0]
    return Explanation(
        terms=tuple(_terms(found.query, run.hit.passage.id, sources)),
        passage_score=run.hit.score,
        features=tuple(_features(found, run, model)),
        chosen=_sentence(found, run.number),
        runner_up=_sentence(found, other)
        if (other := _runner_up(found, run)) is not None
        else None,
        confidence=tuple(_confidence(features, model)),
    )


def _confidence(features: Sequence[float], model: Model) -> Iterator[FeatureWeight]:
    """Yield what the confidence is the logistic function of the sum of."""
    yield FeatureWeight(feature="bias", weight=model.bias, chosen=1.0)
    for name, value in zip(CONFIDENCE_FEATURES, features, strict=True):
        weight = model.confidence.get(name, 0.0)
        yield FeatureWeight(feature=name, weight=weight, chosen=value)


def _terms(query: Query, passage: int, sources: Sources) -> list[TermWeight]:
    weights = query.weights()
    shares = sources.searcher.contributions(weights, passage)
    origins = {word.term: (word.text, word.origin) for word in query.words}
    for word in query.words:
        for other in word.alternatives:
            origins.setdefault(other.term, (word.text, other.origin))
    return [
        TermWeight(
            term=term,
            word=origins.get(term, (term, "pair"))[0],
            origin=origins.get(term, (term, "pair"))[1],
            weight=weight,
            idf=sources.searcher.idf(term),
            passages=sources.searcher.document_frequency(term),
            share=shares.get(term, 0.0),
        )
        for term, weight in weights.items()
    ]


def _features(found: Found, run: Run, model: Model) -> list[FeatureWeight]:
    rows, other = found.selection.rows, _runner_up(found, run)
    return [
        FeatureWeight(
            feature=name,
            weight=model.sentence.get(name, 0.0),
            chosen=rows[run.number][column],
            runner_up=None if other is None else rows[other][column],
        )
        for column, name in enumerate(FEATURES)
    ]


def _runner_up(found: Found, run: Run) -> int | None:
    logits = found.selection.logits
    left = [i for i in range(len(logits)) if i != run.number]
    return max(left, key=lambda i: logits[i], default=None)


def _sentence(found: Found, number: int) -> str:
    place = found.selection.places[number]
    return place.hit.passage.text[place.sentence.start : place.sentence.end]
