"""Acronyms that a text defines itself: "Collective Security Treaty Organisation (CSTO)".

The method is that of Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text" (Pacific Symposium on Biocomputing, 2003): a short form in brackets
is matched from its last letter backwards against the words before it. Added here: the reverse,
"CSTO (Collective Security ...)" and "CSTO, short for ...", plural short forms, and that a long form
does not begin with "of" where a word before it fits too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BRACKET = re.compile(r"\(([^()\n]{2,120})\)")
_SHORT = re.compile(r"[“‘\"']?([^\W_](?:[\w.&/-]{0,8}[^\W_])?)[”’\"']?")
_SPELT_OUT = re.compile(
    r"\b([A-Z][A-Z0-9&/-]{1,9}),? (?:is |which is )?(?:short|an? (?:acronym|abbreviation))"
    r" (?:for|of) (?:the )?([^.,;()\n]{4,120})"
)
_STANDS_FOR = re.compile(r"\b([A-Z][A-Z0-9&/-]{1,9}) stands for (?:the )?([^.,;()\n]{4,120})")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_SMALL_WORD = re.compile(r"(?:of|on|or|and|at|as|an?|the|to|for|from|in|by|with)\b")
_SENTENCE_END = re.compile(r"[.!?;:]\s|\n")
_QUOTES = " \t“”‘’\"'«»"
_LOOK_BACK = 160


class Acronym(NamedTuple):
    """A short form and what it stands for, as the text writes both."""

    short: str
    long: str


def find_acronyms(text: str) -> tuple[Acronym, ...]:
    """Return the acronyms that `text` defines, each pair once, in order of first mention."""
    found = [*_bracketed(text)]
    for pattern in (_SPELT_OUT, _STANDS_FOR):
        for match in pattern.finditer(text):
            long = _first_words_for(match.group(1), match.group(2))
            if long:
                found.append(Acronym(match.group(1), long))
    return tuple(dict.fromkeys(found))


def _bracketed(text: str) -> Iterator[Acronym]:
    for bracket in _BRACKET.finditer(text):
        inside = re.split(r"[;,]\s", bracket.group(1), maxsplit=1)[0].strip()
        before = text[max(0, bracket.start() - _LOOK_BACK) : bracket.start()]
        before = _SENTENCE_END.split(before)[-1].rstrip()
        short = _SHORT.fullmatch(inside)
        if short and _is_short_form(short.group(1)):
            long = _long_form(_singular(short.group(1)), before)
            if long:
                yield Acronym(short.group(1), long)
        elif before:
            name = before.rsplit(None, 1)[-1].strip(_QUOTES)
            long = _first_words_for(name, inside)
            if _is_short_form(name) and long:
                yield Acronym(name, long)


def _is_short_form(short: str) -> bool:
    """Return whether it looks like an acronym: two capitals, or one beside a digit or full stop."""
    capitals = sum(letter.isupper() for letter in short)
    return 2 <= len(short) <= 10 and capitals >= 2 and capitals * 2 >= len(short)


def _singular(short: str) -> str:
    return short[:-1] if short.endswith("s") and short[:-1].isupper() else short


def _long_form(short: str, before: str) -> str | None:
    """Return the words at the end of `before` that `short` stands for, or None.

    Each letter of `short` is looked for from the right; its first letter must begin a word.
    """
    letters = [letter for letter in short.lower() if letter.isalnum()]
    words = list(_WORD.finditer(before))
    # Schwartz and Hearst: at most twice as many words as letters, nor more than five beyond.
    words = words[-min(len(letters) + 5, 2 * len(letters)) :]
    if not words:
        return None
    place, lowered = len(before), before.lower()
    if len(lowered) != len(before):
        return None
    for index in range(len(letters) - 1, -1, -1):
        place = _before(lowered, letters[index], place, words[0].start(), first=index == 0)
        if place < 0:
            return None
    long = before[place:].strip(_QUOTES)
    return long if _is_long_form(long, short) else None


def _before(lowered: str, letter: str, end: int, lowest: int, *, first: bool) -> int:
    """Return where `letter` stands last before `end`, the acronym's first one at a word's start."""
    place = lowered.rfind(letter, lowest, end)
    if not first:
        return place
    fallback = -1
    while place >= 0:
        begins = place == 0 or not lowered[place - 1].isalnum()
        if begins and not _SMALL_WORD.match(lowered, place):
            return place
        fallback = max(fallback, place) if begins else fallback
        place = lowered.rfind(letter, lowest, place)
    return fallback


def _is_long_form(long: str, short: str) -> bool:
    words = _WORD.findall(long)
    return len(long) > len(short) and len(words) > 1 and short not in words


def _first_words_for(short: str, phrase: str) -> str | None:
    """Return the shortest beginning of `phrase` whose words' initials spell `short`, or None."""
    letters = _singular(short).lower()
    letters = "".join(letter for letter in letters if letter.isalnum())
    spelt = 0
    for word in _WORD.finditer(phrase):
        initial = word.group()[0].lower()
        if spelt == 0 and initial != letters[:1]:
            return None
        spelt += initial == letters[spelt]
        if spelt == len(letters):
            long = phrase[: word.end()].strip(_QUOTES)
            return long if _is_long_form(long, short) else None
    return None
