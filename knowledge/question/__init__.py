"""A question to a Query: what is asked, in which terms. It reads no passage and ranks nothing."""

from __future__ import annotations

from knowledge.question.expansion import expand, with_acronyms, with_languages
from knowledge.question.follow_up import follow_up, leans, speaks_of_a_person, speaks_of_a_thing
from knowledge.question.kinds import kind_of
from knowledge.question.parts import split_question
from knowledge.question.query import Query, Word, read_question
from knowledge.question.small_talk import small_talk, without_chat

__all__ = [
    "Query",
    "Word",
    "expand",
    "follow_up",
    "kind_of",
    "leans",
    "read_question",
    "small_talk",
    "speaks_of_a_person",
    "speaks_of_a_thing",
    "split_question",
    "with_acronyms",
    "with_languages",
    "without_chat",
]
