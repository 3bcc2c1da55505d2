"""Export and import: an open file, read with distrust."""

import json
import zipfile
from dataclasses import replace

import pytest

from knowledge import Library, Limits, Metadata, SourceTooLarge, StoreError, UnreadableSource
from knowledge.fetch import DEFAULT_LIMITS


@pytest.fixture
def archive(tmp_path):
    """The export of a library with a document that has a history."""
    with Library.open(tmp_path / "library.db", bundled=False) as library:
        library.add_bytes(b"# Old\n\nOld words.", name="a.md", origin="/notes/a.md")
        library.add_bytes(
            "# Naïve\n\nNew “words”.".encode(),
            name="a.md",
            origin="/notes/a.md",
            overrides=Metadata(author="A. Writer"),
        )
        library.add_bytes(b"A server's rules.", name="rules.txt", collection="discord-1")
        library.export(tmp_path / "export.zip")
    return tmp_path / "export.zip"


@pytest.fixture
def empty(tmp_path):
    with Library.open(tmp_path / "other.db", bundled=False) as opened:
        yield opened


def everything(library):
    names = library.collections()
    return [library.document(info.id, names) for info in library.documents(names)]


def rewritten(archive, change=None, manifest=None):
    """Write the archive anew with changed documents or another manifest."""
    with zipfile.ZipFile(archive) as old:
        lines = old.read("documents.jsonl").decode().splitlines()
        about = json.loads(old.read("manifest.json"))
    documents = [json.loads(line) for line in lines]
    if change is not None:
        change(documents[0])
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("manifest.json", json.dumps(about | (manifest or {})))
        new.writestr("documents.jsonl", "".join(json.dumps(each) + "\n" for each in documents))
    return archive


def test_an_import_tells_how_far_it_is(archive, empty):
    told = []
    empty.import_(archive, progress=lambda *what: told.append(what))
    assert [what for what in told if what[0] == "reading"] == [("reading", 1, 2), ("reading", 2, 2)]


@pytest.mark.parametrize("claimed", ["many", -1, None, [2]])
def test_a_manifest_that_counts_wrongly_is_read_all_the_same(archive, empty, claimed):
    told = []
    rewritten(archive, manifest={"documents": claimed})
    assert len(empty.import_(archive, progress=lambda *what: told.append(what))) == 2
    assert ("reading", 2, 0) in told


def test_an_import_brings_back_everything(archive, empty, tmp_path):
    receipts = empty.import_(archive)
    assert [each.outcome for each in receipts] == ["added", "added"]
    with Library.open(tmp_path / "library.db", bundled=False) as original:
        assert everything(empty) == everything(original)
        assert empty.documents() == original.documents()
        assert len(empty.search("words")) == len(original.search("words")) == 1


def test_a_second_import_changes_nothing(archive, empty):
    empty.import_(archive)
    generation = empty.generation()
    assert [each.outcome for each in empty.import_(archive)] == ["unchanged"] * 2
    assert empty.generation() == generation


def test_an_import_may_go_into_one_collection(archive, empty):
    empty.import_(archive, collection="main")
    assert empty.collections() == ("main",)
    assert len(empty.documents()) == 2


def test_an_export_may_be_of_one_collection(archive, empty, tmp_path):
    with Library.open(tmp_path / "library.db", bundled=False) as library:
        library.export(archive, collections=("discord-1",))
    empty.import_(archive)
    assert empty.collections() == ("discord-1",)


def test_an_export_can_be_read_by_anyone(archive):
    with zipfile.ZipFile(archive) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        first = json.loads(opened.read("documents.jsonl").splitlines()[0])
    assert (manifest["format"], manifest["version"], manifest["documents"]) == (
        "quoth-export",
        1,
        2,
    )
    heading = first["blocks"][0]
    assert first["text"][heading["start"] : heading["end"]] == "Naïve"
    assert first["metadata"]["author"] == "A. Writer"
    assert len(first["history"]) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(id="../../etc/passwd"), "id"),
        (lambda d: d.update(text=d["text"][:5]), "blocks overlap or go beyond"),
        (lambda d: d["blocks"][0].update(start=-4), "blocks overlap or go beyond"),
        (lambda d: d.update(text=d["text"] + "\x1b[2J"), "control characters"),
        (lambda d: d.update(origin="a\nb"), "control characters"),
        (lambda d: d.update(content_hash="short"), "content_hash"),
        (lambda d: d.update(added="yesterday"), "added"),
        (lambda d: d.update(surprise=1), "surprise"),
        (lambda d: d.pop("text"), "text"),
    ],
)
def test_a_wrong_document_fails_alone_and_says_why(archive, empty, change, said):
    receipts = empty.import_(rewritten(archive, change))
    assert [each.outcome for each in receipts] == ["failed", "added"]
    assert said in receipts[0].error
    assert "\n" not in receipts[0].error


def test_an_id_that_is_taken_is_replaced_by_another(archive, empty):
    taken = empty.add_bytes(b"Other words.", name="x.txt", origin="x").document.id
    receipts = empty.import_(rewritten(archive, lambda d: d.update(id=taken)))
    assert receipts[0].outcome == "added"
    assert receipts[0].document.id != taken


def test_an_export_of_a_newer_quoth_is_refused(archive, empty):
    with pytest.raises(UnreadableSource, match="newer Quoth"):
        empty.import_(rewritten(archive, manifest={"version": 2}))


@pytest.mark.parametrize("content", [b"", b"Dear diary", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_is_refused(tmp_path, empty, content):
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(UnreadableSource, match="damaged or no export"):
        empty.import_(tmp_path / "x.zip")


def test_an_archive_of_something_else_is_refused(tmp_path, empty):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as other:
        other.writestr("../../evil.txt", "out of the way")
    with pytest.raises(UnreadableSource, match="no export of Quoth"):
        empty.import_(tmp_path / "x.zip")
    assert not (tmp_path.parent.parent / "evil.txt").exists()


def test_a_missing_archive_is_named(tmp_path, empty):
    with pytest.raises(UnreadableSource, match=r"none\.zip could not be read"):
        empty.import_(tmp_path / "none.zip")


def test_a_zip_bomb_is_stopped_at_its_limit(archive, empty):
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as opened:
        manifest = opened.read("manifest.json")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("manifest.json", manifest)
        bomb.writestr("documents.jsonl", b" " * 50_000_000)
    with pytest.raises(SourceTooLarge, match="unpacks to more than the limit"):
        empty.import_(archive, limits=replace(DEFAULT_LIMITS, characters=100_000))
    with pytest.raises(SourceTooLarge, match="unpacks to more than the limit"):
        empty.import_(archive, limits=Limits(zip_ratio=10))


def test_an_export_that_cannot_be_written_says_so(tmp_path, empty):
    with pytest.raises(StoreError, match="could not be written"):
        empty.export(tmp_path / "no" / "such" / "folder" / "x.zip")
