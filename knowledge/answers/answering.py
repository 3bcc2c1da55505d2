"""The one function that answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.analysis import detect_language
from knowledge.answers.alike import nearly_same
from knowledge.answers.citing import excerpt, stated
from knowledge.answers.confidence import Thresholds, confidence, confidence_features
from knowledge.answers.conversing import backgrounds, parts_of, readings
from knowledge.answers.documents import Statement, document_statements, matching_note
from knowledge.answers.explaining import explain_answer
from knowledge.answers.finding import Found, find, languages
from knowledge.answers.joining import joined
from knowledge.answers.lists import with_whole_lists
from knowledge.answers.refusals import did_you_mean, doubt, refusal, small_refusal
from knowledge.answers.sources import Sources
from knowledge.models import Answer, Excerpt, Passage, Turn
from knowledge.question import small_talk, without_chat
from knowledge.selection import Run, fitted_model

STATED = 0.95
"""Confidence of an answer that a document's own statement gives: right where the pattern is."""
_STATED_BY_SEVERAL = 0.5
"""The same where several documents fit and none was named."""
_SPARE = 2
"""Runs chosen beyond those wanted: copies of others are folded away."""
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
    asking = _Asking(sources, excerpts, explain, within, thresholds or Thresholds())
    parts = parts_of(question, languages(question, sources)[0])
    if len(parts) == 1:
        return asking.answer(question, context)
    turns = list(context)
    for part in parts:
        turns.append(Turn(question=part, answer=asking.answer(part, turns)))
    return joined(question, turns[len(context) :], excerpts, asking.thresholds)


@dataclass(frozen=True)
class _Asking:
    """How one question is answered: from where, and with how much."""

    sources: Sources
    excerpts: int
    explain: bool
    within: Sequence[tuple[int, int]] | None
    thresholds: Thresholds = field(default_factory=Thresholds)

    def answer(self, question: str, context: Sequence[Turn]) -> Answer:
        """Answer one question; of its readings the first that is answered, else the surest."""
        language, _ = languages(question, self.sources)
        before = backgrounds(context, language)
        full = readings(question, before, language)
        preferred = before[0].cited if before else ()
        answers = [self._one(question, each, preferred) for each in full or (None,)]
        sure = (each for each in answers if each.status == "answered")
        return next(sure, None) or max(answers, key=lambda each: each.confidence)

    def _one(self, question: str, searched: str | None, preferred: Sequence[str]) -> Answer:
        asked = searched or question
        plain = without_chat(asked)
        language = detect_language(plain) or "en"
        statements = document_statements(plain, self.sources, preferred, language)
        if statements:
            found = _stated(question, statements[: self.excerpts], self.thresholds)
            return found.model_copy(update={"searched": searched})
        return self._from_passages(question, searched)

    def _from_passages(self, question: str, searched: str | None) -> Answer:
        found = find(
            searched or question,
            self.sources,
            fitted_model().sentence,
            count=self.excerpts + _SPARE,
            searched=searched,
            within=self.within,
        )
        if not found.query.words:
            return small_refusal(question, "no_question")
        if not found.selection.runs:
            return self._noted(question, found) or refusal(question, found, self.sources, 0.0)
        return self._quoted(question, found)

    def _quoted(self, question: str, found: Found) -> Answer:
        model = fitted_model()
        features = confidence_features(found.selection, found.unseen)
        certain = confidence(features, model)
        if certain < _NOTE_BELOW and (noted := self._noted(question, found)):
            return noted
        status = self.thresholds.status(certain)
        explanation = explain_answer(found, features, self.sources, model) if self.explain else None
        if status == "no_answer":
            refused = refusal(question, found, self.sources, certain)
            return refused.model_copy(update={"explanation": explanation})
        unsure = status == "unsure"
        return Answer(
            question=question,
            status=status,
            confidence=certain,
            excerpts=tuple(_folded(found.selection.runs, self.sources)[: self.excerpts]),
            suggestion=did_you_mean(found.searched or question, found) if unsure else None,
            reason=doubt(found) if unsure else None,
            searched=found.searched,
            explanation=explanation,
        )

    def _noted(self, question: str, found: Found) -> Answer | None:
        """Quote a line outside the passages that has every word of the question, if one does."""
        terms = frozenset(word.term for word in found.query.words if word.origin == "word")
        covered = any(terms <= place.sentence.positions.keys() for place in found.selection.places)
        if covered or not terms or found.searched:
            return None
        note = matching_note(terms, self.sources)
        return None if note is None else _stated(question, [note], self.thresholds)


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


def _folded(runs: Iterable[Run], sources: Sources) -> list[Excerpt]:
    """Return the runs as excerpts; one that says the same as an earlier one is its "also in"."""
    first: list[Run] = []
    copies: list[list[Passage]] = []
    for run in with_whole_lists(runs):
        same = next((i for i, each in enumerate(first) if nearly_same(_said(each), _said(run))), -1)
        if same >= 0:
            copies[same].append(run.hit.passage)
        else:
            first.append(run)
            copies.append(list(sources.copies(run.hit.passage)))
    return [excerpt(run, sources, others) for run, others in zip(first, copies, strict=True)]


def _said(run: Run) -> str:
    return run.hit.passage.text[run.start : run.end]
