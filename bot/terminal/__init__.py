"""Values to terminal text: pure functions of what is shown, the width and the wish for colours.

The last stage of the command line. It prints nothing, asks no terminal and reads no environment:
`bot.cli.streams` finds out what the terminal can do. Text of a source passes `safe.visible` before
it is laid out, so that no document can steer the terminal that shows it.
"""

from __future__ import annotations

from bot.terminal.answers import render_answer, render_passages
from bot.terminal.documents import render_document, render_documents
from bot.terminal.explanations import render_explanation
from bot.terminal.findings import render_findings
from bot.terminal.receipts import render_receipt, render_summary, render_sync
from bot.terminal.safe import escape_json, visible
from bot.terminal.surface import PLAIN, Surface

__all__ = [
    "PLAIN",
    "Surface",
    "escape_json",
    "render_answer",
    "render_document",
    "render_documents",
    "render_explanation",
    "render_findings",
    "render_passages",
    "render_receipt",
    "render_summary",
    "render_sync",
    "visible",
]
