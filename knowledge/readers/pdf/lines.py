"""A page's characters -> lines with their places; the page's own line order is kept here.

Coordinates are PDF points (1/72 inch) from the page's lower left corner.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_HYPHENS = {0x2, 0xFFFE, 0xAD}
"""How PDFium gives a hyphen at a line's end."""
_LINE_ENDS = {0xA, 0xD}
_COLUMN_GAP = 0.9
"""A gap in a line wider than this many font sizes parts columns or cells."""
_BOLD = 600


@dataclass(slots=True)
class Line:
    """One line, or the part of one up to a wide gap; `size` is its font's height."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False
    page: int = 0

    @property
    def width(self) -> float:
        """Width in points."""
        return self.right - self.left


def usual_size(lines: list[Line]) -> float:
    """The font size of most characters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


class _Glyphs:
    """PDFium's characters of one page; each question to it costs about a microsecond."""

    def __init__(self, text_page: PdfTextPage) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._page = text_page.raw
        count = text_page.count_chars()
        self.codes = [raw.FPDFText_GetUnicode(self._page, index) for index in range(count)]
        self._rect = raw.FS_RECTF()

    def box(self, index: int) -> _Box:
        rect = self._rect
        self._raw.FPDFText_GetLooseCharBox(self._page, index, ctypes.byref(rect))
        return _Box(rect.left, rect.bottom, rect.right, rect.top)

    def is_bold(self, index: int) -> bool:
        return int(self._raw.FPDFText_GetFontWeight(self._page, index)) >= _BOLD


def page_lines(page: PdfPage) -> list[Line]:
    """The page's lines as PDFium orders them, parted at wide gaps."""
    text_page = page.get_textpage()
    try:
        glyphs = _Glyphs(text_page)
        return [
            line
            for start, end in _line_spans(glyphs)
            for line in _parted(glyphs, start, end)
            if line.text.strip()
        ]
    finally:
        text_page.close()
        page.close()


def _line_spans(glyphs: _Glyphs) -> Iterator[tuple[int, int]]:
    """Index ranges between line ends; PDFium puts none after a hyphen that it joined."""
    start = 0
    for index, code in enumerate(glyphs.codes):
        if code in _LINE_ENDS:
            yield start, index
            start = index + 1
        elif code in _HYPHENS and _is_line_end(glyphs, index):
            yield start, index + 1
            start = index + 1
    yield start, len(glyphs.codes)


def _is_line_end(glyphs: _Glyphs, index: int) -> bool:
    if index + 1 >= len(glyphs.codes):
        return True
    return glyphs.box(index + 1).left < glyphs.box(index).left


def _parted(glyphs: _Glyphs, start: int, end: int) -> Iterator[Line]:
    """The line's parts between wide gaps; gaps are looked for only at blanks, to save questions."""
    part = start
    for index in range(start + 1, end - 1):
        if glyphs.codes[index] == 0x20:
            before, after = glyphs.box(index - 1), glyphs.box(index + 1)
            height = max(1.0, before.top - before.bottom)
            if after.left - before.right > height * _COLUMN_GAP:
                yield from _line(glyphs, part, index)
                part = index + 1
    yield from _line(glyphs, part, end)


def _line(glyphs: _Glyphs, start: int, end: int) -> Iterator[Line]:
    codes = glyphs.codes[start:end]
    text = _decoded(codes)
    shown = [start + offset for offset, character in enumerate(codes) if character > 0x20]
    if not shown:
        return
    first, middle, last = (glyphs.box(shown[at]) for at in (0, len(shown) // 2, -1))
    yield Line(
        text=text.strip(),
        left=min(first.left, last.left),
        bottom=min(first.bottom, middle.bottom),
        right=max(first.right, last.right),
        top=max(first.top, middle.top),
        # the middle one of three: a word in another font must not make the line look like a heading
        size=round(max(median(box.top - box.bottom for box in (first, middle, last)), 0.1), 1),
        bold=glyphs.is_bold(shown[len(shown) // 2]),
    )


def _decoded(codes: list[int]) -> str:
    """The characters; PDFium may give one beyond the first 65,536 as two halves."""
    text = "".join("-" if code in _HYPHENS else chr(min(code, 0x10FFFF)) for code in codes)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
