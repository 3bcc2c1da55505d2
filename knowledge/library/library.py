"""The class behind the one door, put together from its parts."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from knowledge.errors import StoreLocked, StoreReadOnly
from knowledge.library import bundled as articles
from knowledge.library.asking import Asking
from knowledge.library.core import MAIN
from knowledge.library.filling import Filling
from knowledge.library.keeping import Keeping
from knowledge.store import Store


class Library(Asking, Filling, Keeping):
    """A library file and its indexes; usable from several threads and beside other processes."""

    @classmethod
    def open(cls, path: Path, *, create: bool = True, bundled: bool = True) -> Library:
        """Open the library file, make it where there is none, and migrate an older one.

        Args:
            path: the file; its index is the folder beside it, named after it.
            create: whether a missing file is made.
            bundled: whether the articles that come with Quoth are added where they are new.

        Raises:
            StoreError: see its subclasses for a file that is newer, damaged, locked or read-only.
        """
        library = cls(Store.open(Path(path), create=create))
        if bundled:
            library._add_bundled()
        return library

    def close(self) -> None:
        """Close the library; it cannot be used afterwards."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _add_bundled(self) -> None:
        try:
            articles.add_bundled(self._store, MAIN)
        except (StoreReadOnly, StoreLocked):
            return  # a library that can only be read is used as it is
