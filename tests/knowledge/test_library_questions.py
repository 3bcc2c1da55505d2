"""Questions that were asked, and the gaps that they show."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge import Answer, Library, Refusal

MONDAY = datetime(2024, 5, 6, tzinfo=UTC)


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library.db", bundled=False) as opened:
        opened.add_bytes(b"The opening hours of the museum are nine to five.", name="hours.txt")
        yield opened


def asked(question, status="no_answer", missing=()):
    refusal = Refusal(code="unknown_terms", missing=missing) if missing else None
    return Answer(question=question, status=status, confidence=0.0, refusal=refusal)


def record(library, question, day=0, **more):
    when = MONDAY + timedelta(days=day)
    library.record_question(asked(question, **more), now=when)


def test_questions_are_grouped_by_the_rare_words_they_share(library):
    record(library, "Is there parking at the museum?", missing=("parking",))
    record(library, "Where is the parking?", day=1, missing=("parking",))
    record(library, "May dogs come along to the museum?", day=2, missing=("dogs",))
    first, second = library.gaps()
    assert first.count == 2
    assert first.missing == ("parking",)
    assert first.questions == ("Where is the parking?", "Is there parking at the museum?")
    assert (first.first, first.last) == (MONDAY, MONDAY + timedelta(days=1))
    assert second.questions == ("May dogs come along to the museum?",)


def test_a_question_asked_often_counts_as_often(library):
    for _ in range(3):
        record(library, "Is there parking?")
    (gap,) = library.gaps()
    assert gap.count == 3
    assert gap.questions == ("Is there parking?",)


def test_answered_questions_are_no_gap(library):
    record(library, "When does the museum open?", status="answered")
    record(library, "When does it close?", status="unsure")
    assert [gap.questions for gap in library.gaps()] == [("When does it close?",)]


def test_nothing_is_kept_when_it_is_switched_off(library):
    record(library, "Is there parking?")
    library.record_question(asked("Where is the parking?"), keep_days=0)
    assert library.gaps() == ()


def test_old_questions_go_when_new_ones_come(library):
    record(library, "Is there parking?")
    record(library, "May dogs come along?", day=91)
    assert [gap.questions for gap in library.gaps()] == [("May dogs come along?",)]


def test_each_collection_has_its_own_gaps(library):
    library.record_question(asked("Is there parking?"), collection="discord-1")
    assert library.gaps() == ()
    assert len(library.gaps("discord-1")) == 1
    assert library.forget_questions("discord-2") == 0
    assert library.forget_questions("discord-1") == 1


def test_questions_before_a_moment_are_forgotten(library):
    record(library, "Is there parking?")
    record(library, "May dogs come along?", day=1)
    assert library.forget_questions(before=MONDAY + timedelta(hours=1)) == 1
    assert library.forget_questions() == 1


def test_questions_without_any_word_are_grouped_by_themselves(library):
    record(library, "???")
    record(library, "???")
    assert [gap.count for gap in library.gaps()] == [2]


def test_many_questions_are_grouped_quickly(library):
    for number in range(300):
        record(library, f"Is number{number} or number{number % 17} in group{number % 5}?")
    assert sum(gap.count for gap in library.gaps(limit=1000)) == 300
