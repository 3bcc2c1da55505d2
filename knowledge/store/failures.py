"""SQLite's errors to Quoth's, at the one place where they may appear.

Everything in the store that touches SQLite runs inside `translated`; nothing above the store sees
a `sqlite3` error.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.errors import StoreCorrupt, StoreError, StoreLocked, StoreReadOnly

BUSY_SECONDS = 10.0
"""How long a process waits for another one that is writing before it gives up."""

_PRIMARY_CODE = 0xFF  # the low byte of SQLite's extended error codes


@contextmanager
def translated(path: Path, busy_seconds: float = BUSY_SECONDS) -> Iterator[None]:
    """Turn SQLite's errors of the block into `StoreError`s about the library at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(error, path, busy_seconds) from error


def _translation(error: sqlite3.Error, path: Path, busy_seconds: float) -> StoreError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreLocked(
            f"Another process held the library {path} for more than {busy_seconds:g} seconds; "
            "try again when it is done."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return StoreReadOnly(f"The library {path} cannot be written; check who may write there.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return corrupt(path)
    return _without_room_or_access(code, error, path)


def _without_room_or_access(code: int, error: sqlite3.Error, path: Path) -> StoreError:
    if code == sqlite3.SQLITE_FULL:
        return StoreError(f"The disk of the library {path} is full; nothing was changed.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreReadOnly(f"The library {path} could not be opened; check its folder's rights.")
    if code == sqlite3.SQLITE_IOERR:
        return StoreError(f"The disk failed while the library {path} was used: {error}.")
    return StoreError(f"The library {path} could not be used: {error}.")


def corrupt(path: Path) -> StoreCorrupt:
    """Return the error for a damaged file, which names the ways out."""
    return StoreCorrupt(
        f"The library {path} is damaged or is not a Quoth library; restore a backup over it, "
        "or move it away and add the sources again."
    )
