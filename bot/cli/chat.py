"""`quoth chat`: a prompt with history and editing around a `Conversation`.

Without a terminal, for example in a pipe, it reads lines and shows no prompt.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import streams
from bot.cli.ask import excerpts_option, sources_option
from bot.cli.common import library_option, open_library, thresholds
from bot.cli.documented import Documented

if TYPE_CHECKING:
    from bot.cli.conversation import Conversation

PROMPT = "? "
WELCOME = "Ask the {count} in this library. /help shows what else can be typed; Ctrl-D leaves."

_PRIVATE = 0o700


@click.command(
    cls=Documented,
    examples=(
        "quoth chat",
        "quoth chat --source nato -n 1",
        'printf "When was NATO founded?\\nand the CSTO?\\n" | quoth chat',
    ),
)
@excerpts_option
@sources_option
@click.option("--no-history", is_flag=True, help="Do not keep what is typed for the next time.")
@library_option
def chat(
    *, excerpts: int, sources: tuple[str, ...], no_history: bool, library: Path | None
) -> None:
    """Ask question after question, also ones that follow up.

    "and Belarus?" or "when was that?" lean on the questions before. Arrow keys edit and bring back
    earlier questions, which are kept in your own state folder. /help, /sources, /more, /explain
    and /quit are commands; Ctrl-C and Ctrl-D leave, too.
    """
    from bot.cli.conversation import Conversation, Wanted
    from bot.terminal.blocks import counted

    with open_library(library) as opened:
        wanted = Wanted(excerpts, sources, thresholds())
        conversation = Conversation(opened, streams.surface(), wanted)
        if sys.stdin.isatty() and sys.stdout.isatty():
            streams.show(WELCOME.format(count=counted(len(opened.documents()), "document")))
            lines = _typed(keep_history=not no_history)
        else:
            lines = iter(sys.stdin)
        _converse(conversation, lines)


def _converse(conversation: Conversation, lines: Iterator[str]) -> None:
    for line in lines:
        text = conversation.reply(line)
        if conversation.over:
            return
        if text:
            streams.show(f"\n{text}\n" if streams.surface().width else f"{text}\n")


def _typed(*, keep_history: bool) -> Iterator[str]:
    """Yield lines from a prompt until the person leaves it."""
    # a third of a second to import, which no other command should pay
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    from bot.cli.conversation import COMMANDS

    session: PromptSession[str] = PromptSession(
        history=FileHistory(_history_file()) if keep_history else InMemoryHistory(),
        completer=WordCompleter(list(COMMANDS), sentence=True),
        complete_while_typing=False,
    )
    while True:
        try:
            yield session.prompt(PROMPT)
        except (EOFError, KeyboardInterrupt):
            return


def _history_file() -> str:
    from platformdirs import user_state_path

    folder = user_state_path("quoth", appauthor=False)
    folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    return str(folder / "questions")
