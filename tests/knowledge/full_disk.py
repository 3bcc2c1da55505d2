"""A process on a small disk of its own: `python -m tests.knowledge.full_disk SCENARIO FOLDER`.

`test_full_disk.py` starts it; FOLDER is the whole disk. A scenario that fails raises.
"""

from __future__ import annotations

import random
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bot.server_state import ServerState
from knowledge import Library, StoreError

VOLCANO = "Mount Erebus is the southernmost active volcano on Earth."
QUESTION = "Which is the southernmost active volcano?"
FULL = r"full|No space left"


class Disk:
    """The disk, and a file on it that takes what is left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, left: int) -> None:
        """Take all of the disk but so many bytes."""
        with self._ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        with self._ballast.open("r+b") as file:
            file.truncate(self._ballast.stat().st_size - left)

    def free(self) -> None:
        """Give back what was taken."""
        self._ballast.unlink()

    def files(self) -> set[str]:
        """Return the names of everything that lies on it."""
        return {path.name for path in self.folder.rglob("*") if path != self._ballast}


def text(paragraphs: int, seed: int = 1) -> bytes:
    """Return words that no other seed returns, about 600 bytes a paragraph."""
    rng = random.Random(seed)
    lines = (
        " ".join(f"w{seed}x{rng.randrange(10**6)}" for _ in range(60)) for _ in range(paragraphs)
    )
    return "\n\n".join(f"{line}." for line in lines).encode()


def opened(disk: Disk, name: str = "library.db") -> Library:
    return Library.open(disk.folder / name, bundled=False)


def filled(disk: Disk, paragraphs: int) -> Library:
    """Open a library with a text about a volcano and a long one."""
    library = opened(disk)
    library.add_bytes(VOLCANO.encode(), name="volcano.txt")
    library.add_bytes(text(paragraphs), name="long.txt")
    return library


def is_sound(library: Library, documents: int) -> None:
    """Check that a library has so many documents, answers, and that nothing in it is wrong."""
    assert len(library.documents()) == documents
    assert "Erebus" in library.ask(QUESTION).excerpts[0].text
    assert {finding.status for finding in library.check()} == {"ok"}


def add(disk: Disk) -> None:
    with filled(disk, 10) as library:
        disk.fill(left=100_000)
        with pytest.raises(StoreError, match=FULL):
            library.add_bytes(text(500, seed=2), name="more.txt")
        is_sound(library, 2)
        disk.free()
        library.add_bytes(text(500, seed=2), name="more.txt")
        is_sound(library, 3)


def merge(disk: Disk) -> None:
    with filled(disk, 300) as library:
        (segment,) = disk.folder.glob("*.index/*/segment-*")
        disk.fill(left=segment.stat().st_size // 2)
        library.add_bytes(b"Mount Melbourne is a volcano as well.", name="other.txt")
        assert len(library.search("Melbourne")) == 1
        assert "Erebus" in library.ask(QUESTION).excerpts[0].text
        assert list(disk.folder.glob("*.index/*/segment-*")) == [segment]
    disk.free()
    with opened(disk) as library:
        is_sound(library, 3)
        assert len(library.search("Melbourne")) == 1


def backup(disk: Disk) -> None:
    with filled(disk, 300) as library:
        before = disk.files()
        disk.fill(left=library.path.stat().st_size // 2)
        with pytest.raises(StoreError, match=FULL):
            library.backup(disk.folder / "backup.db")
        assert disk.files() == before
        disk.free()
        is_sound(library, 2)
        library.backup(disk.folder / "backup.db")
    with opened(disk, "backup.db") as copy:
        is_sound(copy, 2)


def export(disk: Disk) -> None:
    with filled(disk, 300) as library:
        before = disk.files()
        disk.fill(left=50_000)
        with pytest.raises(StoreError, match=FULL):
            library.export(disk.folder / "export.zip")
        assert disk.files() == before
        is_sound(library, 2)


def import_(disk: Disk) -> None:
    with filled(disk, 10) as library:
        for seed in range(2, 20):
            library.add_bytes(text(20, seed), name=f"{seed}.txt")
        library.export(disk.folder / "export.zip")
        whole = library.documents()
    with opened(disk, "other.db") as other:
        disk.fill(left=400_000)
        with pytest.raises(StoreError, match=FULL):
            other.import_(disk.folder / "export.zip")
        assert set(other.documents()) < set(whole)
        assert {finding.status for finding in other.check()} == {"ok"}
        disk.free()
        other.import_(disk.folder / "export.zip")
        assert other.documents() == whole
        is_sound(other, 20)


def restore(disk: Disk) -> None:
    with filled(disk, 300) as library:
        library.backup(disk.folder / "backup.db")
        library.remove("long")
        library.add_bytes(b"Mount Melbourne is a volcano as well.", name="other.txt")
    before = (disk.folder / "library.db").stat().st_size
    disk.fill(left=before // 4)
    with pytest.raises(StoreError, match=FULL):
        Library.restore(disk.folder / "backup.db", disk.folder / "library.db")
    disk.free()
    with opened(disk) as library:
        is_sound(library, 2)
        assert len(library.search("Melbourne")) == 1


def bot(disk: Disk) -> None:
    with ServerState(disk.folder / "discord.db") as state:
        state.remember("early", "kept")
        disk.fill(left=8_192)
        with pytest.raises(StoreError, match=FULL):
            state.remember("large", "x" * 1_000_000)
        disk.free()
        state.remember("late", "kept as well")
        assert (state.fact("early"), state.fact("large")) == ("kept", None)


SCENARIOS = {each.__name__: each for each in (add, merge, backup, export, import_, restore, bot)}

if __name__ == "__main__":
    SCENARIOS[sys.argv[1]](Disk(Path(sys.argv[2])))
