"""The commands, the context menus and what is done with messages; `ALL` is the command tree."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.commands import asking, menus, people, servers, sources

ALL: tuple[app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu, ...]
ALL = (
    asking.ask,
    asking.answer,
    people.show_help,
    people.PRIVACY,
    sources.SOURCES,
    servers.QUOTH,
    menus.FIND,
    menus.ADD,
)

__all__ = ["ALL"]
