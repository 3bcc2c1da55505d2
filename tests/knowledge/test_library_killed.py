"""A library whose process is killed: it opens again, is sound, and holds all that was committed.

The number of kills is small by default; QUOTH_KILLS sets another one, e.g. 500 for a thorough run.
"""

import multiprocessing
import os
import random
import shutil
import time
import zipfile
from contextlib import closing

import pytest

from knowledge.library import Library
from knowledge.store import Store
from knowledge.store.schema import STEPS, backup_path
from tests.knowledge.library_process import (
    NEWER_STEPS,
    change_until_killed,
    export_until_killed,
    import_until_killed,
    merge_until_killed,
    migrate,
    text_of,
)

KILLS = int(os.environ.get("QUOTH_KILLS", "40"))
LONGEST_LIFE = 0.15  # seconds that a process may work before it is killed


@pytest.fixture(scope="module")
def processes():
    """Where new processes come from: copies of one that has everything imported already."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["tests.knowledge.library_process"])
    return context


def killed_after(seconds, process):
    """Let a process work for a while, kill it, and wait until it is gone."""
    time.sleep(seconds)
    process.kill()
    process.join()
    process.close()


def reports(connection):
    """Return what a process said before it was killed."""
    said = []
    try:
        while connection.poll():
            said.append(connection.recv())
    except (EOFError, OSError):
        pass  # the last report was cut off
    return said


def one_life(processes, target, *given, seed, longest=LONGEST_LIFE):
    """Run a process until it is killed some time after its first report; return all of them."""
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=target, args=(*given, theirs))
    process.start()
    theirs.close()
    ours.poll(5)  # its first change has begun
    killed_after(random.Random(seed).uniform(0, longest), process)
    with ours:
        return reports(ours)


def expected_after(state, said):
    """Return the state after all that was done, and the one with what was only begun as well."""
    done = dict(state)
    for kind, origin, content in said:
        if kind == "done":
            done[origin] = content
    begun = dict(done)
    if said and said[-1][0] == "begun":
        begun[said[-1][1]] = said[-1][2]
    return [{o: c for o, c in each.items() if c is not None} for each in (done, begun)]


def found_in(library):
    return {info.origin: info.content_hash for info in library.documents()}


def test_nothing_that_was_committed_is_lost_however_often_the_process_is_killed(
    tmp_path, processes
):
    path, state, lives = tmp_path / "library.db", {}, 0
    for seed in range(KILLS):
        said = one_life(processes, change_until_killed, path, seed, seed=seed)
        lives += bool(said)
        with Library.open(path, bundled=False) as library:
            assert found_in(library) in expected_after(state, said)
            assert {finding.status for finding in library.check()} == {"ok"}
            state = found_in(library)
    assert lives > KILLS / 2, "the processes were killed before they did anything"


def test_a_backup_that_was_killed_is_whole_or_not_there(tmp_path, processes):
    path = tmp_path / "library.db"
    for seed in range(max(3, KILLS // 8)):
        one_life(processes, change_until_killed, path, 10_000 + seed, seed=seed)
        if (tmp_path / "backup.db").exists():
            with Library.open(tmp_path / "backup.db", create=False, bundled=False) as backup:
                assert {finding.status for finding in backup.check()} == {"ok"}


def test_after_all_kills_the_index_answers_as_a_new_one_does(tmp_path, processes):
    path = tmp_path / "library.db"
    for seed in range(max(3, KILLS // 8)):
        one_life(processes, change_until_killed, path, 20_000 + seed, seed=seed)
    with Library.open(path, bundled=False) as library:
        library.backup(tmp_path / "copy.db")
        kept = library.search("word1 word2 word3 said late", 20)
    with Library.open(tmp_path / "copy.db", bundled=False) as copy:
        assert copy.search("word1 word2 word3 said late", 20) == kept


def test_a_migration_that_was_killed_has_happened_or_not(tmp_path, processes):
    original = tmp_path / "original.db"
    with Library.open(original) as library:
        document = library.documents()[0]
    for seed in range(max(5, KILLS // 4)):
        path = tmp_path / f"{seed}.db"
        shutil.copyfile(original, path)
        one_life(processes, migrate, path, seed=seed, longest=0.06)
        with closing(Store.open(path, steps=NEWER_STEPS)) as store, store.reading() as view:
            assert view.file_problems(5) == []
            assert view.document(document.id).metadata.rights == "new"
        with closing(Store.open(backup_path(path, len(STEPS)))) as store, store.reading() as view:
            assert view.document(document.id) == document


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A library of several documents with some hundred passages, and its export."""
    path = tmp_path_factory.mktemp("large") / "library.db"
    rng = random.Random(1)
    with Library.open(path, bundled=False) as library:
        for number in range(20):
            data = b"\n\n".join(text_of(rng) for _ in range(10))
            library.add_bytes(data, name=f"{number}.txt", origin=f"origin-{number}")
        library.export(path.with_name("export.zip"))
    return path


def copied(large, folder):
    """Return a copy of the library, without its index."""
    return shutil.copyfile(large, folder / "library.db")


def test_a_merge_that_was_killed_leaves_an_index_that_answers_as_a_new_one(
    tmp_path, processes, large
):
    path = copied(large, tmp_path)
    for seed in range(max(5, KILLS // 4)):
        one_life(processes, merge_until_killed, path, seed, seed=seed)
        index = path.with_name("library.db.index")
        with Library.open(path, bundled=False) as library:
            kept = library.search("word1 word2 word3 said late", 20)
            assert {finding.status for finding in library.check()} == {"ok"}
        shutil.rmtree(index)
        with Library.open(path, bundled=False) as library:
            assert library.search("word1 word2 word3 said late", 20) == kept


def test_an_export_that_was_killed_leaves_a_whole_archive(tmp_path, processes, large):
    target = shutil.copyfile(large.with_name("export.zip"), tmp_path / "export.zip")
    with Library.open(large, bundled=False) as library:
        documents = library.documents()
    for seed in range(max(5, KILLS // 4)):
        one_life(processes, export_until_killed, large, target, seed=seed)
        with zipfile.ZipFile(target) as archive:
            assert archive.testzip() is None
            assert len(archive.read("documents.jsonl").splitlines()) == len(documents)


def imported_with_kills(processes, path, archive, documents, seed):
    """Import with a kill, again and again until it is done; return how often it was killed."""
    for life in range(1, 50):
        longest = LONGEST_LIFE * life  # what is there already is looked through again each time
        said = one_life(
            processes, import_until_killed, path, archive, seed=seed + life, longest=longest
        )
        with Library.open(path, bundled=False) as library:
            found = {info.id: info.content_hash for info in library.documents()}
            assert found.items() <= documents.items()
            assert {finding.status for finding in library.check()} == {"ok"}
        if "done" in said:
            assert found == documents
            return life - 1
    raise AssertionError("it never came to its end")


def test_an_import_that_was_killed_goes_on_where_it_was(tmp_path, processes, large):
    archive = large.with_name("export.zip")
    with Library.open(large, bundled=False) as library:
        documents = {info.id: info.content_hash for info in library.documents()}
    kills = [
        imported_with_kills(processes, tmp_path / f"{seed}.db", archive, documents, seed)
        for seed in range(0, max(1, KILLS // 40) * 100, 100)
    ]
    assert sum(kills) > 0, "it was never killed"
