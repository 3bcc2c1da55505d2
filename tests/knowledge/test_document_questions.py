"""Questions about a document are told from questions about what it says, and answered."""

import pytest

from knowledge.answers import answer
from knowledge.answers.wordings import asked_of_document
from tests.knowledge.answering import article, sources

ABOUT_THE_DOCUMENT = {
    "author": (
        "Who is the author?",
        "who's behind this piece",
        "Who wrote it?",
        "whose article is this?",
        "By whom was the text written?",
        "byline",
        "do you know who wrote this?",
        "What's the name of the writer?",
        "Wer hat den Artikel geschrieben?",
        "Qui a écrit ce texte ?",
        "¿Quién escribió el artículo?",
        "Kto napisał ten artykuł?",
        "Хто написав цю статтю?",
    ),
    "published": (
        "When was it published?",
        "when did the article come out",
        "How old is this article?",
        "publication date",
        "is this article recent?",
        "which day did this get published?",
        "Коли опублікували статтю?",
        "What is the date of the article?",
        "Wann ist der Artikel erschienen?",
    ),
    "publisher": (
        "which outlet ran it",
        "who put this out?",
        "What is the name of the newspaper?",
        "Who published this?",
        "Where did the piece appear?",
        "In which magazine was it published?",
    ),
    "title": ("what's the headline", "What is it called?", "name of the article"),
    "picture": (
        "can I reuse the photo",
        "Who took the picture?",
        "image licence",
        "photo credit",
        "can I use the picture on my blog?",
    ),
    "rights": ("Under which licence is the article?", "May I republish this text?"),
    "about": (
        "summarise it",
        "What's the main point?",
        "tl;dr",
        "what's the takeaway?",
        "what topics does it cover?",
        "What is the article about?",
        "What does the author argue?",
        "Worum geht es in dem Artikel?",
        "De quoi parle l'article ?",
    ),
    "length": (
        "How long is the article?",
        "how many words does it have",
        "How many pages are there?",
        "How long does it take to read this?",
        "Wie lang ist der Artikel?",
        "reading time",
        "is it a long article?",
        "Quelle est la longueur de l'article ?",
        "Combien de mots contient le texte ?",
    ),
    "language": ("What language is it in?", "Is the article in English?"),
    "updated": ("When was it last updated?", "when did you add this document?"),
    "link": (
        "Where can I read the original?",
        "can I read it online?",
        "is there a link to the article",
    ),
}

ABOUT_THE_CONTENT = (
    "When was the CSTO founded?",
    "Who wrote the treaty?",
    "How long is the border?",
    "How long has the war lasted?",
    "When did NATO appear?",
    "Who is behind the war?",
    "Which language do Ukrainians speak?",
    "When was the strategy last updated?",
    "Where can I find peace?",
    "Where does the author work now?",
    "What did the author study?",
    "What is the main point of the Strategic Concept?",
    "What does Article Five say?",
    "How many sections does the Washington Treaty have?",
    "What is the CSTO called?",
    "How old is NATO?",
    "Which programme was it published in?",
    "When was the Budapest Memorandum published?",
    "What is the message of Blinken?",
    "What is the author's job?",
    "When did Putin change his mind?",
    "What does the document signed in Budapest say?",
)

FARM = """---
title: The Farm
author: Jo Hill
language: en
date: 2020-02-01
url: https://example.org/farm
---

The council ordered a report on the flood. The report was written by Kay Moss in 1971.

## Afterwards

Nobody read the report, and the farm was flooded again. The bridge is ninety metres long.
"""


@pytest.mark.parametrize(
    ("field", "question"),
    [(field, each) for field, questions in ABOUT_THE_DOCUMENT.items() for each in questions],
)
def test_what_is_asked_of_a_document_is_told_by_the_wording(field: str, question: str) -> None:
    asked = asked_of_document(question)

    assert asked is not None
    assert asked.field == field
    assert answer(question, article()).excerpts[0].score == 0.0  # a line of the document itself


@pytest.mark.parametrize("question", ABOUT_THE_CONTENT)
def test_a_question_about_the_content_is_not_answered_from_metadata(question: str) -> None:
    found = answer(question, article())

    assert all(excerpt.score != 0.0 for excerpt in found.excerpts)


def test_the_length_is_counted_and_said_in_the_citation_of_the_title() -> None:
    found = answer("How long is the farm article?", sources(farm=FARM))

    assert found.excerpts[0].text == "Title: The Farm"
    assert "34 words, about 1 minute of reading at 238 words" in found.excerpts[0].citation.text
    assert "2 paragraphs; 4 sentences" in (found.reason or "")


def test_the_address_the_language_and_the_day_of_adding_are_said() -> None:
    library = sources(farm=FARM)

    assert "example.org/farm" in (answer("Where can I read it?", library).reason or "")
    assert answer("What language is it in?", library).reason == "written in English"
    assert "added to the library on" in (answer("When was this added?", library).reason or "")


def test_a_summary_is_the_subtitle_and_the_beginning() -> None:
    found = answer("Summarise the article", article())

    assert [e.text.split()[1] for e in found.excerpts] == ["traditional", "Russian"]
    assert found.status == "answered"


def test_one_of_several_documents_is_meant_by_its_name() -> None:
    library = sources(farm=FARM, mill=FARM.replace("Farm", "Mill").replace("Jo Hill", "Al Dean"))

    assert "Mill" in answer("How long is the mill article?", library).excerpts[0].text
    assert "Al Dean" in answer("Who wrote the one on the mill?", library).excerpts[0].text
    assert answer("How long is the article?", library).status == "unsure"


def test_a_report_that_the_text_tells_of_is_not_the_document() -> None:
    told = answer("Who wrote the report?", sources(farm=FARM))
    meant = answer("Who wrote this report?", sources(farm=FARM))

    assert "Kay Moss" in told.excerpts[0].text
    assert "Jo Hill" in meant.excerpts[0].text
