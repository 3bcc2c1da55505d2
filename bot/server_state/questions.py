"""Question texts without their askers, and daily counts without texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.server_state.database import Database
from knowledge.models import Status


@dataclass(frozen=True)
class Question:
    """A question text, how often it was asked and when last."""

    text: str
    count: int
    last: datetime


@dataclass(frozen=True)
class Tally:
    """How many questions were asked, by what became of them."""

    answered: int = 0
    unsure: int = 0
    no_answer: int = 0

    @property
    def asked(self) -> int:
        """All of them."""
        return self.answered + self.unsure + self.no_answer


class Questions:
    """Records what was asked in a scope; the text only where it may be kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self, question: str, status: Status, scope: str, *, when: datetime, keep_text: bool
    ) -> None:
        """Count a question, and keep its text if that is allowed."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO tallies (scope, day, status, count) VALUES (?, ?, ?, 1)"
                " ON CONFLICT DO UPDATE SET count = count + 1",
                (scope, when.date().isoformat(), status),
            )
            if keep_text:
                connection.execute(
                    "INSERT INTO questions (scope, question, status, created) VALUES (?, ?, ?, ?)",
                    (scope, question, status, when.isoformat()),
                )

    def unanswered(self, scope: str, limit: int) -> tuple[Question, ...]:
        """Return the questions without an answer, the most and the latest asked first."""
        rows = self._database.rows(
            "SELECT min(question) AS text, count(*) AS times, max(created) AS last FROM questions"
            " WHERE scope = ? AND status = 'no_answer' GROUP BY lower(trim(question, ' ?!.'))"
            " ORDER BY times DESC, last DESC LIMIT ?",
            scope,
            limit,
        )
        return tuple(
            Question(row["text"], row["times"], datetime.fromisoformat(row["last"])) for row in rows
        )

    def answered_now(self, scope: str, texts: Iterable[str]) -> None:
        """Note that these questions have an answer by now."""
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE questions SET status = 'answered' WHERE scope = ? AND status = 'no_answer'"
                " AND lower(trim(question, ' ?!.')) = lower(trim(?, ' ?!.'))",
                [(scope, text) for text in texts],
            )

    def tally(self, scope: str, since: datetime) -> Tally:
        """Return the counts since that day."""
        rows = self._database.rows(
            "SELECT status, sum(count) FROM tallies WHERE scope = ? AND day >= ? GROUP BY status",
            scope,
            since.date().isoformat(),
        )
        return Tally(**{row[0]: row[1] for row in rows})

    def delete_before(self, when: datetime) -> int:
        """Delete the texts from before `when` and return how many."""
        return self._database.change("DELETE FROM questions WHERE created < ?", when.isoformat())

    def delete_texts(self, scope: str) -> None:
        """Delete every text of a scope: of questions, and in the answers to them."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM questions WHERE scope = ?", (scope,))
            connection.execute(
                "UPDATE answers SET answer ="
                " json_set(answer, '$.question', '', '$.searched', null) WHERE scope = ?",
                (scope,),
            )
