"""The door to everything that is Discord's own."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from pathlib import Path
from types import TracebackType

from bot.server_state.answers import Answers
from bot.server_state.database import Database
from bot.server_state.feedback import Feedback
from bot.server_state.people import People
from bot.server_state.pins import Pins
from bot.server_state.proposals import Proposals
from bot.server_state.questions import Questions
from bot.server_state.servers import Servers


class ServerState:
    """The parts of the file by name; thread-safe, a context manager.

    Raises:
        StoreError: when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self.servers = Servers(self._database)
        self.answers = Answers(self._database)
        self.feedback = Feedback(self._database)
        self.questions = Questions(self._database)
        self.pins = Pins(self._database)
        self.proposals = Proposals(self._database)
        self.people = People(self._database)
        self._key = self._secret()

    def server_scope(self, server: int) -> str:
        """Return the scope of everything that belongs to a server."""
        return f"server:{server}"

    def person_scope(self, user: int) -> str:
        """Return the scope of a person's direct messages: a number that only this file explains."""
        digest = hmac.new(self._key, str(user).encode(), hashlib.sha256).hexdigest()
        return f"person:{digest[:32]}"

    def fact(self, name: str) -> str | None:
        """Return a remembered value, such as the hash of the registered commands."""
        row = self._database.row("SELECT value FROM facts WHERE name = ?", name)
        return row["value"] if row else None

    def remember(self, name: str, value: str) -> None:
        """Store a value under `name`."""
        self._database.change("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)

    def expire(self, before: datetime) -> int:
        """Delete the question texts and answers from before then; return how many."""
        return self.answers.delete_before(before) + self.questions.delete_before(before)

    def _secret(self) -> bytes:
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO facts VALUES ('secret', ?)", (secrets.token_hex(32),)
            )
        return bytes.fromhex(self.fact("secret") or "")

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> ServerState:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
