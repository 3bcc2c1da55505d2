"""PDF -> pieces with pages. PDFium (by pypdfium2) reads them; order and paragraphs are found here.

glyphs -> lines with places -> reading order -> without running heads -> paragraphs and headings
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.errors import SourceTooLarge, UnreadableSource
from knowledge.fetch import Limits
from knowledge.models import Metadata
from knowledge.readers.characters import one_line
from knowledge.readers.manuscript import Manuscript
from knowledge.readers.pdf.lines import Line, page_lines
from knowledge.readers.pdf.order import in_reading_order
from knowledge.readers.pdf.paragraphs import build_pieces
from knowledge.readers.pdf.running import without_running_heads
from knowledge.readers.properties import file_properties
from knowledge.readers.registry import Content

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument


def read(content: Content, limits: Limits) -> Manuscript:
    """The pieces of all pages.

    Raises:
        UnreadableSource: damaged, protected by a password, or a scan without text.
        SourceTooLarge: more pages than allowed.
    """
    document = _opened(content.data)
    if len(document) > limits.pages:
        raise SourceTooLarge(f"It has more than the limit of {limits.pages:,} pages.")
    pages = [in_reading_order(lines) for lines in _pages(document)]
    empty = tuple(number for number, lines in enumerate(pages, start=1) if not lines)
    if len(empty) == len(pages):
        raise UnreadableSource(
            "Its pages are pictures without text (a scan); run text recognition (OCR) on it first."
        )
    return Manuscript(
        build_pieces(without_running_heads(pages)),
        properties=_properties(document),
        pages=len(pages),
        empty_pages=empty,
    )


def _opened(data: bytes) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableSource("It is protected by a password.") from error
        raise UnreadableSource("It is a damaged PDF file.") from error


def _pages(document: PdfDocument) -> Iterator[list[Line]]:
    """Each page's lines; a page that cannot be loaded counts as empty."""
    from pypdfium2 import PdfiumError

    for number in range(len(document)):
        try:
            yield page_lines(document[number])
        except PdfiumError:
            yield []


def _properties(document: PdfDocument) -> Metadata:
    stated = document.get_metadata_dict(skip_empty=True)
    day = str(stated.get("CreationDate", "")).removeprefix("D:")[:8]
    return file_properties(
        title=one_line(stated.get("Title", "")),
        author=one_line(stated.get("Author", "")),
        published=day,
    )
