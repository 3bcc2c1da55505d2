"""Sources that members propose, kept until a manager has decided."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.server_state.database import Database
from knowledge import Metadata


@dataclass(frozen=True)
class Proposal:
    """A proposed source: its bytes, or where `data` is `None` the web address `name`."""

    server: int
    user: int
    title: str
    name: str
    data: bytes | None
    content_hash: str
    """Of the text that the preview was made of: what is approved is what was shown."""
    preview: str
    overrides: Metadata
    created: datetime
    id: int = 0


class Proposals:
    """The proposals of each server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, proposal: Proposal, limit: int) -> int | None:
        """Store a proposal and return its id, or `None` when `limit` of them wait already."""
        with self._database.writing() as connection:
            waiting = connection.execute(
                "SELECT count(*) FROM proposals WHERE server = ?", (proposal.server,)
            ).fetchone()[0]
            if waiting >= limit:
                return None
            return connection.execute(
                "INSERT INTO proposals (server, user, title, name, data, content_hash, preview,"
                " overrides, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _values(proposal),
            ).lastrowid

    def put_back(self, proposal: Proposal) -> None:
        """Let a proposal that was taken wait again, because deciding it did not succeed."""
        self._database.change(
            "INSERT OR IGNORE INTO proposals (id, server, user, title, name, data, content_hash,"
            " preview, overrides, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            proposal.id,
            *_values(proposal),
        )

    def waiting(self, server: int, limit: int) -> tuple[Proposal, ...]:
        """Return the oldest proposals that wait."""
        rows = self._database.rows(
            "SELECT * FROM proposals WHERE server = ? ORDER BY id LIMIT ?", server, limit
        )
        return tuple(_proposal(row) for row in rows)

    def take(self, server: int, proposal: int) -> Proposal | None:
        """Remove a proposal and return it; `None` when it was decided already."""
        with self._database.writing() as connection:
            row = connection.execute(
                "DELETE FROM proposals WHERE server = ? AND id = ? RETURNING *", (server, proposal)
            ).fetchone()
        return _proposal(row) if row else None


def _values(proposal: Proposal) -> tuple[object, ...]:
    return (
        proposal.server,
        proposal.user,
        proposal.title,
        proposal.name,
        proposal.data,
        proposal.content_hash,
        proposal.preview,
        proposal.overrides.model_dump_json(),
        proposal.created.isoformat(),
    )


def _proposal(row: sqlite3.Row) -> Proposal:
    return Proposal(
        id=row["id"],
        server=row["server"],
        user=row["user"],
        title=row["title"],
        name=row["name"],
        data=row["data"],
        content_hash=row["content_hash"],
        preview=row["preview"],
        overrides=Metadata.model_validate_json(row["overrides"]),
        created=datetime.fromisoformat(row["created"]),
    )
