"""A question and the sources to an Answer: the end of the answering flow.

It joins `knowledge.question`, the index and `knowledge.selection`. It quotes and cites; it never
words an answer itself, and it knows no store.
"""

from __future__ import annotations

from knowledge.answers.answering import answer
from knowledge.answers.confidence import Thresholds
from knowledge.answers.sources import Sources

__all__ = ["Sources", "Thresholds", "answer"]
