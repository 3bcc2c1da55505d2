"""A file of named arrays with checksums: how segments and manifests lie on disk.

    magic (8 bytes) | length of the header, its CRC-32 (8 bytes) | header (JSON) | sections

Every section starts at a multiple of 64 bytes after the header and has a CRC-32 of its own.
Opening reads the header alone and maps the rest, so a large file opens as fast as a small one. A
file of up to `EAGER_BYTES` is checked whole at opening; a larger one when `verify` is called, and
before a merge reads it. Nothing here knows what the arrays mean.
"""

from __future__ import annotations

import io
import json
import mmap
import os
import shutil
import sys
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

MAGIC = b"QuothIx1"
EAGER_BYTES = 1 << 20
"""Files up to this size are checked whole when opened: a third of a millisecond at most."""

_PREFIX = 16
_ALIGNMENT = 64
_SPOOL_BYTES = 8 << 20
_COPY_BYTES = 1 << 20
_HEADER_LIMIT = 16 << 20

Array = npt.NDArray[Any]
Facts = Mapping[str, int | str | Sequence[Any]]


class Damaged(Exception):
    """A file of the index is truncated, altered or not ours; the message says how.

    It stays inside `knowledge.index`: the index reports it as `Index.damaged`.
    """


class Sections:
    """Named arrays over one buffer, and the facts of its header."""

    def __init__(self, buffer: memoryview, *, name: str = "memory") -> None:
        self._buffer = buffer
        self._name = name
        header, self._start = _read_header(buffer, name)
        self.facts: Facts = header["facts"]
        self._places: dict[str, tuple[str, int, int, int]] = header["sections"]
        self._check_length()
        self._arrays: dict[str, Array] = {}
        self._verified = False
        if len(buffer) <= EAGER_BYTES:
            self.verify()

    @classmethod
    def open(cls, path: Path) -> Sections:
        """Map the file; raises `Damaged` when it is no whole file of ours, OSError without it."""
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                raise Damaged(f"{path.name} is empty")
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return cls(memoryview(mapped), name=path.name)

    @property
    def size(self) -> int:
        """The file's size in bytes."""
        return len(self._buffer)

    def raw(self, name: str) -> memoryview:
        """Return a section's bytes."""
        _, offset, length, _ = self._places[name]
        return self._buffer[self._start + offset : self._start + offset + length]

    def array(self, name: str) -> Array:
        """Return a section as an array over the mapped bytes, read-only."""
        known = self._arrays.get(name)
        if known is None:
            known = np.frombuffer(self.raw(name), dtype=self._places[name][0])
            self._arrays[name] = known
        return known

    def verify(self) -> None:
        """Compare every section with its checksum, once; raises `Damaged`."""
        if self._verified:
            return
        for name, (_, _, _, checksum) in self._places.items():
            if zlib.crc32(self.raw(name)) != checksum:
                raise Damaged(f"{self._name}: section {name} does not match its checksum")
        self._verified = True

    def release(self) -> None:
        """Let the system take back the pages that were read; they are read anew when needed."""
        mapped = self._buffer.obj
        if sys.platform != "win32" and isinstance(mapped, mmap.mmap):
            mapped.madvise(mmap.MADV_DONTNEED)

    def _check_length(self) -> None:
        ends = [offset + length for _, offset, length, _ in self._places.values()]
        if self._start + max(ends, default=0) != len(self._buffer):
            raise Damaged(f"{self._name} is truncated or has something after its end")


def _read_header(buffer: memoryview, name: str) -> tuple[dict[str, Any], int]:
    """Return the header and where the sections start."""
    if bytes(buffer[:8]) != MAGIC or len(buffer) < _PREFIX:
        raise Damaged(f"{name} is not an index file of this version")
    length = int.from_bytes(buffer[8:12], "little")
    text = bytes(buffer[_PREFIX : _PREFIX + length])
    if length > _HEADER_LIMIT or zlib.crc32(text) != int.from_bytes(buffer[12:16], "little"):
        raise Damaged(f"{name}: the header does not match its checksum")
    return json.loads(text), _aligned(_PREFIX + length)


def _aligned(position: int) -> int:
    return -(-position // _ALIGNMENT) * _ALIGNMENT


def _spool(folder: str | None) -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(_SPOOL_BYTES, dir=folder)


class SectionsWriter:
    """Collects sections piece by piece, in memory while small, in a temporary file when large."""

    def __init__(self, dtypes: Mapping[str, str], spool_folder: Path | None = None) -> None:
        self._dtypes = dict(dtypes)
        folder = None if spool_folder is None else str(spool_folder)
        self._spools = {name: _spool(folder) for name in dtypes}
        self._lengths = dict.fromkeys(dtypes, 0)
        self._checksums = dict.fromkeys(dtypes, 0)

    def append(self, name: str, values: Array | bytes) -> None:
        """Add values to the end of a section, converted to its type."""
        data = (
            values
            if isinstance(values, bytes)
            else np.ascontiguousarray(values, dtype=self._dtypes[name]).tobytes()
        )
        self._spools[name].write(data)
        self._lengths[name] += len(data)
        self._checksums[name] = zlib.crc32(data, self._checksums[name])

    def to_memory(self, facts: Facts) -> Sections:
        """Return the sections without a file."""
        target = io.BytesIO()
        self._write(target, facts)
        return Sections(memoryview(target.getvalue()))

    def to_file(self, path: Path, facts: Facts) -> Sections:
        """Write the file durably under its name (not atomically: name it anew) and map it."""
        try:
            with path.open("wb") as target:
                self._write(target, facts)
                target.flush()
                os.fsync(target.fileno())
        except OSError:  # a full disk is not to be filled with half a file
            path.unlink(missing_ok=True)
            raise
        return Sections.open(path)

    def _write(self, target: IO[bytes], facts: Facts) -> None:
        places = self._places()
        header = json.dumps({"facts": facts, "sections": places}).encode()
        target.write(MAGIC + len(header).to_bytes(4, "little"))
        target.write(zlib.crc32(header).to_bytes(4, "little") + header)
        start = _aligned(_PREFIX + len(header))
        target.write(bytes(start - target.tell()))
        for name, spool in self._spools.items():
            target.write(bytes(start + places[name][1] - target.tell()))
            spool.seek(0)
            shutil.copyfileobj(spool, target, _COPY_BYTES)
            spool.close()

    def _places(self) -> dict[str, tuple[str, int, int, int]]:
        """Lay the sections one after the other: type, offset, length in bytes, checksum."""
        places, offset = {}, 0
        for name, dtype in self._dtypes.items():
            offset = _aligned(offset)
            places[name] = (dtype, offset, self._lengths[name], self._checksums[name])
            offset += self._lengths[name]
        return places
