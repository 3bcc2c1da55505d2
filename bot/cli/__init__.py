"""The command line: one module a group of commands, each imported only when it is called.

`main` is the console script. Commands read their arguments, call `knowledge.Library`, and print
what `bot.terminal` makes of the result; they decide nothing about answers.
"""

from __future__ import annotations

from bot.cli.root import main

__all__ = ["main"]
