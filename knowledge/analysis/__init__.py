"""Text to terms: one analysis for documents and questions alike.

First stage of both flows. It knows words, never documents, collections or ranking. A document is
analysed in its own language; a question in its own too, with the terms that the collection's other
languages would give its words as extras (`tokens(question, language, also=...)`).
"""

from __future__ import annotations

from knowledge.analysis.languages import detect_language
from knowledge.analysis.terms import FINGERPRINT, Token, analyse, pairs, passage_terms, tokens

__all__ = [
    "FINGERPRINT",
    "Token",
    "analyse",
    "detect_language",
    "pairs",
    "passage_terms",
    "tokens",
]
