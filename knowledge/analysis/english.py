"""English words to the form whose stem is indexed: irregular forms, British and American spelling.

Spelling is folded towards -ise, since Snowball's stem of "organization" is "organ".
"""

from __future__ import annotations

import re

from knowledge.analysis import tables

_OUR = (
    "behavi|neighb|endeav|demean|splend|parl|savi|arm|cand|clam|col|fav|ferv|flav|harb|hon|hum|lab|od"
    "|ranc|rig|rum|sav|succ|tum|val|vap|vig"
)
_LONGEST_UNTOUCHED = 4
_RE = "cent|theat|met|lit|fib|calib|spect|lust"
_AE = "anaes|aes|orthopae|encyclopae|pae|anae|leukae|haem|archae|gynae|faec|foet|oes|oed"
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{2})iz(?=(?:e[drs]?|ers|ing|ations?|ational|able)$)"), "is"),
    (re.compile(r"(?<=[a-z]{2})yz(?=(?:e[drs]?|ers|ing)$)"), "ys"),
    (re.compile(rf"^((?:de|dis|en|mis|re|un)?(?:{_OUR}))our"), r"\1or"),
    (re.compile(rf"^((?:kilo|centi|milli)?(?:{_RE}))re(?=[sd]?$)"), r"\1er"),
    (re.compile(r"(?<=log)ue(?=[sd]?$)"), ""),  # catalogue, dialogue
    (re.compile(rf"^(?=(?:{_AE}))([a-z]*?)[ao]e"), r"\1e"),  # anaemia, oestrogen
)


def base_form(folded: str) -> str:
    """Return the word to stem in place of the folded word: "went" is "go", "colour" is "color"."""
    listed = tables.variants("english.txt").get(folded)
    if listed is not None:
        return listed
    if len(folded) > _LONGEST_UNTOUCHED:
        for spelling, replacement in _SPELLINGS:
            folded = spelling.sub(replacement, folded)
    return folded
