"""Dates as sources write them -> ISO 8601, as far as they are known. A guess is never made.

Numeric dates such as 03/08/2022, whose order of day and month differs between countries, are read
only where one of the two numbers cannot be a month.
"""

from __future__ import annotations

import re
from datetime import date

from knowledge.readers.characters import one_line

# English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Ukrainian, Russian; the
# forms that stand in dates ("3 sierpnia", "3 серпня"). Twelve words a line, separated by blanks.
_MONTH_NAMES = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
jan feb mar apr may jun jul aug sept oct nov dec
januar februar märz april mai juni juli august september oktober november dezember
jänner februar maerz april mai juni juli august september okt november dez
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""
_MONTHS = {
    name: number
    for line in _MONTH_NAMES.strip().splitlines()
    for number, name in enumerate(line.split(), start=1)
}
_MONTH = "(?P<month>" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|er|\.|º)?"
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})"
_OF = r"\s+(?:of\s+|de\s+|del\s+)?"
_TIME = r"(?:[T ,]+(?:at\s+)?[0-2]?[0-9]:[0-9]{2}.{0,24})?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}-(?P<month>[01]?[0-9])-(?P<day>[0-3]?[0-9]){_TIME}",
        rf"{_YEAR}[/.](?P<month>[01]?[0-9])[/.](?P<day>[0-3]?[0-9]){_TIME}",
        rf"{_YEAR}(?P<month>[01][0-9])(?P<day>[0-3][0-9])",
        rf"{_YEAR}\s?[年년]\s?(?P<month>[01]?[0-9])\s?[月월](?:\s?(?P<day>[0-3]?[0-9])\s?[日일])?",
        rf"{_WEEKDAY}{_DAY}{_OF}{_MONTH},?{_OF}{_YEAR}(?:\s+(?:року|г\.|года|r\.))?{_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}{_TIME}",
        rf"{_MONTH},?{_OF}{_YEAR}",
        rf"{_YEAR}-(?P<month>[01][0-9])",
        _YEAR,
    )
)
_NUMERIC = re.compile(
    rf"(?P<first>[0-3]?[0-9])(?P<mark>[./-])(?P<second>[0-3]?[0-9])(?P=mark){_YEAR}{_TIME}"
)
_LABEL = re.compile(
    r"^(?:first\s+)?(?:published(?:\s+on)?|posted(?:\s+on)?|(?:last\s+)?updated(?:\s+on)?|date|issued"
    r"|veröffentlicht(?:\s+am)?|publié(?:\s+le)?|publicado(?:\s+el)?|am|den|le|el)\b[:\s]\s*",
    re.IGNORECASE,
)


def parse_date(text: str) -> str | None:
    """The ISO 8601 date that the whole text states ("2022-08-03", "2022-08", "2022"), or None."""
    text = one_line(text[:200]).strip(" .,;()[]")
    text = _LABEL.sub("", text)
    if not text or len(text) > 80:
        return None
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            return _iso(match.groupdict())
    match = _NUMERIC.fullmatch(text)
    return _numeric_iso(match) if match else None


def _iso(parts: dict[str, str | None]) -> str | None:
    month_text, day = parts.get("month"), parts.get("day")
    month = None
    if month_text is not None:
        month = int(month_text) if month_text.isdecimal() else _MONTHS[month_text.casefold()]
    return _checked(int(parts["year"] or 0), month, int(day) if day else None)


def _numeric_iso(match: re.Match[str]) -> str | None:
    first, second, year = (int(match[name]) for name in ("first", "second", "year"))
    if match["mark"] == "." or first > 12 or first == second:  # with full stops: always day first
        return _checked(year, second, first)
    return _checked(year, first, second) if second > 12 else str(year)


def _checked(year: int, month: int | None, day: int | None) -> str | None:
    """The date in ISO form, None where the calendar has no such day."""
    try:
        whole = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return None
    return whole[: 4 if month is None else 7 if day is None else 10]
