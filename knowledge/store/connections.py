"""Connections to a library file: one that writes, several that read, each set up the same way.

The journal is a write-ahead log: readers never wait for a writer, a commit costs one flush to disk
(`synchronous = FULL`: a committed document survives a power cut), and a killed process leaves the
last commit. On a read-only file system, where the log cannot be made, the file is read as it is.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.errors import StoreError, StoreReadOnly
from knowledge.store import schema
from knowledge.store.failures import BUSY_SECONDS, translated

_SPARE_READERS = 4
_LOG_BYTES = 16 * 1024 * 1024
"""The write-ahead log is cut back to this size after a long transaction."""


class Connections:
    """The open connections of one library file; usable from several threads."""

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self.busy_seconds = busy_seconds
        self._spare: list[sqlite3.Connection] = []
        self._spare_lock = threading.Lock()
        self._write_lock = threading.RLock()
        self._writer: sqlite3.Connection | None = None
        self._frozen: tuple[int, int, int] | None = None
        self._closed = False

    def prepare(self, *, create: bool, steps: schema.Steps = schema.STEPS) -> None:
        """Make the file where there is none, and bring an older one to the newest version.

        Raises:
            StoreError: `create` is false and there is no such file.
            StoreVersion: a newer Quoth wrote it.
            StoreCorrupt: it is damaged or no library.
            StoreReadOnly: it has to be made or migrated, and cannot be.
        """
        if not self.path.is_file():
            self._make(create, steps)
        with self.reading() as connection, translated(self.path, self.busy_seconds):
            current = schema.is_current(connection, self.path, steps)
        if not current:
            with self._write_lock, translated(self.path, self.busy_seconds):
                schema.migrate(self._writing_connection(), self.path, steps)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one unchanging state of the file for the whole block."""
        connection = self._borrowed()
        try:
            with translated(self.path, self.busy_seconds):
                connection.execute("BEGIN")
                yield connection
        finally:
            self._returned(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection that writes: the block is one transaction, undone when it raises."""
        with self._write_lock, translated(self.path, self.busy_seconds):
            connection = self._writing_connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # SQLite itself rolls back when the disk is full
                    connection.execute("ROLLBACK")
                raise

    def tidy(self) -> None:
        """Write the log back into the file, so that nothing of deleted texts stays in it."""
        with self._write_lock, translated(self.path, self.busy_seconds):
            self._writing_connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection; the last one to close folds the log into the file."""
        with self._write_lock, self._spare_lock:
            self._closed = True
            for connection in (*self._spare, self._writer):
                if connection is not None:
                    connection.close()
            self._spare, self._writer = [], None

    def _make(self, create: bool, steps: schema.Steps) -> None:
        if not create:
            raise StoreError(f"There is no library at {self.path}.")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.exists():
                raise StoreError(f"The library {self.path} is not an ordinary file.")
        except OSError as error:
            raise StoreReadOnly(f"The library {self.path} cannot be made: {error}.") from error
        with self._write_lock, translated(self.path, self.busy_seconds):
            schema.migrate(self._writing_connection(create=True), self.path, steps)

    def _writing_connection(self, *, create: bool = False) -> sqlite3.Connection:
        self._refuse_when_closed()
        if self._writer is None:
            connection = self._connect("mode=rwc" if create else "mode=rw")
            try:
                _set_up_for_writing(connection)
            except sqlite3.Error:
                connection.close()
                raise
            self._writer = connection
        return self._writer

    def _borrowed(self) -> sqlite3.Connection:
        with self._spare_lock:
            self._refuse_when_closed()
            self._drop_outdated()
            if self._spare:
                return self._spare.pop()
        with translated(self.path, self.busy_seconds):
            return self._open_for_reading()

    def _returned(self, connection: sqlite3.Connection) -> None:
        try:
            connection.execute("ROLLBACK")
        except sqlite3.Error:
            connection.close()
            return
        with self._spare_lock:
            if not self._closed and len(self._spare) < _SPARE_READERS:
                self._spare.append(connection)
                return
        connection.close()

    def _open_for_reading(self) -> sqlite3.Connection:
        connection = self._connect("mode=rw")
        try:
            connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
        except sqlite3.Error as error:
            connection.close()
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF not in (
                sqlite3.SQLITE_READONLY,
                sqlite3.SQLITE_CANTOPEN,
            ):
                raise
            # The log's companion files cannot be made here: the file is read as one that nobody
            # changes, and opened anew as soon as it looks different (see `_drop_outdated`).
            self._frozen = self._look()
            connection = self._connect("mode=ro&immutable=1")
        connection.execute("PRAGMA query_only = ON")
        return connection

    def _drop_outdated(self) -> None:
        if self._frozen is not None and self._frozen != self._look():
            self._frozen = None
            for connection in self._spare:
                connection.close()
            self._spare.clear()

    def _look(self) -> tuple[int, int, int]:
        try:
            found = self.path.stat()
        except OSError as error:
            raise StoreError(f"The library {self.path} is gone: {error}.") from error
        return (found.st_ino, found.st_size, found.st_mtime_ns)

    def _connect(self, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{mode}",
            uri=True,
            timeout=self.busy_seconds,
            isolation_level=None,  # transactions are begun and ended in this module alone
            check_same_thread=False,  # a lock and the lending keep each to one thread at a time
        )

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise StoreError(f"The library {self.path} is closed.")


def _set_up_for_writing(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted leaves no words in the file
    connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
