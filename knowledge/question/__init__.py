"""A question to a Query: what is asked, in which terms. It reads no passage and ranks nothing."""

from __future__ import annotations

from knowledge.question.query import Query, Word, read_question

__all__ = ["Query", "Word", "read_question"]
