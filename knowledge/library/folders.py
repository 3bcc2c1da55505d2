"""A folder to the files in it that can be sources, and the documents that came from it."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import unquote_to_bytes

from knowledge.errors import SourceNotFound


@dataclass
class Walk:
    """The sources under an absolute folder, by their paths.

    `unreadable` are folders whose contents could not be listed: nothing is known of their files.
    """

    folder: Path
    files: list[Path] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)


def walk(
    folder: Path, patterns: Sequence[str] = (), without: Sequence[str] = (), *, own: Path
) -> Walk:
    """Return the files under a folder, in order.

    Hidden files and folders are left out, links to folders are not followed (so that no loop is
    entered), links to files are. `patterns` and `without` are as "*.md": held against a file's name
    and its path inside the folder. The library file `own` and what stands beside it under its name
    (its index, a backup made by an upgrade) are no sources.

    Raises:
        SourceNotFound: there is no such folder.
    """
    if not is_folder(folder):
        raise SourceNotFound(f"There is no folder {folder}.", source=str(folder))
    found, waiting = Walk(folder), [folder]
    while waiting:  # not recursive: folders may be nested more deeply than Python's calls
        entries = _entries(waiting.pop(), found, own)
        waiting.extend(entry for entry in entries if is_folder(entry) and not entry.is_symlink())
        found.files.extend(
            entry
            for entry in entries
            if stat.S_ISREG(_mode(entry)) and is_chosen(inner(folder, entry), patterns, without)
        )
    found.files.sort()
    return found


def is_folder(path: Path) -> bool:
    """Say whether there is a folder, as far as it may be known."""
    return stat.S_ISDIR(_mode(path))


def is_chosen(path: str, patterns: Sequence[str], without: Sequence[str]) -> bool:
    """Say whether a path inside the folder is wanted."""
    return (not patterns or _matches(path, patterns)) and not _matches(path, without)


def path_of(origin: str) -> Path | None:
    """Return the path that an origin stands for; None for one that is no file."""
    if origin.startswith("file://"):
        return Path(os.fsdecode(unquote_to_bytes(origin.removeprefix("file://"))))
    path = Path(origin)
    return path if path.is_absolute() else None


def inner(folder: Path, path: Path) -> str:
    """Return a file's path inside the folder, with forward slashes."""
    return path.relative_to(folder).as_posix()


def _entries(folder: Path, found: Walk, own: Path) -> list[Path]:
    left_out = (".", own.name) if folder == own.parent else (".",)
    try:
        entries = [entry for entry in folder.iterdir() if not entry.name.startswith(left_out)]
        for entry in entries[:1]:
            entry.lstat()  # a folder may tell its files' names and yet not let them be reached
        return entries
    except OSError:
        found.unreadable.append(folder)
        return []


def _mode(path: Path) -> int:
    """Return a file's mode, 0 where there is nothing or it may not be looked at."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _matches(path: str, patterns: Sequence[str]) -> bool:
    name = path.rpartition("/")[2]
    return any(fnmatchcase(name, each) or fnmatchcase(path, each) for each in patterns)
