"""The button that asks one source something."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.views.dynamic import Dynamic, button
from bot.visit import Visit

LONGEST_ID = 90


class TryButton(Dynamic[ui.Button[ui.View]], template=r"t:(?P<source>.{1,90})"):
    """Opens a form for a question to one source."""

    def __init__(self, source: str, label: str) -> None:
        style = discord.ButtonStyle.primary
        super().__init__(button(label, f"t:{source[:LONGEST_ID]}", style))
        self.source = source

    @classmethod
    def revived(cls, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """Return the button of a receipt that was shown earlier."""
        return cls(match["source"], getattr(item, "label", None) or "?")

    async def pressed(self, here: Visit) -> None:
        """Open the form."""
        from bot.views.forms import QuestionForm  # forms need receipts, which have this button

        await here.interaction.response.send_modal(QuestionForm(here, self.source))
