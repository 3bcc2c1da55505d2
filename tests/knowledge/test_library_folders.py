"""A library that mirrors a folder."""

import os

import pytest

from knowledge import Library, SourceNotFound
from tests.knowledge.test_store_files import run_without_rights


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library.db", bundled=False) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notes" / "deep").mkdir(parents=True)
    (tmp_path / "notes" / "a.txt").write_text("The first text tells of apples.")
    (tmp_path / "notes" / "deep" / "b.md").write_text("# Pears\n\nThe second text tells of pears.")
    return tmp_path / "notes"


def outcomes(report):
    return {receipt.source: receipt.outcome for receipt in report.receipts}


def titles(library):
    return {info.metadata.title for info in library.documents()}


def test_new_changed_and_deleted_files_are_followed(library, folder):
    library.sync(folder)
    (folder / "a.txt").unlink()
    (folder / "deep" / "b.md").write_text("# Pears\n\nThe text of pears has changed.")
    (folder / "c.txt").write_text("The third text tells of cherries.")
    report = library.sync(folder)
    assert outcomes(report) == {"c.txt": "added", "b.md": "replaced"}
    assert [info.metadata.title for info in report.removed] == ["a"]
    assert titles(library) == {"Pears", "c"}
    assert library.search("apples") == ()


def test_a_second_time_nothing_changes(library, folder):
    library.sync(folder)
    generation = library.generation()
    report = library.sync(folder)
    assert set(outcomes(report).values()) == {"unchanged"}
    assert library.generation() == generation


def test_a_dry_run_says_what_would_be_done_and_does_nothing(library, folder):
    library.sync(folder)
    (folder / "a.txt").unlink()
    (folder / "c.txt").write_text("The third text.")
    generation = library.generation()
    foreseen = library.sync(folder, dry_run=True)
    assert library.generation() == generation
    done = library.sync(folder)
    assert outcomes(foreseen) == outcomes(done)
    assert foreseen.removed == done.removed
    assert (foreseen.dry_run, done.dry_run) == (True, False)


def test_documents_from_elsewhere_stay(library, folder, tmp_path):
    (tmp_path / "other.txt").write_text("A text from elsewhere.")
    (tmp_path / "notes-too").mkdir()
    (tmp_path / "notes-too" / "near.txt").write_text("A text from a folder with a like name.")
    library.add(tmp_path / "other.txt")
    library.add(tmp_path / "notes-too" / "near.txt")
    library.add_bytes(b"A text without a file.", name="pasted")
    library.sync(folder)
    assert library.sync(folder).removed == ()
    assert {"other", "near", "pasted"} <= titles(library)


def test_only_files_of_the_patterns_are_added_and_removed(library, folder):
    library.sync(folder)
    (folder / "a.txt").unlink()
    (folder / "deep" / "b.md").unlink()
    report = library.sync(folder, patterns=("*.md",))
    assert [info.metadata.title for info in report.removed] == ["Pears"]
    assert titles(library) == {"a"}


def test_patterns_hold_for_the_path_inside_the_folder_and_may_exclude(library, folder):
    report = library.sync(folder, without=("deep/*",))
    assert outcomes(report) == {"a.txt": "added"}


def test_hidden_files_and_folders_are_left_out(library, folder):
    (folder / ".secret.txt").write_text("Hidden.")
    (folder / ".git").mkdir()
    (folder / ".git" / "config.txt").write_text("Hidden, too.")
    assert set(outcomes(library.sync(folder))) == {"a.txt", "b.md"}


def test_a_library_is_no_source_of_its_own(tmp_path):
    with Library.open(tmp_path / "library.db", bundled=False) as library:
        (tmp_path / "a.txt").write_text("The only text.")
        assert outcomes(library.sync(tmp_path)) == {"a.txt": "added"}
        assert outcomes(library.sync(tmp_path)) == {"a.txt": "unchanged"}


def test_a_link_that_goes_round_in_circles_is_not_followed(library, folder):
    (folder / "deep" / "round").symlink_to(folder, target_is_directory=True)
    (folder / "broken.txt").symlink_to(folder / "nowhere.txt")
    assert set(outcomes(library.sync(folder))) == {"a.txt", "b.md"}


def test_a_renamed_file_is_the_same_text_under_a_new_name(library, folder):
    library.sync(folder)
    (folder / "a.txt").rename(folder / "z.txt")
    library.sync(folder)
    assert len(library.documents()) == 2
    assert len(library.search("apples")) == 1
    assert set(outcomes(library.sync(folder)).values()) == {"unchanged"}


def test_names_that_look_alike_are_different_files(library, folder):
    (folder / "x y.txt").write_text("The text with one blank.")
    (folder / "x  y.txt").write_text("The text with two blanks.")
    (folder / "x\ny.txt").write_text("The text with a line end.")
    library.sync(folder)
    assert len(library.documents()) == 5
    (folder / "x\ny.txt").unlink()
    assert len(library.sync(folder).removed) == 1


def test_a_name_that_is_no_unicode_is_a_file_like_any_other(library, folder):
    path = folder / os.fsdecode(b"caf\xe9.txt")
    path.write_text("The text of the café.")
    library.sync(folder)
    assert len(library.documents()) == 3
    path.unlink()
    assert len(library.sync(folder).removed) == 1


ADD_AND_SYNC = """
import sys
from pathlib import Path
from knowledge import Library
with Library.open(Path(sys.argv[1]), bundled=False) as library:
    for receipts in list(library.add_many([sys.argv[2]])), library.sync(sys.argv[2]).receipts:
        print(sorted(receipt.outcome for receipt in receipts))
"""


@pytest.mark.parametrize("rights", [0o000, 0o444], ids=["closed", "names only"])
def test_a_folder_that_cannot_be_listed_fails_alone(tmp_path, folder, rights):
    (folder / "deep").chmod(rights)
    try:
        added, synced = run_without_rights(ADD_AND_SYNC, str(tmp_path / "library.db"), str(folder))
    finally:
        (folder / "deep").chmod(0o755)
    assert added == "['added', 'failed']"
    assert synced == "['failed', 'unchanged']"


def test_a_deeply_nested_folder_is_walked(library, folder):
    deepest = folder
    for _ in range(300):
        deepest = deepest / "d"
        deepest.mkdir()
    (deepest / "deep.txt").write_text("The deepest text.")
    assert outcomes(library.sync(folder))["deep.txt"] == "added"


def test_a_folder_that_is_gone_removes_nothing(library, folder):
    library.sync(folder)
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(SourceNotFound, match="There is no folder"):
        library.sync(folder)
    assert len(library.documents()) == 2


def test_a_file_that_became_unreadable_keeps_its_document(library, folder):
    library.sync(folder)
    (folder / "a.txt").write_text("")
    report = library.sync(folder)
    assert outcomes(report)[str(folder / "a.txt")] == "failed"
    assert len(library.search("apples")) == 1
