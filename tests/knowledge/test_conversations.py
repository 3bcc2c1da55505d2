"""Conversations over the bundled article and two other documents keep their quality."""

from functools import cache
from importlib import resources
from pathlib import Path

from knowledge.evaluation import (
    MemoryLibrary,
    Outcome,
    by_kind,
    measure,
    read_questions,
    run_questions,
)
from knowledge.fetch import Source
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


def test_a_follow_up_is_searched_in_full_for_its_ranks() -> None:
    by_id = {outcome.question.id: outcome for outcome in outcomes()}

    assert by_id["router-codes.3"].ranks  # "and E_1310?"
