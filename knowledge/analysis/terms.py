"""Tokens and terms of a text, with the offsets where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import Stemmer

from knowledge.analysis import numbers, patterns
from knowledge.analysis.shapes import Form, forms

_LONGEST_REMEMBERED = 32
_MOST_REMEMBERED = 100_000
"""Words remembered per language, about 30 MB at most; then the memory starts anew."""

FINGERPRINT = f"2/{Stemmer.version()}"
"""Changes when the terms of a text may have changed: an index of another one is out of date."""


class Token(NamedTuple):
    """One word where it stands: `text[start:end]` is the word, `term` what it is indexed as.

    A `stop` token carries no content. An `extra` token is another way to write tokens that are
    there already (a part of an identifier, the joined form of a compound, a date in numbers): index
    it, do not count it as a word of its own.
    """

    term: str
    start: int
    end: int
    stop: bool
    extra: bool = False


class _Word(NamedTuple):
    """What is remembered of a raw word: all its forms, and the terms that are indexed."""

    forms: tuple[Form, ...]
    terms: tuple[str, ...]
    extras: tuple[str, ...]


class _Words(dict[str, _Word]):
    """The words of one language that have been analysed, analysing others on the way."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, raw: str) -> _Word:
        found = forms(raw, self.language)
        content = [form for form in found if not form.stop]
        word = _Word(
            found,
            tuple(form.term for form in content if not form.extra),
            tuple(form.term for form in content if form.extra),
        )
        if len(raw) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[raw] = word
        return word


@cache
def _words(language: str) -> _Words:
    return _Words(language)


def _raw_words(text: str) -> list[str]:
    raws: list[str] = patterns.WORD.findall(text)
    return [raw.lower() for raw in raws] if _is_shouted(text) else raws


def _is_shouted(text: str) -> bool:
    """Return whether a text has capitals only: then "US" and "WHO" may be the pronouns."""
    return text.isupper() and len(text.split(None, 1)) > 1


def tokens(text: str, language: str = "en", also: Collection[str] = ()) -> list[Token]:
    """Return the tokens of `text` by place, stop words included and marked.

    `also` names other languages: where they would index a content word under another term, that
    term follows as an extra, so that a question finds passages in all of them.
    """
    found: list[Token] = []
    shouting = _is_shouted(text)
    for match in patterns.WORD.finditer(text):
        raw = match.group().lower() if shouting else match.group()
        found.extend(_placed(raw, match.start(), language, also))
    if not numbers.triggers().isdisjoint(_raw_words(text)):
        found += [
            Token(term, start, end, False, True) for start, end, term in numbers.in_context(text)
        ]
    found.sort(key=lambda token: token.start)
    return found


def _placed(raw: str, start: int, language: str, also: Collection[str]) -> Iterator[Token]:
    own = _words(language)[raw].forms
    seen = set()
    for term, first, last, stop, extra in own:
        seen.add(term)
        yield Token(term, start + first, start + last, stop, extra)
    if also and not all(form.stop for form in own):
        for other in also:
            for form in _words(other)[raw].forms:
                if not form.stop and form.term not in seen:
                    seen.add(form.term)
                    yield Token(form.term, start + form.start, start + form.end, False, True)


def analyse(text: str, language: str = "en") -> list[str]:
    """Return the terms of `text` in order, without stop words and without extras."""
    words = _words(language)
    return [term for raw in _raw_words(text) for term in words[raw].terms]


def pairs(terms: Sequence[str]) -> list[str]:
    """Return each two neighbouring terms joined by a blank, to be indexed as one term."""
    return [f"{first} {second}" for first, second in pairwise(terms)]


def passage_terms(
    passage_text: str, section: Sequence[str] = (), title: str | None = None, language: str = "en"
) -> list[str]:
    """Return what is indexed of a passage: its terms, their pairs, extras and its heading's terms.

    The innermost heading counts once; the title stands in for it where a passage has no heading.
    """
    words = _words(language)
    raws = _raw_words(passage_text)
    terms: list[str] = []
    extras: list[str] = []
    for raw in raws:
        _, own, other = words[raw]
        terms += own
        extras += other
    if not numbers.triggers().isdisjoint(raws):
        extras += [term for _, _, term in numbers.in_context(passage_text)]
    heading = section[-1] if section else title
    return terms + pairs(terms) + extras + (analyse(heading, language) if heading else [])
