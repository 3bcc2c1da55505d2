"""Which characters a document's text keeps. Words are never changed, composed or decomposed."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\x0b]")
_PARAGRAPH_ENDS = re.compile("[\u2029\x0c]")
_UNWANTED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters
    "\u202a-\u202e\u2066-\u2069"  # direction overrides and isolates: they can disguise what is read
    "\u00ad\ufeff"  # invisible hyphenation hints and byte order marks: they break words for search
    "\ud800-\udfff"  # halves of surrogate pairs: they cannot be stored
    "]"
)
_SPACES_AT_LINE_ENDS = re.compile(r"[^\S\n]+(?=\n)")
_BLANK_RUN = re.compile(r"\s+")

CJK = "\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_ENDS_CJK = re.compile(f"[{CJK}]$")
_STARTS_CJK = re.compile(f"^[{CJK}]")


def clean(text: str) -> str:
    r"""The text with `\n` as its only line end and without control and direction characters.

    No-break spaces, joiners (needed in Persian and in Indic scripts) and left/right marks stay.
    """
    text = _LINE_ENDS.sub("\n", text)
    return _UNWANTED.sub("", _PARAGRAPH_ENDS.sub("\n\n", text))


def tidy(text: str) -> str:
    """A block's text: trimmed, no blanks before its line ends."""
    return _SPACES_AT_LINE_ENDS.sub("", text).strip()


def one_line(text: str) -> str:
    """The text as a value: every run of white space, no-break spaces too, becomes one blank."""
    return _BLANK_RUN.sub(" ", clean(text)).strip()


def join_lines(first: str, second: str) -> str:
    """Two lines of one paragraph as running text; scripts without blanks are joined without one."""
    if _ENDS_CJK.search(first) and _STARTS_CJK.search(second):
        return first + second
    return f"{first} {second}"


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set to look up; for long tables of words in the source."""
    return frozenset(text.split())
