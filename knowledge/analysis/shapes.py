"""What one raw word stands for: its terms, each with its place inside the word.

Plain words take the short way. Numbers, dates, identifiers, compounds and scripts without blanks
are taken apart here, once per distinct word; `terms` remembers the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from knowledge.analysis import numbers, patterns
from knowledge.analysis.folding import fold
from knowledge.analysis.stems import accent_forms, is_stop_word, stem
from knowledge.analysis.unspaced import pairs_of

_SYMBOLS = {"%": "percent", "€": "euro", "$": "dollar", "£": "pound"}
_JOINED_PREFIXES = frozenset({"co", "re", "e"})
_ACRONYMS = {"US": "usa", "USA": "usa", "U.S": "usa", "U.S.A": "usa", "IT": "it", "WHO": "who"}
_LATIN_SHORTHAND = frozenset({"e.g", "i.e"})
_LINK = re.compile(r"(?:https?://)?(?:www\.)?", re.I)
_AFTER_LINK = ".,:;!?)]}'’»*_"


class Form(NamedTuple):
    """One term of a raw word; `start` and `end` count from the word's own start."""

    term: str
    start: int
    end: int
    stop: bool = False
    extra: bool = False


def forms(raw: str, language: str) -> tuple[Form, ...]:
    """Return the terms of one match of `patterns.WORD`, in order of place."""
    if raw.isalpha() and raw.isascii() and raw[1:].islower():
        return tuple(_word(raw, 0, language))
    return tuple(form for form in _compound(raw, language) if form.term)


def _compound(raw: str, language: str) -> Iterator[Form]:
    size = len(raw)
    if raw in _SYMBOLS:
        yield Form(_SYMBOLS[raw], 0, size)
    elif raw.startswith("per") and raw[3:].strip() == "cent":
        yield Form("percent", 0, size)
    elif raw.strip("()'") in _ACRONYMS:
        yield Form(_ACRONYMS[raw.strip("()'")], 0, size)
    elif raw.lower().startswith(("http://", "https://", "www.")):
        yield from _link(raw, language)
    elif raw[0].isdigit():
        yield from _number(raw, language)
    else:
        yield from _joined(raw, language)


def _link(raw: str, language: str) -> Iterator[Form]:
    address = raw.rstrip(_AFTER_LINK)
    yield Form(fold(_LINK.sub("", address, count=1)).rstrip("/"), 0, len(address))
    yield from _extras(raw, language)


def _number(raw: str, language: str) -> Iterator[Form]:
    size, plain = len(raw), raw.rstrip("'’")
    date = _date(plain)
    if date is not None:
        yield Form(date, 0, size)
        yield from (Form(part, 0, size, extra=True) for part in numbers.date_parts(date))
    elif language != "en" and patterns.DOTTED_NUMBER.fullmatch(plain):
        yield Form(plain.replace(".", ""), 0, size)
    elif patterns.NUMBER.fullmatch(plain):
        yield Form(_digits(plain), 0, size)
    elif re.fullmatch(r"\d+['’]?s", raw):  # 1990s, 1990's
        yield Form(re.sub(r"\D", "", raw) + "s", 0, size)
        yield Form(re.sub(r"\D", "", raw), 0, size, extra=True)
    else:
        yield from _joined(raw, language)


def _date(raw: str) -> str | None:
    year_first = patterns.ISO_DATE.fullmatch(raw)
    if year_first:
        return numbers.iso_date(*(int(part) for part in year_first.groups()))
    day_first = patterns.DAY_FIRST_DATE.fullmatch(raw)
    if day_first:
        day, month, year = (int(part) for part in day_first.groups())
        return numbers.iso_date(year, month, day)
    return None


def _digits(raw: str) -> str:
    """Return a number in plain ASCII digits, "1,000" as "1000", "007" as "7"."""
    digits = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in raw if sign != ",")
    whole, point, rest = digits.partition(".")
    return (whole.lstrip("0") or "0") + point + rest


def _joined(raw: str, language: str) -> Iterator[Form]:
    elided = patterns.ELISION.match(raw)
    if patterns.INITIALISM.fullmatch(raw):
        yield Form(fold(raw.replace(".", "")), 0, len(raw), stop=raw.lower() in _LATIN_SHORTHAND)
    elif elided and elided.end() < len(raw):
        yield from _shifted(_compound(raw[elided.end() :], language), elided.end())
    elif any(part["unspaced"] for part in patterns.PART.finditer(raw)):
        yield from _mixed(raw, language)
    elif _is_identifier(raw):
        yield Form(fold(raw).removesuffix("()").strip("_"), 0, len(raw))
        yield from _extras(raw, language)
    else:
        yield from _pieces(raw, language)


