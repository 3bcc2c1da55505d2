"""The menu that removes a pin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.cards.escaping import plain_line
from bot.server_state import Pin
from bot.views.dynamic import Dynamic, lasting_view
from bot.visit import Visit
from bot.wording import Speaker

OPTIONS = 25
LABEL = 100


class PinMenu(Dynamic[ui.Select[ui.View]], template="pins"):
    """Removes the pin that is chosen."""

    def __init__(self, options: list[discord.SelectOption], placeholder: str | None) -> None:
        super().__init__(ui.Select(custom_id="pins", options=options, placeholder=placeholder))

    @classmethod
    def revived(cls, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """Return the menu of a list that was shown earlier."""
        return cls(getattr(item, "options", []), getattr(item, "placeholder", None))

    async def pressed(self, here: Visit) -> None:
        """Remove the pin."""
        server = here.require_manager()
        pin = int(self.item.values[0])
        await here.desk.quick(lambda: here.desk.state.pins.remove(server, pin))
        text = here.say("pin.removed")
        await here.interaction.response.edit_message(content=text, embed=None, view=None)


def pins_view(pins: Sequence[Pin], speaker: Speaker) -> ui.View | None:
    """Return the menu, or `None` where nothing is pinned."""
    options = [
        discord.SelectOption(label=plain_line(pin.question, LABEL) or "?", value=str(pin.id))
        for pin in pins[:OPTIONS]
    ]
    return lasting_view(PinMenu(options, speaker.say("pin.remove"))) if options else None
