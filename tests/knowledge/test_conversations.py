"""Conversations over the bundled article and two other documents keep their quality."""

from functools import cache
from importlib import resources
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.evaluation import (
    MemoryLibrary,
    Outcome,
    by_kind,
    measure,
    read_questions,
    run_questions,
)
from knowledge.fetch import Source
from knowledge.models import Turn
from knowledge.readers import read

DATA = Path(__file__).parent.parent / "data" / "questions"


@cache
def library() -> MemoryLibrary:
    bundled = resources.files("knowledge") / "articles" / "nato-vs-csto.md"
    texts = {path.name: path.read_bytes() for path in sorted((DATA / "other").iterdir())}
    texts["nato-vs-csto.md"] = bundled.read_bytes()
    return MemoryLibrary({name: read(Source(data, name, name)) for name, data in texts.items()})


@cache
def outcomes() -> tuple[Outcome, ...]:
    questions = read_questions(DATA / "conversations.jsonl")
    return tuple(run_questions(questions, library().ask, library().search))


def test_the_turns_of_conversations_find_their_answers() -> None:
    figures = measure(outcomes())

    assert figures.questions >= 100
    assert (figures.hit_at_1 or 0) >= 0.9
    assert (figures.hit_at_3 or 0) >= 0.93


def test_no_kind_of_follow_up_falls_behind() -> None:
    figures = by_kind(outcomes())

    for kind in ("another", "bare", "document", "pronoun"):
        assert (figures[kind].hit_at_1 or 0) >= 0.8, kind


_WORDS = st.lists(
    st.sampled_from(
        "and who what when where how many it that she they them there of the mill NATO Finland"
        " wrote article is was did build 2014 ? , ; what about why".split(" ")
    ),
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(before=_WORDS, question=_WORDS)
def test_whatever_is_asked_after_whatever_it_is_answered_verbatim(
    before: list[str], question: list[str]
) -> None:
    first = library().ask(" ".join(before))
    turn = Turn(question=first.question, answer=first)
    found = library().ask(" ".join(question), context=[turn], excerpts=2)

    assert found.question == " ".join(question)
    assert len(found.excerpts) <= 2
    assert all(excerpt.text in excerpt.passage for excerpt in found.excerpts)


def test_a_follow_up_is_searched_in_full_for_its_ranks() -> None:
    by_id = {outcome.question.id: outcome for outcome in outcomes()}

    assert by_id["router-codes.3"].ranks  # "and E_1310?"
