"""The documents of a library as a table, and one document as metadata, outline and text."""

from __future__ import annotations

from collections.abc import Sequence

from bot.terminal.blocks import counted, paragraph, table
from bot.terminal.safe import one_line
from bot.terminal.surface import Surface
from knowledge.models import Block, Document, DocumentInfo, Passage

NO_DOCUMENTS = "There is no document in this library. Add one: quoth add FILE"

_HEADINGS = ("Id", "Title", "Author", "Date", "Passages", "Added")
_PARAGRAPHS = ("paragraph", "item", "quote", "table", "code")


def render_documents(documents: Sequence[DocumentInfo], surface: Surface) -> str:
    """Return `documents` as a table: id, title, author, date, passages, day of adding."""
    if not documents:
        return NO_DOCUMENTS
    rows = [_row(document) for document in documents]
    return "\n".join(table(_HEADINGS, rows, surface))


def render_document(
    document: Document, info: DocumentInfo, passages: Sequence[Passage], surface: Surface
) -> str:
    """Return all there is to see of a document: metadata, outline, text with its numbers."""
    parts = [
        _metadata(info, surface),
        _outline(document, surface),
        *_text(document, passages, surface),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _row(document: DocumentInfo) -> tuple[str, ...]:
    metadata = document.metadata
    return (
        document.id,
        metadata.title or document.origin,
        metadata.author or "",
        metadata.published or "",
        str(document.passages),
        document.added.date().isoformat(),
    )


def _metadata(info: DocumentInfo, surface: Surface) -> list[str]:
    known = info.metadata.model_dump(exclude_none=True)
    facts = {"id": info.id, **known, "origin": info.origin, "media type": info.media_type}
    facts |= {
        "version": f"{info.version}, added {_day(info)}",
        "size": f"{counted(info.passages, 'passage')}, {counted(info.characters, 'character')}",
    }
    lines = []
    for name, value in facts.items():
        label = f"{name.replace('_', ' ').capitalize()}: "
        lines.append(surface.bold(label) + one_line(str(value)))
    return lines


def _day(info: DocumentInfo) -> str:
    if info.updated.date() == info.added.date():
        return info.added.date().isoformat()
    return f"{info.added.date().isoformat()}, changed {info.updated.date().isoformat()}"


def _outline(document: Document, surface: Surface) -> list[str]:
    headings = [block for block in document.blocks if block.kind == "heading"]
    if not headings:
        return []
    top = min(block.level for block in headings)
    lines = [surface.bold("Outline")]
    for block in headings:
        indent = "  " * (block.level - top + 1)
        lines += paragraph(_words(document, block), surface, margin=indent)
    return lines


def _text(document: Document, passages: Sequence[Passage], surface: Surface) -> list[list[str]]:
    """Return each block's lines: paragraphs numbered, passages announced where they begin."""
    starts = {passage.start: passage.ordinal for passage in passages}
    numbers = {
        passage.start: passage.paragraph for passage in passages if passage.paragraph is not None
    }
    parts, number, page = [], 0, None
    for block in document.blocks:
        lines = []
        if block.page is not None and block.page != page:
            page = block.page
            lines.append(surface.dim(f"      page {page}"))
        begun = [starts[at] for at in starts if block.start <= at < block.end]
        lines += [surface.dim(f"      passage {ordinal + 1} begins") for ordinal in begun]
        if block.kind in _PARAGRAPHS:
            number = numbers.get(block.start, number + 1)
        label = f"¶{number}" if block.kind in _PARAGRAPHS else ""
        lines += _block(document, block, label, surface)
        parts.append(lines)
    return parts


def _block(document: Document, block: Block, label: str, surface: Surface) -> list[str]:
    lines = paragraph(_words(document, block), surface, margin=" " * 6)
    if lines and label:
        lines[0] = surface.dim(label.ljust(6)) + lines[0].removeprefix(" " * 6)
    return lines


def _words(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]
