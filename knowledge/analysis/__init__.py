"""Text to terms: one analysis for documents and questions alike.

First stage of both flows. It knows words, never documents, collections or ranking.
"""

from __future__ import annotations

from knowledge.analysis.languages import detect_language
from knowledge.analysis.terms import Token, analyse, pairs, passage_terms, tokens

__all__ = ["Token", "analyse", "detect_language", "pairs", "passage_terms", "tokens"]