def _is_identifier(raw: str) -> bool:
    """Return whether `raw` is to be found exactly: code, an address, a version, an option."""
    if raw[0] == "-" or raw[-1] in "+#)" or "_" in raw.strip("_"):
        return True
    return re.search(r"[^\W_](?:[@&]|::)\w|[^\W_]\.[a-z\d]|\d:\d", raw) is not None


def _extras(raw: str, language: str) -> Iterator[Form]:
    for part in patterns.PART.finditer(raw):
        for form in _word(part.group(), part.start(), language):
            if not form.stop:
                yield form._replace(extra=True)


def _shifted(found: Iterator[Form], by: int) -> Iterator[Form]:
    for form in found:
        yield form._replace(start=form.start + by, end=form.end + by)


def _pieces(raw: str, language: str) -> Iterator[Form]:
    """Take apart what hyphens, slashes, full stops or colons join."""
    pieces = [(piece.group(), piece.start()) for piece in _PIECE.finditer(raw)]
    if len(pieces) <= 1:
        for piece, start in pieces:
            yield from _word(piece, start, language)
        return
    one = _one_word(raw, [piece for piece, _ in pieces], language)
    if one is not None:
        yield Form(one, 0, len(raw))
        pieces = [] if one[0].isdigit() else pieces[1:]
    for piece, start in pieces:
        for form in _shifted(_compound(piece, language), start):
            yield form._replace(extra=form.extra or one is not None)
    if one is None and _is_hyphenated(raw):
        yield Form(stem(re.sub(r"[\W_]", "", raw), language), 0, len(raw), extra=True)


_PIECE = re.compile(r"[^\W_](?:[^-‐‑/.:&@+])*")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+){1,3}")
_LONGEST_JOINED = 40


def _is_hyphenated(raw: str) -> bool:
    plain = not raw.replace("-", "").isdecimal() and len(raw) <= _LONGEST_JOINED
    return plain and _HYPHENATED.fullmatch(raw) is not None


def _one_word(raw: str, pieces: list[str], language: str) -> str | None:
    """Return the term of a compound that is better read as one word: "co-operate", "twenty-one"."""
    if language != "en" or not _is_hyphenated(raw):
        return None
    if fold(pieces[0]) in _JOINED_PREFIXES and pieces[-1].isalpha():
        return stem("".join(pieces), language)
    return numbers.number_word(fold(raw))


def _word(raw: str, start: int, language: str) -> Iterator[Form]:
    """Yield the term of one plain word, then the other forms in which it may be looked for."""
    end = start + len(raw)
    bare = raw.strip("_'’")
    if patterns.NUMBER.fullmatch(bare):
        yield Form(_digits(bare), start, end)
        return
    stop = is_stop_word(bare, language)
    number = numbers.number_word(fold(bare)) if language == "en" else None
    yield Form(number or stem(bare.replace("_", ""), language), start, end, stop)
    for other in () if stop else (*accent_forms(bare, language), *_humps(bare, language)):
        yield Form(other, start, end, extra=True)


_HUMP = re.compile(r"[a-z][A-Z]")
_UNIT = re.compile(r"\d+(?!st|nd|rd|th)[^\W\d_]+")


def _humps(raw: str, language: str) -> list[str]:
    """Return the terms of the parts of "getElement" and "5km"."""
    if _HUMP.search(raw):
        return [stem(part, language) for part in patterns.CAMEL.findall(raw)]
    if _UNIT.fullmatch(raw):
        return [stem(part, language) for part in patterns.LETTERS_OR_DIGITS.findall(raw)]
    return []


def _mixed(raw: str, language: str) -> Iterator[Form]:
    """Yield the words of a text in which a script without blanks occurs."""
    for part in patterns.PART.finditer(raw):
        if part["unspaced"]:
            yield from _shifted(_bigrams(part.group()), part.start())
        else:
            yield from _word(part.group(), part.start(), language)


def _bigrams(run: str) -> Iterator[Form]:
    for pair in pairs_of(run):
        yield Form(_folded(run[pair.start : pair.end]), *pair)


@lru_cache(maxsize=100_000)
def _folded(characters: str) -> str:
    return fold(characters)
