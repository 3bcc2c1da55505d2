"""A collection's index: adds and removes in, immutable snapshots out.

In memory, or in a folder of immutable segments that a manifest names. Files in the folder:

    manifest        the segments, their removed passages, the generation; replaced by a rename
    segment-<name>  postings; never changed, deleted when no manifest names them
    lock            held by the one process that writes

Readers take no lock. What the checksums do not catch at opening (large segments are not read then)
`verify` finds, and a merge verifies what it reads.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.index import manifest
from knowledge.index.build import Batch, batches, build
from knowledge.index.lock import locked
from knowledge.index.manifest import Manifest
from knowledge.index.merge import Part, merge
from knowledge.index.policy import to_merge
from knowledge.index.sections import Array, Damaged

_SMALL_BATCH = 300_000
"""A batch of up to so many terms is built in memory: it is merged before it would be written."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An immutable view of a collection, good for as long as it is held."""

    generation: int = 0
    parts: tuple[Part, ...] = ()


class _Open:
    """A part while an update is under way; `name` is None while it is in memory alone."""

    def __init__(self, part: Part, name: str | None) -> None:
        self.part = part
        self.name = name

    def remove(self, ids: Array) -> None:
        """Mark these passages removed, where they are here."""
        numbers = self.part.segment.numbers_of(ids)
        if len(numbers):
            removed = np.union1d(self.part.removed, numbers)
            self.part = self.part._replace(removed=removed)


class Index:
    """A collection's postings. Any thread may read; updates wait for each other."""

    def __init__(self, folder: Path | None, held: Manifest, damaged: str | None = None) -> None:
        self._folder = folder
        self._held = held
        self._writing = threading.Lock()
        self.damaged = damaged
        """Why what stood in the folder could not be used, in one line; None when all is well."""

    @classmethod
    def open(cls, folder: Path | None) -> Index:
        """Open the index in `folder`, None for one in memory.

        A missing one is empty, of generation 0; so is a damaged one, with the reason in `damaged`.
        """
        if folder is None:
            return cls(None, Manifest.empty())
        try:
            return cls(folder, manifest.read(folder))
        except (Damaged, OSError) as error:
            return cls(folder, Manifest.empty(), str(error))

    @property
    def generation(self) -> int:
        """The store's generation that is held; 0 when nothing is."""
        return self._held.generation

    def snapshot(self) -> Snapshot:
        """Return an immutable view of what is held now."""
        held = self._held
        return Snapshot(held.generation, held.parts)

    def refresh(self) -> bool:
        """Take up what another process has written; says whether there was something."""
        if self._folder is None or manifest.current_stamp(self._folder) == self._held.stamp:
            return False
        fresh = Index.open(self._folder)
        self._held, self.damaged = fresh._held, fresh.damaged
        return True

    def update(
        self,
        added: Iterable[tuple[int, Sequence[str]]],
        removed: Collection[int],
        generation: int,
    ) -> None:
        """Remove, then add passages (id and terms), durably and all at once.

        An id that is held already is replaced, so that an update may be repeated. An update to an
        older generation than another process has written meanwhile is dropped. When a segment
        turns out damaged nothing is changed but that the index is empty, of generation 0, with the
        reason in `damaged`: then build it anew.
        """
        with self._exclusive():
            if generation < self._held.generation:
                return
            try:
                self._apply(added, np.unique(np.array(list(removed), np.int64)), generation)
            except Damaged as error:
                self._held, self.damaged = Manifest.empty(), str(error)

    def verify(self) -> str | None:
        """Read every file and compare the checksums: None when sound, else what is damaged."""
        try:
            for part in self._held.parts:
                part.segment.sections.verify()
        except Damaged as error:
            self._held, self.damaged = Manifest.empty(), str(error)
        return self.damaged

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Be the only writer, and start from what the last one left."""
        with self._writing:
            if self._folder is None:
                yield
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            with locked(self._folder / "lock"):
                self.refresh()
                yield

    def _apply(
        self, added: Iterable[tuple[int, Sequence[str]]], removed: Array, generation: int
    ) -> None:
        pieces = self._pieces()
        for piece in pieces:
            piece.remove(removed)
        for batch in batches(added):
            for piece in pieces:
                piece.remove(batch.ids)
            pieces.append(self._build(batch))
        self._commit(self._merged(pieces), generation)

    def _pieces(self) -> list[_Open]:
        held = self._held
        return [_Open(part, name) for part, name in zip(held.parts, held.names, strict=True)]

    def _build(self, batch: Batch) -> _Open:
        name = None if len(batch.occurrences) <= _SMALL_BATCH else _new_name()
        segment = build(batch, self._path(name))
        return _Open(Part(segment, np.empty(0, np.int64)), name)

    def _merged(self, pieces: list[_Open]) -> list[_Open]:
        """Merge what should be merged, so that every piece has a file and pieces are few."""
        live = [piece for piece in pieces if piece.part.live_count]
        chosen = to_merge([(p.part.live_count, len(p.part.removed), p.name is None) for p in live])
        if not chosen:
            return live
        name = _new_name()
        segment = merge([live[place].part for place in sorted(chosen)], self._path(name))
        rest = [piece for place, piece in enumerate(live) if place not in chosen]
        return [*rest, _Open(Part(segment, np.empty(0, np.int64)), name)]

    def _commit(self, pieces: list[_Open], generation: int) -> None:
        named = [(piece.name or "", piece.part) for piece in pieces]
        if self._folder is None:
            names, parts = [name for name, _ in named], [part for _, part in named]
            self._held = Manifest(generation, parts, names, None)
        else:
            self._held = manifest.write(self._folder, generation, named)
        self.damaged = None

    def _path(self, name: str | None) -> Path | None:
        return None if self._folder is None or name is None else self._folder / name


def _new_name() -> str:
    return f"segment-{secrets.token_hex(8)}"
