"""A question's words to what the sources write instead: spellings, derivations, names, senses.

It asks the index which terms occur; it reads no passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from knowledge.analysis import analyse, tokens
from knowledge.analysis.acronyms import Acronym
from knowledge.index import Searcher
from knowledge.question.frequencies import known_rarity
from knowledge.question.likeness import likeness, slips
from knowledge.question.query import Alternative, Origin, Query, Word
from knowledge.question.thesaurus import related_terms
from knowledge.words import equivalents

_MOST_SPELLINGS = 3
_SPELLING = 0.7
_SYNONYM = 0.1
"""What a related word weighs in the search, times its strength; the selection weighs it anew."""
_WEAKEST_RELATION = 0.5
_MOST_COMPARED = 4000
_SHORT_FORM = 0.7
_PART_OF_LONG_FORM = 0.3


def expand(query: Query, searcher: Searcher) -> Query:
    """Return `query` with its words' alternatives, as far as they occur in the sources."""
    words = tuple(_expanded(word, query, searcher) for word in query.words)
    return replace(query, words=words)


def _expanded(word: Word, query: Query, searcher: Searcher) -> Word:
    others = list(word.alternatives)
    if not word.number:
        others += _names(word, searcher)
        others += _senses(word, searcher)
        if not searcher.contains(word.term):
            others += _spellings(word, searcher)
    best: dict[str, Alternative] = {}
    for other in others:
        if other.term not in best or best[other.term].strength < other.strength:
            best[other.term] = other
    return replace(word, alternatives=tuple(best.values()))


def with_acronyms(query: Query, acronyms: Iterable[Acronym]) -> Query:
    """Return `query` with the short or the long form beside the one that it uses."""
    words = {word.term: word for word in query.words}
    for short, long in acronyms:
        brief, spelt = set(analyse(short)), analyse(long)
        if len(brief) != 1 or not spelt:
            continue
        term = next(iter(brief))
        if term in words:
            _offer(words, term, [Alternative(t, _PART_OF_LONG_FORM, "acronym") for t in spelt])
        elif words.keys() >= set(spelt):
            for part in spelt:
                _offer(words, part, [Alternative(term, _SHORT_FORM, "acronym")])
    return replace(query, words=tuple(words[word.term] for word in query.words))


def _offer(words: dict[str, Word], term: str, others: list[Alternative]) -> None:
    known = {other.term for other in words[term].alternatives}
    new = tuple(other for other in others if other.term not in known)
    words[term] = replace(words[term], alternatives=(*words[term].alternatives, *new))


def with_languages(query: Query, language: str, others: Iterable[str]) -> Query:
    """Return `query` with the terms that its words would be in documents of other languages."""
    words = {word.term: word for word in query.words}
    by_place = {(t.start, t.end): t.term for t in tokens(query.text, language) if not t.extra}
    for other in others:
        for token in tokens(query.text, other):
            own = by_place.get((token.start, token.end))
            if own in words and own is not None and token.term != own and not token.stop:
                _offer(words, own, [Alternative(token.term, 1.0, "variant")])
    return replace(query, words=tuple(words[word.term] for word in query.words))


def _names(word: Word, searcher: Searcher) -> Iterator[Alternative]:
    for other in equivalents(word.term):
        if searcher.contains(other.term):
            yield Alternative(other.term, 0.8 * other.weight, "synonym")


def _senses(word: Word, searcher: Searcher) -> Iterator[Alternative]:
    for term, strength in related_terms(word.term).items():
        if strength >= _WEAKEST_RELATION and searcher.contains(term):
            yield Alternative(term, _SYNONYM * strength, "related")


def _spellings(word: Word, searcher: Searcher) -> list[Alternative]:
    """Return the terms nearest in form; a known English word is no misspelling of another."""
    known = known_rarity(word.term) is not None
    origin: Origin = "related" if known else "spelling"
    found = [
        Alternative(term, _SPELLING * alike, origin)
        for term in _neighbours(word.term, searcher)
        if (alike := likeness(word.term, term) if known else _spelt_alike(word.term, term))
    ]
    return sorted(found, key=lambda other: (-other.strength, other.term))[:_MOST_SPELLINGS]


def _spelt_alike(one: str, other: str) -> float:
    wrong = slips(one, other)
    alike = likeness(one, other)
    return alike if wrong is None else max(alike, 1.2 - 0.2 * wrong)


def _neighbours(term: str, searcher: Searcher) -> Iterable[str]:
    """Yield the sources' terms that begin alike, or with the first two letters swapped."""
    swapped = term[1:2] + term[:1]
    compared = 0
    for prefix in dict.fromkeys((term[:2], swapped)):
        for other in searcher.terms_with_prefix(prefix) if len(term) > 2 else ():
            compared += 1
            if compared > _MOST_COMPARED:
                return
            yield other
