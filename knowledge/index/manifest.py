"""Which segments make up a collection, and which of their passages are removed: one small file.

It is replaced whole by a rename, so that a reader, and whoever comes after a crash, sees either the
old collection or the new one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.index.merge import Part
from knowledge.index.sections import Damaged, Sections, SectionsWriter
from knowledge.index.segment import Segment

NAME = "manifest"
_FORMAT = 1
_ATTEMPTS = 20
"""A writer may replace the manifest and delete a segment while a reader opens it: then again."""

Stamp = tuple[int, int, int]
"""A file's identity and age: another stamp means another manifest."""


class Manifest:
    """A collection's parts and generation, and what the file looked like when they were read."""

    def __init__(
        self, generation: int, parts: Sequence[Part], names: Sequence[str], stamp: Stamp | None
    ) -> None:
        self.generation = generation
        self.parts = tuple(parts)
        self.names = tuple(names)
        self.stamp = stamp

    @classmethod
    def empty(cls) -> Manifest:
        """Return a collection without passages, of generation 0."""
        return cls(0, (), (), None)


def read(folder: Path) -> Manifest:
    """Open the collection in `folder`; an absent one is empty. Raises `Damaged`."""
    for attempt in range(_ATTEMPTS):
        stamp = current_stamp(folder)
        if stamp is None:
            return Manifest.empty()
        try:
            return _read(folder, stamp)
        except FileNotFoundError as error:
            if attempt + 1 == _ATTEMPTS or current_stamp(folder) == stamp:
                raise Damaged(f"{Path(str(error.filename)).name} is missing") from None
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise Damaged(f"the manifest cannot be read: {error}") from error
    raise AssertionError("unreachable: the last attempt returns or raises")


def current_stamp(folder: Path) -> Stamp | None:
    """Return the stamp of the manifest that stands in `folder` now, None without one."""
    try:
        facts = (folder / NAME).stat()
    except FileNotFoundError:
        return None
    return facts.st_ino, facts.st_mtime_ns, facts.st_size


def write(folder: Path, generation: int, named: Sequence[tuple[str, Part]]) -> Manifest:
    """Replace the manifest durably, and delete the segments that it no longer names."""
    sections = SectionsWriter({f"removed{place}": "<u4" for place in range(len(named))})
    for place, (_, part) in enumerate(named):
        sections.append(f"removed{place}", part.removed)
    sizes = [[name, part.segment.sections.size] for name, part in named]
    partial = folder / f"{NAME}.partial"
    sections.to_file(partial, {"format": _FORMAT, "generation": generation, "segments": sizes})
    partial.replace(folder / NAME)
    _sync_folder(folder)
    _delete_others(folder, {name for name, _ in named})
    names, parts = [name for name, _ in named], [part for _, part in named]
    return Manifest(generation, parts, names, current_stamp(folder))


def _read(folder: Path, stamp: Stamp) -> Manifest:
    sections = Sections.open(folder / NAME)
    sections.verify()
    facts: dict[str, Any] = dict(sections.facts)
    if facts["format"] != _FORMAT:
        raise Damaged("the index is of another version")
    parts, names = [], []
    for place, (name, size) in enumerate(facts["segments"]):
        segment = Segment(Sections.open(folder / Path(name).name))
        if segment.sections.size != size:
            raise Damaged(f"{name} has another size than the manifest says")
        parts.append(Part(segment, sections.array(f"removed{place}").astype(np.int64)))
        names.append(name)
    return Manifest(facts["generation"], parts, names, stamp)


def _sync_folder(folder: Path) -> None:
    """Make the rename durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _delete_others(folder: Path, kept: set[str]) -> None:
    """Delete segments nobody names; whoever still maps one keeps its bytes until it lets go."""
    for path in folder.glob("segment-*"):
        if path.name not in kept:
            try:
                path.unlink(missing_ok=True)
            except PermissionError:  # Windows, still mapped: the next write tries again
                continue
