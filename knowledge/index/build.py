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
from knowledge.index.terms import is_plain, term_hash
from knowledge.index.writer import Run, SegmentWriter

BATCH_TERMS = 3_000_000
"""Terms, with repetitions, of the passages that are sorted at a time: about 150 MB at the peak."""


class Batch(NamedTuple):
    """Passages taken together: ids ascending, lengths, and every term occurrence as a number."""

    ids: Array
    lengths: Array
    occurrences: Array
    terms: list[str]


def batches(passages: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Batch]:
    """Cut a stream of passages into batches; ids need not ascend from one batch to the next."""
    taken: list[tuple[int, Sequence[str]]] = []
    size = 0
    for passage in passages:
        taken.append(passage)
        size += len(passage[1])
        if size >= BATCH_TERMS:
            yield _number_terms(taken)
            taken, size = [], 0
    if taken:
        yield _number_terms(taken)


def _number_terms(passages: list[tuple[int, Sequence[str]]]) -> Batch:
    passages = sorted(dict(passages).items())  # of passages with one id the last one counts
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    lengths = np.array([len(terms) for _, terms in passages], np.int64)
    terms = chain.from_iterable(terms for _, terms in passages)
    occurrences = np.fromiter(map(numbers.__getitem__, terms), np.int64, int(lengths.sum()))
    ids = np.array([passage_id for passage_id, _ in passages], np.int64)
    return Batch(ids, lengths, occurrences, list(numbers))


def build(batch: Batch, path: Path | None) -> Segment:
    """Make one segment of a batch."""
    hashes = np.fromiter((term_hash(term) for term in batch.terms), np.uint64, len(batch.terms))
    writer = SegmentWriter(batch.lengths)
    writer.add(_run(batch, hashes))
    listed = sorted(filter(is_plain, batch.terms), key=_bytes)
    return writer.finish(batch.ids, listed, path)


def _bytes(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def _run(batch: Batch, hashes: Array) -> Run:
    """Sort the occurrences by hash and passage, and count equal ones."""
    order = np.argsort(hashes, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    passages = np.repeat(np.arange(len(batch.lengths)), batch.lengths)
    keys = np.sort(rank[batch.occurrences] * len(batch.lengths) + passages)
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(firsts, append=len(keys))
    terms, numbers = np.divmod(keys[firsts], max(1, len(batch.lengths)))
    sizes = np.bincount(terms, minlength=len(order))
    return Run(hashes[order], sizes, numbers, counts)
