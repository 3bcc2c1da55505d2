"""Which formats there are. A new one is a new module beside this and one line in FORMATS."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from knowledge.errors import MissingExtra

if TYPE_CHECKING:
    from knowledge.fetch import Limits
    from knowledge.readers.manuscript import Manuscript


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader gets: the bytes and, for formats that are text, the decoded text."""

    data: bytes
    text: str = ""
    url: str | None = None
    """Where it was fetched, if it was."""


class Reader(Protocol):
    """A module of one format."""

    def read(self, content: Content, limits: Limits) -> Manuscript:
        """The content's pieces and metadata; raises SourceError, and nothing else on purpose."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its module here, the file endings that hint at it, and how it is to be read."""

    module: str
    name: str
    endings: tuple[str, ...]
    isolated: bool = True
    """Parsed in a process of its own, because its parser is large or easily overwhelmed."""
    extra: str | None = None
    """The extra that brings its library, where the default install does not."""


FORMATS = {
    "text/plain": Format("plain", "plain text", ("txt", "text", "log", "csv"), isolated=False),
    "text/markdown": Format("markdown", "Markdown", ("md", "markdown", "mdown"), isolated=False),
    "text/html": Format("html", "HTML", ("html", "htm", "xhtml")),
    "application/pdf": Format("pdf", "PDF", ("pdf",), extra="pdf"),
    "text/x-rst": Format("rst", "reStructuredText", ("rst", "rest"), extra="rst"),
    "application/epub+zip": Format("epub", "EPUB", ("epub",)),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Format(
        "docx", "Word (DOCX)", ("docx",), extra="office"
    ),
    "application/vnd.oasis.opendocument.text": Format(
        "odt", "OpenDocument (ODT)", ("odt",), extra="office"
    ),
}


def reader_for(media_type: str) -> Reader:
    """The module that reads this media type; its library is imported when it reads."""
    return cast("Reader", import_module(f"knowledge.readers.{FORMATS[media_type].module}"))


def missing_extra(media_type: str) -> MissingExtra:
    """The error that names what to install to read this format."""
    form = FORMATS[media_type]
    extra = form.extra or "all"
    return MissingExtra(
        f"To read {form.name} files, install the extra: pip install 'quoth[{extra}]'", extra=extra
    )


def type_of_ending(name: str) -> str | None:
    """The media type that a file's ending hints at."""
    ending = name.rpartition(".")[2].lower()
    return next(
        (media_type for media_type, form in FORMATS.items() if ending in form.endings), None
    )
