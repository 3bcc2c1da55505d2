"""The conversation before a question: which turn it leans on, and what it then stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answers.wordings import asked_of_document
from knowledge.models import Turn
from knowledge.question import (
    follow_up,
    kind_of,
    leans,
    small_talk,
    speaks_of_a_person,
    speaks_of_a_thing,
    split_question,
)

JOINT = " · "
"""What stands between the parts of a question where it is said what was searched."""

_ANEW = {
    "who": "Who wrote the article?",
    "when": "When was the article published?",
    "where": "Where was the article published?",
}
"""What a bare "when?" asks after a question about a document."""


_BETWEEN_FIELDS = re.compile(r",? (?:and|or|und|et|y|i|та|і) |, ")


def parts_of(question: str, language: str) -> tuple[str, ...]:
    """Return the questions that are asked in one breath; also "title and author?" of a document."""
    parts = split_question(question, language)
    fields = [part.strip() for part in _BETWEEN_FIELDS.split(question)]
    if len(parts) == 1 < len(fields) and all(asked_of_document(field) for field in fields):
        return tuple(fields)
    return parts


@dataclass(frozen=True)
class Background:
    """An exchange that was about the sources."""

    question: str
    """In full, where it was a follow-up itself."""
    said: str | None
    cited: tuple[str, ...]
    """Ids of the documents that were quoted."""
    of_person: bool = False
    """Whether it spoke of somebody as "he" or "she": nothing that "it" could be."""

    @property
    def of_document(self) -> bool:
        """Whether it was a question about a document itself."""
        return asked_of_document(self.question) is not None


def backgrounds(context: Sequence[Turn], language: str) -> list[Background]:
    """Return what a follow-up may lean on, the latest first; greetings are passed over."""
    turns = [turn for turn in reversed(context) if small_talk(turn.question) is None]
    return [_background(turn, language) for turn in turns]


def _background(turn: Turn, language: str) -> Background:
    answer = turn.answer
    searched = answer.searched if answer is not None else None
    full = (searched or split_question(turn.question, language)[-1]).split(JOINT)[-1]
    quoted = answer.excerpts if answer is not None else ()
    cited = tuple(dict.fromkeys(each.citation.document for each in quoted))
    said = quoted[0].text if quoted else None
    return Background(full, said, cited, speaks_of_a_person(turn.question))


def readings(question: str, before: Sequence[Background], language: str) -> tuple[str, ...]:
    """Return what `question` may stand for in a conversation, the likeliest first.

    Empty where it stands alone. Who "she" is may have been said some turns before, and what "it" is
    before "she" was spoken of; everything else leans on the latest.
    """
    if not speaks_of_a_person(question):
        things = [each for each in before if not each.of_person]
        of_a_thing = speaks_of_a_thing(question) and things
        return _after(question, (things if of_a_thing else before)[0], language) if before else ()
    people = [each for each in before if each.of_person or kind_of(each.question) == "who"]
    found = (_after(question, each, language) for each in (*people, *before))
    return next((each for each in found if each), ())


def _after(question: str, before: Background, language: str) -> tuple[str, ...]:
    asked = asked_of_document(question)
    if asked is not None and (before.of_document or not asked.of_anything):
        return ()
    if before.of_document and leans(question, language) and kind_of(question) in _ANEW:
        return (_ANEW[kind_of(question)],)
    return follow_up(question, before.question, before.said, language)
