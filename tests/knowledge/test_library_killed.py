"""A library whose process is killed: it opens again, is sound, and holds all that was committed.

The number of kills is small by default; QUOTH_KILLS sets another one, e.g. 500 for a thorough run.
"""

import multiprocessing
import os
import random
import shutil
import time
from contextlib import closing

import pytest

from knowledge.library import Library
from knowledge.store import Store
from knowledge.store.schema import STEPS, backup_path
from tests.knowledge.library_process import NEWER_STEPS, change_until_killed, migrate

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


def one_life(processes, path, seed):
    """Run a process on the library until it is killed, and return its reports."""
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=change_until_killed, args=(path, seed, theirs))
    process.start()
    theirs.close()
    ours.poll(5)  # its first change has begun
    killed_after(random.Random(seed).uniform(0, LONGEST_LIFE), process)
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
        said = one_life(processes, path, seed)
        lives += bool(said)
        with Library.open(path, bundled=False) as library:
            assert found_in(library) in expected_after(state, said)
            assert {finding.status for finding in library.check()} == {"ok"}
            state = found_in(library)
    assert lives > KILLS / 2, "the processes were killed before they did anything"


def test_a_backup_that_was_killed_is_whole_or_not_there(tmp_path, processes):
    path = tmp_path / "library.db"
    for seed in range(max(3, KILLS // 8)):
        one_life(processes, path, 10_000 + seed)
        if (tmp_path / "backup.db").exists():
            with Library.open(tmp_path / "backup.db", create=False, bundled=False) as backup:
                assert {finding.status for finding in backup.check()} == {"ok"}


def test_after_all_kills_the_index_answers_as_a_new_one_does(tmp_path, processes):
    path = tmp_path / "library.db"
    for seed in range(max(3, KILLS // 8)):
        one_life(processes, path, 20_000 + seed)
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
        ours, theirs = processes.Pipe(duplex=False)
        process = processes.Process(target=migrate, args=(path, theirs))
        process.start()
        theirs.close()
        ours.poll(5)
        killed_after(random.Random(seed).uniform(0, 0.06), process)
        ours.close()
        with closing(Store.open(path, steps=NEWER_STEPS)) as store, store.reading() as view:
            assert view.file_problems(5) == []
            assert view.document(document.id).metadata.rights == "new"
        with closing(Store.open(backup_path(path, len(STEPS)))) as store, store.reading() as view:
            assert view.document(document.id) == document
