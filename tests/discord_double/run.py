"""Runs the bot's own entry point, unchanged, against the double: python -m tests.discord_double.run.

DISCORD_DOUBLE_URL names the double; the arguments are those of the `quoth` command.
"""

from __future__ import annotations

import os
import sys

from tests.discord_double.redirect import guard, redirected


def main() -> int:
    guard()
    from bot.client import run
    from bot.settings import load

    with redirected(os.environ["DISCORD_DOUBLE_URL"]):
        return run(load())


if __name__ == "__main__":
    sys.exit(main())
