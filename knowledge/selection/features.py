"""What is measured of each sentence: numbers that the linear model weighs.

Coverage is counted in shares of the question's weight, so that values compare between questions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.index import Searcher
from knowledge.models import Hit
from knowledge.question import Query
from knowledge.selection.matching import Kinship, Match, Weighting, kinships, weigh
from knowledge.selection.meaning import MEANING_FEATURES, meaning_features, passage_vectors
from knowledge.selection.reading import Sentence, read_sentences
from knowledge.selection.types import TYPE_FEATURES, type_features

COVERAGE_FEATURES = (
    "coverage", "coverage_squared", "coverage_general", "coverage_local", "bm25", "pair", "near",
    "run", "rarest_missing", "names_missing", "numbers_missing", "focus", "form", "sense",
    "before", "after", "elsewhere", "title", "heading", "points_back_before", "stop_words",
    "length", "novelty", "first", "tail", "head", "quoted", "all_words", "is_question",
    "previous_coverage", "next_coverage", "follows_up",
)  # fmt: skip
PASSAGE_FEATURES = (
    "passage_bm25", "passage_relative", "passage_reciprocal_rank", "passage_coverage",
    "passage_best_sentence", "passage_gap", "passage_title", "passage_document", "passage_general",
)  # fmt: skip
FEATURES = (*COVERAGE_FEATURES, *TYPE_FEATURES, *PASSAGE_FEATURES, *MEANING_FEATURES)

_TYPICAL_LENGTH = 24
_LOOSELY_NEAR = 8
_HIGHEST_SCORE = 1.5
"""A passage's score beside the most that the question's own words could give it: the parts of a
spelt-out acronym would add to it without end."""
_WIDEST_GAP = 0.4
"""A wider one says nothing more; questions of one word would be decided by it alone."""


@dataclass(frozen=True)
class Place:
    """A sentence of a hit."""

    hit: Hit
    number: int
    """Its position among the passage's sentences."""
    sentence: Sentence


@dataclass(frozen=True)
class Reading:
    """One question's hits, read: what all its features share."""

    query: Query
    weighting: Weighting
    hits: Sequence[Hit]
    sentences: Sequence[tuple[Sentence, ...]]
    kin: Mapping[str, tuple[Kinship, ...]]
    titles: Sequence[frozenset[str]]
    headings: Sequence[frozenset[str]]
    languages: Sequence[str]


def read_hits(
    query: Query,
    hits: Sequence[Hit],
    searcher: Searcher,
    *,
    languages: Sequence[str],
    titles: Sequence[frozenset[str]],
    headings: Sequence[frozenset[str]],
) -> Reading:
    """Read the sentences of `hits`; languages, titles' and headings' terms are given per hit."""
    sentences = [
        read_sentences(hit.passage.text, language)
        for hit, language in zip(hits, languages, strict=True)
    ]
    vocabulary = {t for found in sentences for s in found for t in s.positions}
    for terms in (*titles, *headings):
        vocabulary |= terms
    kin = kinships(query, vocabulary)
    weighting = weigh(query, searcher)
    return Reading(query, weighting, hits, sentences, kin, titles, headings, languages)


def match_sentence(reading: Reading, sentence: Sentence) -> Match:
    """Return which of the question's words `sentence` has."""
    count = len(reading.query.words)
    found = Match([0.0] * count, [0.0] * count, [0.0] * count, [()] * count)
    by_kind = {"word": found.literal, "form": found.form, "sense": found.sense}
    # in the sentence's order: a set's would differ from process to process
    for term in sentence.positions:
        for number, strength, how in reading.kin.get(term, ()):
            row = by_kind[how]
            if strength > row[number]:
                row[number] = strength
                if how != "sense" or not found.places[number]:
                    found.places[number] = sentence.positions[term]
    return found


