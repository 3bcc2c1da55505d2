"""A document's rows into the tables; `Transaction.put` decides which and when."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from knowledge.models import DocumentInfo
from knowledge.store.sketches import LOOKED_UP, packed
from knowledge.store.values import (
    NewDocument,
    PassageRange,
    blocks_json,
    fingerprint,
    metadata_json,
    moment_text,
    text_digest,
)

_SHORTEST_ID = 6
_DELETE_CONTENTS = (
    "DELETE FROM texts WHERE document = ?",
    "DELETE FROM passages WHERE document = ?",
    "DELETE FROM sketches WHERE document = ?",
    "DELETE FROM sketch_hashes WHERE document = ?",
)


def insert_document(
    connection: sqlite3.Connection, new: NewDocument, collection: int, now: datetime
) -> int:
    """Insert the row of a document that was not there, and return its key."""
    added = new.added or now
    key = connection.execute(
        """INSERT INTO documents (id, collection, origin, version, added, updated, media_type,
        content_hash, overrides, metadata, characters, first_passage, passages)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)""",
        (
            _free_id(connection, new),
            collection,
            new.origin,
            len(new.history) + 1,
            moment_text(added),
            moment_text(new.updated or added),
            *_described(new),
        ),
    ).lastrowid
    connection.executemany(
        "INSERT INTO versions VALUES (?, ?, ?, '')",
        [(key, version, moment_text(stored)) for version, stored in enumerate(new.history, 1)],
    )
    return int(key or 0)


def replace_document(
    connection: sqlite3.Connection, new: NewDocument, old: DocumentInfo, now: datetime
) -> int:
    """Make the row of `old` that of its new version, drop the old contents, and return its key."""
    (key,) = connection.execute("SELECT key FROM documents WHERE id = ?", (old.id,)).fetchone()
    connection.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?)",
        (key, old.version, moment_text(old.updated), old.content_hash),
    )
    for statement in _DELETE_CONTENTS:
        connection.execute(statement, (key,))
    connection.execute(
        """UPDATE documents SET version = version + 1, updated = ?, media_type = ?,
        content_hash = ?, overrides = ?, metadata = ?, characters = ? WHERE key = ?""",
        (moment_text(new.updated or now), *_described(new), key),
    )
    return int(key)


def insert_contents(connection: sqlite3.Connection, key: int, new: NewDocument) -> PassageRange:
    """Insert a document's text, passages and sketch; return the passages' ids."""
    connection.execute(
        "INSERT INTO texts VALUES (?, ?, ?, ?)",
        (key, new.text, blocks_json(new.blocks), text_digest(new.text)),
    )
    passages = PassageRange(_next_passage(connection), len(new.passages))
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _passage_rows(key, passages.first, new),
    )
    connection.execute(
        "UPDATE documents SET first_passage = ?, passages = ? WHERE key = ?", (*passages, key)
    )
    if new.sketch:
        connection.execute("INSERT INTO sketches VALUES (?, ?)", (key, packed(new.sketch)))
        hashes = [(value, key) for value in new.sketch[:LOOKED_UP]]
        connection.executemany("INSERT INTO sketch_hashes VALUES (?, ?)", hashes)
    return passages


def _described(new: NewDocument) -> tuple[str, str, str, str, int]:
    metadata = metadata_json(new.metadata)
    return (new.media_type, new.content_hash, new.overrides, metadata, len(new.text))


def _next_passage(connection: sqlite3.Connection) -> int:
    # also counts passages that were deleted, so that no id is ever used twice
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    return 1 if row is None else int(row[0]) + 1


def _passage_rows(key: int, first: int, new: NewDocument) -> Iterator[tuple[object, ...]]:
    for draft in new.passages:
        text = new.text[draft.start : draft.end]
        section = json.dumps(draft.section, ensure_ascii=False)
        place = (draft.ordinal, draft.start, draft.end, section, draft.paragraph, draft.page)
        yield (first + draft.ordinal, key, *place, fingerprint(text), text)


def _free_id(connection: sqlite3.Connection, new: NewDocument) -> str:
    """Return a short id, the same for the same origin and collection; longer at a collision."""
    named = f"{new.collection}\n{new.origin}".encode("utf-8", "surrogatepass")
    derived = base64.b32encode(hashlib.blake2b(named, digest_size=30).digest()).decode().lower()
    candidates = [derived[:length] for length in range(_SHORTEST_ID, len(derived) + 1)]
    for candidate in ([new.id] if new.id else []) + candidates:
        taken = connection.execute("SELECT 1 FROM documents WHERE id = ?", (candidate,))
        if taken.fetchone() is None:
            return candidate
    return f"{derived}-{_next_passage(connection)}"  # 240 bits are not expected to collide
