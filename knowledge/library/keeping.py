"""The part of a library that looks after it: copies, exports, health, collections and questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from knowledge.fetch import DEFAULT_LIMITS, Limits
from knowledge.library.checking import findings
from knowledge.library.core import MAIN, Core, checked_collection
from knowledge.library.indexes import Progress
from knowledge.library.material import Material
from knowledge.library.questions import LOOKED_AT, grouped
from knowledge.models import AddReceipt, Answer, Finding, Gap
from knowledge.store import AskedQuestion, Store


class Keeping(Core):
    """Copies, checks and tidies; what managers and operators need."""

    def backup(self, path: str | Path) -> None:
        """Copy the library to a file, also while it is in use; the copy is itself a library.

        Raises:
            StoreError: it could not be written there, or is the library itself.
        """
        self._store.copy_to(Path(path))

    @staticmethod
    def restore(backup: str | Path, path: str | Path) -> Path | None:
        """Put a backup in the place of the library at `path`, also while that is in use.

        This is safer than copying the file: what a killed process left beside the library is not
        mixed into it. Returns where a damaged library was moved to, None where none had to be.

        Raises:
            StoreError: the backup is missing, damaged or newer, or the library is locked; nothing
                was changed.
        """
        return Store.restore(Path(backup), Path(path))

    def export(
        self, path: str | Path, *, collections: Sequence[str] | None = None
    ) -> tuple[str, ...]:
        """Write the collections' documents (None: of all) as one open file.

        The format is described in `knowledge.library.exchange`. Returns the ids of documents that
        are left out because the library file is damaged there; normally none.

        Raises:
            StoreError: it could not be written there.
        """
        from knowledge.library import exchange  # not needed to answer, nor are the readers in it

        with self._store.reading() as view:
            return exchange.export(view, Path(path), collections)

    def import_(
        self,
        path: str | Path,
        *,
        collection: str | None = None,
        limits: Limits = DEFAULT_LIMITS,
        progress: Progress | None = None,
    ) -> tuple[AddReceipt, ...]:
        """Add the documents of an export, into `collection` or (None) those that they came from.

        Raises:
            SourceError: the file is no export, or goes beyond `limits`.
            StoreError: the library could not be written.
        """
        from knowledge.library import exchange

        if collection is not None:
            checked_collection(collection)
        receipts, touched = [], set()
        try:
            stored = exchange.imported(self._store, Path(path), collection, limits, progress)
            for into, receipt in stored:
                receipts.append(receipt)
                touched.add(into)
        finally:
            for name in sorted(touched):
                self._follow(name, progress)
        return tuple(receipts)

    def check(self, progress: Progress | None = None) -> tuple[Finding, ...]:
        """Look over everything that can go wrong in the file and its indexes; changes nothing else.

        Raises:
            StoreError: the file cannot be read at all.
        """
        return findings(self._store, self._indexes, progress)

    def collections(self) -> tuple[str, ...]:
        """Return the names of the collections, in alphabetical order."""
        with self._store.reading() as view:
            return tuple(view.collections())

    def delete_collection(self, name: str) -> None:
        """Delete a collection with its documents, index and questions, without a trace in the file.

        Raises:
            StoreError: the library could not be changed.
        """
        with self._store.writing() as transaction:
            key = transaction.key(name)
            transaction.delete_collection(name)
        if key is not None:
            self._indexes.forget(key)
        self._listings.pop(name, None)
        self._store.tidy()

    def record_question(
        self,
        answer: Answer,
        *,
        collection: str = MAIN,
        keep_days: int = 90,
        now: datetime | None = None,
    ) -> None:
        """Keep a question and how it was answered, never who asked; older ones are deleted.

        `keep_days` 0 keeps nothing, and deletes what was kept of the collection.
        """
        now = now or datetime.now(UTC)
        missing = answer.refusal.missing if answer.refusal is not None else ()
        asked = AskedQuestion(answer.question, answer.status, now, missing)
        with self._store.writing() as transaction:
            if keep_days > 0:
                transaction.record_question(checked_collection(collection), asked)
            transaction.forget_questions(collection, now - timedelta(days=keep_days))

    def gaps(self, collection: str = MAIN, *, limit: int = 20) -> tuple[Gap, ...]:
        """Return what the sources could not answer, or not surely, the most asked first.

        A question that was asked by many counts as often; questions are grouped by the rarest
        words that they share.
        """
        with self._store.reading() as view:
            asked = view.questions(collection, ("no_answer", "unsure"), LOOKED_AT)

        def work(material: Material, _: object) -> tuple[Gap, ...]:
            searcher = material.searcher
            most = searcher.passage_count + 1
            found = grouped(asked, lambda term: most / (searcher.document_frequency(term) + 1))
            return tuple(found[:limit])

        return self._with_material(work, (collection,))

    def forget_questions(
        self, collection: str | None = None, *, before: datetime | None = None
    ) -> int:
        """Delete the questions of a collection (None: of all), those before a moment (None: all).

        Returns how many there were.
        """
        with self._store.writing() as transaction:
            return transaction.forget_questions(collection, before)
