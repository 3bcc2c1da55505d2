"""What the text is shown on: its width, and the escape sequences for emphasis and links.

Everything here turns into plain text where `colour` and `links` are off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

LONGEST_LINK = 2083
"""Bytes of an address that a terminal is given: VTE, among the strictest, ignores longer ones."""

_SAFE_IN_LINKS = "!#$%&'()*+,/:;=?@[]~-._"
_RESET = "\x1b[0m"


@dataclass(frozen=True)
class Surface:
    """A terminal of `width` cells; with `width` None a pipe or file, where nothing is wrapped."""

    width: int | None = None
    colour: bool = False
    links: bool = False

    def bold(self, text: str) -> str:
        """Return `text` with emphasis."""
        return self._styled(text, "1")

    def dim(self, text: str) -> str:
        """Return `text` as an aside."""
        return self._styled(text, "2")

    def answering(self, text: str) -> str:
        """Return `text` as the words that answer."""
        return self._styled(text, "1;33")

    def good(self, text: str) -> str:
        """Return `text` as something that went well."""
        return self._styled(text, "32")

    def warning(self, text: str) -> str:
        """Return `text` as something to look at."""
        return self._styled(text, "33")

    def bad(self, text: str) -> str:
        """Return `text` as something that went wrong."""
        return self._styled(text, "31")

    def link(self, text: str, address: str | None) -> str:
        """Return `text` as an OSC 8 hyperlink where they are on and `address` is a web one."""
        target = _link_target(address) if self.links and address else None
        return f"\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\" if target else text

    def inside(self, margin: int) -> int | None:
        """Return the cells left of a line after `margin`, at least ten, or None in a pipe."""
        return None if self.width is None else max(self.width - margin, 10)

    def _styled(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}{_RESET}" if self.colour and text else text


PLAIN = Surface()
"""A pipe or file: plain text, nothing wrapped."""


def merge(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Return `spans` in order, inside 0..`length`, those that touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(start, 0), min(end, length)) for start, end in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _link_target(address: str) -> str | None:
    if not address.lower().startswith(("http://", "https://")):
        return None
    target = quote(address.encode("utf-8", "replace"), safe=_SAFE_IN_LINKS)
    return target if len(target) <= LONGEST_LINK else None
