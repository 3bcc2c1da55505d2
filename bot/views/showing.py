"""A stored answer -> what is shown of it now: which quote, and what became of its source."""

from __future__ import annotations

from bot.cards.answers import Shown
from bot.desk.place import server_collection
from bot.server_state import StoredAnswer
from bot.wording import Speaker
from knowledge import MAIN, DocumentNotFound, Excerpt, Library, Passage


def shown(stored: StoredAnswer, number: int, library: Library, speaker: Speaker) -> Shown:
    """Return quote `number` (from 0) of an answer, with a notice if its source is another now.

    Words that are no longer in the source are shown only under the notice that says so.
    """
    found = Shown(answer=stored.answer, id=stored.id, number=number)
    excerpt = found.excerpt
    if excerpt is None:
        return found
    notices = [speaker.say("answer.pinned")] if stored.pinned and number == 0 else []
    change = _change(stored, excerpt, library)
    if change is not None:
        notices.append(speaker.say(change, date=stored.created.date().isoformat()))
    return Shown(answer=stored.answer, id=stored.id, number=number, notices=tuple(notices))


def _change(stored: StoredAnswer, excerpt: Excerpt, library: Library) -> str | None:
    """Return the sentence that tells what became of the source, or `None` if it is the same."""
    document = excerpt.citation.document
    if library.verify(excerpt):
        return None
    try:
        info = library.document(document, _all_collections(stored))
    except DocumentNotFound:
        return "answer.removed"
    return "answer.changed" if excerpt.text in info.text else "answer.changed_gone"


def _all_collections(stored: StoredAnswer) -> tuple[str, ...]:
    kind, _, server = stored.scope.partition(":")
    return (server_collection(int(server)), MAIN) if kind == "server" else (MAIN,)


def around(excerpt: Excerpt, library: Library) -> tuple[Passage | None, Passage | None]:
    """Return the passages before and after the excerpt's own, where the source still has it."""
    try:
        passages = library.passages(excerpt.citation.document)
    except DocumentNotFound:
        return None, None
    for position, passage in enumerate(passages):
        if passage.start <= excerpt.start < passage.end:
            before = passages[position - 1] if position else None
            after = passages[position + 1] if position + 1 < len(passages) else None
            return before, after
    return None, None
