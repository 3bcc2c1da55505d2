"""One question: the conversation before, the pins, the library, the check of the words, the record.

Runs in a worker thread from start to end.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.place import Place
from bot.server_state import ServerState, StoredAnswer
from knowledge import Answer, DocumentNotFound, Excerpt, Library, Thresholds, Turn, analyse

log = logging.getLogger(__name__)

TURNS = 3
"""Earlier exchanges that a follow-up question may lean on."""
CONVERSATION = timedelta(minutes=30)
"""How long a thread or direct message counts as one conversation."""
SIMILAR = 0.6
"""Jaccard index of the terms from which a question counts as a pinned one."""
EXCERPTS = 3
ATTEMPTS = 5
"""How often a question is asked whose sources are removed or replaced in the meantime."""


class Withheld(Exception):
    """The words could not be verified against the source; nothing is shown."""


@dataclass(frozen=True)
class Request:
    """A question as it came in."""

    question: str
    place: Place
    source: str | None = None
    parent: str | None = None
    """Short id of the answer that it replies to."""
    conversation: bool = False
    """Whether the channel is a thread or direct message, where one question follows another."""


def ask(
    request: Request,
    library: Library,
    state: ServerState,
    *,
    when: datetime,
    thresholds: Thresholds | None,
) -> StoredAnswer:
    """Answer a request with verified words and store what was answered.

    Raises:
        Withheld: contract 1 did not hold.
        QuothError: see `Library.ask`.
    """
    before = _before(request, state, when)
    for _ in range(ATTEMPTS):
        answer = library.ask(
            request.question,
            collections=request.place.collections,
            sources=(request.source,) if request.source else (),
            excerpts=EXCERPTS,
            context=_turns(before),
            thresholds=thresholds,
        )
        pinned = _pinned(request, library, state)
        if pinned is not None:
            answer = _with_pin(answer, pinned)
        # A source replaced in the middle of all this is asked once more; always is a bug.
        if all(library.verify(excerpt) for excerpt in answer.excerpts):
            return _store(request, answer, library, state, when=when, pinned=pinned is not None,
                          parent=before[-1].id if before else None)  # fmt: skip
    log.error("withheld: the words are not in the source", extra={"fields": _facts(answer)})
    raise Withheld


def _before(request: Request, state: ServerState, when: datetime) -> Sequence[StoredAnswer]:
    scope, channel = request.place.scope, request.place.channel
    if request.parent is not None:
        return state.answers.chain(request.parent, scope, TURNS)
    if request.conversation and channel is not None:
        return state.answers.latest(scope, channel, when - CONVERSATION, when, TURNS)
    return ()


def _turns(before: Sequence[StoredAnswer]) -> tuple[Turn, ...]:
    return tuple(
        Turn(question=stored.answer.question, answer=stored.answer)
        for stored in before
        if stored.answer.question
    )


def _pinned(request: Request, library: Library, state: ServerState) -> Excerpt | None:
    server = request.place.server
    if server is None or request.source is not None:
        return None
    asked = set(analyse(request.question))
    best, closest = None, SIMILAR
    for pin in state.pins.all(server):
        terms = set(analyse(pin.question))
        shared = len(asked & terms) / max(1, len(asked | terms))
        if (
            shared >= closest
            and library.verify(pin.excerpt)
            and _searched(pin.excerpt, request, library)
        ):
            best, closest = pin.excerpt, shared
    return best


def _searched(excerpt: Excerpt, request: Request, library: Library) -> bool:
    """Return whether the excerpt's document is among those that may be searched from here."""
    try:
        library.find(excerpt.citation.document, request.place.collections)
    except DocumentNotFound:
        return False
    return True


def _with_pin(answer: Answer, pinned: Excerpt) -> Answer:
    others = [
        excerpt
        for excerpt in answer.excerpts
        if (excerpt.citation.document, excerpt.start) != (pinned.citation.document, pinned.start)
    ]
    changes = {
        "status": "answered",
        "confidence": 1.0,
        "excerpts": (pinned, *others)[:EXCERPTS],
        "refusal": None,
        "reason": None,
    }
    return answer.model_copy(update=changes)


def _store(
    request: Request,
    answer: Answer,
    library: Library,
    state: ServerState,
    *,
    when: datetime,
    pinned: bool,
    parent: str | None,
) -> StoredAnswer:
    place = request.place
    cited = {excerpt.citation.document for excerpt in answer.excerpts}
    versions = {
        info.id: info.version for info in library.documents(place.collections) if info.id in cited
    }
    kept = answer if place.keeps_questions else answer.model_copy(
        update={"question": "", "searched": None}
    )  # fmt: skip
    stored = state.answers.add(
        kept, scope=place.scope, channel=place.channel, when=when,
        parent=parent, versions=versions, pinned=pinned,
    )  # fmt: skip
    state.questions.record(
        answer.question, answer.status, place.scope, when=when, keep_text=_is_gap(answer, place)
    )
    return stored.model_copy(update={"answer": answer})


def _is_gap(answer: Answer, place: Place) -> bool:
    """Return whether the question belongs on the list of what the sources lack."""
    if not place.keeps_questions or place.server is None:
        return False
    lacks = ("unknown_terms", "not_answered", "empty_library")
    return answer.refusal is None or answer.refusal.code in lacks


def _facts(answer: Answer) -> dict[str, object]:
    return {
        "excerpts": [
            [excerpt.citation.document, excerpt.start, excerpt.end] for excerpt in answer.excerpts
        ]
    }
