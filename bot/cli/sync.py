"""`quoth sync`: the library follows a folder."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import streams
from bot.cli.add import exit_code
from bot.cli.common import dump_models, json_option, library_option, open_library
from bot.cli.documented import Documented
from bot.cli.progress import stage_bar


@click.command(
    cls=Documented,
    examples=("quoth sync notes/ --dry-run", "quoth sync notes/", "quoth sync ~/reports --json"),
)
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@json_option
@library_option
@click.pass_context
def sync(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    dry_run: bool,
    as_json: bool,
    library: Path | None,
) -> None:
    """Make the library mirror a folder.

    New files are added, changed ones replace their older version, and documents whose files are
    gone are removed. Documents that came from elsewhere stay as they are.

    Exit codes: 0 all went well, 2 misuse, or at least one file failed.
    """
    from bot.terminal.receipts import render_sync

    with open_library(library) as opened, stage_bar() as progress:
        report = opened.sync(folder, dry_run=dry_run, progress=progress)
    streams.show(dump_models(report) if as_json else render_sync(report, streams.surface()))
    ctx.exit(exit_code(report.receipts, stopped=False))
