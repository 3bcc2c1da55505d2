"""Asking a human: one ping of one role for one answer, with the link to where it was asked."""

from __future__ import annotations

from datetime import UTC, datetime

import discord

from bot.cards.answers import AMBER, TITLE
from bot.cards.escaping import line
from bot.desk import Told
from bot.server_state import StoredAnswer
from bot.visit import Visit

PURPOSE = "human"
Room = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel


async def ask_a_human(here: Visit, stored: StoredAnswer) -> None:
    """Ping the role of the settings about an answer that nobody was asked about yet.

    Raises:
        Told: no role is set, Quoth may not write there, or somebody was asked already.
    """
    here.require_server()
    role = here.place.settings.human_role
    if role is None:
        raise Told("human.off")
    room = _room(here)
    _require_mentionable(here, role, room)
    await here.interaction.response.defer(ephemeral=True, thinking=True)
    feedback, scope, now = here.desk.state.feedback, stored.scope, datetime.now(UTC)
    if not await here.desk.quick(lambda: feedback.first_time(PURPOSE, stored.id, scope, now)):
        raise Told("human.already")
    try:
        sent = await _send(here, room, role)
    except discord.HTTPException:
        await here.desk.quick(lambda: feedback.undo(PURPOSE, stored.id))
        raise Told("human.cannot") from None
    text = here.say("human.sent", role=f"<@&{role}>", link=sent.jump_url)
    await here.interaction.edit_original_response(content=text)


def _room(here: Visit) -> Room:
    """Return the channel to write in, where Quoth may."""
    guild, chosen = here.interaction.guild, here.place.settings.review_channel
    channel = guild.get_channel(chosen) if guild and chosen else here.interaction.channel
    if guild is None or not isinstance(channel, Room):
        raise Told("human.cannot")
    allowed = channel.permissions_for(guild.me)
    thread = isinstance(channel, discord.Thread)
    sends = allowed.send_messages_in_threads if thread else allowed.send_messages
    if not (allowed.view_channel and sends and allowed.embed_links):
        raise Told("human.cannot")
    return channel


def _require_mentionable(here: Visit, role: int, room: Room) -> None:
    """Raise Told where Discord would show the role's name and notify nobody."""
    guild = here.interaction.guild
    found = guild.get_role(role) if guild else None
    if found is None or guild is None:
        raise Told("human.off")
    if not (found.mentionable or room.permissions_for(guild.me).mention_everyone):
        raise Told("human.silent", role=found.mention)


async def _send(here: Visit, room: Room, role: int) -> discord.Message:
    asked = here.interaction.message
    link = asked.jump_url if asked else ""
    title = asked.embeds[0].title if asked and asked.embeds else None
    embed = discord.Embed(colour=AMBER, description=f"[{here.say('human.link')}]({link})")
    embed.title = title  # the question, escaped already when the answer was shown
    if not title:
        embed.title = line(here.say("gaps.title"), TITLE)
    return await room.send(
        here.say("human.message", role=f"<@&{role}>"),
        embed=embed,
        allowed_mentions=discord.AllowedMentions(
            everyone=False, users=False, roles=[discord.Object(role)], replied_user=False
        ),
    )
