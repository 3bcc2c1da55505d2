"""A question of an interaction, from the first response in three seconds to the answer."""

from __future__ import annotations

import discord

from bot.cards.answers import Shown, answer_embed, answer_text, is_small_talk
from bot.desk import Request
from bot.server_state import StoredAnswer
from bot.views.answer import answer_view
from bot.views.showing import shown
from bot.visit import Visit


async def answer_question(
    here: Visit,
    question: str,
    *,
    private: bool | None = None,
    source: str | None = None,
    parent: str | None = None,
) -> None:
    """Answer `question`; `private` is the person's wish, `None` leaves it to the settings."""
    here.desk.admit(here.place, here.interaction.user.id, question)
    alone = _alone(here, private)
    await here.interaction.response.defer(ephemeral=alone, thinking=True)

    async def on_wait(position: int) -> None:
        text = here.say("ask.position", position=position)
        await here.interaction.edit_original_response(content=text)

    request = Request(
        question,
        here.place,
        source=source,
        parent=parent,
        conversation=is_conversation(here.interaction.channel),
    )
    stored = await here.desk.ask(request, on_wait)
    await show(here, stored, private=alone)


def is_conversation(channel: object) -> bool:
    """Return whether in this channel one question follows another: a thread, a direct message."""
    return isinstance(channel, discord.Thread | discord.DMChannel)


def _alone(here: Visit, private: bool | None) -> bool:
    """Return whether only the asker sees the answer."""
    settings = here.place.settings
    channel = here.interaction.channel
    parent = getattr(channel, "parent_id", None)
    allowed = {here.place.channel, parent} & set(settings.channels)
    if here.place.server is not None and settings.channels and not allowed:
        return True
    return settings.private if private is None else private


async def show(here: Visit, stored: StoredAnswer, *, private: bool) -> None:
    """Put an answer in the place of the response that says "is thinking"."""
    if is_small_talk(stored.answer):
        text = answer_text(Shown(stored.answer), here.speaker)
        await here.interaction.edit_original_response(content=text)
        return
    card = await here.desk.quick(lambda: shown(stored, 0, here.desk.library, here.speaker))
    view = answer_view(
        stored,
        0,
        here.interaction.user.id,
        here.speaker,
        private=private,
        server=here.place.server is not None,
    )
    await here.interaction.edit_original_response(
        content=None, embed=answer_embed(card, here.speaker), view=view
    )
