"""A path to bytes. Reads ordinary files only, and never more than the limit."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import SourceError, SourceNotFound, SourceTooLarge, UnreadableSource
from knowledge.fetch.limits import DEFAULT_LIMITS, MEBIBYTE, Limits

_UNSAFE_IN_NAMES = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one source; `name` is safe to print, `origin` says whence it came."""

    data: bytes
    name: str
    origin: str
    media_type: str | None = None
    """As declared by whoever sent it, perhaps with a charset; a reader trusts the content more."""
    url: str | None = None
    """Where a fetched page stood in the end; the reader takes it for the document's address."""


def safe_name(name: str) -> str:
    """The last part of a stranger's file name, without control or direction characters."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    cleaned = _UNSAFE_IN_NAMES.sub("", last).strip()
    if cleaned.strip(".") == "":
        return "untitled"
    return cleaned if len(cleaned) <= _LONGEST_NAME else _shortened(cleaned)


def _shortened(name: str) -> str:
    """The name cut in its middle, so that the extension survives."""
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:_LONGEST_NAME]
    return stem[: _LONGEST_NAME - len(extension) - 1] + dot + extension


def safe_text(text: str) -> str:
    """The text on one line without control or direction characters, for messages and origins."""
    return _UNSAFE_IN_NAMES.sub("", " ".join(text.split()))


def size_in_words(size: int) -> str:
    """A size for a message: "50 MB", "812 KB"."""
    if size >= MEBIBYTE:
        return f"{size / MEBIBYTE:.0f} MB"
    return f"{max(1, size // 1024)} KB" if size >= 1024 else f"{size} bytes"


def check_size(size: int, name: str, limits: Limits) -> None:
    """Raise SourceTooLarge where `size` is over the limit of a source."""
    if size > limits.source_bytes:
        raise SourceTooLarge(
            f"{name} is larger than the limit of {size_in_words(limits.source_bytes)}.", source=name
        )


def read_path(path: str | Path, limits: Limits = DEFAULT_LIMITS) -> Source:
    """The bytes of an ordinary file.

    Raises:
        SourceNotFound: there is no such file.
        SourceTooLarge: it is larger than `limits.source_bytes`.
        UnreadableSource: it is a folder, a device or a pipe, or may not be read.
    """
    shown = safe_text(str(path))
    try:
        path = Path(path)
        data = _bytes_of(path, limits)
    except SourceError:
        raise
    except FileNotFoundError as error:
        raise SourceNotFound(f"There is no file {shown}.", source=shown) from error
    except PermissionError as error:
        raise UnreadableSource(
            f"{shown} may not be read: permission denied.", source=shown
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableSource(f"{shown} could not be read.", source=shown) from error
    return Source(data, safe_name(path.name), safe_text(str(path)))


def _look_into(folder: Path) -> None:
    """Raise PermissionError where the files of a folder cannot be reached."""
    for entry in folder.iterdir():
        entry.lstat()
        break


def _bytes_of(path: Path, limits: Limits) -> bytes:
    name = safe_name(path.name)
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        _look_into(path)
        raise UnreadableSource(f"{name} is a folder, not a file.", source=name)
    if not stat.S_ISREG(mode):
        raise UnreadableSource(f"{name} is not an ordinary file.", source=name)
    with path.open("rb") as file:
        # one byte more than allowed: a file may grow between the look and the reading
        data = file.read(limits.source_bytes + 1)
    check_size(len(data), name, limits)
    return data
