"""Names that reach Latin letters by more than one road are folded into one spelling.

Rules cover the endings of Slavic names (Zelensky, Zelenskyy, Zelenskiy; Lukashenko, Lukashenka;
Yanukovych, Yanukovich); a small table covers cities and given names. Both see folded words only,
and no rule turns an English word into another English word.
"""

from __future__ import annotations

import re

from knowledge.analysis import tables

_SHORTEST = 5
_ENDINGS = (
    (re.compile(r"(?<=[a-z]s[kc])(?:yy|iy|yi|ii|ij|yj|i)$"), "y"),  # -sky
    (re.compile(r"(?<=[a-z]s[kc])a[yij]a$"), "a"),  # -skaya
    (re.compile(r"(?<=[a-z][a-z]enk)a$"), "o"),  # -enko
    (re.compile(r"(?<=[a-z][oe]v)(?:ich|itch|ic|icz|ics)$"), "ych"),  # -ovych
    (re.compile(r"(?<=[aeiou])[yij]ev(?=a?$)"), "ev"),  # Nazarbayev, Turgenjev
)


def one_spelling(folded: str) -> str:
    """Return the one spelling under which the name `folded` is indexed; other words unchanged."""
    listed = tables.variants("names.txt").get(folded)
    if listed is not None:
        return listed
    if len(folded) < _SHORTEST:
        return folded
    for ending, replacement in _ENDINGS:
        folded = ending.sub(replacement, folded)
    return folded
