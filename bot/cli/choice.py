"""What was named on the command line to the sources meant: folders become their files.

It only looks at names: whether a file can be read is found out when it is added.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from knowledge import SourceNotFound


def is_address(name: str) -> bool:
    """Return whether `name` is a web address and not a path."""
    return name.lower().startswith(("http://", "https://"))


def expand(
    names: Iterable[str],
    *,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Iterator[str | Path]:
    """Yield web addresses and what is in `keep` as they are, files, and the files under folders.

    In folders, hidden files and folders are left out, and symbolic links to folders are not
    followed. `only` and `without` are patterns such as "*.md", held against a file's name and its
    path inside the folder. A folder that cannot be listed is yielded itself: adding it fails, says
    why, and stops none of the others.

    Raises:
        SourceNotFound: there is nothing at a path.
    """
    for name in names:
        path = Path(name)
        if name in keep or is_address(name):
            yield name
        elif path.is_dir():
            yield from _inside(path, only, without, top=path)
        elif path.exists():
            yield path
        else:
            raise SourceNotFound(f"There is no file or folder {name}.", source=name)


def _inside(
    folder: Path, only: Sequence[str], without: Sequence[str], *, top: Path
) -> Iterator[Path]:
    try:
        listed = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        kinds = [(entry, entry.lstat().st_mode) for entry in listed]
    except OSError:
        yield folder
        return
    for path, kind in kinds:
        inner = path.relative_to(top).as_posix()
        if stat.S_ISDIR(kind):
            yield from _inside(path, only, without, top=top)
        elif _is_chosen(inner, only, without) and _is_file(path):
            yield path


def _is_chosen(inner: str, only: Sequence[str], without: Sequence[str]) -> bool:
    return (not only or _matches(inner, only)) and not _matches(inner, without)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError:  # a link into a folder that may not be entered
        return False


def _matches(inner: str, patterns: Sequence[str]) -> bool:
    name = inner.rpartition("/")[2]
    return any(fnmatchcase(name, each) or fnmatchcase(inner, each) for each in patterns)
