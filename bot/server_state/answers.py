"""Shown answers by short id, so that buttons, `/answer` and follow-ups work after a restart."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.server_state.database import Database
from knowledge import Answer

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without characters that are read as one another."""
ID_LENGTH = 7


class StoredAnswer(BaseModel):
    """An answer as it was shown; `versions` holds the version of each cited document then."""

    model_config = ConfigDict(frozen=True)

    id: str
    scope: str
    channel: int | None
    created: datetime
    parent: str | None
    answer: Answer
    versions: dict[str, int]
    pinned: bool


class Answers:
    """Stores and finds shown answers, always within one scope."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        answer: Answer,
        *,
        scope: str,
        channel: int | None,
        when: datetime,
        parent: str | None = None,
        versions: Mapping[str, int] | None = None,
        pinned: bool = False,
    ) -> StoredAnswer:
        """Store `answer` under a new short id and return it."""
        stored = StoredAnswer(
            id="".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH)),
            scope=scope,
            channel=channel,
            created=when,
            parent=parent,
            answer=answer.model_copy(update={"explanation": None}),
            versions=dict(versions or {}),
            pinned=pinned,
        )
        try:
            self._insert(stored)
        except sqlite3.IntegrityError:  # one id in 27,000 million is taken: draw again
            return self.add(
                answer, scope=scope, channel=channel, when=when,
                parent=parent, versions=versions, pinned=pinned,
            )  # fmt: skip
        return stored

    def _insert(self, stored: StoredAnswer) -> None:
        self._database.change(
            "INSERT INTO answers (id, scope, channel, created, parent, answer, versions, pinned)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            stored.id,
            stored.scope,
            stored.channel,
            stored.created.isoformat(),
            stored.parent,
            stored.answer.model_dump_json(),
            json.dumps(stored.versions),
            stored.pinned,
        )

    def get(self, answer_id: str, scope: str) -> StoredAnswer | None:
        """Return the answer of that id if it was shown in `scope`."""
        row = self._database.row(
            "SELECT * FROM answers WHERE id = ? AND scope = ?", answer_id.strip().lower(), scope
        )
        return _stored(row) if row else None

    def chain(self, answer_id: str, scope: str, turns: int) -> tuple[StoredAnswer, ...]:
        """Return the answer and those that it followed, oldest first, `turns` at most."""
        found: list[StoredAnswer] = []
        current = self.get(answer_id, scope)
        while current and len(found) < turns:
            found.append(current)
            current = self.get(current.parent, scope) if current.parent else None
        return tuple(reversed(found))

    def latest(
        self, scope: str, channel: int, since: datetime, until: datetime, turns: int
    ) -> list[StoredAnswer]:
        """Return the last answers of a channel in that time, oldest first, `turns` at most.

        `until` leaves out what was stored before the clock was set back.
        """
        rows = self._database.rows(
            "SELECT * FROM answers WHERE scope = ? AND channel = ? AND created BETWEEN ? AND ?"
            " ORDER BY created DESC, id LIMIT ?",
            scope,
            channel,
            since.isoformat(),
            until.isoformat(),
            turns,
        )
        return [_stored(row) for row in reversed(rows)]

    def delete_before(self, when: datetime) -> int:
        """Delete the answers shown before `when`, with their votes; return how many."""
        with self._database.writing() as connection:
            gone = connection.execute(
                "DELETE FROM answers WHERE created < ?", (when.isoformat(),)
            ).rowcount
            connection.execute("DELETE FROM votes WHERE created < ?", (when.isoformat(),))
            connection.execute("DELETE FROM once WHERE created < ?", (when.isoformat(),))
            return gone


def _stored(row: sqlite3.Row) -> StoredAnswer:
    return StoredAnswer(
        id=row["id"],
        scope=row["scope"],
        channel=row["channel"],
        created=datetime.fromisoformat(row["created"]),
        parent=row["parent"],
        answer=Answer.model_validate_json(row["answer"]),
        versions=json.loads(row["versions"]),
        pinned=bool(row["pinned"]),
    )
