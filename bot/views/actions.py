"""What the buttons under an answer do; importing this module registers them."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import discord

from bot.cards.answers import answer_embed
from bot.cards.passages import context_embed
from bot.desk import Told
from bot.server_state import StoredAnswer
from bot.views.answer import AnswerButton, action, answer_view
from bot.views.forms import SourceForm
from bot.views.humans import ask_a_human
from bot.views.reply import answer_question
from bot.views.showing import around, shown
from bot.visit import Visit
from knowledge import Excerpt


async def stored_answer(here: Visit, answer: str) -> StoredAnswer:
    """Return the answer if it was shown in this place; raises Told where it is not kept."""
    answers = here.desk.state.answers
    found = await here.desk.quick(lambda: answers.get(answer, here.place.scope))
    if found is None:
        raise Told("answer.gone")
    return found


async def _excerpt(pressed: AnswerButton, here: Visit) -> tuple[StoredAnswer, Excerpt]:
    stored = await stored_answer(here, pressed.answer)
    if pressed.number >= len(stored.answer.excerpts):
        raise Told("answer.no_more")
    return stored, stored.answer.excerpts[pressed.number]


def _is_private(here: Visit) -> bool:
    message = here.interaction.message
    return message is not None and message.flags.ephemeral


@action("next")
async def next_quote(pressed: AnswerButton, here: Visit) -> None:
    """Turn the page: in place for the asker, as a private copy for everyone else."""
    stored = await stored_answer(here, pressed.answer)
    number = (pressed.number + 1) % max(1, len(stored.answer.excerpts))
    card = await here.desk.quick(lambda: shown(stored, number, here.desk.library, here.speaker))
    in_place = here.interaction.user.id == pressed.asker
    view = answer_view(
        stored,
        number,
        here.interaction.user.id,
        here.speaker,
        private=_is_private(here) or not in_place,
        server=here.place.server is not None,
    )
    embed = answer_embed(card, here.speaker)
    if in_place:
        await here.interaction.response.edit_message(embed=embed, view=view)
    else:
        await here.interaction.response.send_message(embed=embed, view=view, ephemeral=True)


@action("context")
async def context(pressed: AnswerButton, here: Visit) -> None:
    """Show the quote within its passage and its neighbours, to the person alone."""
    _, excerpt = await _excerpt(pressed, here)
    before, after = await here.desk.quick(lambda: around(excerpt, here.desk.library))
    embed = context_embed(excerpt, before, after, here.speaker)
    await here.interaction.response.send_message(embed=embed, ephemeral=True)


@action("passage")
async def passage(pressed: AnswerButton, here: Visit) -> None:
    """Send the whole passage as a file, every character as it stands in the source."""
    _, excerpt = await _excerpt(pressed, here)
    data = excerpt.passage.encode("utf-8", "surrogatepass")
    file = discord.File(io.BytesIO(data), filename=f"passage-{pressed.answer}.txt")
    text = here.say("answer.passage_file")
    await here.interaction.response.send_message(text, file=file, ephemeral=True)


@action("share")
async def share(pressed: AnswerButton, here: Visit) -> None:
    """Show a private answer to everyone, if its words still stand in the source."""
    stored, excerpt = await _excerpt(pressed, here)
    if not await here.desk.quick(lambda: here.desk.library.verify(excerpt)):
        raise Told("answer.withheld")
    server = here.place.server is not None
    library, asker = here.desk.library, here.interaction.user.id
    card = await here.desk.quick(lambda: shown(stored, pressed.number, library, here.speaker))
    embed = answer_embed(card, here.speaker)
    embed.set_author(name=here.say("answer.shared_by", user=here.interaction.user.display_name))
    alone, everyone = (
        answer_view(stored, pressed.number, asker, here.speaker, private=False, server=server)
        for _ in range(2)
    )
    await here.interaction.response.edit_message(view=alone)
    await here.interaction.followup.send(embed=embed, view=everyone, ephemeral=False)


@action("up")
async def helpful(pressed: AnswerButton, here: Visit) -> None:
    """Note that the answer helped."""
    await _vote(pressed, here, helpful=True)


@action("down")
async def not_helpful(pressed: AnswerButton, here: Visit) -> None:
    """Note that the answer did not help."""
    await _vote(pressed, here, helpful=False)


async def _vote(pressed: AnswerButton, here: Visit, *, helpful: bool) -> None:
    stored = await stored_answer(here, pressed.answer)
    user, now = here.interaction.user.id, datetime.now(UTC)
    feedback = here.desk.state.feedback
    await here.desk.quick(
        lambda: feedback.vote(stored.id, user, stored.scope, helpful=helpful, when=now)
    )
    await here.tell("answer.thanks_up" if helpful else "answer.thanks_down")


@action("dismiss")
async def dismiss(pressed: AnswerButton, here: Visit) -> None:
    """Remove the message, for the asker and for moderators."""
    if here.interaction.user.id != pressed.asker and not here.may_moderate:
        raise Told("answer.not_yours")
    await here.interaction.response.defer()
    await here.interaction.delete_original_response()


@action("human")
async def human(pressed: AnswerButton, here: Visit) -> None:
    """Ask the role of the settings, once."""
    stored = await stored_answer(here, pressed.answer)
    await ask_a_human(here, stored)


@action("suggest")
async def suggest(pressed: AnswerButton, here: Visit) -> None:
    """Open the form for a source."""
    here.require_server()
    await here.interaction.response.send_modal(SourceForm(here))


@action("mean")
async def ask_what_was_meant(pressed: AnswerButton, here: Visit) -> None:
    """Ask the suggested question instead."""
    stored = await stored_answer(here, pressed.answer)
    meant = stored.answer.suggestion
    if not meant:
        raise Told("answer.gone")
    await answer_question(here, meant, private=_is_private(here))
