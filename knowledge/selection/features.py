"""What is measured of each sentence: numbers that the linear model weighs.

Coverage is counted in shares of the question's weight, so that values compare between questions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from knowledge.index import Searcher
from knowledge.models import Hit
from knowledge.question import Query
from knowledge.selection.matching import Kinship, Match, Weighting, kinships, weigh
from knowledge.selection.meaning import MEANING_FEATURES, meaning_features, passage_vectors
from knowledge.selection.reading import Sentence, read_sentences
from knowledge.selection.types import TYPE_FEATURES, type_features

COVERAGE_FEATURES = (
    "coverage", "coverage_squared", "coverage_general", "coverage_local", "bm25", "pair", "near",
    "run", "rarest_missing", "names_missing", "numbers_missing", "focus", "form",
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
_SIDE_BY_SIDE, _LOOSELY_NEAR = 2, 8
"""Tokens from one word to the next at most."""
_STOP_WORD = 0.6
"""What a stop word adds to a run of the question's words, beside an idf for each other."""
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
    found = Match([0.0] * count, [0.0] * count, [], [()] * count)
    by_kind = {"word": found.literal, "form": found.form}
    # in the sentence's order: a set's would differ from process to process
    for term in sentence.positions:
        for number, strength, how in reading.kin.get(term, ()):
            row = by_kind[how]
            if strength > row[number]:
                row[number] = strength
                found.places[number] = sentence.positions[term]
    found.best = list(map(max, found.literal, found.form))
    return found


def sentence_features(reading: Reading) -> tuple[list[Place], list[list[float]], list[Match]]:
    """Return every sentence of the hits with its features, in the order of `FEATURES`."""
    places: list[Place] = []
    rows: list[list[float]] = []
    matches = [[match_sentence(reading, s) for s in found] for found in reading.sentences]
    meaning = iter(_meaning(reading, matches))
    for index, (hit, found) in enumerate(zip(reading.hits, matches, strict=True)):
        shared = _passage_features(reading, index, found)
        passage = _passage(reading, index, found)
        for number, sentence in enumerate(reading.sentences[index]):
            own = _coverage_features(reading, passage, number)
            kinds = type_features(reading.query, sentence, found[number].places, reading.kin)
            places.append(Place(hit, number, sentence))
            rows.append([*own, *kinds, *shared, *next(meaning)])
    return places, rows, [match for found in matches for match in found]


def _meaning(reading: Reading, matches: Sequence[Sequence[Match]]) -> list[list[float]]:
    vectors = [
        passage_vectors(hit.passage.text, language) if language == "en" and sentences else None
        for hit, language, sentences in zip(
            reading.hits, reading.languages, reading.sentences, strict=True
        )
    ]
    return meaning_features(reading.query, reading.weighting, vectors, matches)


def _passage(reading: Reading, index: int, found: Sequence[Match]) -> _Passage:
    title, heading = reading.titles[index], reading.headings[index]
    return _Passage(
        reading.hits[index],
        reading.sentences[index],
        found,
        _local_weights(reading, found),
        [any(best) for best in zip(*(match.best for match in found), strict=True)],
        [word.term in title for word in reading.query.words],
        [word.term in heading for word in reading.query.words],
    )


def _local_weights(reading: Reading, found: Sequence[Match]) -> list[float]:
    """Weigh words by rarity among the passage's own sentences; those it lacks weigh nothing."""
    weights = []
    for number, share in enumerate(reading.weighting.local):
        having = sum(1 for match in found if match.literal[number] > 0)
        weights.append(math.log((len(found) + 1) / (having + 0.5)) * (0.3 + share) if having else 0)
    total = sum(weights) or 1.0
    return [weight / total for weight in weights]


@dataclass(frozen=True)
class _Passage:
    """What the sentences of one hit share."""

    hit: Hit
    sentences: Sequence[Sentence]
    found: Sequence[Match]
    local: Sequence[float]
    """The words' weights by rarity among the sentences."""
    anywhere: Sequence[bool]
    """Of each word of the question whether a sentence has it; then the title, the heading."""
    in_title: Sequence[bool]
    in_heading: Sequence[bool]


