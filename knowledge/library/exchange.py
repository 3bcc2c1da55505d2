"""A library's documents to and from one open file that other programs can read and write.

The file is a zip archive of two members, both UTF-8:

`manifest.json`: {"format": "quoth-export", "version": 1, "documents": how many, "created": ISO
8601}

`documents.jsonl`: one JSON object a line, a document each:
    id, collection, origin, media_type, content_hash (SHA-256 of the source's bytes, hexadecimal),
    metadata, overrides (objects; see `knowledge.models.Metadata`; the second is what was set by
    hand), added, updated (ISO 8601), history (when each earlier version was stored, oldest first),
    blocks (objects; see `knowledge.models.Block`: kind, start, end, level, page) and text. Offsets
    count the text's Unicode code points from 0, the end exclusive.

Passages and the index are derived again on import. Nothing of an archive is ever written to a path
that it names: only these two members are read, in bounded pieces.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import DatabaseError
from typing import IO, Annotated

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError, model_validator

from knowledge.errors import DocumentNotFound, SourceTooLarge, StoreError, UnreadableSource
from knowledge.fetch import Limits
from knowledge.library import adding
from knowledge.library.adding import Order, Prepared, new_document
from knowledge.library.core import checked_collection
from knowledge.library.indexes import Progress
from knowledge.models import AddReceipt, Block, Draft, Metadata, Model
from knowledge.readers.characters import clean
from knowledge.store import Store, View
from knowledge.store.values import metadata_json

FORMAT, VERSION = "quoth-export", 1
_MANIFEST, _DOCUMENTS = "manifest.json", "documents.jsonl"
_MANIFEST_BYTES = 64 * 1024
_SMALL = 1024 * 1024  # bytes that any export may unpack to
_BYTES_PER_CHARACTER = 6  # of the longest line: an escaped character, with room for the blocks


class Exported(Model):
    """One line of `documents.jsonl`, checked."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{6,48}(-\d{1,12})?$")]
    collection: str
    origin: Annotated[str, StringConstraints(min_length=1, max_length=8_192)]
    media_type: Annotated[str, StringConstraints(max_length=200)]
    content_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    metadata: Metadata
    overrides: Metadata = Metadata()
    added: AwareDatetime
    updated: AwareDatetime
    history: Annotated[tuple[AwareDatetime, ...], Field(max_length=100_000)] = ()
    blocks: tuple[Block, ...]
    text: str

    @model_validator(mode="after")
    def _blocks_lie_in_the_text(self) -> Exported:
        last = 0
        for block in self.blocks:
            if not last <= block.start <= block.end <= len(self.text):
                raise ValueError("blocks overlap or go beyond the text")
            last = block.end
        if not self.origin.isprintable() or clean(self.text) != self.text:
            raise ValueError("control characters in the text or the origin")
        return self


def export(view: View, target: Path, collections: Sequence[str] | None) -> tuple[str, ...]:
    """Write the collections (None: all) to `target`, which is replaced only by a whole archive.

    Returns the ids of documents that are left out because the library file is damaged there.
    """
    names = tuple(view.collections()) if collections is None else tuple(collections)
    listed = view.documents(names)
    partial = target.with_name(target.name + ".partial")
    manifest: dict[str, str | int] = {
        "format": FORMAT,
        "version": VERSION,
        "documents": len(listed),
    }
    manifest["created"] = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, json.dumps(manifest, indent=2) + "\n")
            with archive.open(_DOCUMENTS, "w", force_zip64=True) as lines:
                unreadable = [info.id for info in listed if not _written(view, info.id, lines)]
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreError(f"The export could not be written to {target}: {error}.") from error
    return tuple(unreadable)


