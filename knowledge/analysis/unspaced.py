"""Scripts without blanks between words: what stands in for words there.

Two neighbouring units are a term: characters in Chinese and Japanese, character clusters in Thai
and its like. A cluster is a consonant with the vowels and tones that are written around it, which
no word is parted inside (Theeramunkong, Sornlertlamvanich, Tanhermhong and Chinnan, IRAL 2000).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from knowledge.analysis.tables import stop_words

_FIRST_KANA = "\u3040"
_UNIT = re.compile(
    r"[เแโใไ]?[ก-ฮ](?:[ัิ-ฺ็-๎]|[ะาำๅ](?![ัิ-ฺ็-๎]))*"
    r"|[\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff][\u0eb1-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b6-\u17d3]*"
    r"|.",
    re.DOTALL,
)
_ASKING = frozenset("谁誰何哪吗嗎呢么麼什")
"""Characters that only ask: a pair with one of them names nothing that a text could have."""
_LANGUAGES = ("ja", "zh", "th")


class Pair(NamedTuple):
    """A stretch of a run that is a term; `extra` where it is part of another."""

    start: int
    end: int
    stop: bool
    extra: bool


def pairs_of(run: str) -> Iterator[Pair]:
    """Yield each two neighbouring units of `run`, and single ideographs as extras."""
    cuts = [match.start() for match in _UNIT.finditer(run)] + [len(run)]
    for place in range(max(len(cuts) - 2, 1)):
        start, end = cuts[place], cuts[min(place + 2, len(cuts) - 1)]
        yield Pair(start, end, _is_stop(run[start:end]), extra=False)
        if end > cuts[place + 1] and run[start] >= _FIRST_KANA:
            yield Pair(start, start + 1, stop=False, extra=True)
    if len(cuts) > 2 and run[-1] >= _FIRST_KANA:
        yield Pair(len(run) - 1, len(run), stop=False, extra=True)


def _is_stop(pair: str) -> bool:
    return pair in _function_words() or not _ASKING.isdisjoint(pair)


@cache
def _function_words() -> frozenset[str]:
    return frozenset().union(*(stop_words()[language] for language in _LANGUAGES))
