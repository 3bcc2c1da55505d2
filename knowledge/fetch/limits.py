"""The limits that every untrusted source is held to; used by fetching and by the readers."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Named limits for one source, each refused with an error that names it; sizes are in bytes."""

    source_bytes: int = 50 * MEBIBYTE
    """Size of the file or of the downloaded, decompressed page."""
    characters: int = 20_000_000
    """Length of the text that a reader may produce."""
    pages: int = 5_000
    parse_seconds: float = 60.0
    """Wall-clock time of one reader; its process is then killed."""
    parse_memory: int = 1024 * MEBIBYTE
    """Address space of the process of one reader."""
    zip_entries: int = 10_000
    zip_bytes: int = 400 * MEBIBYTE
    """Size of all files of a container (DOCX, ODT, EPUB) after decompression."""
    zip_ratio: int = 200
    """How many times larger than its packed size a container's file may be."""
    html_depth: int = 200
    """Elements inside elements; deeper ones are read as if they stood at this depth."""
    redirects: int = 5
    fetch_seconds: float = 30.0
    """Total wall-clock time of one download, redirects included."""


DEFAULT_LIMITS = Limits()
