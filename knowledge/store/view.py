"""Reading the store: one unchanging state of it, for as long as a question or a listing needs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from knowledge.models import Block, Document, DocumentInfo, Passage, Status
from knowledge.store.questions import AskedQuestion, asked_since
from knowledge.store.rows import INFO, PASSAGE, document_info, no_document, passage
from knowledge.store.values import Changes, PassageRange, blocks_from, text_digest

_LISTED = "(SELECT value FROM json_each(?))"  # any number of values as one parameter, see `_list`


class View:
    """One state of the library, inside a transaction that `Store.reading` or `.writing` began."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # -- collections and generations

    def collections(self) -> dict[str, int]:
        """Return the collections' names with their keys, by name."""
        rows = self._connection.execute("SELECT name, key FROM collections ORDER BY name")
        return dict(rows.fetchall())

    def generation(self, collection: str) -> int:
        """Return the number that changes whenever the collection does; 0 where there is none."""
        row = self._connection.execute(
            "SELECT generation FROM collections WHERE name = ?", (collection,)
        ).fetchone()
        return 0 if row is None else int(row[0])

    def key(self, collection: str) -> int | None:
        """Return the collection's key, which no later collection of that name will have."""
        row = self._connection.execute(
            "SELECT key FROM collections WHERE name = ?", (collection,)
        ).fetchone()
        return None if row is None else int(row[0])

    def changes(self, collection: str, since: int) -> Changes | None:
        """Return what happened to the collection after the generation `since`.

        None where that generation is not one of this library's past: who holds it must start
        from `everything`. A document that came and went in between is left out.
        """
        now = self.generation(collection)
        if since != now and not self._remembers(collection, since):
            return None
        rows = self._connection.execute(
            """SELECT added, first_passage, passages FROM changes
            WHERE collection = ? AND generation > ? ORDER BY first_passage""",
            (self.key(collection), since),
        ).fetchall()
        added = {PassageRange(first, count) for is_added, first, count in rows if is_added}
        removed = {PassageRange(first, count) for is_added, first, count in rows if not is_added}
        return Changes(now, sorted(added - removed), sorted(removed - added))

    def everything(self, collection: str) -> Changes:
        """Return the collection as one change from nothing."""
        return Changes(self.generation(collection), self.ranges(collection))

    def ranges(self, collection: str) -> list[PassageRange]:
        """Return the passages of the collection's documents, by id."""
        rows = self._connection.execute(
            """SELECT first_passage, passages FROM documents
            WHERE collection = ? AND passages > 0 ORDER BY first_passage""",
            (self.key(collection),),
        )
        return [PassageRange(*row) for row in rows]

    def quantity(self, collection: str) -> tuple[int, int]:
        """Return how many documents and characters the collection holds."""
        row = self._connection.execute(
            "SELECT count(*), coalesce(sum(characters), 0) FROM documents WHERE collection = ?",
            (self.key(collection),),
        ).fetchone()
        return int(row[0]), int(row[1])

    # -- documents

    def documents(self, collections: Sequence[str]) -> list[DocumentInfo]:
        """Return the collections' documents in the order in which they were first added."""
        wanted = _list(collections)
        rows = self._connection.execute(
            f"{INFO} WHERE c.name IN {_LISTED} ORDER BY d.key", (wanted,)
        ).fetchall()
        history = self._connection.execute(
            """SELECT v.document, v.stored FROM versions v JOIN documents d ON d.key = v.document
            JOIN collections c ON c.key = d.collection
            WHERE c.name IN (SELECT value FROM json_each(?)) ORDER BY v.document, v.version""",
            (wanted,),
        )
        earlier: dict[int, list[str]] = {}
        for key, stored in history:
            earlier.setdefault(key, []).append(stored)
        return [document_info(row, earlier.get(row[0], ())) for row in rows]

    def document(self, document_id: str) -> DocumentInfo:
        """Return one document without its text; raises DocumentNotFound."""
        row = self._connection.execute(f"{INFO} WHERE d.id = ?", (document_id,)).fetchone()
        if row is None:
            raise no_document(document_id)
        return self._with_history(row)

    def by_origin(self, collection: str, origin: str) -> DocumentInfo | None:
        """Return the collection's document that came from `origin`."""
        return self._first(f"{INFO} WHERE c.name = ? AND d.origin = ?", (collection, origin))

    def by_content(self, collection: str, content_hash: str) -> DocumentInfo | None:
        """Return the collection's first document that was made of the same bytes."""
        return self._first(
            f"{INFO} WHERE c.name = ? AND d.content_hash = ? ORDER BY d.key LIMIT 1",
            (collection, content_hash),
        )

    def overrides(self, document_id: str) -> str:
        """Return the metadata that the user set by hand, as JSON."""
        row = self._connection.execute(
            "SELECT overrides FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return "{}" if row is None else str(row[0])

    def text(self, document_id: str) -> str:
        """Return a document's whole text; raises DocumentNotFound."""
        row = self._connection.execute(
            "SELECT t.text FROM texts t JOIN documents d ON d.key = t.document WHERE d.id = ?",
            (document_id,),
        ).fetchone()
        if row is None:
            raise no_document(document_id)
        return str(row[0])

    def blocks(self, document_id: str) -> tuple[Block, ...]:
        """Return a document's blocks in order; raises DocumentNotFound."""
        row = self._connection.execute(
            "SELECT t.blocks FROM texts t JOIN documents d ON d.key = t.document WHERE d.id = ?",
            (document_id,),
        ).fetchone()
        if row is None:
            raise no_document(document_id)
        return blocks_from(row[0])

    def whole(self, document_id: str) -> Document:
        """Return a document with its text and blocks; raises DocumentNotFound."""
        info = self.document(document_id)
        shared = {
            name: getattr(info, name) for name in Document.model_fields if hasattr(info, name)
        }
        return Document.model_construct(
            **shared, text=self.text(document_id), blocks=self.blocks(document_id)
        )

    # -- passages

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """Return the passages that exist among `ids`, by id."""
        rows = self._connection.execute(f"{PASSAGE} WHERE p.id IN {_LISTED}", (_list(ids),))
        return {row[0]: passage(row) for row in rows}

    def passages_in(self, passages: PassageRange) -> Iterator[Passage]:
        """Yield the passages of a range that exist, by id."""
        rows = self._connection.execute(
            f"{PASSAGE} WHERE p.id >= ? AND p.id < ? ORDER BY p.id", (passages.first, passages.end)
        )
        return map(passage, rows)

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        """Return a document's passages in order; raises DocumentNotFound."""
        return tuple(self.passages_in(self.range_of(document_id)))

    def range_of(self, document_id: str) -> PassageRange:
        """Return the ids of a document's passages; raises DocumentNotFound."""
        row = self._connection.execute(
            "SELECT first_passage, passages FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        if row is None:
            raise no_document(document_id)
        return PassageRange(*row)

    def fingerprints(self, ids: Sequence[int]) -> dict[int, int]:
        """Return the fingerprints of passages: equal ones have the same words."""
        rows = self._connection.execute(
            "SELECT id, fingerprint FROM passages WHERE id IN (SELECT value FROM json_each(?))",
            (_list(ids),),
        )
        return dict(rows.fetchall())

    def copies(self, passage_id: int, limit: int, documents: Sequence[str]) -> list[Passage]:
        """Return the passages of some documents with the same words as a passage, by id."""
        wanted = self.fingerprints((passage_id,)).get(passage_id)
        rows = self._connection.execute(
            f"{PASSAGE} WHERE p.fingerprint = ? AND d.id IN {_LISTED} ORDER BY p.id LIMIT ?",
            (wanted, _list(documents), limit),
        )
        return [passage(row) for row in rows]

    # -- questions asked, bundled articles

    def questions(
        self, collection: str, statuses: tuple[Status, ...], most: int
    ) -> list[AskedQuestion]:
        """Return the newest `most` questions of a collection with these statuses, newest first."""
        key = self.key(collection)
        return [] if key is None else asked_since(self._connection, key, statuses, most)

    def bundled(self) -> dict[str, tuple[str, bool]]:
        """Return the bundled articles seen so far: content hash, and whether it was removed."""
        rows = self._connection.execute("SELECT name, content_hash, removed FROM bundled")
        return {name: (content_hash, bool(removed)) for name, content_hash, removed in rows}

    # -- health

    def file_problems(self, most: int) -> list[str]:
        """Return what SQLite finds wrong with the file, at most so many; reads all of it."""
        checked = [row[0] for row in self._connection.execute(f"PRAGMA integrity_check({most:d})")]
        problems = [] if checked == ["ok"] else checked
        orphans = self._connection.execute("PRAGMA foreign_key_check").fetchmany(most)
        return problems + [f"a row of {table} belongs to nothing" for table, *_ in orphans]

    def is_intact(self, document_id: str) -> bool:
        """Say whether a document's text still has the checksum that it was stored with."""
        row = self._connection.execute(
            """SELECT t.text, t.digest FROM texts t JOIN documents d ON d.key = t.document
            WHERE d.id = ?""",
            (document_id,),
        ).fetchone()
        return row is not None and text_digest(row[0]) == row[1]

    # -- inside

    def _remembers(self, collection: str, generation: int) -> bool:
        return bool(
            self._connection.execute(
                "SELECT 1 FROM changes WHERE collection = ? AND generation = ? LIMIT 1",
                (self.key(collection), generation),
            ).fetchone()
        )

    def _with_history(self, row: tuple[object, ...]) -> DocumentInfo:
        earlier = self._connection.execute(
            "SELECT stored FROM versions WHERE document = ? ORDER BY version", (row[0],)
        )
        return document_info(row, [stored for (stored,) in earlier])

    def _first(self, query: str, parameters: tuple[str, ...]) -> DocumentInfo | None:
        row = self._connection.execute(query, parameters).fetchone()
        return None if row is None else self._with_history(row)


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
