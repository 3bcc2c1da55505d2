"""A quotation that begins a list is quoted with the whole list, as far as there is room."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from knowledge.selection import LONGEST, Run

_ITEM = re.compile(r"[^\S\n]*(?:[-*•‣◦▪–+]|\d{1,3}[.)])[^\S\n]+\S.*")
_ANNOUNCED = re.compile(r":\s*$")


def with_whole_lists(runs: Iterable[Run]) -> list[Run]:
    """Return the runs, those that end inside a list that they announce drawn out to its end.

    A run that another one then takes in is left out.
    """
    found: list[Run] = []
    for run in map(_drawn_out, runs):
        if not any(_overlap(run, other) for other in found):
            found.append(run)
    return found


def _drawn_out(run: Run) -> Run:
    text = run.hit.passage.text
    lines = _lines(text, run.start)
    announced = False
    end = run.end
    for start, stop in lines:
        line = text[start:stop]
        item = _ITEM.fullmatch(line) is not None
        if start >= run.end and not (announced and item and stop - run.start <= LONGEST):
            break
        if announced and item:
            end = max(end, stop)
        elif line.strip():
            announced = _ANNOUNCED.search(line) is not None
    return run if end == run.end else replace(run, end=end)


def _lines(text: str, start: int) -> list[tuple[int, int]]:
    """Return the spans of the lines from `start` on, empty ones left out."""
    found, at = [], start
    for line in text[start:].split("\n"):
        if line.strip():
            found.append((at, at + len(line.rstrip())))
        at += len(line) + 1
    return found


def _overlap(one: Run, other: Run) -> bool:
    same = one.hit.passage.id == other.hit.passage.id
    return same and one.start < other.end and other.start < one.end
