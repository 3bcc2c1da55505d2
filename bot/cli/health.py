"""What `quoth doctor` looks at beside the library's own check: Python, extras, disk, settings, bot.

Each function returns findings and prints nothing; nothing here changes anything.
"""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.common import own_version
from bot.terminal.blocks import counted
from knowledge import Finding, Library, QuothError

if TYPE_CHECKING:
    from bot.settings import Settings

EXTRAS = {"pdf": ("pypdfium2",), "office": ("docx", "odfdo"), "rst": ("docutils",)}
"""The import packages of each extra that `all` brings."""

MEBIBYTE = 1024 * 1024
LITTLE_DISK, NO_DISK = 500 * MEBIBYTE, 50 * MEBIBYTE
"""Free bytes below which the disk is a warning, and an error: a merge may need twice the index."""

BOT_SECONDS = 10.0
"""How long the bot's health page may take; a container's own check is given 15 s."""


def ok(check: str, detail: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(check=check, status="ok", detail=detail)


def wrong(check: str, detail: str, remedy: str) -> Finding:
    """Return a finding of something that does not work."""
    return Finding(check=check, status="error", detail=detail, remedy=remedy)


def installation() -> Iterator[Finding]:
    """Yield what is installed: versions, and the extras for more formats."""
    yield ok("Quoth", own_version())
    yield ok("Python", f"{platform.python_version()} on {platform.system()}")
    lacking = [name for name, packages in EXTRAS.items() if not all(map(find_spec, packages))]
    if lacking:
        yield Finding(
            check="formats",
            status="warning",
            detail=f"not every format can be added: {', '.join(lacking)} is not installed",
            remedy=f"pip install 'quoth[{','.join(lacking)}]', if you need them.",
        )
    else:
        yield ok("formats", "every format can be added")


def disk(path: Path) -> Finding:
    """Return whether there is room where the library lies."""
    folder = next((each for each in path.absolute().parents if each.is_dir()), Path.cwd())
    free = shutil.disk_usage(folder).free
    detail = f"{free // MEBIBYTE:,} MiB free in {folder}"
    if free >= LITTLE_DISK:
        return ok("disk", detail)
    remedy = "Free some space, or move the library: --library PATH or QUOTH_LIBRARY."
    status = "warning" if free >= NO_DISK else "error"
    return Finding(check="disk", status=status, detail=detail, remedy=remedy)


def library(path: Path) -> Iterator[Finding]:
    """Yield the library's own findings; one that is not there yet is none."""
    if not path.exists():
        yield ok("library", f"{path} is not there yet; the first command that needs it makes it")
        return
    try:
        with Library.open(path, create=False, bundled=False) as opened:
            yield ok("library", f"{path}, {counted(len(opened.documents()), 'document')}")
            yield from opened.check()
    except QuothError as error:
        remedy = "Restore a backup with `quoth restore FILE`; see docs/operations.md."
        yield wrong("library", str(error), remedy)


def discord(settings: Settings) -> Finding:
    """Return whether the bot could start, as far as that is known without asking Discord."""
    if settings.token is None:
        return ok("discord", "no token is set; only `quoth discord` needs one")
    return ok("discord", "a token is set; `quoth discord --check` tries it")


def running_bot(port: int | None) -> Finding:
    """Return what the health page of a running bot on this machine says."""
    from http.client import HTTPConnection, HTTPException

    if port is None:
        return wrong("bot", "its health page is off", "Set QUOTH_METRICS_PORT, for it and here.")
    connection = HTTPConnection("127.0.0.1", port, timeout=BOT_SECONDS)
    try:
        connection.request("GET", "/health")
        parts = json.loads(connection.getresponse().read())
        failing = [name for name, well in parts.items() if not well]
    except (OSError, HTTPException, ValueError, AttributeError) as error:
        detail = f"no health page on port {port}: {type(error).__name__}"
        return wrong("bot", detail, "Start it with `quoth discord`, and look into its log.")
    finally:
        connection.close()
    if failing:
        return wrong("bot", f"not well: {', '.join(failing)}", "Look into the bot's log.")
    return ok("bot", f"well: {', '.join(parts)}")
