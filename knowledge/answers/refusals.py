"""Why there is no answer, in words and in a form that a front end can translate."""

from __future__ import annotations

from knowledge.analysis import analyse
from knowledge.answers.finding import Found
from knowledge.answers.sources import Sources
from knowledge.models import Answer, Refusal, RefusalCode

_REASONS: dict[RefusalCode, str] = {
    "empty_library": "There is no document to answer from yet.",
    "no_question": "Ask a question in a few words, and I will look in the sources.",
    "greeting": "Hello! Ask a question, and I will look in the sources.",
    "thanks": "You are welcome.",
    "farewell": "Goodbye!",
    "about_bot": "I am Quoth: I answer with the sources' own words, or say that they do not.",
    "insult": "I can only quote the sources. Ask a question, and I will look there.",
    "instruction": "I take no instructions; I only quote the sources.",
    "not_answered": "The sources do not answer this.",
    "unknown_terms": "The sources do not answer this.",
}
_MOST_WORDS = 5


def small_refusal(question: str, code: RefusalCode) -> Answer:
    """Return the short friendly line to what is no question to the sources."""
    return Answer(
        question=question,
        status="no_answer",
        confidence=0.0,
        reason=_REASONS[code],
        refusal=Refusal(code=code),
    )


def refusal(question: str, found: Found, sources: Sources, confidence: float) -> Answer:
    """Return why the sources do not answer: words that none has, a likely spelling, a heading."""
    missing = _missing(found)
    meant = did_you_mean(question, found)
    heading = _closest_heading(found)
    code: RefusalCode = "unknown_terms" if missing else "not_answered"
    reason = _REASONS[code]
    if missing:
        reason += " No source has: " + ", ".join(f"“{word}”" for word in missing) + "."
    if meant is not None:
        reason += f" Did you mean “{meant}”?"
    if heading is not None:
        reason += f" The closest heading is “{heading}”."
    return Answer(
        question=question,
        status="no_answer",
        confidence=confidence,
        suggestion=meant,
        reason=reason,
        refusal=Refusal(code=code, missing=missing, did_you_mean=meant, heading=heading),
        searched=found.searched,
    )


def doubt(found: Found) -> str:
    """Return what is said above excerpts that may not answer."""
    missing = _missing(found)
    words = ", ".join(f"“{word}”" for word in missing)
    return "These passages are near, but may not answer." + (
        f" No source has: {words}." if missing else ""
    )


def _missing(found: Found) -> tuple[str, ...]:
    words = zip(found.query.words, found.unseen, strict=True)
    return tuple(word.text for word, unseen in words if unseen)[:_MOST_WORDS]


def did_you_mean(question: str, found: Found) -> str | None:
    """Return the question with likely slips mended by words of the sources, or None."""
    meant = question
    for word in found.query.words:
        spelt = [o for o in word.alternatives if o.origin == "spelling" and o.strength >= 0.6]
        if spelt and (written := _written(spelt[0].term, found)) is not None:
            meant = meant.replace(word.text, written)
    return meant if meant != question else None


def _written(term: str, found: Found) -> str | None:
    """Return how the sources write `term`."""
    for place in found.selection.places:
        if spans := place.sentence.spans.get(term):
            start = place.sentence.start
            return place.hit.passage.text[start + spans[0][0] : start + spans[0][1]]
    return None


def _closest_heading(found: Found) -> str | None:
    """Return the heading among the hits that shares most words with the question, if any does."""
    asked = {word.term for word in found.query.words}
    headings = dict.fromkeys(h.passage.section[-1] for h in found.hits if h.passage.section)
    shared = {heading: len(asked & set(analyse(heading))) for heading in headings}
    best = max(shared, key=lambda heading: shared[heading], default=None)
    return best if best is not None and shared[best] else None
