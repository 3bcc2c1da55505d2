"""How alike two terms are in form: derivations of one stem, and slips of the keyboard."""

from __future__ import annotations

from functools import lru_cache

_SHORTEST = 4
_BIGRAM_LIKENESS = 0.7
_ONE_SLIP_FROM = 4
_TWO_SLIPS_FROM = 8


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """Return how alike two terms are, from 0 to 1: by a shared beginning, else by letter pairs."""
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST or one[0] != other[0] or one == other:
        return 0.0
    shared = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    share = shared / max(len(one), len(other))
    if shared >= 5 or (shared == 4 and share >= 0.6):
        return 0.5 + 0.5 * share
    dice = _dice(one, other)
    return 0.8 * dice if dice >= _BIGRAM_LIKENESS else 0.0


def _dice(one: str, other: str) -> float:
    first = {one[i : i + 2] for i in range(len(one) - 1)}
    second = {other[i : i + 2] for i in range(len(other) - 1)}
    return 2 * len(first & second) / (len(first) + len(second))


def slips(one: str, other: str) -> int | None:
    """Return how many slips lie between two terms, or None when more than their length excuses.

    A slip is a letter left out, put in, replaced, or swapped with its neighbour (Damerau 1964).
    """
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < _ONE_SLIP_FROM else 1 if shorter < _TWO_SLIPS_FROM else 2
    if abs(len(one) - len(other)) > allowed:
        return None
    distance = _edits(one, other)
    return distance if distance <= allowed else None


def _edits(one: str, other: str) -> int:
    """Return the optimal string alignment distance."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, opposite in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
