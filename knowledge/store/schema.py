"""The tables of a library file and how an older file becomes a newer one.

`PRAGMA user_version` holds the version of the tables and `application_id` says that the file is
Quoth's. It knows how the tables look, not what is put into them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from knowledge.errors import StoreVersion
from knowledge.store.copying import copy_file
from knowledge.store.failures import corrupt

APPLICATION_ID = 0x51754F74  # "QuOt"

Step = Callable[[sqlite3.Connection], None]
"""One step forward: step number n turns a file of version n into one of version n + 1."""

Steps = Sequence[Step]

_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID",
    # AUTOINCREMENT here and below: a number that was used never names anything else, so that an
    # index folder or a passage id of something deleted cannot be mistaken for a newer one.
    """CREATE TABLE collections (
        key INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
        generation INTEGER NOT NULL)""",
    """CREATE TABLE documents (
        key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        collection INTEGER NOT NULL REFERENCES collections ON DELETE CASCADE,
        origin TEXT NOT NULL, media_type TEXT NOT NULL, content_hash TEXT NOT NULL,
        overrides TEXT NOT NULL, metadata TEXT NOT NULL, version INTEGER NOT NULL,
        added TEXT NOT NULL, updated TEXT NOT NULL, characters INTEGER NOT NULL,
        first_passage INTEGER NOT NULL, passages INTEGER NOT NULL,
        UNIQUE (collection, origin))""",
    "CREATE INDEX documents_by_content ON documents (collection, content_hash)",
    # Texts stand apart, so that listing the documents does not read through them.
    """CREATE TABLE texts (
        document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
        text TEXT NOT NULL, blocks TEXT NOT NULL, digest BLOB NOT NULL)""",
    """CREATE TABLE versions (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        version INTEGER NOT NULL, stored TEXT NOT NULL, content_hash TEXT NOT NULL,
        PRIMARY KEY (document, version)) WITHOUT ROWID""",
    # A passage repeats its words, so that a question reads ten rows and not ten whole documents.
    """CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
        section TEXT NOT NULL, paragraph INTEGER, page INTEGER,
        fingerprint INTEGER NOT NULL, text TEXT NOT NULL,
        UNIQUE (document, ordinal))""",
    "CREATE INDEX passages_by_fingerprint ON passages (fingerprint)",
    """CREATE TABLE sketches (
        document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
        hashes BLOB NOT NULL)""",
    """CREATE TABLE sketch_hashes (
        hash INTEGER NOT NULL, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        PRIMARY KEY (hash, document)) WITHOUT ROWID""",
    "CREATE INDEX sketch_hashes_by_document ON sketch_hashes (document)",
    """CREATE TABLE changes (
        collection INTEGER NOT NULL REFERENCES collections ON DELETE CASCADE,
        generation INTEGER NOT NULL, added INTEGER NOT NULL,
        first_passage INTEGER NOT NULL, passages INTEGER NOT NULL,
        PRIMARY KEY (collection, generation, added, first_passage)) WITHOUT ROWID""",
    """CREATE TABLE bundled (
        name TEXT PRIMARY KEY, content_hash TEXT NOT NULL, removed INTEGER NOT NULL)
        WITHOUT ROWID""",
    """CREATE TABLE questions (
        id INTEGER PRIMARY KEY,
        collection INTEGER NOT NULL REFERENCES collections ON DELETE CASCADE,
        asked TEXT NOT NULL, status TEXT NOT NULL, question TEXT NOT NULL,
        missing TEXT NOT NULL)""",
    "CREATE INDEX questions_by_date ON questions (collection, asked)",
)


def _create(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('generation', 0)")


STEPS: Steps = (_create,)
"""From an empty file to today's tables; released steps are never edited, only followed by more."""


def version_of(connection: sqlite3.Connection) -> int:
    """Return the file's version of the tables; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_current(connection: sqlite3.Connection, path: Path, steps: Steps = STEPS) -> bool:
    """Say whether the file needs no migration.

    Raises:
        StoreVersion: a newer Quoth wrote it.
        StoreCorrupt: it is a database of some other program.
    """
    version = version_of(connection)
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    is_empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if application != APPLICATION_ID and not is_empty:
        raise corrupt(path)
    if version > len(steps):
        raise StoreVersion(
            f"The library {path} was written by a newer Quoth (version {version} of the file, "
            f"this Quoth knows {len(steps)}); upgrade Quoth to use it."
        )
    return version == len(steps)


def migrate(connection: sqlite3.Connection, path: Path, steps: Steps = STEPS) -> None:
    """Bring the file to the newest version: all steps or none, after a copy of an older file.

    All missing steps share one transaction, so that a failure leaves the file as it was and the
    older Quoth can go on using it. The copy is named after the version it holds.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        # only now: another process may have migrated while this one waited for the lock
        version = version_of(connection)
        if 0 < version < len(steps):
            # by another connection: SQLite does not copy through one that is writing
            with closing(sqlite3.connect(path)) as reader:
                copy_file(reader, backup_path(path, version))
        for number in range(version, len(steps)):
            steps[number](connection)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def backup_path(path: Path, version: int) -> Path:
    """Return where the copy of a file of `version` is kept when it is migrated."""
    return path.with_name(f"{path.name}.version-{version}.backup")
