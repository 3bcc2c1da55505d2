"""The root of the command line: finds commands by name, and turns every error into one line.

Nothing but click is imported here, so that a command costs only what it needs itself.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from bot.cli import streams
from bot.cli.documented import write_examples
from bot.cli.quick import uncollected

OUTPUT_CLOSED = 141
"""Exit code after the reader of our output went away, as for other tools: 128 plus SIGPIPE."""

FAILED = 2

SECTIONS: dict[str, dict[str, str]] = {
    "Ask": {"ask": "ask:ask", "chat": "chat:chat"},
    "Documents": {
        "add": "add:add",
        "sources": "sources:sources",
        "show": "sources:show",
        "remove": "sources:remove",
        "sync": "sync:sync",
    },
    "Library": {
        "export": "transfer:export",
        "import": "transfer:import_",
        "backup": "transfer:backup",
        "restore": "transfer:restore",
        "doctor": "doctor:doctor",
    },
    "Measure": {"eval": "measure:evaluate", "tune": "measure:tune"},
    "Run": {"discord": "serve:discord", "completion": "completion:completion"},
}
"""Every command: where help lists it, its name, and the module and variable that hold it."""

_PLACES = {name: place for section in SECTIONS.values() for name, place in section.items()}


EXAMPLES = (
    "quoth ask Which countries belong to the CSTO",
    "quoth add report.pdf notes/ https://example.org/page.html",
    "quoth chat",
    "quoth COMMAND --help",
)


class OutputClosedError(Exception):
    """Whoever read our output has gone, for example `head` after its last line."""


class Commands(click.Group):
    """The commands by name; each one's module is imported when the command is called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names in the order of the help text."""
        return list(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None."""
        if cmd_name not in _PLACES:
            return None
        module, variable = _PLACES[cmd_name].split(":")
        with uncollected():
            command: click.Command = getattr(import_module(f"bot.cli.{module}"), variable)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` begin with; the error for an unknown one helps on."""
        if args[0] not in _PLACES and not args[0].startswith("-"):
            from difflib import get_close_matches  # only needed to word this error

            near = get_close_matches(args[0], _PLACES, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else "To ask a question: quoth ask …"
            ctx.fail(f"No such command '{args[0]}'. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section instead of in one long list."""
        widest = max(map(len, _PLACES))
        for section, names in SECTIONS.items():
            with formatter.section(section):
                commands = [(name, self.get_command(ctx, name)) for name in names]
                limit = formatter.width - widest - 6
                formatter.write_dl(
                    [
                        (name.ljust(widest), command.get_short_help_str(limit))
                        for name, command in commands
                        if command is not None
                    ]
                )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(EXAMPLES, formatter)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command; a closed pipe gets an error of its own, because click hides it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise OutputClosedError from error


def _show_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from bot.cli.common import own_version

        streams.show(f"quoth {own_version()}")
        ctx.exit()


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and leave.",
)
@click.option("--debug", is_flag=True, help="On failure, print the whole Python trace.")
def cli(debug: bool) -> None:
    """Answer questions with the sources' own words, cited, or say that they do not answer.

    One article is there from the start; add your own documents and ask. Answering
    needs no network.

    Exit codes, as grep's: 0 answered or unsure, 1 no answer, 2 misuse or failure.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on `arguments` (default: the process's own), return its exit code."""
    streams.prepare()
    # at its end Python would search all that was imported for garbage, a seventh of a cold start
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    # pydantic would look through everything that is installed for plugins, a tenth of a cold start
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        result = cli.main(given, prog_name="quoth", standalone_mode=False)
        streams.flush()
    except click.ClickException as error:
        return _fail(_worded(error))
    except (click.Abort, KeyboardInterrupt):
        return streams.INTERRUPTED
    except (OutputClosedError, BrokenPipeError):
        streams.discard_output()
        return OUTPUT_CLOSED
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets one line
        return _print_trace() if given[:1] == ["--debug"] else _fail(f"quoth: {_explained(error)}")
    return result if isinstance(result, int) else 0


def _worded(error: click.ClickException) -> str:
    """Return the line for `error`; misuse names the command whose help would have helped."""
    message = error.format_message()
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return f"quoth: {message}"
    path = error.ctx.command_path
    return f"{path}: {message} (see '{path} --help')"


def _explained(error: Exception) -> str:
    """Return a line for the user: an expected error's own words, or that this is a bug."""
    from knowledge.errors import QuothError

    if isinstance(error, QuothError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        place = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror}{place}."
    return (
        f"unexpected {type(error).__name__}: {error}. This is a bug: please report it where you "
        "got Quoth from, with the output of the same command after 'quoth --debug'."
    )


def _fail(message: str) -> int:
    from bot.terminal.safe import one_line

    click.echo(one_line(" ".join(message.split())), err=True)
    return FAILED


def _print_trace() -> int:
    import traceback

    traceback.print_exc(file=sys.stderr)
    return FAILED
