"""Lays postings out as a segment, term by term in order of the terms' hashes.

The one place that decides a term's layout. Callers (`build`, `merge`) hand over runs of terms, so
that a segment of any size is written in bounded memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.index.postings import COUNT_BITS, HIGHEST_NARROW_COUNT, RANGE, RANGE_BITS
from knowledge.index.sections import Array, Facts, Sections, SectionsWriter
from knowledge.index.segment import DTYPES, FORMAT, Layout, Segment
from knowledge.index.terms import pack

MAX_PASSAGES = 1 << (32 - COUNT_BITS)
"""A segment's limit: a passage number and a count share four bytes."""

_DENSE_SHARE = 5
"""A term in more than one passage of so many gets a byte for every passage."""


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
        self._sections = SectionsWriter(DTYPES, spool_folder)
        self._terms = 0
        self._few = 0
        self._near = 0
        self._near_terms = 0
        self._dense_terms = 0
        self._wide = 0

    def add(self, run: Run) -> None:
        """Append the postings of a run of terms."""
        if not len(run.hashes):
            return
        ends = np.cumsum(run.sizes)
        begins = ends - run.sizes
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

    def finish(self, ids: Array, listed: list[str], path: Path | None) -> Segment:
        """Write the segment to its file, or keep it in memory; `listed` are its plain terms."""
        self._sections.append("starts", np.array([self._few]))
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
        """Return each term's layout, -1 for few: whichever is smallest, dense for quick look-up."""
        layouts = np.full(len(sizes), -1, np.int8)
        layouts[sizes > 4 * (self._ranges + 6)] = Layout.NEAR
        layouts[(sizes > self._count // _DENSE_SHARE) & (layouts >= 0)] = Layout.DENSE
        layouts[highest > HIGHEST_NARROW_COUNT] = Layout.WIDE
        return layouts

    def _add_few(self, run: Run, is_few: Array) -> None:
        kept = np.repeat(is_few, run.sizes)
        words = run.numbers[kept].astype(np.uint32) << COUNT_BITS
        self._sections.append("few", words | run.counts[kept].astype(np.uint32))
        sizes = np.where(is_few, run.sizes, 0)
        starts = self._few + np.cumsum(sizes) - sizes
        self._sections.append("starts", starts)
        self._few += int(sizes.sum())

    def _add_common(self, run: Run, layouts: Array, begins: Array) -> None:
        """Append the common terms' postings, and note where each term's begin."""
        places = np.zeros(len(layouts), np.int64)
        places[layouts == Layout.NEAR] = self._add_near(run, layouts == Layout.NEAR)
        for row in np.flatnonzero(layouts > Layout.NEAR).tolist():
            part = slice(begins[row], begins[row] + run.sizes[row])
            add = self._add_dense if layouts[row] == Layout.DENSE else self._add_wide
            places[row] = add(run.numbers[part], run.counts[part])
        self._sections.append("common_places", places[layouts >= 0])

    def _add_near(self, run: Run, is_near: Array) -> Array:
        """Append all near terms at once: in a small segment there are thousands."""
        kept = np.repeat(is_near, run.sizes)
        numbers = run.numbers[kept]
        self._sections.append("near_lows", numbers & (RANGE - 1))
        self._sections.append("near_counts", run.counts[kept])
        terms = int(is_near.sum())
        cells = np.repeat(np.arange(terms) * self._ranges, run.sizes[is_near])
        filled = np.bincount(cells + (numbers >> RANGE_BITS), minlength=terms * self._ranges)
        self._sections.append("near_starts", self._near + np.cumsum(filled) - filled)
        self._near += len(numbers)
        self._near_terms += terms
        return np.arange(self._near_terms - terms, self._near_terms) * self._ranges

    def _add_dense(self, numbers: Array, counts: Array) -> int:
        column = np.zeros(self._count, np.uint8)
        column[numbers] = counts
        self._sections.append("dense", column)
        self._dense_terms += 1
        return self._dense_terms - 1

    def _add_wide(self, numbers: Array, counts: Array) -> int:
        self._sections.append("wide_numbers", numbers)
        self._sections.append("wide_counts", counts)
        self._wide += len(numbers)
        return self._wide - len(numbers)
