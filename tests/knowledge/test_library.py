"""The one door: sources in, answers out, on one library file."""

import threading

import pytest

from knowledge import (
    MAIN,
    AmbiguousDocument,
    DocumentNotFound,
    Library,
    Metadata,
    Quota,
    QuotaExceeded,
    SourceNotFound,
    StoreError,
    UnreadableSource,
)
from knowledge.library import bundled

VOLCANO = (
    "Mount Erebus is the southernmost active volcano on Earth.\n\nIts lava lake never freezes."
)


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library.db", bundled=False) as opened:
        yield opened


def add(library, text, name="note.txt", **more):
    return library.add_bytes(text.encode(), name=name, origin=name, **more)


def test_the_bundled_article_is_there_from_the_first_run(tmp_path):
    with Library.open(tmp_path / "library.db") as library:
        (article,) = library.documents()
        assert article.metadata.author == "Christine Karelska"
        answer = library.ask("Who attacked Georgia?")
    assert answer.excerpts[0].citation.document == article.id


def test_the_bundled_article_can_be_removed_and_does_not_come_back(tmp_path):
    with Library.open(tmp_path / "library.db") as library:
        library.remove("nato vs csto")
    with Library.open(tmp_path / "library.db") as library:
        assert library.documents() == ()


def test_a_newer_bundled_article_replaces_the_older_one(tmp_path, monkeypatch):
    with Library.open(tmp_path / "library.db") as library:
        (before,) = library.documents()
    newer = bundled.article(bundled.ARTICLES[0]) + b"\n\nA sentence that was added later.\n"
    monkeypatch.setattr(bundled, "article", lambda name: newer)
    with Library.open(tmp_path / "library.db") as library:
        (after,) = library.documents()
        assert (after.id, after.version) == (before.id, 2)
        assert library.search("sentence that was added later")[0].passage.document == after.id


def test_a_newer_bundled_article_does_not_bring_a_removed_one_back(tmp_path, monkeypatch):
    with Library.open(tmp_path / "library.db") as library:
        library.remove("nato")
    monkeypatch.setattr(bundled, "article", lambda name: b"# New\n\nA new text.\n")
    with Library.open(tmp_path / "library.db") as library:
        assert library.documents() == ()


def test_what_is_added_is_answered_from_at_once(library):
    receipt = add(library, VOLCANO)
    answer = library.ask("Which is the southernmost active volcano?")
    assert receipt.outcome == "added"
    assert "Mount Erebus" in answer.excerpts[0].text
    assert library.verify(answer.excerpts[0])


def test_the_same_content_again_changes_nothing(library):
    first = add(library, VOLCANO)
    generation = library.generation()
    assert add(library, VOLCANO).outcome == "unchanged"
    assert add(library, VOLCANO, "copy.txt").document == first.document
    assert library.generation() == generation


def test_a_changed_source_replaces_its_older_version(library):
    first = add(library, VOLCANO)
    second = add(library, VOLCANO.replace("Erebus", "Melbourne"))
    assert second.outcome == "replaced"
    assert second.document.id == first.document.id
    assert second.document.history == (first.document.updated,)
    assert library.search("erebus") == ()
    assert len(library.search("melbourne")) == 1


def test_metadata_set_by_hand_counts_as_a_change_and_outlives_the_next(library):
    add(library, VOLCANO)
    named = add(library, VOLCANO, overrides=Metadata(title="Antarctica"))
    changed = add(library, VOLCANO + "\n\nMore.")
    assert [named.outcome, changed.outcome] == ["replaced", "replaced"]
    assert changed.document.metadata.title == "Antarctica"


def test_bytes_without_an_origin_never_replace_others(library):
    one = library.add_bytes(b"The first text.", name="paste.txt")
    two = library.add_bytes(b"The second text.", name="paste.txt")
    assert [one.outcome, two.outcome] == ["added", "added"]
    assert len(library.documents()) == 2


