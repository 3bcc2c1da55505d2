"""Sentences end where a reader would end them, and their spans are exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import split


def parts(text, language="en"):
    return [text[start:end] for start, end in split(text, language=language)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Smith met J. F. Kennedy at 3.5 p.m. on Jan. 5.", "It cost $3.50.", "Dr. No!"],
        ["The U.S. Army won.", "He lives in the U.S.", "The army left."],
        ["See Fig. 3 and, e.g. Paris, No. 10 (p. 5).", "Who?", "She said no.", "Then he left."],
        ["Jack E. Smith Jr. was born in St. Louis, Mo., in 1950.", "He died."],
        ["He said: ‘We seek no conflict.", "But if it comes — we are ready.’", "But is that so?"],
        ["“Why?” he asked.", "“Really?!”", "Yes… no.", "Well… maybe.", "And then...", "The end."],
        ["Version 1.2.3 of foo.bar() is out.", "Go to www.example.com.", "Done"],
        ["He stayed.[2]", "They met.[3][4]", "The end"],
        ["It ended (in 1945.)", "Then it began."],
        ["It runs at 10 a.m. daily.", "The bus came."],
        ["Louis XIV.", "He ruled."],
        ["Plan A.", "The next one."],
        ["Trinity-St. Paul’s is a church.", "It is old."],
        ["हिन्दी है।", "दूसरा वाक्य।"],
        ["هل هذا جيد؟", "نعم."],
    ],
)
def test_sentences_of_a_paragraph(sentences):
    assert parts(" ".join(sentences)) == sentences


def test_new_sentence_may_follow_a_stop_without_a_blank():
    assert parts("War ended in 1945.Then peace came.") == ["War ended in 1945.", "Then peace came."]


def test_ideographic_stops_need_no_blank():
    assert parts("俄罗斯。北约！「好？」行") == ["俄罗斯。", "北约！", "「好？」", "行"]


def test_thai_is_split_at_its_blanks():
    assert parts("สวัสดี ครับ", "th") == ["สวัสดี", "ครับ"]


def test_dotted_ordinals_end_no_sentence_where_they_are_customary():
    text = "Am 3. August kam Dr. Müller, z.B. Mit Hut."
    assert parts(text, "de")[0].startswith("Am 3. August kam")
    assert parts("He came 3. August was hot.")[0] == "He came 3."


def test_headings_and_list_items_stand_alone():
    assert parts("A heading\n\nSome text\n- one\n- two\n2. three\n# Next") == [
        "A heading", "Some text", "- one", "- two", "2. three", "# Next",
    ]  # fmt: skip


def test_line_break_alone_ends_no_sentence():
    assert parts("One line\ngoes on.") == ["One line\ngoes on."]


def test_only_the_asked_range_is_split():
    text = "One. Two. Three."
    assert [text[a:b] for a, b in split(text, 5, 9)] == ["Two."]
    assert split(text, 16) == []


TEXT = st.one_of(
    st.text(st.characters(), max_size=200),
    st.text("aA1.!?…。 \n-“”’()[]Dr", max_size=200),
)


@given(TEXT, st.sampled_from(["en", "de", "zh", "th", "xx"]))
def test_spans_are_trimmed_in_order_and_lose_only_blanks(text, language):
    place = 0
    for start, end in split(text, language=language):
        assert start >= place
        assert not text[place:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        place = end
    assert not text[place:].strip()


@given(TEXT, st.data())
def test_range_is_respected(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = split(text, start, end)
    assert all(start <= first < last <= end for first, last in spans)


@pytest.mark.parametrize(
    "unit", [".", "a.", "A.B", "“", "\n", "?!", "1. ", "[", "[1]", "\n ", ". "]
)
def test_monotonous_text_is_split_with_bounded_looks_around(unit):
    """Each candidate looks at a fixed number of characters, so the time is linear."""
    text = unit * 20_000
    assert sum(end - start for start, end in split(text)) <= len(text)
