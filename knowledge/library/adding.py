"""A source to a stored document: the steps between `fetch` and the store, in order.

`fetched` -> `look_up` -> `prepare` (the costly step; needs no library) -> `store`. The first three
are `read`, which threads may do for several sources at once.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

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


@dataclass(frozen=True)
class Known:
    """What the library knows of a source before it is read."""

    unchanged: DocumentInfo | None
    """The document that the source already is, word for word."""
    overrides: str
    """The metadata set by hand that its document will have, as JSON."""


@dataclass(frozen=True)
class Prepared:
    """A source that was read and is ready to be stored."""

    name: str
    document: NewDocument
    empty_pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


def fetched(source: str | Path, order: Order) -> Source:
    """Return the bytes of a path or web address; raises SourceError."""
    from knowledge import fetch

    if is_address(source):
        return fetch.read_url(str(source), order.limits, allow_private=order.allow_private)
    path = absolute(source)
    read = fetch.read_path(path, order.limits)
    return Source(read.data, read.name, origin_of(path), read.media_type)


def is_address(source: str | Path) -> bool:
    """Say whether a source is meant as a web address."""
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def absolute(path: str | Path) -> Path:
    """Return a path from the root, with symbolic links as they are."""
    return Path(os.path.abspath(Path(path).expanduser()))  # noqa: PTH100 - resolve() follows links


def origin_of(path: Path) -> str:
    """Return what tells the file at an absolute path from all others, in printable characters."""
    return str(path) if str(path).isprintable() else path.as_uri()


def content_hash(data: bytes) -> str:
    """Return what tells a source's bytes from all others."""
    return hashlib.sha256(data).hexdigest()


def look_up(view: View, origin: str, digest: str, order: Order) -> Known:
    """Return what is known of the source at `origin` whose bytes have the hash `digest`.

    The same bytes count as the same document under another name, too. Metadata that was set by
    hand stays when none is given, also when the bytes have changed.
    """
    here = view.by_origin(order.collection, origin)
    same = here or view.by_content(order.collection, digest)
    overrides = metadata_json(order.overrides)
    if order.overrides is None and same is not None:
        overrides = view.overrides(same.id)
    if same is None or same.content_hash != digest or view.overrides(same.id) != overrides:
        return Known(None, overrides)
    return Known(same, overrides)


def prepare(source: Source, digest: str, overrides: str, order: Order) -> Prepared:
    """Read a source into a document with passages; raises SourceError."""
    from knowledge import readers  # asking does not need the readers

    draft = readers.read(source, order.limits)
    draft = readers.override(draft, Metadata.model_validate_json(overrides))
    document = new_document(source.origin, digest, draft, order.collection, overrides)
    return Prepared(source.name, document, draft.empty_pages, draft.warnings)


def new_document(
    origin: str, digest: str, draft: Draft, collection: str, overrides: str
) -> NewDocument:
    """Return a draft as a document ready to be stored, with its language, passages and sketch."""
    from knowledge.analysis import detect_language
    from knowledge.passages import split
    from knowledge.store.sketches import sketch

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


def read(into: Store, source: Source, order: Order) -> Prepared | AddReceipt:
    """Return a source as a document to be stored, or the receipt of one that is there already.

    Raises:
        SourceError: it could not be read.
    """
    digest = content_hash(source.data)
    with into.reading() as view:
        known = look_up(view, source.origin, digest, order)
    if known.unchanged is not None:
        return receipt("unchanged", source.name, known.unchanged)
    return prepare(source, digest, known.overrides, order)


def store(into: Store, prepared: Prepared, order: Order) -> AddReceipt:
    """Store a document, unless another thread or process did so since it was looked up.

    Raises:
        QuotaExceeded, StoreError: it could not be stored; nothing was changed.
    """
    new = prepared.document
    with into.writing() as transaction:
        known = look_up(transaction, new.origin, new.content_hash, order)
        if known.unchanged is not None:
            return receipt("unchanged", prepared.name, known.unchanged)
        is_new = transaction.by_origin(order.collection, new.origin) is None
        info = transaction.put(new, now=datetime.now(UTC), quota=order.quota)
        duplicates, similar = transaction.duplicates(info.id), transaction.similar(info.id)
    stored = receipt("added" if is_new else "replaced", prepared.name, info)
    update = {
        "duplicate_passages": duplicates,
        "similar_to": similar,
        "empty_pages": prepared.empty_pages,
        "warnings": prepared.warnings,
    }
    return stored.model_copy(update=update)


def receipt(
    outcome: Literal["added", "replaced", "unchanged"], name: str, info: DocumentInfo
) -> AddReceipt:
    """Return the receipt of a source that is in the library now."""
    return AddReceipt(outcome=outcome, source=name, document=info, passages=info.passages)


def failed(source: str | Path, error: QuothError) -> AddReceipt:
    """Return the receipt of a source that could not be added."""
    return AddReceipt(outcome="failed", source=str(source), error=str(error))
