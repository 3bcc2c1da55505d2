"""Cards fit Discord's limits whatever a source contains, and say how sure an answer is."""

import asyncio
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.answers import (
    AMBER,
    CONTENT,
    GREEN,
    GREY,
    Shown,
    answer_embed,
    answer_text,
    how_sure,
)
from bot.cards.escaping import length
from bot.cards.insight import pins_embed
from bot.cards.links import link_to_words, masked
from bot.cards.passages import context_embed
from bot.cards.sources import list_embed, proposal_embed, receipt_embed, source_embed
from bot.commands.asking import as_choices
from bot.desk.sourcing import Added
from bot.server_state import Pin, Proposal
from bot.views.pinning import pins_view
from bot.wording import languages, speaker
from knowledge import AddReceipt, DocumentInfo, Metadata, Passage
from tests.bot.answer_examples import (
    LINE,
    TEXT,
    answered,
    answers,
    citation,
    excerpt,
    excerpts,
    refused,
)
from tests.discord_double.validate import Errors, check_choices, check_message

ENGLISH = speaker("en")
LANGUAGES = st.sampled_from(sorted(languages())).map(speaker)


def errors(embed) -> str:
    """What Discord would refuse in a message with this embed."""
    body = {"embeds": [embed.to_dict()], "allowed_mentions": {"parse": []}}
    json.dumps(body).encode()  # it can be sent
    found = Errors()
    check_message(found, body, set())
    return str(found)


@settings(deadline=None)
@given(answers(), LANGUAGES, st.lists(TEXT, max_size=4))
def test_any_answer_fits(answer, words, notices):
    for number in range(max(1, len(answer.excerpts))):
        shown = Shown(answer, "abc2345", number, tuple(notices))
        assert errors(answer_embed(shown, words)) == ""
        assert length(answer_text(shown, words)) <= CONTENT


@settings(deadline=None)
@given(excerpts(), TEXT, TEXT, LANGUAGES)
def test_any_context_fits(found, before, after, words):
    around = [
        Passage(id=1, document="d", ordinal=0, start=0, end=len(text), text=text)
        for text in (before, after)
    ]
    assert errors(context_embed(found, *around, words)) == ""


@st.composite
def documents(draw) -> DocumentInfo:
    when = "2026-01-01T00:00:00+00:00"
    metadata = Metadata(
        title=draw(LINE), author=draw(LINE), publisher=draw(LINE), url=draw(LINE), published="2020"
    )
    return DocumentInfo(
        id="d", collection="main", metadata=metadata, origin=draw(TEXT), media_type="text/plain",
        content_hash="0", version=1, added=when, updated=when, passages=3, characters=9,
    )  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(st.lists(documents(), min_size=1, max_size=12), LANGUAGES)
def test_any_list_of_sources_fits(found, words):
    assert errors(list_embed(found, 0, words, server=True)) == ""


@settings(deadline=None, max_examples=50)
@given(st.lists(documents(), max_size=30))
def test_any_titles_become_choices(found):
    numbered = [info.model_copy(update={"id": f"{n:032x}"[::-1]}) for n, info in enumerate(found)]
    wrong = Errors()
    check_choices(wrong, [choice.to_dict() for choice in as_choices(numbered)], 3)
    assert str(wrong) == ""


@settings(deadline=None, max_examples=50)
@given(st.lists(TEXT.filter(bool), max_size=30))
def test_any_pins_fit_their_menu(questions):
    pins = [
        Pin(id=number, question=text, excerpt=excerpt(text), created="2026-01-01T00:00:00Z")
        for number, text in enumerate(questions)
    ]

    async def payload():  # a view needs a running loop
        view = pins_view(pins, ENGLISH)
        return view.to_components() if view else None

    wrong = Errors()
    check_message(wrong, {"content": "x", "components": asyncio.run(payload())}, set())
    assert str(wrong) == ""
    assert errors(pins_embed([(pin, False) for pin in pins], ENGLISH)) == ""


@settings(deadline=None, max_examples=50)
@given(documents(), TEXT, st.lists(TEXT, max_size=8), LANGUAGES)
def test_any_receipt_fits(info, text, others, words):
    passage = Passage(id=1, document="d", ordinal=0, start=0, end=len(text), text=text)
    receipt = AddReceipt(
        outcome="added", source=text, document=info, warnings=tuple(others),
        empty_pages=tuple(range(5000)),
    )  # fmt: skip
    added = Added(receipt, (passage,) * 3, tuple(others), tuple(others))
    assert errors(receipt_embed(added, words)) == ""
    assert errors(source_embed(info, (passage,) * 3, words)) == ""


@settings(deadline=None, max_examples=50)
@given(TEXT, TEXT, LANGUAGES)
def test_any_proposal_fits(title, text, words):
    proposal = Proposal(
        server=1, user=2, title=title, name=title, data=None, content_hash="0", preview=text,
        overrides=Metadata(), created="2026-01-01",
    )  # fmt: skip
    assert errors(proposal_embed(proposal, words, user="<@2>")) == ""


def test_the_answering_words_are_bold_and_cited():
    answer = answered(excerpt("The sky is blue today.", highlights=((11, 15),)))
    embed = answer_embed(Shown(answer, "abc2345"), ENGLISH)
    assert embed.description == (
        "> The sky is **blue** today.\n"
        "— [Author, “A Title”](https://example.org/page#:~:text=The%20sky%20is%20blue%20today.)"
    )
    assert embed.footer.text == "Sure · id abc2345"


@pytest.mark.parametrize(
    ("answer", "colour", "word"),
    [
        (answered(), GREEN, "Sure"),
        (answered(confidence=0.6), GREEN, "Fairly sure"),
        (answered(status="unsure", confidence=0.3), AMBER, "Not sure"),
        (refused(), GREY, "No answer"),
    ],
)
def test_how_sure_is_a_word_and_a_colour(answer, colour, word):
    assert answer_embed(Shown(answer), ENGLISH).colour.value == colour
    assert how_sure(answer, ENGLISH) == word


def test_a_refusal_names_the_words_that_no_source_has():
    answer = refused("unknown_terms", missing=("kubernetes",), did_you_mean="cubes")
    description = answer_embed(Shown(answer), ENGLISH).description
    assert "No source has: “kubernetes”" in description
    assert "Did you mean: cubes?" in description


def test_no_number_passes_for_trust():
    embed = answer_embed(Shown(answered(confidence=0.8734)), ENGLISH)
    assert "87" not in json.dumps(embed.to_dict())


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x.org", "https://", "not a url", None]
)
def test_only_web_addresses_become_links(url):
    assert link_to_words(excerpt(citation=citation(url=url))) is None


def test_a_broken_character_in_an_address_is_replaced():
    url = "https://example.org/\ud800"
    assert link_to_words(excerpt(citation=citation(url=url))).startswith(
        "https://example.org/?#:~:text="
    )


def test_a_long_address_loses_the_fragment_first():
    url = f"https://example.org/{'x' * 850}"
    assert link_to_words(excerpt("word " * 60, citation=citation(url=url))) == url


def test_a_title_that_looks_like_an_address_still_links():
    made = masked("see https://evil.example", "https://example.org", 200, fallback="source")
    assert made == "[source](https://example.org)"


def test_a_text_fragment_escapes_what_has_a_meaning_in_it():
    found = link_to_words(excerpt("well-known, and & so on"))
    assert found.endswith("#:~:text=well%2Dknown%2C%20and%20%26%20so%20on")
