"""A sentence for the person instead of what was asked for."""

from __future__ import annotations


class Told(Exception):
    """Ends a command with the sentence `key` of `bot.wording`, shown to the person alone."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
