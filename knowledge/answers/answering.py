"""The one function that answers."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers.citing import excerpt
from knowledge.answers.confidence import Thresholds
from knowledge.answers.sources import Sources
from knowledge.models import Answer, Hit, Refusal, Turn
from knowledge.question import Query, read_question
from knowledge.selection import Candidate, rank_sentences

DEPTH = 10
"""How many of the best passages are read sentence by sentence."""


def answer(
    question: str,
    sources: Sources,
    *,
    excerpts: int = 3,
    context: Sequence[Turn] = (),
    explain: bool = False,
    within: Sequence[tuple[int, int]] | None = None,
    thresholds: Thresholds | None = None,
) -> Answer:
    """Answer `question` from `sources` with at most `excerpts` quotations, or say why not.

    `within` limits the passages to ranges of ids; `context` is the conversation before.
    """
    query = read_question(question)
    hits = _search(query, sources, within)
    candidates = rank_sentences(query, hits, sources.searcher)
    if not candidates:
        return _refusal(question, query, sources)
    return _quote(question, candidates[:excerpts], sources, thresholds or Thresholds())


def _search(query: Query, sources: Sources, within: Sequence[tuple[int, int]] | None) -> list[Hit]:
    found = sources.searcher.search(query.weights(), DEPTH, within)
    passages = sources.passages([passage_id for passage_id, _ in found])
    return [
        Hit(passage=passage, score=score, rank=rank)
        for rank, (passage, (_, score)) in enumerate(zip(passages, found, strict=True), start=1)
    ]


def _quote(
    question: str, chosen: Sequence[Candidate], sources: Sources, thresholds: Thresholds
) -> Answer:
    confidence = min(1.0, chosen[0].coverage ** 2)
    status = thresholds.status(confidence)
    refused = status == "no_answer"
    return Answer(
        question=question,
        status=status,
        confidence=confidence,
        excerpts=() if refused else tuple(excerpt(candidate, sources) for candidate in chosen),
        reason="The sources have these words, but no passage answers." if refused else None,
        refusal=Refusal(code="not_answered") if refused else None,
    )


def _refusal(question: str, query: Query, sources: Sources) -> Answer:
    if not sources.searcher.passage_count:
        code, reason = "empty_library", "There is no document to answer from yet."
    elif not query.words:
        code, reason = "no_question", "Ask a question in a few words."
    else:
        code, reason = "unknown_terms", "No source has these words."
    missing = tuple(word.text for word in query.words) if code == "unknown_terms" else ()
    refusal = Refusal.model_validate({"code": code, "missing": missing})
    return Answer(
        question=question, status="no_answer", confidence=0.0, reason=reason, refusal=refusal
    )
