"""Passages that the index found to the sentences worth quoting; knows no document beyond them."""

from __future__ import annotations

from knowledge.selection.choice import Candidate, rank_sentences

__all__ = ["Candidate", "rank_sentences"]
