"""The store: documents in one SQLite file, each change whole, remembered and found again."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.errors import DocumentNotFound, QuotaExceeded, StoreError
from knowledge.models import Block, Metadata
from knowledge.passages import split
from knowledge.store import AskedQuestion, NewDocument, PassageRange, Quota, Store
from knowledge.store.sketches import sketch

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with closing(Store.open(tmp_path / "library.db")) as opened:
        yield opened


def new(text: str, origin: str = "/notes/a.txt", collection: str = "main", **more) -> NewDocument:
    blocks = (Block(kind="paragraph", start=0, end=len(text)),)
    values = {
        "collection": collection,
        "origin": origin,
        "media_type": "text/plain",
        "content_hash": f"hash of {text}",
        "metadata": Metadata(title=f"Title of {origin}"),
        "text": text,
        "blocks": blocks,
        "passages": split(text, blocks),
        "sketch": sketch(text),
    }
    return NewDocument(**values | more)


def put(store: Store, text: str, origin: str = "/notes/a.txt", now: datetime = NOON, **more):
    with store.writing() as transaction:
        return transaction.put(new(text, origin, **more), now=now)


def test_what_is_put_is_found_again_word_for_word(store):
    info = put(store, "Ein Wort — “two”\u00a0words 🦜.")
    with store.reading() as view:
        document = view.whole(info.id)
        (passage,) = view.passages_of(info.id)
    assert document.text == "Ein Wort — “two”\u00a0words 🦜."
    assert document.text[passage.start : passage.end] == passage.text
    assert document.metadata == Metadata(title="Title of /notes/a.txt")
    assert (document.added, document.version) == (NOON, 1)


def test_the_same_origin_replaces_and_keeps_id_and_dates(store):
    first = put(store, "The old words.")
    second = put(store, "The new words.", now=NOON + timedelta(days=1))
    third = put(store, "The newest words.", now=NOON + timedelta(days=2))
    assert first.id == second.id == third.id
    assert (third.version, third.added, third.updated) == (3, NOON, NOON + timedelta(days=2))
    assert third.history == (NOON, NOON + timedelta(days=1))


def test_an_id_is_short_and_the_same_wherever_it_is_made(store, tmp_path):
    first = put(store, "Words.")
    with closing(Store.open(tmp_path / "other.db")) as other:
        assert put(other, "Other words.").id == first.id
    assert len(first.id) == 6


def test_an_id_that_is_taken_grows_longer(store):
    wanted = put(store, "Words.").id
    with store.writing() as transaction:
        transaction.remove(wanted)
        transaction.put(new("Squatter.", "/b.txt", id=wanted), now=NOON)
        again = transaction.put(new("Words."), now=NOON)
    assert again.id.startswith(wanted)
    assert len(again.id) == 7


def test_the_same_origin_in_two_collections_is_two_documents(store):
    one = put(store, "Words.", collection="discord-1")
    two = put(store, "Words.", collection="discord-2")
    assert one.id != two.id
    with store.reading() as view:
        assert [info.id for info in view.documents(("discord-1",))] == [one.id]


def test_passage_ids_grow_and_are_never_used_again(store):
    first = put(store, "One.")
    with store.writing() as transaction:
        before = transaction.range_of(first.id)
        transaction.remove(first.id)
    second = put(store, "Two.")
    with store.reading() as view:
        assert view.range_of(second.id).first >= before.end


def test_a_transaction_that_raises_leaves_nothing(store):
    kept = put(store, "Kept.")
    with pytest.raises(DocumentNotFound), store.writing() as transaction:
        transaction.put(new("Lost.", "/b.txt"), now=NOON) and transaction.remove("nobody")
    with store.reading() as view:
        assert [info.id for info in view.documents(("main",))] == [kept.id]


def test_a_view_does_not_move_while_others_write(store):
    put(store, "One.")
    with store.reading() as view:
        before = view.generation("main")
        put(store, "Two.", "/b.txt")
        assert len(view.documents(("main",))) == 1
        assert view.generation("main") == before


def test_removing_takes_everything_of_a_document(store, tmp_path):
    info = put(store, "Words that " + "are repeated " * 30)
    with store.writing() as transaction:
        transaction.remove(info.id)
    with store.reading() as view, pytest.raises(DocumentNotFound):
        view.text(info.id)
    with closing(sqlite3.connect(tmp_path / "library.db")) as file:
        tables = ("documents", "texts", "versions", "passages", "sketches", "sketch_hashes")
        counts = [file.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables]
    assert counts == [0] * len(tables)


def test_generations_grow_with_every_change_of_the_collection_alone(store):
    seen = []
    for text in ("One.", "Two.", "Three."):
        put(store, text)
        with store.reading() as view:
            seen.append(view.generation("main"))
    put(store, "Elsewhere.", collection="other")
    with store.reading() as view:
        assert view.generation("main") == seen[-1]
    assert seen == sorted(set(seen))


def test_changes_tell_what_came_and_went_since(store):
    put(store, "One.")
    with store.reading() as view:
        since = view.generation("main")
    put(store, "One, changed.")
    two = put(store, "Two.", "/b.txt")
    with store.reading() as view:
        changes = view.changes("main", since)
        assert changes.generation == view.generation("main")
        assert changes.removed == [PassageRange(1, 1)]
        assert changes.added == [PassageRange(2, 1), view.range_of(two.id)]


def test_what_came_and_went_in_between_is_no_change(store):
    put(store, "One.")
    with store.reading() as view:
        since = view.generation("main")
    gone = put(store, "Two.", "/b.txt")
    with store.writing() as transaction:
        transaction.remove(gone.id)
    with store.reading() as view:
        changes = view.changes("main", since)
    assert (changes.added, changes.removed) == ([], [])


def test_changes_of_long_ago_are_forgotten(store, monkeypatch):
    monkeypatch.setattr("knowledge.store.transaction._CHANGES_KEPT", 3)
    monkeypatch.setattr("knowledge.store.transaction._FORGET_EVERY", 1)
    put(store, "One.")
    with store.reading() as view:
        since = view.generation("main")
    for number in range(6):
        put(store, f"Number {number}.", "/b.txt")
    with store.reading() as view:
        assert view.changes("main", since) is None
        assert view.everything("main").added == view.ranges("main")


def test_a_generation_of_another_past_has_no_changes(store):
    put(store, "One.")
    with store.reading() as view:
        assert view.changes("main", view.generation("main") - 1) is None


def test_two_copies_that_go_different_ways_never_share_a_generation(store, tmp_path):
    put(store, "One.")
    store.copy_to(tmp_path / "copy.db")
    put(store, "Two.", "/b.txt")
    with closing(Store.open(tmp_path / "copy.db")) as copy:
        put(copy, "Three.", "/c.txt")
        with store.reading() as here, copy.reading() as there:
            assert here.generation("main") != there.generation("main")
            assert here.changes("main", there.generation("main")) is None


def test_a_quota_of_documents_refuses_one_more_and_allows_replacing(store):
    quota = Quota(documents=1)
    with store.writing() as transaction:
        transaction.put(new("One."), now=NOON, quota=quota)
        transaction.put(new("One, longer."), now=NOON, quota=quota)
        with pytest.raises(QuotaExceeded, match="limit of 1 documents"):
            transaction.put(new("Two.", "/b.txt"), now=NOON, quota=quota)


def test_a_quota_of_characters_counts_the_collection(store):
    quota = Quota(characters=10)
    with store.writing() as transaction:
        transaction.put(new("12345"), now=NOON, quota=quota)
        with pytest.raises(QuotaExceeded, match="11 characters, over the limit of 10"):
            transaction.put(new("123456", "/b.txt"), now=NOON, quota=quota)
        transaction.put(new("1234567890"), now=NOON, quota=quota)


def test_passages_that_another_document_has_are_counted(store):
    put(store, "The same  words.")
    copy = put(store, "the same words.", "/b.txt")
    with store.writing() as transaction:
        assert transaction.duplicates(copy.id) == 1


def test_the_same_words_in_another_collection_are_no_duplicates(store):
    put(store, "The same words.", collection="other")
    info = put(store, "The same words.")
    with store.writing() as transaction:
        assert transaction.duplicates(info.id) == 0


def test_copies_are_the_passages_with_the_same_words_in_the_given_documents(store):
    first = put(store, "The same words.")
    second = put(store, "THE SAME WORDS.", "/b.txt")
    put(store, "The same words.", "/c.txt")
    with store.reading() as view:
        (passage,) = view.passages_of(first.id)
        copies = view.copies(passage.id, 10, (first.id, second.id))
    assert [copy.document for copy in copies] == [first.id, second.id]


def test_a_nearly_identical_document_is_noticed(store):
    words = [f"word{number}" for number in range(400)]
    first = put(store, " ".join(words))
    words[200] = "changed"
    second = put(store, " ".join(words), "/b.txt")
    third = put(store, " ".join(reversed(words)), "/c.txt")
    with store.writing() as transaction:
        assert transaction.similar(second.id) == (first.id,)
        assert transaction.similar(third.id) == ()


def test_a_deleted_collection_leaves_no_words_in_the_file(store, tmp_path):
    put(store, "Xylophone secret.", collection="discord-1")
    with store.writing() as transaction:
        transaction.delete_collection("discord-1")
    store.tidy()
    store.close()
    files = [path.read_bytes() for path in tmp_path.glob("library.db*")]
    assert not any(b"Xylophone" in data for data in files)


def test_questions_are_listed_newest_first_and_forgotten_by_date(store):
    with store.writing() as transaction:
        for day in range(3):
            asked = AskedQuestion(f"Q{day}?", "no_answer", NOON + timedelta(days=day), ("q",))
            transaction.record_question("main", asked)
        transaction.record_question("main", AskedQuestion("Known?", "answered", NOON, ()))
        assert transaction.forget_questions("main", NOON + timedelta(hours=1)) == 2
    with store.reading() as view:
        listed = view.questions("main", ("no_answer",), 10)
    assert [each.question for each in listed] == ["Q2?", "Q1?"]
    assert listed[0].missing == ("q",)


def test_forgetting_the_questions_of_an_unknown_collection_forgets_no_others(store):
    with store.writing() as transaction:
        transaction.record_question("main", AskedQuestion("Q?", "unsure", NOON, ()))
        assert transaction.forget_questions("discord-9", None) == 0


def test_the_copy_of_a_library_in_use_is_a_library(store, tmp_path):
    info = put(store, "Words.")
    with store.reading():
        store.copy_to(tmp_path / "copy.db")
    with closing(Store.open(tmp_path / "copy.db", create=False)) as copy, copy.reading() as view:
        assert view.text(info.id) == "Words."


def test_a_library_is_never_copied_onto_itself(store, tmp_path):
    with pytest.raises(StoreError, match="is the library itself"):
        store.copy_to(tmp_path / "library.db")


def test_a_closed_store_says_so(tmp_path):
    store = Store.open(tmp_path / "library.db")
    store.close()
    with pytest.raises(StoreError, match="is closed"), store.reading():
        pass
