"""A library's health: the file, each document against contract 1, each index against the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from knowledge.errors import StoreError
from knowledge.library.indexes import Indexes, Outdated, Progress
from knowledge.models import Finding
from knowledge.store import Store, View

_RESTORE = (
    "Restore a backup, or save what can be read with `quoth export` and import it into a new "
    "library."
)
_SHOWN = 5


def findings(store: Store, indexes: Indexes, progress: Progress | None) -> tuple[Finding, ...]:
    """Return one finding for each check, in the order of the flow."""
    with store.reading() as view:
        return (
            _file(view),
            _documents(view, progress),
            *(_index(view, indexes, name) for name in view.collections()),
        )


def _file(view: View) -> Finding:
    problems = view.file_problems(_SHOWN)
    if problems:
        detail = "The library file is damaged: " + "; ".join(problems) + "."
        return Finding(check="file", status="error", detail=detail, remedy=_RESTORE)
    return Finding(check="file", status="ok", detail="The library file is sound.")


def _documents(view: View, progress: Progress | None) -> Finding:
    ids = [info.id for info in view.documents(tuple(view.collections()))]
    wrong: list[str] = []
    for done, document_id in enumerate(ids, 1):
        wrong.extend(f"{document_id}: {problem}" for problem in _problems(view, document_id))
        if progress is not None:
            progress("checking", done, len(ids))
    if wrong:
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        detail = "; ".join(wrong[:_SHOWN]) + more + "."
        remedy = "Remove these documents and add their sources again."
        return Finding(check="documents", status="error", detail=detail, remedy=remedy)
    detail = f"The passages of all {len(ids):,} documents stand word for word in their texts."
    return Finding(check="documents", status="ok", detail=detail)


def _problems(view: View, document_id: str) -> Iterator[str]:
    """Yield what is wrong with one document: its checksum, its passages, its blocks."""
    try:
        if not view.is_intact(document_id):
            yield "the text is not the one that was stored"
        text, expected = view.text(document_id), view.range_of(document_id)
        passages = view.passages_of(document_id)
        if len(passages) != expected.size:
            yield f"{expected.size - len(passages)} passages are missing"
        for passage in passages:
            if passage.document != document_id or text[passage.start : passage.end] != passage.text:
                yield f"passage {passage.ordinal} differs from the text"
        view.blocks(document_id)
    except (StoreError, ValueError, sqlite3.DatabaseError) as error:
        yield f"it cannot be read ({error})"


def _index(view: View, indexes: Indexes, name: str) -> Finding:
    check = f"index of {name}"
    expected = sum(part.size for part in view.ranges(name))
    try:
        damage = indexes.damage(view, name)
        held = indexes.searcher(view, (name,)).passage_count
    except Outdated:
        detail = "It is being changed right now; check again later."
        return Finding(check=check, status="ok", detail=detail)
    if damage is not None:
        detail = f"It was damaged ({damage}) and has been built anew."
        remedy = "Nothing needs to be done; if it happens again, check the disk."
        return Finding(check=check, status="warning", detail=detail, remedy=remedy)
    if held != expected:
        detail = f"It has {held:,} passages where the library has {expected:,}."
        remedy = "Delete the folder of the index beside the library; it is built anew."
        return Finding(check=check, status="error", detail=detail, remedy=remedy)
    return Finding(check=check, status="ok", detail=f"It has all {held:,} passages.")
