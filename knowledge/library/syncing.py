"""A folder beside a library: what would be added or replaced, and which documents are gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from knowledge.errors import SourceError
from knowledge.library import adding
from knowledge.library.adding import Order
from knowledge.library.folders import Walk, inner, is_chosen, is_folder, path_of, walk
from knowledge.models import AddReceipt, DocumentInfo, SyncReport
from knowledge.store import View


def expanded(sources: Iterable[str | Path], own: Path) -> Iterator[str | Path]:
    """Yield sources with folders replaced by the files in them, the library's `own` left out.

    A folder that cannot be listed stays itself: reading it fails, and says why.
    """
    for source in sources:
        if not adding.is_address(source) and is_folder(Path(source).expanduser()):
            found = walk(adding.absolute(source), own=own)
            yield from found.files
            yield from found.unreadable
        else:
            yield source


def missing(
    documents: Iterable[DocumentInfo],
    found: Walk,
    patterns: Sequence[str],
    without: Sequence[str],
) -> tuple[DocumentInfo, ...]:
    """Return the documents that came from the folder and whose files are gone from it.

    What lies in a folder that could not be listed is not known to be gone.
    """
    there = set(found.files)
    return tuple(
        document
        for document in documents
        if (path := path_of(document.origin)) is not None
        and path not in there
        and path.is_relative_to(found.folder)
        and is_chosen(inner(found.folder, path), patterns, without)
        and not any(path.is_relative_to(folder) for folder in found.unreadable)
    )


def foreseen(view: View, found: Walk, gone: tuple[DocumentInfo, ...], order: Order) -> SyncReport:
    """Return what mirroring the folder would do, as far as that is known without reading the files.

    Whether a changed file can be read as a document is found out only when it is.
    """
    gone_ids = {info.id for info in gone}
    receipts = tuple(_foreseen(view, path, gone_ids, order) for path in found.files)
    return SyncReport(receipts=receipts + unlisted(found), removed=gone, dry_run=True)


def unlisted(found: Walk) -> tuple[AddReceipt, ...]:
    """Return a failed receipt for each folder that could not be listed."""
    return tuple(
        adding.failed(folder, SourceError(f"{folder} may not be listed: permission denied."))
        for folder in found.unreadable
    )


def _foreseen(view: View, path: Path, gone: set[str], order: Order) -> AddReceipt:
    try:
        source = adding.fetched(path, order)
    except SourceError as error:
        return adding.failed(path, error)
    known = adding.look_up(view, source.origin, adding.content_hash(source.data), order).unchanged
    if known is not None and known.id not in gone:
        return adding.receipt("unchanged", source.name, known)
    is_new = view.by_origin(order.collection, source.origin) is None
    return AddReceipt(outcome="added" if is_new else "replaced", source=source.name)
