"""A library that several processes use, or that cannot be written, or whose index is broken."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from knowledge import Library, StoreCorrupt, StoreReadOnly
from knowledge.library import indexes
from tests.knowledge.test_store_files import run_without_rights

VOLCANO = "Mount Erebus is the southernmost active volcano on Earth."
QUESTION = "Which is the southernmost active volcano?"

ADDER = """
import sys
from pathlib import Path
from knowledge import Library
with Library.open(Path(sys.argv[1])) as library:
    library.add_bytes(sys.argv[2].encode(), name="note.txt", origin="note")
"""


def add_elsewhere(path, text):
    """Add a document in another process."""
    subprocess.run([sys.executable, "-c", ADDER, str(path), text], check=True)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "library.db"


def index_files(path):
    folder = path.with_name(path.name + ".index")
    return [file for file in folder.rglob("*") if file.is_file() and "lock" not in file.name]


def test_what_another_process_adds_changes_and_removes_is_seen_at_once(path):
    with Library.open(path) as library:
        assert library.search("Erebus") == ()
        add_elsewhere(path, VOLCANO)
        assert len(library.search("Erebus")) == 1
        add_elsewhere(path, VOLCANO.replace("Erebus", "Melbourne"))
        assert library.search("Erebus") == ()
        assert len(library.search("Melbourne")) == 1


def test_two_libraries_in_one_process_follow_each_other(path):
    with Library.open(path) as one, Library.open(path) as two:
        for number in range(10):
            adding, asking = (one, two) if number % 2 else (two, one)
            adding.add_bytes(f"Number{number} is here.".encode(), name=f"{number}.txt")
            assert len(asking.search(f"number{number}")) == 1


def test_a_library_is_made_once_by_many_processes_at_once(path):
    code = ADDER.replace('origin="note"', "origin=sys.argv[2]")
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), f"Text number{n}."])
        for n in range(4)
    ]
    assert [process.wait(60) for process in running] == [0] * 4
    with Library.open(path) as library:
        assert len(library.documents()) == 5
        assert all(len(library.search(f"number{n}")) == 1 for n in range(4))


def test_questions_are_answered_while_two_processes_add(path):
    code = ADDER.split("    library.add_bytes")[0] + (
        "    for number in range(15):\n"
        "        text = f'Text {sys.argv[2]}{number} about the moon.'\n"
        "        library.add_bytes(text.encode(), name='x.txt')\n"
    )
    with Library.open(path, bundled=False) as library:
        library.add_bytes(VOLCANO.encode(), name="note.txt")
        adders = [
            subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("a", "b")
        ]
        while any(adder.poll() is None for adder in adders):
            assert len(library.search("Erebus")) == 1
            moons = library.search("moon", 100)
            assert {hit.passage.document for hit in moons} <= {i.id for i in library.documents()}
        assert [adder.wait() for adder in adders] == [0, 0]
        assert len(library.search("moon", 100)) == 30


ASKER = """
import sys
from pathlib import Path
from knowledge import Library, StoreReadOnly
with Library.open(Path(sys.argv[1])) as library:
    print(library.ask(sys.argv[2]).model_dump_json())
    try:
        library.add_bytes(b"More text.", name="more.txt")
    except StoreReadOnly as error:
        print(error)
