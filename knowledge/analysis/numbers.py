"""Numbers and dates: the several ways to write one are indexed as one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import cache

from knowledge.analysis.folding import fold

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
CARDINALS = {word: number for number, word in enumerate(_UNITS.split())} | {
    word: 10 * number for number, word in enumerate(_TENS.split(), start=2)
}
_FIRST_TO_TWENTIETH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS = {word: number for number, word in enumerate(_FIRST_TO_TWENTIETH.split(), start=1)} | {
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "hundredth": 100,
}
_MAGNITUDES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_MAGNITUDES |= {"millions": 10**6, "millionen": 10**6, "millones": 10**6, "milioni": 10**6}
_MAGNITUDES |= {"milhões": 10**6, "trillion": 10**12, "bn": 10**9}
_MONTHS = """
    january jan januar janvier enero gennaio janeiro januari stycznia січня января
    february feb februar février febrero febbraio fevereiro februari lutego лютого февраля
    march mar märz mars marzo março maart marca березня марта
    april apr avril abril aprile kwietnia квітня апреля
    may mai mayo maggio maio mei maja травня мая
    june jun juni juin junio giugno junho czerwca червня июня
    july jul juli juillet julio luglio julho lipca липня июля
    august aug août agosto augustus augusti sierpnia серпня августа
    september sep sept septembre septiembre settembre setembro września вересня сентября
    october oct oktober octobre octubre ottobre outubro października жовтня октября
    november nov novembre noviembre novembro listopada листопада ноября
    december dec dezember décembre diciembre dicembre dezembro december grudnia грудня декабря
"""
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?"
_DAY_MONTH_YEAR = re.compile(
    rf"\b{_DAY}\s(?:of\s|de\s)?([^\W\d]{{3,12}})\.?,?\s(?:de\s)?(\d{{4}})\b"
)
_MONTH_DAY_YEAR = re.compile(rf"\b([^\W\d]{{3,12}})\.?\s{_DAY},?\s(\d{{4}})\b")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+")
_ROMAN_CENTURY = re.compile(r"\b([IVX]{1,5})(?:th|st|nd|rd)?(?=\s(?:century|centuries)\b)")
_ROMAN = {"I": 1, "V": 5, "X": 10}


@cache
def _months() -> dict[str, int]:
    rows = _MONTHS.strip().splitlines()
    return {fold(word): month for month, row in enumerate(rows, start=1) for word in row.split()}


@cache
def triggers() -> frozenset[str]:
    """Return the words, as written, without which a text has nothing for `in_context` to find."""
    words = {word for row in _MONTHS.split() for word in (row, row.capitalize(), row.upper())}
    return frozenset(words | set(_MAGNITUDES) | {"century", "centuries", "Million", "Millionen"})


def number_word(folded: str) -> str | None:
    """Return the digits that an English number word stands for: "two" is "2", "second" is "2nd"."""
    if folded in CARDINALS:
        return str(CARDINALS[folded])
    tens, _, unit = folded.rpartition("-")
    base = CARDINALS.get(tens, 0) if tens else 0
    if tens and base < 20:  # only tens are followed by a unit
        return None
    if unit in _ORDINALS:
        return ordinal(base + _ORDINALS[unit])
    return str(base + CARDINALS[unit]) if unit in CARDINALS else None


def ordinal(number: int) -> str:
    """Return an ordinal number as it is indexed: 2 is "2nd"."""
    last = 0 if 10 < number % 100 < 14 else number % 10  # eleventh to thirteenth
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def iso_date(year: int, month: int, day: int) -> str | None:
    """Return the date as it is indexed, "2022-08-03", or None where there is no such day."""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def date_parts(date: str) -> tuple[str, str, str]:
    """Return the words of a date as a text would have them: ("2022", "august", "3")."""
    year, month, day = date.split("-")
    return year, _MONTHS.strip().splitlines()[int(month) - 1].split()[0], str(int(day))


def in_context(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, term) of each date, amount and century that takes several words."""
    return sorted([*_dates(text), *_amounts(text), *_centuries(text)])


def _dates(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern, order in ((_DAY_MONTH_YEAR, (3, 2, 1)), (_MONTH_DAY_YEAR, (3, 1, 2))):
        for match in pattern.finditer(text):
            year, name, day = (match.group(place) for place in order)
            date = iso_date(int(year), _months().get(fold(name), 0), int(day))
            if date is not None:
                yield match.start(), match.end(), date


def _amounts(text: str) -> Iterator[tuple[int, int, str]]:
    for run in _runs(_AMOUNT.finditer(text), text):
        value = _value([word for _, _, word in run])
        if len(run) > 1 and value is not None:
            yield run[0][0], run[-1][1], value


def _runs(words: Iterable[re.Match[str]], text: str) -> Iterator[list[tuple[int, int, str]]]:
    """Yield the runs of neighbouring number words, each word with its span."""
    run: list[tuple[int, int, str]] = []
    for match in words:
        word = match.group().lower()
        near = bool(run) and text[run[-1][1] : match.start()] in (" ", "-", "\u00a0")
        if run and not near:
            yield run
            run = []
        if word[0].isdigit() or word in CARDINALS or word in _MAGNITUDES:
            run.append((match.start(), match.end(), word))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _value(words: list[str]) -> str | None:
    """Return the digits of "two hundred thousand"; None for numbers that merely stand in a row."""
    if not any(word in _MAGNITUDES for word in words):
        return None
    total = current = 0.0
    for word in words:
        size = _MAGNITUDES.get(word)
        if size is None:
            current += CARDINALS[word] if word in CARDINALS else float(word.replace(",", "") or 0)
        elif size == 100:  # hundreds are multiplied by the next magnitude
            current = (current or 1) * size
        else:
            total, current = total + (current or 1) * size, 0.0
    return f"{total + current:.0f}" if total + current < 10**18 else None


def _centuries(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _ROMAN_CENTURY.finditer(text):
        values = [_ROMAN[letter] for letter in match.group(1)]
        following = [*values[1:], 0]
        signs = [-1 if value < later else 1 for value, later in zip(values, following, strict=True)]
        number = sum(value * sign for value, sign in zip(values, signs, strict=True))
        yield match.start(), match.end(1), ordinal(number)
