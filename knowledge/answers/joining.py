"""Answers to the parts of a question to one answer: "who founded it and who leads it?"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest

from knowledge.answers.confidence import Thresholds
from knowledge.answers.conversing import JOINT
from knowledge.models import Answer, Excerpt, Status, Turn


def joined(question: str, parts: Sequence[Turn], excerpts: int, thresholds: Thresholds) -> Answer:
    """Return one answer: an excerpt for each part first, then their further ones in turn.

    It is as sure as the least sure part. Where some parts are answered and others are not, it is
    unsure, and says which are not.
    """
    answers = [turn.answer for turn in parts if turn.answer is not None]
    missing = [turn.question for turn in parts if turn.answer and turn.answer.status == "no_answer"]
    least = min(answers, key=lambda each: each.confidence)
    if len(missing) == len(answers):
        refused = max(answers, key=lambda each: each.confidence)
        return refused.model_copy(update={"question": question, "confidence": least.confidence})
    carried = any(each.searched for each in answers)
    return Answer(
        question=question,
        status="unsure" if missing else _status(answers, thresholds),
        confidence=least.confidence,
        excerpts=tuple(_distinct(_in_turn(answers)))[: max(excerpts, 1)],
        suggestion=next((each.suggestion for each in answers if each.suggestion), None),
        reason=_reason(answers, missing),
        searched=JOINT.join(_full(turn) for turn in parts) if carried else None,
        explanation=answers[0].explanation,
    )


def _status(answers: Iterable[Answer], thresholds: Thresholds) -> Status:
    least = min(each.confidence for each in answers)
    return "answered" if thresholds.status(least) == "answered" else "unsure"


def _full(turn: Turn) -> str:
    searched = turn.answer.searched if turn.answer else None
    return searched or turn.question


def _in_turn(answers: Iterable[Answer]) -> Iterable[Excerpt]:
    """Yield the first excerpt of each answer, then the second of each, and so on."""
    shown = (each.excerpts for each in answers if each.status != "no_answer")
    rounds = zip_longest(*shown)
    return (each for each in chain.from_iterable(rounds) if each is not None)


def _distinct(found: Iterable[Excerpt]) -> list[Excerpt]:
    """Return the excerpts without those that lie in another; the longer takes the place."""
    kept: list[Excerpt] = []
    for each in found:
        inside = next((i for i, other in enumerate(kept) if _holds(each, other)), None)
        if inside is not None:
            kept[inside] = each
        elif not any(_holds(other, each) for other in kept):
            kept.append(each)
    return kept


def _holds(one: Excerpt, other: Excerpt) -> bool:
    same = one.citation.document == other.citation.document
    return same and one.start <= other.start and other.end <= one.end


def _reason(answers: Iterable[Answer], missing: Sequence[str]) -> str | None:
    if missing:
        questions = ", ".join(f"“{each.strip(' ?.!')}”" for each in missing)
        return f"The sources do not answer all of it; no answer to: {questions}."
    return next((each.reason for each in answers if each.reason), None)
