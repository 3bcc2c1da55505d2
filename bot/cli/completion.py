"""`quoth completion`: the script that teaches a shell to complete commands and documents."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from bot.cli import streams
from bot.cli.documented import Documented

VARIABLE = "_QUOTH_COMPLETE"
"""How the shell's script asks for completions; click derives the name from the program's."""


@click.command(
    cls=Documented,
    examples=(
        "quoth completion bash > ~/.local/share/bash-completion/completions/quoth",
        'quoth completion zsh > "${fpath[1]}/_quoth"',
        "quoth completion fish > ~/.config/fish/completions/quoth.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    Commands, options and the ids of documents are completed.
    """
    found = get_completion_class(shell)
    if found is None:  # the choices above are those that click has
        raise click.UsageError(f"There is no completion for {shell}.")
    streams.show(found(ctx.find_root().command, {}, "quoth", VARIABLE).source())
