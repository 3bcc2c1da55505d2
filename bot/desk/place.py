"""Where a question comes from, and so what may be searched and kept: contract 5 lives here."""

from __future__ import annotations

from dataclasses import dataclass

from bot.server_state import ServerSettings, ServerState
from bot.settings import Settings
from knowledge import MAIN


def server_collection(server: int) -> str:
    """Return the name of a server's own collection."""
    return f"discord-{server}"


@dataclass(frozen=True)
class Place:
    """A server that has added Quoth, or a person elsewhere (direct messages, user-installed)."""

    scope: str
    server: int | None
    channel: int | None
    collections: tuple[str, ...]
    settings: ServerSettings
    keeps_questions: bool

    @property
    def own(self) -> str | None:
        """The collection that this server may change; `None` where there is no server."""
        return None if self.server is None else server_collection(self.server)


def place_of(
    state: ServerState,
    settings: Settings,
    *,
    server: int | None,
    user: int,
    channel: int | None,
) -> Place:
    """Return the place; `server` is given only if Quoth was added to it, not to a user alone."""
    shared = (MAIN,) if settings.discord_shared_sources else ()
    if server is None:
        scope = state.person_scope(user)
        keeps = settings.discord_keep_questions
        return Place(scope, None, channel, shared, ServerSettings(), keeps)
    chosen = state.servers.get(server)
    return Place(
        scope=state.server_scope(server),
        server=server,
        channel=channel,
        collections=(server_collection(server), *(shared if chosen.shared else ())),
        settings=chosen,
        keeps_questions=settings.discord_keep_questions and chosen.keep_questions,
    )
