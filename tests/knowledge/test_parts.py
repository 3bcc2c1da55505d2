"""Questions asked in one breath, and their answers side by side."""

import pytest

from knowledge.answers import answer
from knowledge.question import split_question
from tests.knowledge.answering import sources
from tests.knowledge.test_conversations import library

HARBOUR = """---
title: The Harbour
author: Ann Lee
date: 2021-05-14
language: en
---

The harbour of Eastport was founded in 1764 by the merchant Ifan Prys. It lies below the old fort.

## Today

The harbour master is Kay Moss, who leads a crew of twelve. The crane lifts forty tonnes.

## The other one

The harbour of Westport has nine piers, and the harbour of Eastport has four piers.
"""

TWO_PARTS = (
    ("Who built the mill and when did it close?", ("Ifan Prys", "closed in 1938")),
    ("When and by whom was the mill built?", ("1764", "Ifan Prys")),
    ("Who wrote the tide mill article and when?", ("Mared", "14 May 2021")),
    (
        "How much did the restoration cost and who paid for it?",
        ("£1.4 million", "Heritage Lottery"),
    ),
    (
        "What does E_1207 mean and how do I fix it?",
        ("address pool is exhausted", "Enlarge the pool"),
    ),
    ("What do E_1207 and E_1310 mean?", ("exhausted",)),
    ("Who called Ukraine a linchpin and in which year?", ("Clinton", "1992")),
    ("How does NATO view China and what about Moscow?", ("China is viewed", "Moscow turned")),
    (
        "Which countries belong to the CSTO and who launched it?",
        ("Belarus, Armenia", "launched the CSTO"),
    ),
    (
        "What did Lukashenka promise and how many missiles were launched from Belarus?",
        ("promised not to participate", "600 missiles"),
    ),
    (
        "What does a steady red light mean, and what about blinking amber?",
        ("hardware has failed", "looking for a signal"),
    ),
    (
        "How long does the warranty run and does it cover lightning?",
        ("three years", "lightning or liquids"),
    ),
    ("Who is Gwen Parry and what does she hope?", ("chairs the trust", "Parry hopes")),
    ("Where is the password and what is the default user name?", ("label under the foot", "admin")),
    ("How heavy is the wheel and what is it made of?", ("nine tonnes", "Welsh oak")),
    ("Who made the wheel and how long did they need?", ("Nia Roberts", "fourteen months")),
    ("When did the mill close and why?", ("1938", "storm breached")),
    ("Who published the router guide, and when?", ("Heron Networks", "2024-11-05")),
    ("What did Matlock warn of? When was that?", ("profound strategic blunder", "1997")),
    ("Who painted the mill and when was it built?", ("1764",)),
)
"""Questions to the bundled article and two other documents, with words of each part's answer."""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who wrote it and when?", ["Who wrote it", "when?"]),
        ("Where and when was X founded?", ["Where was X founded?", "when was X founded?"]),
        ("Who founded NATO and who leads it?", ["Who founded NATO", "who leads it?"]),
        ("Who founded NATO? Who leads it?", ["Who founded NATO", "Who leads it?"]),
        ("What did he promise, and did it help?", ["What did he promise", "did it help?"]),
        ("Was it repaired, and by whom?", ["Was it repaired", "by whom?"]),
        ("Tell me who built it and when it was", ["Tell me who built it", "when it was"]),
        ("How old is A and what about B?", ["How old is A", "what about B?"]),
        ("When, where and by whom was it built?",
         ["When was it built?", "where was it built?", "by whom was it built?"]),
    ],
)  # fmt: skip
def test_a_question_in_parts_is_parted(text: str, parts: list[str]) -> None:
    assert list(split_question(text)) == parts


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("Wer hat die Mühle gebaut und wann?", "de", "Wer hat die Mühle gebaut"),
        ("Kto zbudował młyn i kiedy?", "pl", "Kto zbudował młyn"),
        ("Quand et où est-ce arrivé ?", "fr", "Quand est-ce arrivé ?"),
    ],
)
def test_other_languages_part_questions_too(text: str, language: str, first: str) -> None:
    assert split_question(text, language)[0] == first


@pytest.mark.parametrize(
    "text",
    [
        "What do NATO and the CSTO have in common?",
        "When did Finland and Sweden join?",
        "What was built and is now closed?",
        "What is the difference between what NATO does and what the CSTO does?",
        "What happened and when the war started how did they react?",
        "How and why?",
        "Hi! Who wrote this? Thanks",
        "What does the text say about war and peace?",
    ],
)
def test_a_plain_and_parts_nothing(text: str) -> None:
    assert split_question(text) == (text,)


def test_each_part_is_answered_in_the_order_of_the_parts() -> None:
    found = answer("Who leads the crew and who founded the harbour?", sources(h=HARBOUR))

    assert "Kay Moss" in found.excerpts[0].text
    assert "Ifan Prys" in found.excerpts[1].text


def test_one_sentence_that_answers_both_parts_is_quoted_once() -> None:
    found = answer("Who founded the harbour of Eastport and when?", sources(h=HARBOUR))

    assert "Ifan Prys" in found.excerpts[0].text
    assert len({e.text for e in found.excerpts}) == len(found.excerpts)
    assert found.searched is not None


def test_it_is_as_sure_as_the_least_sure_part() -> None:
    library = sources(h=HARBOUR)
    parts = ("Who founded the harbour of Eastport", "how many tonnes does the crane lift?")
    alone = [answer(part, library).confidence for part in parts]

    assert answer(" and ".join(parts), library).confidence == min(alone)


def test_a_part_without_an_answer_is_named() -> None:
    found = answer("Who founded the harbour and who painted the Mona Lisa?", sources(h=HARBOUR))

    assert found.status == "unsure"
    assert "Ifan Prys" in found.excerpts[0].text
    assert "Mona Lisa" in (found.reason or "")


def test_author_and_date_are_two_lines_of_the_document() -> None:
    found = answer("Who wrote it and when?", sources(h=HARBOUR))

    assert [e.text for e in found.excerpts] == ["Author: Ann Lee", "Published: 2021-05-14"]
    assert found.status == "answered"


def test_fields_of_a_document_can_be_listed() -> None:
    found = answer("title, author and date?", sources(h=HARBOUR))

    assert [e.text.split(":")[0] for e in found.excerpts] == ["Title", "Author", "Published"]


def test_no_part_answered_is_no_answer() -> None:
    found = answer("Who painted the Mona Lisa and who stole it?", sources(h=HARBOUR))

    assert found.status == "no_answer"
    assert found.refusal is not None


def test_both_parts_find_their_answers() -> None:
    missing = {}
    for question, golds in TWO_PARTS:
        said = " ".join(excerpt.text for excerpt in library().ask(question).excerpts)
        if left := [gold for gold in golds if gold not in said]:
            missing[question] = left

    assert len(missing) <= 2, missing
