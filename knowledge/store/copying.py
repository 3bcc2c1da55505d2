"""Whole copies of a library file, made and put back while it may be in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

_COMPANIONS = ("", "-wal", "-shm", "-journal")


def copy_file(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the library to `target`, also while it is in use; `target` is whole or not there."""
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(partial)) as copy:
            connection.backup(copy)
            # One plain file without companions, whatever the journal of the original.
            copy.execute("PRAGMA journal_mode = DELETE")
        _persist(partial)
        partial.replace(target)
    except BaseException:  # on a full disk, half a copy would be in the way of everything else
        for suffix in _COMPANIONS:
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)
        raise
    _persist(target.parent)


def _persist(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a folder to flush it, and does not need to
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def restore_file(backup: Path, path: Path) -> Path | None:
    """Put the contents of `backup` into the library at `path`, all of it or nothing.

    Going through SQLite, and not by copying the file, keeps a log that a killed process left beside
    `path` from being mixed into the restored contents, and shows them to processes that have the
    library open. A file that is too damaged for that is moved away first; its new name is returned.
    """
    with closing(sqlite3.connect(backup)) as source:
        try:
            _overwrite(path, source)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise
            moved = _moved_away(path)
            _overwrite(path, source)
            return moved
    return None


def _overwrite(path: Path, source: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(path)) as target:
        # makes a file that is no database fail here, before anything of it is overwritten
        target.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target)


def _moved_away(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in range(1, 1_000_000))
    target = next(name for name in names if not name.exists())
    for suffix in _COMPANIONS:
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.replace(target.with_name(target.name + suffix))
    return target
