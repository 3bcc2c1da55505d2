"""The indexes of a library's collections, kept in step with the store.

An index is derived: it is brought to the store's generation before a question is answered, by the
changes alone where the store remembers them and from nothing where it does not (or where the
index is damaged or not this library's). One process at a time writes a collection's folder. Who
cannot write (read-only disk, disk full, lock held for too long) answers from memory instead.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from knowledge.analysis import passage_terms
from knowledge.index import Index, Searcher, Snapshot
from knowledge.store import Changes, PassageRange, View

OPEN_INDEXES = 64
"""Collections whose indexes stay open; the least recently asked is closed first."""
LOCK_SECONDS = 10.0
"""How long to wait for another process that writes the same index."""

Progress = Callable[[str, int, int], None]
"""Told the stage ("reading", "indexing"), what is done and, where known (else 0), the total."""

_SNAPSHOTS_KEPT = 3  # a question that began before a change still finds its own state


class Outdated(Exception):
    """A collection's index has gone past the view's state; look again with a newer view."""

    def __init__(self, collection: str, generation: int) -> None:
        super().__init__(collection, generation)
        self.collection = collection
        self.generation = generation


class _Held:
    """One collection's index as this process holds it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.index: Index | None = None
        self.in_memory = False
        self.snapshots: OrderedDict[int, Snapshot] = OrderedDict()

    def keep(self) -> None:
        if self.index is not None:
            self.snapshots[self.index.generation] = self.index.snapshot()
            while len(self.snapshots) > _SNAPSHOTS_KEPT:
                self.snapshots.popitem(last=False)


class Indexes:
    """Gives the snapshots that fit a view of the store; usable from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: OrderedDict[int, _Held] = OrderedDict()
        self._searchers: OrderedDict[tuple[int, ...], tuple[list[int], Searcher]] = OrderedDict()
        self._lock = threading.Lock()

    def searcher(
        self,
        view: View,
        collections: Sequence[str],
        seen: Mapping[str, int] | None = None,
        progress: Progress | None = None,
    ) -> Searcher:
        """Return the ranking over the collections as they are in `view`.

        `seen` has the generations of earlier `Outdated`s: a view taken after one that is still
        behind it belongs to another past (a restored backup), and the index is built anew.
        """
        found = {}
        for name in dict.fromkeys(collections):
            if (key := view.key(name)) is not None:
                found[key] = self.snapshot(view, name, (seen or {}).get(name, 0), progress)
        generations = [snapshot.generation for snapshot in found.values()]
        keys = tuple(found)
        with self._lock:
            kept = self._searchers.pop(keys, None)
            if kept is None or kept[0] != generations:
                kept = (generations, Searcher(list(found.values())))
            self._searchers[keys] = kept
            while len(self._searchers) > OPEN_INDEXES:
                self._searchers.popitem(last=False)
            return kept[1]

    def snapshot(
        self, view: View, name: str, seen: int = 0, progress: Progress | None = None
    ) -> Snapshot:
        """Return one collection's snapshot as it is in `view`; raises Outdated as `searcher`."""
        key, generation = view.key(name), view.generation(name)
        if key is None:
            return Index.open(None).snapshot()
        held = self._holding(key)
        if (known := held.snapshots.get(generation)) is not None:
            return known
        with held.lock:
            if generation not in held.snapshots:
                self._reach(held, key, _Target(view, name, generation, seen, progress))
                held.keep()
            return held.snapshots[generation]

    def forget(self, key: int) -> None:
        """Close a deleted collection's index and delete its folder."""
        self.distrust(key)
        _lock_of(self._folder / str(key)).unlink(missing_ok=True)

    def distrust(self, key: int) -> None:
        """Delete a collection's index, so that the next question builds it anew."""
        with self._lock:
            self._held.pop(key, None)
            self._searchers.clear()
        _delete(self._folder / str(key))

    def damage(self, view: View, name: str) -> str | None:
        """Read the collection's whole index; a damaged one is named and left to be built anew."""
        key = view.key(name)
        if key is None:
            return None
        reason = Index.open(self._folder / str(key)).verify()
        if reason is not None:
            self.distrust(key)
        return reason

    def _holding(self, key: int) -> _Held:
        with self._lock:
            held = self._held.setdefault(key, _Held())
            self._held.move_to_end(key)
            while len(self._held) > OPEN_INDEXES:
                self._held.popitem(last=False)
            return held

    def _reach(self, held: _Held, key: int, target: _Target) -> None:
        folder = self._folder / str(key)
        if held.in_memory:
            held.index = target.in_memory(held.index)
            return
        if held.index is None:
            held.index = Index.open(folder)
        held.index.refresh()  # another process may have brought it up to date
        if held.index.generation == target.generation and not held.index.damaged:
            return
        target.refuse_newer(held.index)
        try:
            with _writing(folder):
                held.index.refresh()
                target.refuse_newer(held.index)
                held.index = target.written(held.index, folder)
        except (OSError, sqlite3.Error):
            held.index, held.in_memory = target.in_memory(None), True


