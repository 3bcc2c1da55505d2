"""The door of the store: open a file, look at it, change it, copy it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from knowledge.errors import StoreError
from knowledge.store import schema
from knowledge.store.connections import Connections
from knowledge.store.copying import copy_file, restore_file
from knowledge.store.failures import BUSY_SECONDS, corrupt, translated
from knowledge.store.transaction import Transaction
from knowledge.store.view import View


class Store:
    """One library file; usable from several threads, beside other processes that use the file."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self.path = connections.path

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        busy_seconds: float = BUSY_SECONDS,
        steps: schema.Steps = schema.STEPS,
    ) -> Store:
        """Open the file, make it where there is none, and migrate an older one.

        Args:
            path: the library file.
            create: whether a missing file is made.
            busy_seconds: how long to wait for another process that writes.
            steps: the migrations; other than today's in tests alone.

        Raises:
            StoreError: there is no such file and `create` is false; its subclasses where the file
                is newer, damaged, locked, or has to be written and cannot be.
        """
        connections = Connections(path, busy_seconds)
        try:
            connections.prepare(create=create, steps=steps)
        except BaseException:
            connections.close()
            raise
        return cls(connections)

    @contextmanager
    def reading(self) -> Iterator[View]:
        """Lend one unchanging state of the library; never waits for a writer."""
        with self._connections.reading() as connection:
            yield View(connection)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Lend a transaction: durable when the block ends, undone when it raises.

        Raises:
            StoreLocked: another process writes for longer than the limit.
            StoreReadOnly: the file cannot be written.
        """
        with self._connections.writing() as connection:
            yield Transaction(connection)

    def copy_to(self, target: Path) -> None:
        """Copy the library while it is in use; `target` is replaced only by a whole copy.

        Raises:
            StoreError: the copy could not be written, or `target` is the library itself.
        """
        if target.exists() and target.samefile(self.path):
            raise StoreError(f"{target} is the library itself; choose another file for the copy.")
        try:
            with self._connections.reading() as connection, translated(target):
                copy_file(connection, target)
        except OSError as error:
            raise StoreError(f"The copy could not be written to {target}: {error}.") from error

    @classmethod
    def restore(cls, backup: Path, path: Path) -> Path | None:
        """Put a backup in the place of the library at `path`, also while that is in use.

        Returns where a damaged library was moved to; None where its file could be written over.

        Raises:
            StoreError: the backup is missing, damaged, newer or no library; nothing was changed.
        """
        with closing(cls.open(backup, create=False)) as store, store.reading() as view:
            if view.file_problems(1):
                raise corrupt(backup)
        path.parent.mkdir(parents=True, exist_ok=True)
        with translated(path):
            return restore_file(backup, path)

    def tidy(self) -> None:
        """Make sure that nothing of what was deleted stays in the file's companions."""
        self._connections.tidy()

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self._connections.close()
