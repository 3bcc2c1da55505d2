"""What a source says is shown to the letter: it neither formats, links nor leaves its quote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.escaping import escape, length, line, merged, plain_line, quote, quote_end, visible
from tests.bot.answer_examples import TEXT
from tests.bot.discord_markdown import seen, seen_quote


@given(TEXT)
def test_any_text_is_shown_as_it_is(text):
    shown, marks = seen(escape(text))
    assert shown == visible(text)
    assert marks == set()


@given(TEXT, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4))
def test_any_text_stays_in_its_quote_with_its_bold_words(text, spans):
    text = text.replace("\r\n", "\n")  # a span may not end between the two
    block, cut = quote(text, spans, limit=10**6)
    shown, bold, marks = seen_quote(block)
    assert not cut
    assert shown == visible(text)
    assert marks == set()
    chosen = "".join(visible(text[start:end]) for start, end in merged(spans))
    assert "".join(bold.split()) == "".join(chosen.split())


def test_a_dash_after_bold_words_begins_no_list():
    assert seen_quote(quote("Rye- ", [(0, 3)], limit=100)[0]) == ("Rye- ", "Rye", set())


@given(TEXT, st.integers(40, 500))
def test_a_cut_quote_fits_and_shows_a_beginning(text, limit):
    block, cut = quote(text, limit=limit)
    shown, _, _ = seen_quote(block)
    assert length(block) <= limit
    assert visible(text).startswith(shown)
    assert cut == (length(quote(text, limit=10**6)[0]) > limit)


@given(TEXT, st.integers(40, 500))
def test_the_end_of_a_quote_fits(text, limit):
    assert length(quote_end(text, limit=limit)) <= limit


@given(TEXT, st.integers(2, 100))
def test_lines_fit(text, limit):
    for shortened in (line(text, limit), plain_line(text, limit)):
        assert length(shortened) <= limit
        assert "\n" not in shortened


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("5 * 3 * 2", r"5 \* 3 \* 2"),
        ("snake_case_name", r"snake\_case\_name"),
        ("@everyone", r"\@everyone"),
        ("<@123>", r"\<\@123\>"),
        ("[label](https://x.org)", r"\[label\](https\://x.org)"),
        ("# not a heading", r"\# not a heading"),
        ("1. not a list", r"1\. not a list"),
        ("- not a list", r"\- not a list"),
        ("at 10:30: done", r"at 10\:30: done"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_marks_are_escaped(text, markdown):
    assert escape(text) == markdown


def test_bold_ends_and_begins_at_a_line_break():
    block, _ = quote("one two\nthree four", [(4, 13)], limit=100)
    assert block == "> one **two**\n> **three** four"


def test_touching_highlights_become_one():
    assert quote("ab cd", [(0, 2), (2, 5)], limit=100)[0] == "> **ab cd**"


def test_a_long_quote_is_cut_at_the_end_of_a_sentence():
    block, cut = quote("One is first. Two is second. Three is third.", limit=35)
    assert (block, cut) == ("> One is first. Two is second.", True)
