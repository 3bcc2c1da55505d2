"""Do two quotations say the same? Then one is shown, and the other named as "also in"."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_LEAST_SHARED = 0.85
"""Share of the words of the longer one; a reprint changes a few, a rewording changes more."""
_DENYING = frozenset(
    "no not never none neither nor without hardly cannot nicht kein keine nie ohne pas jamais sans"
    " nunca sin nie bez не ні без жоден".split()
)


def nearly_same(one: str, other: str) -> bool:
    """Say whether two texts are copies of each other but for a few words.

    Two that differ in a number or in what they deny are not, however alike: both are worth showing.
    """
    first, second = _words(one), _words(other)
    if first == second:
        return True
    shared = (first & second).total()
    longest = max(first.total(), second.total())
    return shared >= _LEAST_SHARED * longest and not any(
        map(_tells, (first - second) + (second - first))
    )


def _words(text: str) -> Counter[str]:
    return Counter(word.lower().replace("’", "'") for word in _WORD.findall(text))


def _tells(word: str) -> bool:
    """Say whether one word more or less makes another statement."""
    return any(sign.isdigit() for sign in word) or word in _DENYING or word.endswith("n't")
