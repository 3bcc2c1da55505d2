"""Text to sentence spans. It never changes the text and knows nothing of blocks."""

from __future__ import annotations

import re

_STOP = re.compile(r"[.!?…。！？؟]+[\"'”’)\]»]*(?=\s|$)|\n\s*\n|[。！？]")


def split(
    text: str, start: int = 0, end: int | None = None, language: str = "en"
) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `text[start:end]`, in order, without outer blanks."""
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _STOP.finditer(text, start, end):
        _append_trimmed(spans, text, begin, match.end())
        begin = match.end()
    _append_trimmed(spans, text, begin, end)
    return spans


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
