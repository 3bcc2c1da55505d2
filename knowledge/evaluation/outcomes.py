"""Questions asked and judged: one outcome a question, the raw material of all figures.

Asking goes through functions that the caller gives (a library's `ask` and `search`), so that
anything that answers can be measured.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.evaluation.questions import Question
from knowledge.evaluation.scoring import fold_quote, holds, is_hit
from knowledge.models import Answer, Hit, Status, Turn


class Ask(Protocol):
    """Answers a question; the conversation before is told it only where there is one."""

    def __call__(self, question: str, /, *, context: Sequence[Turn] = ()) -> Answer:
        """Return the answer to `question`."""


Search = Callable[[str], Sequence[Hit]]


@dataclass(frozen=True)
class Outcome:
    """How one question went."""

    question: Question
    status: Status
    confidence: float
    hits: tuple[bool, ...]
    """Of each excerpt, best first: whether it gives a gold answer."""
    ranks: tuple[int, ...]
    """Ranks, from 1, of the passages found that hold a gold answer."""
    seconds: float
    """Wall time of answering; searching for `ranks` is not counted."""
    first: str = ""
    """The first excerpt's words, to look at misses."""
    searched: str | None = None
    """What a follow-up was taken to ask."""

    @property
    def right(self) -> bool:
        """Whether the first excerpt answers; never so for an unanswerable question."""
        return self.question.answerable and self.hit_within(1)

    @property
    def abstained(self) -> bool:
        """Whether the answer claims nothing: `unsure` counts as abstaining."""
        return self.status != "answered"

    def hit_within(self, depth: int) -> bool:
        """Say whether one of the first `depth` excerpts answers."""
        return any(self.hits[:depth])


def run_questions(
    questions: Iterable[Question],
    ask: Ask,
    search: Search | None = None,
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[Outcome]:
    """Ask each question and judge the answer; without `search` no ranks are known.

    The questions of one conversation are asked in their order, each with those before it. A
    follow-up's passages are searched for in the words that its answer says were searched.
    """
    turns: dict[str, list[Turn]] = defaultdict(list)
    for question in questions:
        before = turns[question.conversation] if question.conversation is not None else []
        start = clock()
        answer = ask(question.question, context=tuple(before)) if before else ask(question.question)
        seconds = clock() - start
        before.append(Turn(question=question.question, answer=answer))
        looked_for = answer.searched or question.question
        found = search(looked_for) if search and question.answerable else ()
        yield judge(question, answer, found, seconds)


def judge(
    question: Question, answer: Answer, found: Sequence[Hit] = (), seconds: float = 0.0
) -> Outcome:
    """Return the outcome of one answer; quotations shown with a refusal count as none."""
    shown = answer.excerpts if answer.status != "no_answer" else ()
    return Outcome(
        question=question,
        status=answer.status,
        confidence=answer.confidence,
        hits=tuple(is_hit(excerpt.text, question.gold) for excerpt in shown),
        ranks=tuple(
            hit.rank for hit in found if holds(hit.passage, question, fold_quote(hit.passage.text))
        ),
        seconds=seconds,
        first=shown[0].text if shown else "",
        searched=answer.searched,
    )
