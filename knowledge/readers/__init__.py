"""Bytes -> Draft: readable plain text made of blocks with exact spans, and the source's metadata.

A reader never fetches, stores or splits into passages. No reader library is imported before a
source of its format is read.
"""

from __future__ import annotations

from pathlib import PurePath

from knowledge.errors import SourceError
from knowledge.fetch import DEFAULT_LIMITS, Limits, Source
from knowledge.models import Draft
from knowledge.readers.reading import open_source, read_content
from knowledge.readers.registry import FORMATS, Content
from knowledge.readers.statements import override

_LONGEST_IN_PROCESS = 200_000
"""Characters; a longer text is parsed in a process of its own even where its format is light."""

__all__ = ["FORMATS", "override", "read"]


def read(source: Source, limits: Limits = DEFAULT_LIMITS) -> Draft:
    """The source as a draft; its format and encoding are found out from the content.

    Raises:
        UnsupportedFormat: no reader reads this kind of content.
        MissingExtra: its reader's library is not installed.
        UnreadableSource: broken, encrypted, empty, or a scan without text.
        SourceTooLarge: a limit was met.
    """
    try:
        media_type, content, warnings = open_source(source)
        draft = _drafted(media_type, content, limits)
    except SourceError as error:
        raise _named(error, source.name) from error.__cause__
    title = draft.metadata.title or PurePath(source.name).stem
    metadata = draft.metadata.model_copy(update={"title": title})
    return draft.model_copy(update={"metadata": metadata, "warnings": warnings + draft.warnings})


def _drafted(media_type: str, content: Content, limits: Limits) -> Draft:
    """Parse here what is light and short, elsewhere what may hang or swell."""
    if not FORMATS[media_type].isolated and len(content.text) <= _LONGEST_IN_PROCESS:
        return read_content(media_type, content, limits)
    # imported here: most sources are light, and a question has none
    from knowledge.readers.isolation import read_isolated

    return read_isolated(media_type, content, limits)


def _named(error: SourceError, name: str) -> SourceError:
    """The same error with the source's name before its sentence."""
    if error.source:
        return error
    error.args = (f"{name}: {error}",)
    error.source = name
    return error
