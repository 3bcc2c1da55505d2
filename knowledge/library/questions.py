"""Questions asked to gaps: what was not answered, grouped by the rare words shared."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Sequence

from knowledge.analysis import analyse
from knowledge.models import Gap
from knowledge.store import AskedQuestion

LOOKED_AT = 2_000
"""The newest unanswered questions that are grouped."""
_SAMPLES = 5


def grouped(asked: Sequence[AskedQuestion], rarity: Callable[[str], float]) -> list[Gap]:
    """Return the questions in groups, the largest first.

    Each round takes the term with the greatest total `rarity` over the questions left, and makes a
    group of those that have it. A question belongs to one group alone; one without any term of its
    own stands for itself.
    """
    holders: dict[str, set[int]] = defaultdict(set)
    for number, question in enumerate(asked):
        for term in set(analyse(question.question)) or {question.question.casefold()}:
            holders[term].add(number)
    queue = [(-rarity(term) * len(numbers), term) for term, numbers in holders.items()]
    heapq.heapify(queue)
    gaps, left = [], set(range(len(asked)))
    while left:
        estimate, term = heapq.heappop(queue)
        members = holders[term] & left
        total = -rarity(term) * len(members)
        if members and total > estimate:  # others took some of its questions: try again later
            heapq.heappush(queue, (total, term))
        elif members:
            gaps.append(_gap([asked[number] for number in sorted(members)]))
            left -= members
    return sorted(gaps, key=lambda gap: (-gap.count, gap.questions))


def _gap(members: Sequence[AskedQuestion]) -> Gap:
    shared = set.intersection(*(set(analyse(each.question)) for each in members))
    missing = dict.fromkeys(word for each in members for word in each.missing)
    moments = [each.asked for each in members]
    return Gap(
        terms=tuple(sorted(shared)),
        missing=tuple(missing),
        questions=tuple(dict.fromkeys(each.question for each in members))[:_SAMPLES],
        count=len(members),
        first=min(moments),
        last=max(moments),
    )
