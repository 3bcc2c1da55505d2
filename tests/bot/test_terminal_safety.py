"""No text of a source can steer the terminal, and every line fits it: properties for any text."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terminal import PLAIN, Surface, escape_json, render_answer, visible
from bot.terminal.cells import cell_width, clip, wrap
from bot.terminal.safe import one_line
from bot.terminal.surface import merge
from knowledge.models import Citation
from tests.bot.terminal_examples import answered, quoted

OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[!-~]*\x1b\\")
"""The sequences that rendering itself writes: emphasis and links."""

BIDI_OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

nasty = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x9b\x07\r\t\n\u202e\u2066\u2028\ud800[]8;m\\"),
        st.sampled_from("俄e\u0301א👍 "),
    )
)


def is_obeyed(character: str) -> bool:
    """Whether a terminal may act on the character instead of showing it."""
    if character == "\n":
        return False
    return unicodedata.category(character) in {"Cc", "Cs"} or character in BIDI_OVERRIDES


@given(nasty)
def test_visible_text_keeps_its_length_and_holds_nothing_to_obey(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any(map(is_obeyed, shown))


@given(nasty)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(nasty.filter(bool), st.sampled_from([12, 40, 100, None]), st.booleans())
def test_rendered_answer_holds_only_our_own_sequences(
    text: str, width: int | None, colour: bool
) -> None:
    citation = Citation(document="d", url=f"https://example.org/{text}", text=text)
    answer = answered(quoted(text, answering=text[:3], passage=text * 2, citation=citation))
    answer = answer.model_copy(update={"suggestion": text, "searched": text, "reason": text})
    surface = Surface(width=width, colour=colour, links=colour)
    shown = render_answer(answer, surface, context=True)
    assert not any(map(is_obeyed, OURS.sub("", shown)))
    shown.encode("utf-8")


@given(nasty, st.integers(10, 60))
def test_no_line_is_wider_than_the_terminal(text: str, width: int) -> None:
    shown = visible(text)
    assert all(cell_width(shown[start:end]) <= width for start, end in wrap(shown, width))


@given(nasty, st.one_of(st.none(), st.integers(10, 60)))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int | None) -> None:
    shown = visible(text)
    kept = "".join(shown[start:end] for start, end in wrap(shown, width))
    assert "".join(kept.split()) == "".join(shown.split())


@given(nasty, st.integers(1, 30))
def test_clipped_text_fits(text: str, width: int) -> None:
    assert cell_width(clip(one_line(text), width)) <= width


@given(st.recursive(nasty, lambda inner: st.lists(inner, max_size=3)))
def test_escaped_json_has_the_same_value_and_nothing_to_obey(value: object) -> None:
    escaped = escape_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(escaped) == value
    assert not any(map(is_obeyed, escaped))


@given(st.lists(st.tuples(st.integers(-3, 20), st.integers(-3, 20))))
def test_merged_spans_are_in_order_and_apart(spans: list[tuple[int, int]]) -> None:
    merged = merge(spans, 12)
    flat = [edge for span in merged for edge in span]
    assert flat == sorted(set(flat))
    covered = {at for start, end in spans for at in range(max(start, 0), min(end, 12))}
    assert {at for start, end in merged for at in range(start, end)} == covered


def test_chinese_breaks_between_characters() -> None:
    assert [len(line) for line in _lines("集体安全条约组织", 6)] == [3, 3, 2]


def test_no_break_space_keeps_words_together() -> None:
    assert _lines("more than 20\u00a0million", 14) == ["more than", "20\u00a0million"]


def test_code_keeps_its_indentation() -> None:
    assert _lines("if x:\n    return", 40) == ["if x:", "    return"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x", None])
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert Surface(80, colour=True, links=True).link("text", address) == "text"


def test_endless_address_is_no_link() -> None:
    surface = Surface(80, colour=True, links=True)
    assert surface.link("text", "https://example.org/" + "é" * 2000) == "text"


def test_plain_surface_writes_no_sequence() -> None:
    assert PLAIN.bad(PLAIN.bold(PLAIN.link("x", "https://example.org"))) == "x"


def _lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]
