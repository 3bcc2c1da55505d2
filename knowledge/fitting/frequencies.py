"""A list of word counts to the compact table of how common English words are.

    python -m knowledge.fitting.frequencies FILE      (a line: word count)

FILE is symspellpy's frequency_dictionary_en_82_765.txt: Google Books Ngram counts of SCOWL's words.
For each stem among the commonest words: minus the natural logarithm of its share of all words.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from pathlib import Path

from knowledge.analysis import tokens
from knowledge.question.frequencies import TABLE

_COMMONEST = 45_000


def count_stems(path: Path) -> Counter[str]:
    """Return how often each stem occurs, over the commonest words."""
    counts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8-sig").splitlines()[:_COMMONEST]:
        word, count = line.split()
        found = tokens(word)
        if len(found) == 1 and len(word) > 1:
            counts[found[0].term] += int(count)
    return counts


def write_table(counts: Counter[str], path: Path) -> None:
    """Write one line a stem: the stem and its rarity in tenths."""
    total = sum(counts.values())
    lines = (f"{stem} {round(10 * math.log(total / counts[stem]))}" for stem in sorted(counts))
    path.write_text("\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_table(count_stems(Path(sys.argv[1])), TABLE)
