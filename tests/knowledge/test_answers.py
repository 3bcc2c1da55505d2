"""A question and documents to an answer."""

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answers import Thresholds, answer
from knowledge.answers.alike import nearly_same
from knowledge.answers.citing import text_fragment
from knowledge.models import Turn
from tests.knowledge.answering import article, sources

MILL = """---
title: The Mill
author: Ann Lee
date: 2021-05-14
url: https://example.org/mill
---

The mill was built in 1764 by the shipwright Ifan Prys. It ground barley for the farms.

The wheel weighs nine tonnes. It was made of oak by two carpenters from the valley.
"""
BOOK = """---
title: The Lighthouse
author: Bo Berg
---

The lighthouse was built in 1820 by the Trinity Corporation (TC). Its lamp burns rape oil.
"""


def test_the_excerpt_is_the_sentence_that_answers_with_its_citation() -> None:
    found = answer("Who built the mill?", sources(mill=MILL))

    assert found.excerpts[0].text.startswith("The mill was built in 1764 by the shipwright")
    cited = found.excerpts[0].citation
    assert (cited.author, cited.title, cited.published) == ("Ann Lee", "The Mill", "2021-05-14")
    assert cited.paragraph == 1


def test_the_answering_words_are_highlighted() -> None:
    excerpt = answer("Who built the mill?", sources(mill=MILL)).excerpts[0]

    marked = [excerpt.text[start:end] for start, end in excerpt.highlights]
    assert "mill" in marked
    assert "built" in marked


def test_a_list_question_gets_the_enumeration() -> None:
    found = answer("Which countries belong to the CSTO?", article())

    assert found.status == "answered"
    assert "Belarus, Armenia, Kazakhstan" in found.excerpts[0].text


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("Who wrote this article?", "Christine Karelska"),
        ("When was it published?", "3 August 2022"),
        ("What is the title of the article?", "NATO vs CSTO — Who Will Gain the Upper Hand?"),
        ("Under which licence is the picture?", "CC BY-NC-ND 2.0"),
        ("subtitle", "The traditional rule-based order is over"),
    ],
)
def test_questions_about_the_document_are_answered_from_its_own_lines(
    question: str, stated: str
) -> None:
    found = answer(question, article())

    assert found.status == "answered"
    assert stated in found.excerpts[0].text.replace("\u00a0", " ")


def test_the_document_named_in_the_question_is_the_one_that_answers() -> None:
    found = answer("Who is the author of The Lighthouse?", sources(mill=MILL, lighthouse=BOOK))

    assert "Bo Berg" in found.excerpts[0].text


def test_a_navigation_line_is_quoted_only_when_it_is_asked_for() -> None:
    assert "Curse of the Bridgehead" in answer("editor's pick", article()).excerpts[0].text


def test_a_misspelt_name_finds_the_right_one() -> None:
    found = answer("what did lukashenko promiss", article())

    assert "Lukashenka promised not to participate" in found.excerpts[0].text


def test_an_acronym_finds_its_long_form() -> None:
    found = answer("What did the EOP status give Ukrainians?", article())

    assert "more voice in NATO structures" in found.excerpts[0].text


def test_a_refusal_names_the_words_that_no_source_has() -> None:
    found = answer("Who painted the Mona Lisa?", article())

    assert found.status == "no_answer"
    assert found.excerpts == ()
    assert found.refusal is not None
    assert found.refusal.code == "unknown_terms"
    assert "Mona" in found.refusal.missing
    assert "Mona" in (found.reason or "")


def test_a_greeting_gets_a_friendly_line_and_no_excerpt() -> None:
    found = answer("hello bot", article())

    assert found.status == "no_answer"
    assert found.refusal is not None
    assert found.refusal.code == "greeting"


def test_an_empty_library_says_so() -> None:
    found = answer("Who built the mill?", sources())

    assert found.refusal is not None
    assert found.refusal.code == "empty_library"


def test_a_follow_up_carries_the_question_before() -> None:
    first = answer("When was the mill built?", sources(mill=MILL, lighthouse=BOOK))
    context = [Turn(question=first.question, answer=first)]
    second = answer("and the lighthouse?", sources(mill=MILL, lighthouse=BOOK), context=context)

    assert "1820" in second.excerpts[0].text
    assert second.searched is not None
    assert "built" in second.searched


def test_a_question_that_stands_alone_carries_nothing() -> None:
    before = Turn(question="Who built the mill?")
    found = answer("What does the lighthouse lamp burn?", sources(b=BOOK), context=[before])

    assert found.searched is None


