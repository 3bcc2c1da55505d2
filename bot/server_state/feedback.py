"""Votes on answers, and things that happen once: a ping for a human, an answer to a forum post."""

from __future__ import annotations

from datetime import datetime

from bot.server_state.database import Database


class Feedback:
    """One vote a person and answer; one happening a purpose and key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def vote(self, answer: str, user: int, scope: str, *, helpful: bool, when: datetime) -> None:
        """Store a vote; a second one of the same person replaces the first."""
        self._database.change(
            "INSERT OR REPLACE INTO votes (answer, user, scope, helpful, created)"
            " VALUES (?, ?, ?, ?, ?)",
            answer,
            user,
            scope,
            helpful,
            when.isoformat(),
        )

    def votes(self, scope: str, since: datetime) -> tuple[int, int]:
        """Return how many votes since then say helpful, and how many not helpful."""
        row = self._database.row(
            "SELECT coalesce(sum(helpful), 0), count(*) FROM votes"
            " WHERE scope = ? AND created >= ?",
            scope,
            since.isoformat(),
        )
        helpful, total = (row[0], row[1]) if row else (0, 0)
        return helpful, total - helpful

    def first_time(self, purpose: str, key: str, scope: str, when: datetime) -> bool:
        """Return whether this has not happened before, and note that it has now."""
        changed = self._database.change(
            "INSERT OR IGNORE INTO once (purpose, key, scope, created) VALUES (?, ?, ?, ?)",
            purpose,
            key,
            scope,
            when.isoformat(),
        )
        return changed == 1

    def undo(self, purpose: str, key: str) -> None:
        """Take back `first_time`, because what it was for did not succeed."""
        self._database.change("DELETE FROM once WHERE purpose = ? AND key = ?", purpose, key)
