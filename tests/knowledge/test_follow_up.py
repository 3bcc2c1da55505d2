"""A follow-up is written out in full, with what it needs of the question before and no more."""

import pytest

from knowledge.question import follow_up, leans

QUOTED = "Minister Kay Moss was clear when she said — ‘The harbour stays open all winter.’"


@pytest.mark.parametrize(
    ("before", "question", "full"),
    [
        # a pronoun stands for what was spoken of, not for what was said of it
        ("Who built the bridge?", "when did it close?", "when did the bridge close?"),
        ("Who founded NATO?", "and who leads it?", "who leads NATO?"),
        ("What does E_1207 mean?", "how do I fix it?", "how do I fix E_1207?"),
        ("When was the mill built?", "where is it?", "where is the mill?"),
        ("Which countries joined NATO?", "when did they leave?", "when did countries, NATO leave?"),
        ("Wann wurde die Mühle gebaut?", "Wer hat sie gebaut?", "Wer hat die Mühle gebaut?"),
        ("What is packet switching?", "who invented it?", "who invented packet switching?"),
        ("When did the War of Arlen start?", "who won it?", "who won the War of Arlen?"),
        # another one takes the place of its like
        ("When was the mill built?", "and the lighthouse?", "When was the lighthouse built"),
        ("When did Finland join NATO?", "and Sweden?", "When did Sweden join NATO"),
        ("When did Finland join NATO?", "what about the CSTO?", "When did Finland join the CSTO"),
        ("What did NATO do in 2008?", "and in 2014?", "What did NATO do in 2014"),
        (
            "How many clients does the R2 serve?",
            "and tunnels?",
            "How many tunnels does the R2 serve",
        ),
        ("Wann wurde die Mühle gebaut?", "und der Turm?", "Wann wurde der Turm gebaut"),
        # a bare question asks anew about the same
        ("Did the mill close?", "why?", "why did the mill close"),
        ("Why did the mill close?", "when was that?", "when did the mill close"),
        ("Which countries joined NATO?", "how many of them?", "how many countries joined NATO"),
        ("When was the mill built?", "which year was that?", "which year was the mill built"),
        ("Wann wurde die Mühle gebaut?", "warum?", "warum wurde die Mühle gebaut"),
        ("Warum wurde sie gebaut?", "wann war das?", "wann wurde sie gebaut"),
        ("Qui a construit le moulin ?", "Où est-il ?", "Où est-le moulin ?"),
        ("Qui a construit le moulin ?", "et quand ?", "quand a construit le moulin"),
    ],
)
def test_a_follow_up_is_written_out(before: str, question: str, full: str) -> None:
    language = "de" if "wurde" in before else "fr" if "moulin" in before else "en"

    assert follow_up(question, before, language=language)[0] == full


@pytest.mark.parametrize(
    "question",
    [
        "What did Biden say about Ukraine?",
        "Is it true that Finland joined NATO?",
        "When did Putin launch his war?",
        "What did NATO say about its members?",
        "And who is the president of France?",
        "Is there a summit?",
        "How long does it take to reach Kyiv?",
        "sanctions",
        "What is the country that left?",
    ],
)
def test_what_stands_alone_carries_nothing(question: str) -> None:
    assert follow_up(question, "When was the mill built?") == ()


def test_he_and_they_after_who_are_the_names_in_the_answer() -> None:
    said = "It was made of oak by the carpenters Nia Roberts and Tom Hale."

    assert follow_up("what did she see?", "Who made the wheel?", said) == (
        "what did Nia Roberts see?",
    )
    assert "Tom Hale" in follow_up("how long did they need?", "Who made the wheel?", said)[0]


def test_of_the_names_in_an_answer_the_nearest_to_the_question_is_meant() -> None:
    said = "Raiders under their leader Rollo agreed to swear fealty to King Charles of Francia."

    assert follow_up("when did he die?", "Who was the leader?", said) == ("when did Rollo die?",)


def test_she_is_who_was_named_and_it_is_what_was_said() -> None:
    before = "What did Kay Moss compare the harbour to?"

    assert follow_up("what did she say?", before) == ("what did Kay Moss say?",)
    assert follow_up("when did she say it?", before) == (
        "when did Kay Moss compare the harbour to",
    )


def test_who_said_it_asks_for_the_words_that_were_quoted() -> None:
    found = follow_up("who said it?", "What happens to the harbour?", QUOTED)

    assert found == ("who said The harbour stays open all winter",)


def test_an_event_is_asked_about_anew_and_a_thing_is_not() -> None:
    assert leans("and when was that?")
    assert leans("why?")
    assert not leans("how big is it?")
    assert not leans("when did it close?")


def test_nothing_leans_on_nothing() -> None:
    assert follow_up("why?", "?") == ()
