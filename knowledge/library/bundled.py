"""The article that comes with Quoth: there from the first run, then a document like any other."""

from __future__ import annotations

from datetime import UTC, datetime

from knowledge.fetch import Source
from knowledge.library.adding import Order, content_hash, prepare
from knowledge.models import DocumentInfo
from knowledge.store import Store, Transaction

ARTICLES = ("nato-vs-csto.md",)
_ORIGIN = "bundled:"


def add_bundled(store: Store, collection: str) -> None:
    """Add the bundled articles that are new or changed, unless the user removed them."""
    for name in ARTICLES:
        data = article(name)
        digest = content_hash(data)
        with store.reading() as view:
            seen = view.bundled().get(name)
        if _is_wanted(seen, digest):
            _add(store, collection, Source(data, name, _ORIGIN + name, "text/markdown"))


def article(name: str) -> bytes:
    """Return the bytes of a bundled article."""
    # importlib.resources would take a third of a cold start; its loader does the same
    from pkgutil import get_data

    return get_data("knowledge", f"articles/{name}") or b""


def note_removal(transaction: Transaction, removed: DocumentInfo) -> None:
    """Remember that the user removed a bundled article, so that it does not come back."""
    if removed.origin.startswith(_ORIGIN):
        name = removed.origin.removeprefix(_ORIGIN)
        transaction.note_bundled(name, removed.content_hash, removed=True)


def _is_wanted(seen: tuple[str, bool] | None, digest: str) -> bool:
    """Say whether an article is to be stored: it is new, or it changed and was not removed."""
    return seen is None or (seen[0] != digest and not seen[1])


def _add(store: Store, collection: str, source: Source) -> None:
    digest = content_hash(source.data)
    with store.reading() as view:
        old = view.by_origin(collection, source.origin)
        overrides = view.overrides(old.id) if old is not None else "{}"
    prepared = prepare(source, digest, overrides, Order(collection))
    with store.writing() as transaction:
        # looked at again: another process may be opening the same new library
        if _is_wanted(transaction.bundled().get(source.name), digest):
            transaction.put(prepared.document, now=datetime.now(UTC))
            transaction.note_bundled(source.name, digest, removed=False)
