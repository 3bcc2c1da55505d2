"""A question to a Query: what is asked, in which terms. It reads no passage and ranks nothing."""

from __future__ import annotations

from knowledge.question.expansion import expand, with_acronyms, with_languages
from knowledge.question.follow_up import FollowUp, follow_up
from knowledge.question.query import Query, Word, read_question
from knowledge.question.small_talk import small_talk, without_chat

__all__ = [
    "FollowUp",
    "Query",
    "Word",
    "expand",
    "follow_up",
    "read_question",
    "small_talk",
    "with_acronyms",
    "with_languages",
    "without_chat",
]
