"""Pins: a question bound to an excerpt that exists. A pointer, never new prose."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.server_state.database import Database
from knowledge import Excerpt


class Pin(BaseModel):
    """A manager's choice of an excerpt for a question."""

    model_config = ConfigDict(frozen=True)

    id: int
    question: str
    excerpt: Excerpt
    created: datetime


class Pins:
    """The pins of each server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, server: int, user: int, question: str, excerpt: Excerpt, when: datetime) -> None:
        """Pin `excerpt` to `question`; an earlier pin of the same question is replaced."""
        with self._database.writing() as connection:
            connection.execute(
                "DELETE FROM pins WHERE server = ? AND lower(question) = lower(?)",
                (server, question),
            )
            connection.execute(
                "INSERT INTO pins (server, user, question, excerpt, created)"
                " VALUES (?, ?, ?, ?, ?)",
                (server, user, question, excerpt.model_dump_json(), when.isoformat()),
            )

    def all(self, server: int) -> tuple[Pin, ...]:
        """Return the pins of a server, oldest first."""
        rows = self._database.rows("SELECT * FROM pins WHERE server = ? ORDER BY id", server)
        return tuple(_pin(row) for row in rows)

    def remove(self, server: int, pin: int) -> bool:
        """Remove a pin and return whether there was one."""
        return (
            self._database.change("DELETE FROM pins WHERE server = ? AND id = ?", server, pin) > 0
        )


def _pin(row: sqlite3.Row) -> Pin:
    return Pin(
        id=row["id"],
        question=row["question"],
        excerpt=Excerpt.model_validate_json(row["excerpt"]),
        created=datetime.fromisoformat(row["created"]),
    )
