"""Rankings and judgments in TREC's text forms, for trec_eval and its kin.

A run line is "topic Q0 passage rank score tag", a line of qrels "topic 0 passage relevance". A
passage is named by its document's id and its place there, so that names stay when ids change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.evaluation.questions import Question
from knowledge.evaluation.scoring import fold_quote, holds
from knowledge.models import Hit, Passage

TAG = "quoth"


def passage_name(passage: Passage) -> str:
    """Return the passage's name, without the blanks that TREC's forms cannot hold."""
    return f"{_word(passage.document)}#{passage.ordinal}"


def run_lines(rankings: Iterable[tuple[Question, Sequence[Hit]]], tag: str = TAG) -> Iterator[str]:
    """Yield the run's lines, questions in the order given, hits by rank."""
    for question, hits in rankings:
        for hit in hits:
            name = passage_name(hit.passage)
            yield f"{_word(question.id)} Q0 {name} {hit.rank} {hit.score:.6f} {_word(tag)}"


def qrels_lines(questions: Iterable[Question], passages: Sequence[Passage]) -> Iterator[str]:
    """Yield a line for each passage that holds a gold answer of a question.

    Where a question says for which document it was written, only that document's passages count.
    """
    texts = [(passage, fold_quote(passage.text)) for passage in passages]
    documents = {passage.document for passage in passages}
    for question in questions:
        own = question.source if question.source in documents else None
        for passage, text in texts:
            fits = own is None or passage.document == own
            if fits and holds(passage, question, text):
                yield f"{_word(question.id)} 0 {passage_name(passage)} 1"


def _word(text: str) -> str:
    return re.sub(r"\s+", "_", text.strip()) or "_"