def imported(
    store: Store,
    archive: Path,
    collection: str | None,
    limits: Limits,
    progress: Progress | None = None,
) -> Iterator[tuple[str, AddReceipt]]:
    """Store the documents of an export one by one; yield the collection and the receipt of each.

    A document that is wrong yields a failed receipt and stops none of the others. `progress` is
    told as many in all as the manifest says, which nothing else depends on.

    Raises:
        SourceError: the file is no export of this format, or is larger than `limits` allow.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            total = _announced(opened, archive)
            for number, line in enumerate(_lines(opened, archive, limits), 1):
                if progress is not None:
                    progress("reading", number, max(total, number) if total else 0)
                yield _stored(store, line, f"{archive.name}, line {number}", collection)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, zlib.error) as error:
        raise UnreadableSource(
            f"{archive} is damaged or no export.", source=str(archive)
        ) from error
    except (OSError, RuntimeError, NotImplementedError) as error:
        # what zipfile raises for encrypted members and for packings that it does not know
        message = f"{archive} could not be read: {error}."
        raise UnreadableSource(message, source=str(archive)) from error


def _written(view: View, document_id: str, lines: IO[bytes]) -> bool:
    """Write a document's line; say whether it could be read."""
    try:
        line = _line(view, document_id)
    except (DatabaseError, DocumentNotFound, ValueError):
        return False
    lines.write(line)
    return True


def _line(view: View, document_id: str) -> bytes:
    document = view.whole(document_id)
    info = view.document(document_id)
    values = document.model_dump(mode="json", exclude={"version"}, exclude_none=True)
    values["overrides"] = json.loads(view.overrides(document_id))
    values["history"] = [moment.isoformat() for moment in info.history]
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _announced(archive: zipfile.ZipFile, path: Path) -> int:
    """Check the manifest, and return how many documents it announces, 0 where it does not say."""
    try:
        with archive.open(_MANIFEST) as file:
            manifest = json.loads(file.read(_MANIFEST_BYTES))
        version = manifest["version"] if manifest["format"] == FORMAT else None
        archive.getinfo(_DOCUMENTS)
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableSource(f"{path} is no export of Quoth.", source=str(path)) from error
    if version != VERSION:
        raise UnreadableSource(
            f"{path} was exported by a newer Quoth (version {version} of the format, this one "
            f"reads {VERSION}).",
            source=str(path),
        )
    documents = manifest.get("documents")
    return documents if isinstance(documents, int) and documents > 0 else 0


def _lines(archive: zipfile.ZipFile, path: Path, limits: Limits) -> Iterator[bytes]:
    longest = limits.characters * _BYTES_PER_CHARACTER
    allowed = max(path.stat().st_size * limits.zip_ratio, _SMALL)
    with archive.open(_DOCUMENTS) as file:
        while line := file.readline(longest + 1):
            allowed -= len(line)
            if len(line) > longest or allowed < 0:
                raise SourceTooLarge(
                    f"{path} unpacks to more than the limit ({longest:,} bytes a document, "
                    f"{limits.zip_ratio} times its size in all).",
                    source=str(path),
                )
            yield line


def _stored(
    store: Store, line: bytes, place: str, collection: str | None
) -> tuple[str, AddReceipt]:
    try:
        exported = Exported.model_validate_json(line)
        into = checked_collection(collection or exported.collection)
        return into, _put(store, exported, into)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        wrong = UnreadableSource(f"This is no document: {where}: {first['msg']}.", source=place)
        return collection or "", adding.failed(place, wrong)


def _put(store: Store, exported: Exported, collection: str) -> AddReceipt:
    draft = Draft(
        text=exported.text,
        blocks=exported.blocks,
        metadata=exported.metadata,
        media_type=exported.media_type,
    )
    overrides = metadata_json(exported.overrides)
    digest = exported.content_hash
    new = new_document(exported.origin, digest, draft, collection, overrides)
    new = replace(
        new,
        id=exported.id,
        added=exported.added,
        updated=exported.updated,
        history=exported.history,
    )
    name = exported.metadata.title or exported.origin
    return adding.store(store, Prepared(name, new), Order(collection, exported.overrides))
