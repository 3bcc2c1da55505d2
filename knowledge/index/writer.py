"""Lays postings out as a segment, term by term in order of the terms' hashes.

The one place that decides a term's layout. Callers (`build`, `merge`) hand over runs of terms, so
that a segment of any size is written in bounded memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.index.postings import (
    FEW_BYTES,
    HIGHEST_GAP,
    HIGHEST_HALF_COUNT,
    HIGHEST_NARROW_COUNT,
    RANGE,
    RANGE_BITS,
    pack_half,
)
from knowledge.index.sections import Array, Facts, Sections, SectionsWriter
from knowledge.index.segment import DTYPES, FORMAT, STRIDE, Layout, Segment
from knowledge.index.terms import pack

MAX_PASSAGES = 1 << 8 * FEW_BYTES
"""A segment's limit: a passage number fits three bytes."""

_MOST_FEW = 255
_NEAR_OVERHEAD = 28
"""What a near term takes, in bytes, besides its postings and its ranges."""

_COLUMN_SHARE = 5
"""A term in more than one passage of so many gets half a byte, or one, for every passage."""


class Run(NamedTuple):
    """Postings of consecutive terms: the terms' hashes ascend, and within a term the numbers do."""

    hashes: Array
    sizes: Array
    """How many postings each term has; their sum is the length of the two arrays below."""
    numbers: Array
    counts: Array


