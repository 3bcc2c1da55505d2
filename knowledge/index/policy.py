"""Which segments to merge: few segments, and each passage rewritten a few times only.

Each segment holds more than `GROWTH` times what all smaller ones hold together, so that a million
passages lie in a handful of segments; below `FLOOR` passages there is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.index.writer import MAX_PASSAGES

FLOOR = 1_000
"""Segments smaller than this are always merged: rewriting them takes a few milliseconds."""

GROWTH = 4
"""A segment is merged once the smaller ones together hold more than one fourth of it."""

REMOVED_SHARE = 5
"""A segment is rewritten when more than one passage of so many is removed from it."""


def to_merge(pieces: Sequence[tuple[int, int, bool]]) -> set[int]:
    """Return the places of the segments to merge into one; empty when all may stay.

    Each piece is (passages left, passages removed, whether it has no file yet).
    """
    ordered = sorted(range(len(pieces)), key=lambda place: pieces[place][0])
    chosen = {place for place in ordered if pieces[place][2] or _is_stale(pieces[place])}
    smaller, count = 0, 0
    for rank, place in enumerate(ordered):
        live = pieces[place][0]
        if smaller + live <= MAX_PASSAGES and live <= max(FLOOR, GROWTH * smaller):
            count = rank + 1
        smaller += live
    chosen.update(ordered[:count])
    return chosen if _worthwhile(pieces, chosen) else set()


def _is_stale(piece: tuple[int, int, bool]) -> bool:
    live, removed, _ = piece
    return removed * REMOVED_SHARE > live + removed


def _worthwhile(pieces: Sequence[tuple[int, int, bool]], chosen: set[int]) -> bool:
    """Say whether merging changes anything: one segment that may stay as it is does not count."""
    if len(chosen) != 1:
        return bool(chosen)
    piece = pieces[next(iter(chosen))]
    return piece[2] or _is_stale(piece)
