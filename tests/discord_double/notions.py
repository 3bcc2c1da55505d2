"""What the people of the double run into."""

from __future__ import annotations

import mimetypes
import os
from dataclasses import dataclass
from pathlib import Path


class Expectation(AssertionError):
    """The bot did not do what was expected of it."""


class NotPossible(Exception):
    """A real user could not do this: command not shown, button disabled, message invisible, option invalid."""


@dataclass
class File:
    """A file a user uploads."""

    name: str
    data: bytes
    content_type: str | None = None

    @classmethod
    def from_path(cls, path: str | os.PathLike) -> File:
        p = Path(path)
        return cls(p.name, p.read_bytes())

    @property
    def mime(self) -> str:
        return self.content_type or mimetypes.guess_type(self.name)[0] or "application/octet-stream"
