"""Several segments to one, without their removed passages, slice by slice of the hashes.

Hashes are spread evenly, so equal slices of their range hold about equally many postings, and a
merge of any size needs the memory of one slice.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.index.sections import Array
from knowledge.index.segment import Segment
from knowledge.index.terms import encoded_hash
from knowledge.index.writer import Run, SegmentWriter

SLICE_POSTINGS = 2_000_000
"""About so many postings are merged at a time: some 150 MB at the peak."""

_POSTINGS_A_PASSAGE = 100
_HASH_BITS = 64


class Part(NamedTuple):
    """A segment and the numbers of its removed passages, ascending."""

    segment: Segment
    removed: Array

    @property
    def live_count(self) -> int:
        """The passages that are left."""
        return self.segment.count - len(self.removed)


def merge(parts: Sequence[Part], path: Path | None) -> Segment:
    """Write one segment of what is left in `parts`; raises `Damaged` for a bad checksum."""
    for part in parts:
        part.segment.sections.verify()
        part.segment.sections.release()
    ids, lengths, renumbered = _passages(parts)
    writer = SegmentWriter(lengths, None if path is None else path.parent)
    slices = max(1, len(ids) * _POSTINGS_A_PASSAGE // SLICE_POSTINGS)
    edges = [
        min((number << _HASH_BITS) // slices, (1 << _HASH_BITS) - 1) for number in range(slices)
    ]
    kept = []
    for low, high in zip(edges, [*edges[1:], None], strict=True):
        run = _merge_slice(parts, renumbered, (low, high))
        writer.add(run)
        kept.append(run.hashes)
        for part in parts:  # what was read of it counts as this process's memory
            part.segment.sections.release()
    return writer.finish(ids, _listed(parts, np.concatenate(kept)), path)


def _passages(parts: Sequence[Part]) -> tuple[Array, Array, list[Array]]:
    """Return all ids and lengths in order of id, and each part's new numbers by old, -1: none."""
    alive = [np.ones(part.segment.count, bool) for part in parts]
    for mask, part in zip(alive, parts, strict=True):
        mask[part.removed] = False
    ids = np.concatenate([p.segment.ids()[mask] for p, mask in zip(parts, alive, strict=True)])
    lengths = np.concatenate(
        [p.segment.lengths()[mask] for p, mask in zip(parts, alive, strict=True)]
    )
    order = np.argsort(ids, kind="stable")
    numbers = np.empty(len(ids), np.int64)
    numbers[order] = np.arange(len(ids))
    renumbered, start = [], 0
    for mask in alive:
        new = np.full(len(mask), -1, np.int64)
        end = start + int(mask.sum())
        new[mask] = numbers[start:end]
        renumbered.append(new)
        start = end
    return ids[order], lengths[order], renumbered


def _merge_slice(
    parts: Sequence[Part], renumbered: Sequence[Array], limits: tuple[int, int | None]
) -> Run:
    """Merge the terms whose hashes lie within the limits."""
    spans = [_positions(part.segment, limits) for part in parts]
    found = [part.segment.hashes()[a:b] for part, (a, b) in zip(parts, spans, strict=True)]
    hashes = _distinct(np.concatenate(found))
    columns = []
    for part, new, (first, last), own in zip(parts, renumbered, spans, found, strict=True):
        terms, numbers, counts = part.segment.run(first, last)
        ranks = hashes.searchsorted(own)
        kept = new.take(numbers)
        live = kept >= 0
        columns.append((ranks.take(terms[live] - first), kept[live], counts[live]))
    terms, numbers, counts = (np.concatenate([c[place] for c in columns]) for place in range(3))
    sizes = np.bincount(terms, minlength=len(hashes))
    used = sizes > 0
    return Run(hashes[used], sizes[used], *_sorted(terms, numbers, counts))


def _sorted(terms: Array, numbers: Array, counts: Array) -> tuple[Array, Array]:
    """Return numbers and counts in order of terms, then numbers.

    All three fit one whole number nearly always, and sorting those is ten times as fast as
    sorting places.
    """
    number_bits = int(numbers.max(initial=0)).bit_length()
    count_bits = int(counts.max(initial=0)).bit_length()
    if int(terms.max(initial=0)).bit_length() + number_bits + count_bits >= _HASH_BITS:
        order = np.lexsort((numbers, terms))
        return numbers[order], counts[order]
    packed = np.sort(((terms << number_bits | numbers) << count_bits) | counts)
    return packed >> count_bits & ((1 << number_bits) - 1), packed & ((1 << count_bits) - 1)


def _positions(segment: Segment, limits: tuple[int, int | None]) -> tuple[int, int]:
    low, high = limits
    hashes = segment.hashes()
    first = int(hashes.searchsorted(np.uint64(low)))
    last = len(hashes) if high is None else int(hashes.searchsorted(np.uint64(high)))
    return first, last


def _distinct(values: Array) -> Array:
    values = np.sort(values)
    return values[np.flatnonzero(np.diff(values, prepend=values[:1] + np.uint64(1)))]


def _listed(parts: Sequence[Part], kept: Array) -> list[bytes]:
    """Return the plain terms of all parts in order, but those that went with the last passage."""
    lists = [part.segment.listed_terms().all() for part in parts]
    terms = sorted(set().union(*lists)) if len(lists) > 1 else lists[0]
    if not any(len(part.removed) for part in parts):
        return terms
    hashes = np.fromiter(map(encoded_hash, terms), np.uint64, len(terms))
    present = (
        kept.take(kept.searchsorted(hashes), mode="clip") == hashes if len(kept) else hashes < 0
    )
    return [term for term, stays in zip(terms, present, strict=True) if stays]
