"""The buttons under an answer; which answer, quote and asker stand in their custom ids."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Self

import discord
from discord import ui

from bot.server_state import StoredAnswer
from bot.views.dynamic import Dynamic, button, lasting_view
from bot.visit import Visit
from bot.wording import Speaker

ACTIONS = "next|context|share|passage|up|down|dismiss|human|suggest|mean"
TEMPLATE = rf"a:(?P<action>{ACTIONS}):(?P<id>[a-z0-9]{{1,20}}):(?P<number>\d):(?P<asker>\d+)"
ANSWER_ID = re.compile(TEMPLATE)
STYLES = {"human": discord.ButtonStyle.primary, "mean": discord.ButtonStyle.primary}

Handler = Callable[["AnswerButton", Visit], Awaitable[None]]
_handlers: dict[str, Handler] = {}


def action(name: str) -> Callable[[Handler], Handler]:
    """Register what a button does; see `bot.views.actions`."""

    def register(handler: Handler) -> Handler:
        _handlers[name] = handler
        return handler

    return register


class AnswerButton(Dynamic[ui.Button[ui.View]], template=TEMPLATE):
    """One of the buttons under an answer."""

    def __init__(
        self, action: str, answer: str, *, number: int, asker: int, label: str, row: int = 0
    ) -> None:
        style = STYLES.get(action, discord.ButtonStyle.secondary)
        custom_id = f"a:{action}:{answer}:{number}:{asker}"
        super().__init__(button(label, custom_id, style), row=row)
        self.action = action
        self.answer = answer
        self.number = number
        """The quote that was shown when the button was made, from 0."""
        self.asker = asker

    @classmethod
    def revived(cls, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """Return the button of a message sent earlier, perhaps before a restart."""
        return cls(
            match["action"],
            match["id"],
            number=int(match["number"]),
            asker=int(match["asker"]),
            label=getattr(item, "label", None) or match["action"],
        )

    async def pressed(self, here: Visit) -> None:
        """Do what the button says."""
        await _handlers[self.action](self, here)


def answer_view(
    stored: StoredAnswer, number: int, asker: int, speaker: Speaker, *, private: bool, server: bool
) -> ui.View:
    """Return the buttons that make sense under quote `number` of an answer.

    Args:
        stored: the answer.
        number: the quote that is shown, from 0.
        asker: id of the person who may turn pages in place and dismiss.
        speaker: whose words the labels are.
        private: whether only the asker sees it, so that showing everyone makes sense.
        server: whether it stands in a server, where there are managers and humans to ask.
    """
    names = _quoted(stored, private=private) if stored.answer.excerpts else []
    lacking = _lacking(stored, server=server)
    feedback = ["up", "down"] if stored.answer.excerpts else []
    rows = [names, [*feedback, "dismiss"], lacking]
    return lasting_view(
        *(
            AnswerButton(
                name, stored.id, number=number, asker=asker, row=row,
                label=speaker.say(f"button.{name}"),
            )
            for row, row_names in enumerate(rows)
            for name in row_names
        )
    )  # fmt: skip


def _quoted(stored: StoredAnswer, *, private: bool) -> list[str]:
    more = ["next"] if len(stored.answer.excerpts) > 1 else []
    return [*more, "context", "passage", *(["share"] if private else [])]


def _lacking(stored: StoredAnswer, *, server: bool) -> list[str]:
    if stored.answer.status == "answered":
        return []
    meant = ["mean"] if stored.answer.suggestion else []
    return [*meant, *(["human", "suggest"] if server else [])]


def answer_id_in(message: discord.Message) -> str | None:
    """Return the short id of the answer that a message of Quoth's shows."""
    for row in message.components:
        for child in getattr(row, "children", ()):
            found = ANSWER_ID.fullmatch(getattr(child, "custom_id", None) or "")
            if found:
                return found["id"]
    return None
