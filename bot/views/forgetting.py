"""The confirmation before everything about a server is deleted."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.views.dynamic import Dynamic, button, lasting_view
from bot.visit import Visit
from bot.wording import Speaker

STYLES = {"confirm": discord.ButtonStyle.danger, "cancel": discord.ButtonStyle.secondary}


class ForgetButton(Dynamic[ui.Button[ui.View]], template="f:(?P<choice>confirm|cancel)"):
    """Deletes everything, or nothing."""

    def __init__(self, choice: str, label: str) -> None:
        super().__init__(button(label, f"f:{choice}", STYLES[choice]))
        self.choice = choice

    @classmethod
    def revived(cls, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """Return the button of a question that was asked earlier."""
        return cls(match["choice"], match["choice"])

    async def pressed(self, here: Visit) -> None:
        """Do what was chosen, if the person may."""
        server = here.require_settings()
        await here.interaction.response.defer()
        if self.choice == "confirm":
            await here.desk.forget(server)
        text = here.say("forget.done" if self.choice == "confirm" else "forget.kept")
        await here.interaction.edit_original_response(content=text, embed=None, view=None)


def forget_view(speaker: Speaker) -> ui.View:
    """Return the two buttons."""
    choices = ("confirm", "cancel")
    return lasting_view(*(ForgetButton(one, speaker.say(f"forget.{one}")) for one in choices))
