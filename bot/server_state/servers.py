"""A server's settings, and what becomes of a server that Quoth was removed from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.server_state.database import Database

SERVER_TABLES = ("answers", "questions", "tallies", "votes", "once")
"""Tables whose rows belong to a scope, so to a server, as a whole."""


class ServerSettings(BaseModel):
    """What the managers of a server have set; ids are Discord's."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    channels: tuple[int, ...] = ()
    """Channels with public answers; empty: all."""
    forums: tuple[int, ...] = ()
    """Forum channels whose new posts are answered unasked."""
    manager_roles: tuple[int, ...] = ()
    human_role: int | None = None
    review_channel: int | None = None
    private: bool = False
    """Whether /ask answers are shown to the asker alone unless they say otherwise."""
    shared: bool = True
    """Whether the operator's shared sources are searched."""
    keep_questions: bool = True
    language: str | None = None
    """Language of Quoth's own words; `None`: that of the person."""


class Servers:
    """Settings by server; they are read for every question, so they are also kept in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, ServerSettings] = {}

    def get(self, server: int) -> ServerSettings:
        """Return the settings of `server`; the defaults for one that has set nothing."""
        known = self._known.get(server)
        if known is None:
            row = self._database.row("SELECT settings FROM servers WHERE id = ?", server)
            known = ServerSettings.model_validate_json(row[0]) if row else ServerSettings()
            self._known[server] = known
        return known

    def change(self, server: int, **changes: object) -> ServerSettings:
        """Store changed settings and return all of them."""
        values = {**self.get(server).model_dump(), **changes}
        settings = ServerSettings.model_validate(values)
        self._database.change(
            "INSERT INTO servers (id, settings) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET settings = excluded.settings",
            server,
            settings.model_dump_json(),
        )
        self._known[server] = settings
        return settings

    def removed(self, server: int, when: datetime) -> None:
        """Note that Quoth is no longer in `server`; a first note stays."""
        self._database.change(
            "INSERT INTO servers (id, settings, removed) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET removed = coalesce(removed, excluded.removed)",
            server,
            self.get(server).model_dump_json(),
            when.isoformat(),
        )

    def present(self, servers: Iterable[int]) -> None:
        """Note that Quoth is in these servers, for the first time, again or still."""
        default = ServerSettings().model_dump_json()
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT INTO servers (id, settings) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET removed = NULL",
                [(server, default) for server in servers],
            )

    def removed_before(self, when: datetime) -> tuple[int, ...]:
        """Return the servers that Quoth was removed from before `when`."""
        rows = self._database.rows(
            "SELECT id FROM servers WHERE removed IS NOT NULL AND removed <= ?", when.isoformat()
        )
        return tuple(row["id"] for row in rows)

    def known(self) -> tuple[int, ...]:
        """Return the servers with a row of their own that Quoth is not known to have left."""
        rows = self._database.rows("SELECT id FROM servers WHERE removed IS NULL")
        return tuple(row["id"] for row in rows)

    def forget(self, server: int, scope: str) -> None:
        """Delete everything about `server`; its documents are the library's to delete."""
        with self._database.writing() as connection:
            for table in SERVER_TABLES:
                connection.execute(f"DELETE FROM {table} WHERE scope = ?", (scope,))  # noqa: S608
            connection.execute("DELETE FROM pins WHERE server = ?", (server,))
            connection.execute("DELETE FROM proposals WHERE server = ?", (server,))
            connection.execute("DELETE FROM servers WHERE id = ?", (server,))
        self._known.pop(server, None)