class _Target:
    """The state that an index has to reach, and the way there."""

    def __init__(
        self, view: View, name: str, generation: int, seen: int, progress: Progress | None
    ) -> None:
        self.generation = generation
        self._view = view
        self._name = name
        self._seen = seen
        self._progress = progress

    def refuse_newer(self, index: Index) -> None:
        """Raise Outdated where the index may be ahead because the view is old."""
        if index.generation > max(self.generation, self._seen):
            raise Outdated(self._name, index.generation)

    def written(self, index: Index, folder: Path) -> Index:
        """Return the index in `folder` at the target, from what is there or from nothing."""
        if not index.damaged and self._changes(index) is not None:
            self.update(index)
        if index.damaged or index.generation != self.generation:
            _delete(folder)
            index = Index.open(folder)
            self.update(index)
        return index

    def in_memory(self, index: Index | None) -> Index:
        """Return an index that is not in any folder at the target, from this one where possible."""
        if index is not None:
            self.refuse_newer(index)
        if index is None or self._changes(index) is None:
            index = Index.open(None)
        self.update(index)
        return index

    def update(self, index: Index) -> None:
        """Bring an index of this library to the target."""
        if index.generation == self.generation:
            return
        changes = self._changes(index)
        if changes is None:
            raise Outdated(self._name, index.generation)
        removed = [i for r in changes.removed for i in range(r.first, r.end)]
        index.update(self._terms(changes.added), removed, self.generation)

    def _changes(self, index: Index) -> Changes | None:
        if not index.generation:
            return self._view.everything(self._name)
        return self._view.changes(self._name, index.generation)

    def _terms(self, ranges: Sequence[PassageRange]) -> Iterator[tuple[int, list[str]]]:
        total, done = sum(part.size for part in ranges), 0
        for part in ranges:
            yield from _document_terms(self._view, part)
            done += part.size
            if self._progress is not None:
                self._progress("indexing", done, total)


def _document_terms(view: View, passages: PassageRange) -> Iterator[tuple[int, list[str]]]:
    metadata = None
    for passage in view.passages_in(passages):
        if metadata is None:
            metadata = view.document(passage.document).metadata
        language = metadata.language or "en"
        yield passage.id, passage_terms(passage.text, passage.section, metadata.title, language)


def _delete(folder: Path) -> None:
    import shutil  # rarely needed, and slow to import

    shutil.rmtree(folder, ignore_errors=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".lock")


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Hold the right to write `folder`; raises OSError or sqlite3.Error where that is not possible.

    The lock is that of an empty SQLite file: it works on every system and ends with its process.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = _lock_of(folder)
    with closing(sqlite3.connect(lock, timeout=LOCK_SECONDS, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