"""


@pytest.mark.parametrize("with_index", [True, False])
def test_a_library_that_cannot_be_written_is_asked_all_the_same(path, with_index):
    with Library.open(path) as library:
        library.add_bytes(VOLCANO.encode(), name="note.txt")
        expected = library.ask(QUESTION).model_dump_json()
    if not with_index:
        shutil.rmtree(path.with_name("library.db.index"))
    written = [path.parent, *path.parent.rglob("*")]
    for each in written:
        each.chmod(0o555 if each.is_dir() else 0o444)
    try:
        answer, refused = run_without_rights(ASKER, str(path), QUESTION)
    finally:
        for each in written:
            each.chmod(0o755)
    assert answer == expected
    assert "cannot be written" in refused


def test_an_index_whose_lock_is_held_for_long_is_replaced_by_one_in_memory(path, monkeypatch):
    monkeypatch.setattr(indexes, "LOCK_SECONDS", 0.05)
    with Library.open(path, bundled=False) as library:
        library.add_bytes(b"The first text.", name="a.txt")
        lock = path.with_name("library.db.index") / "1.lock"
        with closing(sqlite3.connect(lock, isolation_level=None)) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            library.add_bytes(VOLCANO.encode(), name="note.txt")
            assert len(library.search("Erebus")) == 1
        library.add_bytes(b"Mount Melbourne.", name="b.txt")
        assert len(library.search("Melbourne")) == 1
    with Library.open(path, bundled=False) as library:
        assert len(library.search("Mount Erebus Melbourne")) == 2


def test_a_deleted_index_is_built_again(path):
    with Library.open(path) as library:
        answer = library.ask("Who attacked Georgia?")
    shutil.rmtree(path.with_name("library.db.index"))
    with Library.open(path) as library:
        assert library.ask("Who attacked Georgia?") == answer
    assert index_files(path)


@pytest.mark.parametrize("damage", ["cut short", "emptied", "overwritten"])
def test_a_damaged_index_is_built_again(path, damage):
    with Library.open(path) as library:
        answer = library.ask("Who attacked Georgia?")
    for file in index_files(path):
        data = file.read_bytes()
        kept = {"cut short": data[: len(data) // 2], "emptied": b"", "overwritten": b"\xff" * 999}
        file.write_bytes(kept[damage])
    with Library.open(path) as library:
        assert library.ask("Who attacked Georgia?") == answer
        assert {finding.status for finding in library.check()} == {"ok"}


def test_flipped_bits_in_an_index_are_found_and_healed_by_a_check(path):
    with Library.open(path) as library:
        answer = library.ask("Who attacked Georgia?")
    for file in index_files(path):
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 0x10
        file.write_bytes(data)
    with Library.open(path) as library:
        found = [finding for finding in library.check() if finding.check.startswith("index")]
        assert {finding.status for finding in found} <= {"warning", "ok"}
        assert library.ask("Who attacked Georgia?") == answer


def test_an_index_that_names_passages_that_are_not_there_is_built_again(path):
    with Library.open(path, bundled=False) as library:
        library.add_bytes(VOLCANO.encode(), name="note.txt")
        library.add_bytes(b"A server's own volcano.", name="own.txt", collection="discord-1")
        with library._store.reading() as view:
            held = indexes.Index.open(path.with_name("library.db.index") / "1")
            foreign = view.ranges("discord-1")[0].first
            held.update([(foreign, ["volcano"]), (999, ["volcano"])], [], view.generation("main"))
    with Library.open(path, bundled=False) as library:
        (hit,) = library.search("volcano")
        assert "Erebus" in hit.passage.text


def test_a_restored_backup_is_not_answered_from_the_newer_index(path):
    with Library.open(path, bundled=False) as library:
        library.add_bytes(VOLCANO.encode(), name="note.txt", origin="note")
        library.backup(path.with_name("backup.db"))
        library.add_bytes(b"Mount Melbourne.", name="b.txt")
        library.add_bytes(b"Mount Hood.", name="c.txt")
    shutil.copyfile(path.with_name("backup.db"), path)
    with Library.open(path, bundled=False) as library:
        assert library.search("Melbourne Hood") == ()
        library.add_bytes(b"Mount Elbrus.", name="d.txt")
        assert len(library.search("Mount Elbrus Erebus")) == 2
        assert {finding.status for finding in library.check()} == {"ok"}


def test_a_backup_is_restored_while_the_library_is_in_use(path):
    backup = path.with_name("backup.db")
    with Library.open(path, bundled=False) as library:
        library.add_bytes(VOLCANO.encode(), name="note.txt")
        library.backup(backup)
        library.remove("note")
        library.add_bytes(b"Mount Melbourne.", name="b.txt")
        assert Library.restore(backup, path) is None
        assert library.search("Melbourne") == ()
        assert len(library.search("Erebus")) == 1
        assert {finding.status for finding in library.check()} == {"ok"}


def test_a_backup_is_restored_over_what_a_killed_process_left(path, tmp_path):
    backup, crashed = tmp_path / "backup.db", tmp_path / "crashed.db"
    with Library.open(path, bundled=False) as library:
        library.backup(backup)
        library.add_bytes(VOLCANO.encode(), name="note.txt")
        for suffix in ("", "-wal", "-shm"):  # as they would stand after a kill
            shutil.copyfile(f"{path}{suffix}", f"{crashed}{suffix}")
    assert Library.restore(backup, crashed) is None
    with Library.open(crashed, bundled=False) as library:
        assert library.documents() == ()
        assert {finding.status for finding in library.check()} == {"ok"}


def test_a_damaged_library_is_moved_away_for_a_restored_backup(path, tmp_path):
    with Library.open(path, bundled=False) as library:
        library.add_bytes(VOLCANO.encode(), name="note.txt")
        library.backup(tmp_path / "backup.db")
    path.write_bytes(b"Dear diary, " * 1_000)
    moved = Library.restore(tmp_path / "backup.db", path)
    assert moved.read_bytes().startswith(b"Dear diary")
    with Library.open(path, bundled=False) as library:
        assert len(library.search("Erebus")) == 1


def test_a_damaged_backup_is_not_restored(path, tmp_path):
    with Library.open(path, bundled=False) as library:
        library.add_bytes(VOLCANO.encode(), name="note.txt")
    (tmp_path / "backup.db").write_bytes(b"Dear diary, " * 1_000)
    with pytest.raises(StoreCorrupt):
        Library.restore(tmp_path / "backup.db", path)
    with Library.open(path, bundled=False) as library:
        assert len(library.documents()) == 1


def test_a_text_that_was_tampered_with_is_found(path):
    with Library.open(path, bundled=False) as library:
        info = library.add_bytes(VOLCANO.encode(), name="note.txt").document
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("UPDATE texts SET text = replace(text, 'Erebus', 'Etna')")
        (finding,) = [each for each in library.check() if each.check == "documents"]
    assert finding.status == "error"
    assert info.id in finding.detail
    assert "add their sources again" in finding.remedy


def test_a_damaged_file_is_found_by_the_check(path):
    with Library.open(path, bundled=False) as library:
        library.add_bytes(VOLCANO.encode() * 2_000, name="note.txt")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4096] = b"\x00" * 4096
    path.write_bytes(data)
    with Library.open(path, bundled=False) as library:
        statuses = {finding.check: finding.status for finding in library.check()}
    assert statuses["file"] == "error"


def test_adding_to_a_read_only_library_raises_for_the_whole_batch(path, tmp_path):
    (tmp_path / "a.txt").write_text("The first text.")
    Library.open(path, bundled=False).close()
    code = (
        "import sys\nfrom pathlib import Path\nfrom knowledge import Library, StoreReadOnly\n"
        "with Library.open(Path(sys.argv[1]), bundled=False) as library:\n"
        "    try:\n        list(library.add_many([sys.argv[2]]))\n"
        "    except StoreReadOnly as error:\n        print(type(error).__name__)\n"
    )
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert run_without_rights(code, str(path), str(tmp_path / "a.txt")) == [
            StoreReadOnly.__name__
        ]
    finally:
        tmp_path.chmod(0o755)
