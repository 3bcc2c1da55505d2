"""What is kept about one person, to be shown, exported and deleted."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.server_state.database import Database

QUERIES = {
    "votes": "SELECT answer, helpful, created FROM votes WHERE user = ?",
    "proposals": "SELECT server, title, name, created FROM proposals WHERE user = ?",
    "pins": "SELECT server, question, created FROM pins WHERE user = ?",
}
PERSONAL_TABLES = ("answers", "questions", "tallies", "votes", "once")


@dataclass(frozen=True)
class Record:
    """Everything about a person, by kind; each entry is a row with its columns' names."""

    votes: list[dict[str, object]]
    proposals: list[dict[str, object]]
    pins: list[dict[str, object]]
    direct_answers: list[dict[str, object]]

    @property
    def count(self) -> int:
        """How many entries there are."""
        return sum(len(entries) for entries in asdict(self).values())


class People:
    """Finds a person's rows by id, and their direct messages by the scope that stands for them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def show(self, user: int, scope: str) -> Record:
        """Return what is kept about `user`, whose direct messages have `scope`."""
        found = {
            kind: [dict(row) for row in self._database.rows(query, user)]
            for kind, query in QUERIES.items()
        }
        answers = self._database.rows(
            "SELECT id, created, json_extract(answer, '$.question') AS question FROM answers"
            " WHERE scope = ?",
            scope,
        )
        return Record(direct_answers=[dict(row) for row in answers], **found)

    def delete(self, user: int, scope: str) -> int:
        """Delete what is kept about `user`; pins stay, no longer with who made them.

        Returns:
            How many entries were deleted or made nameless.
        """
        count = self.show(user, scope).count
        with self._database.writing() as connection:
            for table in PERSONAL_TABLES:
                connection.execute(f"DELETE FROM {table} WHERE scope = ?", (scope,))  # noqa: S608
            connection.execute("DELETE FROM votes WHERE user = ?", (user,))
            connection.execute("DELETE FROM proposals WHERE user = ?", (user,))
            connection.execute("UPDATE pins SET user = 0 WHERE user = ?", (user,))
        return count