def test_removing_takes_it_out_of_the_answers(library):
    add(library, VOLCANO)
    removed = library.remove("note")
    assert removed.metadata.title == "note"
    assert library.search("volcano") == ()
    with pytest.raises(DocumentNotFound):
        library.passages(removed.id)


def test_an_excerpt_of_a_changed_document_is_no_longer_verified(library):
    add(library, VOLCANO)
    (excerpt, *_) = library.ask("Which is the southernmost active volcano?").excerpts
    add(library, "Nothing of it.\n\n" + VOLCANO)
    assert not library.verify(excerpt)
    library.remove("note")
    assert not library.verify(excerpt)


def test_a_question_may_be_kept_to_some_sources(library):
    add(library, VOLCANO)
    other = add(library, "A volcano on Mars is Olympus Mons.", "mars.txt").document
    hits = library.search("volcano", sources=("mars",))
    assert {hit.passage.document for hit in hits} == {other.id}
    answer = library.ask("Which volcano is there?", sources=("mars",))
    assert {excerpt.citation.document for excerpt in answer.excerpts} <= {other.id}


def test_a_source_that_is_not_there_is_named(library):
    with pytest.raises(DocumentNotFound, match="venus"):
        library.ask("Which volcano?", sources=("venus",))


def test_collections_never_see_each_other(library):
    add(library, VOLCANO, collection="discord-1")
    add(library, "Olympus Mons is a volcano on Mars.", "mars.txt", collection="discord-2")
    assert library.search("volcano") == ()
    (hit,) = library.search("volcano", collections=("discord-1",))
    assert "Erebus" in hit.passage.text
    with pytest.raises(DocumentNotFound):
        library.find("mars", ("discord-1",))
    assert library.ask("Erebus volcano?", collections=("discord-2",)).excerpts == () or all(
        "Erebus" not in excerpt.passage
        for excerpt in library.ask("Erebus volcano?", collections=("discord-2",)).excerpts
    )


def test_several_collections_are_searched_as_one(library):
    add(library, VOLCANO, collection="discord-1")
    add(library, "Olympus Mons is a volcano on Mars.", "mars.txt")
    hits = library.search("volcano", collections=(MAIN, "discord-1"))
    assert len(hits) == 2


def test_a_deleted_collection_is_gone_and_its_name_free_again(library, tmp_path):
    add(library, VOLCANO, collection="discord-1")
    library.delete_collection("discord-1")
    assert library.collections() == ()
    add(library, "Olympus Mons is a volcano on Mars.", "mars.txt", collection="discord-1")
    (hit,) = library.search("volcano", collections=("discord-1",))
    assert "Mars" in hit.passage.text


def test_the_documents_of_an_unknown_collection_are_none(library):
    assert library.documents(("discord-9",)) == ()
    assert library.ask("Which volcano?", collections=("discord-9",)).status == "no_answer"


def test_a_collection_with_an_impossible_name_is_refused(library):
    with pytest.raises(StoreError, match="collection's name"):
        add(library, VOLCANO, collection="a\nb")


def test_one_bad_file_stops_none_of_the_others(library, tmp_path):
    (tmp_path / "a.txt").write_text("The first text.")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "z.txt").write_text("The last text.")
    sources = [
        tmp_path / "a.txt",
        tmp_path / "empty.txt",
        tmp_path / "none.txt",
        tmp_path / "z.txt",
    ]
    receipts = list(library.add_many(sources))
    assert [each.outcome for each in receipts] == ["added", "failed", "failed", "added"]
    assert "It is empty" in receipts[1].error
    assert "There is no file" in receipts[2].error


def test_adding_many_stops_between_two_documents(library, tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"Text number {number} about volcanoes.")
    adding = library.add_many([tmp_path / f"{number}.txt" for number in range(5)])
    next(adding)
    next(adding)
    adding.close()
    assert len(library.documents()) == 2
    assert len(library.search("volcanoes")) == 2


