"""`quoth export`, `import`, `backup` and `restore`: a whole library out of, and into, files."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import streams
from bot.cli.add import exit_code
from bot.cli.common import default_library, dump_models, json_option, library_option, open_library
from bot.cli.documented import Documented
from bot.cli.progress import stage_bar

overwrite_option = click.option("--force", is_flag=True, help="Replace FILE if it is there.")

_file = click.Path(dir_okay=False, path_type=Path)
_old_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(cls=Documented, examples=("quoth export library.zip",))
@click.argument("file", metavar="FILE", type=_file)
@overwrite_option
@library_option
def export(file: Path, force: bool, library: Path | None) -> None:
    """Write the whole library to a file in an open format.

    It holds the texts with their metadata. docs/formats.md describes it, and `quoth import` reads
    it back.
    """
    from bot.terminal.blocks import counted

    _refuse_overwriting(file, force=force)
    with open_library(library) as opened:
        lost = opened.export(file)
        count = len(opened.documents(opened.collections())) - len(lost)
    streams.show(f"Exported {counted(count, 'document')} to {file}.")
    if lost:
        raise click.ClickException(
            f"The library is damaged; left out: {', '.join(lost)}. See quoth doctor."
        )


@click.command("import", cls=Documented, examples=("quoth import library.zip",))
@click.argument("file", metavar="FILE", type=_old_file)
@json_option
@library_option
@click.pass_context
def import_(ctx: click.Context, /, *, file: Path, as_json: bool, library: Path | None) -> None:
    """Add every document of an exported library.

    What is there already in the same words stays as it is.
    """
    from bot.terminal.receipts import render_summary

    with open_library(library) as opened, stage_bar() as progress:
        receipts = opened.import_(file, progress=progress)
    if as_json:
        streams.show(dump_models(receipts))
    else:
        streams.show(render_summary(receipts))
    ctx.exit(exit_code(receipts, stopped=False))


@click.command(
    cls=Documented,
    examples=("quoth backup quoth-backup.db", "quoth ask --library quoth-backup.db Who wrote it"),
)
@click.argument("file", metavar="FILE", type=_file)
@overwrite_option
@library_option
def backup(file: Path, force: bool, library: Path | None) -> None:
    """Copy the library to a file, also while the bot runs.

    The copy is a library itself. `quoth restore` puts it back.
    """
    _refuse_overwriting(file, force=force)
    with open_library(library) as opened:
        opened.backup(file)
    streams.show(f"Backed up to {file}.")


@click.command(cls=Documented, examples=("quoth restore quoth-backup.db --yes",))
@click.argument("file", metavar="FILE", type=_old_file)
@click.option("--yes", is_flag=True, help="Do not ask.")
@library_option
def restore(file: Path, yes: bool, library: Path | None) -> None:
    """Put a backup in the library's place, after asking.

    What is there now is lost; a damaged library is kept beside it under another name.
    """
    from knowledge import Library

    place = library.expanduser() if library is not None else default_library()
    if place.exists() and not yes and not click.confirm(f"Replace {place}?", err=True):
        streams.show("Nothing was changed.")
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    moved = Library.restore(file, place)
    streams.show(f"Restored {place}." + (f" The damaged library is at {moved}." if moved else ""))


def _refuse_overwriting(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        raise click.UsageError(f"{file} is there already; --force replaces it.")