def _coverage_features(reading: Reading, passage: _Passage, number: int) -> list[float]:
    query, weighting = reading.query, reading.weighting
    sentence, match = passage.sentences[number], passage.found[number]
    shares, literal, words = weighting.local, match.literal, query.words
    missing = [i for i, value in enumerate(literal) if not value]
    before = passage.found[number - 1] if number else None
    after = passage.found[number + 1] if number + 1 < len(passage.found) else None
    previous = _covered(shares, before) if before else 0.0
    from_before, from_after, elsewhere = _around(shares, missing, passage, number)
    side_by_side, near = _together(weighting, match)
    size = max(1, len(sentence.sequence))
    return [
        _covered(shares, match),
        sum(map(mul, weighting.squares, literal)),
        _covered(weighting.general, match),
        _covered(passage.local, match),
        _bm25(weighting, match, size),
        side_by_side,
        near,
        _longest_run(query, sentence, weighting),
        max([weighting.idf[i] for i in missing], default=0.0) / 8,
        sum([shares[i] for i in missing if words[i].capital and not passage.in_title[i]]),
        sum([shares[i] for i in missing if words[i].number]),
        _focus(query, match),
        sum([shares[i] * match.form[i] for i in missing]),
        from_before,
        from_after,
        elsewhere,
        sum([shares[i] for i in missing if passage.in_title[i]]),
        sum([shares[i] for i in missing if passage.in_heading[i] and not passage.in_title[i]]),
        from_before if sentence.points_back else 0.0,
        len(query.stops & sentence.stops) / (len(query.stops) or 1),
        math.log(size / _TYPICAL_LENGTH),
        math.log(1 + len(sentence.positions.keys() - reading.kin.keys())),
        1.0 if number == 0 else 0.0,
        literal[-1] if literal else 0.0,
        literal[0] if literal else 0.0,
        1.0 if _has_quoted(query, passage.hit, sentence) else 0.0,
        1.0 if not missing else 0.0,
        1.0 if "question" in sentence.cues else 0.0,
        previous,
        _covered(shares, after) if after else 0.0,
        previous if sentence.points_back else 0.0,
    ]


def _around(
    shares: Sequence[float], missing: Sequence[int], passage: _Passage, number: int
) -> tuple[float, float, float]:
    """Return what the sentence before, else the one after, else the rest of the passage adds."""
    found = passage.found
    before = found[number - 1].best if number else None
    after = found[number + 1].best if number + 1 < len(found) else None
    from_before = from_after = elsewhere = 0.0
    for i in missing:
        if before and before[i]:
            from_before += shares[i] * before[i]
        elif after and after[i]:
            from_after += shares[i] * after[i]
        elif passage.anywhere[i]:
            elsewhere += shares[i]
    return from_before, from_after, elsewhere


def _covered(shares: Sequence[float], match: Match) -> float:
    return float(sum(map(mul, shares, match.literal)))


def _bm25(weighting: Weighting, match: Match, size: int) -> float:
    norm = 1.2 * (0.6 + 0.4 * size / _TYPICAL_LENGTH)
    score = 0.0
    for i, places in enumerate(match.places):
        if match.literal[i]:
            count = len(places) or 1
            score += weighting.local[i] * match.literal[i] * count * 2.2 / (count + norm)
    return score


def _together(weighting: Weighting, match: Match) -> tuple[float, float]:
    """Return the share of neighbouring words that stand side by side, and that stand near."""
    total = side_by_side = near = 0.0
    for i in range(len(match.places) - 1):
        weight = weighting.local[i] + weighting.local[i + 1]
        total += weight
        distance = _distance(match.places[i], match.places[i + 1])
        if distance <= _SIDE_BY_SIDE:
            side_by_side += weight
        if distance <= _LOOSELY_NEAR:
            near += weight
    return (side_by_side / total, near / total) if total else (0.0, 0.0)


def _distance(first: Sequence[int], second: Sequence[int]) -> float:
    """Return how far after one word another stands, at the least; it may stand right before it."""
    steps = [b - a for a in first for b in second if b - a >= -1 and b != a]
    return min(steps, default=math.inf)


def _longest_run(query: Query, sentence: Sentence, weighting: Weighting) -> float:
    """Return the weight of the longest run of the question's terms that the sentence repeats."""
    best, ending = 0.0, dict[int, float]()
    for term in query.sequence:
        longer = {}
        if term in sentence.positions or term in sentence.stops:
            value = weighting.worth.get(term, _STOP_WORD)
            for place, other in enumerate(sentence.sequence):
                if other == term:
                    longer[place] = ending.get(place - 1, 0.0) + value
            best = max(best, *longer.values()) if longer else best
        ending = longer
    return best / weighting.total


def _focus(query: Query, match: Match) -> float:
    for i, word in enumerate(query.words):
        if word.term == query.focus:
            return match.best[i]
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
