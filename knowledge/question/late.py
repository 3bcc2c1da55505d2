"""Patterns compiled when they are first needed, so that a cold start does not pay for all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Late:
    """A regular expression compiled on first use; case counts only with `exact`."""

    def __init__(self, text: str, *, exact: bool = False) -> None:
        self.text = text
        self.exact = exact

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.text, 0 if self.exact else re.IGNORECASE)

    def match(self, text: str) -> re.Match[str] | None:
        """Return a match at the beginning of `text`."""
        return self.pattern.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return a match of the whole of `text`."""
        return self.pattern.fullmatch(text)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in `text`."""
        return self.pattern.search(text)

    def without(self, text: str) -> str:
        """Return `text` without what matches."""
        return self.pattern.sub("", text)

    def masked(self, text: str) -> str:
        """Return `text` with underscores for what matches, so that places stay."""
        return self.pattern.sub(lambda match: "_" * len(match.group()), text)

    def each(self, text: str) -> Iterator[re.Match[str]]:
        """Yield every match in `text`."""
        return self.pattern.finditer(text)
