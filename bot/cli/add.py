"""`quoth add`: files, folders, web pages and standard input into the library."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import streams
from bot.cli.choice import expand
from bot.cli.common import (
    dump_models,
    json_option,
    library_option,
    may_fetch_privately,
    open_library,
)
from bot.cli.documented import Documented
from bot.cli.progress import stopping, with_bar

if TYPE_CHECKING:
    from knowledge import AddReceipt, Library, Metadata

STANDARD_INPUT = "-"
BAR_FROM = 3
"""How many sources, at least, get a bar while they are added."""
BAR_FROM_BYTES = 1_000_000
"""How large a single file, at least, gets one."""

_OF_ONE_DOCUMENT = ("title", "url")
"""Metadata that cannot be the same for several sources."""


@dataclass(frozen=True)
class Order:
    """The library to add to, and how."""

    library: Library
    overrides: Metadata | None
    allow_private: bool

    def receipts(self, sources: Sequence[str | Path]) -> Iterator[AddReceipt]:
        """Add `sources` in turn and yield what happened to each."""
        named = [source for source in sources if source != STANDARD_INPUT]
        if len(named) < len(sources):
            yield self._add_standard_input()
        yield from self.library.add_many(
            named, overrides=self.overrides, allow_private=self.allow_private
        )

    def _add_standard_input(self) -> AddReceipt:
        from knowledge import AddReceipt, SourceError

        data = sys.stdin.buffer.read()
        try:
            return self.library.add_bytes(data, name="standard input", overrides=self.overrides)
        except SourceError as error:
            return AddReceipt(outcome="failed", source="standard input", error=str(error))


@click.command(
    cls=Documented,
    examples=(
        "quoth add report.pdf",
        'quoth add notes/ --glob "*.md" --exclude "drafts/*"',
        "quoth add https://example.org/article.html",
        'quoth add minutes.txt --title "Minutes of May" --author "A. Writer" --published 2024-05',
        'pandoc letter.tex -t markdown | quoth add - --title "A letter"',
    ),
)
@click.argument("names", metavar="PATH|DIR|URL|-...", nargs=-1, required=True)
@click.option("--title", help="The title, in place of the one found.")
@click.option("--author", help="The author, in place of the one found.")
@click.option("--published", metavar="DATE", help="The date: 2024, 2024-05 or 2024-05-03.")
@click.option("--url", help="Where the source stands on the web.")
@click.option("--publisher", help="The publisher, in place of the one found.")
@click.option("--glob", "only", multiple=True, metavar="PATTERN", help="In folders, only these.")
@click.option(
    "--exclude", "without", multiple=True, metavar="PATTERN", help="In folders, not these."
)
@click.option("--allow-private", is_flag=True, help="Fetch from private network addresses, too.")
@json_option
@library_option
@click.pass_context
def add(
    ctx: click.Context,
    /,
    *,
    names: tuple[str, ...],
    only: tuple[str, ...],
    without: tuple[str, ...],
    allow_private: bool,
    as_json: bool,
    library: Path | None,
    **metadata: str | None,
) -> None:
    """Add files, folders, web addresses, or standard input as `-`.

    What is there already in the same words stays as it is; a changed file replaces its older
    version. In folders, hidden files are left out. Patterns are held against a file's name and its
    path inside the folder, and may be repeated. One bad file never stops the rest; Ctrl-C stops
    between two documents.

    Exit codes: 0 all went well, 2 misuse, or at least one source failed.
    """
    names = tuple(map(streams.clean_argument, names))
    sources = list(expand(names, only=only, without=without, keep=(STANDARD_INPUT,)))
    overrides = metadata_of(metadata, sources)
    with open_library(library) as opened, stopping() as stopped:
        order = Order(opened, overrides, allow_private or may_fetch_privately())
        receipts = []
        for receipt in with_bar(order.receipts(sources), _bar_length(sources), "Adding"):
            receipts.append(receipt)
            if not as_json:
                show_receipt(receipt)
            if stopped():
                break
    show_end(receipts, as_json=as_json, stopped=stopped())
    ctx.exit(exit_code(receipts, stopped=stopped()))


def metadata_of(given: dict[str, str | None], sources: Sequence[str | Path]) -> Metadata | None:
    """Return what was said about the sources, None for nothing; refuses what cannot be meant."""
    from knowledge import Metadata

    known = {name: streams.clean_argument(value) for name, value in given.items() if value}
    if len(sources) > 1 and (single := [name for name in _OF_ONE_DOCUMENT if name in known]):
        raise click.UsageError(f"--{single[0]} fits one source, and here are {len(sources)}.")
    try:
        return Metadata(**known) if known else None
    except ValueError as error:
        raise click.UsageError("--published wants 2024, 2024-05 or 2024-05-03.") from error


def show_receipt(receipt: AddReceipt) -> None:
    """Print what happened to one source."""
    from bot.terminal.receipts import render_receipt

    streams.show(render_receipt(receipt, streams.surface()))


def show_end(receipts: Sequence[AddReceipt], *, as_json: bool, stopped: bool) -> None:
    """Print the counts, or with `as_json` everything."""
    from bot.terminal.receipts import render_summary

    if as_json:
        streams.show(dump_models(receipts))
    elif len(receipts) != 1 or stopped:
        streams.show(render_summary(receipts, stopped=stopped))


def exit_code(receipts: Sequence[AddReceipt], *, stopped: bool) -> int:
    """Return 130 after Ctrl-C, as shells have it, 2 where a source failed, otherwise 0."""
    if stopped:
        return streams.INTERRUPTED
    return 2 if any(receipt.outcome == "failed" for receipt in receipts) else 0


def _bar_length(sources: Sequence[str | Path]) -> int | None:
    """Return how long the bar is; None where the work is too short for one."""
    large = any(
        isinstance(source, Path) and source.stat().st_size >= BAR_FROM_BYTES for source in sources
    )
    return len(sources) if large or len(sources) >= BAR_FROM else None
