"""The one function that answers."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.analysis import detect_language
from knowledge.answers.citing import excerpt, stated
from knowledge.answers.confidence import Thresholds, confidence, confidence_features
from knowledge.answers.documents import Statement, document_statements, matching_note
from knowledge.answers.explaining import explain_answer
from knowledge.answers.finding import Found, find
from knowledge.answers.refusals import did_you_mean, doubt, refusal, small_refusal
from knowledge.answers.sources import Sources
from knowledge.models import Answer, Excerpt, Passage, Turn
from knowledge.question import small_talk, without_chat
from knowledge.selection import Run, fitted_model

STATED = 0.95
"""Confidence of an answer that a document's own statement gives: right where the pattern is."""
_STATED_BY_SEVERAL = 0.5
"""The same where several documents fit and none was named."""
_NOTE_BELOW = 0.5
"""A line outside the passages is quoted only where the passages are less sure than this."""


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
    talk = small_talk(question)
    if talk is not None and not (context and talk == "no_question"):
        return small_refusal(question, talk)
    if not sources.documents():
        return small_refusal(question, "empty_library")
    thresholds = thresholds or Thresholds()
    statements = _about_document(question, sources, context)
    if statements:
        return _stated(question, statements[:excerpts], thresholds)
    model = fitted_model()
    found = find(question, sources, model.sentence, count=excerpts, context=context, within=within)
    if not found.query.words:
        return small_refusal(question, "no_question")
    if not found.selection.runs:
        noted = _noted(question, found, sources, thresholds)
        return noted or refusal(question, found, sources, 0.0)
    return _quoted(question, found, sources, thresholds, explain=explain)


def _about_document(question: str, sources: Sources, context: Sequence[Turn]) -> list[Statement]:
    cited = [
        e.citation.document for turn in context[-1:] if turn.answer for e in turn.answer.excerpts
    ]
    asked = without_chat(question)
    return document_statements(asked, sources, cited, detect_language(asked) or "en")


def _stated(question: str, statements: Sequence[Statement], thresholds: Thresholds) -> Answer:
    documents = {statement.document.id for statement in statements}
    certain = STATED if len(documents) == 1 else _STATED_BY_SEVERAL
    facts = dict.fromkeys(statement.fact for statement in statements if statement.fact)
    return Answer(
        question=question,
        status=thresholds.status(certain),
        confidence=certain,
        excerpts=tuple(stated(statement) for statement in statements),
        reason="; ".join(facts) or None,
    )


def _quoted(
    question: str, found: Found, sources: Sources, thresholds: Thresholds, *, explain: bool
) -> Answer:
    model = fitted_model()
    features = confidence_features(found.selection, found.unseen)
    certain = confidence(features, model)
    if certain < _NOTE_BELOW and (noted := _noted(question, found, sources, thresholds)):
        return noted
    status = thresholds.status(certain)
    explanation = explain_answer(found, features, sources, model) if explain else None
    if status == "no_answer":
        refused = refusal(question, found, sources, certain)
        return refused.model_copy(update={"explanation": explanation})
    return Answer(
        question=question,
        status=status,
        confidence=certain,
        excerpts=tuple(_folded(found.selection.runs, sources)),
        suggestion=did_you_mean(question, found) if status == "unsure" else None,
        reason=doubt(found) if status == "unsure" else None,
        searched=found.searched,
        explanation=explanation,
    )


def _folded(runs: Sequence[Run], sources: Sources) -> list[Excerpt]:
    """Return the runs as excerpts; one with the words of an earlier one becomes its "also in"."""
    first: dict[str, Run] = {}
    copies: dict[str, list[Passage]] = {}
    for run in runs:
        passage = run.hit.passage
        words = " ".join(passage.text[run.start : run.end].lower().split())
        if words in first:
            copies[words].append(passage)
        else:
            first[words] = run
            copies[words] = list(sources.copies(passage))
    return [excerpt(run, sources, copies[words]) for words, run in first.items()]


def _noted(question: str, found: Found, sources: Sources, thresholds: Thresholds) -> Answer | None:
    """Quote a line outside the passages that has every word of the question, if there is one."""
    terms = frozenset(word.term for word in found.query.words if word.origin == "word")
    covered = any(terms <= place.sentence.positions.keys() for place in found.selection.places)
    if covered or not terms or found.searched:
        return None
    note = matching_note(terms, sources)
    return None if note is None else _stated(question, [note], thresholds)
