"""What the parts of a library share: its store, its indexes, and looking at both at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from knowledge.errors import StoreError
from knowledge.library.indexes import OPEN_INDEXES, Indexes, Outdated, Progress
from knowledge.library.material import IndexMismatch, Material
from knowledge.library.references import find
from knowledge.models import DocumentInfo
from knowledge.store import PassageRange, Store, View

MAIN = "main"
"""The collection of the command line and of an operator's shared sources."""

_ATTEMPTS = 20  # a question is begun anew when the library changed in the middle of it
_LONGEST_NAME = 100  # of a collection

Result = TypeVar("Result")


class Core:
    """A store with its indexes, usable from several threads; the parts of `Library` build on it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._indexes = Indexes(store.path.with_name(store.path.name + ".index"))
        self._listings: dict[str, tuple[int, tuple[DocumentInfo, ...]]] = {}

    @property
    def path(self) -> Path:
        """The library file."""
        return self._store.path

    def _follow(self, collection: str, progress: Progress | None = None) -> None:
        """Bring the index up to a change, so that the next question need not."""
        with self._store.reading() as view:
            try:
                self._indexes.snapshot(view, collection, progress=progress)
            except Outdated:
                return  # another thread or process already did

    def _listing(self, view: View, collections: Sequence[str]) -> tuple[DocumentInfo, ...]:
        listings: list[DocumentInfo] = []
        for name in dict.fromkeys(collections):
            generation = view.generation(name)
            kept = self._listings.get(name)
            if kept is None or kept[0] != generation:
                kept = (generation, tuple(view.documents((name,))))
                self._listings.pop(name, None)
                self._listings[name] = kept
                while len(self._listings) > OPEN_INDEXES:
                    self._listings.pop(next(iter(self._listings)), None)
            listings.extend(kept[1])
        return tuple(listings)

    def _with_material(
        self,
        work: Callable[[Material, list[PassageRange] | None], Result],
        collections: Sequence[str],
        sources: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> Result:
        """Do work on what may answer, and on the passages of `sources` where there are any."""
        try:
            with self._asking(collections, sources, progress) as asked:
                return work(*asked)
        except IndexMismatch:
            # damage that no checksum has found yet: the store is the truth
            self._distrust(collections)
            with self._asking(collections, sources, progress) as asked:
                return work(*asked)

    def _distrust(self, collections: Sequence[str]) -> None:
        with self._store.reading() as view:
            for name in collections:
                if (key := view.key(name)) is not None:
                    self._indexes.distrust(key)

    @contextmanager
    def _asking(
        self, collections: Sequence[str], sources: Sequence[str], progress: Progress | None
    ) -> Iterator[tuple[Material, list[PassageRange] | None]]:
        seen: dict[str, int] = {}
        for _ in range(_ATTEMPTS):
            with self._store.reading() as view:
                try:
                    searcher = self._indexes.searcher(view, collections, seen, progress)
                except Outdated as outdated:
                    seen[outdated.collection] = outdated.generation
                    continue
                documents = self._listing(view, collections)
                if not sources:
                    yield Material(view, searcher, documents), None
                    return
                chosen = [find(reference, documents) for reference in dict.fromkeys(sources)]
                within = [view.range_of(info.id) for info in chosen]
                yield Material(view, searcher, chosen), within
                return
        raise StoreError(f"The library {self.path} changes too fast to be asked; try again.")


def checked_collection(collection: str) -> str:
    """Return a collection's name as it is; raises StoreError for one that cannot be."""
    if not collection or len(collection) > _LONGEST_NAME or not collection.isprintable():
        raise StoreError(
            f"A collection's name is made of 1 to {_LONGEST_NAME} printable characters."
        )
    return collection
