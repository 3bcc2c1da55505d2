"""The store's file: made, migrated, refused, read-only, locked, damaged, on a full disk."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.errors import (
    StoreCorrupt,
    StoreError,
    StoreLocked,
    StoreReadOnly,
    StoreVersion,
)
from knowledge.store import Store
from knowledge.store.schema import STEPS, backup_path


def note(path: Path, text: str) -> None:
    """Write something that is easy to find again."""
    with closing(Store.open(path)) as store, store.writing() as transaction:
        transaction.note_bundled(text, "hash", removed=False)


def notes(path: Path, steps=STEPS) -> list[str]:
    with closing(Store.open(path, create=False, steps=steps)) as store, store.reading() as view:
        return list(view.bundled())


def test_a_missing_file_is_made_with_its_folder(tmp_path):
    note(tmp_path / "deep" / "er" / "library.db", "words")
    assert notes(tmp_path / "deep" / "er" / "library.db") == ["words"]


def test_a_closed_library_is_one_file(tmp_path):
    note(tmp_path / "library.db", "words")
    assert [path.name for path in tmp_path.iterdir()] == ["library.db"]


def test_a_missing_file_is_an_error_where_it_should_be_there(tmp_path):
    with pytest.raises(StoreError, match="There is no library at"):
        Store.open(tmp_path / "library.db", create=False)
    assert not (tmp_path / "library.db").exists()


def test_a_name_with_special_characters_is_that_file(tmp_path):
    path = tmp_path / "50% of a?b#c ü.db"
    note(path, "words")
    assert path.is_file()
    assert notes(path) == ["words"]


def add_table(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE later (name TEXT)")
    connection.execute("INSERT INTO later VALUES ('new')")


def fail_halfway(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM bundled")
    connection.execute("INSERT INTO nowhere VALUES (1)")


def test_an_older_file_moves_forward_after_a_copy(tmp_path):
    path = tmp_path / "library.db"
    note(path, "words")
    assert notes(path, steps=(*STEPS, add_table)) == ["words"]
    assert notes(backup_path(path, len(STEPS))) == ["words"]
    with pytest.raises(StoreVersion):
        notes(path)


def test_a_failed_migration_leaves_the_old_file(tmp_path):
    path = tmp_path / "library.db"
    note(path, "words")
    with pytest.raises(StoreError, match="nowhere"):
        Store.open(path, steps=(*STEPS, add_table, fail_halfway))
    assert notes(path) == ["words"]
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT 1 FROM sqlite_schema WHERE name = 'later'").fetchone() is None


def test_two_processes_migrate_a_file_once(tmp_path):
    path = tmp_path / "library.db"
    note(path, "words")
    steps = (*STEPS, add_table)
    outcomes = []

    def migrate():
        with closing(Store.open(path, steps=steps)):
            outcomes.append("open")

    threads = [threading.Thread(target=migrate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM later").fetchone() == (1,)
    assert outcomes == ["open"] * 4


def test_a_newer_file_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "library.db"
    note(path, "words")
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = path.read_bytes()
    with pytest.raises(StoreVersion, match=r"newer Quoth.*upgrade"):
        Store.open(path)
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "bookmarks.db"
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreCorrupt, match="is not a Quoth library"):
        Store.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"Dear diary, " * 500, b"\x00" * 9000, b"SQLite format 3\x00"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with pytest.raises(StoreCorrupt, match="restore a backup"):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_folder_is_no_library(tmp_path):
    with pytest.raises(StoreError, match="not an ordinary file"):
        Store.open(tmp_path)


def test_a_writer_waits_for_another_only_so_long(tmp_path):
    path = tmp_path / "library.db"
    note(path, "words")
    with closing(Store.open(path)) as one, closing(Store.open(path, busy_seconds=0.05)) as two:
        with one.writing() as transaction:
            transaction.note_bundled("more", "hash", removed=False)
            with pytest.raises(StoreLocked, match=r"more than 0\.05 seconds"), two.writing():
                pass
            with two.reading() as view:
                assert list(view.bundled()) == ["words"]
        with two.writing() as transaction:
            transaction.note_bundled("still more", "hash", removed=False)
    assert notes(path) == ["more", "still more", "words"]


READER = """
import sys
from pathlib import Path
from knowledge.errors import StoreReadOnly
from knowledge.store import Store
store = Store.open(Path(sys.argv[1]))
with store.reading() as view:
    print(list(view.bundled()))
