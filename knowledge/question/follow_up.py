"""A follow-up to the question that it stands for: "and Belarus?", "when was that?", "why?".

Only what the follow-up needs is carried over from the conversation before, and nothing where it can
stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.models import Turn
from knowledge.question.query import Query, Word, read_question

CARRIED = 0.6
"""What a word carried over weighs beside one of the question itself."""

_ANOTHER = re.compile(
    r"^(?:and|but|or|so|what about|how about|also|und|aber|wie ist es mit|et|mais|y|pero|i|a|та|а|і"
    r"|и)\b\s*(?:what about|how about|in|for|with|was|is|mit)?\s*",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|their|he|him|his|she|her|hers|there|then|former"
    r"|latter|same|one|ones|er|sie|es|das|dies\w*|dort|il|elle|cela|ca|ello|eso|esto|to|tego|він"
    r"|вона|це|там)\b",
    re.IGNORECASE,
)
_MOST_WORDS_ALONE = 1
"""A question with more content words of its own and nothing that points back stands alone."""


@dataclass(frozen=True)
class FollowUp:
    """A question with what the conversation before adds to it."""

    query: Query
    searched: str | None
    """The words that were searched, where any were carried over."""


def follow_up(query: Query, context: Sequence[Turn], language: str = "en") -> FollowUp:
    """Return `query` with the words that it needs of the last question in `context`."""
    if not context or not _depends(query):
        return FollowUp(query, None)
    last = context[-1]
    before = read_question(_searched(last), language)
    carried = _carried(query, before)
    if not carried:
        return FollowUp(query, None)
    words = (*query.words, *carried)
    kind = before.kind if query.kind == "keywords" else query.kind
    searched = " ".join(word.text for word in words)
    return FollowUp(replace(query, words=words, kind=kind), searched)


def _searched(turn: Turn) -> str:
    earlier = turn.answer.searched if turn.answer is not None else None
    return earlier or turn.question


def _depends(query: Query) -> bool:
    """Say whether the question leans on the one before."""
    if _ANOTHER.match(query.text) or not query.words:
        return True
    names = any(word.capital and word.place > 0 for word in query.words)
    if _POINTS_BACK.search(query.text) and not names:
        return True
    return len(query.words) <= _MOST_WORDS_ALONE and query.kind != "keywords" and not names


def _carried(query: Query, before: Query) -> list[Word]:
    """Return the earlier words that the question lacks; a new name takes the old one's place."""
    own = {word.term for word in query.words}
    named = any(word.capital for word in query.words) and bool(_ANOTHER.match(query.text))
    return [
        replace(word, weight=CARRIED * word.weight, origin="context", place=len(own) + number)
        for number, word in enumerate(before.words)
        if word.term not in own and not (named and word.capital and word.place > 0)
    ]
