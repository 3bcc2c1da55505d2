"""An interaction with what every command needs: the desk, the place, the language, the rights.

Also the one way in which something that went wrong reaches a person: a sentence, and for a bug an
id that is in the log as well, never a traceback.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import Any, Protocol, cast

import discord
from discord import app_commands

from bot.cards.escaping import line
from bot.desk import Desk, Place, Told
from bot.wording import Speaker, speaker
from knowledge import QuothError

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]
UNKNOWN_INTERACTION = 10062
SENTENCE = 1900
"""Characters of a message of Quoth's own; the library's messages may name long file names."""


class HasDesk(Protocol):
    """What the client is to everything that handles its interactions."""

    desk: Desk


def desk_of(interaction: Interaction) -> Desk:
    """Return the client's desk."""
    return cast("HasDesk", interaction.client).desk


@dataclass(frozen=True)
class Visit:
    """One interaction, prepared."""

    interaction: Interaction
    desk: Desk
    place: Place
    speaker: Speaker

    @property
    def may_change_settings(self) -> bool:
        """Whether the person has "Manage Server" in the server that added Quoth."""
        return self.place.server is not None and self.interaction.permissions.manage_guild

    @property
    def may_manage(self) -> bool:
        """Whether the person may add and remove sources here."""
        if self.place.server is None:
            return False
        roles = {role.id for role in getattr(self.interaction.user, "roles", ())}
        return self.may_change_settings or bool(roles & set(self.place.settings.manager_roles))

    @property
    def may_moderate(self) -> bool:
        """Whether the person may remove others' answers."""
        return self.may_manage or self.interaction.permissions.manage_messages

    def require_server(self) -> int:
        """Return the server's id; raises Told where Quoth was not added to one."""
        if self.place.server is None:
            raise Told("rights.server_only")
        return self.place.server

    def require_manager(self) -> int:
        """Return the server's id; raises Told for people who may not manage its sources."""
        server = self.require_server()
        if not self.may_manage:
            raise Told("rights.managers")
        return server

    def require_settings(self) -> int:
        """Return the server's id; raises Told for people without "Manage Server"."""
        server = self.require_server()
        if not self.may_change_settings:
            raise Told("rights.settings")
        return server

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence in the language of this visit."""
        return self.speaker.say(key, **values)

    async def tell(self, key: str, /, **values: object) -> None:
        """Say a sentence to the person alone."""
        await tell(self.interaction, self.say(key, **values))


async def visit(interaction: Interaction) -> Visit:
    """Prepare an interaction; a server counts only if Quoth was added to it, not to the person."""
    desk = desk_of(interaction)
    server = interaction.guild_id if interaction.is_guild_integration() else None
    place = await desk.place(
        server=server, user=interaction.user.id, channel=interaction.channel_id
    )
    return Visit(interaction, desk, place, desk.speaker(place, interaction.locale.value))


async def tell(interaction: Interaction, text: str) -> None:
    """Say something to the person alone, as the first response or after it."""
    shown = text[:SENTENCE]
    if interaction.response.is_done():
        await interaction.followup.send(shown, ephemeral=True)
    else:
        await interaction.response.send_message(shown, ephemeral=True)


def sentence(error: BaseException, words: Speaker) -> str | None:
    """Return what a person is told about an expected error, or `None` for a bug."""
    if isinstance(error, Told):
        return words.say(error.key, **error.values)
    if isinstance(error, QuothError):
        key = f"error.{type(error).__name__}"
        told = words.say(key) if words.locale != "en" and words.has(key) else str(error)
        return line(told, SENTENCE)
    return None


def noted(error: BaseException, what: str) -> str:
    """Log a bug with its traceback and return the id by which the log has it."""
    number = secrets.token_hex(4)
    log.error("failed", exc_info=error, extra={"fields": {"error": number, "in": what}})
    return number


async def report(interaction: Interaction, error: BaseException) -> None:
    """Tell the person what went wrong: the end of every failed interaction."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    words = speaker(interaction.locale.value)
    what = interaction.command.qualified_name if interaction.command else "a component"
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        text = words.say("error.unknown_command")
    elif isinstance(error, discord.HTTPException) and error.code == UNKNOWN_INTERACTION:
        log.warning("too late to respond", extra={"fields": {"in": what}})
        return
    else:
        text = sentence(error, words) or ""
    if not text:
        desk_of(interaction).metrics.errors += 1
        text = words.say("error.bug", id=noted(error, what))
    try:
        await tell(interaction, text)
    except discord.HTTPException as failure:
        log.warning("could not say so", extra={"fields": {"in": what, "status": failure.status}})
