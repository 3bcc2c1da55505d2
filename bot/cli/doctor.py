"""`quoth doctor`: one screen that says what is wrong with an installation, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import streams
from bot.cli.common import default_library, dump_models, json_option, library_option
from bot.cli.documented import Documented

if TYPE_CHECKING:
    from knowledge import Finding

SICK = 1
"""Exit code where something is wrong; container engines keep 2 for themselves."""


@click.command(
    cls=Documented, examples=("quoth doctor", "quoth doctor --json", "quoth doctor --bot")
)
@click.option("--bot", is_flag=True, help="Only ask the bot that runs on this machine how it is.")
@json_option
@library_option
@click.pass_context
def doctor(ctx: click.Context, /, *, bot: bool, as_json: bool, library: Path | None) -> None:
    """Check the installation and every document.

    Python, formats, disk, settings, the library file, its texts and its index are looked at.
    Each finding comes with its remedy. --bot asks the health page of a running bot
    (QUOTH_METRICS_PORT) whether its gateway, its library and a probe question are well.

    Exit codes: 0 all is well or only warnings, 1 something is wrong, 2 misuse.
    """
    from bot.terminal.findings import render_findings

    found = list(_findings(library, only_bot=bot))
    streams.show(dump_models(found) if as_json else render_findings(found, streams.surface()))
    ctx.exit(SICK if any(finding.status == "error" for finding in found) else 0)


def _findings(path: Path | None, *, only_bot: bool) -> Iterator[Finding]:
    from bot.cli import health
    from bot.settings import SettingsError, load

    if not only_bot:
        yield from health.installation()
    try:
        settings = load(library=path)
    except SettingsError as error:
        yield health.wrong("settings", str(error), "Correct it in the environment or in .env.")
        settings = None
    if only_bot:
        yield health.running_bot(settings.metrics_port if settings is not None else None)
        return
    place = settings.library if settings is not None else path or default_library()
    yield health.disk(place)
    yield from health.library(place)
    if settings is not None:
        yield health.discord(settings)
