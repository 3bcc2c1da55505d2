"""Write the documentation that is made from the program: `python -m tests.documentation`.

docs/cli.md from the help texts (a test compares it), docs/pictures/ask.svg from a real answer.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

import click

from bot.cli.root import SECTIONS, cli
from bot.terminal import Surface, render_answer
from knowledge import Library

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "cli.md"
PICTURE = ROOT / "docs" / "pictures" / "ask.svg"
QUESTION = "Which countries belong to the CSTO?"
WIDTH = 88

HEAD = """\
# Commands

Written by `python -m tests.documentation` from the help texts; do not edit by hand.
"""


def commands() -> dict[str, click.Command]:
    """Return every command by name, in the order of the help text."""
    root = click.Context(cli, info_name="quoth")
    names = [name for section in SECTIONS.values() for name in section]
    return {name: found for name in names if (found := cli.get_command(root, name)) is not None}


def help_of(command: click.Command, name: str, parent: click.Context | None = None) -> str:
    """Return the help text as it is on a terminal of 80 columns."""
    settings = {"help_option_names": ["-h", "--help"], "terminal_width": 80}
    with click.Context(command, info_name=name, parent=parent, **settings) as ctx:
        return command.get_help(ctx)


def reference() -> str:
    """Return docs/cli.md."""
    root = click.Context(cli, info_name="quoth")
    parts = [HEAD, section("quoth", help_of(cli, "quoth"))]
    parts += [
        section(f"quoth {name}", help_of(command, name, root))
        for name, command in commands().items()
    ]
    return "\n".join(parts)


def section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text}\n```\n"


def picture() -> str:
    """Return the terminal after `quoth ask`, as SVG without a font or script from anywhere."""
    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.text import Text

    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder, "l.db")) as library:
        answer = library.ask(QUESTION, excerpts=1)
    shown = render_answer(answer, Surface(width=WIDTH, colour=True))
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=WIDTH + 2, file=nowhere, force_terminal=True)
        console.print(f'[bold]$[/bold] quoth ask "{QUESTION}"', highlight=False)
        console.print(Text.from_ansi(shown))
        plain = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
        svg = console.export_svg(title="quoth", code_format=plain, unique_id="quoth")
    return re.sub(r"\s*<!-- Generated.*?-->", "", svg)


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
    sys.exit(0)
