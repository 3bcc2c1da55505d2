"""The parts of a question that the later stages work with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from knowledge.analysis import Token, pairs, tokens
from knowledge.question.frequencies import rarity
from knowledge.question.kinds import Kind, kind_of

PAIR_WEIGHT = 0.4
"""What two neighbouring words found side by side weigh, beside 1 for each word."""

_LEAST, _BY_RARITY = 0.4, 0.9
"""A word weighs 0.4 in the search, and up to 0.9 more for being rare in English at large."""

_FRAME = frozenset(
    term
    for word in (
        "say said tell told text article document author mention describe happen happened"
        " kind type sort thing something role know explain talk mean according give"
        " example differ difference compare comparison"
    ).split()
    for term in (t.term for t in tokens(word))
)
_LIST_FRAME = frozenset(
    t.term
    for word in (
        "country countries nation state member membership belong consist comprise"
        " comprised include included compose composed part join joined make form name list"
    ).split()
    for t in tokens(word)
)
"""Words that ask for a list: the enumeration itself rarely repeats them."""

_FRAME_WEIGHT = 0.35
"""What a word weighs that frames a question ("what does the text say about ...")."""

Origin = Literal["word", "synonym", "acronym", "spelling", "variant", "context", "related"]

_WH = frozenset(
    (
        "who whom whose what which when where why how whi doe did do is are was were be the a an"
    ).split()
)
_QUOTED = r"[“„\"«]([^“”„\"«»]{3,200})[”“\"»]|(?<!\w)['‘]([^'‘’]{3,200})['’](?!\w)"
_OPENING = "“„\"«'‘"
_FOCUS = re.compile(r"\b(?:what|which|how many|how much)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Alternative:
    """Another term that may stand for a word, at `strength` of the word's weight."""

    term: str
    strength: float
    origin: Origin


@dataclass(frozen=True)
class Word:
    """One content word of a question."""

    term: str
    text: str
    place: int
    """Its position among the question's tokens, stop words included."""
    weight: float = 1.0
    rarity: float = 1.0
    capital: bool = False
    number: bool = False
    origin: Origin = "word"
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class Query:
    """An analysed question."""

    text: str
    kind: Kind
    words: tuple[Word, ...]
    sequence: tuple[str, ...] = ()
    """Terms of all tokens in order, stop words included."""
    stops: frozenset[str] = frozenset()
    quoted: tuple[str, ...] = ()
    focus: str | None = None
    """The term of the noun after "what", "which" or "how many"."""
    cues: frozenset[str] = field(default_factory=frozenset)

    def weights(self) -> Mapping[str, float]:
        """Return the terms to search for with their weights."""
        weights: dict[str, float] = {}
        for pair in pairs([word.term for word in self.words]):
            weights[pair] = PAIR_WEIGHT
        for word in self.words:
            own = word.weight * (_LEAST + _BY_RARITY * word.rarity)
            weights[word.term] = max(weights.get(word.term, 0.0), own)
            for other in word.alternatives:
                strength = own * other.strength
                weights[other.term] = max(weights.get(other.term, 0.0), strength)
        return weights


def read_question(text: str, language: str = "en") -> Query:
    """Analyse `text`; nothing is looked up in the library yet."""
    found = [token for token in tokens(text, language) if not token.extra]
    kind = kind_of(text)
    frame = _FRAME | _LIST_FRAME if kind == "list" else _FRAME
    return Query(
        text=text,
        kind=kind,
        words=tuple(_words(text, found, frame)),
        sequence=tuple(token.term for token in found),
        stops=frozenset(token.term for token in found if token.stop) - _WH,
        quoted=tuple(_quoted(text)),
        focus=_focus(text, found),
    )


def _quoted(text: str) -> Iterator[str]:
    if any(mark in text for mark in _OPENING):
        for double, single in re.findall(_QUOTED, text):
            yield double or single


def _words(text: str, found: list[Token], frame: frozenset[str]) -> list[Word]:
    words: dict[str, Word] = {}
    for place, token in enumerate(found):
        written = text[token.start : token.end]
        if not token.stop and token.term not in words:
            words[token.term] = Word(
                term=token.term,
                text=written,
                place=place,
                weight=_FRAME_WEIGHT if token.term in frame else 1.0,
                rarity=rarity(token.term),
                capital=written[0].isupper(),
                number=token.term[0].isdigit(),
            )
    return list(words.values())


def _focus(text: str, found: list[Token]) -> str | None:
    """Return the last of the content words that follow the question word without a break."""
    match = _FOCUS.search(text)
    focus = None
    for token in found if match else ():
        if match and token.start >= match.end():
            if token.stop:
                break
            focus = token.term
    return focus
