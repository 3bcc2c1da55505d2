"""Zip containers (DOCX, ODT, EPUB) opened within limits, before any library unpacks them."""

from __future__ import annotations

import io
import zipfile
import zlib

from knowledge.errors import SourceTooLarge, UnreadableSource
from knowledge.fetch import Limits
from knowledge.fetch.files import size_in_words

_ENCRYPTED = 0x1
_SMALL = 1_000_000
"""Bytes; what unpacks to less than this may be packed as tightly as it likes."""


def open_container(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The container, its stated sizes checked; zipfile never unpacks more than is stated.

    Raises:
        UnreadableSource: damaged, or protected by a password.
        SourceTooLarge: too many files, too much content, or packed suspiciously tightly.
    """
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        entries = container.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableSource("It is a damaged zip container.") from error
    if len(entries) > limits.zip_entries:
        raise SourceTooLarge(f"It contains more than the limit of {limits.zip_entries:,} files.")
    total = sum(entry.file_size for entry in entries)
    if total > limits.zip_bytes:
        raise SourceTooLarge(
            f"It unpacks to more than the limit of {size_in_words(limits.zip_bytes)}."
        )
    if total > _SMALL and total > limits.zip_ratio * len(data):
        raise SourceTooLarge(
            f"It unpacks to more than {limits.zip_ratio} times its size (a zip bomb)."
        )
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableSource("It is protected by a password.")
    return container


def read_part(container: zipfile.ZipFile, name: str) -> bytes:
    """One file of the container.

    Raises:
        UnreadableSource: it is missing or damaged.
    """
    try:
        return container.read(name)
    except KeyError as error:
        raise UnreadableSource("A part of it is missing.") from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise UnreadableSource("A part of it is damaged.") from error


def check_parts(container: zipfile.ZipFile, names: tuple[str, ...]) -> None:
    """Raise UnreadableSource where one of these parts, if it exists, declares a document type.

    Office formats never do; entities, the means of XML attacks, can be declared nowhere else.
    """
    present = set(container.namelist())
    for name in names:
        if name in present and b"<!DOCTYPE" in read_part(container, name)[:100_000].replace(
            b"\x00", b""
        ):
            raise UnreadableSource("A part of it declares XML entities, which are refused.")
