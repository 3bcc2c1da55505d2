"""What Quoth asks of Discord: the intents that it listens with, the permissions it needs."""

from __future__ import annotations

import discord

LEAST = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
"""What Quoth needs in a channel, and all that its invite link asks for."""


def quoth_intents() -> discord.Intents:
    """Return what Quoth listens to: servers and messages, there and in private."""
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = True
    return intents