try:
    with store.writing() as transaction:
        transaction.note_bundled("x", "y", removed=False)
except StoreReadOnly as error:
    print(error)
"""


def run_without_rights(code: str, *arguments: str) -> list[str]:
    """Run Python code that obeys file permissions, and return the lines that it prints."""
    command = [sys.executable, "-c", OBEY_PERMISSIONS + code, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


OBEY_PERMISSIONS = """
import ctypes, os
if os.geteuid() == 0:  # give up CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, see capset(2)
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.capget(header, data) == 0
    data[0] &= ~0b110
    assert libc.capset(header, data) == 0
"""


@pytest.fixture
def folder(tmp_path):
    """A folder whose permissions a test may take away."""
    (tmp_path / "folder").mkdir()
    yield tmp_path / "folder"
    (tmp_path / "folder").chmod(0o755)


def test_a_file_in_a_folder_that_cannot_be_written_is_read(folder):
    path = folder / "library.db"
    note(path, "words")
    path.chmod(0o444)
    folder.chmod(0o555)
    listed, refused = run_without_rights(READER, str(path))
    assert listed == "['words']"
    assert "cannot be written" in refused


def test_a_read_only_reader_sees_what_is_written_afterwards(folder):
    path = folder / "library.db"
    note(path, "words")
    code = READER.split("try:")[0] + (
        "print(flush=True)\nsys.stdin.readline()\n"
        "with store.reading() as view:\n    print(list(view.bundled()))\n"
    )
    path.chmod(0o444)
    folder.chmod(0o555)
    with subprocess.Popen(
        [sys.executable, "-c", OBEY_PERMISSIONS + code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdout.readline() == "['words']\n"
        assert reader.stdout.readline() == "\n"
        path.chmod(0o644)
        folder.chmod(0o755)
        note(path, "more words")
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "['more words', 'words']\n"


def test_a_library_that_cannot_be_made_says_so(folder):
    folder.chmod(0o555)
    code = (
        "import sys\nfrom pathlib import Path\nfrom knowledge.errors import StoreReadOnly\n"
        "from knowledge.store import Store\n"
        "try:\n    Store.open(Path(sys.argv[1]))\n"
        "except StoreReadOnly as error:\n    print(error)\n"
    )
    (message,) = run_without_rights(code, str(folder / "sub" / "library.db"))
    assert "cannot be made" in message


FILLER = """
import resource, signal, sys
from pathlib import Path
from knowledge.errors import StoreError
from knowledge.store import Store
store = Store.open(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = Path(sys.argv[1]).stat().st_size + 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with store.writing() as transaction:
        for number in range(5_000):
            transaction.note_bundled(f"{number}" * 50, "hash", removed=False)
except StoreError as error:
    print(error)
with store.reading() as view:
    print(list(view.bundled()))
"""


def test_a_full_disk_leaves_the_library_as_it_was(tmp_path):
    path = tmp_path / "library.db"
    note(path, "words")
    ran = subprocess.run(
        [sys.executable, "-c", FILLER, str(path)], capture_output=True, text=True, check=True
    )
    message, listed = ran.stdout.splitlines()
    assert "disk" in message
    assert listed == "['words']"
    assert notes(path) == ["words"]


def test_a_damaged_page_is_named_a_damaged_library(tmp_path):
    path = tmp_path / "library.db"
    with closing(Store.open(path)) as store, store.writing() as transaction:
        for number in range(2_000):
            transaction.note_bundled(f"{number:0100}", "hash", removed=False)
    data = bytearray(path.read_bytes())
    data[-100_000:-50_000] = b"\xff" * 50_000
    path.write_bytes(data)
    with (
        closing(Store.open(path)) as store,
        pytest.raises(StoreCorrupt, match="damaged"),
        store.reading() as view,
    ):
        view.bundled()


def test_a_read_only_copy_is_still_refused_a_migration(folder):
    path = folder / "library.db"
    note(path, "words")
    folder.chmod(0o555)
    path.chmod(0o444)
    code = (
        "import sys\nfrom pathlib import Path\nfrom knowledge.errors import StoreError\n"
        "from knowledge.store import Store\nfrom knowledge.store.schema import STEPS\n"
        "try:\n    Store.open(Path(sys.argv[1]), steps=(*STEPS, lambda connection: None))\n"
        "except StoreError as error:\n    print(type(error).__name__)\n"
    )
    assert run_without_rights(code, str(path)) == [StoreReadOnly.__name__]
