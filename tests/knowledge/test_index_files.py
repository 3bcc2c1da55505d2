"""An index on disk: damage is found, writers take turns, readers never wait."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.index import Index, Searcher, sections
from tests.knowledge import index_process

PASSAGES = [(n, ["ice", f"w{n % 300}", f"w{n} ice"]) for n in range(1, 2_001)]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    Index.open(folder).update(PASSAGES, [], 7)
    return folder


def spoiled(sound, name, change):
    """Open the index with one file's bytes changed, and put the file back."""
    (path,) = sound.glob(name)
    whole = path.read_bytes()
    try:
        path.write_bytes(change(whole))
        return Index.open(sound)
    finally:
        path.unlink()  # what is mapped keeps its bytes
        path.write_bytes(whole)


@pytest.mark.parametrize("name", ["manifest", "segment-*"])
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_flipped_bit_is_found(sound, name, data):
    def flip(whole):
        place = data.draw(st.integers(0, len(whole) * 8 - 1))
        changed = bytearray(whole)
        changed[place // 8] ^= 1 << place % 8
        return bytes(changed)

    index = spoiled(sound, name, flip)
    assert index.damaged or Index.open(sound).verify() is None
    assert index.generation == (0 if index.damaged else 7)
    if not index.damaged:  # a bit between sections, which nothing reads
        assert Searcher([index.snapshot()]).document_frequency("ice") == len(PASSAGES)


@pytest.mark.parametrize("name", ["manifest", "segment-*"])
@settings(max_examples=40, deadline=None)
@given(share=st.floats(0, 0.999))
def test_a_truncated_file_is_found(sound, name, share):
    index = spoiled(sound, name, lambda whole: whole[: int(len(whole) * share)])
    assert index.damaged
    assert (index.generation, index.snapshot().parts) == (0, ())


def test_a_large_segment_is_checked_when_asked_and_before_a_merge(sound, monkeypatch):
    monkeypatch.setattr(sections, "EAGER_BYTES", 0)

    def flip_last(whole):
        return whole[:-1] + bytes([whole[-1] ^ 1])

    index = spoiled(sound, "segment-*", flip_last)
    assert index.damaged is None
    assert "checksum" in (index.verify() or "")
    assert index.generation == 0


def test_a_damaged_segment_is_never_merged(tmp_path, monkeypatch):
    monkeypatch.setattr(sections, "EAGER_BYTES", 0)
    Index.open(tmp_path).update(PASSAGES[:10], [], 1)
    (path,) = tmp_path.glob("segment-*")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    index = Index.open(tmp_path)
    index.update(PASSAGES[10:20], [], 2)
    assert index.damaged
    assert index.generation == 0


def test_a_missing_segment_is_found(tmp_path):
    Index.open(tmp_path).update(PASSAGES[:10], [], 1)
    (path,) = tmp_path.glob("segment-*")
    path.unlink()
    assert "missing" in (Index.open(tmp_path).damaged or "")


def test_a_damaged_index_is_built_anew_in_place(tmp_path):
    Index.open(tmp_path).update(PASSAGES[:10], [], 1)
    (tmp_path / "manifest").write_bytes(b"QuothIx1 but not for long")
    index = Index.open(tmp_path)
    assert index.damaged
    index.update(PASSAGES, [], 3)
    assert index.damaged is None
    assert Searcher([Index.open(tmp_path).snapshot()]).passage_count == len(PASSAGES)


def test_an_update_that_fails_changes_nothing(tmp_path):
    index = Index.open(tmp_path)
    index.update(PASSAGES[:10], [], 1)

    def broken():
        yield PASSAGES[11]
        raise OSError("the store went away")

    with pytest.raises(OSError, match="went away"):
        index.update(broken(), [1], 2)
    assert (index.generation, Index.open(tmp_path).generation) == (1, 1)
    assert Searcher([index.snapshot()]).passage_count == 10


def writer(folder, count):
    command = [sys.executable, "-m", "tests.knowledge.index_process", str(folder), str(count)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


def test_a_reader_sees_whole_states_while_another_process_writes(tmp_path):
    count = 150
    seen = set()
    with writer(tmp_path, count) as process:
        while process.poll() is None:
            index = Index.open(tmp_path)
            assert index.damaged is None
            searcher = Searcher([index.snapshot()])
            held = index.generation - index.generation // 3
            assert searcher.document_frequency("ice") == held
            assert len(searcher.search({"ice": 1.0}, count)) == held
            seen.add(index.generation)
    assert process.returncode == 0
    assert Index.open(tmp_path).generation == count
    assert len(seen) > 1


def test_two_processes_write_in_turns(tmp_path):
    first = Index.open(tmp_path)
    first.update([(1, ["ice"])], [], 1)
    second = Index.open(tmp_path)
    second.update([(2, ["ice"])], [], 2)
    first.update([(3, ["ice"])], [], 3)  # takes up what the other has written
    assert Searcher([first.snapshot()]).document_frequency("ice") == 3
    assert second.refresh()
    assert not second.refresh()
    assert second.generation == 3


def test_writers_that_meet_leave_a_sound_index(tmp_path):
    with writer(tmp_path, 60) as one, writer(tmp_path, 60) as two:
        pass
    assert (one.returncode, two.returncode) == (0, 0)
    index = Index.open(tmp_path)
    assert (index.verify(), index.generation) == (None, 60)
    alone = tmp_path / "alone"
    index_process.main(alone, 60)
    expected = Searcher([Index.open(alone).snapshot()]).search({"ice": 1.0}, 100)
    assert Searcher([index.snapshot()]).search({"ice": 1.0}, 100) == expected
