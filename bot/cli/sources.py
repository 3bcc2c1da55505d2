"""`quoth sources`, `show` and `remove`: what is in the library, and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import streams
from bot.cli.common import (
    complete_document,
    dump_models,
    json_option,
    library_option,
    open_library,
)
from bot.cli.documented import Documented

if TYPE_CHECKING:
    from knowledge import DocumentInfo


@click.command(cls=Documented, examples=("quoth sources", "quoth sources --json"))
@json_option
@library_option
def sources(as_json: bool, library: Path | None) -> None:
    """List the documents with id, title, author, date and size."""
    from bot.terminal.documents import render_documents

    with open_library(library) as opened:
        documents = opened.documents()
    streams.show(
        dump_models(documents) if as_json else render_documents(documents, streams.surface())
    )


@click.command(cls=Documented, examples=("quoth show nato", 'quoth show "Upper Hand" --json'))
@click.argument("document", metavar="DOC", shell_complete=complete_document)
@json_option
@library_option
def show(document: str, as_json: bool, library: Path | None) -> None:
    """Show a document: metadata, outline, numbered text.

    DOC is a document's id or any part of its title that no other document has.
    """
    from bot.terminal.documents import render_document

    with open_library(library) as opened:
        info = opened.find(streams.clean_argument(document))
        whole = opened.document(info.id)
        passages = opened.passages(info.id)
    if as_json:
        streams.show(dump_models(whole))
    else:
        streams.show(render_document(whole, info, passages, streams.surface()))


@click.command(
    cls=Documented, examples=("quoth remove nato", 'quoth remove 3f9c1a "old report" --yes')
)
@click.argument(
    "documents", metavar="DOC...", nargs=-1, required=True, shell_complete=complete_document
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@library_option
def remove(documents: tuple[str, ...], yes: bool, library: Path | None) -> None:
    """Remove documents, after asking.

    DOC is a document's id or any part of its title that no other document has. The bundled article
    can be removed too, and stays away.
    """
    with open_library(library) as opened:
        # all are looked up first: a misspelt second name must not leave half of the work done
        infos = [opened.find(streams.clean_argument(each)) for each in documents]
        found = {info.id: info for info in infos}
        if not yes and not _confirmed(list(found.values())):
            streams.show("Nothing was removed.")
            return
        for identifier in found:
            streams.show(f"removed  {_named(opened.remove(identifier))}")


def _confirmed(documents: Sequence[DocumentInfo]) -> bool:
    from bot.terminal.blocks import counted

    for document in documents:
        click.echo(f"{_named(document)} ({counted(document.passages, 'passage')})", err=True)
    question = "Remove it?" if len(documents) == 1 else f"Remove these {len(documents)}?"
    return click.confirm(question, err=True)


def _named(document: DocumentInfo) -> str:
    from bot.terminal.safe import one_line

    return f"{document.id}  {one_line(document.metadata.title or document.origin)}"