def test_a_pronoun_brings_the_sentence_before_it() -> None:
    found = answer("Who made it of oak?", sources(mill=MILL))

    assert "The wheel weighs nine tonnes. It was made of oak" in found.excerpts[0].text


def test_the_same_words_in_two_documents_are_one_excerpt() -> None:
    found = answer("Who built the mill?", sources(one=MILL, two=MILL), excerpts=3)

    assert [e.text for e in found.excerpts].count(found.excerpts[0].text) == 1
    assert found.excerpts[0].also_in


def test_a_reprint_with_a_word_changed_is_also_in_and_another_number_is_not() -> None:
    reprint = MILL.replace("the shipwright Ifan Prys", "a shipwright, Ifan Prys")
    other = MILL.replace("in 1764", "in 1746")
    found = answer("Who built the mill?", sources(one=MILL, two=reprint, three=other))

    assert len(found.excerpts[0].also_in) == 1
    assert {"1764", "1746"} <= {word for e in found.excerpts for word in e.text.split()}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("The mill, which stood by the sea, was built of oak in 1764 by Ann.", True),
        ("The mill, which stood by the sea, was not built of oak in 1764 by Ann", False),
        ("The mill, which stood by the sea, was built of oak in 1765 by Ann", False),
        ("Ann built it.", False),
    ],
)
def test_what_says_nearly_the_same(other: str, same: bool) -> None:
    one = "The mill which stood by the sea was built of oak in 1764 by Ann"

    assert nearly_same(one, other) is same


def test_answers_in_two_places_are_both_shown() -> None:
    found = answer("What did NATO countries promise at the Madrid Summit?", article())

    assert len({e.citation.paragraph for e in found.excerpts}) > 1


def test_thresholds_decide_the_status_alone() -> None:
    strict = answer("Who built the mill?", sources(mill=MILL), thresholds=Thresholds(1.1, 0.0))

    assert strict.status == "unsure"
    usual = answer("Who built the mill?", sources(mill=MILL))
    assert strict.excerpts[0].text == usual.excerpts[0].text


def test_the_shares_of_an_explanation_add_up_to_the_score() -> None:
    found = answer("Who called Ukraine a linchpin?", article(), explain=True).explanation

    assert found is not None
    assert sum(term.share for term in found.terms) == pytest.approx(found.passage_score)


def test_an_explanation_adds_up_to_the_confidence() -> None:
    found = answer("Who called Ukraine a linchpin?", article(), explain=True)

    assert found.explanation is not None
    total = sum(each.weight * each.chosen for each in found.explanation.confidence)
    assert 1 / (1 + math.exp(-total)) == pytest.approx(found.confidence, abs=1e-4)


def test_a_link_leads_to_the_very_words() -> None:
    cited = answer("Who built the mill?", sources(mill=MILL)).excerpts[0].citation

    assert cited.url is not None
    assert cited.url.startswith("https://example.org/mill#:~:text=The%20mill%20was%20built")


def test_a_dash_is_escaped_in_a_text_fragment() -> None:
    assert text_fragment("https://example.org/a#b", "a well-kept dam").endswith("well%2Dkept%20dam")


@settings(max_examples=60, deadline=None)
@given(question=st.text(max_size=120))
def test_every_excerpt_is_verbatim_and_short_whatever_is_asked(question: str) -> None:
    found = answer(question, article(), thresholds=Thresholds(0.5, 0.0))

    for excerpt in found.excerpts:
        text = article().text(excerpt.citation.document)
        assert text[excerpt.start : excerpt.end] == excerpt.text
        assert len(excerpt.text) <= 400
        assert all(0 <= a < b <= len(excerpt.text) for a, b in excerpt.highlights)


@settings(max_examples=30, deadline=None)
@given(words=st.lists(st.sampled_from(article().text("article").split()), max_size=12))
def test_the_same_question_has_the_same_answer(words: list[str]) -> None:
    question = " ".join(words)

    assert answer(question, article()) == answer(question, article())


def test_the_same_question_has_the_same_answer_in_every_process() -> None:
    """Python orders sets anew in each process, so no answer may hang on their order."""
    code = (
        "from tests.knowledge.answering import article; from knowledge.answers import answer;"
        "from knowledge.models import Turn;"
        "first = answer('How was Kyiv of use to the allies and members?', article(), explain=True);"
        "turn = Turn(question=first.question, answer=first);"
        "print(first, answer('What did Putin say and why?', article()),"
        "answer('and Finland?', article(), context=[turn]))"
    )
    root = Path(__file__).parent.parent.parent
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert len(said) == 1
