"""Term numbers of the synthetic collection as words, each spelled once."""

from collections.abc import Iterable

from benchmarks import synthetic


def spelled(passages: Iterable[Iterable[int]], words: dict[int, str]) -> list[list[str]]:
    """Spell passages of term numbers; `words` remembers those that are spelled."""
    return [[words.get(term) or _spell(term, words) for term in passage] for passage in passages]


def _spell(term: int, words: dict[int, str]) -> str:
    words[term] = synthetic.word(term)
    return words[term]
