"""`quoth discord`: the only command that imports the Discord modules."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import streams
from bot.cli.common import dump_models, json_option, library_option
from bot.cli.documented import Documented

MISSING = (
    "QUOTH_DISCORD_TOKEN is not set. Make a bot at https://discord.com/developers/applications, "
    "copy its token (Bot, Reset Token) and put QUOTH_DISCORD_TOKEN=… into the environment or a "
    "file .env; docs/discord.md leads through it."
)


@click.command(cls=Documented, examples=("quoth discord --check", "quoth discord"))
@click.option("--check", is_flag=True, help="Only try token, gateway, permissions, library.")
@json_option
@library_option
@click.pass_context
def discord(ctx: click.Context, /, *, check: bool, as_json: bool, library: Path | None) -> None:
    """Run the Discord bot until Ctrl-C or a stop signal.

    It finishes what is under way. Settings are QUOTH_* variables of the environment, or lines
    of a file .env in the current folder; QUOTH_DISCORD_TOKEN is the only one that is needed.
    --check connects once, changes nothing, prints what is wrong and the links that invite the
    bot; with --json as JSON.

    Exit codes: 0 stopped as asked, or the check found no error, 1 the check did, 2 failure.
    """
    from bot.settings import load

    settings = load(library=library)
    if settings.token is None:
        raise click.ClickException(MISSING)
    if not check:
        from bot.client import run

        ctx.exit(run(settings))
    from bot import checking
    from bot.terminal.findings import render_findings

    found = checking.check(settings)
    streams.show(dump_models(found) if as_json else render_findings(found, streams.surface()))
    ctx.exit(1 if any(finding.status == "error" for finding in found) else 0)
