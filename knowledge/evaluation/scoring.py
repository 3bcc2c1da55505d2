"""Is an answer right? The same rules as for the shared question sets.

A quotation hits a gold where it contains it, or lies inside it and is at least 60% as long.
Runs of blanks, curly quotes and Markdown's marks count as one and the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
