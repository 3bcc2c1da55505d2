"""Passages' terms to segments: the first step of adding, in bounded memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.index.sections import Array
from knowledge.index.segment import Segment
from knowledge.index.terms import encoded, is_plain, term_hash
from knowledge.index.writer import Run, SegmentWriter

BATCH_TERMS = 9_000_000
"""Terms, with repetitions, of the passages that are sorted at a time: about 400 MB at the peak."""

_CHUNK_TERMS = 100_000
"""Terms that wait to be numbered: their strings need not stay in memory for longer."""


class Batch(NamedTuple):
    """Passages taken together: ids ascending, lengths, and every term occurrence as a number."""

    ids: Array
    lengths: Array
    occurrences: Array
    terms: list[str]


class _Gathering:
    """Takes passages, and numbers their terms a chunk at a time."""

    def __init__(self) -> None:
        self._ids: list[int] = []
        self._lengths: list[int] = []
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._waiting: list[Sequence[str]] = []
        self._waiting_terms = 0
        self._chunks: list[Array] = []
        self.size = 0

    def add(self, passage_id: int, terms: Sequence[str]) -> None:
        self._ids.append(passage_id)
        self._lengths.append(len(terms))
        self._waiting.append(terms)
        self._waiting_terms += len(terms)
        self.size += len(terms)
        if self._waiting_terms >= _CHUNK_TERMS:
            self._number()

    def batch(self) -> Batch:
        self._number()
        ids, lengths = np.array(self._ids, np.int64), np.array(self._lengths, np.int64)
        occurrences = np.concatenate(self._chunks)
        if np.any(np.diff(ids) <= 0):
            ids, lengths, occurrences = _ascending(ids, lengths, occurrences)
        return Batch(ids, lengths, occurrences, list(self._numbers))

    def _number(self) -> None:
        terms = chain.from_iterable(self._waiting)
        found = map(self._numbers.__getitem__, terms)
        self._chunks.append(np.fromiter(found, np.int32, self._waiting_terms))
        self._waiting, self._waiting_terms = [], 0


def batches(passages: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Batch]:
    """Cut a stream of passages into batches; ids need not ascend from one batch to the next."""
    gathering = None
    for passage_id, terms in passages:
        gathering = gathering or _Gathering()
        gathering.add(passage_id, terms)
        if gathering.size >= BATCH_TERMS:
            yield gathering.batch()
            gathering = None
    if gathering is not None:
        yield gathering.batch()


def _ascending(ids: Array, lengths: Array, occurrences: Array) -> tuple[Array, Array, Array]:
    """Put passages in order of their ids; of several with one id the last one counts."""
    order = np.argsort(ids, kind="stable")
    order = order[np.append(np.diff(ids[order]) > 0, True)]
    begins = np.cumsum(lengths) - lengths
    kept = lengths[order]
    within = np.arange(int(kept.sum())) - np.repeat(np.cumsum(kept) - kept, kept)
    return ids[order], kept, occurrences[np.repeat(begins[order], kept) + within]


def build(batch: Batch, path: Path | None) -> Segment:
    """Make one segment of a batch."""
    hashes = np.fromiter((term_hash(term) for term in batch.terms), np.uint64, len(batch.terms))
    writer = SegmentWriter(batch.lengths)
    writer.add(_run(batch, hashes))
    listed = sorted(map(encoded, filter(is_plain, batch.terms)))
    return writer.finish(batch.ids, listed, path)


def _run(batch: Batch, hashes: Array) -> Run:
    """Sort the occurrences by hash and passage, and count equal ones."""
    order = np.argsort(hashes, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    keys = rank[batch.occurrences]
    keys *= len(batch.lengths)
    keys += np.repeat(np.arange(len(batch.lengths)), batch.lengths)
    keys.sort()
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(firsts, append=len(keys))
    terms, numbers = np.divmod(keys[firsts], max(1, len(batch.lengths)))
    sizes = np.bincount(terms, minlength=len(order))
    return Run(hashes[order], sizes, numbers, counts)