def sentence_features(reading: Reading) -> tuple[list[Place], list[list[float]], list[Match]]:
    """Return every sentence of the hits with its features, in the order of `FEATURES`."""
    places: list[Place] = []
    rows: list[list[float]] = []
    matches = [[match_sentence(reading, s) for s in found] for found in reading.sentences]
    meaning = iter(_meaning(reading, matches))
    for index, (hit, found) in enumerate(zip(reading.hits, matches, strict=True)):
        passage = _passage_features(reading, index, found)
        local = _local_weights(reading, found)
        for number, sentence in enumerate(reading.sentences[index]):
            own = _coverage_features(reading, index, number, found, local)
            kinds = type_features(reading.query, sentence, found[number].places, reading.kin)
            places.append(Place(hit, number, sentence))
            rows.append([*own, *kinds, *passage, *next(meaning)])
    return places, rows, [match for found in matches for match in found]


def _meaning(reading: Reading, matches: Sequence[Sequence[Match]]) -> list[list[float]]:
    vectors = [
        passage_vectors(hit.passage.text, language) if language == "en" and sentences else None
        for hit, language, sentences in zip(
            reading.hits, reading.languages, reading.sentences, strict=True
        )
    ]
    return meaning_features(reading.query, reading.weighting, vectors, matches)


def _local_weights(reading: Reading, found: Sequence[Match]) -> list[float]:
    """Weigh words by rarity among the passage's own sentences; those it lacks weigh nothing."""
    weights = []
    for number, share in enumerate(reading.weighting.local):
        having = sum(1 for match in found if match.literal[number] > 0)
        weights.append(math.log((len(found) + 1) / (having + 0.5)) * (0.3 + share) if having else 0)
    total = sum(weights) or 1.0
    return [weight / total for weight in weights]


def _coverage_features(
    reading: Reading, index: int, number: int, found: Sequence[Match], local: Sequence[float]
) -> list[float]:
    query, weighting = reading.query, reading.weighting
    sentence, match = reading.sentences[index][number], found[number]
    shares, literal = weighting.local, match.literal
    count = range(len(shares))
    squares = [share * share for share in shares]
    missing = [i for i in count if not literal[i]]
    title, heading = reading.titles[index], reading.headings[index]
    before = found[number - 1] if number else None
    after = found[number + 1] if number + 1 < len(found) else None
    previous = _covered(shares, before) if before else 0.0
    from_before, from_after, elsewhere = _around(shares, missing, found, number)
    size = max(1, len(sentence.sequence))
    in_title = [i for i in missing if query.words[i].term in title]
    return [
        sum(s * literal[i] for i, s in enumerate(shares)),
        sum(s * literal[i] for i, s in enumerate(squares)) / (sum(squares) or 1.0),
        sum(s * literal[i] for i, s in enumerate(weighting.general)),
        sum(w * literal[i] for i, w in enumerate(local)),
        _bm25(weighting, match, size),
        _together(weighting, match, 2),
        _together(weighting, match, _LOOSELY_NEAR),
        _longest_run(query, sentence, weighting),
        max((weighting.idf[i] for i in missing), default=0.0) / 8,
        sum(shares[i] for i in missing if query.words[i].capital and i not in in_title),
        sum(shares[i] for i in missing if query.words[i].number),
        _focus(query, match),
        sum(shares[i] * match.form[i] for i in missing),
        sum(shares[i] * match.sense[i] for i in missing if not match.form[i]),
        from_before,
        from_after,
        elsewhere,
        sum(shares[i] for i in in_title),
        sum(shares[i] for i in missing if query.words[i].term in heading and i not in in_title),
        from_before if sentence.points_back else 0.0,
        len(query.stops & sentence.stops) / (len(query.stops) or 1),
        math.log(size / _TYPICAL_LENGTH),
        math.log(1 + sum(1 for term in sentence.positions if term not in reading.kin)),
        1.0 if number == 0 else 0.0,
        literal[-1] if literal else 0.0,
        literal[0] if literal else 0.0,
        1.0 if _has_quoted(query, reading.hits[index], sentence) else 0.0,
        1.0 if not missing else 0.0,
        1.0 if "question" in sentence.cues else 0.0,
        previous,
        _covered(shares, after) if after else 0.0,
        previous if sentence.points_back else 0.0,
    ]