class SegmentWriter:
    """Takes runs in order of hash and makes them a segment."""

    def __init__(self, lengths: Array, spool_folder: Path | None = None) -> None:
        self._lengths = np.asarray(lengths, np.uint32)
        self._count = len(lengths)
        self._ranges = max(1, -(-self._count // RANGE))
        narrow = {} if int(self._lengths.max(initial=0)) >= 1 << 16 else {"lengths": "<u2"}
        self._sections = SectionsWriter({**DTYPES, **narrow}, spool_folder)
        self._terms = 0
        self._few = 0
        self._near = 0
        self._gaps = 0
        self._rows = dict.fromkeys(Layout, 0)
        self._wide = 0

    def add(self, run: Run) -> None:
        """Append the postings of a run of terms."""
        if not len(run.hashes):
            return
        begins = np.cumsum(run.sizes) - run.sizes
        highest = np.maximum.reduceat(run.counts, begins)
        shortest = np.minimum.reduceat(self._lengths.take(run.numbers), begins)
        layouts = self._choose(run.sizes, highest)
        self._sections.append("hashes", run.hashes)
        self._add_few(run, layouts < 0)
        rows = np.flatnonzero(layouts >= 0)
        self._sections.append("common_terms", rows + self._terms)
        self._sections.append("common_layouts", layouts[rows])
        self._sections.append("common_sizes", run.sizes[rows])
        self._sections.append("common_counts", highest[rows])
        self._sections.append("common_shortest", shortest[rows])
        self._add_common(run, layouts, begins)
        self._terms += len(run.hashes)

    def finish(self, ids: Array, listed: Sequence[bytes], path: Path | None) -> Segment:
        """Write the segment to its file, or keep it in memory.

        `listed` are its plain terms, encoded and in order.
        """
        if self._terms % STRIDE == 0:
            self._sections.append("starts", np.array([self._few]))
        self._sections.append("few", bytes(1))
        self._sections.append("common_repeats", np.array([self._gaps]))
        self._sections.append("near_starts", np.array([self._near]))
        self._sections.append("lengths", self._lengths)
        text, places = pack(listed)
        self._sections.append("text", text)
        self._sections.append("text_places", places)
        consecutive = self._count > 0 and int(ids[-1]) - int(ids[0]) == self._count - 1
        if not consecutive:
            self._sections.append("ids", ids)
        return Segment(self._keep(self._facts(ids), path))

    def _keep(self, facts: Facts, path: Path | None) -> Sections:
        if path is None:
            return self._sections.to_memory(facts)
        return self._sections.to_file(path, facts)

    def _facts(self, ids: Array) -> Facts:
        return {
            "format": FORMAT,
            "count": self._count,
            "ranges": self._ranges,
            "first_id": int(ids[0]) if self._count else 0,
            "total_length": int(self._lengths.sum(dtype=np.int64)),
            "longest": int(self._lengths.max(initial=0)),
            "shortest": int(self._lengths.min()) if self._count else 0,
        }

    def _choose(self, sizes: Array, highest: Array) -> Array:
        """Return each term's layout, -1 for few: about the smallest for each."""
        layouts = np.full(len(sizes), -1, np.int8)
        near_costs = 4 * (self._ranges + 1) + _NEAR_OVERHEAD
        layouts[(sizes > near_costs) | (sizes > _MOST_FEW)] = Layout.NEAR
        common = (sizes > self._count // _COLUMN_SHARE) & (layouts >= 0)
        layouts[common] = Layout.HALF
        layouts[common & (highest > HIGHEST_HALF_COUNT)] = Layout.DENSE
        layouts[highest > HIGHEST_NARROW_COUNT] = Layout.WIDE
        return layouts

    def _add_few(self, run: Run, is_few: Array) -> None:
        kept = np.repeat(is_few, run.sizes)
        words = run.numbers[kept].astype("<u4").view(np.uint8).reshape(-1, 4)
        self._sections.append("few", words[:, :FEW_BYTES])
        counts = run.counts[kept]
        repeated = np.flatnonzero(counts > 1)
        self._sections.append("few_repeats", repeated + self._few)
        self._sections.append("few_counts", counts[repeated])
        sizes = np.where(is_few, run.sizes, 0)
        self._sections.append("sizes", sizes)
        starts = self._few + np.cumsum(sizes) - sizes
        self._sections.append("starts", starts[-self._terms % STRIDE :: STRIDE])
        self._few += len(counts)

    def _add_common(self, run: Run, layouts: Array, begins: Array) -> None:
        """Append the common terms' postings, and note where each term's begin."""
        places = np.zeros(len(layouts), np.int64)
        gaps = np.zeros(len(layouts), np.int64)
        is_near = layouts == Layout.NEAR
        self._add_near(run, is_near)
        places[is_near] = self._new_rows(Layout.NEAR, int(is_near.sum())) * self._ranges
        gaps[is_near] = self._add_repeats(run, is_near)
        for row in np.flatnonzero(layouts > Layout.NEAR).tolist():
            part = slice(begins[row], begins[row] + run.sizes[row])
            places[row] = self._add_one(layouts[row], run.numbers[part], run.counts[part])
        rows = layouts >= 0
        self._sections.append("common_places", places[rows])
        self._sections.append("common_repeats", self._gaps + np.cumsum(gaps[rows]) - gaps[rows])
        self._gaps += int(gaps.sum())

    def _new_rows(self, layout: Layout, count: int) -> Array:
        """Return the numbers of so many new rows of a layout."""
        self._rows[layout] += count
        return np.arange(self._rows[layout] - count, self._rows[layout])

    def _add_near(self, run: Run, is_near: Array) -> None:
        """Append all near terms at once: in a small segment there are thousands."""
        numbers = run.numbers[np.repeat(is_near, run.sizes)]
        self._sections.append("near_lows", numbers & (RANGE - 1))
        terms = int(is_near.sum())
        cells = np.repeat(np.arange(terms) * self._ranges, run.sizes[is_near])
        filled = np.bincount(cells + (numbers >> RANGE_BITS), minlength=terms * self._ranges)
        self._sections.append("near_starts", self._near + np.cumsum(filled) - filled)
        self._near += len(numbers)

    def _add_repeats(self, run: Run, is_near: Array) -> Array:
        """Append the gaps between repeats of the near terms; return how many each term has.

        A gap too wide for a byte is bridged with places whose count, 1, is given all the same.
        """
        counts = run.counts[np.repeat(is_near, run.sizes)]
        sizes = run.sizes[is_near]
        places = np.flatnonzero(counts > 1)
        terms = np.repeat(np.arange(len(sizes)), sizes)[places]
        begins = np.cumsum(sizes) - sizes
        first = np.diff(terms, prepend=-1) > 0
        gaps = places - np.where(first, begins.take(terms), np.roll(places, 1))
        bridges = np.maximum(gaps - 1, 0) // HIGHEST_GAP
        ends = np.cumsum(bridges + 1) - 1
        total = int(ends[-1]) + 1 if len(ends) else 0
        all_gaps, all_counts = np.full(total, HIGHEST_GAP), np.ones(total, np.int64)
        all_gaps[ends], all_counts[ends] = gaps - bridges * HIGHEST_GAP, counts[places]
        self._sections.append("near_gaps", all_gaps)
        self._sections.append("near_counts", all_counts)
        return np.bincount(terms, weights=bridges + 1, minlength=len(sizes)).astype(np.int64)

    def _add_one(self, layout: int, numbers: Array, counts: Array) -> int:
        """Append a term of a layout without repeats; return where it begins there."""
        if layout == Layout.WIDE:
            self._sections.append("wide_numbers", numbers)
            self._sections.append("wide_counts", counts)
            self._wide += len(numbers)
            return self._wide - len(numbers)
        column = np.zeros(self._count, np.uint8)
        column[numbers] = counts
        if layout == Layout.HALF:
            self._sections.append("half", pack_half(column))
        else:
            self._sections.append("dense", column)
        return int(self._new_rows(Layout(layout), 1)[0])
