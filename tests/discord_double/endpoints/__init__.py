"""Discord's HTTP interface, as far as a bot like Quoth uses it; importing registers it."""

from tests.discord_double.endpoints import (
    application,
    channels,
    commands,
    guilds,
    interactions,
    messages,
)

__all__ = ["application", "channels", "commands", "guilds", "interactions", "messages"]
