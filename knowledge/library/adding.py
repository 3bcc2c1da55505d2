"""A source to a stored document: the steps between `fetch` and the store, in order."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import QuothError
from knowledge.fetch import DEFAULT_LIMITS, Limits, Source
from knowledge.models import AddReceipt, DocumentInfo, Draft, Metadata
from knowledge.store import NewDocument, Quota, Store, View
from knowledge.store.values import metadata_json


@dataclass(frozen=True)
class Order:
    """How sources are to be added."""

    collection: str
    overrides: Metadata | None = None
    limits: Limits = DEFAULT_LIMITS
    quota: Quota | None = None
    allow_private: bool = False
    """Whether web addresses of private networks may be fetched."""


def fetched(source: str | Path, order: Order) -> Source:
    """Return the bytes of a path or web address; raises SourceError."""
    from knowledge import fetch

    if is_address(source):
        return fetch.read_url(str(source), order.limits)
    path = Path(os.path.abspath(Path(source).expanduser()))  # noqa: PTH100 - links stay as they are
    read = fetch.read_path(path, order.limits)
    return Source(read.data, read.name, origin_of(path), read.media_type)


def is_address(source: str | Path) -> bool:
    """Say whether a source is meant as a web address."""
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def origin_of(path: Path) -> str:
    """Return what tells the file at an absolute path from all others, in printable characters."""
    return str(path) if str(path).isprintable() else path.as_uri()


def content_hash(data: bytes) -> str:
    """Return what tells a source's bytes from all others."""
    return hashlib.sha256(data).hexdigest()


def add_source(store: Store, source: Source, order: Order) -> AddReceipt:
    """Store a source, unless the collection has it already.

    Raises:
        SourceError: it could not be read.
        QuotaExceeded, StoreError: it could not be stored; nothing was changed.
    """
    digest = content_hash(source.data)
    with store.reading() as view:
        if (known := _unchanged(view, source, digest, order)) is not None:
            return _receipt("unchanged", source, known)
    draft = read_draft(source, order)
    return store_draft(store, source, draft, order)


def read_draft(source: Source, order: Order) -> Draft:
    """Return the source as its reader sees it."""
    from knowledge import readers  # the readers are not needed to answer

    return readers.read(source, order.limits)


def store_draft(store: Store, source: Source, draft: Draft, order: Order) -> AddReceipt:
    """Store what a reader made of a source."""
    digest = content_hash(source.data)
    with store.writing() as transaction:
        # looked up again: another thread or process may have stored the same meanwhile
        if (known := _unchanged(transaction, source, digest, order)) is not None:
            return _receipt("unchanged", source, known)
        old = transaction.by_origin(order.collection, source.origin)
        overrides = metadata_json(order.overrides)
        if order.overrides is None and old is not None:
            overrides = transaction.overrides(old.id)
        new = new_document(source.origin, digest, draft, order.collection, overrides)
        info = transaction.put(new, now=datetime.now(UTC), quota=order.quota)
        duplicates, similar = transaction.duplicates(info.id), transaction.similar(info.id)
    receipt = _receipt("added" if old is None else "replaced", source, info, draft)
    return receipt.model_copy(update={"duplicate_passages": duplicates, "similar_to": similar})


def new_document(
    origin: str, digest: str, draft: Draft, collection: str, overrides: str
) -> NewDocument:
    """Return a draft as a document ready to be stored, with its passages and its sketch."""
    from knowledge import readers
    from knowledge.analysis import detect_language
    from knowledge.passages import split
    from knowledge.store.sketches import sketch

    draft = readers.override(draft, Metadata.model_validate_json(overrides))
    language = draft.metadata.language or detect_language(draft.text)
    return NewDocument(
        collection=collection,
        origin=origin,
        media_type=draft.media_type,
        content_hash=digest,
        metadata=draft.metadata.model_copy(update={"language": language}),
        text=draft.text,
        blocks=draft.blocks,
        passages=split(draft.text, draft.blocks, language or "en"),
        overrides=overrides,
        sketch=sketch(draft.text),
    )


def failed(source: str | Path, error: QuothError) -> AddReceipt:
    """Return the receipt of a source that could not be added."""
    return AddReceipt(outcome="failed", source=str(source), error=str(error))


def _unchanged(view: View, source: Source, digest: str, order: Order) -> DocumentInfo | None:
    """Return the document that the source already is, under its own or another name."""
    known = view.by_origin(order.collection, source.origin)
    if known is None:
        known = view.by_content(order.collection, digest)
    if known is None or known.content_hash != digest:
        return None
    if order.overrides is None or view.overrides(known.id) == metadata_json(order.overrides):
        return known
    return None


def _receipt(
    outcome: str, source: Source, info: DocumentInfo, draft: Draft | None = None
) -> AddReceipt:
    return AddReceipt.model_validate(
        {
            "outcome": outcome,
            "source": source.name,
            "document": info,
            "passages": info.passages,
            "empty_pages": draft.empty_pages if draft else (),
            "warnings": draft.warnings if draft else (),
        }
    )
