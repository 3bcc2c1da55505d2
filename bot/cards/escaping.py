"""Text -> Discord Markdown that shows that text: nothing formats, links, pings or leaves its quote.

Lengths are counted in UTF-16 units, the stricter of the ways in which Discord might count. What is
dropped has no glyph (control and direction marks); the whole passage as a file has every character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

Spans = Iterable[tuple[int, int]]

LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Controls, marks that change the direction of writing, lone surrogates (no valid JSON text)."""
SPECIAL = re.compile(r"[\\`*_~|\[\]<>@#]|:(?=\S)")
LINE_START = re.compile(r"^([ \t]*)([-+])|^([ \t]*\d+)([.)])", re.MULTILINE)
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)")
BOLD = "**"


def length(text: str) -> int:
    """Return the length of `text` in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def visible(text: str) -> str:
    """Return `text` with line breaks as newlines and without characters that have no glyph."""
    return UNSEEN.sub("", LINE_BREAKS.sub("\n", text))


def escape(text: str) -> str:
    """Return Markdown that shows `text` as it is, over as many lines as it has."""
    return _escaped(visible(text))


def _escaped(shown: str) -> str:
    escaped = SPECIAL.sub(lambda found: "\\" + found[0], shown)
    return LINE_START.sub(_escape_line_start, escaped)


def _escape_line_start(found: re.Match[str]) -> str:
    blank, bullet, number, mark = found.groups()
    return f"{number}\\{mark}" if number is not None else f"{blank}\\{bullet}"


def line(text: str, limit: int) -> str:
    """Return Markdown of one line that shows `text`, shortened with "…" to `limit` units."""
    shown = " ".join(visible(text).split())
    return _fit(shown, limit, _escaped)


def plain_line(text: str, limit: int) -> str:
    """Return `text` on one line for places without Markdown (buttons, footers, choices)."""
    return _fit(" ".join(visible(text).split()), limit, str)


def _fit(shown: str, limit: int, render: Callable[[str], str]) -> str:
    rendered = render(shown)
    if length(rendered) <= limit:
        return rendered

    def shortened(end: int) -> str:
        return render(shown[:end].rstrip() + "…")

    return shortened(_longest(len(shown), lambda end: length(shortened(end)) <= limit))


def _longest(count: int, fits: Callable[[int], bool]) -> int:
    """Return the largest number up to `count` that fits, as all smaller ones then do."""
    low, high = 0, count
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low


def quote(text: str, highlights: Spans = (), *, limit: int) -> tuple[str, bool]:
    """Return `text` as a block quote with `highlights` in bold, and whether it had to be cut.

    Beyond `limit` units it is cut at the last end of a sentence, else of a word, that fits.
    """
    spans = merged(highlights)
    whole = _block(text, spans)
    if length(whole) <= limit:
        return whole, False
    end = _longest(len(text), lambda count: length(_block(text[:count], spans)) <= limit)
    return _block(text[: _cut(text, end)].rstrip(), spans), True


def quote_end(text: str, *, limit: int) -> str:
    """Return the end of `text` as a block quote: the last whole sentences that fit in `limit`."""
    if length(_block(text, [])) <= limit:
        return _block(text, [])
    starts = (found.end() for found in SENTENCE_END.finditer(text))
    ends = (_block(text[start:].strip(), []) for start in starts if text[start:].strip())
    fitting = next((block for block in ends if length(block) <= limit), None)
    return fitting or quote(text[-limit // 4 :], limit=limit)[0]


def _cut(text: str, end: int) -> int:
    """Return where to cut `text` at or before `end`: after a sentence, else after a word."""
    sentences = [found.end() for found in SENTENCE_END.finditer(text, 0, min(end + 1, len(text)))]
    if sentences and sentences[-1] <= end:
        return sentences[-1]
    blank = text.rfind(" ", 0, end)
    return blank if blank > 0 else end


def merged(spans: Spans) -> list[tuple[int, int]]:
    """Return `spans` in order, overlapping and touching ones as one, empty ones left out."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _block(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the block quote of `text`; bold is closed and opened anew at every line break."""
    lines = "".join(_pieces(text, spans)).split("\n")
    return "\n".join(f"> {one}" for one in lines)


def _pieces(text: str, spans: list[tuple[int, int]]) -> Iterable[str]:
    position, at_line_start = 0, True
    for start, end in [*spans, (len(text), len(text))]:
        for piece, bold in ((text[position:start], False), (text[start:end], True)):
            shown = visible(piece)
            if shown:
                yield _rendered(shown, bold=bold, at_line_start=at_line_start)
                at_line_start = shown.endswith("\n")
        position = max(position, end)


def _rendered(shown: str, *, bold: bool, at_line_start: bool) -> str:
    # A piece that begins in the middle of a line must not be taken for the start of a line.
    escaped = _escaped(shown) if at_line_start else _escaped("\0" + shown)[1:]
    if not bold:
        return escaped
    return "\n".join(f"{BOLD}{one}{BOLD}" if one.strip() else one for one in escaped.split("\n"))
