"""Path or web address to bytes: the only part of `knowledge` that touches the network.

It decides nothing about formats; the readers do, from the content.
"""

from knowledge.fetch.files import Source, read_path, safe_name
from knowledge.fetch.limits import DEFAULT_LIMITS, Limits
from knowledge.fetch.web import read_url

__all__ = ["DEFAULT_LIMITS", "Limits", "Source", "read_path", "read_url", "safe_name"]
