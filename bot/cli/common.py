"""What several commands share: the option that names the library, and opening it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge import Library, Thresholds

Command = TypeVar("Command", bound=Callable[..., Any])

library_option = click.option(
    "--library",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="QUOTH_LIBRARY",
    show_envvar=True,
    metavar="PATH",
    help="The library file.  [default: in your data folder]",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def own_version() -> str:
    """Return the version of the installed distribution."""
    from importlib.metadata import PackageNotFoundError, version  # not needed to answer

    try:
        return version("quoth")
    except PackageNotFoundError:
        return "not installed, run from its source"


def operator_settings() -> Settings | None:
    """Return the settings, None where nothing is set: reading them costs a tenth of a second."""
    given = {name.upper() for name in os.environ} - {"QUOTH_LIBRARY"}
    if not any(name.startswith("QUOTH_") for name in given) and not Path(".env").is_file():
        return None
    from bot.settings import load

    return load()


def thresholds() -> Thresholds | None:
    """Return how sure an answer has to be where the operator has set that."""
    settings = operator_settings()
    if settings is None or (settings.answered_above is None and settings.unsure_above is None):
        return None
    from knowledge import Thresholds

    own = {"answered": settings.answered_above, "unsure": settings.unsure_above}
    return Thresholds(**{name: value for name, value in own.items() if value is not None})


def may_fetch_privately() -> bool:
    """Return whether the operator lets sources come from private network addresses."""
    settings = operator_settings()
    return settings is not None and settings.allow_private_addresses


def default_library() -> Path:
    """Return where the library is when no option says otherwise: settings, or the data folder."""
    settings = operator_settings()
    if settings is not None:
        return settings.library
    from platformdirs import user_data_path

    return user_data_path("quoth", appauthor=False) / "library.db"


def open_library(path: Path | None) -> Library:
    """Open the library at `path`, or the default one; the first use makes it."""
    from knowledge import Library

    return Library.open(path.expanduser() if path is not None else default_library())


def complete_document(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the documents whose id or title begins with `incomplete`, for shells."""
    path = ctx.params.get("library") or os.environ.get("QUOTH_LIBRARY") or default_library()
    if not Path(path).is_file():  # a press of the tab key must not make a library
        return []
    with open_library(Path(path)) as library:
        documents = library.documents()
    wanted = incomplete.casefold()
    return [
        CompletionItem(document.id, help=document.metadata.title)
        for document in documents
        if document.id.startswith(incomplete)
        or (document.metadata.title or "").casefold().startswith(wanted)
    ]


def dump_models(models: Any) -> str:  # noqa: ANN401 - any of the models, or a sequence of them
    """Return a model, or a sequence of models, as JSON that is safe to show on a terminal."""
    import json

    from bot.terminal.safe import escape_json

    if isinstance(models, list | tuple):
        values: Any = [each.model_dump(mode="json") for each in models]
    else:
        values = models.model_dump(mode="json")
    return escape_json(json.dumps(values, ensure_ascii=False, indent=2))
