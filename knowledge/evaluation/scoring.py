"""Is an answer right? The same rules as for the shared question sets.

A quotation hits a gold where it contains it, or lies inside it and is at least 60% as long.
Runs of blanks, curly quotes and Markdown's marks count as one and the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.evaluation.questions import Question
from knowledge.models import Passage

LONGEST_QUOTE = 400
_SHARE_OF_GOLD = 0.6
_FOLDING = str.maketrans({"’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"',
                          "»": '"', "*": "", "_": "", "`": ""})  # fmt: skip


def fold_quote(text: str) -> str:
    """Return `text` with what does not count in a comparison taken out."""
    return re.sub(r"\s+", " ", text.translate(_FOLDING)).strip().lower()


def is_hit(quote: str, gold: Sequence[str]) -> bool:
    """Say whether `quote`, cut at 400 characters, gives one of the gold answers."""
    said = fold_quote(quote[:LONGEST_QUOTE])
    return any(_hits(said, fold_quote(answer)) for answer in gold)


def _hits(said: str, answer: str) -> bool:
    if not answer:
        return False
    return answer in said or (said in answer and len(said) >= _SHARE_OF_GOLD * len(answer))


def holds(passage: Passage, question: Question, folded: str) -> bool:
    """Say whether a passage, its text also `folded`, holds an answer to a question.

    Where it is known where the answers stand, the same words elsewhere ("France") do not count.
    """
    if question.spans and question.source is not None:
        here = passage.document == question.source
        return here and any(passage.start <= s and e <= passage.end for s, e in question.spans)
    golds = map(fold_quote, question.gold)
    return any(gold and gold in folded for gold in golds)