def _around(
    shares: Sequence[float], missing: Sequence[int], found: Sequence[Match], number: int
) -> tuple[float, float, float]:
    """Return what the sentence before, else the one after, else the rest of the passage adds."""
    before = found[number - 1] if number else None
    after = found[number + 1] if number + 1 < len(found) else None
    sums = [0.0, 0.0, 0.0]
    for i in missing:
        if before and before.best(i):
            sums[0] += shares[i] * before.best(i)
        elif after and after.best(i):
            sums[1] += shares[i] * after.best(i)
        elif any(other.best(i) for other in found):
            sums[2] += shares[i]
    return sums[0], sums[1], sums[2]


def _covered(shares: Sequence[float], match: Match) -> float:
    return sum(share * match.literal[i] for i, share in enumerate(shares))


def _bm25(weighting: Weighting, match: Match, size: int) -> float:
    norm = 1.2 * (0.6 + 0.4 * size / _TYPICAL_LENGTH)
    score = 0.0
    for i, places in enumerate(match.places):
        if match.literal[i]:
            count = len(places) or 1
            score += weighting.local[i] * match.literal[i] * count * 2.2 / (count + norm)
    return score


def _together(weighting: Weighting, match: Match, distance: int) -> float:
    """Return the share of neighbouring word pairs that stand within `distance` of each other."""
    total = met = 0.0
    for i in range(len(match.places) - 1):
        weight = weighting.local[i] + weighting.local[i + 1]
        total += weight
        first, second = match.places[i], match.places[i + 1]
        if any(-1 <= b - a <= distance and b != a for a in first for b in second):
            met += weight
    return met / total if total else 0.0


def _longest_run(query: Query, sentence: Sentence, weighting: Weighting) -> float:
    """Return the weight of the longest run of the question's terms that the sentence repeats."""
    worth = {word.term: weighting.idf[i] for i, word in enumerate(query.words)}
    best, previous = 0.0, [0.0] * (len(sentence.sequence) + 1)
    for term in query.sequence:
        current = [0.0] * (len(sentence.sequence) + 1)
        if term in sentence.positions or term in sentence.stops:
            value = worth.get(term, 0.6)
            for j, other in enumerate(sentence.sequence):
                if other == term:
                    current[j + 1] = previous[j] + value
            best = max(best, *current)
        previous = current
    return best / weighting.total


def _focus(query: Query, match: Match) -> float:
    for i, word in enumerate(query.words):
        if word.term == query.focus:
            return match.best(i)
    return 0.0


def _has_quoted(query: Query, hit: Hit, sentence: Sentence) -> bool:
    if not query.quoted:
        return False
    text = _plain(hit.passage.text[sentence.start : sentence.end])
    return any(_plain(quoted) in text for quoted in query.quoted)


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").replace("‘", "'").split())


def _passage_features(reading: Reading, index: int, found: Sequence[Match]) -> list[float]:
    shares, total = reading.weighting.local, reading.weighting.total
    hits, hit = reading.hits, reading.hits[index]
    rival = hits[0] if index else (hits[1] if len(hits) > 1 else hits[0])
    covered = [max((m.literal[i] for m in found), default=0.0) for i in range(len(shares))]
    in_sentences = [sum(s * m.literal[i] for i, s in enumerate(shares)) for m in found]
    title = reading.titles[index]
    return [
        min(_HIGHEST_SCORE, hit.score / (1.9 * total)),
        hit.score / (hits[0].score or 1.0),
        1 / hit.rank,
        sum(s * covered[i] for i, s in enumerate(shares)),
        max(in_sentences, default=0.0),
        max(-_WIDEST_GAP, min(_WIDEST_GAP, (hit.score - rival.score) / total)),
        sum(s for i, s in enumerate(shares) if reading.query.words[i].term in title),
        _document_share(hits, hit),
        sum(s * covered[i] for i, s in enumerate(reading.weighting.general)),
    ]


def _document_share(hits: Sequence[Hit], hit: Hit) -> float:
    """Return the part of all hits' scores that the hits of the same document have."""
    same = sum(other.score for other in hits if other.passage.document == hit.passage.document)
    return same / (sum(other.score for other in hits) or 1.0)
