"""Long work on a terminal: a bar while it runs, and a Ctrl-C that lets the current step end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

Item = TypeVar("Item")


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Yield a function that says whether Ctrl-C was pressed; a second Ctrl-C interrupts at once."""
    pressed = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


def with_bar(items: Iterable[Item], total: int | None, doing: str) -> Iterator[Item]:
    """Yield `items`; with a bar on standard error where that is a terminal and `total` is known."""
    if total is None or not sys.stderr.isatty():
        yield from items
        return
    # a tenth of a second to import: not for a pipe, which shows no bar
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(items, description=doing, total=total, console=console, transient=True)


@contextmanager
def stage_bar() -> Iterator[Callable[[str, int, int], None] | None]:
    """Yield what a library may tell its stages to, for a bar on a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    # as in `with_bar`
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage.capitalize(), completed=done, total=total or None)

        yield show
