"""Features of the answer's type: has a sentence the shape asked for, near the question's words?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from knowledge.question import Query
from knowledge.selection.matching import Kinship
from knowledge.selection.reading import Sentence
from knowledge.selection.shapes import YEAR
from knowledge.words import equivalents

TYPE_FEATURES = (
    "who_name", "who_two_names", "who_no_name", "who_near", "when_time", "when_year", "when_none",
    "where_name", "where_place", "where_none", "where_near", "number_number", "number_none",
    "number_near", "duration", "why_cause", "how_manner", "definition_cue", "definition_name",
    "what_name", "list_enumeration", "speech", "degree", "money", "kind_of_focus",
    "list_names", "list_countries", "apposition", "contrast", "superlative_missing", "age_missing",
)  # fmt: skip

_REACH = 12
_MANY = 5
"""Names from which on a list counts as long."""
_COUNTRIES = frozenset("countri nation state member republ".split())
_CONTRAST = frozenset("differ differenc compar comparison contrast versus unlik".split())
_BEING = (("is",), ("are",), ("was",), ("were",), ("be",), ("means",))
_ARTICLE = (("a",), ("an",), ("the",), ("one",))
_SPEECH = frozenset("say said state warn call describ claim argu tell told ask speak".split())
_DEGREE = frozenset("bad big larg import good strong high fast old danger serious".split())
_SUPERLATIVE = (
    r"\b(?:most|least|best|worst|first|last|latest"
    r"|(?!(?:interest|forest|arrest|\w*west|harvest|honest|protest|contest|\w*guest|re?quest|conquest"
    r"|test|rest|nest|chest|pest|vest|modest|invest|digest|suggest|priest|behest|manifest|tempest"
    r"|budapest|bucharest|everest)\b)\w{2,}est|(?:lo|slo|ne|narro|fe|shallo)west)\b"
)
_MONEY = frozenset("cost price percent percentag spend pay money much worth".split())


def type_features(
    query: Query,
    sentence: Sentence,
    places: Sequence[tuple[int, ...]],
    kin: Mapping[str, tuple[Kinship, ...]],
) -> list[float]:
    """Return the values of `TYPE_FEATURES` for one sentence."""
    kind = query.kind
    names = {t: p for t, p in sentence.capitals.items() if t not in kin}
    numbers = {t: p for t, p in sentence.numbers.items() if t not in kin}
    asked = set(query.sequence)
    if kind == "number":  # a year is no answer to "how many"
        numbers = {t: p for t, p in numbers.items() if not YEAR.fullmatch(t)}
    few = any(word.number for word in query.words)  # "which two ...": no long list is asked for
    listed = len(names) if kind == "list" and not few else 0
    countries = sum(1 for t in names if equivalents(t)) if asked & _COUNTRIES and listed else 0
    years = any(year not in query.text for year in sentence.years)
    has = sentence.cues.__contains__
    who, when, where, number = (kind == k for k in ("who", "when", "where", "number"))
    values = (
        who and bool(names), who and len(names) > 1, who and not names,
        who and _nearness(names.values(), places),
        when and has("time"), when and years, when and not has("time") and not numbers,
        where and bool(names), where and has("place") and bool(names), where and not names,
        where and _nearness(names.values(), places),
        number and bool(numbers), number and not numbers,
        number and _nearness(numbers.values(), places),
        kind == "duration" and has("duration"),
        kind == "why" and has("cause"), kind == "how" and has("manner"),
        kind == "definition" and has("definition"), kind == "definition" and bool(names),
        kind in ("what", "list") and bool(names),
        kind == "list" and has("enumeration"),
        bool(asked & _SPEECH) and (has("speech") or has("quotation")),
        kind in ("how", "number") and bool(asked & _DEGREE) and has("superlative"),
        bool(asked & _MONEY) and has("money"),
        query.focus is not None and query.focus in sentence.positions and bool(names or numbers),
        min(listed, _MANY) / _MANY if listed and has("enumeration") else 0,
        min(countries, _MANY) / _MANY if countries and has("enumeration") else 0,
        kind == "definition" and _explained(sentence.sequence, places),
        bool(asked & _CONTRAST) and has("contrast"),
        asks_superlative(query.text) and not has("superlative"),
        kind == "number" and "old" in asked and not has("age"),
    )  # fmt: skip
    return [float(value) for value in values]


@cache
def _superlative() -> re.Pattern[str]:
    return re.compile(_SUPERLATIVE, re.IGNORECASE)


@lru_cache(maxsize=64)
def asks_superlative(question: str) -> bool:
    """Say whether `question` asks for the most, the first or the like of something."""
    return _superlative().search(question) is not None


def _explained(sequence: Sequence[str], places: Sequence[tuple[int, ...]]) -> bool:
    """Say whether a word of the question is followed by what it is: "X, a ..." or "X is a ..."."""
    found = (sequence[p + 1 : p + 3] for each in places for p in each)
    return any(
        after[:1] in (("a",), ("an",)) or (after[:1] in _BEING and after[1:] in _ARTICLE)
        for after in map(tuple, found)
    )


def _nearness(found: Iterable[tuple[int, ...]], places: Sequence[tuple[int, ...]]) -> float:
    """Return how near the question's words stand to a possible answer: 1 beside it, 0 far off."""
    matched = [place for each in places for place in each[:3]]
    if not matched:
        return 0.0
    best = 0.0
    for answer in found:
        for place in answer[:3]:
            near = sum(max(0.0, 1 - abs(place - other) / _REACH) for other in matched)
            best = max(best, near / len(matched))
    return best
