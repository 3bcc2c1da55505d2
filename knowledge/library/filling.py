"""The part of a library that takes sources in and gives them up again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import DocumentNotFound, QuotaExceeded, SourceError
from knowledge.fetch import DEFAULT_LIMITS, Limits, Source
from knowledge.library import adding, bundled
from knowledge.library.adding import Order, Prepared
from knowledge.library.core import MAIN, Core, checked_collection
from knowledge.library.folders import walk
from knowledge.library.indexes import Progress
from knowledge.library.references import find
from knowledge.library.syncing import expanded, foreseen, missing, unlisted
from knowledge.models import AddReceipt, DocumentInfo, Metadata, SyncReport
from knowledge.store import Quota

if TYPE_CHECKING:
    from concurrent.futures import Future

_INDEXED_TOGETHER = 2_000_000
"""Characters of new documents after which the index follows while many are added."""


class Filling(Core):
    """Adds, replaces, mirrors and removes; each document is one transaction."""

    def add(
        self,
        source: str | Path,
        *,
        collection: str = MAIN,
        overrides: Metadata | None = None,
        quota: Quota | None = None,
        limits: Limits = DEFAULT_LIMITS,
        allow_private: bool = False,
    ) -> AddReceipt:
        """Add a file or web page, or replace the version of it that is there.

        `allow_private` lets an operator fetch from addresses of private networks.

        Raises:
            SourceError: it could not be fetched or read.
            QuotaExceeded: the collection would hold more than `quota`.
            StoreError: it could not be stored. In each case nothing was changed.
        """
        order = Order(checked_collection(collection), overrides, limits, quota, allow_private)
        return self._added(adding.fetched(source, order), order)

    def add_many(
        self,
        sources: Iterable[str | Path],
        *,
        collection: str = MAIN,
        overrides: Metadata | None = None,
        quota: Quota | None = None,
        limits: Limits = DEFAULT_LIMITS,
        allow_private: bool = False,
        progress: Progress | None = None,
    ) -> Iterator[AddReceipt]:
        """Add sources one after the other and yield what happened to each.

        A folder stands for the files in it. A source that cannot be read, or goes beyond `quota`,
        yields a receipt with the error and stops none of the others. Each document is safe as soon
        as its receipt is there; closing the iterator stops cleanly between two documents.

        Raises:
            StoreError: the library could not be written.
        """
        order = Order(checked_collection(collection), overrides, limits, quota, allow_private)
        return self._all_added(expanded(sources, self._own), order, progress)

    def add_bytes(
        self,
        data: bytes,
        *,
        name: str,
        media_type: str | None = None,
        origin: str | None = None,
        collection: str = MAIN,
        overrides: Metadata | None = None,
        quota: Quota | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> AddReceipt:
        """Add bytes that were received in some other way (an attachment, standard input).

        `origin` tells the source from all others: adding other bytes of the same origin replaces
        the document. Without one, the bytes themselves do, and nothing is ever replaced.

        Raises:
            SourceError, QuotaExceeded, StoreError: as `add`.
        """
        from knowledge.fetch import safe_name

        order = Order(checked_collection(collection), overrides, limits, quota)
        origin = origin or f"content:{adding.content_hash(data)}"
        return self._added(Source(data, safe_name(name), origin, media_type), order)

    def remove(self, reference: str, *, collection: str = MAIN) -> DocumentInfo:
        """Remove the document that `reference` names, and return what it was.

        Raises:
            DocumentNotFound, AmbiguousDocument: `reference` does not name one document.
            StoreError: the library could not be changed.
        """
        with self._store.reading() as view:
            info = find(reference, self._listing(view, (collection,)))
        self._remove(info)
        self._follow(collection)
        return info

    def sync(
        self,
        folder: str | Path,
        *,
        collection: str = MAIN,
        patterns: Sequence[str] = (),
        without: Sequence[str] = (),
        quota: Quota | None = None,
        limits: Limits = DEFAULT_LIMITS,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> SyncReport:
        """Make the library mirror a folder: add new files, replace changed ones, remove the rest.

        Only documents that came from the folder, and fit `patterns` and not `without`, are ever
        removed. With `dry_run` the report says what would be done, and nothing is.

        Raises:
            SourceNotFound: there is no such folder.
            StoreError: the library could not be written.
        """
        order = Order(checked_collection(collection), limits=limits, quota=quota)
        found = walk(adding.absolute(folder), patterns, without, own=self._own)
        with self._store.reading() as view:
            gone = missing(view.documents((collection,)), found, patterns, without)
            if dry_run:
                return foreseen(view, found, gone, order)
        for info in gone:  # first, so that a renamed file is not taken for the one that is gone
            with suppress(DocumentNotFound):  # another process may have mirrored it meanwhile
                self._remove(info)
        receipts = tuple(self._all_added(found.files, order, progress))
        self._follow(collection)
        return SyncReport(receipts=receipts + unlisted(found), removed=gone)

    @property
    def _own(self) -> Path:
        return adding.absolute(self.path)

    def _remove(self, info: DocumentInfo) -> None:
        with self._store.writing() as transaction:
            transaction.remove(info.id)
            bundled.note_removal(transaction, info)

    def _added(self, source: Source, order: Order) -> AddReceipt:
        receipt = self._stored(adding.read(self._store, source, order), order)
        if receipt.outcome != "unchanged":
            self._follow(order.collection)
        return receipt

    def _stored(self, read: Prepared | AddReceipt, order: Order) -> AddReceipt:
        return adding.store(self._store, read, order) if isinstance(read, Prepared) else read

    def _all_added(
        self, sources: Iterable[str | Path], order: Order, progress: Progress | None
    ) -> Iterator[AddReceipt]:
        from knowledge.library.ahead import ahead  # its threads are not needed to answer

        def read(source: str | Path) -> Prepared | AddReceipt:
            return adding.read(self._store, adding.fetched(source, order), order)

        waiting = 0  # characters that are stored and not yet indexed
        listed = list(sources)
        with closing(ahead(read, listed)) as results:
            try:
                for done, (source, result) in enumerate(results, 1):
                    receipt = self._outcome(source, result, order)
                    if receipt.document is not None and receipt.outcome != "unchanged":
                        waiting += receipt.document.characters
                    if waiting > _INDEXED_TOGETHER:
                        self._follow(order.collection)
                        waiting = 0
                    if progress is not None:
                        progress("reading", done, len(listed))
                    yield receipt
            finally:
                if waiting:
                    self._follow(order.collection, progress)

    def _outcome(
        self, source: str | Path, result: Future[Prepared | AddReceipt], order: Order
    ) -> AddReceipt:
        try:
            return self._stored(result.result(), order)
        except (SourceError, QuotaExceeded) as error:
            return adding.failed(source, error)
