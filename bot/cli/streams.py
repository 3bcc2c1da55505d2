"""Standard input and output: their encoding, what the terminal can do, and their closing.

The only place that asks about terminals; layout itself is `bot.terminal`'s.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from bot.terminal.surface import Surface

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it: 128 plus the signal's number."""

WIDEST = 100
"""Cells of a line at most: longer lines of prose are hard to read."""

_SIMPLE_TERMINALS = {"dumb", "linux", ""}
"""Values of TERM for terminals that would show a hyperlink's escape sequence."""


def prepare() -> None:
    """Make the standard streams UTF-8 whatever the locale says: sources hold every script."""
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors=errors)


def surface(stream: TextIO | None = None) -> Surface:
    """Return what `stream` (default: standard output) can show."""
    from bot.terminal.surface import PLAIN, Surface

    stream = stream or sys.stdout
    if not stream.isatty():
        return PLAIN
    kind = os.environ.get("TERM", "xterm" if os.name == "nt" else "")
    colour = not os.environ.get("NO_COLOR") and kind not in {"dumb", ""}
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return Surface(width=width, colour=colour, links=colour and kind not in _SIMPLE_TERMINALS)


def show(text: str) -> None:
    """Print `text` with a line break, at once: another program may wait for the line."""
    click.echo(text)
    sys.stdout.flush()


def flush() -> None:
    """Write out what is buffered, so that a closed pipe is noticed here and not at exit."""
    sys.stdout.flush()
    sys.stderr.flush()


def discard_output() -> None:
    """Point standard output nowhere: Python would complain at exit about what it cannot write."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # not a real file, as in tests: nothing is left to write
        return


def clean_argument(text: str) -> str:
    """Return a command line argument with bytes that were no UTF-8 replaced.

    Python passes such bytes on as lone surrogates, which nothing can print or store.
    """
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
