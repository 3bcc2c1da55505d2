"""What happened to added and mirrored sources: a line for each, a summary at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from bot.terminal.blocks import counted
from bot.terminal.safe import one_line
from bot.terminal.surface import Surface
from knowledge.models import AddReceipt, SyncReport

Outcome = Literal["added", "replaced", "unchanged", "failed"]

MOST_PAGES_NAMED = 10

_OUTCOMES: tuple[Outcome, ...] = ("added", "replaced", "unchanged", "failed")


def render_receipt(receipt: AddReceipt, surface: Surface) -> str:
    """Return what happened to one source, with everything about it that needs a look."""
    if receipt.outcome == "failed":
        reason = one_line(receipt.error or "it could not be read")
        return f"{surface.bad('failed')}     {one_line(receipt.source)}: {reason}"
    lines = [f"{surface.good(receipt.outcome.ljust(9))}  {_name(receipt)}{_size(receipt)}"]
    lines += [f"           {surface.warning('note')}: {note}" for note in _notes(receipt)]
    return "\n".join(lines)


def render_summary(receipts: Sequence[AddReceipt], *, stopped: bool = False) -> str:
    """Return the counts of outcomes in one line."""
    counts = Counter(receipt.outcome for receipt in receipts)
    line = ", ".join(f"{counts[outcome]} {outcome}" for outcome in _OUTCOMES)
    return f"Stopped early: {line}." if stopped else f"{line}."


def render_sync(report: SyncReport, surface: Surface) -> str:
    """Return what mirroring a folder did, or would do; sources that stay are only counted."""
    lines = [
        render_receipt(receipt, surface)
        for receipt in report.receipts
        if receipt.outcome != "unchanged"
    ]
    lines += [
        f"{surface.warning('removed'.ljust(9))}  {document.id}  "
        f"{one_line(document.metadata.title or document.origin)}"
        for document in report.removed
    ]
    summary = render_summary(report.receipts).rstrip(".") + f", {len(report.removed)} removed."
    lines.append(f"Nothing was changed (dry run): {summary}" if report.dry_run else summary)
    return "\n".join(lines)


def _name(receipt: AddReceipt) -> str:
    document = receipt.document
    if document is None:
        return one_line(receipt.source)
    return f"{document.id}  {one_line(document.metadata.title or receipt.source)}"


def _size(receipt: AddReceipt) -> str:
    return f" ({counted(receipt.passages, 'passage')})" if receipt.outcome != "unchanged" else ""


def _notes(receipt: AddReceipt) -> list[str]:
    notes = [one_line(warning) for warning in receipt.warnings]
    if receipt.empty_pages:
        named = ", ".join(map(str, receipt.empty_pages[:MOST_PAGES_NAMED]))
        more = " and more" if len(receipt.empty_pages) > MOST_PAGES_NAMED else ""
        notes.append(f"{counted(len(receipt.empty_pages), 'page')} without text (p. {named}{more})")
    if receipt.duplicate_passages:
        notes.append(f"{counted(receipt.duplicate_passages, 'passage')} also in another document")
    if receipt.similar_to:
        notes.append(f"nearly the same as {', '.join(receipt.similar_to)}")
    return notes
