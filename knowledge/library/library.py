"""The class behind the one door."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from knowledge.answers import Thresholds, answer
from knowledge.errors import (
    DocumentNotFound,
    StoreError,
    StoreLocked,
    StoreReadOnly,
)
from knowledge.fetch import Source
from knowledge.library import adding, bundled
from knowledge.library.adding import Order
from knowledge.library.indexes import Indexes, Outdated, Progress
from knowledge.library.material import Material
from knowledge.library.references import find
from knowledge.models import (
    AddReceipt,
    Answer,
    Document,
    DocumentInfo,
    Excerpt,
    Hit,
    Metadata,
    Passage,
    Turn,
)
from knowledge.question import read_question
from knowledge.store import PassageRange, Quota, Store, View

MAIN = "main"
"""The collection of the command line and of an operator's shared sources."""

_ATTEMPTS = 20  # a question is begun anew when the library changed in the middle of it
_LONGEST_NAME = 100  # of a collection

_Asked = tuple[Material, list[PassageRange] | None]


class Library:
    """A library file and its indexes; usable from several threads and beside other processes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._indexes = Indexes(store.path.with_name(store.path.name + ".index"))
        self._listings: dict[str, tuple[int, tuple[DocumentInfo, ...]]] = {}
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, create: bool = True, bundled: bool = True) -> Library:
        """Open the library file, make it where there is none, and migrate an older one.

        Args:
            path: the file; its index is the folder beside it, named after it.
            create: whether a missing file is made.
            bundled: whether the articles that come with Quoth are added where they are new.

        Raises:
            StoreError: see its subclasses for a file that is newer, damaged, locked or read-only.
        """
        store = Store.open(Path(path), create=create)
        library = cls(store)
        if bundled:
            library._add_bundled()
        return library

    def close(self) -> None:
        """Close the library; it cannot be used afterwards."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The library file."""
        return self._store.path

    # -- sources in and out

    def add(
        self,
        source: str | Path,
        *,
        collection: str = MAIN,
        overrides: Metadata | None = None,
        quota: Quota | None = None,
    ) -> AddReceipt:
        """Add a file or web page, or replace the version of it that is there.

        Raises:
            SourceError: it could not be fetched or read.
            QuotaExceeded: the collection would hold more than `quota`.
            StoreError: it could not be stored. In each case nothing was changed.
        """
        order = Order(_checked(collection), overrides, quota=quota)
        return self._added(adding.fetched(source, order), order)

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
    ) -> AddReceipt:
        """Add bytes that were received in some other way (an attachment, standard input).

        `origin` tells the source from all others: adding other bytes of the same origin replaces
        the document. Without one, the bytes themselves do, and nothing is ever replaced.

        Raises:
            SourceError, QuotaExceeded, StoreError: as `add`.
        """
        from knowledge.fetch import safe_name

        order = Order(_checked(collection), overrides, quota=quota)
        origin = origin or f"content:{adding.content_hash(data)}"
        return self._added(Source(data, safe_name(name), origin, media_type), order)

    def remove(self, reference: str, *, collection: str = MAIN) -> DocumentInfo:
        """Remove the document that `reference` names, and return what it was.

        Raises:
            DocumentNotFound, AmbiguousDocument: `reference` does not name one document.
            StoreError: the library could not be changed.
        """
        with self._store.writing() as transaction:
            info = find(reference, transaction.documents((collection,)))
            transaction.remove(info.id)
            bundled.note_removal(transaction, info)
        self._follow(collection)
        return info

    # -- what there is

    def documents(self, collections: Sequence[str] = (MAIN,)) -> tuple[DocumentInfo, ...]:
        """Return the collections' documents, each collection's in the order of adding."""
        with self._store.reading() as view:
            return self._listing(view, collections)

    def find(self, reference: str, collections: Sequence[str] = (MAIN,)) -> DocumentInfo:
        """Return the document with that id, beginning of an id, or part of a title.

        Raises:
            DocumentNotFound: none fits; the message suggests close titles.
            AmbiguousDocument: several fit.
        """
        return find(reference, self.documents(collections))

    def document(self, reference: str, collections: Sequence[str] = (MAIN,)) -> Document:
        """Return a document with its text; raises as `find`."""
        with self._store.reading() as view:
            return view.whole(find(reference, self._listing(view, collections)).id)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """Return a document's passages in order; raises DocumentNotFound."""
        with self._store.reading() as view:
            return view.passages_of(document_id)

    def generation(self, collections: Sequence[str] = (MAIN,)) -> int:
        """Return a number that differs whenever an answer from the collections might."""
        with self._store.reading() as view:
            return max((view.generation(name) for name in collections), default=0)

    # -- questions

    def ask(
        self,
        question: str,
        *,
        collections: Sequence[str] = (MAIN,),
        sources: Sequence[str] = (),
        excerpts: int = 3,
        context: Sequence[Turn] = (),
        explain: bool = False,
        thresholds: Thresholds | None = None,
        progress: Progress | None = None,
    ) -> Answer:
        """Answer a question with the documents' own words, or say why not.

        Args:
            question: what the person typed.
            collections: whose documents may answer; no others are looked at.
            sources: references (see `find`) of the only documents that may answer; none: all.
            excerpts: the most quotations.
            context: the conversation before, oldest first.
            explain: whether the answer says how it was found.
            thresholds: other than the fitted ones between the statuses.
            progress: told when the index has to be built first.

        Raises:
            InvalidQuestion: the question is not a text or is too long.
            DocumentNotFound, AmbiguousDocument: a reference in `sources` names not one document.
            StoreError: the library could not be read.
        """
        with self._asking(collections, sources, progress) as (material, within):
            return answer(
                question,
                material,
                excerpts=excerpts,
                context=context,
                explain=explain,
                within=_id_ranges(within),
                thresholds=thresholds,
            )

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        collections: Sequence[str] = (MAIN,),
        sources: Sequence[str] = (),
    ) -> tuple[Hit, ...]:
        """Return the `k` passages that rank best for a question; raises as `ask`."""
        with self._asking(collections, sources) as (material, within):
            query = read_question(question)
            found = material.searcher.search(query.weights(), k, _id_ranges(within))
            passages = material.passages([passage_id for passage_id, _ in found])
        return tuple(
            Hit(passage=passage, score=score, rank=rank)
            for rank, (passage, (_, score)) in enumerate(zip(passages, found, strict=True), start=1)
        )

    def verify(self, excerpt: Excerpt) -> bool:
        """Say whether an excerpt's words stand where it says, in the document as it is now."""
        with self._store.reading() as view:
            try:
                text = view.text(excerpt.citation.document)
            except DocumentNotFound:
                return False
        return text[excerpt.start : excerpt.end] == excerpt.text and excerpt.passage in text

    # -- inside

    def _add_bundled(self) -> None:
        try:
            bundled.add_bundled(self._store, MAIN)
        except (StoreReadOnly, StoreLocked):
            return  # a library that can only be read is used as it is

    def _added(self, source: Source, order: Order) -> AddReceipt:
        receipt = adding.add_source(self._store, source, order)
        if receipt.outcome != "unchanged":
            self._follow(order.collection)
        return receipt

    def _follow(self, collection: str) -> None:
        """Bring the index up to a change, so that the next question need not."""
        with self._store.reading() as view:
            try:
                self._indexes.snapshot(view, collection)
            except Outdated:
                return  # another thread or process already did

    def _listing(self, view: View, collections: Sequence[str]) -> tuple[DocumentInfo, ...]:
        listings: list[DocumentInfo] = []
        for name in dict.fromkeys(collections):
            generation = view.generation(name)
            kept = self._listings.get(name)
            if kept is None or kept[0] != generation:
                kept = (generation, tuple(view.documents((name,))))
                self._listings[name] = kept
            listings.extend(kept[1])
        return tuple(listings)

    @contextmanager
    def _asking(
        self, collections: Sequence[str], sources: Sequence[str], progress: Progress | None = None
    ) -> Iterator[_Asked]:
        seen = 0
        for _ in range(_ATTEMPTS):
            with self._store.reading() as view:
                try:
                    searcher = self._indexes.searcher(view, collections, seen, progress)
                except Outdated as outdated:
                    seen = outdated.generation
                    continue
                documents = self._listing(view, collections)
                if not sources:
                    yield Material(view, searcher, documents), None
                    return
                chosen = [find(reference, documents) for reference in dict.fromkeys(sources)]
                within = [view.range_of(info.id) for info in chosen]
                yield Material(view, searcher, chosen), within
                return
        raise StoreError(f"The library {self.path} changes too fast to be asked; try again.")


def _id_ranges(ranges: Sequence[PassageRange] | None) -> list[tuple[int, int]] | None:
    return None if ranges is None else [(part.first, part.end) for part in ranges]


def _checked(collection: str) -> str:
    if not collection or len(collection) > _LONGEST_NAME or not collection.isprintable():
        raise StoreError(
            f"A collection's name is made of 1 to {_LONGEST_NAME} printable characters."
        )
    return collection
