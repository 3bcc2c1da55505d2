"""Tokens and terms of a text, with the offsets where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from knowledge.analysis.folding import fold
from knowledge.analysis.stopwords import ENGLISH

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_POSSESSIVE = re.compile(r"'s?$")


class Token(NamedTuple):
    """One word where it stands: `text[start:end]` is the word, `term` what it is indexed as.

    A `stop` token carries no content. An `extra` token is another way to write tokens that are
    there already (a part of an identifier, the joined form of a compound): index it, do not
    count it as a word of its own.
    """

    term: str
    start: int
    end: int
    stop: bool
    extra: bool = False


@lru_cache(maxsize=None)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=200_000)
def _term(raw: str) -> tuple[str, bool]:
    folded = _POSSESSIVE.sub("", fold(raw))
    return _stemmer().stemWord(folded), folded in ENGLISH


def tokens(text: str, language: str = "en") -> list[Token]:
    """Return the tokens of `text` in order, stop words included and marked."""
    found = []
    for match in _WORD.finditer(text):
        term, stop = _term(match.group())
        found.append(Token(term, match.start(), match.end(), stop))
    return found


def analyse(text: str, language: str = "en") -> list[str]:
    """Return the terms of `text` in order, without stop words and without extras."""
    return [term for term, stop in map(_term, _WORD.findall(text)) if not stop]


def pairs(terms: Sequence[str]) -> list[str]:
    """Return each two neighbouring terms joined by a space, to be indexed as one term."""
    return [f"{first} {second}" for first, second in zip(terms, terms[1:], strict=False)]


def passage_terms(
    passage_text: str, section: Sequence[str] = (), title: str | None = None, language: str = "en"
) -> list[str]:
    """Return what is indexed of a passage: its terms, their pairs and its headings' terms."""
    own = analyse(passage_text, language)
    headings = analyse(" . ".join(section), language)
    return own + pairs(own) + headings
