"""Bytes -> text: by byte order mark, declaration, as UTF-8, or by a guess from the content."""

from __future__ import annotations

import codecs
import re

from knowledge.errors import UnsupportedFormat
from knowledge.readers.characters import words

_MARKS = (  # the longer ones first: a UTF-32 mark begins with a UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_SAMPLE = 256 * 1024
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b")) + b"\x7f"
_FEW_CONTROL = 4
_MOST_CONTROL = 0.1
"""A larger share of control characters than this makes content binary."""
_WESTERN = ("cp1252", "cp1250", "iso8859_2")
_CENTRAL = ("cp1250", "iso8859_2")
_CENTRAL_LANGUAGES = words("Polish Czech Slovak Hungarian Croatian Slovene Romanian")


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text and warnings about what could not be decoded.

    Raises:
        UnsupportedFormat: the content is not text.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], marked)
    if name := _wide_without_mark(data):
        return _decode_as(data, name)
    if looks_binary(data):
        raise UnsupportedFormat("It is binary data, not text.")
    for candidate in (declared, _declared_inside(data), "utf-8"):
        if (text := _strictly(data, candidate)) is not None:
            return text, ()
    return _decode_as(data, "utf-8" if _is_damaged_utf8(data) else _guess(data))


def looks_binary(data: bytes) -> bool:
    """Whether so many bytes are control characters that this cannot be a text."""
    sample = data[:_SAMPLE]
    count = len(sample) - len(sample.translate(None, _CONTROL))
    return count > max(_FEW_CONTROL, len(sample) * _MOST_CONTROL)


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 is known by NUL bytes in every other place, as Latin text and blanks have them."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.05 else None


def _declared_inside(data: bytes) -> str | None:
    match = _DECLARED.search(data[:2048])
    return (match[1] or match[2]).decode("ascii", "ignore") if match else None


def _strictly(data: bytes, name: str | None) -> str | None:
    if not name:
        return None
    try:
        # who says Latin-1 means Windows-1252 (WHATWG Encoding Standard, section 4.2)
        codec = codecs.lookup(name)
        # only text encodings: "hex" or "zlib" are codecs too
        return data.decode("cp1252" if codec.name in {"iso8859-1", "ascii"} else codec.name)
    except (LookupError, ValueError):
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most non-ASCII characters are valid UTF-8, so that a few bytes are merely broken."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(character > "\x7f" for character in text) - wrong
    return right > 4 * wrong or (right == 0 and wrong * 100 < len(text))


def _guess(data: bytes) -> str:
    # imported here: it loads large tables that UTF-8 sources never need
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data[:_SAMPLE]))
    if not matches:
        return "cp1252"
    best = matches[0]
    equals = {
        match.encoding
        for match in matches
        if (match.chaos, match.coherence) == (best.chaos, best.coherence)
    }
    # several code pages may read a text equally well; then its region's usual one is meant
    usual = _CENTRAL if best.language in _CENTRAL_LANGUAGES else _WESTERN
    return next((name for name in usual if name in equals), best.encoding)


def _decode_as(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(name, "replace")
    broken = text.count("\ufffd")
    if not broken:
        return text, ()
    return text, (f"{broken} characters could not be decoded and are shown as \ufffd.",)
