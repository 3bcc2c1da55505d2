"""Writing the store: what may be done in one transaction, all of it or nothing."""

from __future__ import annotations

import secrets
from datetime import datetime

from knowledge.errors import QuotaExceeded
from knowledge.models import DocumentInfo
from knowledge.store import questions
from knowledge.store.inserting import insert_contents, insert_document, replace_document
from knowledge.store.questions import AskedQuestion
from knowledge.store.rows import INFO
from knowledge.store.sketches import SIMILAR, similarity, unpacked
from knowledge.store.values import NewDocument, PassageRange, Quota
from knowledge.store.view import View

_CANDIDATES = 20  # for being nearly the same, those that share most of the looked-up hashes
_CHANGES_KEPT = 10_000
"""Changes of a collection that are remembered; an index that is further behind starts over."""
_FORGET_EVERY = 256
_RANDOM_BITS = 20


class Transaction(View):
    """A view that can also write."""

    def put(self, new: NewDocument, *, now: datetime, quota: Quota | None = None) -> DocumentInfo:
        """Store a document; one of the same origin in its collection becomes its older version.

        Raises:
            QuotaExceeded: the collection would hold more than `quota`.
        """
        collection = self._collection_key(new.collection)
        old = self.by_origin(new.collection, new.origin)
        self._check_quota(new, old, quota)
        generation = self._next_generation(collection)
        if old is None:
            key = insert_document(self._connection, new, collection, now)
        else:
            self._log(collection, generation, self.range_of(old.id), added=False)
            key = replace_document(self._connection, new, old, now)
        passages = insert_contents(self._connection, key, new)
        self._log(collection, generation, passages, added=True)
        return self._by_key(key)

    def remove(self, document_id: str) -> DocumentInfo:
        """Delete a document, its passages and its history; raises DocumentNotFound."""
        info = self.document(document_id)
        collection = self._collection_key(info.collection)
        passages = self.range_of(document_id)
        self._log(collection, self._next_generation(collection), passages, added=False)
        self._connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        return info

    def delete_collection(self, name: str) -> None:
        """Delete a collection with its documents, questions and log, where there is one."""
        self._connection.execute("DELETE FROM collections WHERE name = ?", (name,))

    def duplicates(self, document_id: str) -> int:
        """Return how many passages have the words of one in another document of the collection."""
        row = self._connection.execute(
            """SELECT count(*) FROM passages p JOIN documents d ON d.key = p.document
            WHERE d.id = ? AND EXISTS (
                SELECT 1 FROM passages q JOIN documents o ON o.key = q.document
                WHERE q.fingerprint = p.fingerprint AND o.key <> d.key
                AND o.collection = d.collection)""",
            (document_id,),
        ).fetchone()
        return int(row[0])

    def similar(self, document_id: str) -> tuple[str, ...]:
        """Return the collection's documents that are nearly the same, most alike first, by id."""
        # CROSS JOIN keeps the order: from the few hashes to who shares them, not through everybody
        rows = self._connection.execute(
            """SELECT o.id, theirs.hashes, mine.hashes FROM (
                SELECT d.key AS this, h.document AS other FROM documents d
                CROSS JOIN sketch_hashes m ON m.document = d.key
                CROSS JOIN sketch_hashes h ON h.hash = m.hash
                CROSS JOIN documents o ON o.key = h.document
                WHERE d.id = ? AND o.key <> d.key AND o.collection = d.collection
                GROUP BY h.document ORDER BY count(*) DESC, h.document LIMIT ?)
            JOIN documents o ON o.key = other JOIN sketches theirs ON theirs.document = other
            JOIN sketches mine ON mine.document = this""",
            (document_id, _CANDIDATES),
        )
        shares = [(similarity(unpacked(mine), unpacked(its)), name) for name, its, mine in rows]
        return tuple(name for share, name in sorted(shares, reverse=True) if share >= SIMILAR)

    def note_bundled(self, name: str, content_hash: str, *, removed: bool) -> None:
        """Remember what happened to a bundled article."""
        self._connection.execute(
            "INSERT OR REPLACE INTO bundled VALUES (?, ?, ?)", (name, content_hash, removed)
        )

    # -- questions asked

    def record_question(self, collection: str, asked: AskedQuestion) -> None:
        """Keep a question that was asked in a collection."""
        questions.record(self._connection, self._collection_key(collection), asked)

    def forget_questions(self, collection: str | None, before: datetime | None) -> int:
        """Delete a collection's questions (None: all), those before a moment (None: all); count."""
        key = None if collection is None else self.key(collection)
        if collection is not None and key is None:
            return 0
        return questions.forget(self._connection, key, before)

    # -- inside

    def _collection_key(self, name: str) -> int:
        self._connection.execute(
            "INSERT OR IGNORE INTO collections (name, generation) VALUES (?, 0)", (name,)
        )
        row = self._connection.execute("SELECT key FROM collections WHERE name = ?", (name,))
        return int(row.fetchone()[0])

    def _by_key(self, key: int) -> DocumentInfo:
        row = self._connection.execute(f"{INFO} WHERE d.key = ?", (key,)).fetchone()
        return self._with_history(row)

    def _check_quota(self, new: NewDocument, old: DocumentInfo | None, quota: Quota | None) -> None:
        if quota is None:
            return
        documents, characters = self.quantity(new.collection)
        documents += 1 if old is None else 0
        characters += len(new.text) - (0 if old is None else old.characters)
        if quota.documents is not None and documents > quota.documents:
            raise QuotaExceeded(
                f"The limit of {quota.documents:,} documents is reached; remove one first."
            )
        if quota.characters is not None and characters > quota.characters:
            raise QuotaExceeded(
                f"This would take the sources to {characters:,} characters, over the limit of "
                f"{quota.characters:,}; remove a document first."
            )

    def _next_generation(self, collection: int) -> int:
        """Return a greater number than any before, with random low bits.

        Two copies of a library that went different ways (a restored backup) thereby do not give
        the same number to different contents, and an index of the one is not taken for the other's.
        """
        row = self._connection.execute("SELECT value FROM meta WHERE name = 'generation'")
        count = (int(row.fetchone()[0]) >> _RANDOM_BITS) + 1
        generation = count << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        self._connection.execute(
            "UPDATE meta SET value = ? WHERE name = 'generation'", (generation,)
        )
        self._connection.execute(
            "UPDATE collections SET generation = ? WHERE key = ?", (generation, collection)
        )
        if count % _FORGET_EVERY == 0:
            self._forget_old_changes(collection)
        return generation

    def _log(self, collection: int, generation: int, passages: PassageRange, added: bool) -> None:
        self._connection.execute(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?)",
            (collection, generation, added, *passages),
        )

    def _forget_old_changes(self, collection: int) -> None:
        self._connection.execute(
            """DELETE FROM changes WHERE collection = :collection AND generation < (
                SELECT generation FROM changes WHERE collection = :collection
                ORDER BY generation DESC LIMIT 1 OFFSET :kept)""",
            {"collection": collection, "kept": _CHANGES_KEPT},
        )
