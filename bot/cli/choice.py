"""What was named on the command line to the sources meant: folders become their files.

It only looks at names: whether a file can be read is found out when it is added.
"""

from __future__ import annotations

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
    path inside the folder.

    Raises:
        SourceNotFound: there is nothing at a path, or a folder cannot be listed.
    """
    for name in names:
        path = Path(name)
        if name in keep or is_address(name):
            yield name
        elif path.is_dir():
            yield from _inside(path, only, without)
        elif path.exists():
            yield path
        else:
            raise SourceNotFound(f"There is no file or folder {name}.", source=name)


def _inside(folder: Path, only: Sequence[str], without: Sequence[str]) -> Iterator[Path]:
    for path in _files(folder):
        inner = path.relative_to(folder).as_posix()
        if (not only or _matches(inner, only)) and not _matches(inner, without):
            yield path


def _files(folder: Path) -> Iterator[Path]:
    for path in _listed(folder):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.is_file():
            yield path


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        message = f"The folder {folder} cannot be listed: {error.strerror}."
        raise SourceNotFound(message, source=str(folder)) from error


def _matches(inner: str, patterns: Sequence[str]) -> bool:
    name = inner.rpartition("/")[2]
    return any(fnmatchcase(name, each) or fnmatchcase(inner, each) for each in patterns)
