"""The base of every button and menu: it lives in its custom id, so it works after a restart."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Any, Generic, Self, TypeVar

import discord
from discord import ui

from bot.visit import Interaction, Visit, report, visit

Base = TypeVar("Base", bound="ui.Item[Any]")


class Dynamic(ui.DynamicItem[Base], Generic[Base], template="^$"):
    """An item whose press is handled in `pressed`, with the one error handler around it."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the item anew from what Discord sent back."""
        return cls.revived(item, match)

    @classmethod
    @abstractmethod
    def revived(cls, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """Return the item that `match` of the custom id describes."""

    @abstractmethod
    async def pressed(self, here: Visit) -> None:
        """Do what the item is for."""

    async def callback(self, interaction: Interaction) -> None:
        """Handle a press, and tell the person where that fails."""
        try:
            here = await visit(interaction)
            with here.desk.at_work():
                await self.pressed(here)
        except Exception as error:  # noqa: BLE001 - the one error handler takes them all
            await report(interaction, error)


def lasting_view(*items: ui.Item[Any]) -> ui.View:
    """Return a view without a time limit that holds `items`."""
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def button(
    label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> ui.Button[ui.View]:
    """Return a button; Discord allows 80 characters of label."""
    return ui.Button(label=label[:80], custom_id=custom_id, style=style)
