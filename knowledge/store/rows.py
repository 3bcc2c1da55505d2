"""Rows of the store as models: what was checked on the way in is not checked on the way out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from knowledge.errors import DocumentNotFound
from knowledge.models import DocumentInfo, Passage
from knowledge.store.values import metadata_from

Row = tuple[Any, ...]  # what sqlite3 gives: the columns' types are those of the tables

INFO = """SELECT d.key, d.id, c.name, d.origin, d.media_type, d.content_hash, d.metadata,
    d.version, d.added, d.updated, d.characters, d.passages
    FROM documents d JOIN collections c ON c.key = d.collection"""

PASSAGE = """SELECT p.id, d.id, p.ordinal, p."start", p."end", p.text, p.section,
    p.paragraph, p.page FROM passages p JOIN documents d ON d.key = p.document"""


def document_info(row: Row, earlier: Sequence[str]) -> DocumentInfo:
    """Return the model of a row of `INFO`; `earlier` are the moments of its older versions."""
    _, document_id, collection, origin, media_type, content_hash, metadata, version = row[:8]
    return DocumentInfo.model_construct(
        id=document_id,
        collection=collection,
        metadata=metadata_from(metadata),
        origin=origin,
        media_type=media_type,
        content_hash=content_hash,
        version=version,
        added=datetime.fromisoformat(row[8]),
        updated=datetime.fromisoformat(row[9]),
        characters=row[10],
        passages=row[11],
        history=tuple(datetime.fromisoformat(moment) for moment in earlier),
    )


def passage(row: Row) -> Passage:
    """Return the model of a row of `PASSAGE`."""
    return Passage.model_construct(
        id=row[0],
        document=row[1],
        ordinal=row[2],
        start=row[3],
        end=row[4],
        text=row[5],
        section=tuple(json.loads(row[6])),
        paragraph=row[7],
        page=row[8],
    )


def no_document(document_id: str) -> DocumentNotFound:
    """Return the error for an id that no document has."""
    return DocumentNotFound(f"No document has the id {document_id}.", reference=document_id)
