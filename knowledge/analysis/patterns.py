"""Where words are: one pattern that a text is scanned with once, and the parts of a compound.

The scanning pattern takes a word with all that hangs on it ("foo.bar()", "Kassym-Jomart", "1,000"):
what it is made of is worked out once per distinct word and remembered, which makes analysis fast.
Each alternative consumes what it has looked at, so that the time is linear in the text's length.
"""

from __future__ import annotations

import re

# Combining marks, which `\w` leaves out, but which belong to words: without them decomposed accents
# and the vowels of Hindi, Thai, Hebrew or Arabic would tear words apart. Also invisible joiners.
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0d7f\u0e31-\u0e3a"
    "\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3\u1dc0-\u1dff"
    "\u200c\u200d\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_LETTER = rf"[\w{_MARKS}]"
_JOINT = r"(?:['’.&@/+‐‑-]|::?|(?<=\d),(?=\d))"
WORD = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]{1,2000}"
    r"|per[ \u00a0]cent\b"
    rf"|(?:(?<![^\s(\[`'\"])-(?:-|(?=[A-Za-z](?!\w))))?{_LETTER}+(?:{_JOINT}{_LETTER}+)*(?:\+\+|\#(?!\w)|\(\))?"
    r"|[%€$£]"
)
"""Matches each word of a text, with what is joined to it."""

PART = re.compile(
    r"(?P<unspaced>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f]+)"
    rf"|(?:(?!_)[\w{_MARKS}])+"
)
"""Matches the parts of a compound; `unspaced` is a run of a script without blanks between words."""

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
DOTTED_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+")
ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
DAY_FIRST_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
INITIALISM = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
ELISION = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|[dn]ell|all|dall|sull|coll|un|quell|quest|sant)['’]",
    re.I,
)
CAMEL = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])|\d+")
LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")
