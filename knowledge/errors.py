"""The errors that Quoth raises on purpose; each message is one line, fit to be shown to a user.

    QuothError
    |-- SourceError            a source could not become a document
    |   |-- SourceNotFound     no such file, folder or page
    |   |-- SourceTooLarge     a limit of size, pages, time or memory was met
    |   |-- UnsupportedFormat  no reader knows this kind of content
    |   |-- MissingExtra       the reader is known, its optional package is not installed
    |   |-- UnreadableSource   broken, encrypted, empty or scanned content
    |   `-- FetchFailed        a web address was refused or did not answer
    |-- StoreError             the library file
    |   |-- StoreCorrupt       damaged, with what can still be done
    |   |-- StoreVersion       written by a newer Quoth
    |   |-- StoreLocked        another process holds it too long
    |   `-- StoreReadOnly      it or its disk cannot be written
    |-- DocumentNotFound       no document of that id or title
    |-- AmbiguousDocument      several documents fit that title
    |-- QuotaExceeded          a collection's limit of documents or characters
    `-- InvalidQuestion        not a text, or longer than the limit

No answer and an empty library are results, not errors.
"""

from __future__ import annotations


class QuothError(Exception):
    """Base of every error that Quoth raises on purpose; `str(error)` is one line for the user."""


class SourceError(QuothError):
    """A source could not become a document; `source` names it as the user did."""

    def __init__(self, message: str, *, source: str = "") -> None:
        super().__init__(message)
        self.source = source


class SourceNotFound(SourceError):
    """There is no such file, folder or page."""


class SourceTooLarge(SourceError):
    """A limit of size, pages, time or memory was met; the message names the limit."""


class UnsupportedFormat(SourceError):
    """No reader knows this kind of content."""


class MissingExtra(SourceError):
    """The format is known, but its optional package is not installed; `extra` names the extra."""

    def __init__(self, message: str, *, extra: str, source: str = "") -> None:
        super().__init__(message, source=source)
        self.extra = extra


class UnreadableSource(SourceError):
    """The content is broken, encrypted, empty, or a scan without text."""


class FetchFailed(SourceError):
    """A web address was refused, or did not answer as it should."""


class StoreError(QuothError):
    """The library file could not be used."""


class StoreCorrupt(StoreError):
    """The library file is damaged; the message says what can still be done."""


class StoreVersion(StoreError):
    """The library file was written by a newer version of Quoth."""


class StoreLocked(StoreError):
    """Another process holds the library file for longer than the time limit."""


class StoreReadOnly(StoreError):
    """The library file, its folder or its disk cannot be written."""


class DocumentNotFound(QuothError):
    """No document in the collection has that id or title; `reference` is what was asked for."""

    def __init__(self, message: str, *, reference: str) -> None:
        super().__init__(message)
        self.reference = reference


class AmbiguousDocument(QuothError):
    """Several documents fit; `candidates` holds their ids and titles."""

    def __init__(
        self, message: str, *, reference: str, candidates: tuple[tuple[str, str], ...]
    ) -> None:
        super().__init__(message)
        self.reference = reference
        self.candidates = candidates


class QuotaExceeded(QuothError):
    """A collection has reached its limit of documents or characters."""


class InvalidQuestion(QuothError):
    """The question is not a text, or is longer than the limit."""
