"""A conversation: a typed line to the text that answers it. Knows no terminal and reads no key.

It keeps the turns that follow-up questions lean on, and the commands that begin with a slash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.terminal.answers import render_answer, render_passages
from bot.terminal.documents import render_documents
from bot.terminal.explanations import render_explanation
from bot.terminal.surface import Surface
from knowledge.errors import QuothError
from knowledge.models import Answer, Turn

if TYPE_CHECKING:
    from knowledge import Library, Thresholds

TURNS_KEPT = 5
"""Earlier questions that a follow-up may lean on; older ones are off the subject."""

HELP = """\
Ask a question, or one that follows up: "and Belarus?", "when was that?", "why?".
/sources   the documents that are searched
/more      the passages around the last excerpts
/explain   why the last answer is what it is
/help      this text
/quit      leave (so do Ctrl-C and Ctrl-D)"""

NO_ANSWER_YET = "Ask a question first."
NOT_SEARCHED = "The document says so itself: its own lines were looked at, and no passage searched."


@dataclass(frozen=True)
class Wanted:
    """How answers are wanted: how many excerpts, from which documents, and how sure."""

    excerpts: int
    sources: tuple[str, ...] = ()
    thresholds: Thresholds | None = None


class Conversation:
    """Questions and answers in turn; `over` once the person wants to leave."""

    def __init__(self, library: Library, surface: Surface, wanted: Wanted) -> None:
        self._library = library
        self._surface = surface
        self._wanted = wanted
        self._turns: list[Turn] = []
        self.over = False

    def reply(self, line: str) -> str:
        """Return the text to print for what was typed: an answer, a result or an error."""
        line = line.strip()
        try:
            if line.startswith("/"):
                return self._command(line)
            return self._answer(line) if line else ""
        except QuothError as error:
            return str(error)

    def _answer(self, question: str) -> str:
        answer = self._ask(question, self._turns)
        self._turns = [*self._turns, Turn(question=question, answer=answer)][-TURNS_KEPT:]
        return render_answer(answer, self._surface)

    def _ask(self, question: str, before: list[Turn], *, explain: bool = False) -> Answer:
        return self._library.ask(
            question,
            sources=self._wanted.sources,
            excerpts=self._wanted.excerpts,
            thresholds=self._wanted.thresholds,
            context=before,
            explain=explain,
        )

    def _command(self, line: str) -> str:
        act = COMMANDS.get(line.split()[0].lower())
        return act(self) if act is not None else f"There is no command {line}.\n{HELP}"

    def help(self) -> str:
        """Return what can be typed."""
        return HELP

    def list_sources(self) -> str:
        """Return the documents as a table."""
        return render_documents(self._library.documents(), self._surface)

    def more(self) -> str:
        """Return the passages around the last answer's excerpts."""
        last = self._turns[-1].answer if self._turns else None
        if last is None or not last.excerpts:
            return "There is no excerpt to show more of."
        return render_passages(last.excerpts, self._surface)

    def explain(self) -> str:
        """Return why the last answer is what it is, by asking again in the same situation."""
        if not self._turns:
            return NO_ANSWER_YET
        answer = self._ask(self._turns[-1].question, self._turns[:-1], explain=True)
        if answer.explanation is None:
            return NOT_SEARCHED if answer.excerpts else answer.reason or NO_ANSWER_YET
        return render_explanation(answer.explanation, self._surface)

    def quit(self) -> str:
        """End the conversation."""
        self.over = True
        return ""


COMMANDS: dict[str, Callable[[Conversation], str]] = {
    "/help": Conversation.help,
    "/sources": Conversation.list_sources,
    "/more": Conversation.more,
    "/explain": Conversation.explain,
    "/quit": Conversation.quit,
    "/exit": Conversation.quit,
}
"""What can be typed beside questions."""
