"""The steps from bytes to a Draft, in this process; `read` in the package adds the isolation."""

from __future__ import annotations

from knowledge.errors import UnreadableSource
from knowledge.fetch import Limits, Source
from knowledge.models import Draft, Metadata
from knowledge.readers.detection import binary_type, text_type
from knowledge.readers.encoding import decode
from knowledge.readers.furniture import mark_furniture
from knowledge.readers.headings import mark_headings
from knowledge.readers.manuscript import Manuscript, cleaned, compose
from knowledge.readers.masthead import recognise
from knowledge.readers.registry import Content, missing_extra, reader_for
from knowledge.readers.statements import append_statements


def open_source(source: Source) -> tuple[str, Content, tuple[str, ...]]:
    """The media type by content, the decoded content, and warnings about its encoding.

    Raises:
        UnreadableSource: the source is empty.
        UnsupportedFormat: no reader reads it.
    """
    if not source.data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise UnreadableSource("It is empty.")
    if media_type := binary_type(source.data):
        return media_type, Content(source.data, url=source.url), ()
    declared, charset = declared_type(source.media_type)
    text, warnings = decode(source.data, charset)
    return text_type(text, source.name, declared), Content(source.data, text, source.url), warnings


def declared_type(header: str | None) -> tuple[str | None, str | None]:
    """Media type and charset of a declaration such as "text/html; charset=utf-8"."""
    media_type, *parameters = (header or "").split(";")
    charset = next(
        (
            value.strip(" \"'")
            for key, _, value in (p.partition("=") for p in parameters)
            if key.strip().lower() == "charset"
        ),
        None,
    )
    return media_type.strip().lower() or None, charset


def read_content(media_type: str, content: Content, limits: Limits) -> Draft:
    """Parse, tell title lines and furniture apart, and lay out.

    Raises:
        MissingExtra: the format's library is not installed.
        SourceError: as its reader raises it.
    """
    try:
        manuscript = reader_for(media_type).read(content, limits)
    except ImportError as error:
        raise missing_extra(media_type) from error
    finish(manuscript)
    return compose(manuscript, media_type, limits)


def finish(manuscript: Manuscript) -> None:
    """What all formats share once their markup is gone."""
    manuscript.pieces = cleaned(manuscript.pieces)
    recognise(manuscript)
    if manuscript.guess_headings:
        mark_headings(manuscript.pieces)
    mark_furniture(manuscript.pieces)
    _raise_levels(manuscript)
    append_statements(manuscript)


def _raise_levels(manuscript: Manuscript) -> None:
    """Count heading levels from 1, however deep the source begins."""
    headings = [piece for piece in manuscript.pieces if piece.kind == "heading"]
    top = min((piece.level for piece in headings), default=1)
    for piece in headings:
        piece.level -= top - 1


def with_metadata(metadata: Metadata, overrides: Metadata) -> Metadata:
    """The metadata with every field that `overrides` states."""
    return metadata.model_copy(update=overrides.model_dump(exclude_none=True))
