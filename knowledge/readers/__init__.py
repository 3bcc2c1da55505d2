"""Bytes -> Draft: readable plain text made of blocks, with exact spans, and what is known of the source.

A reader never fetches, stores or splits into passages. No reader library is imported before a source
of its format is read.
"""

from __future__ import annotations

from pathlib import PurePath

from knowledge.errors import SourceError
from knowledge.fetch import DEFAULT_LIMITS, Limits, Source
from knowledge.models import Draft
from knowledge.readers.reading import open_source, read_content
from knowledge.readers.registry import FORMATS
from knowledge.readers.statements import override

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
        draft = read_content(media_type, content, limits)
    except SourceError as error:
        raise _named(error, source.name) from error.__cause__
    title = draft.metadata.title or PurePath(source.name).stem
    metadata = draft.metadata.model_copy(update={"title": title})
    return draft.model_copy(update={"metadata": metadata, "warnings": warnings + draft.warnings})


def _named(error: SourceError, name: str) -> SourceError:
    """The same error with the source's name before its sentence."""
    if error.source:
        return error
    error.args = (f"{name}: {error}",)
    error.source = name
    return error