def test_progress_is_told_for_every_source(library, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("The first text.")
    (tmp_path / "notes" / "b.txt").write_text("The second text.")
    told = []
    list(library.add_many([tmp_path / "notes"], progress=lambda *what: told.append(what)))
    assert [what for what in told if what[0] == "reading"] == [
        ("reading", 1, 2),
        ("reading", 2, 2),
    ]
    assert ("indexing", 2, 2) in told


def test_a_file_that_is_missing_or_a_folder_is_named(library, tmp_path):
    with pytest.raises(SourceNotFound, match="nowhere"):
        library.add(tmp_path / "nowhere.txt")
    with pytest.raises(UnreadableSource, match="is a folder"):
        library.add(tmp_path)


def test_a_file_is_the_same_document_however_it_is_named(library, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("The first text.")
    monkeypatch.chdir(tmp_path)
    first = library.add("a.txt")
    (tmp_path / "a.txt").write_text("The second text.")
    second = library.add(tmp_path / ".." / tmp_path.name / "a.txt")
    assert second.outcome == "replaced"
    assert second.document.id == first.document.id


def test_a_quota_leaves_the_collection_as_it_was(library):
    add(library, VOLCANO, quota=Quota(documents=1))
    with pytest.raises(QuotaExceeded):
        add(library, "Another text.", "other.txt", quota=Quota(documents=1))
    assert len(library.documents()) == 1


def test_passages_that_are_there_already_are_counted(library):
    boilerplate = "All rights reserved by the observatory and its many keepers. " * 10
    add(library, f"{VOLCANO * 5}\n\n{boilerplate}")
    receipt = add(library, f"{boilerplate}\n\n{'A text of its own. ' * 30}", "other.txt")
    assert receipt.duplicate_passages == 1


def test_boilerplate_takes_one_place_among_the_hits(library):
    boilerplate = "All rights reserved by the observatory and its many keepers. " * 10
    for number in range(30):
        own = f"Number{number} is what this text tells of, again and again. " * 10
        add(library, f"{own}\n\n{boilerplate}", f"{number}.txt")
    hits = library.search("observatory number7 rights", 5)
    assert [hit.passage.text for hit in hits].count(boilerplate.strip()) == 1
    assert any("Number7" in hit.passage.text for hit in hits)


def test_a_nearly_identical_document_is_named(library):
    text = "\n\n".join(f"Sentence number {n} tells of volcano {n * n}." for n in range(60))
    first = add(library, text)
    second = add(library, text.replace("number 30", "no. 30"), "copy.txt")
    assert second.similar_to == (first.document.id,)


def test_a_document_is_found_by_its_id_and_the_beginning_of_it(library):
    info = add(library, VOLCANO).document
    assert library.find(info.id) == info
    assert library.find(info.id[:4]) == info
    assert library.document(info.id).text.startswith("Mount Erebus")


def test_several_documents_of_a_title_are_listed(library):
    add(library, VOLCANO, "volcano one.txt")
    add(library, "Other.", "volcano two.txt")
    with pytest.raises(AmbiguousDocument, match="fits 2 documents") as caught:
        library.find("VOLCANO")
    assert {title for _, title in caught.value.candidates} == {"volcano one", "volcano two"}


def test_threads_ask_while_another_adds(library):
    add(library, VOLCANO)
    wrong, stop = [], threading.Event()

    def ask():
        while not stop.is_set():
            hits = library.search("southernmost active volcano")
            if not hits or "Erebus" not in hits[0].passage.text:
                wrong.append(hits)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for number in range(40):
            add(library, f"Text {number} about the moon and its craters.", f"{number % 7}.txt")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert len(library.search("moon craters", 20)) == 7


def test_a_closed_library_says_so(library):
    library.close()
    with pytest.raises(StoreError, match="is closed"):
        library.ask("Which volcano?")
