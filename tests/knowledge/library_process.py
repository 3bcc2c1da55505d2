"""A process that changes a library until it is killed; `test_library_killed.py` starts it."""

from __future__ import annotations

import random
from multiprocessing.connection import Connection
from pathlib import Path

from knowledge.library import Library
from knowledge.library.adding import content_hash
from knowledge.store import Store
from knowledge.store.schema import STEPS

ORIGINS = [f"note-{number}" for number in range(6)]


def text_of(rng: random.Random) -> bytes:
    """Return a document of a few hundred words that no other call returns."""
    words = [f"word{rng.randrange(5_000)}" for _ in range(rng.randrange(20, 400))]
    return f"{rng.random()} said: {' '.join(words)}.\n\nThe end of it came late.".encode()


def change_until_killed(path: Path, seed: int, told: Connection) -> None:
    """Add, replace, remove and back up for ever; say what is begun and what is done."""
    rng = random.Random(seed)
    with Library.open(path, bundled=False) as library:
        there = {info.origin: info.id for info in library.documents()}
        while True:
            origin = rng.choice(ORIGINS)
            if origin in there and rng.random() < 0.4:
                told.send(("begun", origin, None))
                library.remove(there.pop(origin))
                told.send(("done", origin, None))
            elif rng.random() < 0.1:
                library.backup(path.with_name("backup.db"))
            else:
                data = text_of(rng)
                told.send(("begun", origin, content_hash(data)))
                receipt = library.add_bytes(data, name=f"{origin}.txt", origin=origin)
                there[origin] = receipt.document.id
                told.send(("done", origin, content_hash(data)))


def merge_until_killed(path: Path, seed: int, told: Connection) -> None:
    """Add small documents to a large one: each time the whole index is merged anew."""
    rng = random.Random(seed)
    with Library.open(path, bundled=False) as library:
        told.send("begun")
        while True:
            library.add_bytes(text_of(rng), name="note.txt")


def export_until_killed(path: Path, target: Path, told: Connection) -> None:
    """Export over and over to the same file."""
    with Library.open(path, bundled=False) as library:
        told.send("begun")
        while True:
            library.export(target)


def import_until_killed(path: Path, archive: Path, told: Connection) -> None:
    """Import into a library, and say when it is done."""
    with Library.open(path, bundled=False) as library:
        told.send("begun")
        library.import_(archive)
        told.send("done")


def slow_step(connection) -> None:
    """Change every document, so that a migration takes its time."""
    connection.execute("CREATE TABLE later (number INTEGER)")
    connection.executemany("INSERT INTO later VALUES (?)", [(n,) for n in range(20_000)])
    connection.execute("UPDATE documents SET metadata = json_set(metadata, '$.rights', 'new')")


def slow_finish(connection) -> None:
    """Go on after the first step."""
    connection.execute("DELETE FROM later WHERE number % 2")


NEWER_STEPS = (*STEPS, slow_step, slow_finish)


def migrate(path: Path, told: Connection) -> None:
    """Bring a file two versions forward, and say when it begins."""
    told.send("begun")
    Store.open(path, steps=NEWER_STEPS).close()
