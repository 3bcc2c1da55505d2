"""Path or web address to bytes: the only part of `knowledge` that touches the network.

It decides nothing about formats; the readers do, from the content.
"""

from typing import TYPE_CHECKING

from knowledge.fetch.files import Source, read_path, safe_name
from knowledge.fetch.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from knowledge.fetch.web import read_url

__all__ = ["DEFAULT_LIMITS", "Limits", "Source", "read_path", "read_url", "safe_name"]


def __getattr__(name: str) -> object:
    # a cold answer needs nothing of the network code
    if name == "read_url":
        from knowledge.fetch.web import read_url

        return read_url
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
