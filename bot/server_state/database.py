"""The SQLite file and its tables; everything else of `server_state` goes through here."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge import StoreCorrupt, StoreError, StoreReadOnly, StoreVersion

VERSION = 1
BUSY_SECONDS = 10.0

SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE servers (
    id INTEGER PRIMARY KEY, settings TEXT NOT NULL, removed TEXT
);
CREATE TABLE answers (
    id TEXT PRIMARY KEY, scope TEXT NOT NULL, channel INTEGER, created TEXT NOT NULL,
    parent TEXT, answer TEXT NOT NULL, versions TEXT NOT NULL, pinned INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX answers_by_channel ON answers (scope, channel, created);
CREATE INDEX answers_by_age ON answers (created);
CREATE TABLE questions (
    id INTEGER PRIMARY KEY, scope TEXT NOT NULL, question TEXT NOT NULL, status TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX questions_by_scope ON questions (scope, status, created);
CREATE TABLE tallies (
    scope TEXT NOT NULL, day TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (scope, day, status)
) WITHOUT ROWID;
CREATE TABLE votes (
    answer TEXT NOT NULL, user INTEGER NOT NULL, scope TEXT NOT NULL, helpful INTEGER NOT NULL,
    created TEXT NOT NULL, PRIMARY KEY (answer, user)
) WITHOUT ROWID;
CREATE TABLE once (
    purpose TEXT NOT NULL, key TEXT NOT NULL, scope TEXT NOT NULL, created TEXT NOT NULL,
    PRIMARY KEY (purpose, key)
) WITHOUT ROWID;
CREATE TABLE pins (
    id INTEGER PRIMARY KEY, server INTEGER NOT NULL, user INTEGER NOT NULL,
    question TEXT NOT NULL, excerpt TEXT NOT NULL, created TEXT NOT NULL
);
CREATE INDEX pins_by_server ON pins (server);
CREATE TABLE proposals (
    id INTEGER PRIMARY KEY, server INTEGER NOT NULL, user INTEGER NOT NULL, title TEXT NOT NULL,
    name TEXT NOT NULL, data BLOB, content_hash TEXT NOT NULL, preview TEXT NOT NULL,
    overrides TEXT NOT NULL, created TEXT NOT NULL
);
CREATE INDEX proposals_by_server ON proposals (server);
"""


class Database:
    """One connection that several threads use in turn.

    Raises:
        StoreCorrupt: the file is no database or damaged.
        StoreVersion: a newer Quoth wrote it.
        StoreReadOnly: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare(path)
            except BaseException:
                self._connection.close()
                raise
        except sqlite3.OperationalError as error:
            raise StoreReadOnly(f"The bot's own file cannot be written: {path} ({error})") from None
        except sqlite3.DatabaseError as error:
            raise StoreCorrupt(
                f"The bot's own file is damaged: {path} ({error}). Move it away to start afresh; "
                "the sources are not in it."
            ) from None

    def _prepare(self, path: Path) -> None:
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA secure_delete = ON")
        with self._transaction() as connection:
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found > VERSION:
                raise StoreVersion(f"The bot's own file is from a newer Quoth: {path}")
            if found == 0:
                for statement in SCHEMA.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it or nothing.

        Raises:
            StoreError: SQLite could not do it; nothing was changed.
        """
        with self._lock, self._translated(), self._transaction() as connection:
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # SQLite itself rolls back on a full disk
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:  # what is written is wrong, not the file
            raise
        except sqlite3.Error as error:
            raise StoreError(f"The bot's own file {self._path} failed: {error}.") from error

    def rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """Return the rows of a query."""
        with self._lock, self._translated():
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: object) -> sqlite3.Row | None:
        """Return the first row of a query, or `None`."""
        with self._lock, self._translated():
            row: sqlite3.Row | None = self._connection.execute(statement, values).fetchone()
            return row

    def change(self, statement: str, *values: object) -> int:
        """Carry out one statement and return how many rows it changed."""
        with self.writing() as connection:
            return connection.execute(statement, values).rowcount

    def close(self) -> None:
        """Close the file; a running statement is waited for."""
        with self._lock:
            self._connection.close()
