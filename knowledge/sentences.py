"""Text to sentence spans. It never changes the text and knows nothing of blocks.

Every mark that could end a sentence is found with one pattern, then judged by what stands before
and after it: abbreviations, initials, decimals, ellipses and quotations do not mislead it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_CLOSERS = "\"'”’»›)\\]}）」』】*_"
_FOOTNOTE = r"\[(?:\d{1,3}|[a-z]|(?:note|nb) \d{1,2}|[a-z]+ needed)\]"
_CANDIDATE = re.compile(
    rf"(?P<stop>[.!?…؟۔।॥]+[{_CLOSERS}]*(?:{_FOOTNOTE})*)(?=(?P<blank>\s|$)|(?P<glued>[A-Z“‘«„(\[]))"
    rf"|(?P<ideographic>[。！？｡]+[{_CLOSERS}]*)"
    r"|(?P<break>\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*•‣◦▪–]|\d{1,3}[.)]|\#{1,6})[^\S\n]))"
    r"|(?P<thai>(?<=[\u0e00-\u0e7f])[ ]{1,4}(?=[\u0e00-\u0e7f]))"
)
_ABBREVIATIONS = frozenset(
    """jr sr maj min supt fr v etc al ca c ed eds trans op cit ibid dept univ inc ltd co corp bros
    plc llc assn ave blvd rd mt ft tue tues wed thu thur thurs fri a.m p.m b.c a.d u.s u.k u.n
    e.u d.c ph.d m.a b.a m.d usw evtl ggf hr geb gest sog inkl ej dott itd itp prof ks т.д т.п др
    гг до н.е н.э atd apod""".split()
)
_NEVER_LAST = frozenset(
    """mr mrs ms messrs dr prof st ste rev hon gen capt cmdr lt sgt adm gov sen rep pres amb vs e.g
    i.e cf viz approx fig figs eq pp z.b d.h vgl bzw u.a dipl m.in tzn np mme mlle p.ex env sra srta
    dña dto uds sig sigg avv wg inż mgr hab zob
    т.е т.к им проф акад руб тыс см tj tzv např""".split()
)
_BEFORE_NUMBERS = frozenset(
    """no nos fig figs eq art p pp s vol vols ch sec nr bd abb pág núm str стр ст рис п
    jan feb mar apr jun jul aug sept sep oct nov dec""".split()
)
"""Abbreviations only before a figure: "No. 10", but "she said no."."""
_DOTTED_ORDINALS = frozenset(
    ("de", "cs", "sk", "da", "no", "fi", "hu", "hr", "sr", "et", "lt", "sl")
)
"""Languages that write "3. August": a full stop after one or two figures ends no sentence there."""
_DOTTED_ORDINAL = re.compile(r"\d{1,2}")
_STARTERS = frozenset(
    """the a an this that these those it he she they we you i in on at for but and or if when while
    after before as there here his her its their our my what who how why where however although
    because since during some many most""".split()
)
_WORD_BEFORE = re.compile(r"[^\s(\[“‘\"'«„—–/‐‑-]{1,24}$")
_NEXT_WORD = re.compile(r"[\s\"'“‘«„(\[¿¡*_—–-]*([^\W_]+)?")
_LIST_NUMBER = re.compile(r"(?:^|\n)[^\S\n]*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})$")
_LOOK_BACK = 40
_LOOK_AHEAD = 60


def split(
    text: str, start: int = 0, end: int | None = None, language: str = "en"
) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `text[start:end]`, in order, without outer blanks.

    Nothing but blanks lies between two spans. Thai is split at its blanks; a language that puts
    none after ideographic stops is split at those.
    """
    last = len(text) if end is None else min(end, len(text))
    spans: list[tuple[int, int]] = []
    begin = start
    for cut in _cuts(text, start, last, language):
        _append_trimmed(spans, text, begin, cut)
        begin = cut
    _append_trimmed(spans, text, begin, last)
    return spans


def _cuts(text: str, start: int, end: int, language: str) -> Iterator[int]:
    for match in _CANDIDATE.finditer(text, start, end):
        if match.group("stop"):
            if _ends_sentence(_Mark.of(text, match, start, end), language):
                yield match.end()
        else:
            yield match.end()


class _Mark(NamedTuple):
    """A stop in its surroundings."""

    before: str
    """The word that it stands after, without what opens it."""
    stop: str
    after: str
    word: str
    """The first word after it, "" where there is none."""
    glued: bool
    opens_list: bool
    """Whether it follows the number of a list item."""

    @classmethod
    def of(cls, text: str, match: re.Match[str], start: int, end: int) -> _Mark:
        before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
        after = text[match.end() : min(end, match.end() + _LOOK_AHEAD)]
        last, following = _WORD_BEFORE.search(before), _NEXT_WORD.match(after)
        return cls(
            last.group() if last else "",
            match.group("stop"),
            after,
            (following and following.group(1)) or "",
            match.group("glued") is not None,
            _LIST_NUMBER.search(before) is not None,
        )


def _ends_sentence(mark: _Mark, language: str) -> bool:
    if mark.glued:
        return _is_glued_end(mark)
    if not mark.after.strip():
        return True
    # "?!", an ellipsis or a quoted question may stand in the middle of a sentence.
    if mark.word[:1].islower():
        return False
    return mark.stop != "." or not _is_abbreviation(mark, language)


def _is_glued_end(mark: _Mark) -> bool:
    """Return whether a sentence follows a stop without a blank: "war.The", not "U.S" or "a.B"."""
    plain = mark.before.lower()
    known = any(sign in plain for sign in "./@") or plain in _ABBREVIATIONS | _NEVER_LAST
    if known or len(plain) < 2 or not plain[-1].isalnum():
        return False
    return mark.word[1:2].islower() or mark.word in _STARTERS


def _is_abbreviation(mark: _Mark, language: str) -> bool:
    last, plain = mark.before, mark.before.lower()
    if mark.opens_list or plain in _NEVER_LAST:
        return True
    if plain in _BEFORE_NUMBERS:
        return mark.word[:1].isdigit()
    if _is_initial(last) or plain in _ABBREVIATIONS or _is_initialism(plain):
        return mark.word.lower() not in _STARTERS
    return language in _DOTTED_ORDINALS and _DOTTED_ORDINAL.fullmatch(last) is not None


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper() and word.isalpha()


def _is_initialism(plain: str) -> bool:
    letters = plain.split(".")
    return len(letters) > 1 and all(len(letter) == 1 for letter in letters)


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
